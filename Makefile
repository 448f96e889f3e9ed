# `make check` is what CI runs. Works in any activated environment after: pip install -e ".[test]" -c constraints.txt
PYTHON ?= python

.DEFAULT_GOAL := help
.PHONY: help check format format-check lint types spell test test-all bench wheel constraints link

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

check: format-check lint types spell test-all bench  ## all that CI runs

format:  ## rewrite the code in the house format
	$(PYTHON) -m ruff check --select I --fix .
	$(PYTHON) -m ruff format .

format-check:
	$(PYTHON) -m ruff format --check .

lint:  ## ruff
	$(PYTHON) -m ruff check .

link:
	@mkdir -p .typing
	@ln -sfn .. .typing/penata

types: link  ## mypy: the package and its benchmarks strictly, the tests less so
	$(PYTHON) -m mypy -p penata
	$(PYTHON) -m mypy tests

spell:  ## codespell
	$(PYTHON) -m codespell_lib .

test:  ## the quick tests
	$(PYTHON) -m pytest

test-all:  ## every test (slow, shared, pg and e2e too), branch coverage, the wheel in a clean environment
	HYPOTHESIS_PROFILE=ci $(PYTHON) -m pytest -m "" --cov --cov-report=term --durations=10

bench:  ## the small benchmark suites, two minutes at most
	$(PYTHON) -m penata bench --suite micro --size small --runs 1
	$(PYTHON) -m penata bench --suite peers --size small --runs 1
	$(PYTHON) -m penata bench --suite quality --size small --runs 1
	$(PYTHON) -m penata bench --suite policies --size small

wheel:  ## build the wheel, check its file list, run the quick tests against it
	$(PYTHON) -m pytest -m "" tests/test_wheel.py

constraints:  ## resolve all dependencies anew (needs uv): constraints.txt and its mirror in pyproject.toml
	$(PYTHON) tests/tools/write_constraints.py

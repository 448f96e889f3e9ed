"""What every test shares: hypothesis profiles, the folders outside the package, and no silent skips in CI."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

IN_CI = os.environ.get("CI", "").lower() == "true"
SKIPPED: list[str] = []
"""What this run skipped, by node id; filled under CI=true."""

# Derandomized: a run that passed passes again. `ci` looks further; `make test-all` chooses it.
settings.register_profile(
    "default", deadline=None, derandomize=True, database=None, max_examples=30, suppress_health_check=list(HealthCheck)
)
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=120,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def _share(name: str) -> None:
    """Make ``tests/<name>.py`` importable as ``tests.<name>`` wherever pytest was started."""
    spec = importlib.util.spec_from_file_location(f"tests.{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)


for _name in ("small", "random_cases", "brute", "filled", "drawn_cases", "hostile_files", "mutations", "learning_draw"):
    _share(_name)
filled = sys.modules["tests.filled"].filled
"""Fixture: the template filled with 12 people and 10 posts."""


@pytest.fixture(autouse=True)
def _no_language_left_behind() -> Iterator[None]:
    """Take back the language that a command line run in this process chose by ``--lang``."""
    before = os.environ.pop("PENATA_LANG", None)
    yield
    os.environ.pop("PENATA_LANG", None)
    if before is not None:
        os.environ["PENATA_LANG"] = before


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Return the folder that holds ``pyproject.toml``, the pages and ``tests``.

    When the tests run against a wheel, this is a copy without the package's own files: a test that reads
    those carries the mark ``checkout``.
    """
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data(checkout: Path) -> Path:
    """Return the shared data folder: ``$PENATA_SHARED_DATA``, else ``../shared/data`` beside the checkout."""
    named = os.environ.get("PENATA_SHARED_DATA")
    folder = Path(named) if named else checkout.parent / "shared" / "data"
    if folder.is_dir():
        return folder
    reason = f"no shared data at {folder}: put it there or name its folder in PENATA_SHARED_DATA"
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a package other than the one that $PENATA_EXPECT_UNDER asks for."""
    if expected := os.environ.get("PENATA_EXPECT_UNDER"):
        spec = importlib.util.find_spec("penata")
        origin = Path(spec.origin).resolve() if spec and spec.origin else None
        if origin is None or not origin.is_relative_to(Path(expected).resolve()):
            raise pytest.UsageError(f"penata comes from {origin}, expected it under {expected}")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Run named files in this one process: starting others takes longer than most files; None = one a core."""
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    return 0 if named and all(".py" in name for name in config.args) else None


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Note files that skip themselves as a whole; several processes may each report the same one."""
    _note_skip(report)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note tests that were skipped, in whichever process they ran; an expected failure is not a skip."""
    _note_skip(report)


def _note_skip(report: pytest.CollectReport | pytest.TestReport) -> None:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail") and report.nodeid not in SKIPPED:
        SKIPPED.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run when CI skipped something: there, what cannot run is a fault, not a footnote."""
    if SKIPPED and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which skips failed the run."""
    if SKIPPED:
        terminalreporter.section("skipped under CI=true, which fails the run", red=True, bold=True)
        for node in SKIPPED:
            terminalreporter.line(node)

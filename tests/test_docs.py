"""The pages against the code: commands, columns, keys, rules, links and examples are what the program has."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from pydantic import BaseModel

import penata
from penata.api import score_dict
from penata.cli import COMMANDS, HELP, root
from penata.datasets.header import KEYS, PARAMETERS
from penata.datasets.schema import SHEETS, header_of
from penata.datasets.siasn.mapping import KEYS as MAPPING_KEYS
from penata.datasets.siasn.mapping import SCHEMA, read_mapping
from penata.models.domain.errors import EngineError, PenataError
from penata.models.domain.plan import Plan
from penata.models.domain.result import TABLE_NAMES, WARM_TABLES, PlacementResult
from penata.models.domain.rules.pack import SPECS, check_names
from penata.models.domain.scenario import TERM_IDS, Scenario
from penata.models.domain.tables import TABLES
from penata.optimizer.explain import CompetencyGapRow, RuleAnswer
from penata.optimizer.outcome import kpis
from penata.optimizer.questions import Explanation, PositionExplanation, ScoreReport
from penata.optimizer.referee import Referee
from penata.store.files import Decision, Manifest, ResultFile
from tests.small import Row, small_case

GUIDE, FILES, CONCEPTS = "docs/panduan-perencana.id.md", "docs/files.md", "docs/concepts.md"
PAGES = sorted(
    path.relative_to(top).as_posix()
    for top in [Path(__file__).resolve().parents[1]]
    for path in [top / "README.md", *(top / "docs").rglob("*.md")]
)
MODES = {"hard": "wajib", "soft": "lunak", "warn": "peringatan", "off": "mati"}
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    return (Path(__file__).resolve().parents[1] / name).read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command with the words that call it."""
    context = click.Context(root)
    yield "penata", root
    for name in COMMANDS:
        command = root.get_command(context, name)
        assert command is not None
        yield f"penata {name}", command
        if isinstance(command, click.Group):
            yield from ((f"penata {name} {sub}", item) for sub, item in command.commands.items())


def section(text: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one of its depth or above."""
    depth = len(heading) - len(heading.lstrip("#"))
    assert f"\n{heading}" in text, heading
    rest = text.split(f"\n{heading}", 1)[1]
    return re.split(rf"^#{{1,{depth}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


# the command line -----------------------------------------------------------------------------------------------
def test_every_command_has_help_and_stands_in_the_guide() -> None:
    """No command without a sentence of help and a place in the planner's guide."""
    guide = page(GUIDE)
    assert set(HELP) == set(COMMANDS)
    for words, command in commands():
        assert (command.help or "").strip(), words
        assert words in guide, words


def test_every_option_has_help_and_stands_in_a_page() -> None:
    """No option without help; its long name stands in the guide or in the page on files."""
    text = page(GUIDE) + page(FILES)
    seen = 0
    for words, command in commands():
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{words} {option.opts}"
                name = max(option.opts, key=len)
                assert re.search(rf"{re.escape(name)}(?![\w-])", text), f"{words} {name}"
                seen += 1
    assert seen > 40
    assert "`-h` or `--help`" in page(FILES)


def test_every_option_answers_to_its_name() -> None:
    """PENATA_<COMMAND>_<OPTION> and a settings file know an option by its long name, so its parameter is called so."""
    wrong = []
    for words, command in commands():
        for option in command.params:
            if isinstance(option, click.Option):
                names = {opt.lstrip("-").replace("-", "_") for opt in option.opts} | {"json"}
                wrong += [] if option.name in names or option.name == "format" else [f"{words} {option.opts}"]
    assert not wrong


def test_exit_codes_stand_in_both_pages() -> None:
    """Every code that an error carries, and those of the commands, has a row in the guide and in the page on files."""
    kinds: list[type[PenataError]] = [PenataError, *PenataError.__subclasses__()]
    codes = {kind.exit_code for kind in kinds} | {0, 4, 5, 6, 7, 130}
    assert EngineError in kinds
    for name in (GUIDE, FILES):
        rows = {int(code) for code in re.findall(r"^\| (\d+) \|", page(name), re.MULTILINE)}
        assert codes <= rows, name


# files ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_a_case_is_described(name: str) -> None:
    """A table's section names its sheet and exactly its columns, required ones with a star, each with its header."""
    heading = f"### `{name}` (*{SHEETS[name]}*)" + (" †" if TABLES[name].optional else "")
    rows = re.findall(r"^\| ((?:`\w+` ?)+)(\*?) \| ([^|]+) \|", section(page(FILES), heading), re.MULTILINE)
    told = {column: (bool(star), header) for names, star, header in rows for column in re.findall(r"`(\w+)`", names)}
    assert set(told) == set(TABLES[name].column_names)
    for column in TABLES[name].columns:
        star, header = told[column.name]
        assert star == column.required, column.name
        assert header == header_of(name, column.name) or header == "U1 … U9"


def test_every_key_of_a_mapping_is_described() -> None:
    """The tables of ``pemetaan.toml`` stand in the page on files with their keys."""
    text = section(page(FILES), "### SIASN exports and `pemetaan.toml`")
    for kind, (*keys, _) in MAPPING_KEYS.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `[[{kind}]]`"))
        assert not [key for key in keys if f"`{key}`" not in row]


@cache
def result() -> PlacementResult:
    """Return a placement with an empty post, somebody outside and somebody without a post."""
    people: list[Row] = [
        {"employee_id": "A", "position_id": "P"},
        {"employee_id": "B", "education": "sd"},
        {"employee_id": "C", "position_id": "P", "active": False},
    ]
    case = small_case(people, [{"position_id": "P"}, {"position_id": "Q", "education_min": "s3"}])
    return penata.place(case, warm={"A": "Q", "B": None})


@pytest.mark.parametrize("name", [*TABLE_NAMES, *WARM_TABLES])
def test_every_column_of_a_result_table_is_described(name: Any) -> None:
    """A result table's columns differ from each other and stand in the page on files, under the table's name."""
    columns = list(result().to_frame(name).columns)
    assert len(columns) == len(set(columns))
    assert not result().to_frame(name).empty or name in ("rule_hits", "alternatives")
    text = section(page(FILES), "### Result tables")
    part = re.split(r"^`\w+`: ", text.split(f"`{name}`: ", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    assert not [column for column in columns if f"`{column}`" not in part]


def test_every_key_of_the_json_files_is_described() -> None:
    """Keys of ``result.json``, ``manifest.json``, ``decision.json`` and of a scenario stand in the page on files."""
    text = page(FILES)
    for model in (ResultFile, Manifest, Decision):
        for name, field in model.model_fields.items():
            if name not in ("kind", "case_name"):
                assert re.search(rf"`{field.alias or name}(\[\]|\{{\}})?`", text), f"{model.__name__}.{name}"
    scenario = section(text, "## 2. A scenario")
    assert not [name for name in scenario_keys(Scenario) if not re.search(rf"\b{name}\b", scenario)]
    assert not [key for key in (*KEYS, *PARAMETERS) if not re.search(rf"`[^`]*\b{key}\b[^`]*`", text)]


def scenario_keys(model: type[BaseModel]) -> Iterator[str]:
    """Yield the keys of a model and of those below it."""
    for name, field in model.model_fields.items():
        yield field.alias or name
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel) and name != "rules":
                yield from scenario_keys(kind)


def test_every_key_of_the_answers_is_described() -> None:
    """What ``score --json`` and ``explain --json`` print stands in the page on files, as do the figures."""
    text = page(FILES)
    referee = Referee(result().case, result().scenario)
    audit = referee.audit(Plan(referee.today.posts))
    figures = kpis(referee, audit, audit)
    told = set(score_dict(ScoreReport(audit, audit, None, figures, (), 0)))
    for kind in (Explanation, PositionExplanation, RuleAnswer, CompetencyGapRow):
        told |= {field.name for field in fields(kind)}
    told |= {figure.name for figure in figures} | set(result().counts) - set(MOVES)
    missing = [name for name in sorted(told) if not re.search(rf"`{name}(\[\]|\{{\}})?`", text)]
    assert not missing


MOVES = ("stay", "rotation", "promotion", "demotion", "entry", "unplaced")


# rules and terms ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rule", SPECS)
def test_every_rule_stands_in_the_guide_as_it_is(rule: str) -> None:
    """A rule's row in the guide has its words, mode, price, parameters, source, and whether it is to be confirmed."""
    spec = SPECS[rule]
    row = next((line for line in page(GUIDE).splitlines() if line.startswith(f"| {rule} |")), "")
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == 5
    assert cells[1] == spec.title_id
    assert cells[2].startswith(MODES[spec.mode])
    if spec.mode == "soft" and rule != "R11":
        assert cells[2].endswith(f", {spec.price:g} poin")
    for name, value in spec.parameters.items():
        group = re.sub(r"(jpt_(?:madya|utama)_).*", r"\1…", name)
        assert f"`{name}`" in cells[3] or f"`{group}`" in cells[3]
        shown = {None: "kosong", True: "true", False: "false"}.get(value) if isinstance(value, bool | None) else value
        assert str(shown) in cells[3], name
    assert spec.source in cells[4]
    assert spec.basis.value in cells[4]
    assert ("perlu dikonfirmasi" in cells[4]) == (not spec.confirmed)


def test_every_rule_number_and_term_is_told() -> None:
    """R01 to R28 stand in the guide, also those that are no check of a plan; terms stand in the page on concepts."""
    guide = page(GUIDE)
    assert not [number for number in range(1, 29) if f"R{number:02}" not in guide]
    terms = section(page(CONCEPTS), "## Terms")
    assert re.findall(r"^\| `(\w+)`", terms, re.MULTILINE)
    assert set(re.findall(r"^\| `(\w+)`", terms, re.MULTILINE)) == set(TERM_IDS)


# links, examples, names -----------------------------------------------------------------------------------------
def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives a page's headings."""
    found = set()
    for line in re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE):
        plain = re.sub(r"[^\w\- ]", "", line.strip().lower())
        found.add(plain.replace(" ", "-"))
    return found


@pytest.mark.parametrize("name", PAGES)
def test_links_resolve(name: str, checkout: Path) -> None:
    """Every relative link names a file of the checkout, and its anchor a heading there."""
    here = checkout / name
    broken = []
    for target in LINK.findall(FENCE.sub("", page(name))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (here.parent / path).resolve() if path else here
        found = file.exists() and file.is_relative_to(checkout)
        if not found or (anchor and anchor not in anchors(file.read_text(encoding="utf-8"))):
            broken.append(target)
    assert not broken


def toml_examples() -> list[tuple[str, str]]:
    return [(name, text) for name in PAGES for language, text in FENCE.findall(page(name)) if language == "toml"]


@pytest.mark.parametrize(("name", "text"), toml_examples())
def test_toml_examples_are_valid(name: str, text: str, tmp_path: Path) -> None:
    """An example in TOML is a scenario with known rules and parameters, a mapping, or settings of commands that exist."""
    data = tomllib.loads(text)
    if data.get("schema") == SCHEMA:
        (tmp_path / "pemetaan.toml").write_text(text, encoding="utf-8")
        answers, wrong = read_mapping(tmp_path / "pemetaan.toml")
        assert answers.answers
        assert not wrong
        return
    if set(data) <= set(COMMANDS):
        assert settings_exist(data)
        return
    scenario = Scenario.parse(data, name)
    check_names(scenario)
    assert scenario.model_fields_set - {"schema_"}


def settings_exist(data: dict[str, Any], above: str = "penata") -> bool:
    """Tell whether every table is a command and every key one of its options."""
    known = dict(commands())
    for key, value in data.items():
        if isinstance(value, dict):
            assert f"{above} {key}" in known
            settings_exist(value, f"{above} {key}")
        else:
            assert f"--{key}" in {opt for param in known[above].params for opt in param.opts}, key
    return True


def test_examples_were_found() -> None:
    """The pages hold scenarios and settings, so that the test above tests something."""
    assert {name for name, _ in toml_examples()} >= {GUIDE, FILES}


@pytest.mark.parametrize("name", [name for name in penata.__all__ if name != "__version__"])
def test_public_names_are_documented(name: str) -> None:
    """Every public name loads and says what it is."""
    doc = getattr(penata, name).__doc__ or ""
    assert len(doc.strip()) > 20
    assert not doc.startswith(f"{name}(")  # what a dataclass writes by itself


@pytest.mark.parametrize(("mark", "line"), [("demo", "pip install uv && uv run penata demo"), ("test", "uv run pytest")])
def test_the_two_commands_stand_in_the_readme(mark: str, line: str) -> None:
    """The blocks that CI runs verbatim hold exactly the two commands."""
    blocks = re.findall(rf"<!-- ci:{mark} -->\n+```\w*\n(.*?)```", page("README.md"), re.DOTALL)
    assert [block.strip() for block in blocks] == [line]


@pytest.mark.parametrize("name", PAGES)
def test_pages_keep_the_house_words(name: str) -> None:
    """No page claims what it may not, or names a folder of somebody's machine."""
    text = page(name)
    assert not re.search(r"\b(un)?fair(ly|ness)?\b|\bunbiased\b|\bobjective truth\b", text, re.IGNORECASE)
    assert not re.search(r"(?<![\w.])/(home|work|tmp|Users)/", text)

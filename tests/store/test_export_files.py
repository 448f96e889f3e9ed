"""A run as files: every form read back gives the typed tables; nothing in a sheet runs; nothing is half-written."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import duckdb
import openpyxl
import pandas as pd
import pytest

from penata import api
from penata.api import EXPORT_TABLES, DataError, NotFoundError, OptionError, Run
from penata.cli import run as command
from penata.models.domain.result import TABLE_NAMES, WARM_TABLES
from penata.store.export_files import ExportForm, write_export
from penata.store.export_tables import ExportKind, export_frames, plain_rows
from tests.store.conftest import FORMULAS

Rows = dict[str, list[dict[str, object]]]
SIGNS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def expected(run: Run) -> Rows:
    return {name: plain_rows(frame) for name, frame in export_frames(run).items()}


def unescaped(text: str) -> str:
    """Take the one apostrophe off that a sheet or CSV has in front of a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in (*SIGNS, "'") else text


READ: dict[str, Any] = {"text": unescaped, "int": int, "float": float, "bool": lambda text: text == "True"}


def from_csv(name: str, text: str) -> list[dict[str, object]]:
    kinds = EXPORT_TABLES[name].columns
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{key: READ[kinds[key]](cell) if cell else None for key, cell in row.items()} for row in rows]


def test_the_tables_are_those_of_a_run(run: Run, expected: Rows) -> None:
    """Every result table is exported, all its columns behind the run's id, and every cell as the run holds it."""
    assert {table.result_table for table in EXPORT_TABLES.values()} == {*TABLE_NAMES, *WARM_TABLES, ""}
    for name, table in EXPORT_TABLES.items():
        assert set(table.columns.values()) <= set(get_args(ExportKind))
        if table.result_table:
            frame = run.to_frame(table.result_table)
            own = [column for column in table.columns if column not in ("run_id", table.numbered)]
            assert list(frame.columns) == own
            told = [[None if cell is None else str(cell) for cell in row] for row in frame.to_numpy().tolist()]
            for row, cells in zip(expected[name], told, strict=True):
                for column, cell in zip(own, cells, strict=True):
                    value = row[column]
                    assert (value is None) == (cell is None)
                    assert value is None or (
                        value == cell if isinstance(value, str) else float(str(value)) == float(str(cell))
                    )
    assert all(expected[name] for name in EXPORT_TABLES if name not in ("conflict", "tiers"))
    assert {row["employee_id"] for row in expected["assignments"]} == set(FORMULAS)


def test_figures_come_from_the_answer(run: Run, expected: Rows) -> None:
    """The run's row and its terms say what ``result.json`` says."""
    row, result = expected["runs"][0], run.result
    assert (row["run_id"], row["value"], row["status"], row["clock_limited"]) == (
        run.run_id,
        result.value,
        result.status,
        False,
    )
    points = sum(float(str(row["points"])) for row in expected["terms"] if row["plan"] == "proposal")
    assert points == pytest.approx(result.value)
    assert {str(row["name"]): row["after"] for row in expected["kpi"]} == {item.name: item.after for item in result.kpi}


# round trips ----------------------------------------------------------------------------------------------------
def test_csv_comes_back(run: Run, expected: Rows, tmp_path: Path) -> None:
    """A folder of CSV, and the same zipped: each cell with its kind; the same run gives the same bytes."""
    folder = api.export_run(run, tmp_path / "deep" / "out")
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{name}.csv" for name in EXPORT_TABLES)
    with zipfile.ZipFile(api.export_run(run, tmp_path / "out.zip")) as archive:
        for name in EXPORT_TABLES:
            text = (folder / f"{name}.csv").read_bytes().decode()
            assert from_csv(name, text) == expected[name]
            assert archive.read(f"{name}.csv").decode() == text
    again = api.export_run(run, tmp_path / "again.zip")
    assert again.read_bytes() == (tmp_path / "out.zip").read_bytes()


def test_xlsx_comes_back(run: Run, expected: Rows, tmp_path: Path) -> None:
    """One workbook with a sheet a table: texts, numbers and yes/no as such."""
    book = openpyxl.load_workbook(api.export_run(run, tmp_path / "run.xlsx"))
    assert book.sheetnames == list(EXPORT_TABLES)
    for name in EXPORT_TABLES:
        header, *rows = book[name].iter_rows(values_only=True)
        assert header == tuple(EXPORT_TABLES[name].columns)
        told = [dict(zip(header, (unescaped(c) if isinstance(c, str) else c for c in row), strict=True)) for row in rows]
        assert told == expected[name]


@pytest.mark.parametrize("target", ["out", pytest.param("out.zip", marks=pytest.mark.slow)])
def test_parquet_comes_back(run: Run, expected: Rows, tmp_path: Path, target: str) -> None:
    """Parquet keeps texts as they are and kinds also where a table is empty."""
    place = api.export_run(run, tmp_path / target, "parquet")
    if target.endswith(".zip"):
        with zipfile.ZipFile(place) as archive:
            archive.extractall(tmp_path / "unzipped")
        place = tmp_path / "unzipped"
    kinds = {"text": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN"}
    with duckdb.connect() as connection:
        for name, table in EXPORT_TABLES.items():
            found = connection.execute("SELECT * FROM read_parquet(?)", [str(place / f"{name}.parquet")])
            columns = [str(column[0]) for column in found.description or ()]
            assert [dict(zip(columns, row, strict=True)) for row in found.fetchall()] == expected[name]
            described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(place / f"{name}.parquet")])
            assert [row[1] for row in described.fetchall()] == [kinds[kind] for kind in table.columns.values()]


def test_json_lines_come_back(run: Run, expected: Rows, tmp_path: Path) -> None:
    """A line a row, the table's name in it; no NaN."""
    lines = [
        json.loads(line) for line in api.export_run(run, tmp_path / "run.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    found: Rows = {name: [] for name in EXPORT_TABLES}
    for line in lines:
        found[line.pop("table")].append(line)
    assert found == expected


# nothing runs ---------------------------------------------------------------------------------------------------
def test_no_cell_is_a_formula(run: Run, tmp_path: Path) -> None:
    """No text in a sheet or CSV begins with a sign that a spreadsheet runs, and no sheet holds a formula or link."""
    book = openpyxl.load_workbook(api.export_run(run, tmp_path / "run.xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(isinstance(cell.value, str) and cell.value.startswith("'=") for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    for path in api.export_run(run, tmp_path / "csv").iterdir():
        name, (_, *rows) = path.stem, csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
        kinds = list(EXPORT_TABLES[name].columns.values())
        texts += [cell for row in rows for cell, kind in zip(row, kinds, strict=True) if kind == "text"]
    assert len(texts) > 200
    assert not [text for text in texts if text.startswith(SIGNS)]


def test_any_text_is_neutral(run: Run, tmp_path: Path) -> None:
    """A text that begins with a tab or a carriage return, too; one longer than a cell holds is cut in the sheet alone."""
    texts = ["\tx", "\rx", "=x", "'x", "''=x", "a\nb\rc", "x" * 40_000]
    frames = export_frames(run)
    row = {name: [None] * len(texts) for name in EXPORT_TABLES["rule_hits"].columns}
    rows = pd.DataFrame({**row, "run_id": run.run_id, "hit_no": range(len(texts)), "words_id": texts})
    frames["rule_hits"] = rows.astype(frames["rule_hits"].dtypes.to_dict())
    sheet = openpyxl.load_workbook(write_export(frames, tmp_path / "run.xlsx", "xlsx"))["rule_hits"]
    place = list(EXPORT_TABLES["rule_hits"].columns).index("words_id") + 1
    cells = [str(sheet.cell(number, place).value) for number in range(2, 2 + len(texts))]
    assert not [cell for cell in cells if cell.startswith(SIGNS)]
    assert [unescaped(cell.replace("_x000D_", "\r")) for cell in cells] == [text[:32_767] for text in texts]
    folder = write_export(frames, tmp_path / "csv", "csv")
    told = from_csv("rule_hits", (folder / "rule_hits.csv").read_bytes().decode())
    assert [row["words_id"] for row in told] == texts


# what is refused ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "form", "match"),
    [
        ("run.csv", "csv", "has a file a table"),
        ("run.parquet", "parquet", "has a file a table"),
        ("run.xlsx", "csv", "has a file a table"),
        ("run", "xlsx", "ends in .xlsx"),
        ("run.txt", "jsonl", "ends in .jsonl"),
    ],
)
def test_a_name_that_means_another_form_is_refused(tmp_path: Path, name: str, form: ExportForm, match: str) -> None:
    """One sentence, and nothing is written."""
    with pytest.raises(OptionError, match=match):
        write_export({}, tmp_path / name, form)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["run.xlsx", "run.jsonl", "run.zip", "run"])
def test_what_is_there_stays_without_force(run: Run, tmp_path: Path, name: str) -> None:
    """A second export to the same place is refused, with ``--force`` it replaces the first."""
    api.export_run(run, tmp_path / name)
    with pytest.raises(OptionError, match="in the way"):
        api.export_run(run, tmp_path / name)
    api.export_run(run, tmp_path / name, replace=True)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_folder_of_other_things_is_never_replaced(run: Run, tmp_path: Path) -> None:
    """``--force`` empties no folder that holds more than an export."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(OptionError, match="in the way"):
        api.export_run(run, tmp_path / "mine", replace=True)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_nothing_is_left_where_the_place_is_a_file(run: Run, tmp_path: Path) -> None:
    """A path through a file: exit 8, nothing beside it."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(NotFoundError, match="nothing was kept"):
        api.export_run(run, tmp_path / "file" / "out.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_more_rows_than_a_sheet_are_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the table and the forms that hold it."""
    monkeypatch.setattr("penata.store.export_files.MOST_SHEET_ROWS", 3)
    with pytest.raises(DataError, match="a sheet holds 3; export as csv or parquet"):
        api.export_run(run, tmp_path / "run.xlsx")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("old", "new"), [(",stay,", ",stay,oh"), ("plain,", "=1+1,")])
def test_a_run_that_somebody_changed_is_told(run: Run, tmp_path: Path, old: str, new: str) -> None:
    """A cell of another kind or a key that stands twice: one sentence that names table and column."""
    copy = replace(run, path=tmp_path / run.path.name)
    copy.path.mkdir()
    for path in run.path.iterdir():
        if path.is_file():
            (copy.path / path.name).write_bytes(path.read_bytes())
    table = copy.path / "assignments.csv"
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=r"table assignments.*The run folder was changed"):
        export_frames(copy)


# the command ----------------------------------------------------------------------------------------------------
def test_the_command_writes_where_it_is_told(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Stdout is the place; ``-`` prints the lines themselves; without --to or --db it is usage."""
    folder = ["-o", str(run.path.parent)]
    assert command(["runs", "export", *folder, "--to", str(tmp_path / "x.xlsx")]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'x.xlsx'}\n"
    assert command(["runs", "export", run.run_id, *folder, "--to", "-"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["run_id"] == run.run_id
    assert command(["runs", "export", *folder]) == 2
    assert command(["runs", "export", *folder, "--to", "-", "--format", "csv"]) == 2
    assert command(["runs", "export", "p-none", *folder, "--to", str(tmp_path / "y")]) == 8


@pytest.mark.parametrize("name", EXPORT_TABLES)
def test_every_exported_column_is_described(name: str, checkout: Path) -> None:
    """The page on files has a row a table: its key, its columns with their kinds."""
    page = (checkout / "docs" / "files.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith(f"| `{name}` | `run_id`")]
    table = EXPORT_TABLES[name]
    assert len(rows) == 1
    key, columns = [cell.strip() for cell in rows[0].split("|")][2:4]
    assert key.replace("`", "").split() == list(table.key)
    told = {column: f"`{column}`" + ("" if kind == "text" else f" {kind}") for column, kind in table.columns.items()}
    assert columns == " ".join(word for column, word in told.items() if column not in table.key)

"""Competency lists of others come in as standards of 1 to 5, by the rescaling that is stated."""

from __future__ import annotations

from pathlib import Path

import pytest

from penata import api
from penata.datasets.frameworks.lists import FrameworkName, rescale
from penata.datasets.write import write_folder
from penata.models.domain.errors import DataError, NotFoundError, OptionError
from tests.small import small_case

ONET = (
    "O*NET-SOC Code,Title,Element ID,Element Name,Scale ID,Scale Name,Data Value,Recommend Suppress,Not Relevant\n"
    "11-1011.00,Chief Executives,2.A.1.a,Reading,IM,Importance,4.00,N,\n"
    "11-1011.00,Chief Executives,2.A.1.a,Reading,LV,Level,4.75,N,N\n"
    "11-1011.00,Chief Executives,2.A.1.b,Listening,IM,Importance,2.99,N,\n"
    "11-1011.00,Chief Executives,2.A.1.b,Listening,LV,Level,5.00,N,N\n"
    "11-1011.00,Chief Executives,2.A.1.c,Writing,IM,Importance,5.00,N,\n"
    "11-1011.00,Chief Executives,2.A.1.c,Writing,LV,Level,7.00,Y,N\n"
)
LADDER = (
    "Role Family,Role,Role Level,Skill Name,Skill Level,Role Type,level\n"
    "Data,Data analyst,Senior data analyst,Data modelling,Practitioner,,3\n"
    "Data,Data analyst,Senior data analyst,Statistics,Expert,,4\n"
    "Data,Data analyst,Data analyst,Statistics,Working,,2\n"
)
SFIA = "Job title,Skill code,Skill,Level\nAnalyst,DATM,Data management,3\nAnalyst,PROG,Programming,7\n"
ESCO = (
    "occupationUri,occupationLabel,relationType,skillType,skillUri,skillLabel\n"
    "http://data/occupation/o1,archivist,essential,skill,http://data/skill/s1,store archives\n"
    "http://data/occupation/o1,archivist,optional,knowledge,http://data/skill/s2,history\n"
)


def test_levels_are_rescaled_as_stated() -> None:
    """Linear to 1-5, halves upward: SFIA 1 2 2 3 4 4 5, the UK's 1 2 4 5, O*NET 0 to 1 and 7 to 5."""
    assert [rescale(level, 1, 7) for level in range(1, 8)] == [1, 2, 2, 3, 4, 4, 5]
    assert [rescale(level, 1, 4) for level in range(1, 5)] == [1, 2, 4, 5]
    assert [rescale(level, 0, 7) for level in (0, 0.87, 0.875, 3.5, 7)] == [1, 1, 2, 3, 5]
    with pytest.raises(DataError, match="level 8 lies outside the scale 1 to 7"):
        rescale(8, 1, 7)


@pytest.mark.parametrize(
    ("name", "text", "code", "needs"),
    [
        ("onet", ONET, "11-1011.00", [("ONET-2.A.1.a", 4, 0.75, False)]),
        ("ddat", LADDER, "Data / Data analyst / Senior data analyst", [("DDAT-DATA-MODELLING", 4, 1, False),
                                                                      ("DDAT-STATISTICS", 5, 1, False)]),
        ("sfia", SFIA, "Analyst", [("SFIA-DATM", 2, 1, False), ("SFIA-PROG", 5, 1, False)]),
        ("esco", ESCO, "o1", [("ESCO-s1", 3, 1, True), ("ESCO-s2", 2, 0.5, False)]),
    ],
)  # fmt: skip
def test_each_list_is_read(
    name: FrameworkName, text: str, code: str, needs: list[tuple[object, ...]], tmp_path: Path
) -> None:
    """Unimportant and suppressed skills of O*NET stay out; levels and weights are those of the page."""
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    role = api.read_framework(name, path)[code]
    assert [(need.skill_id, need.level, need.weight, need.mandatory) for need in role.needs] == needs


def source(tmp_path: Path) -> Path:
    """Write a case with one post titled Analis."""
    case = small_case([{"employee_id": "A", "position_id": "P"}], [{"position_id": "P", "unit_id": "U", "title": "Analis"}])
    return write_folder(case, tmp_path / "src")


def test_a_list_becomes_standards_of_a_case(tmp_path: Path) -> None:
    """Titles and posts named in a map take the role's skills; a second import adds nothing; the result is a case."""
    src = source(tmp_path)
    (tmp_path / "list.csv").write_text(LADDER, encoding="utf-8")
    peta = tmp_path / "peta.toml"
    peta.write_text('[titles]\nAnalis = "Senior data analyst"\n[positions]\nP = "Data / Data analyst / Data analyst"\n')
    done = api.import_framework(src, tmp_path / "a", "ddat", tmp_path / "list.csv", {}, map_file=peta)
    assert (done.merged.competencies, done.merged.requirements, done.merged.kept) == (2, 3, 0)
    rows = api.load_case(tmp_path / "a").tables["requirements"]
    rows = rows[rows["competency_id"].str.startswith("DDAT")]
    assert rows["title"].fillna(rows["position_id"]).tolist() == ["Analis", "Analis", "P"]
    assert rows["level"].tolist() == [4, 5, 2]
    again = api.import_framework(tmp_path / "a", tmp_path / "b", "ddat", tmp_path / "list.csv", {}, map_file=peta)
    assert (again.merged.competencies, again.merged.requirements, again.merged.kept) == (0, 0, 3)
    assert api.load_case(tmp_path / "b").digest == api.load_case(tmp_path / "a").digest


@pytest.mark.parametrize(
    ("titles", "text", "words"),
    [
        ({"Analis": "Senior data analist"}, LADDER, "nearest: 'Senior data analyst'"),
        ({"Analist": "Data analyst"}, LADDER, "nearest: 'Analis'"),
        ({"Analis": "Data analyst"}, "a,b\n1,2\n", "lacks the column role"),
        ({"Analis": "Data analyst"}, LADDER.replace(",,4", ",,9"), "outside the scale"),
        ({"Analis": "Data analyst"}, LADDER.replace(",,4", ",,x"), "line 3: 'x' is no number"),
        ({"Analis": "Data analyst"}, LADDER + '"', "is no CSV"),
    ],
)
def test_what_does_not_fit_is_one_sentence(titles: dict[str, str], text: str, words: str, tmp_path: Path) -> None:
    """Unknown roles, titles, columns, levels and damaged files name the place; nothing is written."""
    src = source(tmp_path)
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=words):
        api.import_framework(src, tmp_path / "a", "ddat", tmp_path / "list.csv", titles)
    assert not (tmp_path / "a").exists()


def test_a_map_and_a_file_are_needed(tmp_path: Path) -> None:
    """No title is a usage error, no file is not found, a map of another shape is refused."""
    with pytest.raises(OptionError, match="no title is named"):
        api.import_framework("lubuk_begalung", tmp_path / "a", "ddat", tmp_path, {})
    with pytest.raises(NotFoundError, match="no such list"):
        api.import_framework("lubuk_begalung", tmp_path / "a", "ddat", tmp_path, {"Camat": "x"})
    (tmp_path / "peta.toml").write_text("[titles]\nCamat = 1\n")
    with pytest.raises(DataError, match="expected \\[titles\\]"):
        api.import_framework("lubuk_begalung", tmp_path / "a", "ddat", tmp_path, {}, map_file=tmp_path / "peta.toml")


@pytest.mark.shared
def test_real_lists_come_in(shared_data: Path, tmp_path: Path) -> None:
    """O*NET's occupations and the UK's role levels become standards of the bundled case, all levels 1-5."""
    onet = api.read_framework("onet", shared_data / "onet")
    ladder = api.read_framework("ddat", shared_data / "uk-ddat")
    assert len(onet) > 800
    assert len(ladder) > 150
    for role in (*onet.values(), *ladder.values()):
        assert all(1 <= need.level <= 5 and 0 < need.weight <= 1 for need in role.needs)
    titles = {"Camat": "Chief Executives"}
    done = api.import_framework("lubuk_begalung", tmp_path / "a", "onet", shared_data / "onet", titles)
    assert done.merged.requirements > 10
    assert api.check_case(tmp_path / "a").errors == 0

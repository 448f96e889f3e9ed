"""Suite quality: published formats read as published, planted optima reached, files that are no instances refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from penata.benchmarks.planted import plant
from penata.benchmarks.published import fronts_of, numbers_of
from penata.benchmarks.quality import quality_suite, solve_assignment, solve_front, solve_gap
from penata.benchmarks.records import data_hash
from penata.models.domain.errors import DataError, NotFoundError, PenataError


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """Tiny instances in the published formats, with known values by hand."""
    assign, gap, fronts = (tmp_path / name for name in ("assign", "gap", "fronts"))
    for folder in (assign, gap, fronts):
        folder.mkdir()
    (assign / "tiny.txt").write_text("2\n1 2 3 5\n")
    (assign / "assignp2.txt.gz").write_bytes(gzip.compress(b"2\n1 1 4\n1 2 1\n2 1 1\n"))
    (assign / "assignopt.txt").write_text("Data file    Optimal\ntiny 5\nassignp2 2\nreal1 8.5\n")
    # 2 agents, 3 jobs; each agent has room for 2 jobs of use 1: the least is 1 + 1 + 2, the most 5 + 6 + 4
    (gap / "tiny.txt").write_text("2 3\n1 2 4\n5 6 1\n1 1 1\n1 1 1\n2 2\n")
    (gap / "bounds.tsv").write_text("# instance\tsense\tlower\tupper\ntiny\tmin\t4\t4\ntiny\tmax\t15\t15\nopen\tmin\t1\t2\n")
    (fronts / "tiny.raw").write_text("2\n1 5 5 2\n6 1 1 6\n")
    (fronts / "fronts.csv").write_text("instance,z1,z2\ntiny,3,12\ntiny,10,2\n")
    return tmp_path


def test_tiny_instances(sets: Path) -> None:
    """The formats are read as published: costs by agent, matrices one after the other, all to their optimum."""
    least = solve_assignment(sets / "assign", "tiny")
    assert (least.status, least.value, least.bound) == ("optimal", 5.0, 5.0)
    sparse = solve_assignment(sets / "assign", "assignp2")
    assert (sparse.status, sparse.value) == ("optimal", 2.0)
    least, most = (solve_gap(sets / "gap", "tiny", sense) for sense in ("min", "max"))
    assert (least.status, least.value, least.bound) == ("optimal", 4.0, 4.0)
    assert (most.status, most.value, most.bound) == ("optimal", 15.0, 15.0)
    front = solve_front(sets / "fronts", "tiny")
    assert (front.status, front.value) == ("optimal", 2.0)


def test_works_of_the_sets(sets: Path) -> None:
    """Each instance is a work, of ``gap`` those of closed bounds; what is known of it stands beside it."""
    works = {work.name: work.known for work in quality_suite(sets, "full")}
    assert works == {"assignp2": 2.0, "tiny": 2.0, "tiny.min": 4.0, "tiny.max": 15.0}  # the front comes last as tiny
    assert [work.known for work in quality_suite(sets, "small") if work.set == "assign"] == [2.0, 5.0]
    assert data_hash([]) is None


@pytest.mark.parametrize("size", ["small"])
def test_planted_optima_are_optima(size: str, tmp_path: Path) -> None:
    """The engines prove exactly the values by which the instances were made."""
    for work in quality_suite(plant(tmp_path, size), size):
        outcome = work.run(*work.facts)
        assert (outcome.status, outcome.value) == ("optimal", work.known), work.name


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("assign/tiny.txt", "2\n1 2 3", "3 numbers where its size asks for 4"),
        ("assign/tiny.txt", "2\n1 2 x 4", "no whole number"),
        ("assign/tiny.txt", "1\n99999999999", "beyond"),
        ("assign/tiny.txt", "", "no size"),
        ("assign/tiny.txt", "-3 1", "no size"),
        ("assign/assignp2.txt", "900000000\n1 1 4", "fewer pairs than people"),
        ("assign/assignp2.txt", "1\n1 2 4", "outside 1..1"),
        ("gap/tiny.txt", "0 3 1", "no numbers of agents"),
        ("gap/tiny.txt", "2 3 1", "where its size asks for 14"),
        ("fronts/tiny.raw", "3 1 2", "where its size asks for 18"),
        ("fronts/fronts.csv", "instance,z1,z2\ntiny,1", "line 2"),
    ],
)
def test_what_is_no_instance_is_refused(sets: Path, name: str, text: str, words: str) -> None:
    """One sentence that names the file and what it holds, whatever the file claims about its size."""
    for packed in sets.glob("*/*.gz"):
        packed.unlink()
    (sets / name).write_text(text)
    folder, stem = (sets / name).parent, Path(name).stem
    runs = {"assign": lambda: solve_assignment(folder, stem), "gap": lambda: solve_gap(folder, stem, "min")}
    with pytest.raises(DataError, match=words) as told:
        runs.get(folder.name, lambda: solve_front(folder, "tiny"))()
    assert folder.name in str(told.value)


def test_folders_and_tables_that_are_none(sets: Path, tmp_path: Path) -> None:
    """A missing folder, one without sets, and tables of known values that are none."""
    for wrong, kind in ((sets / "none", NotFoundError), (sets / "gap", DataError)):
        with pytest.raises(PenataError, match=r"Give --instances|Name the folder") as told:
            quality_suite(wrong, "small")
        assert isinstance(told.value, kind)
    for text in ("tiny\tmin\t4\n", "tiny\tbest\t4\t4\n"):
        (sets / "gap" / "bounds.tsv").write_text(text)
        with pytest.raises(DataError, match="line 1"):
            quality_suite(sets, "small")
    (sets / "gap" / "bounds.tsv").unlink()
    with pytest.raises(NotFoundError, match="No such file"):
        quality_suite(sets, "small")
    (sets / "fronts" / "fronts.csv").rename(sets / "fronts" / "fronts.csv.gz")
    with pytest.raises(DataError, match="no plain text"):
        fronts_of(sets / "fronts")
    (sets / "assign" / "big.txt").write_text("1 " * 25_000_001)
    with pytest.raises(DataError, match="more than"):
        numbers_of(sets / "assign", "big")

"""The truth of a made-up history, kept apart from its case: what nobody in the case could know.

It stands in the folder ``truth`` beside the tables, in tables that no reader of a case looks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...models.domain.case import canonical_frame
from ...models.domain.errors import NotFoundError
from ...models.domain.tables import Column, Table
from ..parquet import write_parquet
from ..write import TRUTH_FOLDER, TableForm, dump_toml, table_csv
from .history_draw import Drawn
from .history_frames import Names, assessor_ids, finished_on, words
from .history_law import HistoryLaw
from .order import FloatArray, IntArray

TRUTH_SCHEMA: Final = "penata.truth/1"
TRUTH_FILE: Final = "truth.toml"

_PERSON: Final = Column("employee_id", "id", required=True)
_COMPETENCY: Final = Column("competency_id", "id", required=True)
_COURSE: Final = Column("course_id", "id", required=True)


def _number(name: str) -> Column:
    return Column(name, "float", required=True)


TRUTH_TABLES: Final = MappingProxyType(
    {
        table.name: table
        for table in (
            Table("levels", (_PERSON, _COMPETENCY, Column("period", "period", required=True), _number("level"))),
            Table("next_scores", (_PERSON, _COMPETENCY, _number("score"))),
            Table("people", (_PERSON, _number("general"), _number("halo"))),
            Table("assessors", (Column("rater_id", "id", required=True), _number("severity"))),
            Table("units", (Column("unit_id", "id", required=True), _number("severity"))),
            Table("courses", (_COURSE, _number("effect"))),
            Table("trainings", (_PERSON, _COMPETENCY, _COURSE, Column("finished_on", "date"), _number("gained"))),
        )
    }
)  # fmt: skip
"""Tables of ``truth/``: true levels at the end of each year and of the next, the marks that everyone would get then, the
general factor and halo of each person, severities, mean effects of courses, and what each training added."""


@dataclass(frozen=True)
class Truth:
    """What was drawn and not seen: N people, C competencies, T years.

    Parameters
    ----------
    names
        Ids of the indices.
    drawn
        Levels, severities and effects.
    required
        Shape (N, C). Level asked for.
    unit
        Shape (T, N). Unit each year.
    course
        Shape (N, C). Course of each person's competency.
    law, seed
        What it was drawn by.
    """

    names: Names
    drawn: Drawn
    required: npt.NDArray[np.float32]
    unit: IntArray
    course: IntArray
    law: HistoryLaw
    seed: int

    @property
    def level(self) -> npt.NDArray[np.float32]:
        """Shape (T + 1, N, C). True levels at the end of each year; the last one is the year after, the horizon."""
        return self.drawn.level

    @property
    def need(self) -> npt.NDArray[np.bool_]:
        """Shape (N, C). Whether the mark at the horizon is below the standard; False where nobody judges it."""
        below: npt.NDArray[np.bool_] = self.drawn.next_score < self.required
        return below

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the tables of :data:`TRUTH_TABLES`."""
        drawn, names = self.drawn, self.names
        seen = np.arange(drawn.level[0].size)
        people, cells = np.divmod(seen, drawn.level.shape[2])
        years = [str(year) for year in (*names.years, names.years[-1] + 1)]
        person, competency = names.person(people), names.competency(people, cells)
        known = ~np.isnan(drawn.next_score.ravel())
        trained, skill, _ = drawn.trained.T
        return {
            "levels": pd.concat(
                [
                    pd.DataFrame(
                        {
                            "employee_id": person,
                            "competency_id": competency,
                            "period": words(years, np.full(len(seen), place)),
                            "level": _rounded(drawn.level[place].ravel()),
                        }
                    )
                    for place in range(len(years))
                ],
                ignore_index=True,
            ),
            "next_scores": pd.DataFrame(
                {
                    "employee_id": person[known],
                    "competency_id": competency[known],
                    "score": drawn.next_score.ravel()[known].astype(np.float64),
                }
            ).reset_index(drop=True),
            "people": pd.DataFrame(
                {
                    "employee_id": list(names.people),
                    "general": _rounded(drawn.general),
                    "halo": _rounded(drawn.person_halo),
                }
            ),
            "assessors": pd.DataFrame(
                {
                    "rater_id": assessor_ids(len(drawn.assessor_severity)),
                    "severity": _rounded(drawn.assessor_severity),
                }
            ),
            "units": pd.DataFrame({"unit_id": list(names.units), "severity": _rounded(drawn.unit_severity)}),
            "courses": pd.DataFrame({"course_id": list(names.courses), "effect": _rounded(drawn.course_effect)}),
            "trainings": pd.DataFrame(
                {
                    "employee_id": names.person(trained),
                    "competency_id": names.competency(trained, skill),
                    "course_id": words(names.courses, self.course[trained, skill]),
                    "finished_on": finished_on(drawn, names, self.seed),
                    "gained": _rounded(drawn.gained),
                }
            ),
        }

    def write(self, case_folder: Path, form: TableForm = "csv") -> None:
        """Write ``truth/`` into the folder of a case.

        Raises
        ------
        OSError
            It can't be written.
        """
        folder = case_folder / TRUTH_FOLDER
        folder.mkdir()
        frames = {name: canonical_frame(TRUTH_TABLES[name], frame) for name, frame in self.frames().items()}
        if form == "parquet":
            write_parquet((TRUTH_TABLES[name], frame, folder / f"{name}.parquet") for name, frame in frames.items())
        else:
            for name, frame in frames.items():
                text = table_csv(TRUTH_TABLES[name], frame)
                (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
        header = {
            "schema": TRUTH_SCHEMA,
            "seed": self.seed,
            "years": list(self.names.years),
            "law": asdict(self.law),
        }
        (folder / TRUTH_FILE).write_text(dump_toml(header), encoding="utf-8", newline="")


def _rounded(values: npt.NDArray[np.float32] | FloatArray) -> FloatArray:
    exact: FloatArray = np.asarray(values, dtype=np.float64)
    return np.round(exact, 4)


def read_truth(case_folder: str | Path) -> Mapping[str, pd.DataFrame]:
    """Read the truth beside a made-up case, for those who judge a prediction; no reader of cases calls this.

    Raises
    ------
    NotFoundError
        The folder has no truth in it.
    """
    folder = Path(case_folder) / TRUTH_FOLDER
    frames = {}
    for name, table in TRUTH_TABLES.items():
        packed, plain = folder / f"{name}.parquet", folder / f"{name}.csv"
        try:
            if packed.is_file():
                frame = _read_packed(packed)
            else:
                text = [column.name for column in table.columns if column.kind != "float"]
                frame = pd.read_csv(plain, dtype=dict.fromkeys(text, "str"))
        except OSError as error:
            message = f"{plain}: can't be read ({error.strerror}). Make it with --history."
            bahasa = f"{plain}: tidak dapat dibaca ({error.strerror}). Buat dengan --history."
            raise NotFoundError(message, code="E-FILE-MISSING", bahasa=bahasa) from error
        frames[name] = canonical_frame(table, frame)
    return MappingProxyType(frames)


def _read_packed(path: Path) -> pd.DataFrame:
    import duckdb

    with duckdb.connect(":memory:") as connection:
        frame: pd.DataFrame = connection.read_parquet(str(path)).df()
        return frame

"""Runs on disk: written under a temporary name and renamed last, listed, found, removed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from ..models.domain.errors import DataError, NotFoundError, PenataError
from .disk import disk_errors
from .drafts import RUN_ID, clear_leftovers, is_complete, locked, lost_run, new_draft, put_away
from .files import Decision, FileEntry, Manifest, ResultFile, json_text
from .result_tables import damaged, find_table, read_text, table_frame

if TYPE_CHECKING:
    import pandas as pd

LARGEST_JSON = 50_000_000
F = TypeVar("F", Manifest, ResultFile, Decision)
NOT_HASHED = frozenset({"manifest.json", "decision.json", "hasil.xlsx"})
"""Files that may be rewritten after the run."""


@dataclass(frozen=True)
class Run:
    """One complete run folder."""

    path: Path

    @property
    def run_id(self) -> str:
        """Id of the run."""
        return self.manifest.run_id

    @property
    def ended(self) -> str | None:
        """When the run ended; None where its files can't be read, so that one damaged run hides no other."""
        try:
            _ = self.result.status, self.decision.state
            return self.manifest.ended
        except PenataError:
            return None

    @property
    def manifest(self) -> Manifest:
        """What went in and came out."""
        return _load(self.path / "manifest.json", Manifest)

    @property
    def result(self) -> ResultFile:
        """The answer."""
        return _load(self.path / "result.json", ResultFile)

    @property
    def decision(self) -> Decision:
        """What people decided."""
        return _load(self.path / "decision.json", Decision)

    @property
    def foreign_files(self) -> tuple[str, ...]:
        """Files in the folder that the run did not write, such as an edited copy of ``hasil.xlsx``."""
        known = {*self.manifest.files, *NOT_HASHED}
        found = (path.relative_to(self.path).as_posix() for path in sorted(self.path.rglob("*")) if not path.is_dir())
        return tuple(name for name in found if name not in known)

    def to_frame(self, table: str = "assignments") -> pd.DataFrame:
        """Return one table of the run as text; empty cells are None.

        Raises
        ------
        NotFoundError
            The run has no such table.
        DataError
            Its file is damaged.
        """
        text = self.table_csv(table)
        try:
            return table_frame(text)
        except ValueError as error:  # pandas' own errors of parsing are these
            raise damaged(self.path / table, " ".join(str(error).split())) from error

    def plan(self, position_ids: Collection[str] | None) -> dict[str, str | None]:
        """Return the post of everyone in the run, None = none.

        Parameters
        ----------
        position_ids
            Posts that the run's case has; None = whatever stands there.

        Raises
        ------
        NotFoundError
            The run has no assignments.
        DataError
            Their file is damaged, or names a post that the case does not have.
        """
        return self._posts("assignments", position_ids)

    def warm(self, position_ids: Collection[str] | None = None) -> dict[str, str | None] | None:
        """Return the earlier plan that the run began from, None where it began from today's; see :meth:`plan`."""
        return None if self.manifest.warm is None else self._posts("warm", position_ids)

    def _posts(self, table: str, position_ids: Collection[str] | None) -> dict[str, str | None]:
        frame = self.to_frame(table)
        if missing := [name for name in ("employee_id", "position_id") if list(frame.columns).count(name) != 1]:
            raise damaged(self.path / table, f"column {missing[0]} is missing or stands twice")
        posts = {str(person): post for person, post in zip(frame["employee_id"], frame["position_id"], strict=True)}
        known = posts.values() if position_ids is None else position_ids
        if strangers := sorted({post for post in posts.values() if post is not None and post not in known}):
            raise damaged(self.path / table, f"its case has no position {strangers[0][:60]}")
        return posts

    def table_csv(self, table: str = "assignments") -> str:
        """Return one table of the run as CSV, whichever form it has on disk.

        Raises
        ------
        NotFoundError
            The run has no such table.
        DataError
            Its file is damaged.
        """
        path = find_table(self.path, table)
        if path is None:
            message = f"run {self.path.name} has no table '{table}'."
            bahasa = f"hasil {self.path.name} tidak memuat tabel '{table}'."
            raise NotFoundError(message, code="E-NO-TABLE", bahasa=bahasa)
        return read_text(path)


def _load(path: Path, kind: type[F]) -> F:
    try:
        if path.stat().st_size > LARGEST_JSON:
            message = f"{path}: larger than {LARGEST_JSON} bytes; this is no run of Penata."
            bahasa = f"{path}: lebih dari {LARGEST_JSON} byte; ini bukan hasil Penata."
            raise DataError(message, code="E-RUN-FILE", bahasa=bahasa)
        return kind.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path}: can't be read ({error})."
        bahasa = f"{path}: tidak dapat dibaca ({error})."
        raise NotFoundError(message, code="E-RUN-FILE", bahasa=bahasa) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "file"
        message = f"{path}, '{where}': {first['msg']}. The run folder was changed; run the placement again with --force."
        bahasa = f"{path}, '{where}': tidak sah ({first['msg']}). Folder hasil telah diubah; jalankan lagi dengan --force."
        raise DataError(message, code="E-RUN-FILE", bahasa=bahasa) from error


@dataclass(frozen=True)
class RunStore:
    """The folder that holds runs (``./runs``, ``-o`` or ``PENATA_RUNS``)."""

    root: Path

    def runs(self) -> tuple[Run, ...]:
        """Return every complete run, the latest first."""
        if not self.root.is_dir():
            return ()
        self._give_back()
        found = [(Run(path).ended, path.name) for path in self.root.iterdir() if RUN_ID.fullmatch(path.name)]
        return tuple(Run(self.root / name) for ended, name in sorted(found, reverse=True) if ended is not None)

    def find(self, name: str | None) -> Run:
        """Return a run by folder, id or unique beginning of an id; None = the latest.

        Raises
        ------
        NotFoundError
            There is no such run, or several begin so.
        """
        if name is None:
            runs = self.runs()
            if not runs:
                message = f"{self.root}: there is no run yet. Make one with: penata place"
                bahasa = f"{self.root}: belum ada hasil. Buat dengan: penata place"
                raise NotFoundError(message, code="E-NO-RUN", bahasa=bahasa)
            return runs[0]
        path = Path(name)
        if (path / "manifest.json").is_file():
            return Run(path)
        if RUN_ID.fullmatch(name) and is_complete(self.root / name):
            return Run(self.root / name)
        near = [run for run in self.runs() if run.path.name.startswith(name)]
        if len(near) == 1:
            return near[0]
        message = (
            f"'{name}' names {len(near)} runs in {self.root}; give more of the id."
            if near
            else f"there is no run '{name}' in {self.root}. See: penata runs list"
        )
        bahasa = (
            f"'{name}' cocok dengan {len(near)} hasil di {self.root}; tulis ID lebih lengkap."
            if near
            else f"tidak ada hasil '{name}' di {self.root}. Lihat: penata runs list"
        )
        raise NotFoundError(message, code="E-NO-RUN", bahasa=bahasa)

    def existing(self, run_id: str) -> Run | None:
        """Return the complete run of that id, if there is one."""
        self._give_back()
        return Run(self.root / run_id) if is_complete(self.root / run_id) else None

    def _give_back(self) -> None:
        if self.root.is_dir() and lost_run(self.root):
            clear_leftovers(self.root)

    def latest_with_plan(self) -> tuple[Run, tuple[Run, ...]]:
        """Return the latest run that has a plan, and the later ones that have none.

        Raises
        ------
        NotFoundError
            No run has a plan.
        """
        later: list[Run] = []
        for run in self.runs():
            if run.result.value is not None:
                return run, tuple(later)
            later.append(run)
        if not later:
            self.find(None)
        message = f"{self.root}: none of the {len(later)} runs has a plan. See: penata runs list"
        bahasa = f"{self.root}: tidak satu pun dari {len(later)} hasil memuat rencana. Lihat: penata runs list"
        raise NotFoundError(message, code="E-NO-PLAN", bahasa=bahasa)

    def remove(self, run: Run) -> None:
        """Delete a run folder.

        Raises
        ------
        NotFoundError
            Its decision went beyond proposed, another process writes it, or it can't be deleted.
        """
        self.guard_removal(run)
        with locked(run.path.parent, run.path.name):
            self.guard_decided(run)
            with disk_errors(run.path):
                put_away(run.path)

    def guard_removal(self, run: Run) -> None:
        """Refuse to delete a folder that is no run, or a run on which people have decided.

        Raises
        ------
        NotFoundError
            Its name is no run id, or its decision went beyond proposed.
        """
        if not RUN_ID.fullmatch(run.path.name):
            message = f"{run.path}: its name is no run id, so it is not removed."
            bahasa = f"{run.path}: namanya bukan ID hasil, jadi tidak dihapus."
            raise NotFoundError(message, code="E-NO-RUN", bahasa=bahasa)
        self.guard_decided(run)

    def guard_decided(self, run: Run) -> None:
        """Refuse to touch a run on which people have decided.

        Raises
        ------
        NotFoundError
            ``decision.json`` went beyond ``proposed``, or is there and can't be read: it may hold what people decided.
        """
        if not (run.path / "decision.json").exists():
            return
        try:
            state = run.decision.state
        except PenataError as error:
            message = (
                f"{run.path / 'decision.json'}: can't be read, so the run is kept; repair that file or delete it first."
            )
            bahasa = (
                f"{run.path / 'decision.json'}: tidak dapat dibaca, jadi hasil ini disimpan; perbaiki atau hapus dahulu "
                "berkas itu."
            )
            raise NotFoundError(message, code="E-RUN-DECIDED", bahasa=bahasa) from error
        if state != "proposed":
            message = f"run {run.path.name} is '{state}': people have decided on it, so it is kept."
            bahasa = f"hasil {run.path.name} sudah diputuskan orang (keadaan '{state}'), jadi tetap disimpan."
            raise NotFoundError(message, code="E-RUN-DECIDED", bahasa=bahasa)

    @contextmanager
    def reserve(self, run_id: str) -> Iterator[None]:
        """Be the only writer of a run, from before it is computed; what killed writers left is cleared away.

        Raises
        ------
        NotFoundError
            Another process writes that run now, or the place can't be written.
        """
        with locked(self.root, run_id):
            clear_leftovers(self.root, held=run_id)
            yield

    def draft(self, run_id: str) -> AbstractContextManager[Path]:
        """Give a folder to write a reserved run in; on leaving it becomes the run, on an error it is removed.

        Raises
        ------
        NotFoundError
            The place can't be written (no permission, disk full).
        """
        return new_draft(self.root, run_id)


def write_text(folder: Path, name: str, text: str) -> None:
    """Write one file of a run, UTF-8 with LF."""
    (folder / name).write_text(text, encoding="utf-8", newline="\n")


def seal(folder: Path, manifest: Callable[[Mapping[str, FileEntry]], Manifest]) -> None:
    """Hash every file of a finished folder and write its manifest last."""
    entries = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in NOT_HASHED:
            data = path.read_bytes()
            entries[name] = FileEntry(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))
    write_text(folder, "manifest.json", json_text(manifest(entries)))

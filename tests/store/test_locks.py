"""One writer a run, disks that refuse, and what killed writers left."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from penata.models.domain.errors import NotFoundError
from penata.store import disk
from penata.store.drafts import clear_leftovers
from penata.store.files import Decision, Manifest, ResultFile, json_text
from penata.store.runs import RunStore, seal, write_text

ONE, TWO = "p-0000000000000001", "p-0000000000000002"


def write(store: RunStore, run_id: str, note: str = "") -> None:
    """Write the files of a made-up run."""
    with store.reserve(run_id), store.draft(run_id) as folder:
        result = ResultFile(
            run_id=run_id, kind="place", status="unknown", value=None, bound=None, gap=None, gap_of_gain=None, engine=note
        )
        write_text(folder, "result.json", json_text(result))
        write_text(folder, "decision.json", json_text(Decision(run_id=run_id)))
        seal(
            folder,
            lambda files: Manifest(
                run_id=run_id, kind="place", case_name="", case_digest="", tables={}, versions={}, seed=0, workers=0,
                limits={}, started="", ended=note, timing={}, clock_limited=False, files=dict(files),
            ),
        )  # fmt: skip


def names(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    """While one writes a run another is told so, with exit 8; other runs of the folder are written all the same."""
    store = RunStore(tmp_path)
    with store.reserve(ONE):
        with pytest.raises(NotFoundError, match=f"run {ONE} is being written by another process") as told:
            write(store, ONE)
        assert (told.value.code, told.value.exit_code) == ("E-RUN-LOCKED", 8)
        assert "sedang ditulis proses lain" in told.value.bahasa
        write(store, TWO)
    write(store, ONE)
    assert names(tmp_path) == [ONE, TWO]
    with store.reserve(ONE), pytest.raises(NotFoundError, match="being written"):
        store.remove(store.find(ONE))


def test_the_lock_of_a_dead_process_holds_nobody_up(tmp_path: Path) -> None:
    """A process that held the lock and was killed: its lock file is there, the next writer goes on and clears it."""
    program = (
        "import os, pathlib, signal\n"
        "from penata.store.runs import RunStore\n"
        f"store = RunStore(pathlib.Path({str(tmp_path)!r}))\n"
        f"with store.reserve({ONE!r}), store.draft({ONE!r}):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode != 0
    left = names(tmp_path)
    assert left[-1] == f".{ONE}.lock"
    assert left[0].startswith(f".{ONE}-")
    write(RunStore(tmp_path), ONE)
    assert names(tmp_path) == [ONE]


def test_a_run_whose_replacement_never_came_is_given_back(tmp_path: Path) -> None:
    """Killed between the two renames of a replacement: whoever looks next finds the old run in its place."""
    store = RunStore(tmp_path)
    write(store, ONE, "old")
    aside = tmp_path / f".old-{ONE}-abcd"
    aside.mkdir()
    (tmp_path / ONE).rename(aside / ONE)
    (tmp_path / f".{ONE}-efgh").mkdir()
    with store.reserve(ONE):
        assert not (tmp_path / ONE).exists() or store.existing(ONE)
    (run,) = store.runs()
    assert run.result.engine == "old"
    assert names(tmp_path) == [ONE]


def test_leftovers_of_a_living_writer_stay(tmp_path: Path) -> None:
    """Who clears up takes no draft from a process that writes it now, and nothing that is not its own."""
    store = RunStore(tmp_path)
    (tmp_path / ".gitignore").write_text("*")
    (tmp_path / ".p-1").mkdir()
    with store.reserve(ONE), store.draft(ONE) as folder:
        (folder / "half").write_text("")
        clear_leftovers(tmp_path)
        assert (folder / "half").is_file()
        with pytest.raises(NotFoundError, match="being written"), store.reserve(ONE):
            pass
    assert names(tmp_path) == [".gitignore", ".p-1", ONE]


@pytest.mark.parametrize(
    ("number", "words", "kata"),
    [
        (errno.ENOSPC, "the disk is full", "cakram penuh"),
        (errno.EROFS, "the folder is read-only", "folder hanya dapat dibaca"),
        (errno.EIO, "Input/output error", "Input/output error"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace", "mkdir"])
def test_what_the_disk_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, kata: str, step: str
) -> None:
    """Whatever the disk refuses, and at which step: one sentence, exit 8, the old run as it was, no litter."""
    store = RunStore(tmp_path)
    write(store, ONE, "old")

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, step, refuse)
        with pytest.raises(NotFoundError, match=words) as told:
            write(store, ONE, "new")
    assert (told.value.code, told.value.exit_code) == ("E-WRITE", 8)
    assert kata in told.value.bahasa
    assert names(tmp_path) == [ONE]
    assert store.find(ONE).result.engine == "old"


def test_every_file_is_kept_by_the_disk_before_the_run_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All files and folders of a draft are synced before it is renamed, the folder of runs after."""
    done: list[str] = []
    replace = os.replace

    def renamed(source: Path, target: Path) -> None:
        done.append(f"renamed {Path(target).name}")
        replace(source, target)

    monkeypatch.setattr(disk, "_sync_handle", lambda handle: done.append(Path(os.readlink(f"/proc/self/fd/{handle}")).name))
    monkeypatch.setattr(os, "replace", renamed)
    write(RunStore(tmp_path), ONE)
    at = done.index(f"renamed {ONE}")
    assert {"manifest.json", "result.json", "decision.json"} < set(done[:at])
    assert len(done[:at]) == 4
    assert done[at + 1 :] == [tmp_path.name]

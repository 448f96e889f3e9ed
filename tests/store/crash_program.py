"""Program of ``test_crash``: run placements in forked children, kill -9 each somewhere, look at what is left.

Usage: ``python crash_program.py SRC ROOT SEED STEPS CALLS MOMENTS``. The parent loads the code and never solves, so
that it stays a process of one thread. SRC ``-`` = a made-up run of a few files instead of a placement. Prints one JSON
object. Three ways to choose the moment, none by a clock:

``steps``
    the child kills itself just before its n-th operation on the file system; STEPS of them, evenly spread (0 = each);
``calls``
    the child kills itself at its n-th call of any function, n drawn over the whole run;
``moments``
    the child tells each operation on the file system, the parent kills it from outside at the n-th, so that the
    kill lands wherever the child has come by then, inside a system call too.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from penata.api.cases import load_case
from penata.api.placing import PlaceOrder, run_placement
from penata.models.domain.build import build_problem
from penata.models.domain.errors import PenataError
from penata.models.domain.scenario import Scenario
from penata.store.files import Decision, Manifest, ResultFile, json_text
from penata.store.runs import Run, RunStore, seal, write_text

MADE_UP = "p-0000000000000000"
FILE_EVENTS = ("os.", "shutil.", "tempfile.", "open")
RELATIVE = ("os.remove", "os.rmdir")
"""What removes a tree by names relative to an open folder."""
Hook = Callable[[], None]


def make_run(order: PlaceOrder) -> None:
    """Run a placement, or write the few files of a made-up run in the same way."""
    if order.src != "-":
        run_placement(order)
        return
    store = RunStore(Path(order.output))
    if store.existing(MADE_UP) and not order.force:
        return
    with store.reserve(MADE_UP), store.draft(MADE_UP) as folder:
        result = ResultFile(
            run_id=MADE_UP, kind="place", status="unknown", value=None, bound=None, gap=None, gap_of_gain=None, engine="-"
        )
        write_text(folder, "result.json", json_text(result))
        write_text(folder, "decision.json", json_text(Decision(run_id=MADE_UP)))
        write_text(folder, "assignments.csv", "employee_id,position_id\nE,P\n")
        seal(
            folder,
            lambda files: Manifest(
                run_id=MADE_UP, kind="place", case_name="", case_digest="", tables={}, versions={}, seed=0, workers=0,
                limits={}, started="", ended="1", timing={}, clock_limited=False, files=dict(files),
            ),
        )  # fmt: skip


def in_child(order: PlaceOrder, prepare: Hook, told: int | None = None) -> tuple[int, int]:
    """Run an order in a child after ``prepare``; kill it at its ``told``-th line; return its status and its lines."""
    out, line = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        os.dup2(line, 3)
        try:
            prepare()
            make_run(order)
            sys.setprofile(None)
            os._exit(0)
        except PenataError as error:
            os._exit(error.exit_code)
        except BaseException:
            sys.setprofile(None)
            sys.excepthook(*sys.exc_info())
            os._exit(1)
    os.close(line)
    lines = 0
    while part := os.read(out, 1):
        lines += len(part)
        if lines == told:
            os.kill(child, signal.SIGKILL)
    os.close(out)
    return os.waitpid(child, 0)[1], lines


def at_step(wanted: int | None, root: Path) -> Hook:
    """Return what counts operations on the file system below ``root`` and dies before the wanted one."""
    place = os.fsencode(root)

    def install() -> None:
        count = 0
        tell = os.write

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal count
            if not event.startswith(FILE_EVENTS) or not arguments:
                return
            first = arguments[0]
            if not isinstance(first, str | bytes | Path):
                return
            if event not in RELATIVE and not os.fsencode(first).startswith(place):
                return
            count += 1
            if count == wanted:
                os.kill(os.getpid(), signal.SIGKILL)
            tell(3, b".")

        sys.addaudithook(hook)

    return install


def at_call(wanted: int | None) -> Hook:
    """Return what counts calls of functions and dies at the wanted one; every 1,000th call is told."""

    def install() -> None:
        count = 0
        tell = os.write

        def hook(_frame: object, event: str, _argument: object) -> None:
            nonlocal count
            count += 1
            if count == wanted:
                os.kill(os.getpid(), signal.SIGKILL)
            if count % 1_000 == 0:
                tell(3, b".")

        sys.setprofile(hook)

    return install


def wrong_with(root: Path) -> list[str]:
    """Return what is wrong with the folder of runs: anything visible that is no whole run."""
    wrong = []
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        if path.name.startswith("."):
            continue
        try:
            run = Run(path)
            manifest, _ = run.manifest, (run.result, run.decision, run.to_frame())
            for name, entry in manifest.files.items():
                if hashlib.sha256((path / name).read_bytes()).hexdigest() != entry.sha256:
                    wrong.append(f"{path.name}/{name}: other bytes than its manifest says")
        except (PenataError, OSError) as error:
            wrong.append(f"{path.name}: {error}")
    return wrong


class Trial:
    """One folder of runs that lives through all the kills, its litter with it."""

    def __init__(self, src: str, root: Path, seed: int) -> None:
        self.root = root
        self.store = RunStore(root)
        self.random = random.Random(seed)
        self.order = PlaceOrder(src, output=str(root), lang="en")
        self.again = PlaceOrder(src, output=str(root), lang="en", force=True)
        self.wrong: list[str] = []
        self.kills = self.survived = self.with_run = 0

    def count(self, install: Callable[[int | None], Hook]) -> tuple[int, int]:
        """Return how many lines a first run and a run in its place tell when nobody kills them."""
        self.clear()
        totals = []
        for order in (self.order, self.again):
            status, lines = in_child(order, install(None))
            if status:
                self.wrong.append(f"an undisturbed run ended with {status}")
            totals.append(lines)
        return totals[0], totals[1]

    def clear(self) -> None:
        for run in self.store.runs():
            self.store.remove(run)

    def kill(self, name: str, prepare: Hook, *, replacing: bool, told: int | None = None) -> None:
        """Kill one run, and look."""
        if not replacing:
            self.clear()
        elif not self.store.runs() and (status := in_child(self.order, lambda: None)[0]):
            self.wrong.append(f"{name}: the run before it ended with {status}")
        status, _ = in_child(self.again if replacing else self.order, prepare, told)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
            self.kills += 1
        elif status == 0:
            self.survived += 1
        else:
            self.wrong.append(f"{name}: ended with {status}")
        self.wrong += [f"{name}: {words}" for words in wrong_with(self.root)]
        runs = self.store.runs()
        self.with_run += bool(runs)
        self.wrong += [f"{name}: {words}" for words in wrong_with(self.root)]
        if replacing and not runs:
            self.wrong.append(f"{name}: the run that was to be replaced is gone")
        if len(runs) > 1:
            self.wrong.append(f"{name}: {len(runs)} runs")

    def end(self) -> list[str]:
        """Return what is left after one more undisturbed run: that run alone, no litter."""
        self.clear()
        status, _ = in_child(self.order, lambda: None)
        if status:
            self.wrong.append(f"the last run ended with {status}")
        return sorted(path.name for path in self.root.iterdir())


def main(src: str, root: str, seed: str, steps: str, calls: str, moments: str) -> None:
    if src != "-":
        build_problem(load_case(src), Scenario())  # what is loaded late is loaded here, once
    trial = Trial(src, Path(root), int(seed))
    by_step = trial.count(lambda wanted: at_step(wanted, trial.root))
    for replacing, total in zip((False, True), by_step, strict=True):
        wanted = int(steps) or total
        for n in sorted({1 + place * (total - 1) // (wanted - 1) for place in range(wanted)}):
            trial.kill(f"step {n} of {total}", at_step(n, trial.root), replacing=replacing)
    stepped = trial.kills
    by_call = trial.count(at_call) if int(calls) else (0, 0)
    for place in range(int(calls)):
        replacing = 2 * place >= int(calls)
        n = trial.random.randint(1, 1_000 * by_call[replacing])
        trial.kill(f"call {n}", at_call(n), replacing=replacing)
    for place in range(int(moments)):
        replacing = 2 * place >= int(moments)
        n = trial.random.randint(1, by_step[replacing])
        trial.kill(f"moment {n}", at_step(None, trial.root), replacing=replacing, told=n)
    print(
        json.dumps(
            {
                "steps": by_step,
                "calls": [1_000 * count for count in by_call],
                "kills": trial.kills,
                "at_steps": stepped,
                "survived": trial.survived,
                "with_run": trial.with_run,
                "left": trial.end(),
                "wrong": trial.wrong,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])

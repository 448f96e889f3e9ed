"""Every message that a person may read is there in Bahasa Indonesia: held against the source, call by call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import penata

pytestmark = pytest.mark.checkout

PACKAGE = Path(str(penata.__file__)).parent
NOT_PACKAGE = {"tests", "docs", "build", "dist", ".typing", ".venv", ".git"}
ERRORS = {"PenataError", "DataError", "OptionError", "NotFoundError"}
"""Errors of an input, an option or a file. An EngineError is a bug, and its text goes to the people who mend it."""
OF_PYTHON = {"E-ARRAYS", "E-TABLE", "E-TYPE"}
"""Mistakes of a Python caller (shapes of arrays, columns of frames), which no file or option of a planner can cause."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE)
        if not NOT_PACKAGE & set(name.parts):
            yield name.as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def test_every_error_has_a_text_in_bahasa() -> None:
    """Each call of an error class names ``bahasa``, and it is another text than the English one."""
    missing, seen = [], 0
    for name, tree in sources():
        for call in calls(tree):
            if name_of(call) not in ERRORS:
                continue
            words = {keyword.arg: keyword.value for keyword in call.keywords}
            code = words.get("code")
            if isinstance(code, ast.Constant) and code.value in OF_PYTHON:
                continue
            seen += 1
            bahasa = words.get("bahasa")
            same = bahasa is not None and ast.dump(bahasa) == ast.dump(call.args[0])
            spoken = same and isinstance(bahasa, ast.Name) and bahasa.id == "words"  # a fault, in the language asked for
            if bahasa is None or (same and not spoken):
                missing.append(f"{name}:{call.lineno}")
    assert not missing
    assert seen > 60


def texts_of(tree: ast.AST) -> list[tuple[int, str, str]]:
    """Return line, name and text of each assignment to ``message`` and ``bahasa``, with what is filled in left out."""
    found = []
    for node in ast.walk(tree):
        names = [getattr(target, "id", "") for target in node.targets] if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.Assign) and names in (["message"], ["bahasa"]):
            parts = [str(part.value) for part in ast.walk(node.value) if isinstance(part, ast.Constant)]
            found.append((node.lineno, names[0], "".join(parts)))
    return sorted(found)


def test_the_two_texts_differ() -> None:
    """A ``bahasa`` that repeats the message above it in English is none."""
    same, seen = [], 0
    for name, tree in sources():
        texts = texts_of(tree)
        for (_, first, english), (line, second, bahasa) in pairwise(texts):
            if (first, second) == ("message", "bahasa"):
                seen += 1
                same += [f"{name}:{line}: {bahasa}"] if english == bahasa else []
    assert not same
    assert seen > 40


def test_what_commands_refuse_is_said_in_both() -> None:
    """A usage error of a command is made by ``say``, directly or by name."""
    missing, seen = [], 0
    for name, tree in sources():
        spoken = {
            target.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and any(name_of(call) == "say" for call in calls(node.value))
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in calls(tree):
            if name_of(call) in ("UsageError", "BadParameter", "ClickException") or (name_of(call) == "fail" and call.args):
                seen += 1
                words = call.args[0]
                known = isinstance(words, ast.Name) and words.id in spoken
                if not known and not any(name_of(inner) == "say" for inner in calls(words)):
                    missing.append(f"{name}:{call.lineno}")
    assert not missing
    assert seen >= 5

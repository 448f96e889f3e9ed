"""Resolve every dependency for all supported Pythons and write the two forms of the answer.

``constraints.txt`` serves pip, ``[tool.uv] constraint-dependencies`` in ``pyproject.toml`` serves uv. Neither
names a host or a path. Run it with ``make constraints``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import tomlkit

ROOT = Path(__file__).resolve().parents[2]
HEADER = "# Every dependency for every supported Python and platform. Written by `make constraints`.\n"


def resolve(pyproject: str) -> list[str]:
    """Return one pinned requirement a line for a project file, all extras included.

    The file is resolved outside the checkout and without its old constraints, so that they do not hold
    the answer back.
    """
    document = tomlkit.parse(pyproject)
    document["tool"]["uv"].remove("constraint-dependencies")
    local = {"PIP_FIND_LINKS", "UV_FIND_LINKS"}
    environment = {name: value for name, value in os.environ.items() if name not in local}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pyproject.toml").write_text(tomlkit.dumps(document), encoding="utf-8")
        command = [
            *("uv", "pip", "compile", "pyproject.toml", "--all-extras"),
            *("--universal", "--python-version", "3.11"),
            *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
            *("--upgrade", "--output-file", "compiled.txt"),
        ]
        subprocess.run(command, cwd=folder, env=environment, check=True)
        text = (Path(folder) / "compiled.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def main() -> int:
    """Write both files and say how many requirements they hold."""
    target = ROOT / "pyproject.toml"
    pyproject = target.read_text(encoding="utf-8")
    lines = resolve(pyproject)
    if leaks := [line for line in lines if "/" in line or " @ " in line]:
        print(f"refused, a requirement names a place: {leaks}", file=sys.stderr)
        return 1
    mirror = tomlkit.array()
    mirror.extend(lines)
    mirror.multiline(True)
    document = tomlkit.parse(pyproject)
    document["tool"]["uv"]["constraint-dependencies"] = mirror
    target.write_text(tomlkit.dumps(document), encoding="utf-8")
    (ROOT / "constraints.txt").write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} requirements", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

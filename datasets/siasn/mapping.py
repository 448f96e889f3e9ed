"""``pemetaan.toml``: what a planner says about titles, units and columns that an import could not match.

A draft lists every one of them once, with the nearest names in comments and an empty ``ke``; the planner fills
``ke`` in and passes the file back. Entries are added below what stands in the file, which is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import tomlkit

from ...models.domain.errors import NotFoundError
from ..cell_base import shown
from ..cells import nearest_word
from ..nearest import Nearest
from ..raw import Finding
from ..toml_text import parse_toml
from ..workbook_write import replacing
from .sheets import Door
from .words import clean_id, is_uuid, plain

SCHEMA: Final = "penata.mapping/1"
FILE_NAME: Final = "pemetaan.toml"
MAX_BYTES: Final = 4 * 1024**2
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "jabatan": ("unit", "nama", "ke"),
    "unit": ("dari", "ke"),
    "kompetensi": ("kolom", "ke"),
}
"""Kinds of entry and the keys of each; the last is what the planner fills in."""
NO_POST: Final = "-"
"""``ke`` of a title: the person holds no post of the list. Of a competency: the column is left out."""
NEW: Final = "+"
"""``ke`` of a title: a post outside the list, need 0. Of a competency: a technical one of its own."""
_HEAD: Final = (
    "Pemetaan impor SIASN. Isi 'ke' pada setiap entri, simpan, lalu ulangi perintah dengan --map berkas ini.",
    "[[jabatan]]    ke = ID jabatan; \"-\" = tidak memegang jabatan pada daftar; \"+\" = jabatan lama, kebutuhan 0",
    "[[unit]]       ke = ID unit",
    "[[kompetensi]] ke = ID kompetensi; \"-\" = kolom tidak dipakai; \"+\" = kompetensi teknis baru",
    "Entri dengan ke = \"\" belum dijawab. Baris yang diawali # hanya keterangan.",
)  # fmt: skip

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that was not matched.

    Parameters
    ----------
    kind
        ``jabatan``, ``unit`` or ``kompetensi``.
    said
        What the export says, one text for each key of the kind but ``ke``.
    words
        Lines of comment: how many people, the nearest names.
    near
        The nearest target, "" for none.
    """

    kind: str
    said: tuple[str, ...]
    words: tuple[str, ...]
    near: str = ""

    @property
    def label(self) -> str:
        """What is shown to people."""
        return f"{self.said[-1]} ({self.words[0]})" if self.kind == "jabatan" else self.words[0]


@dataclass
class Answers:
    """Answers by kind and what they answer; remembers which were used.

    ``unreadable`` is True where a file was given that is no mapping: nothing may be written in its place.
    """

    answers: dict[Key, str] = field(default_factory=dict)
    text: str = ""
    place: str = FILE_NAME
    listed: frozenset[Key] = frozenset()
    used: set[Key] = field(default_factory=set)
    unreadable: bool = False

    def answer(self, kind: str, *said: str) -> str | None:
        """Return what the planner answered, None where nothing was."""
        key = key_of(kind, said)
        if key not in self.answers:
            return None
        self.used.add(key)
        return self.answers[key]

    def ask(self, kind: str, said: Sequence[str], targets: Nearest, door: Door, *, words: Sequence[str] = ()) -> str | None:
        """Return the answer where it names a target or is one of ``words``; one that names none is a fault, said once.

        Returns
        -------
        The answer, "" where it is wrong, None where nothing was answered.
        """
        answer = self.answer(kind, *said)
        if answer is None or answer in words or answer in targets.ids:
            return answer
        values = {"value": answer, "near": targets.of(answer)}
        item = Finding("E-SIASN-MAP-TARGET", "", self.place, column=kind, values=values)
        if item not in door.findings:
            door.findings.append(item)
        return ""

    def unused(self) -> Iterator[Finding]:
        """Yield a warning for each answer that no row asked for."""
        for kind, *said in sorted(set(self.answers) - self.used):
            yield Finding("W-SIASN-MAP-UNUSED", "", self.place, column=kind, values={"value": " / ".join(said)})


def key_of(kind: str, said: Sequence[str]) -> Key:
    """Return what an entry is known by: ids as ids, names plainly spelt."""
    return (kind, *(clean_id(text) if is_uuid(text) else plain(text) for text in said))


def read_mapping(path: Path) -> tuple[Answers, list[Finding]]:
    """Read a mapping; everything wrong with it becomes a finding.

    Raises
    ------
    NotFoundError
        There is no such file, or it may not be read.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        message = f"{path}: can't be read ({error.strerror}). Check the path given with --map."
        bahasa = f"{path}: tidak dapat dibaca ({error.strerror}). Periksa letak berkas pada --map."
        raise NotFoundError(message, code="E-FILE-MISSING", bahasa=bahasa) from error
    if size > MAX_BYTES:
        values = {"size": f"{size:,}", "most": f"{MAX_BYTES:,}"}
        return Answers(place=path.name, unreadable=True), [Finding("E-FILE-SIZE", "", path.name, values=values)]
    try:
        text = data.decode("utf-8-sig")
        parsed = parse_toml(text)
    except ValueError as error:  # no UTF-8 is one too
        why = {"why": str(error)[:200]}
        return Answers(place=path.name, unreadable=True), [Finding("E-FILE-TOML", "", path.name, values=why)]
    found: list[Finding] = []
    answers: dict[Key, str] = {}
    listed: set[Key] = set()
    for key, ke in _entries(parsed, path.name, found):
        if key in listed and answers.get(key, ke) != ke and ke:
            found.append(_wrong(path.name, key[0], " / ".join(key[1:]), "satu jawaban", "one answer"))
        listed.add(key)
        if ke:
            answers.setdefault(key, ke)
    return Answers(answers, text, path.name, frozenset(listed)), found


def _entries(data: Mapping[str, object], place: str, found: list[Finding]) -> Iterator[tuple[Key, str]]:
    for name, value in data.items():
        if name == "schema":
            if value != SCHEMA:
                found.append(_wrong(place, name, str(value), f'schema = "{SCHEMA}"', f'schema = "{SCHEMA}"'))
        elif name not in KEYS:
            near = nearest_word(name, list(KEYS))
            found.append(_wrong(place, name, near or "-", ", ".join(KEYS), ", ".join(KEYS)))
        elif not isinstance(value, list):
            found.append(_wrong(place, name, str(value), f"[[{name}]]", f"[[{name}]]"))
        else:
            for number, entry in enumerate(value, start=1):
                yield from _entry(name, number, entry, place, found)


def _entry(kind: str, number: int, entry: object, place: str, found: list[Finding]) -> Iterator[tuple[Key, str]]:
    where = f"{kind}[{number}]"
    if not isinstance(entry, dict):
        found.append(_wrong(place, where, str(entry), f"[[{kind}]]", f"[[{kind}]]"))
        return
    wrong = [key for key in entry if key not in KEYS[kind]]
    wrong += [key for key in KEYS[kind] if not isinstance(entry.get(key), str)]
    for key in dict.fromkeys(wrong):
        expected = ", ".join(f'{name} = "..."' for name in KEYS[kind])
        found.append(_wrong(place, f"{where}.{key}", str(entry.get(key, "")), expected, expected))
    if not wrong:
        *said, ke = (str(entry[key]) for key in KEYS[kind])
        yield key_of(kind, said), ke.strip()


def _wrong(place: str, where: str, value: str, bahasa: str, english: str) -> Finding:
    expected: dict[str, str] = {"id": bahasa, "en": english}
    values: dict[str, str | Mapping[str, str]] = {"key": where, "value": shown(value), "expected": expected}
    return Finding("E-SIASN-MAP", "", place, column=where, values=values)


def draft_mapping(mapping: Answers, missing: Sequence[Missing]) -> str | None:
    """Return the mapping with an entry for everything that was not matched; None where nothing is to be added.

    A file that could not be read is never written over: it may hold every answer of the planner, or be another file.
    """
    if mapping.unreadable:
        return None
    new = [item for item in missing if key_of(item.kind, item.said) not in mapping.listed]
    if not new:
        return None
    document = tomlkit.document()
    if not mapping.text:
        for line in _HEAD:
            document.add(tomlkit.comment(line))
        document.add("schema", tomlkit.item(SCHEMA))
    tables: dict[str, tomlkit.items.AoT] = {}
    for item in new:
        table = tomlkit.table()
        for line in item.words:
            table.add(tomlkit.comment(_one_line(line)))
        for key, value in zip(KEYS[item.kind], (*item.said, ""), strict=True):
            table.add(key, _one_line(value))
        tables.setdefault(item.kind, tomlkit.aot()).append(table)
    for kind, entries in tables.items():
        document.add(kind, entries)
    above = mapping.text.rstrip("\n") + "\n\n" if mapping.text else ""
    return above + tomlkit.dumps(document)


def _one_line(text: str) -> str:
    """Return a text as one line: what does not print is left out, as it is when answers are compared."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def write_mapping(path: Path, text: str) -> None:
    """Write a mapping, whole or not at all.

    Raises
    ------
    NotFoundError
        The place may not be written.
    """
    with replacing(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="")

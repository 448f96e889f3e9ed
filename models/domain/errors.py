"""The errors a caller can expect; each carries one sentence for a person and an exit code for a program."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DataError", "EngineError", "Fault", "NotFoundError", "OptionError", "PenataError"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input, said so that the person who typed it can mend it.

    Parameters
    ----------
    code
        Stable code, such as ``E-REF-COMPETENCY``; ``penata schema faults`` lists them.
    severity
        ``error`` (a row that cannot be read or a reference that cannot be resolved) or ``warning``.
    place
        File or sheet.
    row
        Line in the file or row in the sheet as the user sees it (header = 1), None where it has none.
    column
        Header as the user wrote it, None where the fault is the row's or the table's.
    found, expected, remedy
        Sentence parts in the language asked for.
    """

    code: str
    severity: str
    place: str
    row: int | None
    column: str | None
    found: str
    expected: str
    remedy: str

    def sentence(self) -> str:
        """Return the fault as one line: where, found, expected, remedy, code."""
        where = self.place + (f":{self.row}" if self.row is not None else "")
        column = f", '{self.column}'" if self.column else ""
        return f"{where}{column}: {self.found}; {self.expected}. {self.remedy} [{self.code}]"


class PenataError(Exception):
    """Base of all errors that are the input's or the machine's, not a bug."""

    exit_code = 1

    def __init__(self, message: str, *, code: str = "E-PENATA", bahasa: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.bahasa = bahasa or message
        """The message in Bahasa Indonesia, where it was written."""


class DataError(PenataError):
    """An input was rejected; ``faults`` holds every one that was found, ``parts`` each sentence in Bahasa and English."""

    exit_code = 3

    def __init__(
        self,
        message: str,
        *,
        code: str = "E-DATA",
        faults: tuple[Fault, ...] = (),
        bahasa: str | None = None,
        parts: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(message, code=code, bahasa=bahasa)
        self.faults = faults
        self.parts = parts


class OptionError(PenataError):
    """An option or a combination of options that cannot be meant (usage)."""

    exit_code = 2


class NotFoundError(PenataError):
    """A source, a run or an id that was asked for does not exist, or may not be read or written."""

    exit_code = 8


class TooLargeError(PenataError):
    """A limit would be reached before there is a plan: what is asked needs more memory than may be used."""

    exit_code = 5


class EngineError(PenataError):
    """A solver answered in a way that the model does not allow; a bug here or there."""

    exit_code = 1

"""Is there room: what a placement will need of memory against what may be used, before an option is written out."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..models.domain.build import Prospect
from ..models.domain.errors import TooLargeError
from ..optimizer.footprint import MB, footprint_of

CGROUP: Final = Path("/sys/fs/cgroup")
MEMINFO, STATM = Path("/proc/meminfo"), Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Room:
    """MB that the whole process will need at its peak, and MB that it may have; None = the machine does not say."""

    num_options: int
    engine: str
    memory_mb: int
    available_mb: int | None

    @property
    def refusal(self) -> TooLargeError | None:
        """What to say where the placement is too large, None where there is room."""
        if self.available_mb is None or self.memory_mb <= self.available_mb:
            return None
        need, have = f"{self.memory_mb:,}", f"{self.available_mb:,}"
        return TooLargeError(
            f"the placement has {self.num_options:,} options and needs about {need} MB of memory; {have} MB may be used. "
            "Place one part at a time ([scope] units or groups, or a case for each agency), set rules to hard that leave "
            "fewer posts a person (such as R09), or allow more with --max-memory.",
            code="E-MEMORY",
            bahasa=f"penempatan ini punya {_points(self.num_options)} pilihan dan perlu sekitar {need.replace(',', '.')} MB "
            f"memori; yang boleh dipakai {have.replace(',', '.')} MB. Tempatkan bagian demi bagian ([scope] units atau "
            "groups, atau satu kasus per instansi), wajibkan (mode hard) aturan yang mempersempit pilihan (misalnya R09), "
            "atau izinkan lebih dengan --max-memory.",
        )


def _points(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def room_for(prospect: Prospect, engine: str, max_memory: int | None = None) -> Room:
    """Compare what a placement needs with ``max_memory`` MB, by default with what the machine has left."""
    held = held_mb()
    footprint = footprint_of(prospect, engine)
    left = None if max_memory is not None else left_mb()
    available = max_memory if left is None else left + held
    return Room(footprint.num_options, footprint.engine, held + footprint.peak_mb, available)


def held_mb() -> int:
    """Return MB that this process holds now, 0 where the machine does not say."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // MB
    return 0


def left_mb() -> int | None:
    """Return MB that this process may still take: what the machine has free, or what its control group leaves."""
    found = [*_free_of_machine(), *_free_of_group()]
    return min(found, default=None)


def _free_of_machine() -> Iterator[int]:
    with contextlib.suppress(OSError, ValueError, IndexError):
        line = next((one for one in MEMINFO.read_text().splitlines() if one.startswith("MemAvailable:")), None)
        if line is not None:
            yield int(line.split()[1]) // 1024
            return
    if sys.platform != "win32":
        with contextlib.suppress(ValueError, OSError):
            yield os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // MB


def _free_of_group() -> Iterator[int]:
    with contextlib.suppress(OSError, ValueError):
        limit = (CGROUP / "memory.max").read_text().strip()
        if limit != "max":
            yield max(0, int(limit) - int((CGROUP / "memory.current").read_text())) // MB

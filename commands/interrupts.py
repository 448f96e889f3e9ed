"""Ctrl-C and SIGTERM: the first ends the search with the best plan, the second aborts."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from .language import say
from .output import note


@contextmanager
def stop_on_signal() -> Iterator[threading.Event]:
    """Give an event that the first signal sets; the second raises KeyboardInterrupt."""
    event = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        if event.is_set():
            raise KeyboardInterrupt
        event.set()
        note(
            say(
                "Pencarian dihentikan; rencana terbaik disimpan. Sekali lagi untuk membatalkan.",
                "Stopping; the best plan is kept. Once more to abort.",
            )
        )

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield event
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""A limit to how long a dispatch may be read."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from dispatchgraph.errors import InputError

__all__ = ["SECONDS", "Overdue", "within"]

SECONDS = 120.0  #: a dispatch may take, unless one says otherwise; the longest that we read take some forty


class Overdue(InputError):
    """A dispatch that took longer to read than it may."""


@contextmanager
def within(seconds: float, name: str) -> Iterator[None]:
    """End what is done here with `Overdue` once `seconds` are over; zero or less sets no limit.

    It rests on an alarm of the system, which interrupts Python between two steps: what calls it must do no single step
    that takes for ever. Where there is no such alarm (Windows, a thread that is not the first), nothing is limited.
    """
    if seconds <= 0 or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise Overdue(f"{name} takes longer than {seconds:g} s to read (--time-limit)")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

"""A limit to how long a dispatch may be read."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from dispatchgraph.errors import InputError

__all__ = ["SECONDS", "Overdue", "alarm", "can_ring", "within"]

SECONDS = 120.0  #: a dispatch may take, unless one says otherwise; the longest that we read take some forty


class Overdue(InputError):
    """A dispatch that took longer to read than it may."""


@contextmanager
def within(seconds: float, name: str) -> Iterator[None]:
    """End what is done here with `Overdue` once `seconds` are over; zero or less sets no limit.

    It rests on an alarm of the system, which interrupts Python between two steps: what calls it must do no single step
    that takes for ever. Where there is no such alarm (Windows, a thread that is not the first), nothing is limited.
    """
    if seconds <= 0 or not can_ring():
        yield
        return
    with alarm(seconds, Overdue(f"{name} takes longer than {seconds:g} s to read (--time-limit)")):
        yield


def can_ring() -> bool:
    """Whether there is an alarm here: on Windows, and outside the first thread, there is none."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def alarm(seconds: float, error: BaseException) -> Iterator[None]:
    """Raise `error` after so many seconds, whatever runs then; only where one `can_ring`."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise error

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

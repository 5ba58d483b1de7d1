"""How far a long run is: a bar with rate and time left on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from dispatchgraph.cli.talk import say

__all__ = ["progress"]

Item = TypeVar("Item")

_EVERY = 30.0  # seconds between two lines


def progress(items: Iterable[Item], *, total: int | None, unit: str) -> Iterator[Item]:
    """The items, told on standard error as they go by; a short run says nothing but on a terminal."""
    if sys.stderr.isatty():
        from tqdm import tqdm

        return iter(tqdm(items, total=total, unit=f" {unit}", dynamic_ncols=True, leave=False))
    return _told(items, total, unit)


def _told(items: Iterable[Item], total: int | None, unit: str) -> Iterator[Item]:
    began = last = time.monotonic()
    for done, item in enumerate(items):
        now = time.monotonic()
        if now - last >= _EVERY:
            last = now
            rate = done / (now - began)
            left = f" of {total}, {(total - done) / rate:.0f} s left" if total and rate else ""
            say(f"{done} {unit}{left} ({rate:.1f} a second)")
        yield item

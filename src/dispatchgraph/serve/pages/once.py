"""What is computed once for each state of the archive, however many ask for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

__all__ = ["Once"]

T = TypeVar("T")
_MOST = 64  #: values that are kept


class Once:
    """Values by key, forgotten when the version changes; the oldest goes first where there are too many."""

    def __init__(self, most: int = _MOST) -> None:
        self._most, self._version = most, ""
        self._held: dict[object, asyncio.Future[Any]] = {}

    async def get(self, version: str, key: object, make: Callable[[], Awaitable[T]]) -> T:
        """The value for `key`; `make` runs where it is not there, in a task that outlives who asked first."""
        if version != self._version:
            self._version, self._held = version, {}
        found = self._held.get(key)
        if found is None:
            found = self._held[key] = asyncio.ensure_future(make())
            found.add_done_callback(lambda done: self._drop(key, done))
            while len(self._held) > self._most:
                del self._held[next(iter(self._held))]
        value: T = await asyncio.shield(found)
        return value

    def _drop(self, key: object, done: asyncio.Future[Any]) -> None:
        """Forget what failed: the next who asks tries again."""
        if (done.cancelled() or done.exception() is not None) and self._held.get(key) is done:
            del self._held[key]

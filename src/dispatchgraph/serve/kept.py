"""Answers that are kept, within so many bytes: a snapshot never changes, so the same question has the same answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

__all__ = ["Keeper", "Kept"]

_BESIDE = 500  #: bytes that an entry takes beside its text and its content


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer that is whole."""

    content: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    tag: str


class Keeper:
    """The answers asked for last, `most` bytes of them; all of one version of the data."""

    def __init__(self, most: int) -> None:
        self._most, self._size, self._version = most, 0, ""
        self._kept: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()

    def get(self, version: str, key: Hashable) -> Kept | None:
        found = self._kept.get(key) if version == self._version else None
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def put(self, version: str, key: Hashable, kept: Kept, *, asked: int) -> None:
        """Keep an answer to a question of `asked` characters; the oldest give way."""
        size = len(kept.content) + asked + _BESIDE
        if size > self._most // 16:
            return
        if version != self._version:
            self._kept.clear()
            self._size, self._version = 0, version
        self._size += size - self._kept.pop(key, (kept, 0))[1]
        self._kept[key] = (kept, size)
        while self._size > self._most:
            self._size -= self._kept.popitem(last=False)[1][1]

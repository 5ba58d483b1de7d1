"""A dispatch as read: its text, and the stretches of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

__all__ = ["Dispatch", "Span", "lots"]


class Span(NamedTuple):
    """A half-open range of code points of a dispatch's text.

    >>> Span(3, 7).overlap(Span(5, 9))
    2
    """

    begin: int
    end: int

    def overlap(self, other: Span) -> int:
        """How many code points both spans cover."""
        return max(0, min(self.end, other.end) - max(self.begin, other.begin))

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.begin <= other.begin and other.end <= self.end

    def of(self, text: str) -> str:
        """The words of `text` that this span covers."""
        return text[self.begin : self.end]


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """One wire item: its text as read, and what its envelope says."""

    id: str
    text: str
    sha256: str
    language: str = "fr"
    date: date | None = None
    headline: Span | None = None
    dateline: Span | None = None  #: «ALEP (Syrie), 5 déc 2016 (AFP) - », up to the first word of the news
    place: Span | None = None  #: «ALEP» in the dateline
    publisher: Span | None = None  #: «AFP» in the dateline
    body: int = 0  #: where the news itself begins
    warnings: tuple[str, ...] = ()


def lots(dispatches: Iterable[Dispatch], size: int) -> Iterator[list[Dispatch]]:
    """Neighbouring dispatches together, as many as have `size` code points of text, the last lot less."""
    lot: list[Dispatch] = []
    length = 0
    for dispatch in dispatches:
        lot.append(dispatch)
        length += len(dispatch.text)
        if length >= size:
            yield lot
            lot, length = [], 0
    if lot:
        yield lot

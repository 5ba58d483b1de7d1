"""Rows counted in an answer as it is written, exactly, whatever the pieces it comes in and whatever its values hold.

>>> counter = counter_of("text/csv")
>>> [counter.count(piece) for piece in (b'x\\r\\n"a\\n', b'""b"\\r\\nc\\r\\n')]
[0, 2]
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

__all__ = ["Counter", "counter_of"]


class Counter(Protocol):
    """Counts the rows that end (or, in JSON, begin) in what has been written so far."""

    def count(self, piece: bytes) -> int:
        """The rows up to the end of `piece`, which follows what was counted before."""
        ...


class _Marks:
    """Rows that each have one mark that nothing else has: «<result>» in XML, the end of the line in TSV."""

    def __init__(self, mark: bytes, *, before: int = 0) -> None:
        self._mark, self._rows, self._rest = mark, -before, b""

    def count(self, piece: bytes) -> int:
        text = self._rest + piece
        self._rows += text.count(self._mark)
        self._rest = text[-(len(self._mark) - 1) :] if len(self._mark) > 1 else b""
        return max(self._rows, 0)


class _Quoted:
    """What stands outside of quotation marks: the even ones of the pieces between them."""

    def __init__(self) -> None:
        self.inside = False

    def outside(self, piece: bytes) -> list[bytes]:
        """The parts of `piece` that stand outside, in order."""
        parts = piece.split(b'"')
        found = parts[1 if self.inside else 0 :: 2]
        self.inside ^= len(parts) % 2 == 0
        return found


class _Csv:
    """Lines of CSV but for the first, which names the columns; a value may hold line ends."""

    def __init__(self) -> None:
        self._quoted, self._rows = _Quoted(), -1

    def count(self, piece: bytes) -> int:
        self._rows += sum(part.count(b"\n") for part in self._quoted.outside(piece))
        return max(self._rows, 0)


class _Json:
    """Rows of JSON: objects that follow an object, «},{», and the first one, «[{»; strings may hold the same."""

    def __init__(self) -> None:
        self._quoted, self._rows, self._escape, self._last = _Quoted(), 0, b"", b""

    def count(self, piece: bytes) -> int:
        text = self._escape + piece
        self._escape = b""
        if b"\\" in text:
            text = text.replace(b"\\\\", b"  ")
            if text.endswith(b"\\"):
                text, self._escape = text[:-1], b"\\"
            text = text.replace(b'\\"', b"  ")
        begin = b"\x00" if self._quoted.inside else self._last  # nothing spans a string
        bare = begin + b"\x00".join(self._quoted.outside(text))
        self._rows += bare.count(b"},{") + bare.count(b":[{")
        self._last = bare[-2:]
        return self._rows


def counter_of(media: str) -> Counter | None:
    """What counts the rows of an answer written as `media`; none for graphs, whose triples are counted as they come."""
    make = _COUNTERS.get(media)
    return make() if make else None


_COUNTERS: dict[str, Callable[[], Counter]] = {
    "application/sparql-results+json": _Json,
    "application/sparql-results+xml": lambda: _Marks(b"<result>"),
    "text/csv": _Csv,
    "text/tab-separated-values": lambda: _Marks(b"\n", before=1),
}

"""Words on a sheet that no browser measures: how wide they run, where they break, which way they read."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from dispatchgraph.view.svg import Element, element

__all__ = ["HEADING", "LEADING", "TEXT", "broken", "width", "words"]

#: Families that measure alike wherever a paper is set, then whatever is there.
TEXT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
HEADING = "Charter, Georgia, 'Liberation Serif', serif"

LEADING = 1.18  #: height of a line of text to the size of its letters
BOLD = 1.08  #: width of a bold letter to a plain one

#: Thousandths of the size that letters of Helvetica are wide; those not named here are digits and letters like «a».
_WIDTHS: Mapping[int, str] = {
    191: "'",
    222: "ijl’‘",
    278: " !,./:;I[\\]ft·",
    333: "()-`r",
    355: '"',
    500: "ckvsxyzJ",
    584: "+<=>~×",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    944: "W",
    1000: "@%—…→",
}
_WIDTH = {letter: wide for wide, letters in _WIDTHS.items() for letter in letters}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Pixels that a line of text is wide, a little more rather than less."""
    return sum(map(_advance, text)) * size / 1000 * (BOLD if bold else 1.0) * 1.03


@cache
def _advance(letter: str) -> int:
    bare = unicodedata.normalize("NFD", letter)[0]
    if bare in _WIDTH:
        return _WIDTH[bare]
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 1000 if unicodedata.east_asian_width(letter) in "WF" else 556


def reads_leftwards(text: str) -> bool:
    """Whether the first letter that has a direction goes from right to left.

    >>> reads_leftwards("1. حلب (Alep)"), reads_leftwards("Alep (حلب)")
    (True, False)
    """
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((way != "L" for way in strong if way in {"L", "R", "AL"}), False)


def words(text: str, x: float, y: float, *, anchor: str = "middle", whole: str | None = None) -> Element:
    """One line of text with its base line at `y`, which no letter of another direction turns around.

    It reads as `whole` does, of which it may be a part. `anchor` is «middle», or «start» for its left end.
    """
    if not reads_leftwards(text if whole is None else whole):
        return element("text", text=text, x=x, y=y, text_anchor=anchor if anchor != "start" else None)
    left = {"start": "end", "end": "start"}.get(anchor, anchor)
    return element(
        "text",
        text=text,
        x=x,
        y=y,
        text_anchor=left,
        direction="rtl",
        unicode_bidi="embed",
        style="unicode-bidi:isolate",
    )


def broken(text: str, room: float, size: float, *, bold: bool = False, most: int = 2) -> list[str]:
    """`text` in `most` lines that fit into `room` pixels; what is left over becomes «…»."""
    lines: list[str] = []
    for word in _pieces(text, room, size, bold=bold):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, size, bold=bold) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines if len(lines) <= most else [*lines[: most - 1], _cut(lines[most - 1])]


def _cut(line: str) -> str:
    return f"{line.rstrip(' ,;:.–-')}…"


def _pieces(text: str, room: float, size: float, *, bold: bool) -> list[str]:
    """The words of `text`, those that are wider than `room` in pieces."""
    found: list[str] = []
    for word in text.split():
        piece = ""
        for letter in word:
            if piece and width(piece + letter, size, bold=bold) > room:
                found.append(piece)
                piece = ""
            piece += letter
        found.append(piece)
    return found

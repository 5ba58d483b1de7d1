"""What stands around a picture on its sheet: the heading above, the legend and the sources beneath."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dispatchgraph.view.curves import Curve
from dispatchgraph.view.lettering import HEADING, LEADING, broken, width, words
from dispatchgraph.view.selection import Picture
from dispatchgraph.view.signs import KINDS, sign
from dispatchgraph.view.strokes import Stroke, samples
from dispatchgraph.view.svg import Element, element

__all__ = ["Block", "heading", "legend", "sources", "stacked"]

TITLE = 21.0  #: letters of the title, pixels
NOTE = 13.0  #: letters of all other words
ICON = 20.0  #: room of a sign in the legend
STROKE = 36.0  #: length of a line in the legend
BETWEEN = 18.0  #: between two entries of the legend
SOURCES = 6  #: dispatches that are named
DATE = 76.0  #: room of a date before the headline


@dataclass(frozen=True, kw_only=True)
class Block:
    """Something drawn, measured from its upper left corner."""

    height: float
    parts: tuple[Element, ...]
    width: float = 0.0


def stacked(blocks: Iterable[Block], *, x: float, y: float, gap: float) -> tuple[list[Element], float]:
    """All blocks under each other, and where the last one ends."""
    drawn = []
    for block in (b for b in blocks if b.parts):
        drawn.append(element("g", *block.parts, transform=f"translate({x:g} {y:g})"))
        y += block.height + gap
    return drawn, y - gap


def heading(title: str, note: str, colours: Mapping[str, str], *, room: float) -> Block:
    """The title with a line of small words beneath."""
    rows = broken(title, room, TITLE, bold=True, most=3)
    high = TITLE * LEADING
    lines = [words(row, 0, high * (at + 0.8), anchor="start", whole=title) for at, row in enumerate(rows)]
    named = element("g", *lines, font_family=HEADING, font_size=TITLE, font_weight="bold", fill=colours["ink"])
    under = _notes(broken(note, room, NOTE, most=3), colours, top=high * len(rows) + 3)
    return Block(height=high * len(rows) + under.height + 3, parts=(named, *under.parts))


def _notes(rows: Sequence[str], colours: Mapping[str, str], *, top: float = 0.0, left: float = 0.0) -> Block:
    """Small words, line by line."""
    high = NOTE * 1.4
    whole = " ".join(rows)
    lines = [words(row, left, top + high * (at + 0.75), anchor="start", whole=whole) for at, row in enumerate(rows)]
    parts = (element("g", *lines, font_size=NOTE, fill=colours["muted"]),) if lines else ()
    return Block(height=high * len(rows), parts=parts)


def legend(picture: Picture, strings: Mapping[str, Any], colours: Mapping[str, str], *, room: float) -> Block:
    """The key to the signs and lines that this picture holds."""
    held = {s.kind if s.kind in KINDS else "thing" for s in picture.spots}
    signs = [_entry(_icon(kind, colours), ICON, strings["kinds"][kind]) for kind in KINDS if kind in held]
    lines = [_entry(_sample(told, colours), STROKE, strings["looks"][told.look]) for told in samples(picture)]
    upper, lower = _flow(signs, room), _flow(lines, room)
    parts, end = stacked([upper, lower], x=0, y=0, gap=4)
    return Block(height=end, parts=(element("g", *parts, font_size=NOTE, fill=colours["muted"]),))


def _icon(kind: str, colours: Mapping[str, str]) -> list[Element]:
    return [element("g", *sign(kind, 8.5, colours), transform=f"translate({ICON / 2:g} 10)")]


def _sample(stroke: Stroke, colours: Mapping[str, str]) -> list[Element]:
    return [stroke.drawn(Curve((0, 10), (STROKE / 2, 10), (STROKE, 10)), colours)]


def _entry(icon: Sequence[Element], wide: float, said: str) -> Block:
    text = words(said, wide + 7, 10 + NOTE * 0.35, anchor="start")
    return Block(width=wide + 7 + width(said, NOTE), height=20, parts=(*icon, text))


def _flow(entries: Sequence[Block], room: float) -> Block:
    """Entries beside each other, in as many rows as they need."""
    drawn, x, y = [], 0.0, 0.0
    for entry in entries:
        if x and x + entry.width > room:
            x, y = 0.0, y + 23
        drawn.append(element("g", *entry.parts, transform=f"translate({x:.1f} {y:g})"))
        x += entry.width + BETWEEN
    return Block(height=y + 20, parts=tuple(drawn))


def sources(picture: Picture, colours: Mapping[str, str], *, title: str, room: float) -> Block:
    """The dispatches that the picture is drawn from, oldest first; a headline that is the title is not said again."""
    named, more = picture.dispatches[:SOURCES], len(picture.dispatches) - SOURCES
    dated = DATE if any(d.get("published") for d in named) else 0.0
    rows = [_source(d, colours, title=title, left=dated, room=room) for d in named]
    last = [_notes([f"… +{more}"], colours, left=dated)] if more > 0 else []
    parts, end = stacked([*rows, *last], x=0, y=0, gap=1)
    return Block(height=end, parts=tuple(parts))


def _source(dispatch: Mapping[str, Any], colours: Mapping[str, str], *, title: str, left: float, room: float) -> Block:
    day, headline = (str(dispatch.get(key, "")) for key in ("published", "dispatch"))
    told = [part for part in (headline, str(dispatch.get("publisher", ""))) if part and part != title]
    said = _notes(broken(", ".join(told), room - left, NOTE), colours, left=left)
    date = _notes([day] if day else [], colours)
    return Block(height=max(said.height, date.height), parts=(*date.parts, *said.parts))

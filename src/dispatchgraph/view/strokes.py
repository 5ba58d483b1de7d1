"""How lines look on a sheet: what they are dashed like, their colour, and what they end in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dispatchgraph.view.curves import Curve
from dispatchgraph.view.payload import DASHES
from dispatchgraph.view.selection import Line, Picture
from dispatchgraph.view.svg import Element, element, number

__all__ = ["Stroke", "heads", "samples", "stroke_of"]

#: The ways of telling something, in the order of the legend; the page knows the same (`script/statements.js`).
LOOKS = ("occurred", "claimed", *DASHES)

#: What a line ends in, by way of telling: an arrow where nothing else is said.
HEADS = {"claimed": "vee", "negated": "bar"}

#: Outline of each head on a sheet 10 wide and 10 high, its line coming from the left at half the height; and how far
#: from the sign its line ends.
SHAPES = {"arrow": ("M0 1.2L9.5 5L0 8.8L1.8 5Z", 9.5), "vee": ("M1 1.4L8.6 5L1 8.6", 8.6), "bar": ("M1.2 0V10", 2.4)}

THICK, THIN = 1.7, 1.2  #: what is told by the dispatch itself, and what is said by others or merely is

#: Ties that are told, not merely there: they belong to an event or are someone's word.
TOLD = {"source", "statement"}


@dataclass(frozen=True, kw_only=True)
class Stroke:
    """The look of one line."""

    look: str  #: one of `LOOKS`
    plain: bool = False  #: whether it stands (a post, a place) rather than is told
    head: str = ""  #: one of `SHAPES`; empty for a line that points nowhere
    mutual: bool = False  #: whether it ends alike on both sides

    def colour(self, colours: Mapping[str, str]) -> str:
        """Its colour in the palette."""
        return colours["line"] if self.plain else colours[f"status-{self.look}"]

    @property
    def marker(self) -> str:
        """The name of its head among the definitions of the file."""
        return f"dispatchgraph-{self.head}-{'line' if self.plain else self.look}"

    def drawn(self, curve: Curve, colours: Mapping[str, str]) -> Element:
        """The line along `curve`, with its head."""
        taken = SHAPES[self.head][1] if self.head else 0.0
        between = curve.between(taken if self.mutual else 0.0, taken) or curve
        runs = " ".join(map(number, DASHES.get(self.look, ())))
        return element(
            "path",
            d=between.path,
            stroke=self.colour(colours),
            stroke_width=THIN if self.plain or self.look == "claimed" else THICK,
            stroke_dasharray=runs or None,
            marker_start=f"url(#{self.marker})" if self.mutual else None,
            marker_end=f"url(#{self.marker})" if self.head else None,
        )


def stroke_of(line: Line) -> Stroke:
    """The look of a line; what simply happened is someone's claim where someone says so."""
    doubtful = line.status in DASHES
    look = line.status if doubtful else "claimed" if line.attributed else "occurred"
    told = any(t.get("event") or t.get("status") or t.get("kind") in TOLD for t in line.ties)
    shape = HEADS.get(look, "arrow") if line.directed else "bar" if look == "negated" else ""
    return Stroke(look=look, plain=not told, head=shape, mutual=bool(shape) and not line.directed)


def samples(picture: Picture) -> list[Stroke]:
    """One line for each way of telling that the picture holds, for its legend."""
    strokes = [stroke_of(line) for line in picture.lines]
    told = {stroke.look for stroke in strokes if not stroke.plain}
    told |= {str(spot.data.get("status")) for spot in picture.spots}.intersection(DASHES)
    return [Stroke(look=look, head=HEADS.get(look, "arrow")) for look in LOOKS if look in told]


def heads(picture: Picture, colours: Mapping[str, str]) -> list[Element]:
    """The definitions of all heads that lines of the picture and of its legend end in."""
    strokes = [*map(stroke_of, picture.lines), *samples(picture)]
    named = {stroke.marker: stroke for stroke in strokes if stroke.head}
    return [_marker(named[name], colours) for name in sorted(named)]


def _marker(stroke: Stroke, colours: Mapping[str, str]) -> Element:
    outline, colour = SHAPES[stroke.head][0], stroke.colour(colours)
    filled = element("path", d=outline, fill=colour)
    open_ = element("path", d=outline, fill="none", stroke=colour, stroke_width=THICK)
    return element(
        "marker",
        filled if stroke.head == "arrow" else open_,
        id=stroke.marker,
        markerUnits="userSpaceOnUse",
        markerWidth=10,
        markerHeight=10,
        refX=1,
        refY=5,
        orient="auto",
    )

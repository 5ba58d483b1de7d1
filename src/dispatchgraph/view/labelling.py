"""Where words stand on a sheet: the weightiest first, and none where it would cover another or a sign.

The page's script does the same (`script/labels.js`), but a sheet has no zoom: whoever draws it asks for `placed` at
ever larger distances until nothing is missing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

from dispatchgraph.view.curves import Curve, Point
from dispatchgraph.view.lettering import LEADING, width
from dispatchgraph.view.selection import Line, Picture, Spot
from dispatchgraph.view.spacing import wrapped

if TYPE_CHECKING:
    from dispatchgraph.view.spacing import Array

__all__ = ["AIR", "Box", "Label", "Wish", "placed", "sign_box", "wishes"]

GAP = 2.0  #: between a sign and its label
AIR = 3.0  #: above and beneath a label, together
NAME = 14.0  #: letters of a name, pixels
WORD = 12.0  #: letters of the label of a line, pixels
EVENT = 0.94  #: letters of an event to those of a name
SIGN = 0.95  #: half the side of the room a sign takes, to its radius
CROSSED, HIDDEN = 1.0, 2.0  #: what it costs a label to lie on a line, and on its head besides
ASIDE = 0.22  #: what it costs to stand in the next best spot
HEAD = 14.0  #: of a line that its head takes
IN_SIGHT = 30.0  #: of a line, its head included, that its own label leaves in sight
STEP = 6.0  #: between two points of a line that a label may lie on
SHARES = (0.5, 0.42, 0.58, 0.34, 0.66)  #: how far along its line a label may stand, the best first
RANK = {"relation": 0, "affiliation": 1, "alliance": 1, "statement": 2, "location": 3, "source": 3, "role": 4}


@dataclass(frozen=True)
class Box:
    """A rectangle along the sides of the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> Box:
        """The box with its middle at (x, y)."""
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A label and the spots it may take, the best first; `key` is the id of its node or the number of its line."""

    key: str | int
    rows: tuple[str, ...]
    size: float
    bold: bool
    spots: tuple[Point, ...] = ()

    @property
    def room(self) -> tuple[float, float]:
        """Width and height, with a little air."""
        wide = max((width(row, self.size, bold=self.bold) for row in self.rows), default=0.0)
        return wide + self.size * 0.4, len(self.rows) * self.size * LEADING + AIR


@dataclass(frozen=True, kw_only=True)
class Label:
    """A label in its place."""

    wish: Wish
    box: Box


def wishes(picture: Picture, places: Mapping[str, Point], curves: Sequence[Curve]) -> list[Wish]:
    """The labels of all nodes, most tied first, then those of lines, what happens before what merely is."""
    spots = sorted(picture.spots, key=lambda s: (-s.degree, s.id))
    numbers = sorted(range(len(picture.lines)), key=lambda n: (RANK.get(picture.lines[n].kind, 0), n))
    names = [_of_node(spot, places[spot.id]) for spot in spots]
    return names + [_of_line(n, picture.lines[n], curves[n]) for n in numbers if any(picture.lines[n].labels)]


def _of_node(spot: Spot, place: Point) -> Wish:
    """Under its sign, else over or beside it, else at a corner."""
    event = spot.kind == "event"
    size, rows = NAME * (EVENT if event else 1.0), tuple(wrapped(spot.label))
    wish = Wish(key=spot.id, rows=rows, size=size, bold=not event)
    (wide, high), (x, y), reach = wish.room, place, spot.size * 1.12 + GAP
    down, aside = reach + high / 2, reach + wide / 2
    low, far = 0.3 * spot.size + high / 2, spot.size + wide / 2
    straight = ((0, down), (0, -down), (aside, 0), (-aside, 0))
    corners = ((far, low), (-far, low), (far, -low), (-far, -low))
    return replace(wish, spots=tuple((x + right, y + under) for right, under in straight + corners))


def _of_line(number: int, line: Line, curve: Curve) -> Wish:
    rows = tuple(row for label in line.labels for row in wrapped(label))
    return Wish(key=number, rows=rows, size=WORD, bold=False, spots=tuple(curve.point(s) for s in SHARES))


def sign_box(spot: Spot, place: Point) -> Box:
    """The room that a sign takes."""
    return Box.around(*place, 2 * SIGN * spot.size, 2 * SIGN * spot.size)


def placed(wanted: Sequence[Wish], signs: Sequence[Box], curves: Sequence[Curve]) -> list[Label]:
    """The labels that find room, each in the best spot that is free; `curves` are what is seen of the lines."""
    import numpy as np

    lines, taken = _points(curves), np.full((len(signs) + len(wanted), 4), np.inf)
    taken[: len(signs)] = np.array([astuple(box) for box in signs]).reshape(-1, 4)
    found: list[Label] = []
    for wish in wanted:
        boxes = [Box.around(x, y, *wish.room) for x, y in wish.spots]
        free = [(place, box) for place, box in enumerate(boxes) if not _meets(taken, box)]
        costs = [(place * ASIDE + _cost(box, lines, wish.key), place, box) for place, box in free]
        cost, _, best = min(costs, default=(math.inf, 0, Box(0, 0, 0, 0)), key=lambda c: c[:2])
        if cost < math.inf:
            taken[len(signs) + len(found)] = astuple(best)
            found.append(Label(wish=wish, box=best))
    return found


def _meets(taken: Array, box: Box) -> bool:
    left, top, right, bottom = taken.T
    return bool(((left < box.right) & (box.left < right) & (top < box.bottom) & (box.top < bottom)).any())


def _points(curves: Sequence[Curve]) -> Array:
    """Points of all lines, in four columns: x, y, number of the line, whether it belongs to the head."""
    import numpy as np

    found = []
    for number, curve in enumerate(curves):
        points = curve.points(STEP)
        found += [(*point, number, math.dist(point, curve.end) < HEAD) for point in points]
    return np.array(found, dtype=float).reshape(-1, 4)


def _cost(box: Box, lines: Array, key: str | int) -> float:
    """For the lines under a box, and their heads; a label that hides its own line may not stand there at all."""
    import numpy as np

    x, y, number, head = lines.T
    under = (x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)
    own = number == key if isinstance(key, int) else np.zeros(len(lines), dtype=bool)
    if own.any() and ((~under & own).sum() * STEP < IN_SIGHT or (under & own & (head > 0)).any()):
        return math.inf
    crossed, hidden = (len(np.unique(number[hit & ~own])) for hit in (under, under & (head > 0)))
    return CROSSED * crossed + HIDDEN * hidden

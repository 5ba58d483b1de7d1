"""The bows that lines are drawn as: quadratic curves, and the piece of one between two signs."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dispatchgraph.view.svg import number

__all__ = ["Curve", "Point", "bowed"]

Point = tuple[float, float]


@dataclass(frozen=True)
class Curve:
    """A quadratic curve from `start` to `end`, drawn towards `control`."""

    start: Point
    control: Point
    end: Point

    def point(self, share: float) -> Point:
        """Where the curve is after `share` (0 to 1) of its way."""
        return self._mixed(share, share)

    def points(self, step: float) -> list[Point]:
        """Points of the curve, `step` pixels apart or less."""
        count = max(4, math.ceil(math.dist(self.start, self.end) * 1.1 / step))
        return [self.point((place + 0.5) / count) for place in range(count)]

    def _mixed(self, one: float, other: float) -> Point:
        """The blossom of the curve: with twice the same share a point of it, with two shares a control point."""
        first, last = (1 - one) * (1 - other), one * other
        middle = 1 - first - last
        (ax, ay), (bx, by), (cx, cy) = self.start, self.control, self.end
        return (first * ax + middle * bx + last * cx, first * ay + middle * by + last * cy)

    def piece(self, since: float, until: float) -> Curve:
        """The curve between two shares of its way."""
        return Curve(self.point(since), self._mixed(since, until), self.point(until))

    def between(self, before: float, after: float) -> Curve | None:
        """The curve without `before` pixels around its start and `after` around its end; None if nothing is left."""
        since = self._left(self.start, before)
        until = 1 - self.turned()._left(self.end, after)
        return self.piece(since, until) if since < until else None

    def turned(self) -> Curve:
        """The same curve from its end to its start."""
        return Curve(self.end, self.control, self.start)

    def _left(self, centre: Point, radius: float) -> float:
        """The share at which the curve, which starts at `centre`, is `radius` away from it."""
        near, far = 0.0, 1.0
        for _ in range(16):
            half = (near + far) / 2
            near, far = (half, far) if math.dist(self.point(half), centre) < radius else (near, half)
        return far

    @property
    def path(self) -> str:
        """The curve as path data."""
        (ax, ay), (bx, by), (cx, cy) = self.start, self.control, self.end
        straight = abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) < 0.5
        control = "L" if straight else f"Q{number(bx)} {number(by)} "
        return f"M{number(ax)} {number(ay)}{control}{number(cx)} {number(cy)}"


def bowed(start: Point, end: Point, bend: float) -> Curve:
    """The curve from `start` to `end` that bows aside by `bend` of its length, as the layout reckons with."""
    (ax, ay), (cx, cy) = start, end
    across, down = cx - ax, cy - ay
    return Curve(start, ((ax + cx) / 2 + bend * down, (ay + cy) / 2 - bend * across), end)

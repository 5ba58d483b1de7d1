"""One sign for each kind, as SVG: the same outlines and marks as the page's (`script/shapes.js`)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from dispatchgraph.view.payload import DASHES
from dispatchgraph.view.svg import Element, element, number

__all__ = ["KINDS", "sign"]

Outline = Callable[[float], str]

HALO = 3.0  #: white around a sign, pixels
BORDER = 0.45  #: runs of a sign's border to those of a line: it is short and goes around corners


def _polygon(points: Iterable[tuple[float, float]], r: float) -> str:
    return "M" + "L".join(f"{number(x * r)} {number(y * r)}" for x, y in points) + "Z"


def _disc(x: float, y: float, radius: float, r: float) -> str:
    left, right, round_ = number((x - radius) * r), number((x + radius) * r), number(radius * r)
    level = number(y * r)
    return f"M{left} {level}A{round_} {round_} 0 1 1 {right} {level}A{round_} {round_} 0 1 1 {left} {level}Z"


def _box(x: float, y: float, width: float, height: float, r: float) -> str:
    return _polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], r)


def _rounded(half: float, corner: float, r: float) -> str:
    near, far, turn = number(-half * r), number(half * r), number(corner * r)
    inner, outer = number((corner - half) * r), number((half - corner) * r)
    arc = f"A{turn} {turn} 0 0 1 "
    return (
        f"M{inner} {near}H{outer}{arc}{far} {inner}V{outer}{arc}{outer} {far}"
        f"H{inner}{arc}{near} {outer}V{inner}{arc}{inner} {near}Z"
    )


def _hexagon(r: float) -> str:
    turns = [at * math.pi / 3 + math.pi / 6 for at in range(6)]
    return _polygon([(1.08 * math.cos(turn), 1.08 * math.sin(turn)) for turn in turns], r)


def _pin(r: float) -> str:
    """A disc that runs out into a point."""
    aside, level = 0.82 * math.cos(0.16 * math.pi), 0.82 * math.sin(0.16 * math.pi) - 0.28
    left, right = f"{number(-aside * r)} {number(level * r)}", f"{number(aside * r)} {number(level * r)}"
    belly, low = number(0.34 * r), number(0.62 * r)
    around = f"A{number(0.82 * r)} {number(0.82 * r)} 0 1 1 "
    return f"M{left}{around}{right}Q{belly} {low} 0 {number(1.1 * r)}Q-{belly} {low} {left}Z"


OUTLINES: Mapping[str, Outline] = {
    "person": lambda r: _disc(0, 0, 1, r),
    "body": lambda r: _rounded(0.92, 0.22, r),
    "state": _hexagon,
    "place": _pin,
    "group": lambda r: _disc(-0.5, 0.3, 0.56, r) + _disc(0.5, 0.3, 0.56, r) + _disc(0, -0.42, 0.56, r),
    "document": lambda r: _polygon([(-0.78, -1), (0.234, -1), (0.78, -0.42), (0.78, 1), (-0.78, 1)], r),
    "event": lambda r: _polygon([(0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)], r),
    "thing": lambda r: _disc(0, 0, 0.75, r),
}

#: The kinds in the order of the legend.
KINDS = tuple(OUTLINES)


def _bust(r: float) -> str:
    round_, level = number(0.48 * r), number(0.58 * r)
    return _disc(0, -0.26, 0.28, r) + f"M-{round_} {level}A{round_} {round_} 0 0 1 {round_} {level}Z"


def _temple(r: float) -> str:
    roof = _polygon([(-0.56, -0.2), (0, -0.58), (0.56, -0.2)], r)
    columns = "".join(_box(x, -0.08, 0.16, 0.42, r) for x in (-0.42, -0.08, 0.26))
    return roof + columns + _box(-0.54, 0.42, 1.08, 0.14, r)


MARKS: Mapping[str, Outline] = {
    "person": _bust,
    "body": _temple,
    "state": lambda r: _box(-0.42, -0.58, 0.13, 1.16, r) + _polygon([(-0.3, -0.56), (0.52, -0.26), (-0.3, 0.06)], r),
    "place": lambda r: _disc(0, -0.28, 0.32, r),
    "document": lambda r: "".join(_box(-0.48, y, w, 0.14, r) for y, w in ((-0.22, 0.9), (0.14, 0.9), (0.5, 0.6))),
}


def sign(kind: str, r: float, colours: Mapping[str, str], *, status: str = "") -> list[Element]:
    """The sign of `kind` around the origin, `r` large; what is no fact is hollow, with the border of its line."""
    known = kind if kind in OUTLINES else "thing"
    colour, sheet, dashes = colours[known], colours["card"], DASHES.get(status)
    parts = [_solid(OUTLINES[known](r), colour, sheet)]
    if dashes:
        parts = [_hollow(OUTLINES[known](r), colour, sheet, dashes)]
    if known in MARKS:
        parts.append(element("path", d=MARKS[known](r), fill=colour if dashes else sheet))
    if status == "negated":
        across = f"M{number(-0.8 * r)} {number(0.8 * r)}L{number(0.8 * r)} {number(-0.8 * r)}"
        parts.append(element("path", d=across, stroke=colours["denied"], stroke_width=2))
    return parts


def _solid(outline: str, colour: str, sheet: str) -> Element:
    return element(
        "path",
        d=outline,
        fill=colour,
        stroke=sheet,
        stroke_width=HALO,
        stroke_linejoin="round",
        paint_order="stroke",
    )


def _hollow(outline: str, colour: str, sheet: str, dashes: Sequence[float]) -> Element:
    runs = " ".join(number(run * BORDER) for run in dashes)
    return element("path", d=outline, fill=sheet, stroke=colour, stroke_width=1.6, stroke_dasharray=runs)

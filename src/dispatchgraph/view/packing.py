"""Parts of a picture side by side on one sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dispatchgraph.view.selection import Spot

if TYPE_CHECKING:
    from dispatchgraph.view.spacing import Array

__all__ = ["Part", "centred", "packed", "rows"]

GAP = 26.0  #: between two parts, pixels

CORNERS = 400  #: places that are tried for a part: the newest, when the sheet is full of small ones

Place = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Nodes at their places, measured from the upper left corner of the part with its labels."""

    places: Mapping[str, Place] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0

    @classmethod
    def of(cls, nodes: Sequence[str], at: Array, boxes: Array) -> Part:
        """The part that holds `nodes` at `at`, each as large as its box (half width, above, below)."""
        left, right = (at[:, 0] - boxes[:, 0]).min(), (at[:, 0] + boxes[:, 0]).max()
        top, bottom = (at[:, 1] - boxes[:, 1]).min(), (at[:, 1] + boxes[:, 2]).max()
        places = {n: (float(x - left), float(y - top)) for n, (x, y) in zip(nodes, at, strict=True)}
        return cls(places=places, width=float(right - left), height=float(bottom - top))


def packed(parts: Sequence[Part], *, aspect: float) -> Part:
    """All parts as one, the largest first, each where the sheet grows least; `aspect` is its width to its height."""
    import numpy as np

    corners: list[Place] = [(0.0, 0.0)]
    taken = np.zeros((0, 4))
    places: dict[str, Place] = {}
    for part in sorted(parts, key=lambda p: (-p.width * p.height, min(p.places))):
        x, y = _corner(corners, taken, part, aspect)
        places |= {n: (x + px, y + py) for n, (px, py) in part.places.items()}
        right, bottom = x + part.width + GAP, y + part.height + GAP
        taken = np.vstack([taken, [x, y, right, bottom]])
        corners = [*(c for c in corners if c != (x, y)), (right, y), (x, bottom), (right, 0.0), (0.0, bottom)][
            -CORNERS:
        ]
    width, height = (float(taken[:, 2].max()), float(taken[:, 3].max())) if len(taken) else (0.0, 0.0)
    return Part(places=places, width=width, height=height)


def _corner(corners: Sequence[Place], taken: Array, part: Part, aspect: float) -> Place:
    """The free corner that leaves the sheet smallest."""
    import numpy as np

    at = np.array(corners)
    far = at + np.array([part.width + GAP, part.height + GAP])
    free = ~(
        (at[:, None, 0] < taken[None, :, 2])
        & (taken[None, :, 0] < far[:, None, 0])
        & (at[:, None, 1] < taken[None, :, 3])
        & (taken[None, :, 1] < far[:, None, 1])
    ).any(axis=1)
    right, bottom = (taken[:, 2].max(), taken[:, 3].max()) if len(taken) else (0.0, 0.0)
    grown = np.maximum(np.maximum(far[:, 0], right) / aspect, np.maximum(far[:, 1], bottom))
    cost = np.where(free, grown * 1000 + far.sum(axis=1) * 0.1, np.inf)
    best = int(cost.argmin())
    return float(at[best, 0]), float(at[best, 1])


def rows(spots: Sequence[Spot], *, under: Part, aspect: float) -> dict[str, Place]:
    """What no tie holds, set in lines like words under the rest."""
    from dispatchgraph.view.spacing import node_boxes

    boxes = node_boxes(spots)
    area = float((boxes[:, 0] * 2 * boxes[:, 1:].sum(axis=1)).sum()) if len(boxes) else 0.0
    width = max(under.width, (area * aspect * 1.2) ** 0.5)
    places: dict[str, Place] = {}
    x, y, tallest = 0.0, under.height + (GAP if under.places else 0.0), 0.0
    for spot, (half, above, below) in zip(spots, boxes, strict=True):
        if x and x + 2 * half > width:
            x, y, tallest = 0.0, y + tallest, 0.0
        places[spot.id] = (x + float(half), y + float(above))
        x, tallest = x + 2 * float(half) + 8, max(tallest, float(above + below))
    return places


def centred(places: Mapping[str, Place]) -> dict[str, tuple[int, int]]:
    """Whole pixels from the middle of all places."""
    if not places:
        return {}
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return {n: (round(x - middle[0]), round(y - middle[1])) for n, (x, y) in places.items()}

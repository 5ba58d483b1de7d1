"""The picture on its sheet: how far apart its nodes stand, where its lines bow, and where its words are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatchgraph.view.curves import Curve, Point, bowed
from dispatchgraph.view.labelling import Box, Label, placed, sign_box, wishes
from dispatchgraph.view.layout import positions
from dispatchgraph.view.selection import Line, Picture

if TYPE_CHECKING:
    from dispatchgraph.view.spacing import Array

__all__ = ["Scene", "scene_of"]

#: Distances to try, as shares of those that the layout gives: the closest that holds all words makes them largest
#: on a sheet of paper.
SPREADS = (0.6, 0.68, 0.76, 0.84, 0.92, 1.0, 1.12, 1.25, 1.4, 1.6, 1.85, 2.15, 2.5)
ENOUGH = 0.9  #: the share of the labels of lines that must find room
APART = 8.0  #: between two signs
SEEN = 16.0  #: of a line that signs leave in sight
MANY = 1500  #: signs beyond which nobody looks at all pairs, and none are drawn closer than the layout has them
VERBS = 3  #: labels that one line carries
CLEAR = 2.5  #: between a sign and a line
DETOURS = (0.0, 14.0, -14.0, 28.0, -28.0, 44.0, -44.0)  #: how far aside of straight a line may bow
WATCH = 5.0  #: between two points of a line that may strike a sign


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Everything at its place; labels are those that found room."""

    picture: Picture
    places: Mapping[str, Point]
    curves: tuple[Curve, ...]  #: what is seen of the lines between the signs, in their order
    labels: tuple[Label, ...] = ()

    @property
    def box(self) -> Box:
        """What all of it covers."""
        signs = [sign_box(s, self.places[s.id]) for s in self.picture.spots]
        bows = [Box.around(*curve.point(0.5), 4, 4) for curve in self.curves]
        boxes = [*signs, *bows, *(label.box for label in self.labels)]
        return Box(
            left=min(b.left for b in boxes),
            top=min(b.top for b in boxes),
            right=max(b.right for b in boxes),
            bottom=max(b.bottom for b in boxes),
        )


def scene_of(picture: Picture) -> Scene:
    """The picture as close together as its words allow."""
    short = replace(picture, lines=tuple(map(_short, picture.lines)))
    at = positions(short)
    best, reached = None, (-1.0, -1.0)
    for spread in SPREADS:
        scene = _spread(short, {node: (x * spread, y * spread) for node, (x, y) in at.items()})
        share = _shares(scene)
        if (best is None or share > reached) and (spread >= 1 or _apart(scene)):
            best, reached = scene, share
        if reached >= (1.0, ENOUGH):
            break
    assert best is not None
    return best


def _short(line: Line) -> Line:
    return line if len(line.labels) <= VERBS else replace(line, labels=(*line.labels[: VERBS - 1], "…"))


def _spread(picture: Picture, places: Mapping[str, Point]) -> Scene:
    signs = [sign_box(s, places[s.id]) for s in picture.spots]
    curves = _curves(picture, places)
    labels = placed(wishes(picture, places, curves), signs, curves)
    return Scene(picture=picture, places=places, curves=curves, labels=tuple(labels))


def _curves(picture: Picture, places: Mapping[str, Point]) -> tuple[Curve, ...]:
    """The lines from sign to sign; one that would run through a third sign bows around it."""
    import numpy as np

    at = np.array([places[s.id] for s in picture.spots])
    reach = np.array([s.size for s in picture.spots]) + CLEAR
    order = {s.id: number for number, s in enumerate(picture.spots)}
    return tuple(_clear(line, at, reach, order[line.source], order[line.target]) for line in picture.lines)


def _clear(line: Line, at: Array, reach: Array, source: int, target: int) -> Curve:
    """The way from source to target that runs through the fewest signs; the straighter the better."""
    start, end = (float(at[source, 0]), float(at[source, 1])), (float(at[target, 0]), float(at[target, 1]))
    others = reach.copy()
    others[[source, target]] = 0.0
    length = max(math.dist(start, end), 1.0)
    best, least = None, math.inf
    for aside in DETOURS[:1] if line.bend else DETOURS:  # lines side by side would run into each other
        whole = bowed(start, end, line.bend + 2 * aside / length)
        way = whole.between(float(reach[source]), float(reach[target])) or whole
        struck = _struck(way, at, others)
        if struck < least:
            best, least = way, struck
        if not struck:
            break
    assert best is not None
    return best


def _struck(curve: Curve, at: Array, reach: Array) -> int:
    """How many signs a curve runs through."""
    import numpy as np

    way = np.array(curve.points(WATCH))
    low, high = way.min(axis=0) - reach[:, None], way.max(axis=0) + reach[:, None]
    near = ((at > low) & (at < high)).all(axis=1)
    if not near.any():
        return 0
    away = np.hypot(*(at[near][:, None] - way[None]).transpose(2, 0, 1)).min(axis=1)
    return int((away < reach[near]).sum())


def _shares(scene: Scene) -> tuple[float, float]:
    """The shares of nodes and of lines that have their label."""
    names = sum(isinstance(label.wish.key, str) for label in scene.labels)
    lines = sum(any(line.labels) for line in scene.picture.lines)
    return names / len(scene.picture.spots), min((len(scene.labels) - names) / max(lines, 1), ENOUGH) if lines else 1.0


def _apart(scene: Scene) -> bool:
    """Whether signs leave each other room, and lines can be seen between them."""
    import numpy as np

    spots, places = scene.picture.spots, scene.places
    if len(spots) > MANY:
        return False
    at = np.array([places[s.id] for s in spots])
    reach = np.array([s.size for s in spots])
    gaps = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) - reach[:, None] - reach[None]
    np.fill_diagonal(gaps, np.inf)
    order = {s.id: number for number, s in enumerate(spots)}
    ends = np.array([(order[a.source], order[a.target]) for a in scene.picture.lines], dtype=int).reshape(-1, 2)
    return bool((gaps > APART).all() and (gaps[ends[:, 0], ends[:, 1]] > SEEN).all())

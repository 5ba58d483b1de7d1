"""Where each node stands: computed here, once and the same each time, so that the page opens at rest.

Ties pull nodes together (networkx's spring layout, each connected part on its own, the calmest of a few tries), then
boxes of the size of the labels push each other apart, and the parts are packed into a sheet as wide as a screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dispatchgraph.view.selection import Line, Picture, Spot

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np

__all__ = ["positions", "wrapped"]

LINE = 16.0  #: height of a line of text, pixels
CHARACTER = 7.4  #: mean width of a character, pixels
WRAP = 18  #: characters before a label breaks
REACH = 120.0  #: length that a tie would like, pixels
ASPECT = 1.35  #: width of the sheet to its height
PART = 400  #: nodes in one spring layout; networkx wants scipy from 500 on


def wrapped(label: str) -> list[str]:
    """`label` broken at spaces into lines of about `WRAP` characters; the page's script breaks the same way.

    >>> wrapped("Organisation des Nations unies")
    ['Organisation des', 'Nations unies']
    """
    lines: list[str] = []
    for word in label.split():
        if lines and len(lines[-1]) + 1 + len(word) <= WRAP:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def positions(picture: Picture) -> dict[str, tuple[int, int]]:
    """Pixels from the middle of the sheet for each node, rounded to whole ones."""
    parts = [_placed(part, picture) for part in _parts(picture)]
    tied = {node for part in parts for node, _, _ in part}
    rest = sorted((s for s in picture.spots if s.id not in tied), key=lambda s: (s.kind, s.label, s.id))
    sheet = _packed(parts)
    return _centred([*sheet, *_rows(rest, under=sheet)])


Place = tuple[str, float, float]


def _parts(picture: Picture) -> list[nx.Graph]:
    """The connected parts with a tie in them, largest first; one too large for a spring layout is cut at its seams."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_edges_from(sorted((min(a.source, a.target), max(a.source, a.target)) for a in picture.lines))
    whole = [graph.subgraph(sorted(c)).copy() for c in nx.connected_components(graph)]
    cut = [piece for part in whole for piece in _cut(part)]
    return sorted(cut, key=lambda g: (-len(g), min(g.nodes)))


def _cut(part: nx.Graph) -> Iterable[nx.Graph]:
    import networkx as nx

    if len(part) <= PART:
        return [part]
    groups = nx.community.louvain_communities(part, seed=1)
    cuts = [sorted(g)[at : at + PART] for g in groups for at in range(0, len(g), PART)]
    return [part.subgraph(c).copy() for c in cuts]


def _placed(part: nx.Graph, picture: Picture) -> list[Place]:
    import numpy as np

    order = sorted(part.nodes)
    index = {node: i for i, node in enumerate(order)}
    spots = [s for s in picture.spots if s.id in index]
    lines = [a for a in picture.lines if a.source in index and a.target in index]
    ends = np.array([[index[a.source], index[a.target]] for a in lines], dtype=int).reshape(-1, 2)
    start = _calmest(part, order, ends) * _stretch(part)
    calm = _pushed(start, ends, _boxes(spots), _label_boxes(lines), np.array([a.bend for a in lines]))
    return [(node, float(x), float(y)) for node, (x, y) in zip(order, calm, strict=True)]


def _stretch(part: nx.Graph) -> float:
    return REACH * max(1.0, len(part) ** 0.5)


def _calmest(part: nx.Graph, order: Sequence[str], ends: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Of a few spring layouts, the one with the fewest crossings."""
    import networkx as nx
    import numpy as np

    tries = 12 if len(part) <= 80 else 3 if len(part) <= 200 else 1
    fixed = nx.Graph()
    fixed.add_nodes_from(order)
    fixed.add_edges_from(sorted(tuple(sorted(e)) for e in part.edges))
    found = []
    for seed in range(1, tries + 1):
        spread = nx.spring_layout(
            fixed, seed=seed, iterations=150 if len(part) <= 200 else 60, k=1.3 / len(part) ** 0.5
        )
        at = np.array([spread[n] for n in order]) * [ASPECT**0.5, ASPECT**-0.5]
        found.append((_crossings(at, ends), seed, at))
    return min(found, key=lambda f: f[:2])[2]


def _crossings(at: np.ndarray[Any, Any], ends: np.ndarray[Any, Any]) -> int:
    import numpy as np

    if len(ends) < 2 or len(ends) > 600:
        return 0
    a, b = at[ends[:, 0]], at[ends[:, 1]]

    def side(p: np.ndarray[Any, Any], q: np.ndarray[Any, Any], r: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        d, e = (q - p)[:, None, :], r[None, :, :] - p[:, None, :]
        return np.asarray(np.sign(d[..., 0] * e[..., 1] - d[..., 1] * e[..., 0]))

    apart = side(a, b, a) * side(a, b, b)
    crossed = (apart < 0) & (apart.T < 0)
    return int(np.triu(crossed, 1).sum())


def _boxes(spots: Sequence[Spot]) -> np.ndarray[Any, Any]:
    """Half width, height above and height below of each sign with its label under it."""
    import numpy as np

    ordered = sorted(spots, key=lambda s: s.id)
    rows = [(s, wrapped(s.label)) for s in ordered]
    return np.array([[max(_width(r), 2 * s.size) / 2 + 6, s.size + 4, s.size + LINE * len(r) + 8] for s, r in rows])


def _label_boxes(lines: Sequence[Line]) -> np.ndarray[Any, Any]:
    import numpy as np

    half = [[0.88 * _width(a.labels) / 2 + 4, LINE * len(a.labels) / 2, LINE * len(a.labels) / 2] for a in lines]
    return np.array(half).reshape(-1, 3)


def _width(rows: Sequence[str]) -> float:
    return CHARACTER * max((len(r) for r in rows), default=0)


def _pushed(
    at: np.ndarray[Any, Any],
    ends: np.ndarray[Any, Any],
    nodes: np.ndarray[Any, Any],
    labels: np.ndarray[Any, Any],
    bends: np.ndarray[Any, Any],
) -> np.ndarray[Any, Any]:
    """Move nodes until neither their boxes nor the labels of their lines overlap, or patience ends."""
    import numpy as np

    boxes = np.vstack([nodes, labels])
    up_down = boxes[:, 1:]
    size = np.column_stack([boxes[:, 0], up_down.sum(axis=1) / 2])
    lower = np.column_stack([np.zeros(len(boxes)), (up_down[:, 1] - up_down[:, 0]) / 2])
    at = at.copy()
    for _ in range(400 if len(boxes) < 250 else 120 if len(boxes) < 700 else 40):
        across = at[ends[:, 1]] - at[ends[:, 0]]
        middles = at[ends].mean(axis=1) + 0.5 * bends[:, None] * np.column_stack([across[:, 1], -across[:, 0]])
        push = _push(np.vstack([at, middles]) + lower, size)
        if not push.any():
            break
        own, lent = push[: len(at)], push[len(at) :]
        for side in (0, 1):
            np.add.at(own, ends[:, side], lent * 0.5)
        at += np.clip(own, -30, 30) * 0.5
    return at


def _push(centres: np.ndarray[Any, Any], size: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """For each box the way out of all boxes it overlaps, along the shorter side."""
    import numpy as np

    apart = centres[:, None, :] - centres[None, :, :]
    over = size[:, None, :] + size[None, :, :] - np.abs(apart)
    hit = (over > 0).all(axis=2)
    np.fill_diagonal(hit, False)
    order = np.arange(len(centres))
    tie = np.where(order[:, None] > order[None, :], 1.0, -1.0)[..., None]
    way = np.where(apart == 0, tie, np.sign(apart))
    shorter = over[..., 0] < over[..., 1] * 1.2
    choice = np.stack([shorter, ~shorter], axis=2)
    return np.asarray((way * over * choice * hit[..., None]).sum(axis=1) * 0.5)


def _packed(parts: Sequence[Sequence[Place]]) -> list[Place]:
    """The parts beside and under each other, on shelves as wide as the sheet should be."""
    sizes = [_bounds(p) for p in parts]
    area = sum((w + 160) * (h + 110) for _, _, w, h in sizes)
    width = max([(area * ASPECT) ** 0.5, *(w for _, _, w, _ in sizes)], default=0.0)
    sheet: list[Place] = []
    x = y = shelf = 0.0
    for part, (left, top, w, h) in zip(parts, sizes, strict=True):
        if x and x + w > width + 40:
            x, y, shelf = 0.0, y + shelf + 110, 0.0
        sheet += [(n, px - left + x, py - top + y) for n, px, py in part]
        x, shelf = x + w + 160, max(shelf, h)
    return sheet


def _bounds(places: Sequence[Place]) -> tuple[float, float, float, float]:
    xs, ys = [x for _, x, _ in places], [y for _, _, y in places]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _rows(spots: Sequence[Spot], *, under: Sequence[Place]) -> list[Place]:
    """What no tie holds, in even rows under the rest."""
    if not spots:
        return []
    left, top, width, height = _bounds(under) if under else (0.0, 0.0, 0.0, 0.0)
    step = 150.0
    columns = max(int(max(width, (len(spots) * step * 80 * ASPECT) ** 0.5) // step), 1)
    floor = top + height + (130 if under else 0)
    return [(s.id, left + step * (i % columns), floor + 80 * (i // columns)) for i, s in enumerate(spots)]


def _centred(places: Sequence[Place]) -> dict[str, tuple[int, int]]:
    if not places:
        return {}
    left, top, width, height = _bounds(places)
    return {n: (round(x - left - width / 2), round(y - top - height / 2)) for n, x, y in places}

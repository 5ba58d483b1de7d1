"""Where each node stands: computed here, once and the same each time, so that the page opens at rest.

Ties pull nodes together (networkx's spring layout, each connected part on its own, the calmest of a few tries), boxes
of the size of the labels push each other apart (`spacing`), and the parts are packed into a sheet of a screen's shape
(`packing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from dispatchgraph.view.packing import Part, centred, packed, rows
from dispatchgraph.view.selection import Line, Picture, Spot
from dispatchgraph.view.spacing import label_boxes, node_boxes, pushed

if TYPE_CHECKING:
    import networkx as nx

    from dispatchgraph.view.spacing import Array

__all__ = ["positions"]

REACH = 58.0  #: length that a tie would like, pixels
ASPECT = 1.35  #: width of the sheet to its height
SMALL = 150  #: nodes up to which a picture is laid out with care
CARE = 3  #: spring layouts, and shapes of each, that care tries to the end
SHAPES = ((1.5, 0.9), (1.0, 1.0), (2.0, 0.8))  #: stretches to begin with: labels push upwards more than aside
PART = 120  #: nodes in one spring layout: a larger part is cut into its communities, which are set side by side


def positions(picture: Picture) -> dict[str, tuple[int, int]]:
    """Pixels from the middle of the sheet for each node, rounded to whole ones."""
    graphs = _graphs(picture)
    home = {node: number for number, graph in enumerate(graphs) for node in graph.nodes}
    shares = _shares(picture, home, len(graphs))
    large = len(picture.spots) > SMALL
    parts = [_part(graph, share, care=1 if large else CARE) for graph, share in zip(graphs, shares, strict=True)]
    tied = {node for part in parts for node in part.places}
    loose = [s for s in picture.spots if s.id not in tied]
    apart = sorted(loose, key=lambda s: (s.kind == "event", s.kind, s.label, s.id))
    sheet = packed(parts, aspect=ASPECT)
    return centred({**sheet.places, **rows(apart, under=sheet, aspect=ASPECT)})


def _shares(picture: Picture, home: Mapping[str, int], count: int) -> list[Picture]:
    """The picture cut into its parts: what stands in each, and the lines within it."""
    spots: list[list[Spot]] = [[] for _ in range(count)]
    lines: list[list[Line]] = [[] for _ in range(count)]
    for spot in picture.spots:
        if spot.id in home:
            spots[home[spot.id]].append(spot)
    for line in picture.lines:
        if home[line.source] == home[line.target]:
            lines[home[line.source]].append(line)
    return [Picture(spots=tuple(s), lines=tuple(a)) for s, a in zip(spots, lines, strict=True)]


def _graphs(picture: Picture) -> list[nx.Graph]:
    """The connected parts with a tie in them, largest first; one too large for a spring layout is cut at its seams."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_edges_from(sorted({(min(a.source, a.target), max(a.source, a.target)) for a in picture.lines}))
    whole = [_ordered(graph, c) for c in nx.connected_components(graph)]
    cut = [piece for part in whole for piece in _cut(part)]
    return sorted(cut, key=lambda g: (-len(g), min(g.nodes)))


def _ordered(graph: nx.Graph, nodes: Iterable[str]) -> nx.Graph:
    """The part of `graph` between `nodes`, in an order that no hash seed changes."""
    import networkx as nx

    part = nx.Graph()
    part.add_nodes_from(sorted(nodes))
    part.add_edges_from(sorted((min(e), max(e)) for e in graph.edges(part.nodes) if e[0] in part and e[1] in part))
    return part


def _cut(part: nx.Graph) -> Iterable[nx.Graph]:
    """A part as its communities, and those that are still too large as theirs."""
    import networkx as nx

    if len(part) <= PART:
        return [part]
    groups = sorted(nx.community.louvain_communities(part, seed=1), key=lambda g: (-len(g), min(g)))
    if len(groups) == 1:
        nodes = sorted(part, key=lambda n: (-part.degree(n), n))
        return [_ordered(part, nodes[at : at + PART]) for at in range(0, len(nodes), PART)]
    return [piece for group in groups for piece in _cut(_ordered(part, group))]


def _part(graph: nx.Graph, share: Picture, *, care: int) -> Part:
    import numpy as np

    order = list(graph.nodes)
    index = {node: i for i, node in enumerate(order)}
    spots: Sequence[Spot] = sorted(share.spots, key=lambda s: index[s.id])
    lines: Sequence[Line] = share.lines
    ends = np.array([[index[a.source], index[a.target]] for a in lines], dtype=int).reshape(-1, 2)
    boxes, labels, bends = node_boxes(spots), label_boxes(lines), np.array([a.bend for a in lines])
    starts = [start * shape for start in _starts(graph, ends, care)[:care] for shape in SHAPES[:care]]
    tries = [Part.of(order, pushed(start, ends, boxes, labels, bends), boxes) for start in starts]
    return min(tries, key=lambda part: max(part.width / ASPECT, part.height))


def _starts(graph: nx.Graph, ends: Array, care: int) -> list[Array]:
    """The calmest spring layouts, their long side across, their ties about as long as they like to be."""
    import numpy as np

    if not len(ends):
        return [np.array([[REACH * place, 0.0] for place in range(len(graph))])]
    if len(graph) == 2:
        return [np.array([[0.0, 0.0], [0.0, REACH]])]
    turned = [_across(at) for at in _calmest(graph, ends, care)]
    lengths = [np.linalg.norm(at[ends[:, 0]] - at[ends[:, 1]], axis=1) for at in turned]
    return [at * (REACH / max(float(np.median(run)), 1e-6)) for at, run in zip(turned, lengths, strict=True)]


def _across(at: Array) -> Array:
    """Turned so that it spreads most from left to right, as a screen does."""
    import numpy as np

    centre = at - at.mean(axis=0)
    _, axes = np.linalg.eigh(centre.T @ centre)
    main = axes[:, 1] if axes[np.argmax(np.abs(axes[:, 1])), 1] > 0 else -axes[:, 1]
    return np.asarray(centre @ np.array([[main[0], -main[1]], [main[1], main[0]]]))


def _calmest(graph: nx.Graph, ends: Array, care: int) -> list[Array]:
    """Of a few spring layouts, those with the fewest crossings."""
    import networkx as nx
    import numpy as np

    size = len(graph)
    tries, rounds = (1, 80) if care == 1 else (12, 200) if size <= 80 else (4, 120)
    found = []
    for seed in range(1, tries + 1):
        spread = nx.spring_layout(graph, seed=seed, iterations=rounds, k=1.6 / size**0.5)
        at = np.array([spread[n] for n in graph.nodes])
        found.append((_crossings(at, ends), seed, at))
    return [at for _, _, at in sorted(found, key=lambda f: f[:2])]


def _crossings(at: Array, ends: Array) -> int:
    import numpy as np

    if len(ends) < 2 or len(ends) > 600:
        return 0
    a, b = at[ends[:, 0]], at[ends[:, 1]]
    along = (b - a)[:, None, :]

    def side(points: Array) -> Array:
        away = points[None, :, :] - a[:, None, :]
        return np.asarray(along[..., 0] * away[..., 1] - along[..., 1] * away[..., 0])

    parted = side(a) * side(b) < -1e-12
    return int(np.triu(parted & parted.T, 1).sum())

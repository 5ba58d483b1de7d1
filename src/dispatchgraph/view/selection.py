"""What of a network is drawn: the events not folded, the most cited first, parallel ties as one line."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["READINGS", "Line", "Picture", "Spot", "select"]

Tie = tuple[str, str, Mapping[str, Any]]  # two nodes and what is told of the edge between them

#: Statuses that are drawn as a plain line and need no word beside the label.
FACTUAL = {"", "occurred", "ongoing"}


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A node as it is drawn."""

    id: str
    label: str
    kind: str
    degree: int
    data: Mapping[str, Any]

    @property
    def size(self) -> float:
        """Radius in pixels at full size: more ties, a larger sign."""
        radius = min(9 + 2.4 * math.sqrt(self.degree), 20)
        return round(radius * (0.8 if self.kind in {"event", "thing"} else 1), 1)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One or more ties of the same two nodes, direction and status, drawn as one line."""

    source: str
    target: str
    status: str
    directed: bool
    labels: tuple[str, ...]
    kind: str
    attributed: bool
    bend: float = 0.0  #: how far it bows, of its length; positive to the left of its direction on a page
    ties: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """All that is drawn, and how much there was."""

    spots: tuple[Spot, ...] = ()
    lines: tuple[Line, ...] = ()
    total: int = 0
    dispatches: tuple[Mapping[str, Any], ...] = field(default=())

    def part(self, count: int) -> Picture:
        """The most tied `count` nodes, and the lines between them."""
        first = sorted(self.spots, key=lambda s: (-s.degree, -int(s.data.get("weight", 0)), s.id))[:count]
        return self.only({s.id for s in first})

    def only(self, kept: Set[str]) -> Picture:
        """The nodes that are `kept`, and the lines between them."""
        return replace(
            self,
            spots=tuple(s for s in self.spots if s.id in kept),
            lines=tuple(a for a in self.lines if a.source in kept and a.target in kept),
        )


def select(network: nx.MultiDiGraph, *, limit: int, statuses: Mapping[str, str], reading: str = "relations") -> Picture:
    """The picture of `network`, of `limit` nodes at most; `statuses` are the words beside labels of what is no fact.

    The reading «relations» draws an event as an arrow wherever an arrow tells it; «events» draws all events as nodes
    between who and what takes part in them, and leaves out everything else.
    """
    shown, ties = READINGS[reading](network)
    kept = set(sorted(shown, key=lambda n: _rank(network, n))[:limit])
    lines = _lines([t for t in ties if t[0] in kept and t[1] in kept], statuses)
    degree = Counter(end for line in lines for end in (line.source, line.target))
    spots = [_spot(network, n, degree[n]) for n in sorted(kept)]
    dispatches = json.loads(network.graph.get("dispatches", "[]"))
    return Picture(spots=tuple(spots), lines=lines, total=len(shown), dispatches=tuple(dispatches))


def _relations(network: nx.MultiDiGraph) -> tuple[list[str], list[Tie]]:
    """What is not folded away."""
    nodes = [n for n, folded in network.nodes(data="folded", default=0) if not folded]
    return nodes, [t for t in network.edges(data=True) if not t[2].get("folded")]


def _events(network: nx.MultiDiGraph) -> tuple[list[str], list[Tie]]:
    """Events and their casts; who tells of an event takes no part in it."""
    ties = [t for t in network.edges(data=True) if t[2].get("kind") == "role" and t[2].get("role") != "source"]
    cast = {end for source, target, _ in ties for end in (source, target)}
    return [n for n, kind in network.nodes(data="kind") if kind == "event" or n in cast], ties


READINGS: Mapping[str, Callable[[nx.MultiDiGraph], tuple[list[str], list[Tie]]]] = {
    "relations": _relations,
    "events": _events,
}


def _rank(network: nx.MultiDiGraph, node: str) -> tuple[int, int, str]:
    return (-network.degree(node), -int(network.nodes[node].get("weight", 0)), str(node))


def _spot(network: nx.MultiDiGraph, node: str, degree: int) -> Spot:
    data = network.nodes[node]
    return Spot(
        id=str(node),
        label=str(data.get("label") or node),
        kind=str(data.get("kind", "thing")),
        degree=degree,
        data=data,
    )


def _lines(ties: Iterable[Tie], statuses: Mapping[str, str]) -> tuple[Line, ...]:
    bundles: dict[tuple[str, str, str, bool], list[Mapping[str, Any]]] = defaultdict(list)
    for source, target, data in ties:
        if source != target:
            bundles[_bundle(source, target, data)].append(data)
    straight = [_line(*key, ties, statuses) for key, ties in sorted(bundles.items())]
    return _bent(straight)


def _bundle(source: str, target: str, data: Mapping[str, Any]) -> tuple[str, str, str, bool]:
    status = str(data.get("status", ""))
    directed = bool(data.get("directed", 1))
    ends = (source, target) if directed else (min(source, target), max(source, target))
    return (*ends, "" if status in FACTUAL else status.split(" | ")[0], directed)


def _line(
    source: str, target: str, status: str, directed: bool, ties: list[Mapping[str, Any]], statuses: Mapping[str, str]
) -> Line:
    told = Counter(str(t.get("label", "")) for t in ties)
    verbs = status and any(t.get("kind") == "relation" for t in ties)  # beside an event the sign itself says it
    tail = f" ({statuses.get(status, status)})" if verbs else ""
    labels = tuple(f"{label} ×{n}{tail}" if n > 1 else f"{label}{tail}" for label, n in told.items())
    return Line(
        source=source,
        target=target,
        status=status or "occurred",
        directed=directed,
        labels=labels,
        kind=str(ties[0].get("kind", "relation")),
        attributed=all(t.get("speaker") for t in ties),
        ties=tuple(ties),
    )


def _bent(lines: list[Line]) -> tuple[Line, ...]:
    """Lines between the same two nodes bow apart, so that no label lies on another."""
    beside: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        beside[min(line.source, line.target), max(line.source, line.target)].append(line)
    bows: list[Line] = []
    for pair, group in beside.items():
        for place, line in enumerate(group):
            bow = (place - (len(group) - 1) / 2) * 0.42
            bows.append(replace(line, bend=round(bow if line.source == pair[0] else -bow, 3)))
    return tuple(bows)

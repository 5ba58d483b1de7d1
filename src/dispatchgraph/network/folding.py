"""Which events a picture tells as an arrow, and which need a node of their own."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["fold"]

#: Roles that an arrow and its evidence tell whole.
TOLD_BY_AN_ARROW = {"agent", "patient", "about", "place", "source"}

#: More arrows than this for one event say less than one node.
FEW = 3

Edge = tuple[str, str, dict[str, Any]]


def fold(network: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Mark with `folded` what a picture leaves out, so that each event is drawn once; returns the same graph.

    An event is folded into its arrows where they tell all of it. It is unfolded again where someone would be left
    without any tie at all: the place of a meeting, a witness, a recipient.
    """
    told = _by_event(network)
    folded = {event for event, edges in told.items() if _foldable(network, event, edges)}
    _mark(network, folded, witnesses=set())
    lonely = {n for n, kind in network.nodes(data="kind") if kind != "event" and not _drawn(network, n)}
    needed = {data["event"] for n in lonely for _, _, data in _around(network, n)}
    _mark(network, folded - needed, witnesses=lonely)
    return network


def _by_event(network: nx.MultiDiGraph) -> dict[str, list[Edge]]:
    told: dict[str, list[Edge]] = defaultdict(list)
    for edge in network.edges(data=True):
        if edge[2]["event"]:
            told[edge[2]["event"]].append(edge)
    return told


def _around(network: nx.MultiDiGraph, node: str) -> list[Edge]:
    return [*network.in_edges(node, data=True), *network.out_edges(node, data=True)]


def _drawn(network: nx.MultiDiGraph, node: str) -> bool:
    return any(not data["folded"] for _, _, data in _around(network, node))


def _foldable(network: nx.MultiDiGraph, event: str, edges: list[Edge]) -> bool:
    arrows = [data for _, _, data in edges if data["kind"] == "relation"]
    roles = {data["role"] for _, _, data in edges if data["kind"] == "role"}
    told_of = any(data["event"] != event for _, _, data in network.in_edges(event, data=True))
    return 0 < len(arrows) <= FEW and roles <= TOLD_BY_AN_ARROW and not told_of


def _mark(network: nx.MultiDiGraph, folded: set[str], *, witnesses: set[str]) -> None:
    """Set `folded` on every node and edge; a source is drawn only where nothing else ties it."""
    for node, data in network.nodes(data=True):
        data["folded"] = int(node in folded)
    aims = _aims(network)
    for source, target, data in network.edges(data=True):
        data["folded"] = int(_hidden(source, target, data, folded, witnesses, aims))


def _aims(network: nx.MultiDiGraph) -> dict[str, set[str]]:
    """For each event with a few arrows, whom they point at; an event between equals points at no one."""
    aims: dict[str, set[str]] = {}
    for event, edges in _by_event(network).items():
        arrows = [target for _, target, data in edges if data["kind"] == "relation" and data["directed"]]
        aims[event] = set(arrows) if len(arrows) <= FEW else set()
    return aims


def _hidden(
    source: str, target: str, data: dict[str, Any], folded: set[str], witnesses: set[str], aims: dict[str, set[str]]
) -> bool:
    if source in folded or target in folded:
        return True
    if data["role"] == "source" or data["kind"] == "source":
        return source not in witnesses
    told = target in aims.get(data["event"], ())  # the arrow from who does it already leads there
    if data["kind"] == "relation":
        return data["event"] not in folded and not told
    return data["kind"] == "role" and told

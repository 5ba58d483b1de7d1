"""Networks of a wanted size, and the plain networkx graph that another program is given of one."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import networkx as nx

from archive import archive
from dispatchgraph.network import project

__all__ = ["Size", "Subject", "drawn_part", "subject"]

#: How many drawn nodes and ties an entity and an event of the archive give, about: measured at 5 000 entities.
NODES_OF_EVENT, TIES_OF_ENTITY, TIES_OF_EVENT = 0.26, 0.34, 1.28


@dataclass(frozen=True, kw_only=True)
class Size:
    """Nodes and ties that a picture is to have, about."""

    nodes: int
    ties: int

    @classmethod
    def of(cls, words: str) -> Size:
        """The size that is written «1000/2000».

        >>> Size.of("100/200")
        Size(nodes=100, ties=200)
        """
        nodes, _, ties = words.partition("/")
        return cls(nodes=int(nodes), ties=int(ties))

    def __str__(self) -> str:
        return f"{self.nodes}/{self.ties}"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A network to draw, and what it took to get it."""

    size: Size
    network: nx.MultiDiGraph
    statements: int  #: of the RDF graph it is the projection of
    seconds: float  #: that projecting took
    nodes: int  #: not folded, so drawn
    ties: int


def subject(size: Size, *, seed: int) -> Subject:
    """An archive whose picture has about the wanted size, projected."""
    entities, events = _recipe(size)
    dataset = archive(entities=entities, events=events, seed=seed)
    start = perf_counter()
    network = project(dataset)
    seconds = perf_counter() - start
    drawn = drawn_part(network)
    return Subject(
        size=size, network=network, statements=len(dataset), seconds=seconds, nodes=len(drawn), ties=drawn.size()
    )


def _recipe(size: Size) -> tuple[int, int]:
    """Entities and events of the archive for a picture of `size`: two equations in two unknowns."""
    events = (size.ties - TIES_OF_ENTITY * size.nodes) / (TIES_OF_EVENT - TIES_OF_ENTITY * NODES_OF_EVENT)
    return max(8, round(size.nodes - NODES_OF_EVENT * events)), max(1, round(events))


def drawn_part(network: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """What a picture of `network` shows: nodes with a label and a sentence, ties with a label."""
    plain = nx.MultiDiGraph()
    for node, data in network.nodes(data=True):
        if not data["folded"]:
            plain.add_node(node, label=data["label"], title=data["sentence"].split(" | ")[0])
    for source, target, data in network.edges(data=True):
        if not data["folded"]:
            plain.add_edge(source, target, label=data["label"])
    return plain

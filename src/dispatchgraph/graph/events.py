"""Events as RDF, and the direct triple of those that happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations, product

from rdflib import RDF

from dispatchgraph.graph.nodes import Nodes, dated, sourced
from dispatchgraph.graph.terms import Literal, Triple
from dispatchgraph.knowledge import ancestors, event_types
from dispatchgraph.model import Event
from dispatchgraph.vocab import DG, SEM

__all__ = ["of_event"]

_REAL = frozenset({"occurred", "ongoing"})
_TARGETS = ("patient", "recipient", "about", "place")  #: of a shortcut: the first role that is filled


def of_event(it: Event, nodes: Nodes) -> Iterator[Triple]:
    """What happened, or is planned, asked or denied."""
    node = nodes.part(it.key)
    for kind in ancestors(it.type):
        yield node, RDF.type, DG[kind]
    yield node, DG.lemma, nodes.said(it.lemma)
    yield node, DG.status, DG[it.status]
    yield node, DG.rule, Literal(it.rule)
    for role, key in it.roles:
        yield node, SEM.hasPlace if role == "place" else DG[role], nodes.thing(key)
    for words in it.time_expressions:
        yield node, DG.timeExpression, nodes.said(words)
    yield from dated(node, it.when)
    yield from sourced(node, nodes, speakers=it.according_to, claims=it.claimed_in, mentions=it.mentions)
    yield from _shortcuts(it, nodes)


def _shortcuts(it: Event, nodes: Nodes) -> Iterator[Triple]:
    """The direct triples of an event that happened: agent, verb, patient."""
    shortcut = _shortcut(it.type)
    if it.status in _REAL and shortcut is not None:
        for agent, target in _pairs(it):
            yield nodes.thing(agent), DG[shortcut], nodes.thing(target)


def _shortcut(name: str) -> str | None:
    """The property of the nearest class that has one."""
    types = (event_types().get(kind) for kind in ancestors(name))
    return next((t.shortcut for t in types if t is not None and t.shortcut), None)


def _pairs(it: Event) -> Iterator[tuple[str, str]]:
    """Who did it to whom; each with each other where both do it."""
    by_role: dict[str, list[str]] = defaultdict(list)
    for role, key in it.roles:
        by_role[role].append(key)
    agents = by_role["agent"]
    if event_types()[it.type].symmetric and len(agents) > 1:
        return ((a, b) for a, b in permutations(agents, 2) if a != b)
    targets: Sequence[str] = next((by_role[role] for role in _TARGETS if by_role[role]), [])
    return product(agents, targets)

"""Claims and figures as RDF."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF

from dispatchgraph.graph.nodes import Nodes, dated, sourced
from dispatchgraph.graph.terms import Literal, Triple, number
from dispatchgraph.model import Claim, Figure
from dispatchgraph.vocab import DG, GAF, SEM

__all__ = ["of_claim", "of_figure"]


def of_claim(it: Claim, nodes: Nodes) -> Iterator[Triple]:
    """Who says what."""
    node = nodes.part(it.key)
    yield node, RDF.type, DG.Claim
    yield node, DG.speaker, nodes.entity(it.speaker)
    yield node, DG.speechAct, DG[it.act]
    yield node, DG.cue, nodes.span(it.cue)
    yield node, DG.rule, Literal(it.rule)
    if it.addressee:
        yield node, DG.addressee, nodes.entity(it.addressee)
    for span in it.contents:
        yield node, DG.contentSpan, nodes.span(span)
        yield node, GAF.denotedBy, nodes.span(span)
    for words in it.quotations:
        yield node, DG.quotation, nodes.said(words)
    for key in it.states:
        yield node, DG.states, nodes.part(key)


def of_figure(it: Figure, nodes: Nodes) -> Iterator[Triple]:
    """A number with what it counts."""
    node = nodes.part(it.key)
    yield node, RDF.type, DG.Figure
    yield node, DG.value, number(it.value)
    yield node, DG.bound, DG[it.bound]
    yield node, DG.measure, DG[it.measure]
    yield node, DG.rule, Literal(it.rule)
    if it.upper is not None:
        yield node, DG.upperValue, number(it.upper)
    if it.unit:
        yield node, DG.unit, Literal(it.unit)
    if it.counts:
        yield node, DG.counts, nodes.entity(it.counts)
    yield from _context(it, nodes)
    yield from dated(node, it.when)
    yield from sourced(node, nodes, speakers=it.according_to, claims=it.claimed_in, mentions=it.mentions)


def _context(it: Figure, nodes: Nodes) -> Iterator[Triple]:
    """The event, whole, places and other figures that a figure belongs with."""
    node = nodes.part(it.key)
    if it.of_event:
        yield node, DG.ofEvent, nodes.part(it.of_event)
    if it.subset_of:
        yield node, DG.subsetOf, nodes.part(it.subset_of)
    for place in it.places:
        yield node, SEM.hasPlace, nodes.entity(place)
    for other in it.disagrees_with:
        yield node, DG.disagreesWith, nodes.part(other)

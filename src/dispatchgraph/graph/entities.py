"""Entities and affiliations as RDF."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, SKOS

from dispatchgraph.graph.nodes import Nodes, sourced
from dispatchgraph.graph.terms import Literal, Triple, truth
from dispatchgraph.knowledge import ancestors
from dispatchgraph.model import Affiliation, Entity
from dispatchgraph.vocab import DG, GAF, GEO, ORG

__all__ = ["of_affiliation", "of_entity"]


def of_entity(it: Entity, nodes: Nodes) -> Iterator[Triple]:
    """A thing with its names, mentions and identity."""
    node = nodes.entity(it.key)
    for kind in ancestors(it.type):
        yield node, RDF.type, DG[kind]
    yield node, RDFS.label, nodes.said(it.label)
    for name in it.names:
        yield node, SKOS.altLabel, nodes.said(name)
    for span in it.mentions:
        yield node, GAF.denotedBy, nodes.span(span)
    for place in it.located_in:
        if place in nodes.entities:
            yield node, DG.locatedIn, nodes.entity(place)
    for ally in it.allied_with:
        yield node, DG.alliedWith, nodes.entity(ally)
    yield from _known(it, node, nodes)


def _known(it: Entity, node: str, nodes: Nodes) -> Iterator[Triple]:
    """What the gazetteer adds: identity elsewhere and where it lies."""
    known = nodes.gazetteer.entries.get(it.known or "")
    if known is None:
        return
    for same in known.same_as:
        yield node, OWL.sameAs, same
    if known.wkt:
        geometry = f"{node}#geometry"
        yield node, GEO.hasGeometry, geometry
        yield geometry, GEO.asWKT, Literal(known.wkt, datatype=GEO.wktLiteral)


def of_affiliation(it: Affiliation, nodes: Nodes) -> Iterator[Triple]:
    """A post or membership, and its shortcut."""
    node, member, body = nodes.part(it.key), nodes.entity(it.member), nodes.entity(it.organization)
    yield node, RDF.type, DG.Affiliation
    yield node, RDF.type, ORG.Membership
    yield node, ORG.member, member
    yield node, ORG.organization, body
    yield node, DG.rule, Literal(it.rule)
    if it.former:
        yield node, DG.former, truth(True)
    else:
        yield member, ORG.memberOf, body
    if it.post:
        yield node, DG.post, nodes.said(it.post)
    if it.posted_to:
        yield node, DG.postedTo, nodes.entity(it.posted_to)
    yield from sourced(node, nodes, speakers=it.according_to, claims=it.claimed_in, mentions=it.mentions)

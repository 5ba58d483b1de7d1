"""The RDF behind what a picture shows, as N-Triples: what is copied out of a page is what the graph holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from dispatchgraph.network.evidence import GAF, NIF, ordered

__all__ = ["described", "lines", "named"]

#: What an entity is. Shortcuts from one entity to another are left to the events they follow from.
NAMING = (RDF.type, RDFS.label, SKOS.altLabel, OWL.sameAs, GAF.denotedBy)

#: What a mention must say of itself so that a reader finds it in the text.
ANCHOR = (RDF.type, NIF.anchorOf, NIF.beginIndex, NIF.endIndex, NIF.referenceContext)

#: What no IRI may hold (RFC 3987).
ILLEGAL = re.compile(r'[\x00-\x20<>"{}|\\^`]')

Triple = tuple[Node, Node, Node]


def lines(triples: Iterable[Triple]) -> str:
    """Triples as lines of N-Triples, each once, in an order that no hash seed changes; none that it cannot write."""
    written = (triple for triple in triples if all(_writable(term) for term in triple))
    return "\n".join(sorted({f"{s.n3()} {p.n3()} {o.n3()} ." for s, p, o in written}))


def _writable(term: Node) -> bool:
    return not (isinstance(term, URIRef) and ILLEGAL.search(term))


def named(graph: Graph, thing: Node) -> str:
    """What an entity is and is called."""
    return lines((thing, p, o) for p in NAMING for o in graph.objects(thing, p))


def described(graph: Graph, statement: Node) -> str:
    """All that is said of an event, a claim, a figure or an affiliation, with its places in the text."""
    return lines([*graph.triples((statement, None, None)), *_anchors(graph, statement)])


def _anchors(graph: Graph, statement: Node) -> Iterator[Triple]:
    for span in ordered(graph.objects(statement, GAF.denotedBy)):
        yield from ((span, p, o) for p in ANCHOR for o in graph.objects(span, p))

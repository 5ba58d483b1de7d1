"""An archive as a file, graph by graph: what it takes does not grow with the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import BNode, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.term import Node

from dispatchgraph.iri import PREFIXES
from dispatchgraph.syntax.lines import nquads_pieces
from dispatchgraph.syntax.terms import Names, order
from dispatchgraph.syntax.turtle import trig_pieces

if TYPE_CHECKING:
    from dispatchgraph.archive.backend import Backend

__all__ = ["STREAMED", "exported"]

_Term = NamedNode | BlankNode | Literal | Triple


def exported(backend: Backend, format: str) -> Iterator[bytes]:
    """All of an archive in a form of `STREAMED`: the bytes that a dataset of the same statements would give."""
    return STREAMED[format](backend)


def _nquads(backend: Backend) -> Iterator[bytes]:
    return nquads_pieces(_graphs(backend))


def _trig(backend: Backend) -> Iterator[bytes]:
    return trig_pieces(_graphs(backend), Names.among(PREFIXES, _iris(backend)))


#: The forms that have a place for each graph, and what writes them piece by piece.
STREAMED: Mapping[str, Callable[[Backend], Iterator[bytes]]] = {"nquads": _nquads, "trig": _trig}


def _graphs(backend: Backend) -> Iterator[tuple[Node, set[tuple[Node, Node, Node]]]]:
    """Each graph by its name, with its statements."""
    for name in sorted((URIRef(graph.value) for graph in backend.graphs()), key=order):
        told = backend.quads(graph=NamedNode(str(name)))
        if triples := {(_node(q.subject), _node(q.predicate), _node(q.object)) for q in told}:
            yield name, triples


def _iris(backend: Backend) -> Iterator[str]:
    """The IRIs that statements are made of, each at least once."""
    for quad in backend.quads():
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, NamedNode):
                yield term.value
            elif isinstance(term, Literal):
                yield term.datatype.value


def _node(term: _Term) -> Node:
    """The same term as rdflib has it."""
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    assert isinstance(term, Literal)
    plain = term.language or term.datatype.value == _STRING
    return RdflibLiteral(
        term.value, lang=term.language, datatype=None if plain else URIRef(term.datatype.value), normalize=False
    )


_STRING = "http://www.w3.org/2001/XMLSchema#string"

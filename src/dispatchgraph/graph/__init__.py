"""A `Record` as RDF: one named graph a dispatch, one function a dataclass, no blank nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from rdflib import Dataset, URIRef

from dispatchgraph import iri
from dispatchgraph.graph.claims import of_claim, of_figure
from dispatchgraph.graph.dispatches import Origin, of_dispatch, of_origin
from dispatchgraph.graph.entities import of_affiliation, of_entity
from dispatchgraph.graph.events import of_event
from dispatchgraph.graph.nodes import Nodes
from dispatchgraph.graph.spans import of_spans
from dispatchgraph.graph.terms import Literal, Term, Triple, to_rdflib
from dispatchgraph.knowledge import Gazetteer
from dispatchgraph.model import Record
from dispatchgraph.vocab import bind

__all__ = ["Literal", "Origin", "Term", "Triple", "to_dataset", "triples"]


def to_dataset(
    record: Record, gazetteer: Gazetteer, origin: Origin, *, base: str = iri.DEFAULT_BASE, text: bool = True
) -> Dataset:
    """The dataset with the named graph of one record; `text=False` leaves the dispatch's text out."""
    dataset = Dataset(default_union=True)
    bind(dataset)
    graph = dataset.graph(URIRef(iri.graph(base, record.dispatch.id)))
    term = cache(to_rdflib)
    for subject, predicate, value in triples(record, gazetteer, origin, base=base, text=text):
        graph.add((term(subject), term(predicate), term(value)))
    return dataset


def triples(record: Record, gazetteer: Gazetteer, origin: Origin, *, base: str, text: bool) -> Iterator[Triple]:
    """Every statement of a record's graph; the spans last, as the others tell which there are."""
    nodes = Nodes(record, gazetteer, base)
    told: tuple[tuple[Sequence[Any], Callable[[Any, Nodes], Iterator[Triple]]], ...] = (
        (record.entities, of_entity),
        (record.events, of_event),
        (record.claims, of_claim),
        (record.figures, of_figure),
        (record.affiliations, of_affiliation),
    )
    yield from of_dispatch(nodes, text=text)
    yield from of_origin(nodes, origin)
    for things, statements in told:
        for thing in things:
            yield from statements(thing, nodes)
    yield from of_spans(nodes)

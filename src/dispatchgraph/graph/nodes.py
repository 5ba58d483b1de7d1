"""The nodes of one record: IRIs for its things and for the spans they are told in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from rdflib import XSD, Literal, URIRef
from rdflib.term import Node

from dispatchgraph import iri
from dispatchgraph.knowledge import Gazetteer
from dispatchgraph.model import Interval, Record, Span
from dispatchgraph.vocab import DG, GAF, SEM

__all__ = ["Nodes", "Triple", "dated", "day", "sourced"]

Triple = tuple[URIRef, URIRef, Node]


@dataclass(frozen=True)
class Nodes:
    """Names what a record tells of; keeps the spans it has named, to describe each once."""

    record: Record
    gazetteer: Gazetteer
    base: str
    referred: set[Span] = field(default_factory=set)

    @cached_property
    def entities(self) -> frozenset[str]:
        """Keys of the record's entities."""
        return frozenset(e.key for e in self.record.entities)

    @property
    def dispatch(self) -> URIRef:
        """The dispatch's text."""
        return URIRef(iri.dispatch(self.base, self.record.dispatch.id))

    @property
    def graph(self) -> URIRef:
        """The named graph of the dispatch."""
        return URIRef(iri.graph(self.base, self.record.dispatch.id))

    def entity(self, key: str) -> URIRef:
        """A thing in the world."""
        return URIRef(iri.entity(self.base, key))

    def part(self, key: str) -> URIRef:
        """An event, claim, figure or affiliation of this dispatch."""
        return URIRef(iri.part(self.base, self.record.dispatch.id, key))

    def thing(self, key: str) -> URIRef:
        """An entity or event by its key."""
        return self.entity(key) if key in self.entities else self.part(key)

    def span(self, span: Span) -> URIRef:
        """A stretch of the text, which is then to be described."""
        self.referred.add(span)
        return URIRef(iri.span(self.base, self.record.dispatch.id, span))

    def said(self, words: str) -> Literal:
        """Words in the dispatch's language."""
        return Literal(words, lang=self.record.dispatch.language)


def day(value: date) -> Literal:
    """A date as xsd:date."""
    return Literal(value.isoformat(), datatype=XSD.date)


def dated(node: URIRef, when: Interval | None) -> Iterator[Triple]:
    """When a thing was; an open end is left out."""
    if when and when.begin:
        yield node, SEM.hasBeginTimeStamp, day(when.begin)
    if when and when.end:
        yield node, SEM.hasEndTimeStamp, day(when.end)


def sourced(
    node: URIRef, nodes: Nodes, *, speakers: Iterable[str], claims: Iterable[str], mentions: Iterable[Span]
) -> Iterator[Triple]:
    """Who says a thing, in which claims, in which words."""
    for key in speakers:
        yield node, DG.accordingTo, nodes.entity(key)
    for key in claims:
        yield node, DG.claimedIn, nodes.part(key)
    for span in mentions:
        yield node, GAF.denotedBy, nodes.span(span)

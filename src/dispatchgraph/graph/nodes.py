"""The nodes of one record: IRIs for its things and for the spans they are told in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from dispatchgraph import iri
from dispatchgraph.graph.terms import Literal, Triple, day
from dispatchgraph.knowledge import Gazetteer
from dispatchgraph.model import Interval, Record, Span
from dispatchgraph.vocab import DG, GAF, SEM

__all__ = ["Nodes", "dated", "sourced"]


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

    @cached_property
    def dispatch(self) -> str:
        """The dispatch's text."""
        return iri.dispatch(self.base, self.record.dispatch.id)

    @cached_property
    def graph(self) -> str:
        """The named graph of the dispatch."""
        return iri.graph(self.base, self.record.dispatch.id)

    def entity(self, key: str) -> str:
        """A thing in the world."""
        return iri.entity(self.base, key)

    def part(self, key: str) -> str:
        """An event, claim, figure or affiliation of this dispatch."""
        return iri.part_of(self.dispatch, key)

    def thing(self, key: str) -> str:
        """An entity or event by its key."""
        return self.entity(key) if key in self.entities else self.part(key)

    def span(self, span: Span) -> str:
        """A stretch of the text, which is then to be described."""
        self.referred.add(span)
        return iri.span_of(self.dispatch, span)

    def said(self, words: str) -> Literal:
        """Words in the dispatch's language."""
        return Literal(words, language=self.record.dispatch.language)


def dated(node: str, when: Interval | None) -> Iterator[Triple]:
    """When a thing was; an open end is left out."""
    if when and when.begin:
        yield node, SEM.hasBeginTimeStamp, day(when.begin)
    if when and when.end:
        yield node, SEM.hasEndTimeStamp, day(when.end)


def sourced(
    node: str, nodes: Nodes, *, speakers: Iterable[str], claims: Iterable[str], mentions: Iterable[Span]
) -> Iterator[Triple]:
    """Who says a thing, in which claims, in which words."""
    for key in speakers:
        yield node, DG.accordingTo, nodes.entity(key)
    for key in claims:
        yield node, DG.claimedIn, nodes.part(key)
    for span in mentions:
        yield node, GAF.denotedBy, nodes.span(span)

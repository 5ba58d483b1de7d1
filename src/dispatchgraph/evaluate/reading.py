"""From an rdflib dataset to what it says of entities, events, claims, figures and affiliations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import TYPE_CHECKING

from dispatchgraph import store
from dispatchgraph.evaluate.classes import entity_classes, event_classes, named_classes
from dispatchgraph.evaluate.found import (
    Found,
    FoundAffiliation,
    FoundClaim,
    FoundEntity,
    FoundEvent,
    FoundFigure,
    Ids,
)
from dispatchgraph.evaluate.gold import Gold
from dispatchgraph.evaluate.identity import Identities, Label, bare
from dispatchgraph.model import Span
from dispatchgraph.vocab import DG, GAF, NIF, ORG, OWL, RDF, RDFS, SEM, SKOS

if TYPE_CHECKING:
    from rdflib import Dataset
    from rdflib.term import Node, URIRef

__all__ = ["read_graph"]


def read_graph(dataset: Dataset, gold: Gold) -> Found:
    """What all graphs of `dataset` say together, entities recognised as those of `gold`."""
    reader = _Reader(_in_order(dataset), Identities.of(gold.entities))
    return Found(
        entities=tuple(reader.entity(node) for node in reader.entities),
        events=tuple(reader.events()),
        claims=tuple(reader.claim(node) for node in reader.nodes("Claim")),
        figures=tuple(reader.figure(node) for node in reader.nodes("Figure")),
        affiliations=tuple(one for node in reader.nodes("Affiliation") for one in reader.affiliations(node)),
        sentences=tuple(sorted(reader.spans[n] for n in reader.typed(NIF.Sentence) if n in reader.spans)),
        labels={
            id: label
            for node in reader.entities
            for id, label in [(reader.id(node), reader.label(node))]
            if id[0] == "?"
        },
    )


def _in_order(dataset: Dataset) -> Dataset:
    """`dataset` with its statements in the order of N-Quads: where two match equally well, the first one wins."""
    data = store.dumps(dataset, format="nquads")
    return store.loads(data, format="nquads") if data else dataset


def _local(term: object) -> str:
    return str(term).rsplit("#", 1)[-1]


@dataclass(frozen=True)
class _Reader:
    """Answers what the nodes of one graph are."""

    graph: Dataset
    identities: Identities

    # which nodes there are

    @cached_property
    def spans(self) -> dict[Node, Span]:
        """The stretches of text."""
        ends = {node: self.first(node, NIF.endIndex) for node in self.graph.subjects(NIF.endIndex)}
        begins = self.graph.subject_objects(NIF.beginIndex)
        return {node: Span(int(str(begin)), int(ends[node])) for node, begin in begins if node in ends}

    @cached_property
    def kinds(self) -> dict[Node, frozenset[str]]:
        """The classes of our ontology that each node has."""
        found: dict[Node, set[str]] = defaultdict(set)
        for node, kind in self.graph.subject_objects(RDF.type):
            if str(kind).startswith(str(DG)):
                found[node].add(_local(kind))
        return {node: frozenset(kinds) for node, kinds in found.items()}

    @cached_property
    def entities(self) -> dict[Node, str | None]:
        """The entities, and which of the gold's each is."""
        return {node: self._identity(node) for node, kinds in self.kinds.items() if kinds & entity_classes()}

    def nodes(self, kind: str) -> Iterator[Node]:
        """The nodes of one class of our ontology."""
        return (node for node, kinds in self.kinds.items() if kind in kinds)

    def typed(self, kind: URIRef) -> Iterator[Node]:
        """The nodes of a class of any vocabulary."""
        return self.graph.subjects(RDF.type, kind)

    # what they have

    def values(self, node: Node, predicate: URIRef) -> Iterator[str]:
        """The values of a property, as texts."""
        return map(str, self.graph.objects(node, predicate))

    def first(self, node: Node, predicate: URIRef) -> str:
        """The first value of a property as text; empty where there is none."""
        return next(self.values(node, predicate), "")

    def locals(self, node: Node, predicate: URIRef) -> frozenset[str]:
        """The local names of the values of a property."""
        return frozenset(map(_local, self.graph.objects(node, predicate)))

    def stretches(self, node: Node, predicate: URIRef) -> tuple[Span, ...]:
        """The spans that a property leads to."""
        return tuple(self.spans[o] for o in self.graph.objects(node, predicate) if o in self.spans)

    def ids(self, node: Node, *predicates: URIRef) -> Ids:
        """The entities that properties lead to; events and others are passed over."""
        found = (o for predicate in predicates for o in self.graph.objects(node, predicate))
        return frozenset(self.id(o) for o in found if o in self.entities)

    def id(self, node: Node) -> str:
        """An entity's id in the gold, else «?» and its IRI."""
        return self.entities[node] or f"?{_local(node)}"

    def label(self, node: Node) -> str:
        """An entity's name."""
        return self.first(node, RDFS.label) or _local(node)

    def _identity(self, node: Node) -> str | None:
        named = bool(self.kinds[node] & named_classes())
        return self.identities.identify(self.values(node, OWL.sameAs), list(self._labels(node)), named=named)

    def _labels(self, node: Node) -> Iterator[Label]:
        """The names of an entity: its label before its other names before the words it is mentioned by."""
        yield from ((3, bare(name)) for name in self.values(node, RDFS.label))
        yield from ((2, bare(name)) for name in self.values(node, SKOS.altLabel))
        yield from ((1, bare(self.first(span, NIF.anchorOf))) for span in self.graph.objects(node, GAF.denotedBy))

    # what they are

    def entity(self, node: Node) -> FoundEntity:
        """A thing in the world."""
        return FoundEntity(
            label=self.label(node),
            classes=self.kinds[node],
            is_=self.entities[node],
            mentions=self.stretches(node, GAF.denotedBy),
        )

    def events(self) -> Iterator[FoundEvent]:
        """The events of a class below `Event`."""
        for node, kinds in self.kinds.items():
            if kinds & event_classes():
                yield self._event(node)

    def _event(self, node: Node) -> FoundEvent:
        return FoundEvent(
            classes=self.kinds[node] & event_classes(),
            lemma=self.first(node, DG.lemma),
            mentions=self.stretches(node, GAF.denotedBy),
            agents=self.ids(node, DG.agent),
            patients=self.ids(node, DG.patient, DG.recipient),
            places=self.ids(node, SEM.hasPlace),
            begin=self.first(node, SEM.hasBeginTimeStamp)[:10],
            end=self.first(node, SEM.hasEndTimeStamp)[:10],
            statuses=self.locals(node, DG.status),
            sources=self.ids(node, DG.accordingTo),
        )

    def claim(self, node: Node) -> FoundClaim:
        """What someone says."""
        return FoundClaim(speakers=self.ids(node, DG.speaker), contents=self.stretches(node, DG.contentSpan))

    def figure(self, node: Node) -> FoundFigure:
        """A number. Nought is no value: nothing that a gold has matches it, as in the gold's own scorer."""
        return FoundFigure(
            value=float(self.first(node, DG.value) or nan) or nan,
            measures=self.locals(node, DG.measure),
            bounds=self.locals(node, DG.bound),
            mentions=self.stretches(node, GAF.denotedBy),
            sources=self.ids(node, DG.accordingTo),
        )

    def affiliations(self, node: Node) -> Iterator[FoundAffiliation]:
        """Each member with each body of one node."""
        mentions = self.stretches(node, GAF.denotedBy)
        for member in sorted(self.ids(node, ORG.member)):
            for body in sorted(self.ids(node, ORG.organization)):
                yield FoundAffiliation(member=member, organization=body, mentions=mentions)

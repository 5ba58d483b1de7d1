"""One node of a graph, explained: its passages, its rows, what is tied to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from rdflib import OWL, RDF, RDFS, SKOS, URIRef
from rdflib.term import Node

from dispatchgraph.explain.explanation import Explanation, Line, Passage, Row
from dispatchgraph.explain.passages import in_sentences_of, passage, position, spans_of
from dispatchgraph.explain.telling import STATEMENTS, Telling
from dispatchgraph.vocab import DG, GAF, GEO, NIF, ORG, SCHEMA, SEM

__all__ = ["tell"]

#: Rows in this order; properties that are not named here come after them, by name.
_ORDER: tuple[URIRef, ...] = (
    *(RDFS.label, SKOS.altLabel, OWL.sameAs, SCHEMA.headline, SCHEMA.datePublished),
    *(DG.speaker, DG.cue, DG.addressee, DG.speechAct, DG.quotation, DG.status),
    *(DG.value, DG.bound, DG.upperValue, DG.unit, DG.measure, DG.counts, DG.ofEvent, DG.subsetOf, DG.disagreesWith),
    *(ORG.member, DG.post, ORG.organization, DG.postedTo),
    *(DG.agent, DG.patient, DG.recipient, DG.instrument, DG.about, SEM.hasPlace, DG.states),
)
#: What passages, other rows or the title tell.
_ELSEWHERE = frozenset({
    RDF.type, GAF.denotedBy, DG.rule, DG.accordingTo, DG.claimedIn, DG.contentSpan, DG.lemma, DG.timeExpression,
    SEM.hasBeginTimeStamp, SEM.hasEndTimeStamp, GEO.hasGeometry, NIF.isString, NIF.anchorOf, NIF.beginIndex,
    NIF.endIndex, NIF.sentence,
})  # fmt: skip
_KINDS = frozenset(STATEMENTS.values())


def tell(node: URIRef, telling: Telling) -> Explanation:
    """All that the graph tells of `node`."""
    kind = telling.kind(node)
    return Explanation(
        iri=str(node),
        name=telling.nodes.short(node),
        kind=kind,
        title=_title(node, kind, telling),
        language=telling.language,
        passages=tuple(_passages(node, kind, telling)),
        rows=tuple(_rows(node, kind, telling)),
        rules=telling.rules(node),
        statements=tuple(_statements(node, kind, telling)),
    )


def _title(node: URIRef, kind: str, telling: Telling) -> str:
    if kind in {"claim", "affiliation"}:
        return telling.line(node)
    return telling.amount(node) if kind == "figure" else telling.label(node)


# --- passages -----------------------------------------------------------------------------------------------------


def _passages(node: URIRef, kind: str, telling: Telling) -> Iterator[Passage]:
    spans = [node] if kind in {"mention", "sentence"} else spans_of(telling.graph, node)
    for span in spans:
        found = passage(telling.reader, telling.nodes, span)
        yield replace(found, rules=telling.rules(span)) if span != node else found


# --- rows ---------------------------------------------------------------------------------------------------------


def _rows(node: URIRef, kind: str, telling: Telling) -> Iterator[Row]:
    yield from _row(telling.strings["rows"]["class"], telling.classes(node))
    if kind in _KINDS - {"claim"}:
        yield from _said_by(node, telling)
    yield from _row(telling.strings["rows"]["date"], _date(node, telling))
    for predicate in _predicates(node, telling):
        for value in telling.reader.objects(node, predicate):
            here = _here(node, value, telling) if kind in _KINDS else ""
            yield from _row(telling.property(predicate), telling.value(value) + here)


def _row(name: str, value: str) -> Iterator[Row]:
    if value:
        yield Row(name=name, value=value)


def _predicates(node: URIRef, telling: Telling) -> list[URIRef]:
    """The properties of a node that get rows of their own, in order."""
    found = {p for p in telling.graph.predicates(node) if isinstance(p, URIRef)} - _ELSEWHERE
    rank = {p: number for number, p in enumerate(_ORDER)}
    return sorted(found, key=lambda p: (rank.get(p, len(rank)), telling.property(p), p))


def _said_by(node: URIRef, telling: Telling) -> Iterator[Row]:
    """Who says it, and in which words he is said to."""
    name, claims = telling.strings["rows"]["said_by"], telling.reader.objects(node, DG.claimedIn)
    speakers = telling.reader.objects(node, DG.accordingTo)
    for speaker in speakers:
        own = [c for c in claims if (c, DG.speaker, speaker) in telling.graph]
        cues = [f"{telling.nodes.short(c)} {_cue(c, telling)}".strip() for c in own]
        yield Row(name=name, value=", ".join((telling.value(speaker), *cues)))
    if not speakers:
        yield Row(name=name, value=telling.say("own_voice"))


def _cue(claim: Node, telling: Telling) -> str:
    return telling.quoted(telling.reader.words(span) for span in telling.reader.objects(claim, DG.cue))


def _date(node: URIRef, telling: Telling) -> str:
    """The days, with the words they were read from; the words alone where they gave none."""
    days = telling.days(node)
    words = telling.quoted(map(str, telling.reader.objects(node, DG.timeExpression)))
    if not words:
        return days
    return days + telling.say("read_from", words=words) if days else telling.say("unresolved", words=words)


def _here(node: URIRef, value: Node, telling: Telling) -> str:
    """The words for a participant where the statement is told."""
    if telling.kind(value) != "entity":
        return ""
    spans = in_sentences_of(telling.graph, node, value)
    words = dict.fromkeys(telling.reader.words(s) for s in spans)
    return telling.say("here", words=telling.quoted(words)) if words else ""


# --- what is tied to it -------------------------------------------------------------------------------------------


def _statements(node: URIRef, kind: str, telling: Telling) -> Iterator[Line]:
    """The statements that refer to a node, in the order of the text; of a sentence, those that are told in it."""
    ties = _told_in(node, telling) if kind == "sentence" else _referring(node, telling)
    for statement in sorted(ties, key=lambda s: _place(s, telling)):
        roles = ", ".join(sorted({telling.property(p) for p in ties[statement]}))
        yield Line(name=telling.nodes.short(statement), role=roles, words=telling.line(statement))


def _referring(node: URIRef, telling: Telling) -> dict[Node, set[Node]]:
    """Statements by the properties that tie them to `node`; for a span also entities that it denotes."""
    told: defaultdict[Node, set[Node]] = defaultdict(set)
    is_span = telling.kind(node) == "mention"
    for subject, predicate in telling.graph.subject_predicates(node):
        able = telling.kind(subject) in (_KINDS | {"entity"} if is_span else _KINDS)
        if able and not _is_said_by(subject, predicate, node, telling):
            told[subject].add(predicate)
    return told


def _is_said_by(subject: Node, predicate: Node, node: Node, telling: Telling) -> bool:
    """Whether the tie is only that one says the other, and another row or line tells as much."""
    if predicate == DG.accordingTo:
        claims = telling.graph.objects(subject, DG.claimedIn)
        return any((claim, DG.speaker, node) in telling.graph for claim in claims)
    back = {DG.claimedIn: DG.states, DG.states: DG.claimedIn}
    return any(predicate == there and (node, here, subject) in telling.graph for there, here in back.items())


def _told_in(sentence: URIRef, telling: Telling) -> dict[Node, set[Node]]:
    spans = telling.graph.subjects(NIF.sentence, sentence)
    return {
        subject: {GAF.denotedBy}
        for span in spans
        for subject in telling.graph.subjects(GAF.denotedBy, span)
        if telling.kind(subject) in _KINDS
    }


def _place(node: Node, telling: Telling) -> tuple[object, ...]:
    first = next(iter(spans_of(telling.graph, node)), None)
    return (*position(telling.graph, first), str(node))

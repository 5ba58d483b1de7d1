"""What ties the things of our graph: roles in events, posts, places, alliances, and who tells whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from rdflib import RDF, URIRef
from rdflib.term import Node

from dispatchgraph import knowledge
from dispatchgraph.errors import KnowledgeError
from dispatchgraph.network.evidence import DG, ORG, SEM, Evidence, Reader, ordered
from dispatchgraph.network.labels import term_label, tie_label
from dispatchgraph.network.triples import described, lines

__all__ = ["ROLES", "Tie", "event_type", "speakers", "ties", "verb"]

ROLES = {
    "agent": DG.agent,
    "patient": DG.patient,
    "recipient": DG.recipient,
    "instrument": DG.instrument,
    "place": SEM.hasPlace,
    "about": DG.about,
    "source": DG.accordingTo,
}

#: Roles whose arrow runs from the participant to the event.
ACTIVE = {"agent", "instrument", "source"}


@dataclass(frozen=True, kw_only=True)
class Tie:
    """An edge before its label is known to be unique."""

    source: str
    target: str
    kind: str
    label: str
    role: str = ""
    event: str = ""
    directed: int = 1
    evidence: tuple[Evidence, ...] = ()
    cls: str = ""  #: of the event
    speakers: str = ""  #: IRIs, parted by spaces
    rdf: str = ""  #: N-Triples of the statement itself; empty where its event's node has them

    @property
    def key(self) -> str:
        """What tells this edge from all others of the graph."""
        return " ".join((self.source, self.kind, self.role or self.label, self.event, self.target))


def ties(reader: Reader, classes: dict[Node, tuple[str, str]]) -> Iterator[Tie]:
    """All ties between the things in `classes`; events first, each with its cast."""
    for thing, (cls, kind) in classes.items():
        if kind == "event":
            yield from _event_ties(reader, thing, cls)
    yield from _affiliations(reader)
    yield from _standing(reader, DG.locatedIn, "location", "located_in")
    yield from _standing(reader, DG.alliedWith, "alliance", "allied_with")
    yield from _sources(reader)


def _event_ties(reader: Reader, event: Node, cls: str) -> Iterator[Tie]:
    items, by = tuple(reader.evidence(event)), speakers(reader, event)
    cast = {role: [str(o) for o in reader.objects(event, p)] for role, p in ROLES.items()}
    for role, people in cast.items():
        for other in people:
            ends = (other, str(event)) if role in ACTIVE else (str(event), other)
            label = tie_label(role, language=reader.language)
            yield Tie(
                source=ends[0],
                target=ends[1],
                kind="role",
                label=label,
                role=role,
                event=str(event),
                evidence=items,
                cls=cls,
                speakers=by,
            )
    label = verb(reader, event, cls)
    for source, target, directed in _pairs(cast, symmetric=_symmetric(cls)):
        yield Tie(
            source=source,
            target=target,
            kind="relation",
            label=label,
            event=str(event),
            directed=directed,
            evidence=items,
            cls=cls,
            speakers=by,
        )


def _pairs(cast: dict[str, list[str]], *, symmetric: bool) -> Iterable[tuple[str, str, int]]:
    """Who does it to whom: to the patient, else to the event it is about, else to the place, as shortcuts run."""
    agents = cast["agent"]
    targets = next(
        (cast[role] for role in ("patient", "about", "place") if cast[role] and not _both(cast, symmetric)), []
    )
    if targets:
        return [(a, t, 1) for a, t in product(agents, targets) if a != t]
    return [(a, b, 0) for a, b in combinations(agents, 2)] if symmetric else []


def _both(cast: dict[str, list[str]], symmetric: bool) -> bool:
    return symmetric and len(cast["agent"]) > 1 and not cast["patient"]


def event_type(cls: str) -> knowledge.EventType | None:
    """What the ontology knows of a class of events, where it is there and knows one of this name."""
    try:
        return knowledge.event_types().get(cls)
    except KnowledgeError:
        return None


def _symmetric(cls: str) -> bool:
    known = event_type(cls)
    return known is not None and known.symmetric


def verb(reader: Reader, event: Node, cls: str) -> str:
    """The words of the relation: the shortcut's label, else the lemma, else the name of the class."""
    known = event_type(cls)
    if known is not None and known.shortcut:
        return term_label(DG[known.shortcut], language=reader.language)
    return reader.text(event, DG.lemma) or term_label(DG[cls], language=reader.language)


def _affiliations(reader: Reader) -> Iterator[Tie]:
    told = set()
    for affiliation in ordered(reader.graph.subjects(RDF.type, DG.Affiliation)):
        items, by = tuple(reader.evidence(affiliation)), speakers(reader, affiliation)
        rdf = described(reader.graph, affiliation)
        post = reader.text(affiliation, DG.post)
        for role, predicate, label in (("member", ORG.organization, post), ("posted_to", DG.postedTo, "")):
            words = label or tie_label(role, language=reader.language)
            for pair in product(reader.objects(affiliation, ORG.member), reader.objects(affiliation, predicate)):
                told.add(pair)
                yield Tie(
                    source=str(pair[0]),
                    target=str(pair[1]),
                    kind="affiliation",
                    label=words,
                    role=role,
                    evidence=items,
                    speakers=by,
                    rdf=rdf,
                )
    for a, b in sorted(set(reader.graph.subject_objects(ORG.memberOf)) - told, key=repr):
        words, rdf = tie_label("member", language=reader.language), lines([(a, ORG.memberOf, b)])
        yield Tie(source=str(a), target=str(b), kind="affiliation", label=words, role="member", rdf=rdf)


def _standing(reader: Reader, predicate: URIRef, kind: str, tie: str) -> Iterator[Tie]:
    pairs = set(reader.graph.subject_objects(predicate))
    label = tie_label(tie, language=reader.language)
    mutual = kind == "alliance"
    for a, b in sorted(pairs, key=str):
        if a != b and not (mutual and (b, a) in pairs and str(b) < str(a)):
            rdf = lines([(a, predicate, b)])
            yield Tie(source=str(a), target=str(b), kind=kind, label=label, directed=int(not mutual), rdf=rdf)


def _sources(reader: Reader) -> Iterator[Tie]:
    for claim in ordered(reader.graph.subjects(RDF.type, DG.Claim)):
        ends = product(reader.objects(claim, DG.speaker), reader.objects(claim, DG.addressee))
        yield from _told_by(reader, claim, ends, kind="statement", tie="addressee")
    for figure in ordered(reader.graph.subjects(RDF.type, DG.Figure)):
        ends = product(reader.objects(figure, DG.accordingTo), reader.objects(figure, DG.counts, DG.ofEvent))
        yield from _told_by(reader, figure, ends, kind="source", tie="figure")


def _told_by(
    reader: Reader, statement: Node, ends: Iterable[tuple[Node, Node]], *, kind: str, tie: str
) -> Iterator[Tie]:
    for speaker, other in ends:
        yield Tie(
            source=str(speaker),
            target=str(other),
            kind=kind,
            label=tie_label(tie, language=reader.language),
            evidence=tuple(reader.evidence(statement)),
            speakers=speakers(reader, statement),
            rdf=described(reader.graph, statement),
        )


def speakers(reader: Reader, statement: Node) -> str:
    """The IRIs of who says so, parted by spaces."""
    return " ".join(str(o) for o in reader.objects(statement, DG.accordingTo, DG.speaker))

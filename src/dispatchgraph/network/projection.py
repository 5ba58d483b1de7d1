"""Our graph as nodes and edges: who is in it, and what ties them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, SKOS, Dataset, Graph, URIRef
from rdflib.term import Node

from dispatchgraph import knowledge
from dispatchgraph.errors import KnowledgeError
from dispatchgraph.network.evidence import DG, ORG, SEM, Evidence, Reader, columns, ordered, packed
from dispatchgraph.network.folding import fold
from dispatchgraph.network.foreign import project_any
from dispatchgraph.network.labels import local_name, term_label, tie_label

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["project"]

#: The kind under which a picture shows a class of the ontology; subclasses follow their nearest ancestor here.
KINDS = {
    "Person": "person",
    "Organization": "body",
    "Country": "state",
    "Place": "place",
    "Group": "group",
    "Document": "document",
    "Event": "event",
    "Thing": "thing",
}

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

    @property
    def key(self) -> str:
        """What tells this edge from all others of the graph."""
        return " ".join((self.source, self.kind, self.role or self.label, self.event, self.target))


def project(graph: Graph, *, language: str = "fr") -> nx.MultiDiGraph:
    """The picture of `graph` (a Graph, or a Dataset with all its named graphs) as a directed multigraph.

    A graph that holds none of our classes is drawn by its labels: see `foreign`. The same graph gives the same nodes
    and edges in the same order.
    """
    flat = _flat(graph)
    reader = Reader(flat, language=language)
    classes = dict(_classes(flat))
    if not classes:
        return project_any(flat, language=language)
    return _assembled(reader, classes)


def _flat(graph: Graph) -> Graph:
    if not isinstance(graph, Dataset):
        return graph
    union = Graph(bind_namespaces="none")
    for subject, predicate, value, _ in graph.quads():
        union.add((subject, predicate, value))
    return union


def _classes(graph: Graph) -> Iterator[tuple[Node, tuple[str, str]]]:
    """Each thing that a picture shows, with its most specific class (local name) and its kind."""
    found: dict[Node, set[str]] = {}
    for subject, _, cls in graph.triples((None, RDF.type, None)):
        if str(cls).startswith(str(DG)):
            found.setdefault(subject, set()).add(local_name(cls))
    for subject in ordered(found):
        lines = sorted((ancestors(c) for c in found[subject]), key=lambda a: (-len(a), a))
        kinds = [(line[0], KINDS[a]) for line in lines for a in line if a in KINDS]
        if kinds:
            yield subject, kinds[0] if kinds[0][1] != "event" or len(lines) == 1 else _event_class(lines)


def _event_class(lines: list[tuple[str, ...]]) -> tuple[str, str]:
    return next((line[0], "event") for line in lines if line[0] != "Event" or len(lines) == 1)


def ancestors(name: str) -> tuple[str, ...]:
    """`knowledge.ancestors`, or the name alone where the ontology is not there."""
    try:
        return knowledge.ancestors(name)
    except KnowledgeError:
        return (name,)


def _assembled(reader: Reader, classes: dict[Node, tuple[str, str]]) -> nx.MultiDiGraph:
    import networkx as nx

    network = nx.MultiDiGraph(language=reader.language, dispatches=packed(reader.dispatches()))
    for thing, (cls, kind) in classes.items():
        network.add_node(str(thing), **_node(reader, thing, cls, kind))
    ties = {t.key: t for t in _ties(reader, classes) if t.source in network and t.target in network}
    for key in sorted(ties):
        _add(network, ties[key])
    return fold(network)


def _node(reader: Reader, thing: Node, cls: str, kind: str) -> dict[str, str | int]:
    own = reader.evidence(thing)
    counted = [i for f in reader.graph.subjects(DG.counts, thing) for i in reader.evidence(f)]
    counted += [i for f in reader.graph.subjects(DG.ofEvent, thing) for i in reader.evidence(f)]
    counted.sort(key=lambda i: (str(i.get("sentence")), int(i.get("at", 0)), str(i)))
    return {
        "label": _event_label(reader, thing, cls) if kind == "event" else reader.label(thing),
        "kind": kind,
        "class": cls,
        "class_label": _capital(term_label(DG[cls], language=reader.language)),
        "names": reader.text(thing, SKOS.altLabel),
        "same_as": reader.text(thing, OWL.sameAs),
        "weight": len(own),
        "folded": 0,
        **columns(own),
        "evidence": packed([*own, *counted]),
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _event_label(reader: Reader, event: Node, cls: str) -> str:
    lemma = reader.text(event, DG.lemma)
    return _capital(lemma if cls == "Event" and lemma else term_label(DG[cls], language=reader.language))


def _add(network: nx.MultiDiGraph, tie: Tie) -> None:
    items = list(tie.evidence)
    network.add_edge(
        tie.source,
        tie.target,
        key=tie.key,
        label=tie.label,
        kind=tie.kind,
        role=tie.role,
        event=tie.event,
        directed=tie.directed,
        folded=0,
        **columns(items),
        evidence=packed(items),
    )


def _ties(reader: Reader, classes: dict[Node, tuple[str, str]]) -> Iterator[Tie]:
    for thing, (cls, kind) in classes.items():
        if kind == "event":
            yield from _event_ties(reader, thing, cls)
    yield from _affiliations(reader)
    yield from _standing(reader, DG.locatedIn, "location", "located_in")
    yield from _standing(reader, DG.alliedWith, "alliance", "allied_with")
    yield from _sources(reader)


def _event_ties(reader: Reader, event: Node, cls: str) -> Iterator[Tie]:
    items = tuple(reader.evidence(event))
    cast = {role: [str(o) for o in reader.objects(event, p)] for role, p in ROLES.items()}
    for role, people in cast.items():
        for other in people:
            ends = (other, str(event)) if role in ACTIVE else (str(event), other)
            label = tie_label(role, language=reader.language)
            yield Tie(
                source=ends[0], target=ends[1], kind="role", label=label, role=role, event=str(event), evidence=items
            )
    label = _verb(reader, event, cls)
    for source, target, directed in _pairs(cast, symmetric=_symmetric(cls)):
        yield Tie(
            source=source,
            target=target,
            kind="relation",
            label=label,
            event=str(event),
            directed=directed,
            evidence=items,
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


def _type(cls: str) -> knowledge.EventType | None:
    try:
        return knowledge.event_types().get(cls)
    except KnowledgeError:
        return None


def _symmetric(cls: str) -> bool:
    known = _type(cls)
    return known is not None and known.symmetric


def _verb(reader: Reader, event: Node, cls: str) -> str:
    """The words of the relation: the shortcut's label, else the lemma, else the name of the class."""
    known = _type(cls)
    if known is not None and known.shortcut:
        return term_label(DG[known.shortcut], language=reader.language)
    return reader.text(event, DG.lemma) or term_label(DG[cls], language=reader.language)


def _affiliations(reader: Reader) -> Iterator[Tie]:
    told = set()
    for affiliation in ordered(reader.graph.subjects(RDF.type, DG.Affiliation)):
        items = tuple(reader.evidence(affiliation))
        post = reader.text(affiliation, DG.post)
        for role, predicate, label in (("member", ORG.organization, post), ("posted_to", DG.postedTo, "")):
            words = label or tie_label(role, language=reader.language)
            for pair in product(reader.objects(affiliation, ORG.member), reader.objects(affiliation, predicate)):
                told.add(pair)
                yield Tie(
                    source=str(pair[0]), target=str(pair[1]), kind="affiliation", label=words, role=role, evidence=items
                )
    for pair in sorted(set(reader.graph.subject_objects(ORG.memberOf)) - told, key=repr):
        words = tie_label("member", language=reader.language)
        yield Tie(source=str(pair[0]), target=str(pair[1]), kind="affiliation", label=words, role="member")


def _standing(reader: Reader, predicate: URIRef, kind: str, tie: str) -> Iterator[Tie]:
    pairs = {(str(a), str(b)) for a, b in reader.graph.subject_objects(predicate)}
    for a, b in sorted(pairs):
        mutual = kind == "alliance"
        if a != b and not (mutual and (b, a) in pairs and b < a):
            label = tie_label(tie, language=reader.language)
            yield Tie(source=a, target=b, kind=kind, label=label, directed=int(not mutual))


def _sources(reader: Reader) -> Iterator[Tie]:
    for claim in ordered(reader.graph.subjects(RDF.type, DG.Claim)):
        for speaker, other in product(reader.objects(claim, DG.speaker), reader.objects(claim, DG.addressee)):
            label = tie_label("addressee", language=reader.language)
            items = tuple(reader.evidence(claim))
            yield Tie(source=str(speaker), target=str(other), kind="statement", label=label, evidence=items)
    for figure in ordered(reader.graph.subjects(RDF.type, DG.Figure)):
        for speaker, group in product(
            reader.objects(figure, DG.accordingTo), reader.objects(figure, DG.counts, DG.ofEvent)
        ):
            label = tie_label("figure", language=reader.language)
            items = tuple(reader.evidence(figure))
            yield Tie(source=str(speaker), target=str(group), kind="source", label=label, evidence=items)

"""Our graph as nodes and edges: who is in it, and what ties them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, SKOS, Dataset, Graph
from rdflib.term import Node

from dispatchgraph import knowledge
from dispatchgraph.errors import KnowledgeError
from dispatchgraph.network.evidence import DG, Reader, columns, ordered, packed
from dispatchgraph.network.figures import figures
from dispatchgraph.network.folding import fold
from dispatchgraph.network.foreign import project_any
from dispatchgraph.network.labels import local_name, term_label, tie_label
from dispatchgraph.network.ties import ROLES, Tie, event_type, speakers, ties, verb
from dispatchgraph.network.triples import described, named

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


#: The things of a graph with the local name of their class, and their kind.
Classes = dict[Node, tuple[str, str]]


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
        descents = sorted((ancestors(c) for c in found[subject]), key=lambda a: (-len(a), a))
        kinds = [(descent[0], KINDS[a]) for descent in descents for a in descent if a in KINDS]
        if kinds:
            yield subject, kinds[0] if kinds[0][1] != "event" or len(descents) == 1 else _event_class(descents)


def _event_class(descents: list[tuple[str, ...]]) -> tuple[str, str]:
    return next((descent[0], "event") for descent in descents if descent[0] != "Event" or len(descents) == 1)


def ancestors(name: str) -> tuple[str, ...]:
    """`knowledge.ancestors`, or the name alone where the ontology is not there."""
    try:
        return knowledge.ancestors(name)
    except KnowledgeError:
        return (name,)


def _assembled(reader: Reader, classes: Classes) -> nx.MultiDiGraph:
    import networkx as nx

    rows = figures(reader, lambda thing: _name(reader, thing, classes))
    network = nx.MultiDiGraph(language=reader.language, dispatches=packed(reader.dispatches()), figures=packed(rows))
    for thing in classes:
        network.add_node(str(thing), **_node(reader, thing, classes))
    found = {t.key: t for t in ties(reader, classes) if t.source in network and t.target in network}
    for key in sorted(found):
        _add(network, found[key])
    return fold(network)


def _node(reader: Reader, thing: Node, classes: Classes) -> dict[str, str | int]:
    cls, kind = classes[thing]
    own = reader.evidence(thing)
    counted = [i for f in reader.graph.subjects(DG.counts, thing) for i in reader.evidence(f)]
    counted += [i for f in reader.graph.subjects(DG.ofEvent, thing) for i in reader.evidence(f)]
    counted.sort(key=lambda i: (str(i.get("sentence")), int(i.get("at", 0)), str(i)))
    event = kind == "event"
    return {
        "label": _event_label(reader, thing, cls) if event else reader.label(thing),
        "kind": kind,
        "class": cls,
        "class_label": _capital(term_label(DG[cls], language=reader.language)),
        "names": reader.text(thing, SKOS.altLabel),
        "same_as": reader.text(thing, OWL.sameAs),
        "weight": len(own),
        "folded": 0,
        **columns(own),
        "told": _told(reader, thing, classes) if event else "",
        "speakers": speakers(reader, thing) if event else "",
        "rdf": described(reader.graph, thing) if event else named(reader.graph, thing),
        "evidence": packed([*own, *counted]),
    }


def _told(reader: Reader, event: Node, classes: Classes) -> str:
    """An event in one line: who does what to whom where the ontology has a verb for it, else its cast by role."""
    cls, _ = classes[event]
    cast = {role: _cast(reader, event, role, classes) for role in ROLES if role != "source"}
    target = next((role for role in ("patient", "about", "place") if cast[role]), "")
    known = event_type(cls)
    lead, done = _event_label(reader, event, cls), set[str]()
    if known is not None and known.shortcut and len(cast["agent"]) == 1 and target:
        lead = f"{cast['agent'][0]} {verb(reader, event, cls)} {', '.join(cast[target])}"
        done = {"agent", target}
    rest = [
        f"{tie_label(role, language=reader.language)}\u00a0: {', '.join(names)}"
        for role, names in cast.items()
        if names and role not in done
    ]
    return " – ".join([lead, "\u00a0; ".join(rest)] if rest else [lead])


def _cast(reader: Reader, event: Node, role: str, classes: Classes) -> list[str]:
    return list(dict.fromkeys(_name(reader, other, classes) for other in reader.objects(event, ROLES[role])))


def _name(reader: Reader, thing: Node, classes: Classes) -> str:
    """The name of a thing; an event, which has none, goes by its class."""
    cls, kind = classes.get(thing, ("", ""))
    return _event_label(reader, thing, cls).lower() if kind == "event" else reader.label(thing)


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
        **{"class": tie.cls, "speakers": tie.speakers, "rdf": tie.rdf},
        evidence=packed(items),
    )

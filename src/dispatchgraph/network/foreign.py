"""A graph that is not ours: what has a name or a tie is drawn, by its labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDF, BNode, Graph, URIRef
from rdflib.term import Node

from dispatchgraph.network.evidence import Reader, ordered
from dispatchgraph.network.labels import local_name, spaced
from dispatchgraph.network.triples import lines, named

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["project_any"]

#: Classes of other vocabularies, by local name, that a picture can tell apart.
KINDS = {
    "Person": "person",
    "Agent": "body",
    "Organization": "body",
    "Organisation": "body",
    "Country": "state",
    "Place": "place",
    "SpatialThing": "place",
    "City": "place",
    "Group": "group",
    "CreativeWork": "document",
    "Article": "document",
    "Document": "document",
    "Event": "event",
}


def project_any(graph: Graph, *, language: str) -> nx.MultiDiGraph:
    """Every resource as a node and every triple between two resources, classes aside, as an edge."""
    import networkx as nx

    reader = Reader(graph, language=language)
    network = nx.MultiDiGraph(language=language, dispatches="[]")
    ties = ((s, p, o) for s, p, o in graph if isinstance(o, (URIRef, BNode)) and p != RDF.type and s != o)
    triples = sorted(ties, key=repr)
    for thing in ordered({t for s, _, o in triples for t in (s, o)} | set(graph.subjects())):
        network.add_node(str(thing), **_node(reader, thing))
    for source, predicate, target in triples:
        _add(network, reader, source, predicate, target)
    return network


def _node(reader: Reader, thing: Node) -> dict[str, str | int]:
    classes = [local_name(c) for c in reader.objects(thing, RDF.type)]
    return {
        "label": _name(reader, thing),
        "kind": next((KINDS[c] for c in classes if c in KINDS), "thing"),
        "class": ", ".join(classes),
        "class_label": ", ".join(spaced(c) for c in classes),
        "names": "",
        "same_as": "" if isinstance(thing, BNode) else str(thing),
        "weight": 1,
        "folded": 0,
        "rdf": named(reader.graph, thing),
        "evidence": "[]",
    }


def _name(reader: Reader, thing: Node) -> str:
    label = reader.label(thing)
    return label if label != spaced(local_name(thing)) or isinstance(thing, BNode) else local_name(thing)


def _add(network: nx.MultiDiGraph, reader: Reader, source: Node, predicate: Node, target: Node) -> None:
    network.add_edge(
        str(source),
        str(target),
        key=f"{source} {predicate} {target}",
        label=reader.label(predicate),
        kind="relation",
        role="",
        event="",
        directed=1,
        folded=0,
        rdf=lines([(source, predicate, target)]),
        evidence="[]",
    )

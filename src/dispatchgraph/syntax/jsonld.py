"""JSON-LD 1.1: a context of prefixes alone, one object a node, one array of objects a named graph."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rdflib import RDF, XSD, BNode, Dataset, Literal, URIRef
from rdflib.term import Node

from dispatchgraph.syntax.terms import Names, Triple, by_graph, by_predicate, by_subject, union

__all__ = ["jsonld"]

Json = dict[str, Any]


def jsonld(dataset: Dataset) -> bytes:
    """All graphs as JSON-LD, UTF-8, indented."""
    names = _prefixes_only(Names.of(dataset, union(dataset)))
    content: list[Json] = []
    for name, triples in by_graph(dataset):
        nodes = _nodes(triples, names)
        content += nodes if name is None else [{"@id": str(name), "@graph": nodes}]
    document = {"@context": dict(names.prefixes), "@graph": content}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _prefixes_only(names: Names) -> Names:
    """JSON-LD takes as a prefix only what ends in a delimiter of IRIs."""
    return Names({prefix: ns for prefix, ns in names.prefixes.items() if ns.endswith(tuple(":/?#[]@"))})


def _nodes(triples: Iterable[Triple], names: Names) -> list[Json]:
    return [{"@id": _id(subject)} | _properties(pairs, names) for subject, pairs in by_subject(triples)]


def _properties(pairs: Iterable[tuple[Node, Node]], names: Names) -> Json:
    found: Json = {}
    for predicate, values in by_predicate(pairs):
        if predicate == RDF.type and all(isinstance(value, URIRef) for value in values):
            found["@type"] = [_short(value, names) for value in values]
        else:
            found[_short(predicate, names)] = [_value(value, names) for value in values]
    return found


def _id(term: Node) -> str:
    return f"_:{term}" if isinstance(term, BNode) else str(term)


def _short(term: Node, names: Names) -> str:
    return names.short(str(term)) or str(term)


def _value(term: Node, names: Names) -> Json:
    if not isinstance(term, Literal):
        return {"@id": _id(term)}
    if term.language:
        return {"@value": str(term), "@language": term.language}
    if term.datatype is None or term.datatype == XSD.string:
        return {"@value": str(term)}
    return {"@value": str(term), "@type": _short(term.datatype, names)}

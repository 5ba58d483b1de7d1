"""Turtle and TriG: every subject once, in order, its types first, its objects one a line where there are several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rdflib import RDF, XSD, BNode, Dataset, Literal
from rdflib.term import Node

from dispatchgraph.syntax.terms import Names, Triple, by_graph, by_predicate, by_subject, iri_ref, quoted, union

__all__ = ["trig", "turtle"]

# Literals that may be written as they are.
_BARE = {
    XSD.integer: re.compile(r"[+-]?\d+"),
    XSD.decimal: re.compile(r"[+-]?\d*\.\d+"),
    XSD.boolean: re.compile(r"true|false"),
}


def turtle(dataset: Dataset) -> bytes:
    """The union of all graphs as Turtle, UTF-8."""
    triples = union(dataset)
    names = Names.of(dataset, triples)
    return "".join([*_prefixes(names), *_subjects(triples, names)]).encode()


def trig(dataset: Dataset) -> bytes:
    """All graphs as TriG, UTF-8: the default graph first, then the others by name."""
    names = Names.of(dataset, union(dataset))
    text = list(_prefixes(names))
    for name, triples in by_graph(dataset):
        block = "".join(_subjects(triples, names))
        if name is None:
            text.append(block)
        else:
            indented = block.strip("\n").replace("\n", "\n    ").replace("\n    \n", "\n\n")
            text.append(f"\n{_term(name, names)} {{\n    {indented}\n}}\n")
    return "".join(text).encode()


def _prefixes(names: Names) -> Iterator[str]:
    for prefix, namespace in names.prefixes.items():
        yield f"@prefix {prefix}: {iri_ref(namespace)} .\n"


def _subjects(triples: Iterable[Triple], names: Names) -> Iterator[str]:
    for subject, pairs in by_subject(triples):
        lines = (_statement(predicate, values, names) for predicate, values in by_predicate(pairs))
        yield f"\n{_term(subject, names)} " + " ;\n    ".join(lines) + " .\n"


def _statement(predicate: Node, values: list[Node], names: Names) -> str:
    verb = "a" if predicate == RDF.type else _term(predicate, names)
    written = [_term(value, names) for value in values]
    if verb == "a" or len(written) == 1:
        return f"{verb} {', '.join(written)}"
    return f"{verb}\n        " + ",\n        ".join(written)


def _term(term: Node, names: Names) -> str:
    if isinstance(term, Literal):
        return _literal(term, names)
    if isinstance(term, BNode):
        return f"_:{term}"
    return names.short(str(term)) or iri_ref(str(term))


def _literal(term: Literal, names: Names) -> str:
    if term.language:
        return f"{quoted(str(term))}@{term.language}"
    if term.datatype is None or term.datatype == XSD.string:
        return quoted(str(term))
    bare = _BARE.get(term.datatype)
    if bare and bare.fullmatch(str(term)):
        return str(term)
    return f"{quoted(str(term))}^^{_term(term.datatype, names)}"

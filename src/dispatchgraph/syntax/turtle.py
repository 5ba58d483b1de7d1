"""Turtle and TriG: every subject once, in order, its types first, its objects one a line where there are several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rdflib import RDF, XSD, BNode, Dataset, Literal
from rdflib.term import Node

from dispatchgraph.syntax.terms import Names, Triple, by_graph, by_predicate, by_subject, iri_ref, quoted, union

__all__ = ["trig", "trig_pieces", "turtle"]

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
    return b"".join(trig_pieces(by_graph(dataset), Names.of(dataset, union(dataset))))


def trig_pieces(graphs: Iterable[tuple[Node | None, Iterable[Triple]]], names: Names) -> Iterator[bytes]:
    """Graphs as TriG, one after the other, with the short names that they use."""
    yield "".join(_prefixes(names)).encode()
    for name, triples in graphs:
        block = "".join(_subjects(triples, names))
        if name is not None:
            indented = block.strip("\n").replace("\n", "\n    ").replace("\n    \n", "\n\n")
            block = f"\n{_term(name, names)} {{\n    {indented}\n}}\n"
        yield block.encode()


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

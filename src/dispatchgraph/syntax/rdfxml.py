"""RDF/XML: one `rdf:Description` a subject."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from rdflib import RDF, XSD, BNode, Dataset, Literal, URIRef
from rdflib.term import Node

from dispatchgraph.errors import OutputError
from dispatchgraph.syntax.terms import Names, Triple, by_predicate, by_subject, union

__all__ = ["rdfxml"]

_LOCAL = re.compile(r"[^\W\d][\w.\-]*\Z")  # what XML takes as the name of an element
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rdfxml(dataset: Dataset) -> bytes:
    """The union of all graphs as RDF/XML, UTF-8.

    Raises `OutputError` for what XML cannot hold: a predicate without a local name, a control character.
    """
    triples = union(dataset)
    prefixes = _prefixes(Names.of(dataset, triples), {str(predicate) for _, predicate, _ in triples})
    text = "".join(_document(triples, prefixes))
    if wrong := _NOT_XML.search(text):
        raise OutputError(f"RDF/XML cannot hold the character U+{ord(wrong[0]):04X}: choose another format")
    return text.encode()


def _prefixes(names: Names, predicates: Iterable[str]) -> dict[str, str]:
    """Namespace → prefix, for rdf and all predicates; «ns1» and so on where none is bound."""
    bound = {namespace: prefix for prefix, namespace in names.prefixes.items()}
    needed = sorted({_split(predicate)[0] for predicate in predicates} - {str(RDF)})
    free = (f"ns{number}" for number in range(1, len(needed) + len(bound) + 2) if f"ns{number}" not in names.prefixes)
    return {str(RDF): "rdf"} | {namespace: bound.get(namespace) or next(free) for namespace in needed}


def _split(predicate: str) -> tuple[str, str]:
    """Namespace and local name: the longest end that XML takes as a name."""
    cut = next((i for i, c in enumerate(predicate) if _LOCAL.match(predicate[i:])), None) if predicate else None
    start = max(predicate.rfind("#"), predicate.rfind("/"), predicate.rfind(":")) + 1
    if start < len(predicate) and _LOCAL.match(predicate[start:]):
        cut = start
    if not cut:
        raise OutputError(f"RDF/XML cannot name the predicate {predicate}: choose another format")
    return predicate[:cut], predicate[cut:]


def _document(triples: Iterable[Triple], prefixes: dict[str, str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF'
    for namespace, prefix in sorted(prefixes.items(), key=lambda pair: pair[1]):
        yield f"\n    xmlns:{prefix}={quoteattr(namespace)}"
    yield ">\n"
    for subject, pairs in by_subject(triples):
        yield f"  <rdf:Description {_node(subject, 'about')}>\n"
        for predicate, values in by_predicate(pairs):
            namespace, local = _split(str(predicate))
            yield from (_property(f"{prefixes[namespace]}:{local}", value) for value in values)
        yield "  </rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _node(term: Node, attribute: str) -> str:
    if isinstance(term, BNode):
        return f"rdf:nodeID={quoteattr(str(term))}"
    return f"rdf:{attribute}={quoteattr(str(term))}"


def _property(name: str, value: Node) -> str:
    if not isinstance(value, Literal):
        return f"    <{name} {_node(value, 'resource')}/>\n"
    return f"    <{name}{_kind(value)}>{escape(str(value), {chr(13): '&#13;'})}</{name}>\n"


def _kind(value: Literal) -> str:
    if value.language:
        return f" xml:lang={quoteattr(value.language)}"
    plain = value.datatype is None or value.datatype == XSD.string
    return "" if plain else f" rdf:datatype={quoteattr(str(URIRef(value.datatype or '')))}"

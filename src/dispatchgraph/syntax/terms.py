"""What the writers share: the order of terms, the short names of IRIs, the escapes of strings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rdflib import RDF, RDFS, BNode, Dataset, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

__all__ = ["Names", "by_graph", "by_predicate", "by_subject", "iri_ref", "order", "quoted", "union"]

Triple = tuple[Node, Node, Node]

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_\-]|%[0-9A-Fa-f]{2})*\Z")
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')
_ESCAPES = {"\t": r"\t", "\b": r"\b", "\n": r"\n", "\r": r"\r", "\f": r"\f", '"': r"\"", "\\": r"\\"}
_FIRST = {RDF.type: 0, RDFS.label: 1}


def quoted(words: str) -> str:
    r"""`words` between quotation marks, escaped as N-Triples and Turtle want it, on one line.

    >>> print(quoted('dit «"non"»\n'))
    "dit «\"non\"»\n"
    """
    return '"' + _ESCAPED.sub(lambda c: _ESCAPES.get(c[0]) or f"\\u{ord(c[0]):04X}", words) + '"'


def iri_ref(iri: str) -> str:
    """`iri` between angle brackets."""
    return "<" + _NOT_IN_IRI.sub(lambda c: f"\\u{ord(c[0]):04X}", iri) + ">"


def _natural(words: str) -> tuple[tuple[int, str], ...]:
    """A key that puts «char=9» before «char=10»."""
    parts = re.split(r"([0-9]+)", words)
    return tuple((len(p.lstrip("0")), p.lstrip("0")) if i % 2 else (0, p) for i, p in enumerate(parts))


def order(term: Node) -> tuple[object, ...]:
    """A key that puts IRIs before blank nodes before literals, each in a natural order."""
    if isinstance(term, Literal):
        return (2, _natural(str(term)), str(term), f"{term.language or ''} {term.datatype or ''}")
    return (1 if isinstance(term, BNode) else 0, _natural(str(term)), str(term), "")


def _predicate_order(term: Node) -> tuple[object, ...]:
    return (_FIRST.get(term, 2) if isinstance(term, URIRef) else 2, *order(term))


def by_subject(triples: Iterable[Triple]) -> Iterator[tuple[Node, list[tuple[Node, Node]]]]:
    """Each subject with its predicates and objects, in order; spans of text come last, being many and dull."""
    found: dict[Node, list[tuple[Node, Node]]] = {}
    for subject, predicate, value in triples:
        found.setdefault(subject, []).append((predicate, value))
    for subject in sorted(found, key=lambda s: ("#char=" in str(s), order(s))):
        yield subject, found[subject]


def by_predicate(pairs: Iterable[tuple[Node, Node]]) -> Iterator[tuple[Node, list[Node]]]:
    """Each predicate, types and labels first, with its objects in order."""
    found: dict[Node, list[Node]] = {}
    for predicate, value in pairs:
        found.setdefault(predicate, []).append(value)
    for predicate in sorted(found, key=_predicate_order):
        yield predicate, sorted(found[predicate], key=order)


def by_graph(dataset: Dataset) -> Iterator[tuple[Node | None, set[Triple]]]:
    """The default graph (None), then each named graph in order, with its triples; empty ones are left out."""
    found: dict[Node | None, set[Triple]] = {}
    for subject, predicate, value, name in dataset.quads((None, None, None, None)):
        key: Node | None = None if name is None or name == DATASET_DEFAULT_GRAPH_ID else name
        found.setdefault(key, set()).add((subject, predicate, value))
    for key in sorted(found, key=lambda name: order(name) if name is not None else (-1,)):
        yield key, found[key]


def union(dataset: Dataset) -> set[Triple]:
    """The triples of all graphs of `dataset`."""
    return {triple for _, triples in by_graph(dataset) for triple in triples}


@dataclass(frozen=True)
class Names:
    """Short names for IRIs: the prefixes of a dataset that its statements use."""

    prefixes: Mapping[str, str]  #: prefix → namespace, sorted

    @classmethod
    def of(cls, dataset: Dataset, triples: Iterable[Triple]) -> Names:
        """The prefixes bound in `dataset` that `triples` use."""
        bound = {str(prefix): str(namespace) for prefix, namespace in dataset.namespaces() if prefix}
        return cls.among(bound, _iris(triples))

    @classmethod
    def among(cls, bound: Mapping[str, str], iris: Iterable[str]) -> Names:
        """Those of the prefixes `bound` that shorten some of `iris`."""
        every = cls(dict(sorted(bound.items())))
        used = {short[0] for iri in iris if (short := every.split(iri))}
        return cls({prefix: namespace for prefix, namespace in every.prefixes.items() if prefix in used})

    def split(self, iri: str) -> tuple[str, str] | None:
        """Prefix and local name of `iri`; None where it has to be written out."""
        cut = max(iri.rfind("#"), iri.rfind("/"), iri.rfind(":")) + 1
        prefix = self._by_namespace.get(iri[:cut])
        return (prefix, iri[cut:]) if prefix is not None and _LOCAL.match(iri[cut:]) else None

    @cached_property
    def _by_namespace(self) -> Mapping[str, str]:
        return {namespace: prefix for prefix, namespace in sorted(self.prefixes.items(), reverse=True)}

    def short(self, iri: str) -> str | None:
        """`iri` as «prefix:local»; None where it has to be written out."""
        found = self.split(iri)
        return ":".join(found) if found else None


def _iris(triples: Iterable[Triple]) -> set[str]:
    terms = {term for triple in triples for term in triple}
    types = {term.datatype for term in terms if isinstance(term, Literal) and term.datatype}
    return {str(term) for term in terms | types if isinstance(term, URIRef)}

"""The vocabularies that a graph is written in, closed: a name that none of them has raises where it is written.

Our own names are those of `ontology/dispatchgraph.ttl`.

>>> DG.vetoes
rdflib.term.URIRef('https://w3id.org/dispatchgraph/ontology#vetoes')
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rdflib import ORG, OWL, PROV, RDF, RDFS, SKOS, XSD, Dataset, Graph
from rdflib.namespace import GEO, SH, ClosedNamespace

from dispatchgraph.iri import DEFAULT_BASE as DATA_BASE
from dispatchgraph.iri import PREFIXES
from dispatchgraph.knowledge import ontology_path

__all__ = [
    "DATA_BASE",
    "DG",
    "GAF",
    "GEO",
    "NIF",
    "ORG",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SEM",
    "SH",
    "SKOS",
    "XSD",
    "bind",
    "shortened",
    "union",
]

_TERM = re.compile(r"^dg:(\w+) a ", re.MULTILINE)


def _our_terms() -> list[str]:
    return sorted(set(_TERM.findall(ontology_path("dispatchgraph.ttl").read_text("utf-8"))))


def _closed(uri: str, terms: Iterable[str]) -> ClosedNamespace:
    """A closed namespace that has its terms at hand: each statement that is written asks for one."""
    namespace = ClosedNamespace(uri, list(terms))
    vars(namespace).update({term: namespace[term] for term in terms})
    return namespace


DG = _closed("https://w3id.org/dispatchgraph/ontology#", _our_terms())
GAF = _closed("http://groundedannotationframework.org/gaf#", ["denotedBy", "denotes"])
NIF = _closed(
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    [
        *("Context", "OffsetBasedString", "Sentence"),
        *("anchorOf", "beginIndex", "endIndex", "isString", "referenceContext", "sentence"),
    ],
)
SEM = _closed(
    "http://semanticweb.cs.vu.nl/2009/11/sem/",
    ["Actor", "Event", "Place", "accordingTo", "hasActor", "hasBeginTimeStamp", "hasEndTimeStamp", "hasPlace"],
)
SCHEMA = _closed(
    "https://schema.org/",
    ["CreativeWork", "NewsArticle", "datePublished", "headline", "inLanguage", "name", "publisher"],
)


def bind(graph: Graph) -> None:
    """Give `graph` our prefixes, in place of others that it has for the same namespaces."""
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)


def shortened(term: str) -> str:
    """An IRI as a person writes it: «dg:vetoes»; whole where no prefix of ours fits.

    >>> shortened("https://w3id.org/dispatchgraph/ontology#vetoes")
    'dg:vetoes'
    """
    for prefix, namespace in PREFIXES.items():
        local = term.removeprefix(namespace)
        if local != term and re.fullmatch(r"\w[\w-]*", local):
            return f"{prefix}:{local}"
    return term


def union(graph: Graph) -> Graph:
    """The statements of `graph` as one plain graph: those of all named graphs, if it is a dataset."""
    if not isinstance(graph, Dataset):
        return graph
    flat = Graph(bind_namespaces="none")
    for subject, predicate, value, _ in graph.quads():
        flat.add((subject, predicate, value))
    bind(flat)
    return flat

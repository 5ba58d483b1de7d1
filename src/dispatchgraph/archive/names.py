"""The names that an archive's statements are written with, as terms of pyoxigraph, and the IRIs of its own graphs."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode

from dispatchgraph import iri

__all__ = [
    "DG",
    "GAF",
    "NIF",
    "ORG",
    "OWL",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SEM",
    "SKOS",
    "Names",
    "decimal",
    "words",
]


class _Namespace:
    """Terms of a vocabulary, made when they are named: `DG.block`, `RDF["type"]`."""

    def __init__(self, iri: str) -> None:
        self._iri = iri
        self._made: dict[str, NamedNode] = {}

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> NamedNode:
        if name not in self._made:
            self._made[name] = NamedNode(self._iri + name)
        return self._made[name]

    def local(self, term: object) -> str | None:
        """The name of a term of this vocabulary; None for another."""
        value = term.value if isinstance(term, NamedNode) else ""
        return value[len(self._iri) :] if value.startswith(self._iri) else None


DG = _Namespace("https://w3id.org/dispatchgraph/ontology#")
GAF = _Namespace("http://groundedannotationframework.org/gaf#")
NIF = _Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
ORG = _Namespace("http://www.w3.org/ns/org#")
OWL = _Namespace("http://www.w3.org/2002/07/owl#")
PROV = _Namespace("http://www.w3.org/ns/prov#")
RDF = _Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = _Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = _Namespace("https://schema.org/")
SEM = _Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
SKOS = _Namespace("http://www.w3.org/2004/02/skos/core#")
_XSD = _Namespace("http://www.w3.org/2001/XMLSchema#")


def words(text: str) -> Literal:
    """A plain string."""
    return Literal(text)


def decimal(value: object) -> Literal:
    """A number as xsd:decimal."""
    return Literal(str(value), datatype=_XSD.decimal)


def integer(value: int) -> Literal:
    """A whole number."""
    return Literal(str(value), datatype=_XSD.integer)


@dataclass(frozen=True)
class Names:
    """The IRIs of an archive, which all begin with its base."""

    base: str

    @property
    def catalogue(self) -> NamedNode:
        """The graph of what the archive notes of dispatches and their parts."""
        return NamedNode(f"{self.base}archive/catalogue")

    @property
    def identities(self) -> NamedNode:
        """The graph that says which entity each thing of each dispatch is."""
        return NamedNode(f"{self.base}archive/identities")

    @property
    def decisions(self) -> NamedNode:
        """The graph of what a person decided."""
        return NamedNode(f"{self.base}archive/decisions")

    @property
    def links(self) -> NamedNode:
        """The graph of what ties statements of several dispatches."""
        return NamedNode(f"{self.base}archive/links")

    def dispatch(self, identifier: str) -> NamedNode:
        """A dispatch by its id."""
        return NamedNode(iri.dispatch(self.base, identifier))

    def graph(self, identifier: str) -> NamedNode:
        """The graph of a dispatch."""
        return NamedNode(iri.graph(self.base, identifier))

    def entity(self, key: str) -> NamedNode:
        """An entity by its key."""
        return NamedNode(iri.entity(self.base, key))

    def identity(self, identifier: str, key: str) -> NamedNode:
        """The statement that says which entity a thing of a dispatch is."""
        return NamedNode(f"{self.base}identity/{quote(identifier, safe='')}/{quote(key, safe='')}")

    def decision(self, digest: str) -> NamedNode:
        """A person's decision."""
        return NamedNode(f"{self.base}decision/{digest}")

    def version(self, identifier: str, sha256: str) -> NamedNode:
        """An earlier text of a dispatch."""
        return NamedNode(f"{iri.dispatch(self.base, identifier)}/version/{sha256[:12]}")

    def key_of(self, entity: str) -> str | None:
        """The key in an entity's IRI (or that of its geometry); None for what is none."""
        start = f"{self.base}entity/"
        return unquote(entity[len(start) :].partition("#")[0]) if entity.startswith(start) else None

    def id_of(self, node: str) -> str | None:
        """The id of the dispatch that a dispatch, its graph, its parts and its spans belong to."""
        start = f"{self.base}dispatch/"
        if not node.startswith(start):
            return None
        return unquote(node[len(start) :].partition("#")[0].partition("/")[0])

    def unit_of(self, identity: str) -> tuple[str, str] | None:
        """Dispatch id and local key of an identity's IRI."""
        start = f"{self.base}identity/"
        if not identity.startswith(start):
            return None
        identifier, _, key = identity[len(start) :].partition("/")
        return unquote(identifier), unquote(key)

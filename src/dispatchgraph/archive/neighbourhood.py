"""What an archive says around one entity: small enough to be drawn, with the words it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from dispatchgraph.archive.names import DG, GAF, NIF, ORG, OWL, RDF, RDFS, SCHEMA, SEM, SKOS, Names
from dispatchgraph.archive.terms import graph_of, object_of, subject_of, value_of
from dispatchgraph.errors import QueryError

if TYPE_CHECKING:
    from dispatchgraph.archive.backend import Backend

__all__ = ["around", "find"]

LIMIT = 400  #: events, claims, figures and affiliations around an entity, those of the newest dispatches first

_TO_ENTITY: tuple[NamedNode, ...] = (
    DG.agent,
    DG.patient,
    DG.recipient,
    DG.instrument,
    SEM.hasPlace,
    DG.speaker,
    DG.addressee,
    DG.accordingTo,
)
_TO_ENTITY += (DG.counts, ORG.member, ORG.organization, DG.postedTo)
_TO_PART = (DG.about, DG.claimedIn, DG.states, DG.ofEvent, DG.subsetOf)  #: a part that another cannot be told without
_OF_ENTITY = (RDF["type"], RDFS.label, SKOS.altLabel, OWL.sameAs, DG.locatedIn, GAF.denotedBy)
_TO_SPAN = (GAF.denotedBy, DG.cue, DG.contentSpan)


def find(backend: Backend, names: Names, name: str) -> NamedNode:
    """The entity that `name` means: its IRI, the tail of it, its label or another name, whatever the case.

    Raises `QueryError` where there is none, and where there are several, with their IRIs.
    """
    asked = name.strip().removeprefix("<").removesuffix(">")
    for candidate in (asked, f"{names.base}entity/{asked.removeprefix('entity/')}"):
        node = _node(candidate)
        if node and any(True for _ in backend.quads(node, RDF["type"])):
            return node
    found = _called(backend, asked)
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(node.value.removeprefix(names.base) for node in found[:8])
        raise QueryError(f"{name!r} may be several entities: {listed}")
    raise QueryError(f"no entity is called {name!r}")


def _node(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def _called(backend: Backend, name: str) -> list[NamedNode]:
    """Entities by label, else by another name."""
    from pyoxigraph import Literal

    wanted = str(Literal(name.casefold()))
    for predicate in (RDFS.label, SKOS.altLabel):
        rows = backend.select(
            f"SELECT DISTINCT ?node WHERE {{ ?node {predicate} ?name ; {GAF.denotedBy} ?words "
            f"FILTER(LCASE(STR(?name)) = {wanted}) }} ORDER BY ?node LIMIT 100"
        )
        if found := [row["node"] for row in rows]:
            return [node for node in found if isinstance(node, NamedNode)]
    return []


def around(backend: Backend, names: Names, entity: NamedNode, *, limit: int = LIMIT) -> Iterator[Quad]:
    """The statements of an entity, of what it takes part in, and of the words that tell these, in their graphs."""
    parts = _parts(backend, names, entity, limit)
    told = list(dict.fromkeys(q for part in parts for q in backend.quads(part) if _is_read(names, q)))
    graphs = {graph_of(q) for q in told}
    entities = {entity} | {object_of(q) for q in told if names.key_of(value_of(q))}
    named = [q for e in entities for p in _OF_ENTITY for q in backend.quads(e, p) if graph_of(q) in graphs]
    spans = {object_of(q) for q in (*told, *named) if q.predicate in _TO_SPAN}
    words = [q for span in sorted(spans, key=str) for q in backend.quads(span)]
    sentences = {object_of(q) for q in words if q.predicate == NIF.sentence} - spans
    yield from told
    yield from named
    yield from words
    yield from (q for node in sorted(sentences, key=str) for q in backend.quads(node))
    yield from _dispatches(backend, names, graphs)
    yield from _shortcuts(backend, entities, graphs)


def _is_read(names: Names, quad: Quad) -> bool:
    """Whether a statement is of a dispatch's graph rather than of the archive's own."""
    return not graph_of(quad).value.startswith(f"{names.base}archive/")


def _parts(backend: Backend, names: Names, entity: NamedNode, limit: int) -> list[NamedNode]:
    """Events, claims, figures and affiliations that an entity takes part in, and those these cannot be told without."""
    told = (q for p in _TO_ENTITY for q in backend.quads(None, p, entity) if _is_read(names, q))
    touching = {subject_of(q): graph_of(q) for q in told if names.id_of(subject_of(q).value)}
    days = {graph: _day(backend, names, graph) for graph in set(touching.values())}
    newest = sorted(touching, key=lambda s: (days[touching[s]], str(s)), reverse=True)[:limit]
    needed = [object_of(q) for s in newest for p in _TO_PART for q in backend.quads(s, p)]
    content = [subject_of(q) for s in newest for q in backend.quads(None, DG.about, s)]
    return list(dict.fromkeys([*newest, *needed, *content]))


def _day(backend: Backend, names: Names, graph: NamedNode) -> str:
    node = names.dispatch(names.id_of(graph.value) or "")
    return next((value_of(q) for q in backend.quads(node, SCHEMA.datePublished)), "")


def _dispatches(backend: Backend, names: Names, graphs: Iterable[NamedNode]) -> Iterator[Quad]:
    for graph in sorted(graphs, key=str):
        identifier = names.id_of(graph.value)
        if identifier:
            yield from (q for q in backend.quads(names.dispatch(identifier)) if _is_read(names, q))


def _shortcuts(backend: Backend, entities: Iterable[NamedNode], graphs: Iterable[NamedNode]) -> Iterator[Quad]:
    """The direct statements between the entities."""
    among, read = set(entities), set(graphs)
    for one in sorted(among, key=str):
        for quad in backend.quads(one):
            if object_of(quad) in among and graph_of(quad) in read and quad.predicate not in _OF_ENTITY:
                yield quad

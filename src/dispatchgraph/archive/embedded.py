"""An Oxigraph in this process: what the folder and the file share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from errno import EDQUOT, ENOSPC
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from dispatchgraph.errors import QueryError, StoreError

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution

    from dispatchgraph.archive.backend import Answer, Change

__all__ = ["FAULTS", "Embedded", "update_of", "why"]

#: What pyoxigraph raises where a disk or the files on it are at fault.
FAULTS = (OSError, RuntimeError)


class Embedded:
    """A `Store` of pyoxigraph, asked and changed.

    Its default graph holds each statement of the named graphs once: what SPARQL means by all graphs as one. Oxigraph's
    own union gives a statement as often as there are graphs that hold it, and every count would be wrong.
    """

    def __init__(self, store: Store, *, prefixes: dict[str, str] | None = None) -> None:
        self.store = store
        self._prefixes = prefixes

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: NamedNode | Literal | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The statements of named graphs that fit; raises `StoreError` where they cannot be read."""
        try:
            for quad in self.store.quads_for_pattern(subject, predicate, object, graph):
                if quad.graph_name != _MERGE:
                    yield quad
        except FAULTS as error:
            raise StoreError(f"the archive is damaged: {' '.join(str(error).split())}") from error

    def query(self, sparql: str) -> Answer:
        """The answer to a query; raises `QueryError`."""
        try:
            return self.store.query(sparql, prefixes=self._prefixes)
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"no SPARQL: {' '.join(str(error).split())}") from None
        except FAULTS as error:
            raise QueryError(f"the query fails: {error}") from error

    def select(self, sparql: str) -> Iterator[QuerySolution]:
        """The rows of a SELECT."""
        return iter(self.query(sparql))  # type: ignore[arg-type]

    def graphs(self) -> Iterator[NamedNode]:
        """The names of the graphs."""
        return (name for name in self.store.named_graphs() if isinstance(name, NamedNode))

    def commit(self, change: Change) -> None:
        """Make a change in one transaction; raises `StoreError`, and nothing is changed."""
        try:
            if change.cleared or change.removed:
                self.store.update(update_of(change, self._gone(change)))
            elif change.added:
                self.store.extend([*change.added, *map(_merged, change.added)])
        except FAULTS as error:
            raise StoreError(why(error)) from error

    def _gone(self, change: Change) -> list[Triple]:
        """The statements that no graph holds after a change."""
        cleared, removed = set(change.cleared), set(change.removed)
        lost = removed | {q for graph in cleared for q in self.quads(None, None, None, graph)}
        kept = {quad.triple for quad in change.added}
        return [t for t in {q.triple for q in lost} - kept if not any(self._holds(t, cleared, removed))]

    def _holds(self, triple: Triple, cleared: set[NamedNode], removed: set[Quad]) -> Iterator[bool]:
        """True for each graph that holds a statement and goes on to."""
        for quad in self.quads(triple.subject, triple.predicate, triple.object):  # type: ignore[arg-type]
            if quad.graph_name not in cleared and quad not in removed:
                yield True

    def flush(self) -> None:
        """Nothing to see to: what is in memory does not last."""

    def close(self) -> None:
        """Nothing to let go of."""


_MERGE = DefaultGraph()


def _merged(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, _MERGE)


def why(error: Exception) -> str:
    """What went wrong on the disk, for a person."""
    words = " ".join(str(error).split())
    if getattr(error, "errno", None) in {ENOSPC, EDQUOT} or "No space left" in words or "quota" in words.lower():
        return "the disk is full: what was being written is not in the archive, all that was before is"
    return f"the archive cannot be written: {words}"


def update_of(change: Change, gone: Iterable[Triple] = ()) -> str:
    """A change as one SPARQL update; its terms are written by the engine's own serialiser.

    `gone` are the statements that the default graph is to lose; it gets all that is added.
    """
    steps = [f"CLEAR SILENT GRAPH {name}" for name in change.cleared]
    removed = _blocks(change.removed) + _triples(gone)
    if removed:
        steps.append(f"DELETE DATA {{\n{removed}}}")
    if change.added:
        steps.append(f"INSERT DATA {{\n{_blocks(change.added)}{_triples(q.triple for q in change.added)}}}")
    return " ;\n".join(steps)


def _blocks(quads: Iterable[Quad]) -> str:
    by_graph: dict[NamedNode, list[Triple]] = defaultdict(list)
    for quad in quads:
        by_graph[quad.graph_name].append(quad.triple)  # type: ignore[index]
    return "".join(f"GRAPH {name} {{\n{_triples(triples)}}}\n" for name, triples in by_graph.items())


def _triples(triples: Iterable[Triple]) -> str:
    written = serialize(triples, format=RdfFormat.N_TRIPLES)
    return (written or b"").decode("utf-8")

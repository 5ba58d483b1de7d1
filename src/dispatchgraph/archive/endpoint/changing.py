"""Changes to an endpoint: as one transaction where the server has them, else so that none is ever counted half done.

A server that makes each operation a transaction of its own first gets a journal: the whole change in one literal, in
one operation. Then come the operations, in an order in which a dispatch is counted as there only once all of it is;
then the journal is taken away. Who writes next and finds a journal carries it out again: every operation may be
repeated, as it says what shall be there and what not.
"""

from __future__ import annotations

import base64
import binascii
import json
import sys
import zlib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse, serialize

from dispatchgraph.archive.backend import Change
from dispatchgraph.archive.endpoint.asking import Questions, pattern
from dispatchgraph.archive.endpoint.kinds import Kind
from dispatchgraph.archive.endpoint.wire import Refused, Wire
from dispatchgraph.archive.names import DG
from dispatchgraph.errors import StoreError

__all__ = ["HIDDEN", "JOURNAL", "Changes"]

HIDDEN = "urn:dispatchgraph:"  #: so begin the names of the graphs that this program keeps for itself
JOURNAL = NamedNode(HIDDEN + "journal")
_GONE = NamedNode(HIDDEN + "gone")  #: what is being removed
_REDO = NamedNode(HIDDEN + "redo")
_STATEMENTS, _BYTES = 500, 400_000  #: of one operation; the compiler of Virtuoso gives up at some 5 000 statements


@dataclass(frozen=True)
class _Update:
    """One operation of SPARQL Update; carried out again while it makes `left` less.

    Newer Virtuosos find no more for an operation than they would give a query (`ResultSetMaxRows`).
    """

    sparql: str
    left: str = ""


@dataclass(frozen=True)
class _Put:
    """A graph replaced through the graph store protocol."""

    graph: NamedNode
    triples: bytes


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Changes one endpoint. Raises `StoreError`."""

    wire: Wire
    kind: Kind
    questions: Questions
    update: str
    graphs: str | None

    def make(self, change: Change) -> None:
        """Make a change; after an error it is made by who writes next, or not at all."""
        if not change:
            return
        change = replace(
            change,
            removed=tuple(map(self.kind.written, change.removed)),
            added=tuple(map(self.kind.written, change.added)),
        )
        if self.kind.atomic:
            everything = [step.sparql for step in _steps(change, self.kind, limited=False) if isinstance(step, _Update)]
            self.wire.update(self.update, " ;\n".join(everything))
            return
        steps = list(_steps(change, self.kind, limited=True, puts=self.graphs is not None))
        if len(steps) == 1:
            self._carry_out(steps)
            return
        self.wire.update(self.update, _insert([Quad(JOURNAL, _REDO, _journal(change), JOURNAL)]).sparql)
        self._redo(change, steps)

    def finish(self) -> bool:
        """Carry out what another writer began and did not finish; whether there was something."""
        if self.kind.atomic:
            return False
        found = [row["o"] for row in self.questions.rows(pattern(JOURNAL, _REDO, None, JOURNAL))]
        for change in map(_of_journal, found):
            with suppress(Refused):  # what was refused to the other writer, too, is given up
                self._redo(change, _steps(change, self.kind, limited=True, puts=self.graphs is not None))
        return bool(found)

    def _redo(self, change: Change, steps: Iterable[_Update | _Put]) -> None:
        """Carry out a change whose journal is written. If the server refuses a part, its dispatches are not there."""
        try:
            self._carry_out(steps)
        except Refused:
            graphs = tuple({q.graph_name for q in change.added if _counts(q)})
            self._carry_out(_steps(Change(cleared=graphs), self.kind, limited=True))  # type: ignore[arg-type]
            self._forget()
            raise
        self._forget()

    def _carry_out(self, steps: Iterable[_Update | _Put]) -> None:
        for step in steps:
            if isinstance(step, _Update):
                self.wire.update(self.update, step.sparql)
                before = sys.maxsize
                while step.left and 0 < (left := self._number(step.left)) < before:
                    self.wire.update(self.update, step.sparql)
                    before = left
            elif self.graphs:
                self.wire.put(self.graphs, step.graph.value, step.triples)

    def _number(self, sparql: str) -> int:
        return next(int(row["n"].value) for row in self.questions.rows(sparql))

    def _forget(self) -> None:
        self.wire.update(self.update, self.kind.clear.format(JOURNAL))


# --- the operations of a change -----------------------------------------------------------------------------------


def _steps(change: Change, kind: Kind, *, limited: bool, puts: bool = False) -> Iterator[_Update | _Put]:
    """The operations of a change; `limited`: none is larger than every server takes.

    What says that a dispatch is there goes first and comes last.
    """
    put = _replaced(change) if puts and kind.puts else {}
    for graph in change.cleared:
        yield from _leave(graph, kind)
        if graph not in put:
            yield _Update(kind.clear.format(graph))
    yield from _removals(change.removed, kind, limited)
    for graph, held in put.items():
        yield _Put(graph, _ntriples(held))
    yield from _insertions([q for q in change.added if not _counts(q)], kind, limited, skip=put)
    yield from _insertions([q for q in change.added if _counts(q)], kind, limited)


def _removals(quads: Sequence[Quad], kind: Kind, limited: bool) -> Iterator[_Update]:
    """Statements leave their graphs, and the merge too where they were in no other."""
    if quads and kind.merge is not None:
        yield from map(_insert, _parts([_moved(q, _GONE) for q in quads], limited))
    for part in _parts(quads, limited):
        yield _Update(f"DELETE DATA {{\n{_blocks(part)}}}")
    if quads and kind.merge is not None:
        yield from _leave(_GONE, kind)
        yield _Update(kind.clear.format(_GONE))


def _insertions(quads: Sequence[Quad], kind: Kind, limited: bool, skip: Container[object] = ()) -> Iterator[_Update]:
    """Statements come into their graphs, and into the merge."""
    yield from map(_insert, _parts([q for q in quads if q.graph_name not in skip], limited))
    if kind.merge is not None:
        yield from map(_insert, _parts([_moved(q, kind.merge) for q in quads], limited))


def _leave(graph: NamedNode, kind: Kind) -> Iterator[_Update]:
    """What is in `graph` alone leaves the merge."""
    if kind.merge is None:
        return
    named = isinstance(kind.merge, NamedNode)
    triple = f"GRAPH {kind.merge} {{ ?s ?p ?o }}" if named else "?s ?p ?o"
    passed = ", ".join(map(str, (graph, kind.merge) if named else (graph,)))
    elsewhere = f"GRAPH ?h {{ ?s ?p ?o }} FILTER(?h NOT IN ({passed}))"
    alone = f"GRAPH {graph} {{ ?s ?p ?o }} FILTER NOT EXISTS {{ {elsewhere} }}"
    yield _Update(
        f"DELETE {{ {triple} }} WHERE {{ {alone} }}",
        left=f"SELECT (COUNT(*) AS ?n) WHERE {{ {triple} {'' if named else '.'} {alone} }}",
    )


def _moved(quad: Quad, graph: NamedNode | DefaultGraph) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, graph)


def _replaced(change: Change) -> dict[NamedNode, list[Quad]]:
    """The graphs that get another content, with it, but for what says that a dispatch is there."""
    return _by_graph(q for q in change.added if q.graph_name in change.cleared and not _counts(q))


def _counts(quad: Quad) -> bool:
    """Whether a dispatch is counted as there by this statement."""
    return quad.predicate == DG.sha256 or quad.object == DG.Dispatch


def _parts(quads: Sequence[Quad], limited: bool) -> Iterator[Sequence[Quad]]:
    """Statements in portions that a server takes in one operation.

    These are of one graph each: of several at once, Virtuoso leaves literals of unusual types where they are.
    """
    if not limited:
        yield from (quads,) if quads else ()
        return
    for held in _by_graph(quads).values():
        begin = size = 0
        for end, quad in enumerate(held):
            length = len(str(quad))
            if begin < end and (end - begin >= _STATEMENTS or size + length > _BYTES):
                yield held[begin:end]
                begin, size = end, 0
            size += length
        yield held[begin:]


def _by_graph(quads: Iterable[Quad]) -> dict[Any, list[Quad]]:
    found: dict[Any, list[Quad]] = defaultdict(list)
    for quad in quads:
        found[quad.graph_name].append(quad)
    return found


def _insert(quads: Iterable[Quad]) -> _Update:
    return _Update(f"INSERT DATA {{\n{_blocks(quads)}}}")


def _blocks(quads: Iterable[Quad]) -> str:
    return "".join(_block(graph, _ntriples(held).decode()) for graph, held in _by_graph(quads).items())


def _block(graph: NamedNode | DefaultGraph, triples: str) -> str:
    return f"GRAPH {graph} {{\n{triples}}}\n" if isinstance(graph, NamedNode) else triples


def _ntriples(quads: Iterable[Quad]) -> bytes:
    return serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""


# --- the journal --------------------------------------------------------------------------------------------------


def _journal(change: Change) -> Literal:
    """A change in one literal."""
    told = {
        "cleared": [graph.value for graph in change.cleared],
        "removed": _nquads(change.removed),
        "added": _nquads(change.added),
    }
    return Literal(base64.b64encode(zlib.compress(json.dumps(told).encode())).decode())


def _of_journal(literal: object) -> Change:
    """The change in a literal; raises `StoreError`."""
    try:
        told = json.loads(zlib.decompress(base64.b64decode(literal.value)))  # type: ignore[attr-defined]
        return Change(
            cleared=tuple(map(NamedNode, told["cleared"])),
            removed=tuple(parse(told["removed"], format=RdfFormat.N_QUADS)),
            added=tuple(parse(told["added"], format=RdfFormat.N_QUADS)),
        )
    except (AttributeError, KeyError, SyntaxError, ValueError, zlib.error, binascii.Error) as error:
        raise StoreError(f"the journal of an unfinished change cannot be read: empty the graph {JOURNAL}") from error


def _nquads(quads: Iterable[Quad]) -> str:
    return (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode()

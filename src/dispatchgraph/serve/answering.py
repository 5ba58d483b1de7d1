"""One query answered by an open store and written piece by piece, with its rows and bytes counted as they go."""

from __future__ import annotations

import re
import socket
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Any, cast

import pyoxigraph as ox

from dispatchgraph.iri import PREFIXES
from dispatchgraph.serve.counting import counter_of
from dispatchgraph.serve.wire import END, FAULT, PACKED, PLAIN, Fault, Request, frame, written

__all__ = ["answer", "lacks_merge"]

_PIECE = 1 << 16  #: bytes that are sent at once
_WORTH = 1 << 10  #: bytes below which compression is not worth it
_PLACE = re.compile(r"error at (\d+):(\d+): ")
_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}


class _Over(Exception):
    """The answer is larger than the request allows."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def answer(store: ox.Store, request: Request, front: socket.socket, *, union: bool) -> None:
    """Send the frames that answer `request`; the last says the end or the fault.

    `union` says whether a query that names no graphs is asked of all of them as one: where there is no merge of them.
    """
    sink = _Sink(request, front)
    try:
        _write(_result(store, request, union=union), request, sink)
        sink.end()
    except _Over as over:
        sink.fault(over.fault)
    except SyntaxError as error:
        sink.fault(Fault(kind="syntax", message=_syntax(str(error), request.query)))
    except (RuntimeError, ValueError) as error:
        sink.fault(sink.over or Fault(kind="query", message=f"the query fails: {_line(error)}"))
    except MemoryError:
        sink.fault(Fault(kind="memory", message="the query needs more memory than the limit"))
    except OSError as error:
        if isinstance(error, BrokenPipeError | ConnectionResetError):
            raise
        sink.fault(sink.over or Fault(kind="store", message=_line(error)))


def _result(store: ox.Store, request: Request, *, union: bool) -> Any:
    if request.default is None and request.named is None:
        return store.query(
            request.query, prefixes=dict(PREFIXES), use_default_graph_as_union=union and not request.dataset
        )
    return store.query(
        request.query,
        prefixes=dict(PREFIXES),
        default_graph=_nodes(request.default or ()),  # type: ignore[arg-type]
        named_graphs=_nodes(request.named or ()),  # type: ignore[arg-type]
    )


def lacks_merge(store: ox.Store) -> bool:
    """Whether the default graph is empty. An archive's holds each statement of its graphs once, which no union does."""
    return next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is None


def _nodes(iris: Iterable[str]) -> list[ox.NamedNode]:
    return [ox.NamedNode(iri) for iri in iris]


def _write(result: Any, request: Request, sink: _Sink) -> None:
    known = _RESULTS.get(request.media)
    if isinstance(result, ox.QueryTriples):
        syntax = ox.RdfFormat.from_media_type(request.media)
        if known or syntax is None:
            raise ValueError(f"a graph is not written as {request.media}")
        ox.serialize(_counted(result, request.rows), cast("IO[bytes]", sink), syntax, prefixes=dict(PREFIXES))
    elif known is None:
        raise ValueError(f"rows are not written as {request.media}")
    else:
        result.serialize(sink, known)


def _counted(triples: Iterable[ox.Triple], most: int) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples):
        if number == most:
            raise _Over(_too_many(most))
        yield triple


def _too_many(most: int) -> Fault:
    return Fault(kind="rows", message=f"the answer has more than {most} rows")


def _syntax(message: str, query: str) -> str:
    """Where the engine stopped, and what stands there; what it would have expected there often leads astray."""
    found = _PLACE.match(message)
    if not found:
        return f"no SPARQL: {_line(message)}"
    line, column = int(found[1]), int(found[2])
    there = "".join(query.split("\n")[line - 1 : line])
    near = _line(there[max(0, column - 20) : column + 20])
    return f"no SPARQL: line {line}, column {column}, near «{near}»"


def _line(error: object) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__


class _Sink:
    """Where the engine writes: counts, gathers pieces, compresses where that is worth it, and sends."""

    def __init__(self, request: Request, front: socket.socket) -> None:
        self._request, self._front = request, front
        self._counter = counter_of(request.media)
        self._pieces: list[bytes] = []
        self._held = self._size = 0
        self._packer: Any = None
        self.over: Fault | None = None

    def write(self, piece: bytes) -> int:
        self._size += len(piece)
        if self._size > self._request.size:
            self._stop(Fault(kind="size", message=f"the answer has more than {self._request.size} bytes"))
        self._pieces.append(piece)
        self._held += len(piece)
        if self._held >= _PIECE:
            self._front.sendall(self._taken(last=False))
        return len(piece)

    def flush(self) -> None:
        """Nothing: pieces go when there are enough of them."""

    def end(self) -> None:
        """Send what is held, and that it is all."""
        self._front.sendall(self._taken(last=True) + frame(END))

    def fault(self, fault: Fault) -> None:
        """Send that there is no more, and why; what is held is dropped."""
        self._front.sendall(frame(FAULT, written(fault)))

    def _stop(self, fault: Fault) -> None:
        self.over = fault
        raise _Over(fault)

    def _taken(self, *, last: bool) -> bytes:
        """What is held as a frame, or nothing."""
        held, self._pieces, self._held = b"".join(self._pieces), [], 0
        if self._counter and self._counter.count(held) > self._request.rows:
            self._stop(_too_many(self._request.rows))
        if self._request.packed and self._packer is None and (not last or len(held) >= _WORTH):
            self._packer = zlib.compressobj(1, zlib.DEFLATED, 31)
        if self._packer is None:
            return frame(PLAIN, held) if held else b""
        packed = self._packer.compress(held) + (self._packer.flush() if last else b"")
        return frame(PACKED, packed) if packed else b""

"""One question to a graph that no service serves, asked in a process of its own, which can be ended at any moment.

The engine does not hear Ctrl-C, has no time limit and takes what memory it likes; a process of its own has an end.
"""

from __future__ import annotations

import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dispatchgraph.errors import GraphError, QueryError, StoreError
from dispatchgraph.serve.wire import END, FAULT, PLAIN, READY, Frames, Request, fault_of, written

__all__ = ["Most", "ask"]

_PIECE = 1 << 16


@dataclass(frozen=True, kw_only=True)
class Most:
    """How much one question may take."""

    seconds: float = 60.0  #: from when the graph is open; 0 for as long as it likes
    memory: int = 4 << 30  #: bytes beyond what the graph takes
    size: int = 256 << 20  #: bytes of the answer
    rows: int = 10_000_000


def ask(where: Path, query: str, *, name: str, media: str, most: Most, suffix: str = "") -> bytes:
    """The answer to a query that the guard let pass, from a store's snapshot or a file, written as `media`.

    Errors call the graph `name`; `suffix` tells the form of a file whose own name does not. Raises `GraphError` where a
    file is no RDF, `StoreError` where a snapshot cannot be opened, and `QueryError` where there is no answer within the
    limits.
    """
    request = Request(query=query, media=media, rows=most.rows, size=most.size)
    with _worker(where, suffix, most) as (process, front):
        talk = _Talk(process, front)
        _open(talk, where, name)
        payload = written(request)
        front.sendall(struct.pack(">I", len(payload)) + payload)
        return b"".join(_pieces(talk, time.monotonic() + most.seconds if most.seconds else None, most))


@contextmanager
def _worker(where: Path, suffix: str, most: Most) -> Iterator[tuple[subprocess.Popen[bytes], socket.socket]]:
    """A worker, which does not outlive the context, however that ends."""
    front, back = socket.socketpair()
    command = [sys.executable, "-m", "dispatchgraph.serve.worker", str(back.fileno()), str(where), str(most.memory)]
    with front:
        with back:
            process = subprocess.Popen(
                [*command, *([suffix] if suffix else [])],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[back.fileno()],
            )
        try:
            yield process, front
        finally:
            process.kill()
            process.wait()


@dataclass
class _Talk:
    """What comes from a worker."""

    process: subprocess.Popen[bytes]
    front: socket.socket

    def __post_init__(self) -> None:
        self._reader = Frames()

    def frames(self, until: float | None = None) -> Iterator[tuple[bytes, bytes]]:
        """The frames as they come, to the end of the worker; raises `TimeoutError` when `until` is past."""
        while True:
            left = None if until is None else until - time.monotonic()
            if (left is not None and left <= 0) or not select.select([self.front], [], [], left)[0]:
                raise TimeoutError
            piece = self.front.recv(_PIECE)
            if not piece:
                return
            yield from list(self._reader.feed(piece))

    def code(self) -> int:
        """The exit code of a worker that has ended."""
        return self.process.wait()


def _open(talk: _Talk, where: Path, name: str) -> None:
    """Wait until the worker has opened the graph."""
    for kind, payload in talk.frames():
        if kind == READY:
            return
        if kind == FAULT and where.is_dir():
            raise StoreError(f"{name} is damaged and cannot be read: {fault_of(payload).message}")
        if kind == FAULT:
            raise GraphError(f"{name}: {fault_of(payload).message}")
    raise StoreError(f"{name}: the engine ended before it had opened the graph")


def _pieces(talk: _Talk, until: float | None, most: Most) -> Iterator[bytes]:
    try:
        for kind, payload in talk.frames(until):
            if kind == PLAIN:
                yield payload
            if kind == END:
                return
            if kind == FAULT:
                raise QueryError(fault_of(payload).message)
    except TimeoutError:
        raise QueryError(f"the query takes more than {most.seconds:g} s and was ended (--timeout)") from None
    if talk.code() == -signal.SIGABRT:  # how the engine ends when it is refused memory
        raise QueryError(f"the query needs more than {most.memory >> 20} MB of memory")
    raise QueryError("the query ended the process that ran it")

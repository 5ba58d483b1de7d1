"""A small HTTP client that costs little: GET on connections that stay open, each with one request on its way."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import cast
from urllib.parse import quote

__all__ = ["Answers", "Target", "ceiling", "fetch", "knock", "size"]

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
FORMAT = "application/sparql-results+json"


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where queries go: a server of this machine, and the path of its endpoint."""

    host: str
    port: int
    path: str

    def request(self, sparql: str) -> bytes:
        """The bytes that ask a query."""
        return (
            f"GET {self.path}?query={quote(sparql, safe='')} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
            f"Accept: {FORMAT}\r\n\r\n"
        ).encode()


@dataclass(kw_only=True)
class Answers:
    """What came back: seconds of each request, how many went wrong."""

    times: list[float] = field(default_factory=list)
    errors: int = 0
    seconds: float = 0.0
    bytes: int = 0

    @property
    def rate(self) -> float:
        """Right answers a second."""
        return (len(self.times) - self.errors) / self.seconds if self.seconds else 0.0


async def knock(target: Target, requests: Iterator[bytes], *, clients: int, seconds: float) -> Answers:
    """Ask for some seconds, each client its next request when the one before is answered."""
    found, loop = Answers(), asyncio.get_running_loop()
    began = perf_counter()
    doors = [
        loop.create_connection(lambda: _Door(requests, found, began + seconds), target.host, target.port)
        for _ in range(clients)
    ]
    opened = await asyncio.gather(*doors)
    await asyncio.gather(*(door.done for _, door in opened))
    found.seconds = perf_counter() - began
    return found


async def fetch(target: Target, sparql: str) -> bytes:
    """The body of the answer to one query; raises `ConnectionError` where it is none."""
    found = Answers()
    _, door = await asyncio.get_running_loop().create_connection(
        lambda: _Door(iter([target.request(sparql)]), found, float("inf")), target.host, target.port
    )
    await door.done
    if found.errors or not found.times:
        raise ConnectionError(f"{target}: {bytes(door.last[:200])!r}")
    return door.body


class _Door(asyncio.Protocol):
    """One connection."""

    def __init__(self, requests: Iterator[bytes], found: Answers, end: float) -> None:
        self._requests, self._found, self._end = requests, found, end
        self._came = bytearray()
        self._asked = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.last = self.body = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def _ask(self) -> None:
        request = next(self._requests, None) if perf_counter() < self._end else None
        if request is None:
            self._transport.close()
            return
        self._asked = perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._came += data
        whole = size(self._came)
        if whole is None or len(self._came) < whole:
            return
        self._found.times.append(perf_counter() - self._asked)
        self._found.bytes += whole
        self._found.errors += not self._came.startswith(b"HTTP/1.1 200")
        self.last = bytes(self._came)
        self.body = _body(self.last)
        self._came.clear()
        self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        if self._came or (error is not None and perf_counter() < self._end):
            self._found.errors += 1
            self._found.times.append(perf_counter() - self._asked)
        if not self.done.done():
            self.done.set_result(None)


def size(came: bytearray) -> int | None:
    """How many bytes the answer has that has begun to come; None while nothing says it."""
    head = came.find(b"\r\n\r\n")
    if head < 0:
        return None
    length = _LENGTH.search(came, 0, head)
    if length:
        return head + 4 + int(length[1])
    if _CHUNKED.search(came, 0, head):
        return len(came) if came.endswith(b"0\r\n\r\n") else None
    return head + 4


def _body(answer: bytes) -> bytes:
    """What an answer carries, put together where it came in chunks."""
    head, _, body = answer.partition(b"\r\n\r\n")
    if not _CHUNKED.search(head):
        return body
    pieces = []
    while body:
        told, _, rest = body.partition(b"\r\n")
        length = int(told.split(b";")[0], 16)
        pieces.append(rest[:length])
        body = rest[length + 2 :] if length else b""
    return b"".join(pieces)


async def ceiling(*, clients: int, seconds: float, requests: Sequence[bytes]) -> Answers:
    """What this client reaches at most: it asks one in its own process that answers the same to all."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n" + b"x" * 300
    server = await asyncio.get_running_loop().create_server(lambda: _Echo(answer), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    target = Target(host="127.0.0.1", port=port, path="/")
    try:
        return await knock(target, _again(requests), clients=clients, seconds=seconds)
    finally:
        server.close()


def _again(requests: Sequence[bytes]) -> Iterator[bytes]:
    while True:
        yield from requests


class _Echo(asyncio.Protocol):
    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._transport.write(self._answer)

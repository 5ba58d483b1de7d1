"""Connections that cost little: headers have a size, who sends none for long is let go, a small answer is one packet.

uvicorn ends a connection that idles after an answer; what never sends a whole request, it keeps. So its protocol is
told here to count what comes before a request begins, and one task looks at all connections now and then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, cast

from uvicorn.protocols.http.auto import AutoHTTPProtocol  # the parser in C where it is installed

__all__ = ["HEAD", "Connection", "sweep"]

HEAD = 1 << 17  #: bytes of address and headers
_EVERY = 2.0


class Connection(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's protocol, with a bound on what comes before a request has begun."""

    _waiting = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast("asyncio.BaseTransport", _Gathering(transport)))

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not _waits(self):
            self._waiting = 0
            return
        self._waiting += len(data)
        if self._waiting > HEAD:
            self.transport.write(b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\n\r\n")
            self.transport.close()


class _Gathering:
    """A transport that writes at once what one step of the program writes piece by piece: headers, then the body."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._pieces: list[bytes] = []
        self._soon = asyncio.get_running_loop().call_soon

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._pieces:
            self._soon(self._flush)
        self._pieces.append(data)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._pieces:
            pieces, self._pieces = self._pieces, []
            if not self._transport.is_closing():
                self._transport.write(b"".join(pieces))


def _waits(connection: Any) -> bool:
    """Whether nothing is being answered there, or it is closing and its client does not take the rest."""
    cycle = connection.cycle
    return cycle is None or cycle.response_complete or connection.transport.is_closing()


async def sweep(connections: Iterable[Any], *, after: float) -> None:
    """Close, for ever, what has waited for a whole request for more than `after` seconds."""
    seen: dict[Any, tuple[Any, float]] = {}
    while True:
        await asyncio.sleep(min(_EVERY, after / 4))
        now = asyncio.get_running_loop().time()
        here = {c: c.cycle for c in connections if _waits(c)}
        seen = {c: seen[c] if c in seen and seen[c][0] is cycle else (cycle, now) for c, cycle in here.items()}
        for connection, (_, since) in seen.items():
            if now - since > after:
                connection.transport.abort()

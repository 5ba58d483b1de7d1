"""Connections that cost nothing: headers have a size, and who sends none for long is let go.

uvicorn ends a connection that idles after an answer; what never sends a whole request, it keeps. So its protocols are
told here to count what comes before a request begins, and one task looks at all connections now and then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol  # the parser in C where it is installed

__all__ = ["HEAD", "Connection", "sweep"]

HEAD = 1 << 17  #: bytes of address and headers
_EVERY = 2.0


class Connection(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's protocol, with a bound on what comes before a request has begun."""

    _waiting = 0
    _of: Any = None

    def data_received(self, data: bytes) -> None:
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            self._waiting = self._waiting + len(data) if self._of is cycle else len(data)
            self._of = cycle
            if self._waiting > HEAD:
                self.transport.write(b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\n\r\n")
                self.transport.close()
                return
        super().data_received(data)


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

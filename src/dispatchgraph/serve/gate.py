"""What every request passes and every answer carries: the check of the host, headers for safety, a line in the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Collection, Mapping

from dispatchgraph.serve.http import Headers, Message, Receive, Scope, Send, header, refuse
from dispatchgraph.serve.refusal import Refusal

__all__ = ["App", "Gate"]

App = Callable[[Scope, Receive, Send], Awaitable[None]]

_SAFE: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
]
_POLICY = (
    b"content-security-policy",
    b"default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    b"frame-ancestors 'none'",
)
_access = logging.getLogger("dispatchgraph.serve.access")
_log = logging.getLogger(__name__)


class Gate:
    """The outermost application: `doors` by path, `otherwise` behind the rest; answers to `hosts`, or to all names."""

    def __init__(self, doors: Mapping[str, App], otherwise: App, *, hosts: Collection[str] = ()) -> None:
        self._doors, self._otherwise, self._hosts = doors, otherwise, frozenset(h.lower() for h in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI has it."""
        if scope["type"] != "http":
            return
        passage = _Passage(send)
        try:
            if self._hosts and _name(header(scope, b"host")) not in self._hosts:
                raise Refusal(403, "this service does not answer to that name; --host NAME adds one")
            await self._doors.get(scope["path"], self._otherwise)(scope, receive, passage)
        except Refusal as refusal:
            if not passage.status:
                await refuse(passage, refusal)
        except ConnectionResetError:
            pass
        except Exception:
            _log.exception("a request failed")
            if not passage.status:
                await refuse(passage, Refusal(500, "the service failed; its log says why"))
        if _access.isEnabledFor(logging.INFO):
            _access.info("%s", passage.line(scope))


class _Passage:
    """`send`, with what all answers carry, and with what the log tells of them."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = self.size = 0
        self._begun = time.perf_counter()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = message["headers"] = [*message.get("headers", ()), *_SAFE]
            if _POLICY[0] not in (name for name, _ in headers):
                headers.append(_POLICY)
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)

    def line(self, scope: Scope) -> str:
        """Client, request, status, bytes and milliseconds; nothing in it can begin a new line or colour a terminal."""
        query = scope["query_string"].decode("latin-1")[:1000]
        path = ascii(scope["path"][:1000])[1:-1] + (f"?{ascii(query)[1:-1]}" if query else "")
        took = (time.perf_counter() - self._begun) * 1000
        client = (scope.get("client") or ("-",))[0]
        return f'{client} "{scope["method"]} {path}" {self.status or 499} {self.size} {took:.1f}'


def _name(host: str) -> str:
    """The name in a Host header, without the port.

    >>> _name("[::1]:80"), _name("localhost:8000")
    ('[::1]', 'localhost')
    """
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()

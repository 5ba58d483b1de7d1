"""`/update`: closed unless the service was started with a token, and then open to who has it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hmac import compare_digest
from urllib.parse import urlsplit

from dispatchgraph.errors import DispatchGraphError, QueryError
from dispatchgraph.serve.bounds import Bounds
from dispatchgraph.serve.http import Receive, Scope, Send, header, refuse, send_whole
from dispatchgraph.serve.protocol import asked_update
from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.sparql import guard_update

__all__ = ["Update", "Write"]

Write = Callable[[str], Awaitable[None]]  #: runs an update that has passed the guard, as one transaction


class Update:
    """The endpoint for updates. Without `write` or `token` it refuses all of them."""

    def __init__(self, bounds: Bounds, *, token: str = "", write: Write | None = None) -> None:
        self._bounds, self._token, self._write = bounds, token, write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI has it."""
        try:
            await self._serve(scope, receive, send)
        except Refusal as refusal:
            closing = [(b"connection", b"close")] if scope["method"] == "POST" else []
            await refuse(send, refusal, [*_beside(refusal), *closing])

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        write = self._permitted(scope)
        if scope["method"] == "OPTIONS":
            return await send_whole(send, 204, b"", [(b"allow", b"POST, OPTIONS")])
        if scope["method"] != "POST":
            raise Refusal(405, "an update comes by POST")
        update = await asked_update(scope, receive, self._bounds)
        try:
            guard_update(update)
            await write(update)
        except QueryError as error:
            raise Refusal(400, str(error)) from None
        except DispatchGraphError as error:
            raise Refusal(503, str(error), retry=2) from None
        await send_whole(send, 204, b"")

    def _permitted(self, scope: Scope) -> Write:
        if not self._token or self._write is None:
            raise Refusal(403, "this service is read-only: it was started without a token for writing")
        origin = header(scope, b"origin")
        if origin and urlsplit(origin).netloc != header(scope, b"host"):
            raise Refusal(403, "an update does not come from the page of another site")
        if scope["method"] == "POST":
            scheme, _, token = header(scope, b"authorization").partition(" ")
            given = token.strip().encode("latin-1")
            if scheme.lower() != "bearer" or not compare_digest(given, self._token.encode("utf-8")):
                raise Refusal(401, "an update needs the token that the service was started with")
        return self._write


def _beside(refusal: Refusal) -> list[tuple[bytes, bytes]]:
    """The header that goes with a status."""
    return {401: [(b"www-authenticate", b"Bearer")], 405: [(b"allow", b"POST, OPTIONS")]}.get(refusal.status, [])

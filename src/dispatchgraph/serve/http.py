"""HTTP in small: headers read, bodies read within their bounds, answers sent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from dispatchgraph.serve.refusal import Refusal

__all__ = ["Headers", "Receive", "Scope", "Send", "body", "header", "refuse", "send_whole"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


def header(scope: Scope, name: bytes) -> str:
    """The value of a header, all its lines joined; empty where there is none."""
    values = [value for key, value in scope["headers"] if key == name]
    return (values[0] if len(values) == 1 else b", ".join(values)).decode("latin-1") if values else ""


async def body(scope: Scope, receive: Receive, *, most: int, within: float) -> bytes:
    """The body of a request; raises `Refusal` where it is larger (413) or slower (408) than it may be.

    What the client says of its length is believed only where it is too large.
    """
    said = header(scope, b"content-length")
    if said.isdigit() and int(said) > most:
        raise Refusal(413, f"the body is too large: more than {most} bytes")
    pieces, size = [], 0
    try:
        async with asyncio.timeout(within):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ConnectionResetError
                pieces.append(message.get("body", b""))
                size += len(pieces[-1])
                if size > most:
                    raise Refusal(413, f"the body is too large: more than {most} bytes")
                if not message.get("more_body"):
                    return b"".join(pieces)
    except TimeoutError:
        raise Refusal(408, f"the request took more than {within:g} s to arrive") from None


async def send_whole(send: Send, status: int, content: bytes, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    """Send an answer that is at hand."""
    length = [] if status in (204, 304) else [(b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": content})


async def refuse(send: Send, refusal: Refusal, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    """Send a refusal as a line of text; the connection ends where its body was left unread."""
    more: Headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *headers]
    if refusal.retry is not None:
        more.append((b"retry-after", str(refusal.retry).encode()))
    if refusal.status in (408, 413, 414):
        more.append((b"connection", b"close"))
    told = f"over the limit of {refusal.limit}: {refusal.message}" if refusal.limit else refusal.message
    await send_whole(send, refusal.status, told.encode("utf-8", "replace") + b"\n", more)

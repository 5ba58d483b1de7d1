"""`/sparql`: a query guarded, its form agreed on, asked of the pool, and its answer streamed."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from hashlib import blake2b

from dispatchgraph.errors import QueryError
from dispatchgraph.iri import PREFIXES
from dispatchgraph.serve.answer import Answer
from dispatchgraph.serve.bounds import Bounds
from dispatchgraph.serve.description import Description
from dispatchgraph.serve.http import Headers, Receive, Scope, Send, header, refuse, send_whole
from dispatchgraph.serve.kept import Keeper, Kept
from dispatchgraph.serve.leaving import unless_left
from dispatchgraph.serve.negotiation import GRAPHS, Chosen, best, chosen
from dispatchgraph.serve.pool import Pool
from dispatchgraph.serve.protocol import Asked, asked
from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.serve.wire import Request
from dispatchgraph.sparql import QUERY, Checked, form_of, guard

__all__ = ["Endpoint"]

_METHODS = b"GET, HEAD, POST, OPTIONS"
_OPEN: Headers = [(b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", b"ETag")]
_PREFLIGHT: Headers = [
    (b"allow", _METHODS),
    (b"access-control-allow-methods", _METHODS),
    (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match"),
    (b"access-control-max-age", b"86400"),
    *_OPEN,
]
_VARY = (b"vary", b"Accept, Accept-Encoding")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """How the client wants the answer."""

    accept: str
    packed: bool  #: it reads gzip
    known: str  #: tags of what it has already
    cached: bool  #: a GET or HEAD: it may keep what it gets


class Endpoint:
    """The SPARQL endpoint of one service."""

    def __init__(self, pool: Pool, bounds: Bounds, description: Description) -> None:
        self._pool, self._bounds, self._description = pool, bounds, description
        self._keeper = Keeper(bounds.kept)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI has it."""
        try:
            await self._serve(scope, receive, send)
        except Refusal as refusal:
            await refuse(send, refusal, _OPEN)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method == "OPTIONS":
            return await send_whole(send, 204, b"", _PREFLIGHT)
        if method not in ("GET", "HEAD", "POST"):
            return await refuse(send, Refusal(405, f"{method} has no meaning here"), _PREFLIGHT)
        question = await asked(scope, receive, self._bounds)
        if question is None:
            return await self._describe(scope, send)
        wanted = _Wanted(
            accept=header(scope, b"accept"),
            packed="gzip" in header(scope, b"accept-encoding"),
            known=header(scope, b"if-none-match"),
            cached=method != "POST",
        )
        kept = self._keeper.get(self._pool.version, (question, wanted.accept, wanted.packed))
        if kept is not None:
            return await _send_kept(send, kept, wanted)
        await self._ask(question, wanted, receive, send)

    async def _describe(self, scope: Scope, send: Send) -> None:
        """The description of the service, for programs; a person's browser goes on to the page for queries."""
        if best(header(scope, b"accept"), (*(form.media for form in GRAPHS), "text/html")) == "text/html":
            return await send_whole(send, 303, b"", [(b"location", b"/query"), (b"vary", b"Accept")])
        await self._description.send(scope, send, _OPEN)

    async def _ask(self, question: Asked, wanted: _Wanted, receive: Receive, send: Send) -> None:
        checked = self._plain(question) or self._checked(question)
        form = chosen(checked.form, accept=wanted.accept, name=question.form)
        tag = "" if checked.volatile else _tag(self._pool.version, question, form)
        if tag and wanted.cached and _matches(wanted.known, tag):
            return await send_whole(send, 304, b"", _headers(form, tag))
        request = self._request(question, checked, form, wanted)
        async with unless_left(receive):
            answer = await self._answer(request, question)
            try:
                await self._send(question, wanted, form, checked, answer, send)
            finally:
                answer.close()

    async def _answer(self, request: Request, question: Asked) -> Answer:
        """The answer of the pool; what the engine cannot read, the guard tells better."""
        try:
            return await self._pool.answer(request)
        except Refusal as refusal:
            if refusal.status == 400:
                self._checked(question)
            raise

    def _plain(self, question: Asked) -> Checked | None:
        """A query that is harmless at first sight, which most are: to read its tokens takes as long as to answer it."""
        form = form_of(question.query) if self._bounds.query is QUERY else None
        return Checked(text=question.query, form=form) if form else None

    def _checked(self, question: Asked) -> Checked:
        try:
            return guard(question.query, self._bounds.query, prefixes=PREFIXES)
        except QueryError as error:
            raise Refusal(400, str(error)) from None

    def _request(self, question: Asked, checked: Checked, form: Chosen, wanted: _Wanted) -> Request:
        return Request(
            query=question.query,
            media=form.media,
            rows=self._bounds.rows,
            size=self._bounds.size,
            dataset=checked.dataset,
            default=question.default,
            named=question.named,
            packed=wanted.packed,
        )

    async def _send(
        self, question: Asked, wanted: _Wanted, form: Chosen, checked: Checked, answer: Answer, send: Send
    ) -> None:
        tag = "" if checked.volatile else _tag(answer.version, question, form)
        headers = _headers(form, tag if wanted.cached else "")
        if answer.packed:
            headers.append((b"content-encoding", b"gzip"))
        if not answer.whole:
            return await _stream(send, answer, headers, within=self._bounds.timeout)
        if tag:
            kept = Kept(content=answer.first, headers=tuple(headers), tag=tag)
            key = (question, wanted.accept, wanted.packed)
            asked = len(question.query) + len(wanted.accept)
            self._keeper.put(answer.version, key, kept, asked=asked)
        await send_whole(send, 200, answer.first, headers)


async def _stream(send: Send, answer: Answer, headers: Headers, *, within: float) -> None:
    """Send the answer as it comes. One that breaks off ends the connection in the middle, which clients notice."""
    try:
        async with asyncio.timeout(
            within + 1
        ):  # the pool ends it sooner, unless it is the client that does not take it
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": answer.first, "more_body": True})
            async for piece in answer.rest():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
    except (Refusal, TimeoutError) as refusal:
        _log.warning("an answer breaks off: %s", refusal or "its client does not take it")
        return
    await send({"type": "http.response.body", "body": b""})


async def _send_kept(send: Send, kept: Kept, wanted: _Wanted) -> None:
    if wanted.cached and _matches(wanted.known, kept.tag):
        return await send_whole(send, 304, b"", [h for h in kept.headers if h[0] != b"content-encoding"])
    await send_whole(send, 200, kept.content, kept.headers)


def _headers(form: Chosen, tag: str) -> Headers:
    found = [(b"content-type", form.content_type.encode()), _VARY, *_OPEN]
    if tag:
        return [*found, (b"etag", tag.encode()), (b"cache-control", b"no-cache")]
    return [*found, (b"cache-control", b"no-store")]


def _tag(version: str, question: Asked, form: Chosen) -> str:
    """The same question of the same data in the same form has the same tag: weak, since rows may come in any order."""
    told = repr((version, question.query, question.default, question.named, form.told))
    return f'W/"{blake2b(told.encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()}"'


def _matches(known: str, tag: str) -> bool:
    return bool(known) and tag in (part.strip() for part in known.split(","))

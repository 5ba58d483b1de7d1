"""What every page passes: its visit made, its tag compared, and what goes wrong told to a person."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from hashlib import blake2b
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dispatchgraph.serve.http import body
from dispatchgraph.serve.leaving import unless_left
from dispatchgraph.serve.negotiation import best
from dispatchgraph.serve.pages.addresses import Addresses
from dispatchgraph.serve.pages.once import Once
from dispatchgraph.serve.pages.paper import page
from dispatchgraph.serve.pages.visit import Visit
from dispatchgraph.serve.pages.vocabulary import vocabulary
from dispatchgraph.serve.pages.wording import language_of, wording
from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.serve.site import Site

__all__ = ["Door", "Handler"]

Handler = Callable[[Visit], Awaitable[Response]]
_PICTURES = 6  #: that are kept: each may have some megabytes
_FORM = 400_000  #: bytes of a form that is sent
_VARY = "Accept, Accept-Language"
_log = logging.getLogger(__name__)


class Door:
    """Makes endpoints of pages."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._addresses = Addresses(base=site.base)
        self._once, self._pictures = Once(), Once(_PICTURES)

    def page(self, handler: Handler, *, tagged: bool = True) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint of a page; where it is `tagged`, it is the same as long as the archive is."""

        async def answer(request: Request) -> Response:
            visit = await self._visit(request)
            tag = self._tag(request) if tagged else ""
            if tag and tag in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers=_kept(tag))
            answered = await self._answered(handler, visit, request)
            if tag and answered.status_code == 200 and "cache-control" not in answered.headers:
                answered.headers.update(_kept(tag))
            answered.headers.setdefault("cache-control", "no-store")
            answered.headers.setdefault("vary", _VARY)
            return answered

        return answer

    async def _visit(self, request: Request) -> Visit:
        asked = await _asked(request)
        language = language_of(asked.get("lang", ""), request.headers.get("accept-language", ""), self._site.language)
        return Visit(
            site=self._site,
            words=wording(language),
            known=await vocabulary(),
            addresses=self._addresses,
            once=self._once,
            pictures=self._pictures,
            path=request.scope.get("raw_path", request.url.path.encode()).decode("latin-1").partition("?")[0],
            asked=asked,
            accept=request.headers.get("accept", ""),
            chosen=asked.get("lang", "") == language,
        )

    async def _answered(self, handler: Handler, visit: Visit, request: Request) -> Response:
        try:
            async with unless_left(request.receive):
                return await handler(visit)
        except Refusal as refusal:
            return fault(visit, refusal)
        except Exception:
            _log.exception("the page %s failed", ascii(visit.path[:1000]))
            return fault(visit, Refusal(500, ""))
        return Response(status_code=499)  # nobody reads it: the client has left

    def _tag(self, request: Request) -> str:
        told = (
            self._site.pool.version,
            self._site.version,
            str(request.scope.get("raw_path")),
            request.scope["query_string"],
            request.headers.get("accept", ""),
            request.headers.get("accept-language", ""),
        )
        return f'W/"{blake2b(repr(told).encode(), digest_size=12).hexdigest()}"'


def _kept(tag: str) -> dict[str, str]:
    return {"etag": tag, "cache-control": "no-cache", "vary": _VARY}


async def _asked(request: Request) -> Mapping[str, str]:
    """What the address asks, and for a POST what the form does; of several values the first."""
    asked = dict(reversed(request.query_params.multi_items()))
    if request.method == "POST":
        sent = await body(request.scope, request.receive, most=_FORM, within=20)
        try:
            form = parse_qsl(sent.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
        except ValueError:
            raise Refusal(400, "that is no form of ours") from None
        asked |= dict(reversed(form))
    return {name: value.encode("utf-8", "replace").decode() for name, value in asked.items()}


def fault(visit: Visit, refusal: Refusal) -> Response:
    """What went wrong, as a page for a person, or as a line for a program."""
    headers = {"retry-after": str(refusal.retry)} if refusal.retry is not None else {}
    name = str(refusal.status) if str(refusal.status) in visit.words.strings["faults"] else "500"
    if best(visit.accept, ["text/html", "text/plain"]) != "text/html":
        line = refusal.message or visit.words(f"faults.{name}.title")
        return PlainTextResponse(f"{line}\n", refusal.status, headers)
    answered = page(
        visit,
        "fault",
        status=refusal.status,
        title=visit.words(f"faults.{name}.title"),
        hint=visit.words(f"faults.{name}.hint"),
        detail=refusal.message,
    )
    answered.headers.update(headers)
    return answered

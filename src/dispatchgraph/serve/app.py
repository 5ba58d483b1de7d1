"""The application: the endpoint, updates, descriptions, health, and the pages where they are there.

Starlette serves the pages; what programs ask goes past it, since a router and its layers cost more than a small query.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dispatchgraph.serve.asking import Asking
from dispatchgraph.serve.bounds import Bounds
from dispatchgraph.serve.description import Description
from dispatchgraph.serve.endpoint import Endpoint
from dispatchgraph.serve.gate import App, Gate
from dispatchgraph.serve.http import Headers, Receive, Scope, Send, refuse, send_whole
from dispatchgraph.serve.pool import Pool
from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.serve.site import Site
from dispatchgraph.serve.update import Update, Write

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

__all__ = ["application"]

_ANYONE: Headers = [(b"access-control-allow-origin", b"*")]
_READ = [(b"allow", b"GET, HEAD")]


def application(
    pool: Pool,
    bounds: Bounds,
    *,
    base: str,
    title: str,
    version: str,
    language: str = "fr",
    hosts: Collection[str] = (),
    token: str = "",
    write: Write | None = None,
) -> Gate:
    """The ASGI application over a pool that has started."""
    site = Site(base=base, pool=Asking(pool, bounds), title=title, version=version, language=language)
    description = Description(site)
    doors: dict[str, App] = {
        "/sparql": Endpoint(pool, bounds, description),
        "/update": Update(bounds, token=token, write=_seen(write, pool)),
        "/health": _Health(pool, version),
        "/.well-known/void": _Void(description),
    }
    pages = Starlette(
        routes=list(_pages(site)),
        middleware=[Middleware(GZipMiddleware, minimum_size=1024)],
        exception_handlers={Refusal: _refused},
    )
    return Gate(doors, pages, hosts=hosts)


def _seen(write: Write | None, pool: Pool) -> Write | None:
    """`write`, done when those who ask from then on see what was written."""
    if write is None:
        return None

    async def written(update: str) -> None:
        await write(update)
        await pool.catch_up()

    return written


def _pages(site: Site) -> Sequence[BaseRoute]:
    found = find_spec("dispatchgraph.serve.pages")
    if found is None or found.origin is None:  # programs can be served without pages
        return ()
    from dispatchgraph.serve.pages import routes

    return routes(site)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    headers = {"retry-after": str(error.retry)} if error.retry is not None else None
    return PlainTextResponse(f"{error.message}\n", error.status, headers)


class _Health:
    """`/health`: that the service lives, and on what."""

    def __init__(self, pool: Pool, version: str) -> None:
        self._pool, self._version = pool, version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            return await refuse(send, Refusal(405, "health is only read"), _READ)
        told = {
            "status": "ok",
            "version": self._version,
            "snapshot": self._pool.version,
            "workers": self._pool.told(),
        }
        headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
        await send_whole(send, 200, json.dumps(told).encode(), headers)


class _Void:
    """`/.well-known/void`: the data set's description."""

    def __init__(self, description: Description) -> None:
        self._description = description

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            return await refuse(send, Refusal(405, "the description is only read"), _READ)
        await self._description.send_void(scope, send, _ANYONE)

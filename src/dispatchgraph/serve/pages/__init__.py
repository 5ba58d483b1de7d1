"""The pages of the service: made on the server, usable without script, in French and English.

`routes` gives all of them for a site. A page asks the archive through the site's pool and is filled into a template
that escapes whatever it is given; its policy lets nothing run but our own scripts.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dispatchgraph.serve.pages import assets
from dispatchgraph.serve.pages.ask import ask
from dispatchgraph.serve.pages.data import data
from dispatchgraph.serve.pages.door import Door
from dispatchgraph.serve.pages.graph import graph
from dispatchgraph.serve.pages.home import home
from dispatchgraph.serve.pages.search import search, suggest
from dispatchgraph.serve.pages.timeline import timeline
from dispatchgraph.serve.site import Site

__all__ = ["routes"]

#: What costs much and says nothing that is not told elsewhere.
_CLOSED = ("/sparql", "/query", "/graph", "/search", "/suggest", "/timeline")
_ROBOTS = "".join(["User-agent: *\n", *(f"Disallow: {path}\n" for path in _CLOSED)])


def routes(site: Site) -> list[Route]:
    """The routes of all pages; the last takes every path that no other does, as an IRI's."""
    door = Door(site)
    return [
        Route("/", door.page(home)),
        Route("/search", door.page(search)),
        Route("/suggest", door.page(suggest)),
        Route("/timeline", door.page(timeline)),
        Route("/graph", door.page(graph, tagged=False), methods=["GET", "POST"]),
        Route("/query", door.page(ask, tagged=False), methods=["GET", "POST"]),
        Route("/assets/{name}", assets.answer),
        Route("/favicon.ico", assets.favicon),
        Route("/robots.txt", _robots),
        Route("/{path:path}", door.page(data)),
    ]


async def _robots(request: Request) -> Response:
    return PlainTextResponse(_ROBOTS, headers={"cache-control": "public, max-age=86400"})

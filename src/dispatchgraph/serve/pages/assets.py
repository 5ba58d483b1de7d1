"""Style, scripts and pictures: files that never change under their address, which names their content."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

__all__ = ["address", "answer", "favicon", "has_editor"]

_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FILES = {
    "pages.css": ("assets", "pages.css"),
    "search.js": ("assets", "search.js"),
    "query.js": ("assets", "query.js"),
    "favicon.svg": ("assets", "favicon.svg"),
    "yasgui.min.js": ("vendor", "yasgui.min.js"),
    "yasgui.min.css": ("vendor", "yasgui.min.css"),
}
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, kw_only=True)
class _Asset:
    content: bytes
    packed: bytes
    kind: str
    digest: str


@cache
def _asset(name: str) -> _Asset:
    content = files(__package__).joinpath(*_FILES[name]).read_bytes()
    if name == "pages.css":
        content = _colours() + content
    if name.startswith("yasgui"):
        content = content.replace(b"//# sourceMappingURL=", b"// source map: ")  # which nobody is to fetch
    return _Asset(
        content=content,
        packed=gzip.compress(content, 6, mtime=0),
        kind=_KINDS[f".{name.rpartition('.')[2]}"],
        digest=blake2b(content, digest_size=8).hexdigest(),
    )


def _colours() -> bytes:
    """The colours and letters of the graph's page, light and dark: what its style sheet begins with."""
    style = files("dispatchgraph.view").joinpath("style.css").read_text("utf-8")
    return style.partition("\n* {")[0].encode() + b"\n"


def has_editor() -> bool:
    """Whether the SPARQL editor came with the installation."""
    return all(files(__package__).joinpath(*_FILES[name]).is_file() for name in ("yasgui.min.js", "yasgui.min.css"))


def address(name: str) -> str:
    """Where an asset is to be had: another content has another address."""
    return f"/assets/{name}?v={_asset(name).digest}"


async def answer(request: Request) -> Response:
    """The asset that a path names."""
    name = request.path_params["name"]
    if name not in _FILES or (name.startswith("yasgui") and not has_editor()):
        raise HTTPException(404)
    return _sent(request, _asset(name), _FOREVER if "v" in request.query_params else "no-cache")


async def favicon(request: Request) -> Response:
    """The icon, where browsers look for one unasked."""
    return _sent(request, _asset("favicon.svg"), "public, max-age=86400")


def _sent(request: Request, asset: _Asset, keeping: str) -> Response:
    headers = {"cache-control": keeping, "vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(asset.packed, headers=headers, media_type=asset.kind)
    return Response(asset.content, headers=headers, media_type=asset.kind)

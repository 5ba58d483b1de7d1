"""What a request asks, by the SPARQL 1.1 Protocol: GET, and the two forms of POST, for queries and for updates."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from dispatchgraph.serve.bounds import Bounds
from dispatchgraph.serve.http import Receive, Scope, body, header
from dispatchgraph.serve.refusal import Refusal

__all__ = ["Asked", "asked", "asked_update"]

_FORM = "application/x-www-form-urlencoded"
_URL = 60_000  #: bytes of a query in the address; the parser of HTTP takes 65 535
_FIELDS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query as it came, with the graphs that it is asked of and the form that is wanted."""

    query: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    form: str = ""


async def asked(scope: Scope, receive: Receive, bounds: Bounds) -> Asked | None:
    """The query of a request to the endpoint; nothing where a GET has none. Raises `Refusal`."""
    if len(scope["query_string"]) > _URL:
        raise Refusal(414, f"the address is too long: more than {_URL} bytes; a longer query comes by POST")
    url = _fields(scope["query_string"])
    if scope["method"] != "POST":
        _refuse(url, "update")
        return _from_fields(url) if "query" in url else None
    media = _media(scope)
    if media == "application/sparql-query":
        _refuse(url, "query")
        text = await body(scope, receive, most=bounds.query.size, within=bounds.slow)
        return _from_fields({**url, "query": [_text(text)]})
    if media != _FORM:
        raise Refusal(415, f"a query comes as application/sparql-query or {_FORM}, not as {media or 'nothing'}")
    fields = _fields(await body(scope, receive, most=3 * bounds.query.size + _URL, within=bounds.slow))
    _refuse(fields, "update")
    if "query" in fields and "query" in url:
        raise Refusal(400, "one query at a time: it is in the body and in the address")
    return _from_fields({**{name: url[name] for name in ("format",) if name in url}, **fields})


async def asked_update(scope: Scope, receive: Receive, bounds: Bounds) -> str:
    """The update of a request. Raises `Refusal`."""
    url, media = _fields(scope["query_string"]), _media(scope)
    _refuse(url, "query", "update", "using-graph-uri", "using-named-graph-uri")
    if media == "application/sparql-update":
        return _text(await body(scope, receive, most=bounds.body, within=bounds.slow))
    if media != _FORM:
        raise Refusal(415, f"an update comes as application/sparql-update or {_FORM}, not as {media or 'nothing'}")
    fields = _fields(await body(scope, receive, most=3 * bounds.body + _URL, within=bounds.slow))
    _refuse(fields, "query", "using-graph-uri", "using-named-graph-uri")
    return _one(fields, "update")


def _media(scope: Scope) -> str:
    """The media type of the body; raises where it is in another encoding than UTF-8."""
    media, *parameters = header(scope, b"content-type").lower().split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip().strip('"') not in ("utf-8", "utf8"):
            raise Refusal(415, "the body must be in UTF-8")
    return media.strip()


def _fields(encoded: bytes) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError:
        raise Refusal(400, "what is asked is not percent-encoded UTF-8, or has too many fields") from None
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _from_fields(fields: dict[str, list[str]]) -> Asked:
    default, named = fields.get("default-graph-uri"), fields.get("named-graph-uri")
    return Asked(
        query=_one(fields, "query"),
        default=tuple(default) if default else None,
        named=tuple(named) if named else None,
        form=_one(fields, "format") if "format" in fields else "",
    )


def _one(fields: dict[str, list[str]], name: str) -> str:
    values = fields.get(name, [])
    if len(values) != 1:
        raise Refusal(400, f"there must be one {name}; there are {len(values)}")
    return values[0]


def _refuse(fields: dict[str, list[str]], *names: str) -> None:
    for name in names:
        if name in fields:
            raise Refusal(400, f"{name} has no place here")


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, f"no text in UTF-8: byte {error.start} is wrong") from None

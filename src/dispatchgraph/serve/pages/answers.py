"""What a visitor's own query finds, as far as a page shows it: the rest is not waited for."""

from __future__ import annotations

import codecs
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Protocol, cast

from dispatchgraph.errors import QueryError
from dispatchgraph.iri import PREFIXES
from dispatchgraph.serve.pages.visit import Visit
from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.serve.site import Term
from dispatchgraph.sparql import Checked, guard

__all__ = ["Answer", "answered", "checked", "piecewise"]

_JSON = "application/sparql-results+json"
_LARGEST = 32 << 20  #: characters of an answer that are looked at for its rows
_MARK = '"bindings":['


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Rows under their columns; or a truth value; or a graph as Turtle. `more` tells that it goes on."""

    form: str
    columns: tuple[str, ...] = ()
    rows: tuple[dict[str, Term], ...] = ()
    truth: bool | None = None
    turtle: str = ""
    more: bool = False


class _Streams(Protocol):
    """A pool, whose answers to queries of any form are had piece by piece."""

    def graph(self, sparql: str, *, media: str = ...) -> AsyncIterator[bytes]: ...


def checked(query: str) -> Checked:
    """A query that may be asked; raises `Refusal` with line and column where it may not."""
    try:
        return guard(query, prefixes=PREFIXES)
    except QueryError as error:
        raise Refusal(400, str(error)) from None


async def answered(visit: Visit, query: str, *, rows: int, size: int) -> Answer:
    """The answer, as far as its first `rows` rows or, where it is a graph, its first `size` characters."""
    form = checked(query).form
    if form in ("SELECT", "ASK"):
        return await _table(visit, query, form, rows)
    text, more = "", False
    async with aclosing(piecewise(visit, query, "text/turtle")) as pieces:
        async for piece in pieces:
            text += piece
            if len(text) > size:
                text, more = text[: text.rfind("\n", 0, size) + 1] or text[:size], True
                break
    return Answer(form=form, turtle=text, more=more)


async def piecewise(visit: Visit, query: str, media: str) -> AsyncGenerator[str, None]:
    """An answer as text; who reads no further ends the query."""
    read = codecs.getincrementaldecoder("utf-8")("replace")
    pieces = cast("Any", cast("_Streams", visit.site.pool).graph(query, media=media))
    async with aclosing(pieces):
        async for piece in pieces:
            yield read.decode(piece)


async def _table(visit: Visit, query: str, form: str, most: int) -> Answer:
    reader = _Rows()
    async with aclosing(piecewise(visit, query, _JSON)) as pieces:
        async for piece in pieces:
            reader.feed(piece)
            if len(reader.rows) > most or reader.size > _LARGEST:
                return Answer(form=form, columns=reader.columns, rows=tuple(reader.rows[:most]), more=True)
    if form == "ASK":
        return Answer(form=form, truth=bool(json.loads(reader.head).get("boolean")))
    return Answer(form=form, columns=reader.columns, rows=tuple(reader.rows))


class _Rows:
    """The rows of SPARQL's JSON as they come; nothing of an answer is kept but its rows."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Term]] = []
        self.size, self.head = 0, ""
        self._rest, self._in_rows = "", False
        self._decoder = json.JSONDecoder()

    @property
    def columns(self) -> tuple[str, ...]:
        """The variables, once the head has been read."""
        told = self.head.partition(_MARK)[0]
        found = json.loads(told.rstrip().removesuffix('"results":{').rstrip(", ") + "}") if self._in_rows else {}
        return tuple(found.get("head", {}).get("vars", ()))

    def feed(self, piece: str) -> None:
        """Read on."""
        self.size += len(piece)
        if self._in_rows:
            self._rest += piece
        else:
            self.head += piece
            before, mark, after = self.head.partition(_MARK)
            if not mark:
                return
            self.head, self._rest, self._in_rows = before + mark, after, True
        at = 0
        while (begin := self._rest.find("{", at)) >= 0:
            try:
                row, at = self._decoder.raw_decode(self._rest, begin)
            except json.JSONDecodeError:
                break
            self.rows.append({name: _term(told) for name, told in row.items()})
        self._rest = self._rest[at:]


def _term(told: dict[str, Any]) -> Term:
    return Term(
        kind=told["type"],
        value=str(told["value"]),
        language=told.get("xml:lang", ""),
        datatype=told.get("datatype", ""),
    )

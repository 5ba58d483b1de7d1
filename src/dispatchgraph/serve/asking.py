"""Questions of our own: what pages ask of the archive, through the same workers and limits as everybody's."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

from dispatchgraph.errors import QueryError
from dispatchgraph.iri import PREFIXES
from dispatchgraph.serve.bounds import Bounds
from dispatchgraph.serve.pool import Pool
from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.serve.site import Rows, Term
from dispatchgraph.serve.wire import Request
from dispatchgraph.sparql import guard

__all__ = ["Asking"]

_JSON = "application/sparql-results+json"


class Asking:
    """`site.Asks` over a pool."""

    def __init__(self, pool: Pool, bounds: Bounds) -> None:
        self._pool, self._bounds = pool, bounds

    @property
    def version(self) -> str:
        return self._pool.version

    async def rows(self, sparql: str, *, limit: int = 1000) -> Rows:
        told = await self._json(sparql, limit)
        return [_row(row) for row in told["results"]["bindings"]]

    async def ask(self, sparql: str) -> bool:
        return bool((await self._json(sparql, 1))["boolean"])

    async def graph(self, sparql: str, *, media: str = "text/turtle") -> AsyncIterator[bytes]:
        answer = await self._pool.answer(self._request(sparql, media))
        try:
            yield answer.first
            async for piece in answer.rest():
                yield piece
        finally:
            answer.close()

    async def _json(self, sparql: str, limit: int) -> Any:
        answer = await self._pool.answer(replace(self._request(sparql, _JSON), rows=limit))
        try:
            return json.loads(b"".join([answer.first, *[piece async for piece in answer.rest()]]))
        finally:
            answer.close()

    def _request(self, sparql: str, media: str) -> Request:
        try:
            checked = guard(sparql, self._bounds.query, prefixes=PREFIXES)
        except QueryError as error:
            raise Refusal(400, str(error)) from error
        return Request(
            query=sparql, media=media, rows=self._bounds.rows, size=self._bounds.size, dataset=checked.dataset
        )


def _row(bindings: Mapping[str, Mapping[str, str]]) -> dict[str, Term]:
    return {
        name: Term(
            kind=value["type"],
            value=value["value"],
            language=value.get("xml:lang", ""),
            datatype=value.get("datatype", ""),
        )
        for name, value in bindings.items()
    }

"""The first page: what the archive holds, and ways in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from dispatchgraph.serve.pages.paper import page
from dispatchgraph.serve.pages.statements import best_label, value
from dispatchgraph.serve.pages.visit import Link, Visit
from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.serve.site import Rows

if TYPE_CHECKING:
    from dispatchgraph.query import Question

__all__ = ["Dated", "home", "newest", "shipped"]

_NEWEST = 8
_BEGINNING = 100  #: characters of a text that stand for a headline it has not
_MENTIONED = 12
_HELD = {
    "dispatches": "?x a dg:Dispatch",
    "entities": "?x gaf:denotedBy ?m ; rdfs:label ?name",
    "events": "?x a dg:Event",
    "claims": "?x a dg:Claim",
    "figures": "?x a dg:Figure",
}


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A dispatch in a list."""

    link: Link
    day: str
    publisher: str = ""
    count: int = 0


async def home(visit: Visit) -> Response:
    """The first page."""
    version = visit.site.pool.version
    held, latest, mentioned = await asyncio.gather(
        visit.once.get(version, "held", lambda: _held(visit)),
        newest(visit, limit=_NEWEST),
        visit.once.get(version, "mentioned", lambda: _mentioned(visit)),
    )
    named = [(_link(visit, rows), count) for rows, count in mentioned]
    return page(visit, "home", held=held, newest=latest, mentioned=named, questions=await _questions(visit))


async def _held(visit: Visit) -> dict[str, int]:
    """How much there is of each kind; without what takes too long to count."""
    counts = await asyncio.gather(*(_count(visit, pattern) for pattern in _HELD.values()))
    return {name: count for name, count in zip(_HELD, counts, strict=True) if count is not None}


async def _count(visit: Visit, pattern: str) -> int | None:
    try:
        return int(value((await visit.rows(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}"))[0], "n"))
    except Refusal:
        return None


async def _mentioned(visit: Visit) -> list[tuple[Rows, int]]:
    """The entities that most dispatches speak of, with rows of their names and classes."""
    try:
        rows = await visit.rows(
            f"""SELECT DISTINCT ?e ?n ?name ?class WHERE {{
              {{ SELECT ?e (COUNT(DISTINCT ?d) AS ?n) WHERE {{
                ?e gaf:denotedBy ?m ; rdfs:label ?any . ?m nif:referenceContext ?d
              }} GROUP BY ?e ORDER BY DESC(?n) ?e LIMIT {_MENTIONED} }}
              ?e rdfs:label ?name ; a ?class
            }}"""
        )
    except Refusal:
        return []
    found: dict[str, Rows] = {}
    for row in rows:
        found.setdefault(row["e"].value, []).append(row)
    counted = [(told, int(value(told[0], "n"))) for told in found.values()]
    return sorted(counted, key=lambda pair: (-pair[1], value(pair[0][0], "e")))


def _link(visit: Visit, rows: Rows) -> Link:
    name = best_label([row["name"] for row in rows], visit.language)
    kind = visit.known.kind(visit.known.most_special([row["class"].value for row in rows]))
    return visit.link(rows[0]["e"].value, name, kind)


async def newest(visit: Visit, *, limit: int, pattern: str = "?d a dg:Dispatch", offset: int = 0) -> list[Dated]:
    """The dispatches of a pattern for ?d, in which ?n may be a count; the newest first."""
    rows = await visit.rows(
        f"""SELECT ?d (MIN(?published) AS ?day) (MIN(?title) AS ?headline) (MIN(?name) AS ?by) (MAX(?m) AS ?n)
          (MIN(?first) AS ?begin) WHERE {{
          {pattern}
          OPTIONAL {{ ?d schema:datePublished ?published }}
          OPTIONAL {{ ?d schema:headline ?title }}
          OPTIONAL {{ ?d nif:isString ?text BIND(SUBSTR(?text, 1, {_BEGINNING}) AS ?first) }}
          OPTIONAL {{ ?d schema:publisher ?publisher . ?publisher rdfs:label ?name }}
        }} GROUP BY ?d ORDER BY DESC(?day) ?d LIMIT {limit} OFFSET {offset}"""
    )
    return [
        Dated(
            link=visit.link(row["d"].value, value(row, "headline") or _beginning(value(row, "begin"))),
            day=value(row, "day")[:10],
            publisher=value(row, "by"),
            count=int(value(row, "n") or 0),
        )
        for row in rows
    ]


def _beginning(text: str) -> str:
    """The first words of a text."""
    words = " ".join(text.split())
    return f"{words.rpartition(' ')[0] or words}…" if words else ""


async def _questions(visit: Visit) -> list[tuple[str, Question]]:
    """The questions that ship, with their addresses."""
    found = await asyncio.to_thread(shipped, visit.language)
    return [(visit.to("/query", question=question.name), question) for question in found]


def shipped(language: str) -> tuple[Question, ...]:
    """The questions that ship. The first time, that loads what they are read with."""
    from dispatchgraph.query import questions

    return questions(language=language)

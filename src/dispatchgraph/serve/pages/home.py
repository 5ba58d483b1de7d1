"""The first page: what the archive holds, and ways in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from starlette.responses import Response

from dispatchgraph.serve.pages.paper import page
from dispatchgraph.serve.pages.statements import NAMES, Node, best_label, gathered, value
from dispatchgraph.serve.pages.visit import Link, Visit
from dispatchgraph.serve.pages.writing import text
from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.serve.site import Rows

if TYPE_CHECKING:
    from dispatchgraph.questions import Question

__all__ = ["Dated", "home", "named", "newest", "shipped"]

T = TypeVar("T")
_NEWEST = 8
_HEAD = ("schema:headline", "schema:datePublished", "schema:publisher", "nif:isString")
_BEGINNING = 100  #: characters of a text that stand for a headline it has not
_MENTIONED = 12
_PATIENCE = 1.5  #: seconds that the first page waits for what is counted
_HELD = {
    "dispatches": "?x a dg:Dispatch",
    "entities": "?x rdfs:label ?name FILTER(STRSTARTS(STR(?x), $BASE))",
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
    version, named_in = visit.site.pool.version, (visit.language, visit.chosen)
    latest, questions, held, mentioned = await asyncio.gather(
        newest(visit, limit=_NEWEST),
        _questions(visit),
        _soon(visit.once.get(version, "held", lambda: _held(visit))),
        _soon(visit.once.get(version, ("mentioned", *named_in), lambda: _mentioned(visit))),
    )
    answer = page(visit, "home", held=held or {}, newest=latest, mentioned=mentioned or [], questions=questions)
    if held is None or mentioned is None:
        answer.headers["cache-control"] = "no-store"  # the next who comes sees more
    return answer


async def _soon(value: Awaitable[T]) -> T | None:
    """What takes long to count in a large archive, if it is there soon; else it is there for the next who comes."""
    try:
        async with asyncio.timeout(_PATIENCE):
            return await value
    except TimeoutError:
        return None


async def _held(visit: Visit) -> dict[str, int]:
    """How much there is of each kind; without what takes too long to count."""
    counts = await asyncio.gather(
        *(_count(visit, pattern.replace("$BASE", text(f"{visit.site.base}entity/"))) for pattern in _HELD.values())
    )
    return {name: count for name, count in zip(_HELD, counts, strict=True) if count is not None}


async def _count(visit: Visit, pattern: str) -> int | None:
    try:
        return int(value((await visit.rows(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}"))[0], "n"))
    except Refusal:
        return None


async def _mentioned(visit: Visit) -> list[tuple[Link, int]]:
    """The entities that most dispatches speak of: the named ones, where an archive says which these are."""
    under = f"FILTER(STRSTARTS(STR(?e), {text(visit.site.base)}))"
    for pattern in ("?d ^dg:toldIn/dg:identityOf ?e", "?e gaf:denotedBy/nif:referenceContext ?d"):
        try:
            rows = await visit.rows(
                f"""SELECT ?e (COUNT(DISTINCT ?d) AS ?n) WHERE {{ {pattern} {under} }}
                GROUP BY ?e ORDER BY DESC(?n) ?e LIMIT {_MENTIONED}"""
            )
        except Refusal:
            return []
        if rows:
            break
    counts = {row["e"].value: int(value(row, "n")) for row in rows}
    names: dict[str, Rows] = {iri: [] for iri in counts}
    for row in await visit.of(counts, NAMES):
        names[row["o"].value].append(row)
    return [(named(visit, iri, told), counts[iri]) for iri, told in names.items()]


def named(visit: Visit, iri: str, rows: Rows) -> Link:
    """A link to a node by rows of its ?name and ?class."""
    label = best_label([row["name"] for row in rows if "name" in row], visit.language)
    kind = visit.known.kind(visit.known.most_special({row["class"].value for row in rows if "class" in row}))
    return visit.link(iri, label, kind)


async def newest(visit: Visit, *, limit: int, pattern: str = "?d a dg:Dispatch", offset: int = 0) -> list[Dated]:
    """The dispatches of a pattern for ?d, in which ?m may be a count; the newest first."""
    rows = await visit.rows(
        f"""SELECT ?d (MAX(?published) AS ?day) (MAX(?m) AS ?n) WHERE {{
          {pattern} OPTIONAL {{ ?d schema:datePublished ?published }}
        }} GROUP BY ?d ORDER BY DESC(?day) ?d LIMIT {limit} OFFSET {offset}"""
    )
    told = await gathered(visit, [row["d"].value for row in rows], _HEAD)
    return [_dated(visit, told[row["d"].value], int(value(row, "n") or 0)) for row in rows]


def _dated(visit: Visit, told: Node, count: int) -> Dated:
    title = told.label("schema:headline", visit.language) or _beginning(told.text("nif:isString"))
    return Dated(
        link=visit.link(told.iri, title),
        day=told.text("schema:datePublished")[:10],
        publisher=", ".join(link.label for link in told.links(visit, "schema:publisher")),
        count=count,
    )


def _beginning(text: str) -> str:
    """The first words of a text."""
    words = " ".join(text[:_BEGINNING].split())
    return f"{words.rpartition(' ')[0] or words}…" if words else ""


async def _questions(visit: Visit) -> list[tuple[str, Question]]:
    """The questions that ship, with their addresses."""
    found = await asyncio.to_thread(shipped, visit.language)
    return [(visit.to("/query", question=question.name), question) for question in found]


def shipped(language: str) -> tuple[Question, ...]:
    """The questions that ship. The first time, that loads what they are read with."""
    from dispatchgraph.questions import questions

    return questions(language=language)

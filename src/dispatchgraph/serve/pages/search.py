"""Search: entities by their names and dispatches by their headlines, as a page and, while one types, as JSON."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from dispatchgraph.iri import PREFIXES
from dispatchgraph.serve.pages.home import Dated, named, newest
from dispatchgraph.serve.pages.paper import page
from dispatchgraph.serve.pages.statements import NAMES, value
from dispatchgraph.serve.pages.visit import Link, Visit
from dispatchgraph.serve.pages.writing import looking_for, text
from dispatchgraph.serve.site import Rows, Term

__all__ = ["search", "suggest"]

_WORDS = 6  #: of a search that are looked for
_LENGTH = 40  #: letters of a word that are
_CONSIDERED = 500  #: entities whose mentions are counted
_SHOWN, _SUGGESTED = 40, 7
_DISPATCHES = 15


@dataclass(frozen=True, kw_only=True)
class Found:
    """An entity that a search found."""

    link: Link
    name: str  #: of its class
    others: tuple[str, ...]  #: names by which it was found
    mentions: int


async def search(visit: Visit) -> Response:
    """The page of what was found."""
    sought = visit.asked.get("q", "").strip()[:200]
    words = _words(sought)
    entities, dispatches = (
        await asyncio.gather(_entities(visit, words, limit=_SHOWN), _dispatches(visit, words)) if words else ([], [])
    )
    return page(visit, "search", sought=sought, words=words, entities=entities, dispatches=dispatches)


async def suggest(visit: Visit) -> Response:
    """What begins with what was typed so far."""
    words = _words(visit.asked.get("q", "").strip()[:200])
    found = await _entities(visit, words, limit=_SUGGESTED) if words else []
    told = [{"label": f.link.label, "href": f.link.href, "kind": f.link.kind, "class": f.name} for f in found]
    return JSONResponse(told)


def _words(sought: str) -> list[str]:
    """The words to look for: a single letter is none, unless it is all there is."""
    words = [word[:_LENGTH] for word in sought.split() if any(c.isalnum() for c in word)][:_WORDS]
    return [word for word in words if len(word) > 1] or words[:1]


def _holds(variable: str, words: list[str]) -> str:
    """A filter: the name in `variable` has a word that begins with each of `words`."""
    return " && ".join(f'REGEX(STR({variable}), {text(looking_for(word))}, "i")' for word in words)


async def _entities(visit: Visit, words: list[str], *, limit: int) -> list[Found]:
    """Entities that are called so: those that go by the name before others, and what is mentioned most first."""
    rows = await visit.rows(
        f"""SELECT ?e (MAX(?is) AS ?own) (MIN(STR(?called)) AS ?name) (COUNT(DISTINCT ?m) AS ?n) WHERE {{
          {{ SELECT DISTINCT ?e ?called ?is WHERE {{
            {{ ?e rdfs:label ?called BIND(1 AS ?is) }} UNION {{ ?e skos:altLabel ?called BIND(0 AS ?is) }}
            FILTER({_holds("?called", words)})
          }} ORDER BY DESC(?is) LIMIT {_CONSIDERED} }}
          ?e gaf:denotedBy ?m
        }} GROUP BY ?e ORDER BY DESC(?own) DESC(?n) ?e LIMIT {limit}"""
    )
    names: dict[str, Rows] = {row["e"].value: [] for row in rows}
    for row in await visit.of(names, NAMES):
        names[row["o"].value].append(row)
    return [_found(visit, row, names[row["e"].value]) for row in rows]


def _found(visit: Visit, row: dict[str, Term], names: Rows) -> Found:
    link = named(visit, row["e"].value, names)
    cls = visit.known.most_special({told["class"].value for told in names if "class" in told})
    called = value(row, "name")
    own = value(row, "own") == "1" or called.casefold() == link.label.casefold()
    return Found(
        link=link,
        name=visit.known.label(PREFIXES["dg"] + cls, visit.language) if cls else "",
        others=() if own else (called,),
        mentions=int(value(row, "n")),
    )


async def _dispatches(visit: Visit, words: list[str]) -> list[Dated]:
    pattern = f"?d a dg:Dispatch ; schema:headline ?headed FILTER({_holds('?headed', words)})"
    return await newest(visit, limit=_DISPATCHES, pattern=pattern)

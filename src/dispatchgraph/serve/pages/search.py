"""Search: entities by their names and dispatches by their headlines, as a page and, while one types, as JSON."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from dispatchgraph.iri import PREFIXES
from dispatchgraph.serve.pages.home import Dated, newest
from dispatchgraph.serve.pages.paper import page
from dispatchgraph.serve.pages.statements import best_label, value
from dispatchgraph.serve.pages.visit import Link, Visit
from dispatchgraph.serve.pages.writing import looking_for, text
from dispatchgraph.serve.site import Rows

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
    own: bool  #: one of them is the name it goes by
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
    """Entities that are called so: by the name they go by before those by another; those first that are mentioned most."""
    rows = await visit.rows(
        f"""SELECT DISTINCT ?e ?own ?n ?name ?class ?label WHERE {{
          {{ SELECT ?e (MAX(?is) AS ?own) (MIN(STR(?called)) AS ?name) (COUNT(DISTINCT ?m) AS ?n) WHERE {{
            {{ SELECT DISTINCT ?e ?called ?is WHERE {{
              VALUES (?naming ?is) {{ (rdfs:label 1) (skos:altLabel 0) }}
              ?e ?naming ?called FILTER({_holds("?called", words)})
            }} LIMIT {_CONSIDERED} }}
            ?e gaf:denotedBy ?m
          }} GROUP BY ?e ORDER BY DESC(?own) DESC(?n) ?e LIMIT {limit} }}
          ?e a ?class . OPTIONAL {{ ?e rdfs:label ?label }}
        }} LIMIT 2000""",
        limit=2000,
    )
    by_entity: dict[str, Rows] = {}
    for row in rows:
        by_entity.setdefault(row["e"].value, []).append(row)
    found = [_found(visit, told) for told in by_entity.values()]
    return sorted(found, key=lambda f: (not f.own, -f.mentions, f.link.label, f.link.iri))


def _found(visit: Visit, rows: Rows) -> Found:
    label = best_label({row["label"] for row in rows if "label" in row}, visit.language)
    cls = visit.known.most_special([row["class"].value for row in rows])
    called, own = value(rows[0], "name"), value(rows[0], "own") == "1"
    return Found(
        link=visit.link(rows[0]["e"].value, label, visit.known.kind(cls)),
        name=visit.known.label(PREFIXES["dg"] + cls, visit.language) if cls else "",
        others=() if own or called.casefold() == label.casefold() else (called,),
        own=own,
        mentions=int(value(rows[0], "n")),
    )


async def _dispatches(visit: Visit, words: list[str]) -> list[Dated]:
    pattern = f"?d a dg:Dispatch ; schema:headline ?headed FILTER({_holds('?headed', words)})"
    return await newest(visit, limit=_DISPATCHES, pattern=pattern)

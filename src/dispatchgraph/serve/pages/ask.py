"""The page where one asks in SPARQL: an editor, the shipped questions at a click, and what is found as a table."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from starlette.responses import Response

from dispatchgraph.iri import PREFIXES
from dispatchgraph.serve.pages import assets
from dispatchgraph.serve.pages.answers import Answer, answered
from dispatchgraph.serve.pages.home import shipped
from dispatchgraph.serve.pages.paper import page
from dispatchgraph.serve.pages.visit import Link, Visit
from dispatchgraph.serve.pages.vocabulary import short
from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.serve.site import Term

__all__ = ["ask"]

ROWS = 500  #: that the page shows; the endpoint gives all
_TURTLE = 200_000  #: characters of a graph that are shown
_EMPTY = """SELECT ?dispatch ?headline ?date
WHERE {
  ?dispatch a dg:Dispatch ;
    schema:headline ?headline ;
    schema:datePublished ?date .
}
ORDER BY DESC(?date)
LIMIT 20"""
_FORMATS = {
    "SELECT": ("csv", "tsv", "json", "xml"),
    "ASK": ("json", "xml"),
    "CONSTRUCT": ("turtle", "jsonld", "ntriples", "rdfxml"),
    "DESCRIBE": ("turtle", "jsonld", "ntriples", "rdfxml"),
}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One value of a table."""

    link: Link
    told: str = ""  #: its language
    number: bool = False


async def ask(visit: Visit) -> Response:
    """The page of the editor, with the answer to ?query= or to the shipped ?question=."""
    questions = await asyncio.to_thread(shipped, visit.language)
    chosen = next((q for q in questions if q.name == visit.asked.get("question")), None)
    query = visit.asked.get("query", "") or (_bare(chosen.sparql) if chosen else "")
    answer, refused = await _answer(visit, query)
    table = [[_cell(visit, row.get(name)) for name in answer.columns] for row in answer.rows] if answer else []
    return page(
        visit,
        "query",
        status=refused.status if refused else 200,
        query=query.replace("\r\n", "\n") or _EMPTY,
        asked=bool(query.strip()),
        chosen=chosen,
        questions=[(visit.to("/query", question=q.name), q) for q in questions],
        answer=answer,
        table=table,
        numbers=[any(row[at].number for row in table) for at in range(len(answer.columns))] if answer else [],
        refused=refused,
        formats=_formats(visit, query, answer) if answer else [],
        draw=visit.to("/graph", query=query) if answer and _drawable(visit, answer) else "",
        most=ROWS,
        editor=assets.has_editor(),
        prefixes=dict(PREFIXES),
    )


def _bare(sparql: str) -> str:
    """A shipped question without the comments that it begins with, which the page says in its own words."""
    return re.sub(r"\A(?:#.*\n|\n)+", "", sparql)


async def _answer(visit: Visit, query: str) -> tuple[Answer | None, Refusal | None]:
    if not query.strip():
        return None, None
    try:
        return await answered(visit, query, rows=ROWS, size=_TURTLE), None
    except Refusal as refusal:
        return None, refusal


def _formats(visit: Visit, query: str, answer: Answer) -> list[tuple[str, str]]:
    """The forms that the endpoint gives the whole answer in, with their addresses."""
    return [(name, visit.to("/sparql", query=query, format=name, lang="-")) for name in _FORMATS[answer.form]]


def _drawable(visit: Visit, answer: Answer) -> bool:
    """Whether there is something of the archive in an answer that a picture can begin with."""
    named = any(visit.addresses.path(term.value) for row in answer.rows for term in row.values())
    return bool(answer.turtle.strip()) or named


def _cell(visit: Visit, term: Term | None) -> Cell:
    if term is None:
        return Cell(link=Link(label=""))
    if term.kind == "uri":
        known = visit.addresses.path(term.value)
        told = term.value.removeprefix(visit.site.base) if known else short(term.value)
        return Cell(link=visit.link(term.value, told))
    number = term.datatype.endswith(("#integer", "#decimal", "#double", "#float"))
    return Cell(link=Link(label=term.value), told=term.language, number=number)

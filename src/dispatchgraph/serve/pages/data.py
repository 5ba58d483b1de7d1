"""Every IRI under the base answers: as a page for people, as RDF for programs, by what they accept or by a suffix."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, cast

from starlette.responses import Response, StreamingResponse

from dispatchgraph.serve.negotiation import best
from dispatchgraph.serve.pages.dispatch import dispatch
from dispatchgraph.serve.pages.entity import entity
from dispatchgraph.serve.pages.paper import page
from dispatchgraph.serve.pages.statements import best_label, value
from dispatchgraph.serve.pages.telling import told
from dispatchgraph.serve.pages.visit import Link, Visit
from dispatchgraph.serve.pages.vocabulary import short
from dispatchgraph.serve.pages.writing import node, nodes
from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.serve.site import Rows, Term

__all__ = ["data"]

#: The forms that a node's description has, by suffix; the first is what is sent to who takes anything.
FORMS = {
    ".html": "text/html",
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
}
_ALIASES = {
    "application/xhtml+xml": "text/html",
    "application/x-turtle": "text/turtle",
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/plain": "application/n-triples",
}
_MOST = 200  #: statements of each direction on a page
_INCOMING = 2_000  #: statements about a node by others that a program gets
_TOLD = ("event", "claim", "figure", "affiliation")


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What a path asks for: a node, and the form that its suffix names, if any."""

    iri: str
    classes: frozenset[str]
    form: str
    is_graph: bool


async def data(visit: Visit) -> Response:
    """The description of the node that the path is the address of."""
    asked = await _asked(visit)
    form = asked.form or _accepted(visit)
    answer = await (_page(visit, asked) if form == "text/html" else _rdf(visit, asked, form))
    path = visit.addresses.path(asked.iri)
    links = [f'<{path}{end}>; rel="alternate"; type="{media}"' for end, media in FORMS.items() if media != form]
    answer.headers["link"] = ", ".join(links)
    return answer


def _accepted(visit: Visit) -> str:
    """The form that is accepted; raises `Refusal` (406) where none is."""
    found = best(visit.accept[:2000], [*FORMS.values(), *_ALIASES])
    if not found:
        raise Refusal(406, f"no such form; there are: {', '.join(FORMS.values())}")
    return _ALIASES.get(found, found)


async def _asked(visit: Visit) -> _Asked:
    """The node that a path means: the whole path if it is one, else what stands before a suffix; raises 404."""
    path = visit.path
    suffix = next((end for end in FORMS if path.endswith(end)), "")
    whole = visit.addresses.iris(path)
    shorter = visit.addresses.iris(path.removesuffix(suffix)) if suffix else ()
    candidates = [*whole, *(iri for iri in shorter if iri not in whole)]
    rows = (
        await visit.rows(
            f"""SELECT ?x (GROUP_CONCAT(DISTINCT STR(?c); separator=" ") AS ?classes) (MAX(?held) AS ?graph) WHERE {{
          VALUES ?x {{ {nodes(candidates)} }}
          BIND(EXISTS {{ GRAPH ?x {{ ?s3 ?p3 ?o3 }} }} AS ?held)
          FILTER(?held || EXISTS {{ ?x ?p1 ?o1 }} || EXISTS {{ ?s2 ?p2 ?x }})
          OPTIONAL {{ ?x a ?c }}
        }} GROUP BY ?x"""
        )
        if candidates
        else []
    )
    found = {row["x"].value: row for row in rows if "x" in row}
    for iri in candidates:
        if iri in found:
            form = "" if iri in whole else FORMS[suffix]
            classes = frozenset(value(found[iri], "classes").split())
            return _Asked(iri=iri, classes=classes, form=form, is_graph=value(found[iri], "graph") == "true")
    raise Refusal(404, "the archive holds nothing by that name")


# --- for programs


async def _rdf(visit: Visit, asked: _Asked, form: str) -> Response:
    pieces = visit.site.pool.graph(_description(asked), media=form)
    first = await anext(pieces, b"")  # what is refused is refused before an answer begins
    kind = f"{form}; charset=utf-8" if form.startswith("text/") else form
    return StreamingResponse(_all(first, pieces), headers={"access-control-allow-origin": "*"}, media_type=kind)


async def _all(first: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async with aclosing(cast("Any", pieces)):
        async for piece in pieces:
            yield piece


def _description(asked: _Asked) -> str:
    """What a program gets: all that is said of a node, some of what is said with it, and names for both.

    A graph is given whole.
    """
    it = node(asked.iri)
    held = f"UNION {{ GRAPH {it} {{ ?s ?p ?o }} }}" if asked.is_graph else ""
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
      {{ {it} ?p ?o BIND({it} AS ?s) }}
      UNION {{ {{ SELECT ?s ?p WHERE {{ ?s ?p {it} }} LIMIT {_INCOMING} }} BIND({it} AS ?o) }}
      UNION {{ {it} ?any ?s . ?s rdfs:label ?o BIND(rdfs:label AS ?p) }}
      {held}
    }}"""


# --- for people


async def _page(visit: Visit, asked: _Asked) -> Response:
    if visit.asked.get("view") != "data":
        kind = visit.known.kind(visit.known.most_special(asked.classes))
        if kind == "dispatch":
            return await dispatch(visit, asked.iri)
        if asked.iri.startswith(f"{visit.site.base}entity/") and kind:
            return await entity(visit, asked.iri)
    return await _plain(visit, asked)


async def _plain(visit: Visit, asked: _Asked) -> Response:
    """Any node: what it tells, if it is told in a text, and all statements of it, both ways."""
    it = node(asked.iri)
    number = visit.number("page")
    kind = visit.known.kind(visit.known.most_special(asked.classes))
    outgoing, incoming, items = await asyncio.gather(
        _statements(visit, f"{it} ?p ?o", number),
        _statements(visit, f"?o ?p {it}", number),
        told(visit, [asked.iri]) if kind in _TOLD else _nobody(),
    )
    return page(
        visit,
        "node",
        iri=asked.iri,
        items=items,
        title=items[0].name if items else visit.called(asked.iri),
        outgoing=_grouped(visit, outgoing[:_MOST]),
        incoming=_grouped(visit, incoming[:_MOST]),
        more=max(len(outgoing), len(incoming)) > _MOST,
        number=number,
        is_graph=asked.is_graph,
        draw=bool(items) or asked.is_graph,
    )


async def _nobody() -> list[Any]:
    return []


async def _statements(visit: Visit, pattern: str, number: int) -> Rows:
    """A page of statements, and one more where there are more."""
    return await visit.rows(
        f"""SELECT ?p ?o (MIN(?name) AS ?called) WHERE {{
          {{ SELECT DISTINCT ?p ?o WHERE {{ {pattern} }}
            ORDER BY ?p ?o LIMIT {_MOST + 1} OFFSET {(number - 1) * _MOST} }}
          OPTIONAL {{ ?o rdfs:label|dg:lemma|schema:headline ?name }}
        }} GROUP BY ?p ?o ORDER BY ?p ?o"""
    )


def _grouped(visit: Visit, rows: Rows) -> list[tuple[Link, list[tuple[Link, str]]]]:
    """The values of each property, with the language or type of those that are texts."""
    found: dict[str, list[tuple[Link, str]]] = {}
    for row in rows:
        if "o" in row and "p" in row:
            found.setdefault(row["p"].value, []).append(_value(visit, row))
    return [(Link(label=visit.called(p), iri=short(p)), values) for p, values in found.items()]


def _value(visit: Visit, row: dict[str, Term]) -> tuple[Link, str]:
    term = row["o"]
    if term.kind == "uri":
        return visit.link(term.value, best_label([row["called"]] if "called" in row else [], visit.language)), ""
    return Link(label=term.value), term.language or (short(term.datatype).partition(":")[2] if term.datatype else "")

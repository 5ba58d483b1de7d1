"""A dispatch: its text with all that is told of it marked, and beside it what was read there."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable

from starlette.responses import Response

from dispatchgraph.iri import PREFIXES
from dispatchgraph.serve.pages.paper import page
from dispatchgraph.serve.pages.spans import Span, marked
from dispatchgraph.serve.pages.statements import best_label, gathered, value
from dispatchgraph.serve.pages.telling import Told, told
from dispatchgraph.serve.pages.visit import Link, Visit
from dispatchgraph.serve.pages.writing import node
from dispatchgraph.serve.site import Rows

__all__ = ["dispatch"]

_SPANS = 20_000  #: rows about spans that a text is marked by
_BESIDE = 120  #: of each kind that stand beside the text
_HEAD = ("schema:headline", "schema:datePublished", "schema:publisher", "schema:inLanguage", "nif:isString")
_TIES = ("dg:repeats", "prov:wasRevisionOf")
_KINDS = ("claim", "figure", "event", "affiliation")


async def dispatch(visit: Visit, iri: str) -> Response:
    """The page of a dispatch."""
    written = node(iri)
    found, things, others, repeating = await asyncio.gather(
        gathered(visit, [iri], (*_HEAD, *_TIES)),
        _things(visit, written),
        _others(visit, written),
        _repeating(visit, written),
    )
    head = found[iri]
    text = max(head.texts("nif:isString"), key=len, default="")
    beside = await _beside(visit, iri, things)
    return page(
        visit,
        "dispatch",
        iri=iri,
        title=head.label("schema:headline", visit.language) or visit.called(iri),
        day=head.text("schema:datePublished")[:10],
        publisher=head.links(visit, "schema:publisher"),
        text_language=head.text("schema:inLanguage"),
        text=marked(text, [*_spans(visit, things), *others]) if text else "",
        beside=beside,
        most=_BESIDE,
        people=_named(visit, things),
        repeats=head.links(visit, "dg:repeats"),
        repeated=repeating,
        versions=head.links(visit, "prov:wasRevisionOf"),
    )


async def _things(visit: Visit, written: str) -> dict[str, Rows]:
    """Rows about each thing that the text mentions: begin, end, class, name."""
    rows = await visit.rows(
        f"""SELECT DISTINCT ?x ?begin ?end ?class ?name WHERE {{
          ?m nif:referenceContext {written} ; nif:beginIndex ?begin ; nif:endIndex ?end .
          ?x gaf:denotedBy ?m ; a ?class .
          OPTIONAL {{ ?x rdfs:label ?name }}
        }} LIMIT {_SPANS}""",
        limit=_SPANS,
    )
    found: dict[str, Rows] = defaultdict(list)
    for row in rows:
        found[row["x"].value].append(row)
    return found


def _spans(visit: Visit, things: dict[str, Rows]) -> Iterable[Span]:
    for iri, rows in things.items():
        link = _link(visit, iri, rows)
        places = {(int(value(row, "begin") or 0), int(value(row, "end") or 0)) for row in rows}
        yield from (Span(begin=b, end=e, kind=link.kind or "thing", link=link) for b, e in sorted(places))


def _link(visit: Visit, iri: str, rows: Rows) -> Link:
    cls = visit.known.most_special({value(row, "class") for row in rows})
    name = visit.known.label(PREFIXES["dg"] + cls, visit.language) if cls else ""
    label = best_label({row["name"] for row in rows if "name" in row}, visit.language)
    told = f"{label} ({name})" if label and name else label or name
    return visit.link(iri, told, visit.known.kind(cls))


async def _others(visit: Visit, written: str) -> list[Span]:
    """Sentences and what claims say: they lead nowhere, but can be pointed at."""
    rows = await visit.rows(
        f"""SELECT DISTINCT ?kind ?begin ?end WHERE {{
          ?m nif:referenceContext {written} ; nif:beginIndex ?begin ; nif:endIndex ?end .
          {{ ?m a nif:Sentence BIND("sentence" AS ?kind) }}
          UNION {{ ?c dg:contentSpan ?m BIND("content" AS ?kind) }}
        }} LIMIT {_SPANS}""",
        limit=_SPANS,
    )
    return [Span(begin=int(value(r, "begin")), end=int(value(r, "end")), kind=value(r, "kind")) for r in rows]


async def _repeating(visit: Visit, written: str) -> list[Link]:
    """The dispatches that repeat this one."""
    rows = await visit.rows(
        f"""SELECT DISTINCT ?d ?headline WHERE {{ ?d dg:repeats {written} OPTIONAL {{ ?d schema:headline ?headline }} }}
        ORDER BY ?d LIMIT 50"""
    )
    return [visit.link(row["d"].value, value(row, "headline")) for row in rows]


async def _beside(visit: Visit, iri: str, things: dict[str, Rows]) -> dict[str, list[Told]]:
    """What is told, by kind, in the order of the text."""
    first = {thing: min(int(value(row, "begin") or 0) for row in rows) for thing, rows in things.items()}
    by_kind: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for thing in sorted(first, key=lambda t: (first[t], t)):
        kind = _link(visit, thing, things[thing]).kind
        if kind in by_kind and thing.startswith(iri):
            by_kind[kind].append(thing)
    listed = [thing for found in by_kind.values() for thing in found[:_BESIDE]]
    told_of = {item.iri: item for item in await told(visit, listed)}
    return {kind: [told_of[t] for t in found[:_BESIDE]] for kind, found in by_kind.items()}


def _named(visit: Visit, things: dict[str, Rows]) -> list[tuple[Link, int]]:
    """The entities that the text names most, with how often."""
    found = []
    for iri, rows in things.items():
        label = best_label({row["name"] for row in rows if "name" in row}, visit.language)
        kind = visit.known.kind(visit.known.most_special({value(row, "class") for row in rows}))
        if label and kind not in ("", *_KINDS):
            found.append((visit.link(iri, label, kind), len({value(row, "begin") for row in rows})))
    return sorted(found, key=lambda pair: (-pair[1], pair[0].label))[:10]

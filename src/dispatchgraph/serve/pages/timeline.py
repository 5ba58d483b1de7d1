"""Events by day, of all or of one entity, within a period."""

from __future__ import annotations

import asyncio
import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from starlette.responses import Response

from dispatchgraph.serve.pages.paper import page
from dispatchgraph.serve.pages.statements import gathered, value
from dispatchgraph.serve.pages.telling import Told, told
from dispatchgraph.serve.pages.visit import Visit
from dispatchgraph.serve.pages.writing import node, typed
from dispatchgraph.serve.refusal import Refusal

__all__ = ["timeline"]

_EACH = 40  #: events on a page
_BARS = 36  #: months or years that are drawn
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_ROLES = "VALUES ?role { dg:agent dg:patient dg:recipient dg:instrument sem:hasPlace } ?x ?role"
#: Of what several dispatches tell, the first telling stands for all.
_FIRST = 'FILTER NOT EXISTS { ?x dg:happening ?one FILTER(STR(?one) != CONCAT(STR(?x), "/happening")) }'


@dataclass(frozen=True, kw_only=True)
class Bar:
    """How many events began in a month or year, and the address of these."""

    name: str
    count: int
    height: int  #: of 100
    href: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class _Asked:
    entity: str
    begin: str
    end: str


async def timeline(visit: Visit) -> Response:
    """The page of events by day, newest first."""
    asked = _Asked(
        entity=visit.asked.get("entity", "").strip(),
        begin=_day(visit.asked.get("from", ""), first=True),
        end=_day(visit.asked.get("to", ""), first=False),
    )
    number = visit.number("page")
    events, more = await _events(visit, asked, number)
    subject, bars = await asyncio.gather(_subject(visit, asked.entity), _bars(visit, asked))
    days = [(day, list(items)) for day, items in groupby(events, key=lambda event: event.day)]
    return page(
        visit,
        "timeline",
        asked=asked,
        subject=subject,
        days=days,
        bars=bars,
        number=number,
        more=more,
        total=len(events),
    )


def _day(said: str, *, first: bool) -> str:
    """A day that was given, or the first or last of a month or year; empty for what is none.

    >>> _day("2016", first=True), _day("2016-11", first=False), _day("2016-02-31", first=True)
    ('2016-01-01', '2016-11-30', '')
    """
    said = said.strip()
    if not _DAY.fullmatch(said):
        return ""
    year, month, day = (int(part) for part in (*said.split("-"), "0", "0")[:3])
    month = month or (1 if first else 12)
    try:
        return date(year, month, day or (1 if first else monthrange(year, month)[1])).isoformat()
    except ValueError:
        return ""


def _pattern(asked: _Asked) -> str:
    within = "?x a dg:Event ." if not asked.entity else f"{_ROLES} {node(asked.entity)} ."
    limits = [f"?day >= {typed(asked.begin, 'date')}"] if asked.begin else []
    limits += [f"?day <= {typed(asked.end, 'date')}"] if asked.end else []
    chosen = f"FILTER({' && '.join(limits)})" if limits else ""
    return f"{within} ?x sem:hasBeginTimeStamp ?day {chosen} {_FIRST}"


async def _events(visit: Visit, asked: _Asked, number: int) -> tuple[Sequence[Told], bool]:
    """The events of a page, and whether there are more."""
    rows = await visit.rows(
        f"""SELECT ?x (MIN(?day) AS ?begins) WHERE {{ {_pattern(asked)} }}
        GROUP BY ?x ORDER BY DESC(?begins) ?x LIMIT {_EACH + 1} OFFSET {(number - 1) * _EACH}"""
    )
    found = await told(visit, [row["x"].value for row in rows[:_EACH]])
    return sorted(found, key=lambda event: event.day, reverse=True), len(rows) > _EACH


async def _subject(visit: Visit, iri: str) -> tuple[str, str]:
    """The name of the entity and the address of its page."""
    if not iri:
        return "", ""
    label = (await gathered(visit, [iri], ("rdfs:label",)))[iri].label("rdfs:label", visit.language)
    return label or visit.called(iri), visit.link(iri).href


async def _bars(visit: Visit, asked: _Asked) -> list[Bar]:
    """How many events there are by month, or by year where these are too many; none where counting takes too long."""
    key = ("bars", asked.entity)
    try:
        months = await visit.once.get(visit.site.pool.version, key, lambda: _months(visit, asked.entity))
    except Refusal:
        return []
    begin, end = asked.begin[:7], asked.end[:7]
    inside = {m: n for m, n in months.items() if (not begin or m >= begin) and (not end or m <= end)} or months
    digits = 7 if len(inside) <= _BARS else 4
    counts: dict[str, int] = {}
    for month, count in sorted(inside.items()):
        counts[month[:digits]] = counts.get(month[:digits], 0) + count
    return _drawn(visit, dict(list(counts.items())[-_BARS:]), asked)


async def _months(visit: Visit, entity: str) -> dict[str, int]:
    rows = await visit.rows(
        f"""SELECT ?month (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {_pattern(_Asked(entity=entity, begin="", end=""))}
        BIND(SUBSTR(STR(?day), 1, 7) AS ?month) }} GROUP BY ?month ORDER BY ?month LIMIT 5000""",
        limit=5000,
    )
    return {value(row, "month"): int(value(row, "n")) for row in rows}


def _drawn(visit: Visit, counts: dict[str, int], asked: _Asked) -> list[Bar]:
    most = max(counts.values(), default=1)
    return [
        Bar(
            name=visit.words.day(name) if len(name) > 4 else name,
            count=count,
            height=max(round(100 * count / most), 3),
            href=visit.to("/timeline", entity=asked.entity, from_=name, to=name),
            here=asked.begin.startswith(name) and asked.end.startswith(name),
        )
        for name, count in counts.items()
    ]

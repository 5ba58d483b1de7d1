"""Events by day, of all or of one entity, within a period."""

from __future__ import annotations

import asyncio
import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from starlette.responses import Response

from dispatchgraph.serve.pages.paper import page
from dispatchgraph.serve.pages.statements import gathered, value
from dispatchgraph.serve.pages.telling import ROLES, Told, told
from dispatchgraph.serve.pages.visit import Visit
from dispatchgraph.serve.pages.writing import node, typed
from dispatchgraph.serve.refusal import Refusal

__all__ = ["timeline"]

_EACH = 40  #: events on a page
_BARS = 36  #: months or years that are drawn
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
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
    entity: str = ""
    begin: str = ""
    end: str = ""


async def timeline(visit: Visit) -> Response:
    """The page of events by day, newest first."""
    asked = _Asked(
        entity=visit.asked.get("entity", "").strip(),
        begin=_day(visit.asked.get("from", ""), first=True),
        end=_day(visit.asked.get("to", ""), first=False),
    )
    number = visit.number("page")
    months = await _months(visit, asked.entity)
    narrowed = replace(asked, begin=_since(months, asked, number * _EACH + 1))
    (events, more), subject = await asyncio.gather(_events(visit, narrowed, number), _subject(visit, asked.entity))
    bars = _bars(visit, asked, months)
    days = [(day, list(items)) for day, items in groupby(events, key=lambda event: event.day)]
    return page(visit, "timeline", asked=asked, subject=subject, days=days, bars=bars, number=number, more=more)


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
    within = "?x a dg:Event ." if not asked.entity else f"?x {ROLES} {node(asked.entity)} ."
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


async def _months(visit: Visit, entity: str) -> dict[str, int]:
    """How many events began in each month; none where counting takes too long."""
    version = visit.site.pool.version
    try:
        return await visit.once.get(version, ("months", entity), lambda: _counted(visit, entity))
    except Refusal:
        return {}


async def _counted(visit: Visit, entity: str) -> dict[str, int]:
    rows = await visit.rows(
        f"""SELECT ?month (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {_pattern(_Asked(entity=entity))}
        BIND(SUBSTR(STR(?day), 1, 7) AS ?month) }} GROUP BY ?month ORDER BY ?month LIMIT 5000""",
        limit=5000,
    )
    return {value(row, "month"): int(value(row, "n")) for row in rows}


def _since(months: Mapping[str, int], asked: _Asked, wanted: int) -> str:
    """The first day that must be looked at to find `wanted` events: that of the whole period, unless later ones do.

    >>> _since({"2015-01": 9, "2016-01": 50, "2016-03": 4}, _Asked(begin="2014-01-01"), 41)
    '2016-01-01'
    """
    found = 0
    for month in sorted(months, reverse=True):
        if asked.end and month > asked.end[:7]:
            continue
        found += months[month] if month != asked.end[:7] else 0
        if found >= wanted:
            return max(f"{month}-01", asked.begin)
    return asked.begin


def _bars(visit: Visit, asked: _Asked, months: Mapping[str, int]) -> list[Bar]:
    """How many events there are by month, or by year where these are too many."""
    first, last = asked.begin[:4], asked.end[:4]  # whole years, so that a month stands among its neighbours
    inside = {m: n for m, n in months.items() if (not first or m >= first) and (not last or m[:4] <= last)} or months
    digits = 7 if len(inside) <= _BARS else 4
    counts: dict[str, int] = {}
    for month, count in sorted(inside.items()):
        counts[month[:digits]] = counts.get(month[:digits], 0) + count
    return _drawn(visit, dict(list(counts.items())[-_BARS:]), asked)


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

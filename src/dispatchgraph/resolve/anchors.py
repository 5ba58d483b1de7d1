"""The day that «la veille», «deux jours plus tard» and «trois jours après le scrutin» are counted from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dispatchgraph.model import Interval, Span, TimeExpression
from dispatchgraph.resolve.periods import DAY
from dispatchgraph.resolve.times import Direction, resolve_time

__all__ = ["anchors"]

_REACH = 400  # code points back to the day last told: some three sentences
_CLAUSE = 250  # code points on to the day of the clause
_WIDTHS = {
    "month": 31,
    "year": 366,
    "decade": 366,
    "century": 366,
}  #: days that an anchor may last, by the unit counted
_DAYS = 3  # that the anchor of days and weeks may last


def anchors(
    times: Sequence[TimeExpression], directions: Mapping[Span, Direction], reference: date | None
) -> dict[Span, date]:
    """The anchor of each expression that has one: the day last told, or for `from` "clause" that of its clause.

    `directions` tells where each expression lies from `reference`, by the events that it dates.
    """
    ordered = sorted(times, key=lambda t: t.span)
    found: dict[Span, date] = {}
    told: list[tuple[Span, Interval]] = []
    for expression in ordered:
        anchor = _of_clause(expression, ordered, reference) if expression.is_apart else _last(expression, told)
        if anchor is not None:
            found[expression.span] = anchor
        direction = directions.get(expression.span, "past")
        days = resolve_time(expression, reference=reference, direction=direction, anchor=anchor)
        if days is not None and days.begin is not None:
            told.append((expression.span, days))
    return found


def _last(expression: TimeExpression, told: Sequence[tuple[Span, Interval]]) -> date | None:
    """The first of the days last told, if they are not many for what is counted from them."""
    width = _WIDTHS.get(str(expression.value.get("unit", "day")), _DAYS)
    near = [days for span, days in told if expression.span.begin - span.end <= _REACH]
    days = near[-1] if near else None
    if days is None or days.begin is None or days.end is None or days.end - days.begin > width * DAY:
        return None
    return days.begin


def _of_clause(expression: TimeExpression, times: Sequence[TimeExpression], reference: date | None) -> date | None:
    """The day of the clause that «trois jours après X» stands in, told behind it or before; else the dispatch's own."""
    near = [t for t in times if not t.is_apart and abs(t.span.begin - expression.span.begin) <= _CLAUSE]
    ordered = sorted(near, key=lambda t: (t.span < expression.span, abs(t.span.begin - expression.span.begin)))
    days = (resolve_time(t, reference=reference, direction="past") for t in ordered)
    single = (d.begin for d in days if d is not None and d.begin is not None and d.begin == d.end)
    return next(single, reference)

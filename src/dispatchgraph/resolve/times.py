"""From words that say when to days: a `TimeExpression`'s form and value, against the dispatch's date.

The forms, and what `value` holds for each (a key with 2 after it is the second of two; those with ? may be missing):

| form | value | days |
| --- | --- | --- |
| date | day, month, year?, weekday?, which? | that day; without a year the nearest the direction allows |
| days | day, day2, month, month2?, year?, year2? | from the first to the second |
| weekday | weekday (0 Monday … 6), weekday2?, which? | past: the last such day, future: the next; today is both |
| relative | unit, n, n2?, part?, from? | the day, Monday-to-Sunday week, month, year … n units away |
| running | unit, n | the n units before (n < 0) or after the dispatch's day |
| month | month, year?, part?, which? | that month |
| season | season, year?, which? | spring is March to May, and so on by three months |
| quarter, half | quarter or half (1 …), year? | that part of the year |
| weekend | which? | Saturday and Sunday |
| year | year, year2?, part? | that year |
| decade | year, part? | ten years from it |
| clock, vague | – | never |

`which` is "last" or "next" (never today's own). Any value may have a `direction`, which goes before the one given.
`from` is "reference" (the default), "anchor" (what was last told, else the dispatch's day) or "event" (what was last
told, and nothing else) or "clause" (what its clause tells: «trois jours après le scrutin»). `told` is "past" where only
what happened may be dated so. `part` is "begin", "middle" or "end": ten, ten and the other days of a month; the first
quarter, the middle half or the last quarter of a year; two, two and three days of a week. `unit` is second, minute,
hour, day, week, month, year, decade or century.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Literal

from dispatchgraph.model import Interval, TimeExpression
from dispatchgraph.resolve.periods import DAY, Days, month, months, part_of, week, years

__all__ = ["Direction", "resolve_time"]

Direction = Literal["past", "future", "present", "none"]
Value = Mapping[str, int | str]

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_PER_DAY = {"second": 86400, "minute": 1440, "hour": 24}
_YEARS_AROUND = 8  # a 29 February is never farther


def resolve_time(
    expression: TimeExpression, *, reference: date | None, direction: Direction, anchor: date | None = None
) -> Interval | None:
    """The days that `expression` means; None where they cannot be told.

    `reference` is the dispatch's day, `direction` where the told event lies from it, `anchor` the day last told.
    «Depuis», and «dès» of what is to come, leave the end open, «jusqu'à» and «avant» the begin.
    """
    try:
        toward = _direction(expression, direction)
        days = _FORMS[expression.form](expression.value, reference, toward, anchor)
        return _related(days, expression, toward) if days and days[0] <= days[1] else None
    except (ValueError, OverflowError):  # 31 June; the year 12000
        return None


def _direction(expression: TimeExpression, given: Direction) -> Direction:
    """«Depuis lundi» is past whatever the tense; «jusqu'à lundi» future where nothing else is known."""
    said = expression.value.get("direction")
    if said == "past" or (expression.relation == "since" and given != "future"):
        return "past"
    if said == "future":
        return "future"
    return "future" if expression.relation in {"until", "before"} and given == "none" else given


def _related(days: Days, expression: TimeExpression, direction: Direction) -> Interval | None:
    first, last = days
    if expression.relation == "since" or (expression.relation == "from" and direction == "future"):
        return Interval(first, None)
    if expression.relation == "after":
        return Interval(last + DAY, None)
    if expression.relation == "before" and expression.value.get("part") != "end":
        return Interval(None, first - DAY)
    return Interval(None, last) if expression.relation in {"until", "before"} else Interval(first, last)


# --- the nearest of what comes again ------------------------------------------------------------------------------


def _chosen(candidates: Iterable[Days], reference: date, direction: Direction, which: str | None) -> Days | None:
    """Of the same day or period in several years or weeks, the one meant."""
    every = sorted(candidates)
    if which == "last" or which == "next":
        apart = [d for d in every if (d[1] < reference if which == "last" else d[0] > reference)]
        return (apart[-1] if which == "last" else apart[0]) if apart else None
    if direction == "past":
        return max((d for d in every if d[0] <= reference), default=None)
    if direction == "future":
        return min((d for d in every if d[1] >= reference), default=None)
    return min(every, key=lambda d: _distance(d, reference), default=None)


def _distance(days: Days, day: date) -> tuple[int, date]:
    away = max((days[0] - day).days, (day - days[1]).days, 0)
    return away, days[0]


def _yearly(make: Callable[[int], Days], value: Value, reference: date | None, direction: Direction) -> Days | None:
    """What `make` gives for the year told, or else for the year that fits best."""
    if "year" in value:
        return make(int(value["year"]))
    if reference is None:
        return None
    around = range(reference.year - _YEARS_AROUND, reference.year + _YEARS_AROUND + 1)
    return _chosen(_possible(make, around), reference, direction, _which(value))


def _which(value: Value) -> str | None:
    return str(value["which"]) if "which" in value else None


def _possible(make: Callable[[int], Days], around: range) -> list[Days]:
    """The years' instances, but for days that a year has not."""
    found = []
    for year in around:
        try:
            found.append(make(year))
        except ValueError:
            continue
    return found


def _part(days: Days | None, value: Value, unit: str) -> Days | None:
    return part_of(days, unit, str(value["part"])) if days and "part" in value else days


# --- the forms ----------------------------------------------------------------------------------------------------


def _date(value: Value, reference: date | None, direction: Direction, anchor: date | None) -> Days | None:
    def make(year: int) -> Days:
        day = date(year, int(value["month"]), int(value["day"]))
        if "weekday" in value and "year" not in value and day.weekday() != value["weekday"]:
            raise ValueError(f"no such weekday: {day}")
        return day, day

    return _yearly(make, value, reference, "none" if "weekday" in value else direction)


def _days(value: Value, reference: date | None, direction: Direction, anchor: date | None) -> Days | None:
    def make(year: int) -> Days:
        last = int(value.get("year2", year + over))
        return date(year, first_month, int(value["day"])), date(last, last_month, int(value["day2"]))

    first_month, last_month = int(value["month"]), int(value.get("month2", value["month"]))
    over = last_month < first_month
    if "year2" in value and "year" not in value:
        value = {**value, "year": int(value["year2"]) - over}
    return _yearly(make, value, reference, direction)


def _weekly(reference: date, first: int, length: int) -> list[Days]:
    """The runs of `length` days more that begin on weekday `first`, around the reference."""
    around = (reference + n * DAY for n in range(-15, 16))
    return [(d, d + length * DAY) for d in around if d.weekday() == first]


def _weekday(value: Value, reference: date | None, direction: Direction, anchor: date | None) -> Days | None:
    if reference is None:
        return None
    first = int(value["weekday"])
    days = _weekly(reference, first, (int(value.get("weekday2", first)) - first) % 7)
    if direction in {"past", "none"} and "which" not in value:
        return max(d for d in days if d[1] <= reference)
    return _chosen(days, reference, "future", _which(value))


def _weekend(value: Value, reference: date | None, direction: Direction, anchor: date | None) -> Days | None:
    if reference is None:
        return None
    toward: Direction = "past" if direction == "none" else "future" if direction == "present" else direction
    return _chosen(_weekly(reference, 5, 1), reference, toward, _which(value))


def _base(value: Value, reference: date | None, anchor: date | None) -> date | None:
    start = value.get("from", "reference")
    if start in {"event", "clause"}:
        return anchor
    return anchor or reference if start == "anchor" else reference


def _away(base: date, unit: str, n: int) -> Days:
    """The whole day, week, month, year … that lies `n` of them from the one `base` is in."""
    if unit in _PER_DAY:
        unit, n = "day", int(n / _PER_DAY[unit])
    if unit == "day":
        return base + n * DAY, base + n * DAY
    if unit == "week":
        return week(base + 7 * n * DAY)
    if unit == "month":
        return month(base.year, base.month + n)
    width = {"year": 1, "decade": 10, "century": 100}[unit]
    return years(base.year - base.year % width + n * width, width)


def _relative(value: Value, reference: date | None, direction: Direction, anchor: date | None) -> Days | None:
    base = _base(value, reference, anchor)
    if base is None:
        return None
    unit, n = str(value["unit"]), int(value["n"])
    first, last = _away(base, unit, n), _away(base, unit, int(value.get("n2", n)))
    return _part((first[0], last[1]), value, unit)


def _running(value: Value, reference: date | None, direction: Direction, anchor: date | None) -> Days | None:
    if reference is None:
        return None
    unit, n = str(value["unit"]), int(value["n"])
    end = _moved(reference, unit, n)
    return (end, reference) if n < 0 else (reference, end)


def _moved(day: date, unit: str, n: int) -> date:
    """`day` moved by `n` units, held back to the month's last day."""
    if unit in _PER_DAY or unit in {"day", "week"}:
        return day + (7 * n if unit == "week" else int(n / _PER_DAY.get(unit, 1))) * DAY
    months = n * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    first, last = month(day.year, day.month + months)
    return first.replace(day=min(day.day, last.day))


def _in_month(value: Value, reference: date | None, direction: Direction, anchor: date | None) -> Days | None:
    return _part(_yearly(lambda year: month(year, int(value["month"])), value, reference, direction), value, "month")


def _season(value: Value, reference: date | None, direction: Direction, anchor: date | None) -> Days | None:
    if value["season"] == "winter" and "year" in value:
        return None  # «l'hiver 2016» may begin or end in it
    return _yearly(lambda year: months(year, _SEASONS[str(value["season"])], 3), value, reference, direction)


def _quarter(value: Value, reference: date | None, direction: Direction, anchor: date | None) -> Days | None:
    return _yearly(lambda year: months(year, 3 * int(value["quarter"]) - 2, 3), value, reference, direction)


def _half(value: Value, reference: date | None, direction: Direction, anchor: date | None) -> Days | None:
    return _yearly(lambda year: months(year, 6 * int(value["half"]) - 5, 6), value, reference, direction)


def _in_year(value: Value, reference: date | None, direction: Direction, anchor: date | None) -> Days | None:
    year = int(value["year"])
    return _part((date(year, 1, 1), date(int(value.get("year2", year)), 12, 31)), value, "year")


def _decade(value: Value, reference: date | None, direction: Direction, anchor: date | None) -> Days | None:
    return _part(years(int(value["year"]), 10), value, "decade") if int(value["year"]) % 10 == 0 else None


def _never(value: Value, reference: date | None, direction: Direction, anchor: date | None) -> Days | None:
    return None


_FORMS: dict[str, Callable[[Value, date | None, Direction, date | None], Days | None]] = {
    "date": _date, "days": _days, "weekday": _weekday, "relative": _relative, "running": _running, "month": _in_month,
    "season": _season, "quarter": _quarter, "half": _half, "weekend": _weekend, "year": _in_year, "decade": _decade,
    "clock": _never, "vague": _never,
}  # fmt: skip

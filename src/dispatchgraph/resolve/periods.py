"""Periods of the calendar, each as its first and last day."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

__all__ = ["DAY", "Days", "month", "months", "part_of", "week", "years"]

Days = tuple[date, date]  #: first and last, both closed
DAY = timedelta(days=1)


def months(year: int, number: int, count: int) -> Days:
    """`count` months from month `number`, which may lie outside 1 … 12."""
    first, last = year * 12 + number - 1, year * 12 + number + count - 2
    end_year, end_month = last // 12, last % 12 + 1
    return date(first // 12, first % 12 + 1, 1), date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


def month(year: int, number: int) -> Days:
    """A month of a year."""
    return months(year, number, 1)


def years(first: int, count: int = 1) -> Days:
    """`count` years from the first."""
    return date(first, 1, 1), date(first + count - 1, 12, 31)


def week(day: date) -> Days:
    """The week that `day` is in, from Monday to Sunday."""
    monday = day - day.weekday() * DAY
    return monday, monday + 6 * DAY


def _part_of_month(days: Days, part: str) -> Days:
    first, last = days
    begin, end = {"begin": (1, 10), "middle": (11, 20), "end": (21, last.day)}[part]
    return first.replace(day=begin), first.replace(day=end)


def _part_of_year(days: Days, part: str) -> Days:
    first, last = days
    begin, count = {"begin": (1, 3), "middle": (4, 6), "end": (10, 3)}[part]
    years = last.year - first.year
    return months(first.year, 1 + (begin - 1) * (years + 1), count * (years + 1))


def _part_of_week(days: Days, part: str) -> Days:
    begin, end = {"begin": (0, 1), "middle": (2, 3), "end": (4, 6)}[part]
    return days[0] + begin * DAY, days[0] + end * DAY


_PARTS: dict[str, Callable[[Days, str], Days]] = {
    "month": _part_of_month, "week": _part_of_week,
    "year": _part_of_year, "decade": _part_of_year, "century": _part_of_year,
}  # fmt: skip


def part_of(days: Days, unit: str, part: str) -> Days:
    """The beginning, middle or end of a week, month, year, decade or century; of another unit the whole."""
    return _PARTS[unit](days, part) if unit in _PARTS else days

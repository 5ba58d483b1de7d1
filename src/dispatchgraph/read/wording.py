"""The words of one language around the news (`envelope.toml`), as the patterns the reader uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from dispatchgraph.errors import KnowledgeError
from dispatchgraph.languages import table

__all__ = ["Day", "Wording", "iso_date", "wording"]

_DASHES = r"(?:--|[-\u2010-\u2015\u2212])"
_SPACE = r"[^\S\r\n]"  # white space within a line
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?=$|[T\s\u00a0])")


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day as written; the year may be missing."""

    day: int
    month: int
    year: int | None

    def resolved(self, near: date | None = None) -> date | None:
        """The date: in its own year, else in the year that brings it nearest to `near`; None where there is none."""
        years = [self.year] if self.year else [near.year + step for step in (-1, 0, 1)] if near else []
        found = [d for year in years if (d := _date(year, self.month, self.day))]
        return min(found, key=lambda d: abs(d - near)) if near and found else next(iter(found), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def iso_date(words: str) -> date | None:
    """The date that begins an ISO 8601 date or date with time, as written there; None where there is none.

    >>> iso_date("2016-12-05T14:30:00Z")
    datetime.date(2016, 12, 5)
    """
    found = _ISO.match(words.strip())
    return _date(*map(int, found.groups())) if found else None


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What `envelope.toml` says, folded to lower case and compiled."""

    months: Mapping[str, int]
    numeric_order: tuple[str, ...]
    agencies: frozenset[str]
    labels: frozenset[str]
    date: re.Pattern[str]  #: a date with or without year
    dateline: re.Pattern[str]  #: its parts as groups; `read.dateline` says which it believes
    byline: re.Pattern[str]  #: a line that names who wrote the item
    published: re.Pattern[str]  #: what comes before the date in a line that gives the date of publication
    keys: Mapping[str, str]  #: name of a metadata line → "date", "title", …

    def day(self, words: str) -> Day | None:
        """The date that `words` are, in letters, in figures or in ISO form."""
        if iso := iso_date(words):
            return Day(day=iso.day, month=iso.month, year=iso.year)
        found = self.date.fullmatch(words.strip())
        return self._day(found.groupdict()) if found else None

    def _day(self, parts: Mapping[str, str | None]) -> Day:
        if parts["month"]:
            year = parts["year"]
            return Day(
                day=int(parts["day"] or 0), month=self.months[folded(parts["month"])], year=int(year) if year else None
            )
        numbers = dict(zip(self.numeric_order, (parts["n1"], parts["n2"], parts["n3"]), strict=True))
        return Day(**{name: int(number or 0) for name, number in numbers.items()})

    def agency(self, words: str) -> str | None:
        """The first agency that `words` name («AFP», «awp/ats»), as written there."""
        names = [words, *re.split(r"\s*[/,&]\s*", words)]
        return next((name for name in names if folded(name) in self.agencies), None)


def folded(words: str) -> str:
    """`words` in lower case, with single plain spaces and plain apostrophes, without a final full stop."""
    return re.sub(r"\s+", " ", words.strip().casefold().replace("’", "'")).removesuffix(".")


@cache
def wording(language: str) -> Wording:
    """The wording of `language`; raises `KnowledgeError` where its file lacks a key."""
    data = table(language, "envelope")
    try:
        return _compiled(data)
    except KeyError as error:
        raise KnowledgeError(f"languages/{language}/envelope.toml: there is no {error.args[0]!r}") from error


def _compiled(data: Mapping[str, Any]) -> Wording:
    months = {folded(name): number for number, names in enumerate(data["months"], 1) for name in names}
    day = _day_pattern(data, months=[name for names in data["months"] for name in names])
    return Wording(
        months=months,
        numeric_order=tuple(data["numeric_order"]),
        agencies=frozenset(map(folded, data["agencies"])),
        labels=frozenset(map(folded, data["labels"])),
        date=re.compile(day, re.IGNORECASE),
        dateline=_dateline(re.sub(r"\?P<\w+>", "?:", day)),
        byline=re.compile(rf"{_any_of(data['bylines'])}\s", re.IGNORECASE),
        published=re.compile(rf"{_any_of(data['published'])}\s*:?\s*", re.IGNORECASE),
        keys={folded(name): kind for kind, names in data["keys"].items() for name in names},
    )


def _any_of(names: Iterable[str]) -> str:
    """A pattern for one of `names`, the longest first, with any white space and either apostrophe."""
    longest = sorted(set(names), key=lambda name: (-len(name), name))
    plain = "|".join(re.escape(name).replace(r"\ ", r"\s+").replace("'", "['’]") for name in longest)
    return f"(?:{plain})"


def _day_pattern(data: Mapping[str, Any], *, months: Iterable[str]) -> str:
    lead = rf"(?:{_any_of([*data['date_articles'], *data['weekdays']])}{_SPACE}+)*"
    letters = (
        rf"(?P<day>\d{{1,2}})(?:{_any_of(data['ordinals'])})?{_SPACE}+"
        rf"(?P<month>{_any_of(months)})(?!\w)\.?(?:{_SPACE}+(?P<year>\d{{4}}))?"
    )
    figures = r"(?P<n1>\d{1,2})[./](?P<n2>\d{1,2})[./](?P<n3>\d{4})"
    return rf"{lead}(?:{letters}|{figures}|\d{{4}}-\d{{2}}-\d{{2}})(?!\w)"


def _dateline(day: str) -> re.Pattern[str]:
    """«PLACE, REGION (COUNTRY), DATE (AGENCY) - »: every part may be missing but the dash or the line's end."""
    word = r"[^\W\d_]+(?:['’.\-/][^\W\d_]+)*\.?"
    return re.compile(
        rf"(?P<place>{word}(?:{_SPACE}{word}){{0,6}}?)?"
        rf"(?:,{_SPACE}*(?P<region>{word}(?:{_SPACE}{word}){{0,3}}?))?"
        rf"(?:{_SPACE}*[(\[](?P<country>[^()\[\]\r\n]{{2,60}})[)\]])?"
        rf"(?P<comma>,)?{_SPACE}*(?P<date>(?i:{day}))?"
        rf"(?:,?{_SPACE}*[(\[](?P<agency>[^()\[\]\r\n]{{2,60}})[)\]])?"
        rf"(?:{_SPACE}*(?P<dash>{_DASHES}){_SPACE}+(?=\S)|,?{_SPACE}*(?P<dash_end>{_DASHES})?{_SPACE}*(?=[\r\n]|\Z))"
    )

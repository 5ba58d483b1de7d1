"""A text told of others, elsewhere and on other days: names, dates and figures put for those that stand in it.

All is replaced in one pass, so that nothing put in is replaced again; «de» and «d’» follow the name behind them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

__all__ = ["ABBREVIATED", "MONTHS", "Recast", "day_and_month", "parse_day"]

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
    *("septembre", "octobre", "novembre", "décembre"),
)
ABBREVIATED = ("jan", "fév", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc")
_MONTH = "|".join(MONTHS)
_OF = r"(?:\b[dD]['’]|\b[dD]e )"
_UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize"),
    *("quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}


@dataclass(frozen=True, kw_only=True)
class Recast:
    """What is put for what: names for names, days moved by whole weeks, figures for figures."""

    names: Mapping[str, str]
    published: date  #: of the text as it was
    weeks: int
    figures: Mapping[int, int] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """The text told anew."""
        return self._pattern.sub(self._other, text)

    @cached_property
    def _names(self) -> dict[str, str]:
        """Names in capitals too, as datelines have them."""
        return {name.upper(): new.upper() for name, new in self.names.items()} | dict(self.names)

    @cached_property
    def _words(self) -> dict[str, str]:
        """Figures that are told in words, as they stand in a sentence and as they begin one."""
        told = {_in_words(n): _in_words(new) for n, new in self.figures.items() if 1 < n < 100 and new < 100}
        return told | {old.capitalize(): new.capitalize() for old, new in told.items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names, words = (_any_of(told) for told in (self._names, self._words))
        return re.compile(
            rf"(?P<of>{_OF})?(?<![\w-])(?P<name>{names})(?![\w-])"
            rf"|(?P<range>\bdu (?P<first>1er|\d\d?) au (?P<last>\d\d?) (?P<in>{_MONTH})\b)"
            rf"|(?P<date>\b(?P<day>1er|\d\d?) (?P<month>{_MONTH})\b(?: (?P<year>\d{{4}})\b)?)"
            rf"|(?P<some>(?P<since>{_OF})?\b(?P<when>{_MONTH})\b(?: (?P<of_year>\d{{4}})\b)?)"
            rf"|(?<![\w.,-])(?P<alone>(?:19|20)\d\d)(?![\w-]|[.,]\d)"
            rf"|(?<![\w.,-])(?P<figure>\d{{1,3}}(?:\.\d{{3}})*)(?![\w-]|[.,]\d)"
            rf"|(?<![\w-])(?P<word>{words})(?![\w-])"
        )

    def _other(self, found: re.Match[str]) -> str:
        if found["name"]:
            return _of(found["of"], self._names[_plain(found["name"])])
        if found["range"]:
            return self._range(found["first"], found["last"], found["in"])
        if found["date"]:
            moved = self._moved(found["day"], found["month"], found["year"])
            return day_and_month(moved) + (f" {moved.year}" if found["year"] else "")
        if found["some"]:
            moved = self._moved("15", found["when"], found["of_year"])
            return _of(found["since"], MONTHS[moved.month - 1]) + (f" {moved.year}" if found["of_year"] else "")
        if found["alone"]:
            return str(int(found["alone"]) + self._later(self.published).year - self.published.year)
        if found["figure"]:
            value = int(found["figure"].replace(".", ""))
            return f"{self.figures[value]:,}".replace(",", ".") if value in self.figures else found[0]
        return self._words[found["word"]]

    def _range(self, first: str, last: str, month: str) -> str:
        begin, end = (self._moved(day, month, None) for day in (first, last))
        told = _day(begin) if begin.month == end.month else day_and_month(begin)
        return f"du {told} au {day_and_month(end)}"

    def _moved(self, day: str, month: str, year: str | None) -> date:
        told = date(int(year or self.published.year), MONTHS.index(month) + 1, int(day.removesuffix("er")))
        return self._later(told)

    def _later(self, day: date) -> date:
        return day + timedelta(weeks=self.weeks)


def day_and_month(day: date) -> str:
    """«1er mars», «22 mars»."""
    return f"{_day(day)} {MONTHS[day.month - 1]}"


def parse_day(told: str) -> date:
    """The day that a dateline tells, its month whole or short."""
    day, month, year = told.split()
    names = MONTHS if month in MONTHS else ABBREVIATED
    return date(int(year), names.index(month) + 1, int(day.removesuffix("er")))


def _day(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def _of(of: str | None, name: str) -> str:
    """`name` behind the «de» that suits it, where there was one."""
    if of is None:
        return name
    elided = name[0].lower() in "aàâeéèêëiîïoôöuùûüœ" and name.split()[0] not in {"onze", "un"}
    return f"{of[0]}{'’' if elided else 'e '}{name}"


def _any_of(told: Mapping[str, str]) -> str:
    ordered = sorted(told, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s") for name in ordered) or r"(?!)"


def _plain(name: str) -> str:
    return re.sub(r"\s", " ", name)


def _in_words(number: int) -> str:
    if number < len(_UNITS):
        return _UNITS[number]
    tens, units = divmod(number, 10)
    if tens in {7, 9}:
        tens, units = tens - 1, units + 10
    if units == 0:
        return _TENS[tens] + ("s" if tens == 8 else "")
    return f"{_TENS[tens]}{' et ' if units in {1, 11} and tens != 8 else '-'}{_UNITS[units]}"

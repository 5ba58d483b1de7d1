"""The pages' own words, and numbers and days as the reader's language writes them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["LANGUAGES", "Wording", "language_of", "wording"]

LANGUAGES = ("fr", "en")
_DAY = re.compile(r"(-?\d{4,})-(\d\d)(?:-(\d\d))?")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What the pages say in one language."""

    language: str
    strings: Mapping[str, Any]

    def __call__(self, name: str, **values: object) -> str:
        """The words called `name` («section.name» for one of a section), with `values` in their places."""
        found: Any = self.strings
        for part in name.split("."):
            found = found[part]
        return str(found).format(**values) if values else str(found)

    def of(self, section: str, name: str) -> str:
        """The word of a section for a name of the data; the name itself where there is none."""
        return str(self.strings[section].get(name, name))

    def count(self, name: str, number: int) -> str:
        """«1 dépêche», «12 345 dépêches»."""
        one, many = self.strings["counts"][name]
        few = number in (0, 1) if self.language == "fr" else number == 1
        return f"{self.number(number)}\u00a0{one if few else many}"

    def number(self, number: int) -> str:
        """A whole number, its thousands apart."""
        return f"{number:,}".replace(",", self.strings["thousands"])

    def value(self, number: str) -> str:
        """A number as the data writes it («1500», «2.5»)."""
        whole, point, rest = number.partition(".")
        digits = rest.rstrip("0")
        if not re.fullmatch(r"[+-]?\d+", whole) or (point and digits and not digits.isdigit()):
            return number
        return self.number(int(whole)) + (self.strings["decimal"] + digits if digits else "")

    def day(self, day: str) -> str:
        """A day or month as people write it; what is no date stays as it is."""
        found = _DAY.match(day)
        if not found or not 1 <= int(found[2]) <= 12:
            return day
        month = self.strings["months"][int(found[2]) - 1]
        year = found[1].lstrip("0") or "0"
        if not found[3]:
            return f"{month} {year}"
        return f"{self('first_day') if found[3] == '01' else int(found[3])} {month} {year}"

    def period(self, begin: str, end: str) -> str:
        """The days from `begin` to `end`, of which either may be open."""
        begin, end = begin[:10], end[:10]
        if begin == end or (begin and end and begin[:4] == end[:4] and (begin[5:], end[5:]) == ("01-01", "12-31")):
            return self.day(begin) if begin == end else begin[:4]
        if not end:
            return self("since", day=self.day(begin))
        return self("until", day=self.day(end)) if not begin else f"{self.day(begin)} – {self.day(end)}"


@cache
def wording(language: str) -> Wording:
    """The words in one of `LANGUAGES`."""
    told = files(__package__).joinpath(f"strings/{language}.toml").read_text("utf-8")
    return Wording(language=language, strings=tomllib.loads(told))


def language_of(asked: str, accept: str, otherwise: str) -> str:
    """The language of a page: the one that is asked for, else the first accepted that there is.

    >>> language_of("", "de, en-GB;q=0.8, fr;q=0.5", "fr")
    'en'
    """
    if asked in LANGUAGES:
        return asked
    liked: list[tuple[float, str]] = []
    for part in accept[:500].split(","):
        tag, _, quality = part.strip().partition(";q=")
        language = tag.strip().lower().partition("-")[0]
        if language in LANGUAGES and re.fullmatch(r"(?:[01](?:\.\d{0,3})?)?", quality) and quality not in ("0", "0.0"):
            liked.append((-float(quality or 1), language))
    return min(liked, key=lambda pair: pair[0])[1] if liked else otherwise

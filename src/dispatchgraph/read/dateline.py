"""The dateline: «ALEP (Syrie), 5 déc 2016 (AFP) - », where and when an item was filed and who sends it.

A pattern finds the parts; this module says when to believe it. A date or the name of an agency is evidence enough;
a bare name before a dash is believed only in capitals, for headlines look the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dispatchgraph.model import Span
from dispatchgraph.read.wording import Day, Wording

__all__ = ["Dateline", "find_dateline"]

_LONGEST = 240  # code points of a dateline; a bound, for the pattern's time grows with the square


@dataclass(frozen=True, kw_only=True)
class Dateline:
    """A dateline found: where each part stands in the text."""

    span: Span
    place: Span | None = None
    publisher: Span | None = None
    day: Day | None = None


def find_dateline(text: str, begin: int, *, words: Wording, bare: bool = False) -> Dateline | None:
    """The dateline that begins at `begin`; with `bare`, also one of a place in capitals alone."""
    found = words.dateline.match(text, begin, begin + _LONGEST)
    if found is None or found.end() == begin:
        return None
    publisher = _publisher(found, words=words)
    day = words.day(found["date"]) if found["date"] else None
    dated = day is not None or publisher is not None
    if not (_names_a_place(found) if dated else bare and _shouts(found)):
        return None
    return Dateline(
        span=Span(begin, _first_word(text, found.end())),
        place=_place(found, publisher=publisher, dated=dated),
        publisher=publisher,
        day=day,
    )


def _first_word(text: str, begin: int) -> int:
    rest = re.compile(r"\s*").match(text, begin)
    return rest.end() if rest else begin


def _publisher(found: re.Match[str], *, words: Wording) -> Span | None:
    """The agency: after the date, or where a country may stand, or alone before the dash («AFP - »)."""
    for group in ("agency", "country", "region", "place"):
        alone = group != "place" or not (found["country"] or found["date"] or found["agency"])
        if found[group] and alone and (name := words.agency(found[group])) and (group != "place" or len(name) > 2):
            begin = found.start(group) + found[group].index(name)
            return Span(begin, begin + len(name))
    return None


def _names_a_place(found: re.Match[str]) -> bool:
    """Whether what stands where the place stands looks like a name, and apart from the date."""
    place = found["place"]
    if place is None:
        return True
    words = re.split(r"[^\S\r\n]", place)
    named = place[0].isupper() and words[-1][0].isupper() and all(w[0].isupper() or len(w) <= 3 for w in words)
    apart = place.isupper() or not found["date"] or found["comma"] or found["country"] or found["region"]
    return named and bool(apart)


def _shouts(found: re.Match[str]) -> bool:
    """«MONTRÉAL — », «ALEP (Syrie) - »: in capitals, four letters or more, with a dash and news behind it."""
    place = found["place"]
    return bool(
        place and place.isupper() and sum(map(str.isalpha, place)) >= 4 and found["dash"] and not found["region"]
    )


def _place(found: re.Match[str], *, publisher: Span | None, dated: bool) -> Span | None:
    if found["place"] is None:
        return None
    span = Span(*found.span("place"))
    if publisher and span.covers(publisher):
        return None
    hyphen = found["dash"] in {"-", "--"}  # «FOOTBALL - » is a rubric as often as a town
    return span if dated or found["country"] or not hyphen else None

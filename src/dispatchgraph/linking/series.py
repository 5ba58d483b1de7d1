"""Series: the figures that several dispatches give of one matter, and those of one day that cannot both hold.

Two figures are of one matter if they have the same measure and unit, count the same (people are people, by whatever
word), and are of the same happening; or, where neither is of an event, of the same place and days. A part of another
figure («dont 44 enfants») is of no series.

They disagree if they were published on one day, by different speakers that both have a name, in dispatches that are
no copies of each other, and no value satisfies both. What nobody is named for is the dispatch's own word, and a later
one an update of it, not a rival. Of the figures that one speaker gave alike on one day only the first has rivals, so
that links grow with what is said and not with how often.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from datetime import date
from itertools import permutations

from dispatchgraph.iri import slug
from dispatchgraph.linking.facts import Count, Link
from dispatchgraph.linking.happenings import place_in_text
from dispatchgraph.linking.tellings import Atlas, days, named
from dispatchgraph.model.ranges import cannot_both_hold

__all__ = ["Series"]

_NEVER_DISPUTED = frozenset({"other", "duration", "share"})
_OF_PEOPLE = frozenset({"killed", "injured", "displaced", "evacuated", "arrested", "missing"})
_PEOPLE = frozenset(
    slug(word + number)
    for word in (
        *("arrestation", "blessé", "cadavre", "corp", "déplacé", "disparu", "évacué", "gen", "interpellation", "mort"),
        *("personne", "tué", "victime", "vie"),
    )
    for number in ("", "s")
) | {"deces"}  # words that say no more of those counted than the measure does


def _itself(dispatch: str) -> str:
    return dispatch


class Series:
    """The layer: `dg:series` from each figure of a series, `dg:disagreesWith` both ways.

    `origin` gives the id of the dispatch that one is a copy of, or its own. `Count.of_event` is the event's happening
    where it has one.
    """

    def __init__(self, atlas: Atlas | None = None, origin: Callable[[str], str] = _itself) -> None:
        self._atlas = atlas or Atlas()
        self._origin = origin

    def blocks(self, item: Count) -> frozenset[str]:
        """Measure and what is counted, with the event, or with each place and day."""
        if not _is_whole(item):
            return frozenset()
        matter = "/".join(_matter(item))
        if item.of_event:
            return frozenset({f"{matter}/{item.of_event}"})
        return frozenset(f"{matter}/{day.isoformat()}/{p}" for day in _when(item) for p in self._places(item))

    def match(self, a: Count, b: Count) -> bool:
        """Whether two figures are of one matter."""
        if a == b or not (_is_whole(a) and _is_whole(b)) or _matter(a) != _matter(b):
            return False
        if a.of_event or b.of_event:
            return a.of_event == b.of_event
        return bool(self._places(a) & self._places(b)) and not set(_when(a)).isdisjoint(_when(b))

    def links(self, items: Collection[Count]) -> frozenset[Link]:
        """Those of all series that more than one dispatch has a part in."""
        found: set[Link] = set()
        for figures in self._gathered(items):
            if len({f.dispatch for f in figures}) > 1 and len({(f.day, *_said(f)) for f in figures}) > 1:
                node = f"{figures[0].iri}/series"
                found.update(Link(subject=f.iri, predicate="series", object=node) for f in figures)
                found.update(self._disagreements(figures))
        return frozenset(found)

    def _gathered(self, items: Collection[Count]) -> list[list[Count]]:
        """The figures by series, each compared with the first of it."""
        found: list[list[Count]] = []
        for figure in sorted(items, key=_order):
            joined = next((s for s in found if self.match(s[0], figure)), None)
            if joined is None:
                found.append([figure])
            else:
                joined.append(figure)
        return found

    def _disagreements(self, figures: Collection[Count]) -> frozenset[Link]:
        firsts: dict[Hashable, Count] = {}
        for figure in figures:
            if figure.day and figure.sources and figure.sources == named(figure.sources):
                firsts.setdefault((figure.day, *_said(figure)), figure)
        return frozenset(
            Link(subject=a.iri, predicate="disagreesWith", object=b.iri)
            for a, b in permutations(firsts.values(), 2)
            if self._are_rivals(a, b)
        )

    def _are_rivals(self, a: Count, b: Count) -> bool:
        if a.day != b.day or a.measure in _NEVER_DISPUTED or not a.sources.isdisjoint(b.sources):
            return False
        return self._origin(a.dispatch) != self._origin(b.dispatch) and cannot_both_hold(a, b)

    def _places(self, item: Count) -> frozenset[str]:
        return frozenset(p for p in named(item.places) if not self._atlas.is_country(p))


def _is_whole(item: Count) -> bool:
    return item.subset_of is None and bool(_matter(item)[-1])


def _matter(item: Count) -> tuple[str, str, str]:
    """Measure, unit, what is counted; the last is empty where nothing says it."""
    counted = slug(item.counted) if item.counted else ""
    if item.measure in _OF_PEOPLE:
        counted = "people" if not counted or counted in _PEOPLE else counted
    elif item.counts and named(frozenset({item.counts})):
        counted = item.counts
    elif item.unit and item.measure != "other":
        counted = counted or "itself"  # an amount, a share
    return item.measure, item.unit or "", counted


def _said(item: Count) -> tuple[Hashable, ...]:
    return item.sources, item.value, item.upper, item.bound


def _order(item: Count) -> tuple[date, str, tuple[int, ...], str]:
    return item.day or date.max, item.dispatch, place_in_text(item.iri), item.iri


def _when(item: Count) -> tuple[date, ...]:
    return days(item.begin, item.end, item.day)

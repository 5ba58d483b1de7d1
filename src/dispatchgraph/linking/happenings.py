"""Happenings: events that several dispatches tell of, tied and never fused.

Two events may be one happening if they are of the same class (of `happenings.toml`), of one kind of reality, on
the same day, from two dispatches, share enough of who and where, and nothing of it speaks against the other.

Each event, in order of day, dispatch and place in the text, joins the first happening whose first telling it may be one
with. Compared with the first telling alone, events drift apart no further than one step; and of each dispatch one event
joins: two attacks that a dispatch keeps apart are no one happening.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from dispatchgraph.linking.facts import Link, Told
from dispatchgraph.linking.tellings import Atlas, days, may_be_one, traces

__all__ = ["Happenings", "in_order", "place_in_text"]

_SIDES = {
    **dict.fromkeys(("occurred", "ongoing", "alleged"), "real"),
    **dict.fromkeys(("planned", "requested", "hypothetical"), "plan"),
}  # what is said not to be is no happening


class Happenings:
    """The layer: `dg:sameHappening` with the first telling, both ways; `dg:happening` from each to their one node."""

    def __init__(self, atlas: Atlas | None = None) -> None:
        self._atlas = atlas or Atlas()

    def blocks(self, item: Told) -> frozenset[str]:
        """Reality, class, day, and whoever or whatever takes part and has a name."""
        side = _SIDES.get(item.status)
        return frozenset(f"{side}/{trace}" for trace in traces(item, _when(item))) if side else frozenset()

    def match(self, a: Told, b: Told) -> bool:
        """Whether two events may be one happening."""
        side = _SIDES.get(a.status)
        if side is None or side != _SIDES.get(b.status) or set(_when(a)).isdisjoint(_when(b)):
            return False
        return may_be_one(a, b, self._atlas)

    def links(self, items: Collection[Told]) -> frozenset[Link]:
        """Those of all happenings that are told more than once."""
        return frozenset(link for tellings in self._gathered(items) if len(tellings) > 1 for link in _ties(tellings))

    def _gathered(self, items: Collection[Told]) -> list[list[Told]]:
        """The events by happening, the first telling first."""
        found: list[list[Told]] = []
        for event in sorted(items, key=in_order):
            joined = next((h for h in found if self.match(h[0], event) and _is_new_in(event, h)), None)
            if joined is None:
                found.append([event])
            else:
                joined.append(event)
        return found


def in_order(item: Told) -> tuple[date, str, tuple[int, ...], str]:
    """Day, dispatch, place in the text."""
    return item.day or date.max, item.dispatch, place_in_text(item.iri), item.iri


def place_in_text(iri: str) -> tuple[int, ...]:
    """The numbers at the end of the IRI of a part of a dispatch: where it begins and ends.

    >>> place_in_text("https://example.org/dispatch/d1/event/12-20")
    (12, 20)
    """
    return tuple(int(n) for n in re.findall(r"\d+", iri.rpartition("/")[2]))


def _when(item: Told) -> tuple[date, ...]:
    return days(item.begin, item.end, item.day)


def _is_new_in(event: Told, tellings: Collection[Told]) -> bool:
    return all(event.dispatch != t.dispatch for t in tellings)


def _ties(tellings: list[Told]) -> list[Link]:
    first = tellings[0]
    node = [Link(subject=t.iri, predicate="happening", object=f"{first.iri}/happening") for t in tellings]
    to_first = [Link(subject=t.iri, predicate="sameHappening", object=first.iri) for t in tellings[1:]]
    back = [Link(subject=first.iri, predicate="sameHappening", object=t.iri) for t in tellings[1:]]
    return node + to_first + back

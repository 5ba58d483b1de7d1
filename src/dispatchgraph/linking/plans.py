"""What became of what was planned: the first telling that it took place, or that it does not.

A plan (planned or asked for) is fulfilled by an event of the same class that occurred or is ongoing, and cancelled by
one that is said not to be («la réunion de mardi est annulée»: the verb makes the meeting a negated event). The event
shares enough of who and where with the plan, lies in its time or a day off, and was told on its day or later. What is
put off to another day is still planned, and nothing is said of it. A dispatch that tells both of a plan contradicts
itself or tells of two: it counts for neither.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from dispatchgraph.linking.facts import Link, Told
from dispatchgraph.linking.happenings import in_order
from dispatchgraph.linking.tellings import Atlas, days, may_be_one, traces

__all__ = ["Plans"]

_PLANNED = frozenset({"planned", "requested"})
_ENDS = {"occurred": "fulfilledBy", "ongoing": "fulfilledBy", "negated": "cancelledBy"}
_LONGEST = 8  # days: «cette semaine» says when, «cette année» does not
_OFF = timedelta(days=1)


class Plans:
    """The layer: `dg:fulfilledBy` and `dg:cancelledBy` from each plan."""

    def __init__(self, atlas: Atlas | None = None) -> None:
        self._atlas = atlas or Atlas()

    def blocks(self, item: Told) -> frozenset[str]:
        """Class, day, and whoever or whatever takes part and has a name."""
        return frozenset(traces(item, _when(item)))

    def match(self, a: Told, b: Told) -> bool:
        """Whether one may be what became of the other."""
        return self._ended(a, b) or self._ended(b, a)

    def links(self, items: Collection[Told]) -> frozenset[Link]:
        """What became of each plan, as it was first told."""
        ordered = sorted(items, key=in_order)
        plans = (item for item in ordered if item.status in _PLANNED)
        return frozenset(
            link for plan in plans for link in _outcome(plan, [e for e in ordered if self._ended(plan, e)])
        )

    def _ended(self, plan: Told, event: Told) -> bool:
        if plan.status not in _PLANNED or event.status not in _ENDS:
            return False
        if plan.day is None or event.day is None or event.day < plan.day:
            return False
        return not set(_when(plan)).isdisjoint(_when(event)) and may_be_one(plan, event, self._atlas)


def _when(item: Told) -> tuple[date, ...]:
    """The days of an event; for a plan a day more before and after."""
    if item.status in _ENDS:
        return days(item.begin, item.end, item.day)
    found = days(item.begin, item.end, None, _LONGEST) if item.status in _PLANNED else ()
    return (found[0] - _OFF, *found, found[-1] + _OFF) if found else ()


def _outcome(plan: Told, events: Collection[Told]) -> Iterable[Link]:
    ends = set(_ENDS.values())
    told = {end: {e.dispatch for e in events if _ENDS[e.status] == end} for end in ends}
    both = frozenset.intersection(*map(frozenset, told.values()))
    for end in ends:
        first = next((e for e in events if _ENDS[e.status] == end and e.dispatch not in both), None)
        if first:
            yield Link(subject=plan.iri, predicate=end, object=first.iri)

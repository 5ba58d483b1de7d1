"""The layers of events and of what belongs to each: arguments, times, status and sources."""

from __future__ import annotations

from collections.abc import Iterator

from dispatchgraph.evaluate.found import Found, FoundEvent, Ids, overlap
from dispatchgraph.evaluate.gold import Gold, GoldEvent
from dispatchgraph.evaluate.matching import match_events
from dispatchgraph.evaluate.tally import Finding
from dispatchgraph.model import Span

__all__ = ["compare_events"]


def compare_events(gold: Gold, found: Found) -> Iterator[Finding]:
    """Each event of `gold`, found or missed, then what is spurious in `found`."""
    matches = match_events(gold.events, found.events)
    for place, wanted in enumerate(gold.events):
        if place in matches:
            yield from _told(wanted, found.events[matches[place]], gold, found)
        elif not wanted.optional:
            yield from _missed(wanted, gold)
    taken = set(matches.values())
    for place, got in enumerate(found.events):
        if place not in taken and not _may_be(got, gold):
            yield from _spurious(got, gold)


def _may_be(got: FoundEvent, gold: Gold) -> bool:
    """Whether an event stands where the gold has one that is optional."""
    return any(event.optional and overlap(event.triggers, got.mentions) for event in gold.events)


# --- found ------------------------------------------------------------------------------------------------------------


def _told(wanted: GoldEvent, got: FoundEvent, gold: Gold, found: Found) -> Iterator[Finding]:
    """An event that the graph has, with all that belongs to it."""
    yield Finding(layer="events", right=1)
    name, span = _named(wanted, gold), _place(wanted)
    patients = frozenset((*wanted.patients, *wanted.recipients))
    roles = (
        ("agent", frozenset(wanted.agents), got.agents),
        ("patient", patients, got.patients),
        ("place", frozenset(wanted.places), got.places),
    )
    for role, these, those in roles:
        yield _argument(f"{role} of {name}", these, those, wanted.optional_participants, found, span)
    yield from _facts(name, wanted, got, found)


def _facts(name: str, wanted: GoldEvent, got: FoundEvent, found: Found) -> Iterator[Finding]:
    """When an event is, how real, and who says so."""
    span = _place(wanted)
    if wanted.dated:
        days, others = (wanted.begin or "", wanted.end or ""), (got.begin, got.end)
        yield _exact("times", name, right=days == others, wanted=_days(*days), got=_days(*others), span=span)
    statuses = ", ".join(sorted(got.statuses))
    yield _exact(
        "status", name, right=got.statuses == {wanted.status}, wanted=wanted.status, got=statuses or "—", span=span
    )
    yield _exact(
        "sources",
        name,
        right=got.sources == wanted.sources,
        wanted=found.shown(wanted.sources),
        got=found.shown(got.sources),
        span=span,
    )


def _argument(what: str, wanted: Ids, got: Ids, may_be: Ids, found: Found, span: Span | None) -> Finding:
    """Who or what has a role; those that `may_be` anywhere count only where they are wanted and found."""
    return Finding(
        layer="arguments",
        right=len(wanted & got),
        spurious=len(got - wanted - may_be),
        missed=len(wanted - got - may_be),
        kind="wrong",
        what=what,
        wanted=found.shown(wanted),
        got=found.shown(got),
        span=span,
    )


def _exact(layer: str, what: str, *, right: bool, wanted: str, got: str, span: Span | None) -> Finding:
    """What must be as the gold has it, to the letter."""
    missed = not right
    return Finding(layer=layer, right=right, missed=missed, kind="wrong", what=what, wanted=wanted, got=got, span=span)


def _days(begin: str, end: str) -> str:
    """Two days as an interval of ISO 8601; open ends are empty."""
    return f"{begin}/{end}" if begin or end else "—"


# --- missed and spurious ----------------------------------------------------------------------------------------------


def _missed(wanted: GoldEvent, gold: Gold) -> Iterator[Finding]:
    """An event that the graph has not, and with it all that belongs to it."""
    yield Finding(layer="events", missed=1, kind="missed", what=_named(wanted, gold), span=_place(wanted))
    yield Finding(layer="arguments", missed=len(wanted.participants), implied=True)
    yield Finding(layer="times", missed=wanted.dated, implied=True)
    yield Finding(layer="status", missed=1, implied=True)
    yield Finding(layer="sources", missed=1, implied=True)


def _spurious(got: FoundEvent, gold: Gold) -> Iterator[Finding]:
    """An event that the gold has not, and everyone in it."""
    elsewhere = any(overlap(event.triggers, got.mentions) for event in gold.events)
    yield Finding(
        layer="events",
        spurious=1,
        kind="spurious",
        what=f"{', '.join(sorted(got.classes))} «{got.lemma}»"
        + (" (the gold has another event there)" if elsewhere else ""),
        span=min(got.mentions, default=None),
    )
    yield Finding(layer="arguments", spurious=len(got.participants), implied=True)


def _named(event: GoldEvent, gold: Gold) -> str:
    """An event of the gold in words: its class and its first trigger."""
    words = event.triggers[0].of(gold.dispatch.text) if event.triggers else ""
    return f"{event.type} «{words}»"


def _place(event: GoldEvent) -> Span | None:
    return event.triggers[0] if event.triggers else None

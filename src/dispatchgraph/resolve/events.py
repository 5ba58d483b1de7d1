"""Triggers made events: participants by key, dates by day, status by both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dispatchgraph.model import Dispatch, Event, Interval, Role, Span, Status, TimeExpression, Trigger
from dispatchgraph.resolve.claims import Sources
from dispatchgraph.resolve.coreference import Resolution
from dispatchgraph.resolve.times import Direction, resolve_time

__all__ = ["Telling", "direction_of", "resolve_event", "with_members"]

_TO_COME = frozenset({"planned", "requested", "hypothetical"})
_REAL = frozenset({"occurred", "ongoing"})


@dataclass(frozen=True)
class Telling:
    """What a dispatch tells by now: entities, claims, time expressions and the keys of its events."""

    dispatch: Dispatch
    resolution: Resolution
    sources: Sources
    times: Mapping[Span, TimeExpression]
    events: Mapping[Span, str]  #: head of a trigger → key of its event
    anchors: Mapping[Span, date] = field(default_factory=dict)  #: span of a time expression → what it is counted from


def with_members(trigger: Trigger, members: Mapping[Span, Sequence[Span]]) -> Trigger:
    """The trigger with each «les ministres X et Y» among its arguments replaced by X and Y, its `members`."""
    if not any(a.head in members for a in trigger.arguments):
        return trigger
    arguments = [replace(a, head=h) for a in trigger.arguments for h in (members.get(a.head) or (a.head,))]
    return replace(trigger, arguments=tuple(dict.fromkeys(arguments)))


def resolve_event(trigger: Trigger, key: str, telling: Telling) -> Event:
    """The event that a trigger tells."""
    expressions = [telling.times[t] for t in trigger.times if t in telling.times]
    when = _when(expressions, trigger, telling)
    source = telling.sources.of(trigger.head)
    return Event(
        key=key,
        type=trigger.type,
        lemma=trigger.lemma,
        status=_status(trigger, when, expressions, telling.dispatch.date),
        mentions=(trigger.span,),
        roles=_roles(trigger, telling),
        when=when,
        time_expressions=tuple(e.span.of(telling.dispatch.text) for e in expressions),
        according_to=source.speakers,
        claimed_in=source.claims,
        rule=trigger.rule,
    )


def _roles(trigger: Trigger, telling: Telling) -> tuple[tuple[Role, str], ...]:
    """Each participant in its role once; where it is a participant it is no place."""
    found: list[tuple[Role, str]] = []
    for argument in trigger.arguments:
        key = telling.resolution.by_head.get(argument.head) or telling.events.get(argument.head)
        if key is not None and not any(k == key and argument.role in {r, "place"} for r, k in found):
            found.append((argument.role, key))
    return tuple(found)


# --- when -----------------------------------------------------------------------------------------------------------


def direction_of(trigger: Trigger) -> Direction:
    """Where what a trigger tells lies from the dispatch's day."""
    if trigger.status in _TO_COME or trigger.tense == "future":
        return "future"
    return "present" if trigger.tense == "present" and not trigger.noun else "past"


def _when(expressions: Sequence[TimeExpression], trigger: Trigger, telling: Telling) -> Interval | None:
    """The event's days: the narrowest of its expressions, their ends joined where one begins and one ends."""
    direction, reference = direction_of(trigger), telling.dispatch.date
    meant = (
        resolve_time(e, reference=reference, direction=direction, anchor=telling.anchors.get(e.span))
        for e in expressions
        if e.value.get("told") != "past" or trigger.status == "occurred"
    )
    found = [i for i in meant if i is not None and not _is_yet_to_come(i, trigger, reference)]
    closed = [(i.begin, i.end) for i in found if i.begin and i.end]
    if not closed:
        return _joined(found)
    first = min(closed)
    if trigger.begins and (trigger.status in _REAL or first[0] == first[1]):
        return Interval(first[0], None)
    return Interval(*min(closed, key=lambda days: (days[1] - days[0], days[0])))


def _is_yet_to_come(days: Interval, trigger: Trigger, reference: date | None) -> bool:
    """Whether days lie after the dispatch's own for what is told in the past: they were counted from another's."""
    past = trigger.status == "occurred" and trigger.tense == "past" and not trigger.noun
    return past and reference is not None and days.begin is not None and days.begin > reference


def _joined(found: Sequence[Interval]) -> Interval | None:
    begins = [i.begin for i in found if i.begin]
    ends = [i.end for i in found if i.end]
    return Interval(min(begins, default=None), max(ends, default=None)) if begins or ends else None


def _status(
    trigger: Trigger, when: Interval | None, expressions: Sequence[TimeExpression], reference: date | None
) -> Status:
    """What has a date to come is a plan; what lasts «depuis» goes on."""
    if trigger.status != "occurred":
        return trigger.status
    if reference and when and when.begin and when.begin > reference:
        return "planned"
    since = any(e.relation == "since" for e in expressions)
    lasts = trigger.tense == "present" or (trigger.noun and when is not None and when.end is None)
    return "ongoing" if since and lasts else "occurred"

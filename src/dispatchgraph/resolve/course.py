"""Days and places that events take from those in whose course they happen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dispatchgraph.model import Event, Interval, Span, Trigger

__all__ = ["with_shared_course"]

_REAL = frozenset({"occurred", "ongoing", "alleged"})
_PASSES = 2  # through the text: what is told first may take from what is told last


def with_shared_course(
    events: Sequence[Event], triggers: Sequence[Trigger], keys: Mapping[Span, str]
) -> tuple[Event, ...]:
    """The events, those without day or place given what the events they happen in have.

    `keys` are those of events by the head of each of their triggers.
    """
    found = {event.key: event for event in events}
    for _ in range(_PASSES):
        for trigger in triggers:
            key = keys[trigger.head]
            for occasion in (o for o in trigger.during if o in keys):
                found[key] = _sharing(found[key], found[keys[occasion]], noun=trigger.noun)
            if trigger.since is not None and trigger.since in keys:
                found[key] = _since(found[key], found[keys[trigger.since]])
    return tuple(found.values())


def _sharing(event: Event, occasion: Event, *, noun: bool) -> Event:
    """An event with the day and place of the one it happens in, where it has none."""
    alike = event.status == occasion.status or {event.status, occasion.status} <= _REAL
    if noun and event.status == "occurred" and event.when is None and occasion.status == "planned":
        event, alike = replace(event, status="planned"), True  # «discutera au sommet»
    if event.key == occasion.key or not alike:
        return event
    places = [] if _places(event) else _places(occasion)
    taking_part = {key for _, key in event.roles}
    roles = (*event.roles, *(("place", key) for key in places if key not in taking_part))
    return replace(event, when=event.when or occasion.when, roles=roles)


def _places(event: Event) -> list[str]:
    return [key for role, key in event.roles if role == "place"]


def _since(event: Event, start: Event) -> Event:
    """An event that lasts since another began."""
    begin = start.when.begin if start.when else None
    return replace(event, when=Interval(begin, None)) if begin and event.when is None else event

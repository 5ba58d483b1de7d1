"""One event told twice in a dispatch is one event with two mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dispatchgraph.knowledge import ancestors
from dispatchgraph.model import Event, Trigger

__all__ = ["merge_retellings"]

_CORE = ("agent", "patient", "place")
_REAL = frozenset({"occurred", "ongoing"})


def merge_retellings(events: Sequence[Event], triggers: Sequence[Trigger]) -> tuple[list[Event], dict[str, str]]:
    """The events with retellings folded into the first telling, and the new key of each folded one.

    Only a definite noun («le veto», «ce vote») tells again, and only what it does not contradict: same class or a
    more general one, same reality, no core role filled otherwise, no other date.
    """
    kept: list[Event] = []
    renamed: dict[str, str] = {}
    for event, trigger in zip(events, triggers, strict=True):
        first = _earlier(event, trigger, kept)
        if first is None:
            kept.append(event)
            continue
        kept[kept.index(first)] = _joined(first, event)
        renamed[event.key] = first.key
    return [_relinked(e, renamed) for e in kept], renamed


def _earlier(event: Event, trigger: Trigger, kept: Sequence[Event]) -> Event | None:
    if not (trigger.noun and trigger.definite) or event.type == "Event":
        return None
    fitting = [e for e in kept if _same(e, event)]
    return fitting[-1] if fitting else None


def _same(first: Event, second: Event) -> bool:
    if second.type not in ancestors(first.type):
        return False
    if first.status != second.status and not {first.status, second.status} <= _REAL:
        return False
    if first.when and second.when and first.when != second.when:
        return False
    shared = False
    for role in _CORE:
        a, b = ({k for r, k in e.roles if r == role} for e in (first, second))
        if a and b and not (a & b):
            return False
        shared = shared or bool(a & b)
    bare = not any(r in _CORE for r, _ in second.roles)
    return shared or bare


def _joined(first: Event, second: Event) -> Event:
    return replace(
        first,
        mentions=tuple(dict.fromkeys((*first.mentions, *second.mentions))),
        roles=tuple(dict.fromkeys((*first.roles, *second.roles))),
        when=first.when or second.when,
        time_expressions=tuple(dict.fromkeys((*first.time_expressions, *second.time_expressions))),
    )


def _relinked(event: Event, renamed: dict[str, str]) -> Event:
    roles = tuple(dict.fromkeys((r, renamed.get(k, k)) for r, k in event.roles))
    return replace(event, roles=tuple((r, k) for r, k in roles if k != event.key))

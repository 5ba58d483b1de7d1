"""One event told twice in a dispatch is one event with two mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dispatchgraph.knowledge import ancestors
from dispatchgraph.model import Event, Role, Span, Trigger

__all__ = ["merge_retellings"]

_CORE: tuple[Role, ...] = ("agent", "patient", "place")
_REAL = frozenset({"occurred", "ongoing"})


def merge_retellings(
    events: Sequence[Event], triggers: Sequence[Trigger], *, headline: Span | None = None
) -> tuple[list[Event], dict[str, str]]:
    """The events with retellings folded into the first telling, and the new key of each folded one.

    Only a definite noun («le veto», «ce vote») tells again, and only what it does not contradict: same class or a
    more general one, same reality, no core role filled otherwise, no other date. What the `headline` tells, the news
    tells again by whatever word of the same class.
    """
    kept: list[Event] = []
    short: list[Event] = []  # of these, what only the headline told so far
    renamed: dict[str, str] = {}
    for event, trigger in zip(events, triggers, strict=True):
        first = _first_telling(event, trigger, kept) or _of_headline(event, short, headline)
        if first is None:
            kept.append(event)
            told = event
        else:
            kept[kept.index(first)] = told = _joined(first, event)
            renamed[event.key] = first.key
        short = [e for e in short if e is not first]
        if headline and all(headline.covers(m) for m in told.mentions):
            short.append(told)
    return [_relinked(e, renamed) for e in kept], renamed


def _first_telling(event: Event, trigger: Trigger, kept: Sequence[Event]) -> Event | None:
    """The event before that a definite noun may tell again: by the same word, of the same class, the last of them."""
    if not (trigger.noun and trigger.definite) or event.type == "Event":
        return None
    may = [e for e in kept if _may_be_one(e, event)]
    ranked = ((e.lemma == event.lemma, e.type == event.type, i) for i, e in enumerate(may))
    best = max(ranked, default=None)
    return may[best[-1]] if best else None


def _of_headline(event: Event, short: Sequence[Event], headline: Span | None) -> Event | None:
    """The event that only the headline told so far and this one tells in full."""
    if headline is None or event.type == "Event" or headline.covers(event.mentions[0]):
        return None
    return next((e for e in short if e.type == event.type and _may_be_one(_named(e), _named(event))), None)


def _named(event: Event) -> Event:
    """An event with only its named participants: what a headline describes («une ex-ministre»), the news names."""
    return replace(event, roles=tuple((role, key) for role, key in event.roles if "." not in key))


def _may_be_one(first: Event, second: Event) -> bool:
    if second.type not in ancestors(first.type):
        return False
    if first.status != second.status and not {first.status, second.status} <= _REAL:
        return False
    if first.when and second.when and first.when != second.when:
        return False
    return _share_roles(first, second)


def _share_roles(first: Event, second: Event) -> bool:
    """Whether one participant is the same and none is another; a noun without participants is of any event."""
    filled = [pair for role in _CORE if all(pair := (_in_role(first, role), _in_role(second, role)))]
    if any(a.isdisjoint(b) for a, b in filled):
        return False
    return bool(filled) or not any(_in_role(second, role) for role in _CORE)


def _in_role(event: Event, role: Role) -> frozenset[str]:
    return frozenset(key for r, key in event.roles if r == role)


def _joined(first: Event, second: Event) -> Event:
    return replace(
        first,
        mentions=tuple(dict.fromkeys((*first.mentions, *second.mentions))),
        roles=tuple(dict.fromkeys((*first.roles, *second.roles))),
        when=first.when or second.when,
        time_expressions=tuple(dict.fromkeys((*first.time_expressions, *second.time_expressions))),
    )


def _relinked(event: Event, renamed: Mapping[str, str]) -> Event:
    if not any(key in renamed or key == event.key for _, key in event.roles):
        return event
    roles = dict.fromkeys((role, renamed.get(key, key)) for role, key in event.roles)
    return replace(event, roles=tuple((role, key) for role, key in roles if key != event.key))

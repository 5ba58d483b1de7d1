"""Whether two events of different dispatches may be one happening: what they share, and what speaks against it.

Only what is named counts. A description («des rebelles») is an entity of its dispatch alone, which neither ties two
tellings nor tells them apart.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dispatchgraph.linking.facts import Told

__all__ = ["Atlas", "days", "may_be_one", "named", "places_fit", "traces"]

_ENOUGH = 2
_DAYS = 3  # a longer stretch of time is no day of an event


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """What is known of entities, by IRI, apart from what is told."""

    is_country: Callable[[str], bool] = lambda _: False
    around: Callable[[str], frozenset[str]] = lambda _: frozenset()  #: the places that a place lies in, near and far


def named(entities: frozenset[str]) -> frozenset[str]:
    """Those that are one in all dispatches; the key of what only one dispatch tells of has a full stop in it."""
    return frozenset(e for e in entities if "/entity/" in e and "." not in e.rpartition("/entity/")[2])


def days(begin: date | None, end: date | None, told: date | None, longest: int = _DAYS) -> tuple[date, ...]:
    """The days of an interval; none where it is open or too long to say when.

    What has begun and has no end is taken to last until it was told.

    >>> [d.day for d in days(date(2016, 12, 6), date(2016, 12, 7), None)]
    [6, 7]
    """
    last = end or told
    if begin is None or last is None or not 0 <= (last - begin).days < longest:
        return ()
    return tuple(begin + timedelta(days=n) for n in range((last - begin).days + 1))


def traces(event: Told, when: tuple[date, ...]) -> Iterator[str]:
    """Class, day and whoever or whatever has a name: what tellings of one happening have in common."""
    if event.type in _classes():
        for entity in named(event.agents | event.patients | event.recipients | event.places):
            for day in when:
                yield f"{event.type}/{day.isoformat()}/{entity}"


def may_be_one(a: Told, b: Told, atlas: Atlas) -> bool:
    """Whether two events of one class and time share enough, and nothing speaks against it."""
    if a.type != b.type or a.dispatch == b.dispatch or a.type not in _classes():
        return False
    return (
        _agents_fit(a, b)
        and _others_fit(a, b)
        and places_fit(a.places, b.places, atlas)
        and _weight(a, b, atlas) >= _ENOUGH
    )


def _agents_fit(a: Told, b: Told) -> bool:
    one, other = named(a.agents), named(b.agents)
    if a.type in _sided():
        return one <= other or other <= one
    return _meet_or_silent(one, other)


def _others_fit(a: Told, b: Told) -> bool:
    """Whether those it is done to and those it is done for may be the same; a place may be told as either."""
    where = named(a.places | b.places)
    patients = named(a.patients) - where, named(b.patients) - where
    return _meet_or_silent(*patients) and _meet_or_silent(named(a.recipients), named(b.recipients))


def _meet_or_silent(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or not one.isdisjoint(other)


def places_fit(a: frozenset[str], b: frozenset[str], atlas: Atlas) -> bool:
    """Whether one of the places may be one of the others: it is, it lies in it, or it lies around it."""
    one, other = named(a), named(b)
    near = one | {p for place in one for p in atlas.around(place)}
    far = other | {p for place in other for p in atlas.around(place)}
    return not one or not other or not near.isdisjoint(other) or not far.isdisjoint(one)


def _weight(a: Told, b: Told, atlas: Atlas) -> int:
    """How much two events share: what alone is enough counts two, a state never is."""
    places = (a.places & (b.places | b.patients)) | (a.patients & b.places)
    shared: Mapping[str, frozenset[str]] = {
        "place": named(places),
        "agent": named(a.agents & b.agents),
        "patient": named(a.patients & b.patients) - places,
        "recipient": named(a.recipients & b.recipients),
    }
    telling = _classes()[a.type]
    weight = 0
    for role, entities in shared.items():
        own = [e for e in entities if not atlas.is_country(e)]
        sides = len(entities) if role == "agent" and a.type in _sided() else min(1, len(entities))
        weight += _ENOUGH if own and role in telling else sides
    return weight


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(roles) for name, roles in _table()["classes"].items()}


@cache
def _sided() -> frozenset[str]:
    return frozenset(_table()["sides"]["classes"])


@cache
def _table() -> Mapping[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("happenings.toml").read_text("utf-8"))

"""What speaks for and against two profiles of one name being one."""

from __future__ import annotations

from datetime import date

from dispatchgraph.linking.profiles import Office, Profile

__all__ = ["agree", "conflict"]

_YEAR = 365  # days: how long posts that are told of once are taken to be held at one time


def agree(a: Profile, b: Profile) -> bool:
    """Whether two profiles share more than their name: an entry, a body they are or were in, a special class."""
    if a.key and a.key == b.key:
        return True
    if a.type == "Person":
        return bool(a.bodies & b.bodies)
    return a.type == b.type and a.is_told_apart and b.is_told_apart


def conflict(a: Profile, b: Profile, day_a: date = date.max, day_b: date = date.max) -> bool:
    """Whether two profiles cannot be one; the days are those on which they were first told of.

    >>> lille = Office(post="maire", body="lille", kind="City")
    >>> lyon = Office(post="maire", body="lyon", kind="City")
    >>> one, other = (Profile(name="x", type="Person", offices=frozenset({o})) for o in (lille, lyon))
    >>> conflict(one, other), conflict(one, other, date(2010, 5, 1), date(2016, 5, 1))
    (True, False)
    """
    if a.key and b.key:
        return a.key != b.key
    if a.type != b.type and a.branch not in {a.type, b.type}:
        return True
    if (a.twin or b.twin) and a != b and (a.twin or a.key) and (b.twin or b.key):
        return True
    return _serve_two_states(a, b) or _hold_one_post_twice(a, b, day_a, day_b)


def _serve_two_states(a: Profile, b: Profile) -> bool:
    """Whether the current posts are of states, and of none in common."""
    states_a, states_b = _states(a.offices), _states(b.offices)
    return bool(states_a and states_b) and states_a.isdisjoint(states_b)


def _states(offices: frozenset[Office]) -> frozenset[str]:
    return frozenset(o.body for o in offices if o.kind == "Country")


def _hold_one_post_twice(a: Profile, b: Profile, day_a: date, day_b: date) -> bool:
    """Whether both have the same post at one time, in two bodies of a kind; many posts let one be in several."""
    far = date.max not in {day_a, day_b} and abs((day_a - day_b).days) > _YEAR
    if far or a.bodies & b.bodies:
        return False
    pairs = ((o, p) for o in a.offices for p in b.offices if o.tells and o.post == p.post)
    return any(o.kind == p.kind and o.body != p.body for o, p in pairs)

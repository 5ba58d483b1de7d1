"""Who takes part in the next event: now and then someone new, else someone the more likely the more often he did.

That is how actors get into the news, and what gives its graph a few hubs and many that are named once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from random import Random

from wording import Target
from world import CATEGORIES, Crisis, Thing

__all__ = ["Cast"]

#: How many of each category an event takes, about.
RATES: dict[Target, float] = {"actor": 1.9, "place": 0.5, "group": 0.2, "document": 0.1}
ABROAD = 0.1  #: share of actors that come from the largest crisis: powers, bodies that have a say everywhere
TRIES = 8


class Cast:
    """The entities of one crisis: those still to come in, and those that came, once for each time."""

    def __init__(self, rng: Random, crisis: Crisis, *, stage: Cast | None) -> None:
        self.rng = rng
        self.stage = stage
        self.left = crisis.events
        self.fresh = _by_category(reversed(crisis.things))
        self.told = _by_category(crisis.things[:2])

    def pick(self, category: Target, *, besides: Collection[Thing] = ()) -> Thing | None:
        """Someone or something of `category` that is not in `besides`; nothing where there is none."""
        for _ in range(TRIES):
            found = self._pick(category)
            if found is not None and found not in besides:
                return found
        return None

    def rest(self) -> list[Thing]:
        """All that have not come in so far; none is left after."""
        things = [t for fresh in self.fresh.values() for t in reversed(fresh)]
        self.fresh = _by_category(())
        return things

    def came_in(self, thing: Thing) -> None:
        """Count one part of `thing`, which then is new no more."""
        category = CATEGORIES[thing.kind]
        if thing in self.fresh[category]:
            self.fresh[category].remove(thing)
        self.told[category].append(thing)

    def _pick(self, category: Target) -> Thing | None:
        fresh, told = self.fresh[category], self.told[category]
        if self.stage and category == "actor" and self.rng.random() < ABROAD:
            return self.rng.choice(self.stage.told["actor"])
        if fresh and (not told or self.rng.random() < len(fresh) / max(1.0, self.left * RATES[category])):
            return fresh[-1]
        return self.rng.choice(told) if told else None


def _by_category(things: Iterable[Thing]) -> dict[Target, list[Thing]]:
    found: dict[Target, list[Thing]] = {category: [] for category in RATES}
    for thing in things:
        found[CATEGORIES[thing.kind]].append(thing)
    return found

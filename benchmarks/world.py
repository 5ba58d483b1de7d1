"""An invented world: crises, and the people, bodies, states, places, groups and texts that belong to each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import get_args

from dispatchgraph.iri import slug
from names import CULTURES, Culture, person, place
from wording import BODIES, GROUPS, POSTS, SHARES, THINGS, VERBS, Matter, Target, elided

__all__ = ["CATEGORIES", "Crisis", "Thing", "crises"]

LEAST = 8  #: entities of the smallest crisis
USUAL = 60  #: entities of a crisis, on average
FOREIGN = 0.25  #: share of crises whose names are not in Latin letters

#: What part in an event each class of entity may take.
CATEGORIES: Mapping[str, Target] = {
    "Country": "actor",
    "Person": "actor",
    "Organization": "actor",
    "City": "place",
    "District": "place",
    "Facility": "place",
    "Region": "place",
    "Group": "group",
    "Document": "document",
    "Thing": "document",
}


@dataclass(frozen=True, kw_only=True)
class Thing:
    """An entity of the invented world, with how a text names it."""

    kind: str  #: its class, or the class above it for a body: a key of `CATEGORIES`
    type: str  #: its class
    label: str
    article: str = ""  #: «le », «la », «l’», «les » or nothing
    short: str = ""  #: what a person is called the second time
    post: str = ""
    body: str = ""  #: key of where a person has the post
    country: str = ""  #: key of the state a place is in
    wkt: str = ""

    @cached_property
    def key(self) -> str:
        """The slug of its IRI."""
        return slug(self.label)

    @property
    def plural(self) -> bool:
        """Whether its verb is in the plural."""
        return self.kind == "Group"

    @property
    def of(self) -> str:
        """«de», as it stands before its name."""
        contracted = {"le ": "du ", "les ": "des ", "": elided("de", self.label)}
        return contracted.get(self.article, f"de {self.article}")

    @property
    def at(self) -> str:
        """«à», «en» or «dans», as it stands before its name."""
        return {"City": "à ", "Country": "en "}.get(self.kind, f"dans {self.article}")


@dataclass(frozen=True, kw_only=True)
class Crisis:
    """A matter that the news tells of for a while, with its own cast; the state and the city come first."""

    matter: Matter
    things: tuple[Thing, ...]
    events: int

    @property
    def country(self) -> Thing:
        """The state it is about."""
        return self.things[0]

    @property
    def city(self) -> Thing:
        """Where its dispatches come from."""
        return self.things[1]


def crises(rng: Random, *, entities: int, events: int) -> tuple[Crisis, ...]:
    """A world with exactly so many entities, for a news of exactly so many events; the largest crisis first."""
    if entities < LEAST or events < 0:
        raise ValueError(f"an archive has at least {LEAST} entities and no less than no event")
    count = max(1, entities // USUAL)
    casts = _shared_out(entities, [(1 + i) ** -0.7 for i in range(count)], least=LEAST)
    told = _shared_out(events, [size * rng.uniform(0.6, 1.6) for size in casts], least=0)
    taken: set[str] = set()
    return tuple(
        Crisis(matter=_matter(i), things=_cast(rng, _culture(i), size, taken), events=told[i])
        for i, size in enumerate(casts)
    )


def _shared_out(total: int, weights: Sequence[float], *, least: int) -> list[int]:
    """`total` in whole parts as `weights` have it, none smaller than `least`."""
    spare = total - least * len(weights)
    scale = spare / sum(weights)
    parts = [least + int(w * scale) for w in weights]
    return [part + (i < total - sum(parts)) for i, part in enumerate(parts)]


def _matter(number: int) -> Matter:
    matters = get_args(Matter)
    found: Matter = matters[number % len(matters)]
    assert found in VERBS
    return found


def _culture(number: int) -> Culture:
    """Three crises of four have names in Latin letters."""
    every = round(1 / FOREIGN)
    latin, foreign = CULTURES[:3], CULTURES[3:]
    return foreign[number // every % len(foreign)] if number % every == every - 1 else latin[number % len(latin)]


def _cast(rng: Random, culture: Culture, size: int, taken: set[str]) -> tuple[Thing, ...]:
    country = _country(rng, culture, taken)
    first = [
        country,
        _thing(rng, "City", culture, country, taken),
        _thing(rng, "Organization", culture, country, taken),
    ]
    kinds = rng.choices(list(SHARES), weights=list(SHARES.values()), k=size - len(first))
    things = [*first, *(_thing(rng, kind, culture, country, taken) for kind in kinds)]
    return tuple(_employed(rng, things))


def _employed(rng: Random, things: Sequence[Thing]) -> Iterator[Thing]:
    """`things`, with posts for most people, more of them in the bodies that come first."""
    bodies = [t for t in things if t.kind in {"Organization", "Country"}]
    weights = [1 / (1 + i) for i in range(len(bodies))]
    for thing in things:
        if thing.kind == "Person" and rng.random() < 0.7:
            body = rng.choices(bodies, weights=weights)[0]
            yield replace(thing, post=rng.choice(POSTS), body=body.key)
        else:
            yield thing


def _country(rng: Random, culture: Culture, taken: set[str]) -> Thing:
    return Thing(kind="Country", type="Country", label=place(rng, culture, taken))


def _thing(rng: Random, kind: str, culture: Culture, country: Thing, taken: set[str]) -> Thing:
    if kind == "Country":
        return _country(rng, culture, taken)
    if kind == "Person":
        whole, family = person(rng, culture, taken)
        return Thing(kind=kind, type=kind, label=whole, short=family)
    stem = place(rng, culture, taken)
    if kind == "City":
        wkt = f"POINT({rng.uniform(-170, 170):.4f} {rng.uniform(-60, 70):.4f})"
        return Thing(kind=kind, type=kind, label=stem, country=country.key, wkt=wkt)
    cls, article, pattern = _pattern(rng, kind)
    label = pattern.replace("de {}", elided("de", stem) + "{}").format(stem)
    within = country.key if CATEGORIES[kind] == "place" else ""
    return Thing(kind=kind, type=cls, label=label, article=article, country=within)


def _pattern(rng: Random, kind: str) -> tuple[str, str, str]:
    """Class, article and pattern of the name of a thing that is called after a place."""
    texts = (("le ", "traité de {}"), ("la ", "résolution de {}"), ("le ", "rapport de {}"), ("la ", "loi de {}"))
    fixed = {
        "District": ("le ", "quartier de {}"),
        "Region": ("la ", "province de {}"),
        "Facility": ("l’", "hôpital de {}"),
        "Group": ("les ", rng.choice(GROUPS) + " de {}"),
        "Thing": ("le ", rng.choice(THINGS) + " de {}"),
        "Document": rng.choice(texts),
    }
    if kind in fixed:
        return kind, *fixed[kind]
    return rng.choice(BODIES)

"""The stories that invented dispatches tell: texts of the gold with what followed, and casts to tell them of others.

A file of `stories/` says, of one text: who is in it, which names of places and things go together and may stand for
each other, which numbers are tolls, and what other dispatches tell of the same matter on that day and later.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from recasting import Recast, parse_day

__all__ = ["Item", "Story", "recast", "stories"]

HERE = Path(__file__).parent
GOLD = HERE.parent / "tests" / "gold"
NAMESAKES = 0.04  #: persons who are called as someone in another story is
_DATELINE = re.compile(r"(?P<place>[^\n]+?), (?P<day>\d+(?:er)? \w+ \d{4})(?: \((?P<agency>\w+)\))? [-–] ")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone in a story; `office` is that of which there is one holder in all stories of a country."""

    given: str
    surname: str
    sex: str
    tongue: str
    office: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """What one dispatch tells, before it is told of others: `day` counts from that of the story."""

    kind: str
    day: int
    headline: str
    paragraphs: tuple[str, ...]
    tolls: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Story:
    """A text of the gold, and what followed."""

    name: str
    place: str
    agency: str
    published: date
    main: Item
    then: tuple[Item, ...]
    country: str
    settings: tuple[tuple[str, ...], ...]
    pools: tuple[tuple[str, ...], ...]
    linked: bool
    cast: tuple[Person, ...]


@cache
def stories() -> tuple[Story, ...]:
    """All, by name."""
    return tuple(_story(path) for path in sorted((HERE / "stories").glob("*.toml")))


def _story(path: Path) -> Story:
    told = tomllib.loads(path.read_text("utf-8"))
    text = (GOLD / f"fr-{path.stem}.txt").read_text("utf-8").strip()
    for edit in told.get("edits", ()):
        old, _, new = edit.partition("=")
        text = text.replace(old, new)
    headline, body = _headed(text)
    dateline = _DATELINE.match(body)
    if dateline is None:
        raise ValueError(f"{path.stem}: no dateline")
    paragraphs = tuple(body[dateline.end() :].split("\n\n"))
    return Story(
        name=path.stem,
        place=dateline["place"],
        agency=dateline["agency"] or told["agency"],
        published=parse_day(dateline["day"]),
        main=Item(kind="main", day=0, headline=headline, paragraphs=paragraphs, tolls=tuple(told.get("tolls", ()))),
        then=tuple(map(_item, told["then"])),
        country=told["country"],
        settings=_rows(told["settings"]),
        pools=_rows(told.get("pools", "")),
        linked=told.get("linked", False),
        cast=tuple(_person(line, told["people"]) for line in told["cast"].strip().splitlines()),
    )


def _item(told: Mapping[str, Any]) -> Item:
    headline, body = _headed(told["text"].strip())
    tolls = tuple(told.get("tolls", ()))
    return Item(
        kind=told["kind"], day=told["day"], headline=headline, paragraphs=tuple(body.split("\n\n")), tolls=tolls
    )


def _headed(text: str) -> tuple[str, str]:
    """The headline, where there is one above the dateline or the first paragraph, and what is below."""
    first, _, rest = text.partition("\n\n")
    return ("", text) if _DATELINE.match(first) else (first, rest)


def _rows(lines: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split(" / ")) for line in lines.strip().splitlines())


def _person(line: str, tongue: str) -> Person:
    found = re.fullmatch(r"(?P<name>.+?) (?P<sex>[mf])(?: (?P<office>[\w-]+))?(?: (?P<tongue>\w+))?", line)
    if found is None:
        raise ValueError(line)
    given, _, surname = found["name"].partition("|")
    office = "" if found["office"] in {None, "-"} else found["office"]
    return Person(given=given, surname=surname, sex=found["sex"], tongue=found["tongue"] or tongue, office=office)


# --- telling it of others


def recast(story: Story, *, seed: int, number: int, weeks: int) -> Recast:
    """Who and what the telling of `story` with a number is about."""
    rng = Random(f"{seed}/{story.name}/{number}")
    names = dict(zip(story.settings[0], rng.choice(story.settings), strict=True))
    place = rng.randrange(12)
    for row in story.pools:
        names[row[0]] = row[(place if story.linked else rng.randrange(len(row))) % len(row)]
    country = names.get(story.country, story.country)
    taken: set[str] = set()
    for person in sorted(story.cast, key=lambda p: not p.office):  # who holds an office is who he is elsewhere
        office = person.office if "-" in person.office else f"{country}/{person.office}"
        chooser = Random(f"{seed}/{office}/{person.tongue}/{person.sex}") if person.office else rng
        names |= _called(person, chooser, taken)
    growth = rng.choice((1, 1.15, 1.3, 1.6, 1.9))
    tolls = {n for item in (story.main, *story.then) for n in item.tolls}
    return Recast(
        names=names,
        published=story.published,
        weeks=weeks,
        figures={n: _rounded(n * growth, like=n) for n in tolls},
    )


def _rounded(value: float, *, like: int) -> int:
    """As round a number as the one it stands for: 3.500 for 2.300, 143 for 61."""
    step = 100 if like % 100 == 0 else 1
    return max(2, round(value / step) * step)


def _called(person: Person, rng: Random, taken: set[str]) -> dict[str, str]:
    """Another's name for a person's, whole and surname alone, of the same sex and tongue."""
    pool = _people()[person.tongue]
    given = pool["men" if person.sex == "m" else "women"]
    surnames = pool.get("names_of_women", pool["names"]) if person.sex == "f" else pool["names"]
    surname, first = rng.choice([s for s in surnames if person.office or s not in taken]), rng.choice(given)
    if not person.office and rng.random() < NAMESAKES and surnames[0] not in taken:
        surname, first = surnames[0], given[0]
    taken.add(surname)
    if person.tongue == "chinese":  # the surname stands first
        return {f"{person.given} {person.surname}": f"{surname} {first}"}
    return {f"{person.given} {person.surname}": f"{first} {surname}", person.surname: surname}


@cache
def _people() -> Mapping[str, Mapping[str, list[str]]]:
    told = tomllib.loads((HERE / "people.toml").read_text("utf-8"))
    return {tongue: {kind: names.split(", ") for kind, names in pool.items()} for tongue, pool in told.items()}

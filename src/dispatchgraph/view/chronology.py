"""Where events stand in time: dates from left to right, events in columns under their date, actors between them.

What has no date stands apart on the left: an event is never drawn under a date that the text does not give it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatchgraph.view.packing import Part, rows
from dispatchgraph.view.selection import Picture, Spot
from dispatchgraph.view.spacing import label_boxes, node_boxes, pushed

if TYPE_CHECKING:
    from dispatchgraph.view.spacing import Array

__all__ = ["Band", "chronological", "with_casts"]

ACROSS = 190.0  #: from one column of events to the next, pixels
DOWN = 104.0  #: from one event of a column to the next
BETWEEN = 50.0  #: from one date to the next, besides
MOST = 16  #: bands
ASPECT = 1.5  #: width of the sheet to its height

Place = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Band:
    """The part of the sheet that belongs to one day, month or year; `day` is empty for what has no date."""

    day: str
    left: int
    right: int
    top: int  #: of its first event
    bottom: int


def chronological(picture: Picture) -> tuple[dict[str, tuple[int, int]], tuple[Band, ...]]:
    """Pixels for each node of the reading by events, and the bands of dates, from left to right."""
    events = [s for s in picture.spots if s.kind == "event"]
    if not events:
        return {}, ()
    homes, bands = _columns(events)
    others = [s for s in picture.spots if s.kind != "event"]
    tied, loose = _between(picture, homes, others)
    places = _apart(picture, homes | tied)
    width, height = (max(of) for of in zip(*places.values(), strict=True))
    under = Part(places=places, width=width, height=height + DOWN)
    return _whole({**places, **rows(loose, under=under, aspect=ASPECT)}), bands


def with_casts(picture: Picture, count: int) -> Picture:
    """The part of a picture that is told most: events between the most tied, each with all its cast; `count` nodes."""
    if len(picture.spots) <= count:
        return picture
    degree = {s.id: s.degree for s in picture.spots}
    cast: dict[str, set[str]] = defaultdict(set)
    for line in picture.lines:
        cast[line.source].add(line.target)
        cast[line.target].add(line.source)
    events = [s.id for s in picture.spots if s.kind == "event"]
    kept: set[str] = set()
    for event in sorted(events, key=lambda e: (-sum(degree[n] for n in cast[e]), e)):
        if len(kept | cast[event] | {event}) <= count:
            kept |= cast[event] | {event}
    return picture.only(kept)


def _day(spot: Spot) -> str:
    return str(spot.data.get("begins") or spot.data.get("ends") or "")[:10]


def _columns(events: Sequence[Spot]) -> tuple[dict[str, Place], tuple[Band, ...]]:
    """Each event's place under its date, in the order of the text within a day."""
    by_day: dict[str, list[Spot]] = defaultdict(list)
    digits = _fineness({_day(event) for event in events})
    for event in sorted(events, key=lambda s: (_day(s), _told_at(s), s.id)):
        by_day[_day(event)[:digits]].append(event)
    deep = max(3, math.ceil(math.sqrt(len(events) * ACROSS / DOWN / ASPECT)))
    count = {day: math.ceil(len(told) / deep) for day, told in by_day.items()}
    places: dict[str, Place] = {}
    bands = []
    left = 0.0
    for day in sorted(by_day):
        for number, event in enumerate(by_day[day]):
            places[event.id] = (left + ACROSS * (number // deep + 0.5), DOWN * (number % deep))
        right = left + ACROSS * count[day]
        bands.append(Band(day=day, left=round(left), right=round(right), top=0, bottom=round(deep * DOWN)))
        left = right + BETWEEN
    return places, tuple(bands)


def _fineness(days: Set[str]) -> int:
    """Letters of a date that tell bands apart: those of days, else of months, else of years, so that bands stay few."""
    return next((digits for digits in (10, 7) if len({day[:digits] for day in days}) <= MOST), 4)


def _told_at(spot: Spot) -> tuple[str, int]:
    """The first place in the text where an event is told."""
    from json import loads

    first: Mapping[str, object] = next(iter(loads(str(spot.data.get("evidence") or "[]"))), {})
    return str(first.get("context", "")), int(str(first.get("begin", 0)))


def _between(
    picture: Picture, homes: Mapping[str, Place], others: Sequence[Spot]
) -> tuple[dict[str, Place], list[Spot]]:
    """Actors and places amid the events they are tied to, and those that are tied to none."""
    met: dict[str, list[Place]] = defaultdict(list)
    for line in picture.lines:
        for one, other in ((line.source, line.target), (line.target, line.source)):
            if other in homes and one not in homes:
                met[one].append(homes[other])
    tied = {
        s.id: (_mean([x for x, _ in met[s.id]]) + ACROSS / 2, _mean([y for _, y in met[s.id]]) + DOWN / 2)
        for s in others
        if s.id in met
    }
    return tied, [s for s in others if s.id not in met]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _apart(picture: Picture, places: Mapping[str, Place]) -> dict[str, Place]:
    """Actors moved until no name lies on another; events stay where time put them."""
    import numpy as np

    spots = [s for s in picture.spots if s.id in places]
    at: Array = np.array([places[s.id] for s in spots])
    free = np.array([s.kind != "event" for s in spots])
    none = np.zeros((0, 2), dtype=int)
    moved = pushed(at, none, node_boxes(spots), label_boxes([]), np.zeros(0), free=free)
    return {s.id: (float(x), float(y)) for s, (x, y) in zip(spots, moved, strict=True)}


def _whole(places: Mapping[str, Place]) -> dict[str, tuple[int, int]]:
    return {node: (round(x), round(y)) for node, (x, y) in places.items()}

"""An invented archive of news as a graph, such as `dispatchgraph build` writes from real dispatches.

Its crises each have a cast of their own; few actors are in most events, many in one; some powers are in every crisis.
The texts are sentences in French with invented names in several scripts, and every statement stands in one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from rdflib import Dataset

from casting import Cast
from dispatchgraph import __version__, iri
from dispatchgraph.graph import Origin, triples
from dispatchgraph.graph.terms import to_rdflib
from dispatchgraph.knowledge import Gazetteer, Known
from dispatchgraph.model import Record
from dispatchgraph.vocab import bind
from draft import Draft
from sentences import Desk, tell_all_of, tell_next
from world import Crisis, Thing, crises

__all__ = ["archive"]

FIRST = date(2024, 1, 1)  #: day of the oldest dispatch, about
HEADLINES = ("nouvelles tensions", "le point", "ce que l’on sait", "la journée", "les faits", "la situation")
ORIGIN = Origin(software=f"dispatchgraph {__version__}", model="none (invented)", lexicon="none (invented)")


def archive(*, entities: int, events: int, seed: int) -> Dataset:
    """The graph of dispatches that name exactly `entities` and tell exactly `events`; a named graph for each.

    The same numbers give the same graph, on every machine.
    """
    rng = Random(seed)
    world = crises(rng, entities=entities, events=events)
    things = {t.key: t for crisis in world for t in crisis.things}
    gazetteer = Gazetteer(entries={key: _known(thing) for key, thing in things.items() if thing.wkt})
    dataset = Dataset(default_union=True)
    bind(dataset)
    for record in _records(rng, world, things):
        graph = dataset.graph(iri.graph(iri.DEFAULT_BASE, record.dispatch.id))
        for triple in triples(record, gazetteer, ORIGIN, base=iri.DEFAULT_BASE, text=True):
            subject, predicate, object = map(to_rdflib, triple)
            graph.add((subject, predicate, object))
    return dataset


def _known(thing: Thing) -> Known:
    return Known(key=thing.key, type=thing.type, label=thing.label, wkt=thing.wkt)


def _records(rng: Random, world: Sequence[Crisis], things: dict[str, Thing]) -> Iterator[Record]:
    stage: Cast | None = None
    for crisis in world:
        cast = Cast(rng, crisis, stage=stage)
        yield from _dispatches(rng, crisis, cast, things)
        stage = stage or cast


def _dispatches(rng: Random, crisis: Crisis, cast: Cast, things: dict[str, Thing]) -> Iterator[Record]:
    """The dispatches of one crisis, some days apart; the last one names whoever was not named."""
    day, number = FIRST + timedelta(days=rng.randrange(300)), 0
    while cast.left or not number:
        number += 1
        day += timedelta(days=rng.choice((0, 0, 1, 1, 2, 5)))
        draft = Draft(f"{crisis.city.key}-{day}-{number}", day)
        desk = Desk(rng=rng, cast=cast, matter=crisis.matter, things=things, draft=draft)
        draft.open(crisis.city, crisis.country, rng.choice(HEADLINES))
        _tell(desk, min(cast.left, rng.randrange(5, 12)))
        if not cast.left:
            tell_all_of(desk, cast.rest())
        yield draft.record()


def _tell(desk: Desk, events: int) -> None:
    while events:
        events -= tell_next(desk, most=events)

"""Invented dispatches, for archives of any size: stories told by several agencies over several days.

    python benchmarks/dispatches.py --count 1000 --output FOLDER --graphs

They are the gold texts of the tests under other names, on other days and with other figures, with what other agencies
told of it and what followed: first reports, copies, tolls that change, plans that are fulfilled or cancelled or never
heard of again, denials. The same numbers give the same dispatches.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count as counted
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from random import Random

from recasting import ABBREVIATED, Recast
from stories import Item, Story, recast, stories

__all__ = ["dispatches"]

FIRST = date(2015, 1, 5)  #: day of the oldest story, about
STORIES_A_WEEK = 4
AGENCIES = ("AFP", "Reuters", "Belga", "ATS", "dpa", "EFE", "Ansa", "Xinhua", "TASS")


def dispatches(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """`count` dispatches by id, story by story, about as old stories go."""
    return islice((told for number in counted() for told in _story(number, seed)), count)


def _story(number: int, seed: int) -> Iterator[tuple[str, str]]:
    """The dispatches of one story, oldest first."""
    rng = Random(f"{seed}/{number}")
    story = _order(seed, number)[number % len(stories())]
    begin = FIRST + timedelta(weeks=number // STORIES_A_WEEK)
    words = recast(story, seed=seed, number=number, weeks=(begin - story.published).days // 7)
    for place, (item, agency) in enumerate(sorted(_items(story, rng), key=lambda told: told[0].day), start=1):
        yield f"{story.name}-{number:05}-{place}", _told(story, item, agency, words)


def _order(seed: int, number: int) -> list[Story]:
    """All stories, in another order each round."""
    found = list(stories())
    Random(f"{seed}/round/{number // len(found)}").shuffle(found)
    return found


def _items(story: Story, rng: Random) -> Iterator[tuple[Item, str]]:
    """What is told of a story, and by whom."""
    others = rng.sample([a for a in AGENCIES if a != story.agency], k=len(AGENCIES) - 1)
    if rng.random() < 0.6:
        yield _flash(story.main), story.agency
    yield story.main, story.agency
    if rng.random() < 0.6:
        yield _updated(story.main, rng), story.agency
    if rng.random() < 0.6:
        yield _relayed(story.main, rng), others[0]
    ends = [item.kind for item in story.then if item.kind in {"fulfilled", "cancelled"}]
    end = rng.choice([*ends, ""])
    for item in story.then:
        if item.kind not in {"fulfilled", "cancelled"} or item.kind == end:
            told = item if item.kind == "retold" else _with_background(item, story.main, rng)
            yield told, others[1] if item.kind == "retold" else rng.choice((story.agency, others[1], others[2]))
            if rng.random() < 0.2:
                yield _relayed(item, rng), others[3]


def _flash(item: Item) -> Item:
    """The first report: the first two paragraphs, when there were fewer victims."""
    return replace(item, kind="flash", paragraphs=item.paragraphs[:2])


def _updated(item: Item, rng: Random) -> Item:
    """A later version under another headline or none: all of it but one paragraph, with more victims."""
    gone = rng.randrange(2, len(item.paragraphs))
    kept = tuple(p for place, p in enumerate(item.paragraphs) if place != gone)
    return replace(item, kind="update", headline=rng.choice((item.headline, "")), paragraphs=kept)


def _with_background(item: Item, main: Item, rng: Random) -> Item:
    """What followed, and a paragraph of what had been told before."""
    return replace(item, paragraphs=(*item.paragraphs, rng.choice(main.paragraphs[-3:])))


def _relayed(item: Item, rng: Random) -> Item:
    """Another's copy, with or without the headline, cut at the end if it is long."""
    kept = item.paragraphs[: -rng.randint(1, 2)] if len(item.paragraphs) > 3 else item.paragraphs
    return replace(item, kind="relay", headline=rng.choice((item.headline, "")), paragraphs=kept)


def _told(story: Story, item: Item, agency: str, words: Recast) -> str:
    """The text of a dispatch."""
    share = {"flash": 0.75, "update": 1.1}.get(item.kind, 1)
    words = replace(words, figures={n: max(2, round(m * share)) if n < 1000 else m for n, m in words.figures.items()})
    day = story.published + timedelta(days=item.day, weeks=words.weeks)
    told = f"{day.day if day.day > 1 else '1er'} {ABBREVIATED[day.month - 1]} {day.year}"
    dateline = f"{words.text(story.place)}, {told} ({agency}) - "
    above = [words.text(item.headline)] if item.headline else []
    first, *rest = (words.text(paragraph) for paragraph in item.paragraphs)
    return "\n\n".join([*above, dateline + first, *rest]) + "\n"


# --- writing them


def write(found: Iterable[tuple[str, str]], folder: Path) -> list[Path]:
    """A file for each dispatch."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for identifier, text in found:
        paths.append(folder / f"{identifier}.txt")
        paths[-1].write_text(text, "utf-8")
    return paths


def write_graph(path: Path) -> int:
    """The graph of a dispatch beside it, unless it is there; how many quads it has."""
    from dispatchgraph import build

    graph = path.with_suffix(".nq")
    if not graph.exists():
        build(path).save(graph)
    return sum(1 for _ in graph.open("rb"))


def main() -> None:
    """Write dispatches to a folder."""
    asked = argparse.ArgumentParser(description="Write invented dispatches to a folder.")
    asked.add_argument("--count", type=int, default=100)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--output", type=Path, required=True)
    asked.add_argument("--graphs", action="store_true", help="write the graph of each as well, as N-Quads")
    asked.add_argument("--jobs", type=int, default=2)
    given = asked.parse_args()
    paths = write(dispatches(given.count, given.seed), given.output)
    print(f"{len(paths)} dispatches in {given.output}")
    if not given.graphs:
        return
    began, quads = time.perf_counter(), 0
    with Pool(given.jobs) as pool:
        for done, size in enumerate(pool.imap_unordered(write_graph, paths, chunksize=4), start=1):
            quads += size
            if done % 100 == 0 or done == len(paths):
                print(f"{done} graphs, {quads} quads, {done / (time.perf_counter() - began):.1f}/s", file=sys.stderr)


if __name__ == "__main__":
    main()

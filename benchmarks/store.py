"""Measures the archive: how fast dispatches are added, what that takes, how fast questions are answered.

    python benchmarks/dispatches.py --count 10000 --output FOLDER --graphs
    python benchmarks/store.py FOLDER --output docs/archive-benchmark.md

The graphs of the dispatches are read from files, so that the archive is measured and not the reading of French; the
whole way from text is measured for a few.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from pyoxigraph import QueryResultsFormat, RdfFormat, parse

from dispatches import dispatches
from dispatchgraph import query
from dispatchgraph.archive import Archive, open_archive

SIZES = (100, 1000, 10000)
PUBLISH_EVERY = 200  #: dispatches, as `dispatchgraph add` does
TAKEN_OUT = 5  #: dispatches that are removed and added again
ASKED = 3  #: times each question is asked
LINKS = {
    "copies (`dg:repeats`)": "?x dg:repeats ?y",
    "happenings told at least twice": "?x a dg:Happening",
    "events tied to another telling": "?x dg:happening ?y",
    "plans fulfilled": "?x dg:fulfilledBy ?y",
    "plans cancelled": "?x dg:cancelledBy ?y",
    "series of figures": "?x a dg:Series",
    "entities told in more than one dispatch": "{ SELECT ?x { ?i dg:identityOf ?x ; dg:toldIn ?d } GROUP BY ?x "
    "HAVING (COUNT(DISTINCT ?d) > 1) }",
}


# --- one size, in a process of its own ------------------------------------------------------------------------------


def measured(graphs: Path, store: Path, *, size: int, seed: int) -> dict[str, Any]:
    """All that is measured of an archive of `size` dispatches."""
    paths = [graphs / f"{identifier}.nq" for identifier, _ in dispatches(size, seed)]
    return {**_added(paths, store), **_read(store), **_changed(paths, store), "disk": _disk(store), "memory": _memory()}


def _added(paths: Sequence[Path], store: Path) -> dict[str, Any]:
    """Add all of them, as a run of `dispatchgraph add` would."""
    reading, adding, publishing = [], [], []
    with closing(open_archive(store, write=True)) as archive:
        for number, path in enumerate(paths, start=1):
            seconds, quads = _timed(lambda path=path: list(parse(path=path, format=RdfFormat.N_QUADS)))
            reading.append(seconds)
            adding.append(_timed(lambda quads=quads: archive.add(quads))[0])
            if number % PUBLISH_EVERY == 0 or number == len(paths):
                publishing.append(_timed(archive.flush)[0])
            if number % 100 == 0:
                print(f"{number} of {len(paths)}, {100 / sum(adding[-100:]):.1f}/s", file=sys.stderr)
        said = archive.told()
    return {
        "statements": int(said["statements"]),
        "entities": int(said["named entities"]),
        "read": sum(reading),
        "add": sum(adding),
        "add_first": len(adding[:100]) / sum(adding[:100]),
        "add_last": len(adding[-100:]) / sum(adding[-100:]),
        "add_median": median(adding),
        "add_95": quantiles(adding, n=20)[-1],
        "add_worst": max(adding),
        "publish": median(publishing),
    }


def _read(store: Path) -> dict[str, Any]:
    """Open it as readers do, and ask it all the questions that ship."""
    opening = median(_timed(lambda: open_archive(store).close())[0] for _ in range(5))
    with closing(open_archive(store)) as archive:
        point = "SELECT ?label { <https://w3id.org/dispatchgraph/data/entity/russie> rdfs:label ?label }"
        first = _timed(lambda: list(archive.query(point)))[0]
        asked = {q.name: _asked(archive, q.sparql) for q in query.questions()}
        counted = {name: _count(archive, pattern) for name, pattern in LINKS.items()}
    return {"open": opening, "first": first, "questions": asked, "links": counted}


def _asked(archive: Archive, sparql: str) -> tuple[float, int]:
    """Seconds until the whole answer is written as CSV, the middle of a few; rows of it."""
    times = []
    for _ in range(ASKED):
        seconds, written = _timed(lambda: archive.query(sparql).serialize(format=QueryResultsFormat.TSV))
        times.append(seconds)
    return median(times), written.count(b"\n") - 1


def _count(archive: Archive, pattern: str) -> int:
    (row,) = archive.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    return int(row["n"].value)


def _changed(paths: Sequence[Path], store: Path) -> dict[str, float]:
    """Remove some dispatches and add them again."""
    some = paths[:: max(1, len(paths) // TAKEN_OUT)][:TAKEN_OUT]
    with closing(open_archive(store, write=True)) as archive:
        removing = [_timed(lambda path=path: archive.remove(path.stem))[0] for path in some]
        for path in some:
            archive.add(list(parse(path=path, format=RdfFormat.N_QUADS)))
    return {"remove": median(removing)}


def _timed(act: Any) -> tuple[float, Any]:
    began = perf_counter()
    result = act()
    return perf_counter() - began, result


def _disk(folder: Path) -> int:
    """Bytes that a folder takes; what has several names counts once."""
    found = {f.stat().st_ino: f.stat().st_blocks * 512 for f in folder.rglob("*") if f.is_file()}
    return sum(found.values())


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


# --- all sizes ------------------------------------------------------------------------------------------------------


def apart(graphs: Path, *, size: int, seed: int) -> dict[str, Any]:
    """What is measured of one size, by another process, so that its memory is its own."""
    with tempfile.TemporaryDirectory(dir=graphs.parent) as folder:
        command = [sys.executable, __file__, str(graphs), "--one", str(size), "--seed", str(seed), "--store", folder]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def from_text(*, count: int, seed: int) -> float:
    """Seconds that `dispatchgraph add` takes for the texts of `count` dispatches, from start to end."""
    with tempfile.TemporaryDirectory() as folder:
        for identifier, text in dispatches(count, seed):
            (Path(folder) / f"{identifier}.txt").write_text(text, "utf-8")
        command = [
            sys.executable,
            "-m",
            "dispatchgraph",
            "add",
            f"{folder}/store",
            *map(str, Path(folder).glob("*.txt")),
        ]
        return _timed(lambda: subprocess.run(command, check=True, capture_output=True))[0]


def report(found: dict[int, dict[str, Any]], *, text: tuple[int, float] | None, about: Sequence[str]) -> str:
    """All of it in Markdown."""
    sizes = list(found)
    parts = ["# What an archive costs", *about, "## Adding and keeping", _table(["", *_heads(sizes)], _costs(found))]
    if text:
        parts.append(
            f"From text, `dispatchgraph add` took {text[1]:.0f} s for {text[0]} dispatches, its start included: "
            f"{text[0] / text[1]:.1f} a second, most of it for reading French."
        )
    parts += ["## What is tied together", _table(["", *_heads(sizes)], _ties(found))]
    parts += ["## Questions", _table(["question", *_heads(sizes)], _answers(found)), NOTES.strip()]
    return "\n\n".join(parts) + "\n"


def _heads(sizes: Iterable[int]) -> list[str]:
    return [f"{size:,}".replace(",", " ") for size in sizes]


def _costs(found: dict[int, dict[str, Any]]) -> Iterator[list[str]]:
    told = {
        "statements": ("statements", 1, 0),
        "named entities": ("entities", 1, 0),
        "added a second": ("rate", 1, 1),
        "… the first hundred": ("add_first", 1, 1),
        "… the last hundred": ("add_last", 1, 1),
        "one add, median, ms": ("add_median", 1e3, 0),
        "one add, 95 of 100, ms": ("add_95", 1e3, 0),
        "one add, worst, ms": ("add_worst", 1e3, 0),
        "publish to readers, ms": ("publish", 1e3, 0),
        "remove one, ms": ("remove", 1e3, 0),
        "open to read, ms": ("open", 1e3, 1),
        "first point query, ms": ("first", 1e3, 1),
        "disk, MB": ("disk", 1e-6, 0),
        "disk, bytes a statement": ("per_statement", 1, 0),
        "memory of the process at most, MB": ("memory", 1e-6, 0),
    }
    for size, row in found.items():
        row |= {"rate": size / row["add"], "per_statement": row["disk"] / row["statements"]}
    for label, (key, factor, digits) in told.items():
        yield [label, *(f"{row[key] * factor:,.{digits}f}".replace(",", " ") for row in found.values())]


def _ties(found: dict[int, dict[str, Any]]) -> Iterator[list[str]]:
    for name in LINKS:
        yield [name, *(str(row["links"][name]) for row in found.values())]


def _answers(found: dict[int, dict[str, Any]]) -> Iterator[list[str]]:
    for q in query.questions(language="en"):
        cells = (row["questions"][q.name] for row in found.values())
        yield [q.name, *(f"{seconds:.3f} s, {rows} rows" for seconds, rows in cells)]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


NOTES = f"""
How it was measured. The dispatches are invented (`benchmarks/dispatches.py`): stories told by several agencies over
several days, with copies, updates, tolls that change, plans and denials; about 170 words and 700 statements each. A
statement is kept in the graph of its dispatch and once more in the merge that queries read; *statements* counts the
former. Their graphs were read from files before they were added; *added a second* is the time within the archive, one
transaction each, with all that ties it to the others. Readers are shown what is new every {PUBLISH_EVERY}. A question
is asked {ASKED} times and its whole answer written as TSV; the time is the middle one. Each size has a process of its
own. Only figures of one run compare.
"""


def machine() -> Iterator[str]:
    """Where and how the figures were taken."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    yield (
        f"{date.today().isoformat()}; {os.cpu_count()} processors ({platform.machine()}), {memory:.0f} GB of memory, "
        f"load {os.getloadavg()[0]:.1f} at the start; Python {platform.python_version()}, "
        f"dispatchgraph {version('dispatchgraph')}, pyoxigraph {version('pyoxigraph')}."
    )
    yield f"Written by `{shlex.join(['python', 'benchmarks/store.py', *map(_shown, sys.argv[1:])])}`."


def _shown(word: str) -> str:
    """An argument without the folders of this machine."""
    return Path(word).name if Path(word).is_absolute() else word


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure the archive.")
    parser.add_argument("graphs", type=Path, help="folder with the graphs that dispatches.py wrote")
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    parser.add_argument("--seed", type=int, default=1, help="of the dispatches (%(default)s)")
    parser.add_argument("--text", type=int, default=100, help="dispatches to add from text (%(default)s)")
    parser.add_argument("--output", type=Path, help="file for the tables; else they are printed")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--store", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        json.dump(measured(given.graphs, given.store / "store", size=given.one, seed=given.seed), sys.stdout)
        return
    about = list(machine())
    found = {size: apart(given.graphs.absolute(), size=size, seed=given.seed) for size in given.sizes}
    text = (given.text, from_text(count=given.text, seed=given.seed)) if given.text else None
    written = report(found, text=text, about=about)
    if given.output:
        given.output.write_text(written, "utf-8")
    else:
        print(written, end="")


if __name__ == "__main__":
    main()

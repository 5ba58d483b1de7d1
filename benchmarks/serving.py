"""Measures queries over HTTP: our service beside Oxigraph's own server, and rdflib-endpoint, on one store.

    python benchmarks/serving.py STORE --output docs/http-benchmark.md

STORE is an archive in a folder. Ours and Oxigraph's server read the same snapshot of it at the same time, and are asked
by turns; rdflib-endpoint, where its program is given, holds a copy of the same statements in memory.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from itertools import count, cycle
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import Any, cast

from pyoxigraph import DefaultGraph, QuerySolutions, RdfFormat, Store

from dispatchgraph.archive.snapshots import current
from dispatchgraph.vocab import PREFIXES
from knocking import Answers, Target, ceiling, fetch, knock

CLIENTS = (1, 8)
SECONDS = 4.0  #: of each turn
TURNS = 3
VARIED = 400  #: things of each kind that queries are about
ALIKE = 40  #: queries of each kind whose answers are compared

# --- what is asked --------------------------------------------------------------------------------------------------

QUERIES = {
    "point": "SELECT ?label ?type {{ <{0}> rdfs:label ?label ; a ?type }} LIMIT {3}",
    "join": "SELECT ?event ?lemma ?words {{ ?event dg:agent <{0}> ; dg:lemma ?lemma ; gaf:denotedBy ?mention . "
    "?mention nif:sentence ?sentence . ?sentence nif:anchorOf ?words }} LIMIT {3}",
    "group by": "SELECT ?class (COUNT(?event) AS ?n) {{ ?dispatch schema:datePublished {1} . "
    "?mention nif:referenceContext ?dispatch . ?event gaf:denotedBy ?mention ; dg:status ?status ; a ?class }} "
    "GROUP BY ?class ORDER BY DESC(?n) ?class LIMIT {3}",
    "text filter": "SELECT ?node ?label {{ ?node a dg:Person ; rdfs:label ?label "
    'FILTER(CONTAINS(LCASE(?label), "{2}")) }} ORDER BY ?node LIMIT {3}',
}
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items() if name in {"dg", "gaf", "nif", "rdfs"})
HEAD = f"{_HEAD}PREFIX schema: <https://schema.org/>\n"


@dataclass(frozen=True, kw_only=True)
class Subjects:
    """What the queries are about: entities, days, parts of names."""

    entities: tuple[str, ...]
    days: tuple[str, ...]
    parts: tuple[str, ...]

    @classmethod
    def of(cls, snapshot: Path) -> Subjects:
        """Those of a store; the same each time."""
        store = Store.read_only(str(snapshot))
        agents = _asked(store, "SELECT DISTINCT ?x { ?event dg:agent ?x . ?x rdfs:label ?label }")
        days = _asked(store, "SELECT ?x { ?dispatch schema:datePublished ?x }")
        labels = [label.value for label in _asked(store, "SELECT ?x { ?person a dg:Person ; rdfs:label ?x }")]
        parts = {label.lower()[1:5] for label in labels if label[:5].isalpha()}
        rng = Random(1)
        found = {"entities": [agent.value for agent in agents], "days": map(str, days), "parts": parts}
        ordered = {name: sorted(set(values)) for name, values in found.items()}
        return cls(**{name: tuple(rng.sample(v, min(VARIED, len(v)))) for name, v in ordered.items()})

    def queries(self, kind: str, *, anew: bool = True) -> Iterator[str]:
        """Queries of a kind without end; `anew` gives each another limit, far off, so that no kept answer serves."""
        form = HEAD + QUERIES[kind]
        for number, entity, day, part in zip(count(), cycle(self.entities), cycle(self.days), cycle(self.parts)):
            yield form.format(entity, day, part, 1000 + (number if anew else 0))


def _asked(store: Store, sparql: str) -> list[Any]:
    return [row["x"] for row in cast(QuerySolutions, store.query(HEAD + sparql))]


# --- servers --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server that runs."""

    name: str
    target: Target
    pid: int
    ready: float  #: seconds from its start to its first answer

    def memory(self) -> int:
        """Bytes that it and its processes hold that are theirs alone or shared among them."""
        return sum(map(_held, _family(self.pid)))


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _held(pid: int) -> int:
    with suppress(OSError):
        found = re.search(r"^Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        return int(found[1]) * 1024 if found else 0
    return 0


@contextmanager
def running(name: str, command: Callable[[int], list[str]], path: str, *, within: float) -> Iterator[Server]:
    """A server on a free port, until the block ends."""
    port = _free_port()
    target = Target(host="127.0.0.1", port=port, path=path)
    began = perf_counter()
    process = subprocess.Popen(command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _answers(target):
            if process.poll() is not None or perf_counter() - began > within:
                raise SystemExit(f"{name} does not start: {shlex.join(command(port))}")
            sleep(0.005)
        yield Server(name=name, target=target, pid=process.pid, ready=perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(target: Target) -> bool:
    try:
        return asyncio.run(fetch(target, "ASK {}")).find(b"true") >= 0
    except OSError:
        return False


def _ours(store: Path, workers: int) -> Callable[[int], list[str]]:
    command = [sys.executable, "-m", "dispatchgraph", "serve", str(store), "--quiet", "--workers", str(workers)]
    return lambda port: [*command, "--port", str(port)]


def _oxigraphs(snapshot: Path, program: str) -> Callable[[int], list[str]]:
    return lambda port: [program, "serve-read-only", "--location", str(snapshot), "--bind", f"127.0.0.1:{port}"]


def _rdflibs(copy: Path, program: str) -> Callable[[int], list[str]]:
    return lambda port: [program, "serve", str(copy), "--host", "127.0.0.1", "--port", str(port)]


# --- measuring ------------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class Row:
    """One kind of query, so many clients: what each server did, turn by turn."""

    kind: str
    clients: int
    turns: dict[str, list[Answers]] = field(default_factory=dict)

    def rate(self, name: str) -> float:
        """Answers a second, the middle of the turns."""
        return median(a.rate for a in self.turns[name])


async def compare(servers: Sequence[Server], subjects: Subjects) -> None:
    """See to it that all servers answer alike; raises `SystemExit` where not."""
    for kind in QUERIES:
        for _, sparql in zip(range(ALIKE), subjects.queries(kind), strict=False):
            found = [_rows(await fetch(server.target, sparql)) for server in servers]
            if any(rows != found[0] for rows in found):
                raise SystemExit(f"the servers do not answer alike: {sparql}")


def _rows(body: bytes) -> list[str]:
    rows = json.loads(body)["results"]["bindings"]
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


async def measured(
    servers: Sequence[Server], subjects: Subjects, *, clients: Sequence[int], seconds: float, turns: int
) -> list[Row]:
    """Each kind of query and number of clients, the servers by turns."""
    asked = [(kind, kind, True) for kind in QUERIES] + [("point", "point, asked before", False)]
    found = []
    for kind, name, anew in asked:
        for many in clients:
            row = Row(kind=name, clients=many)
            streams = {s.name: map(s.target.request, subjects.queries(kind, anew=anew)) for s in servers}
            for _ in range(turns):
                for server in servers:
                    answers = await knock(server.target, streams[server.name], clients=many, seconds=seconds)
                    row.turns.setdefault(server.name, []).append(answers)
            print(f"{name}, {many}: { ({s.name: round(row.rate(s.name)) for s in servers}) }", file=sys.stderr)
            found.append(row)
    return found


async def slow(server: Server, subjects: Subjects, *, seconds: float, clients: Sequence[int]) -> list[Row]:
    """The same of a server that is so slow that each kind gets one turn."""
    return await measured([server], subjects, clients=clients, seconds=seconds, turns=1)


# --- telling --------------------------------------------------------------------------------------------------------


def table(rows: Sequence[Row], names: Sequence[str]) -> Iterator[str]:
    """A line for each row: rates, times, errors, and the ratio of the first server to the second."""
    head = ["query", "clients", *(f"{n}: answers/s; p50, p99 ms; errors" for n in names)]
    yield _line([*head, f"{names[1]} / {names[0]}"] if len(names) > 1 else head)
    yield _line(["---"] * (len(head) + (len(names) > 1)))
    for row in rows:
        cells = [row.kind, str(row.clients), *(_cell(row, n) for n in names)]
        yield _line([*cells, f"{row.rate(names[1]) / row.rate(names[0]):.2f}"] if len(names) > 1 else cells)


def _cell(row: Row, name: str) -> str:
    times = [t for answers in row.turns[name] for t in answers.times]
    errors = sum(answers.errors for answers in row.turns[name])
    if len(times) < 2:
        return f"{row.rate(name):.1f}; –; {errors}"
    last = quantiles(times, n=100)[98] if len(times) > 100 else max(times)
    rate = f"{row.rate(name):,.0f}".replace(",", " ")
    return f"{rate}; {median(times) * 1e3:.2f}, {last * 1e3:.2f}; {errors}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


NOTES = """
How it was measured. Both servers ran all the time on the same snapshot of the same archive and were asked by turns, so
that what else the machine did befell both; figures are of all turns together, rates the middle one. Before that, their
answers to {alike} queries of each kind were compared, and were the same. Each query has a limit of its own, which it
never reaches, so that neither we nor anybody between can give an answer that was kept; *asked before* is {varied}
queries again and again, as readers of one page ask them, which we answer from what we keep. The client
(`benchmarks/knocking.py`) is one Python process on the same machine: it takes its share of the processors, and reaches
{ceiling} answers a second of a server in its own process that says the same to all, with 8 connections. Memory is the
proportional share (PSS) of a server's processes. Only figures of one run compare; the last column is how often
Oxigraph's server answers while ours answers once: below 1 ours is the faster.
"""


def machine(*, ready: Sequence[Server]) -> Iterator[str]:
    """Where and how the figures were taken."""
    versions = (f"{name} {version(name)}" for name in ("dispatchgraph", "oxigraph", "pyoxigraph", "uvicorn"))
    yield (
        f"{date.today().isoformat()}; {os.cpu_count()} processors ({platform.machine()}), "
        f"load {os.getloadavg()[0]:.1f} at the start; Python {platform.python_version()}, {', '.join(versions)}."
    )
    told = ", ".join(f"{server.name} {server.ready:.2f} s" for server in ready)
    yield f"From start to first answer: {told}."


async def run(given: argparse.Namespace, servers: Sequence[Server], extra: Sequence[Server], subjects: Subjects) -> str:
    """Measure, and tell it."""
    about = list(machine(ready=[*servers, *extra]))
    requests = [servers[0].target.request(q) for q, _ in zip(subjects.queries("point"), range(1000), strict=False)]
    highest = (await ceiling(clients=8, seconds=2, requests=requests)).rate
    await compare(servers, subjects)
    before = {server.name: server.memory() for server in servers}
    rows = await measured(servers, subjects, clients=given.clients, seconds=given.seconds, turns=given.turns)
    parts = ["# Queries over HTTP", *about, "\n".join(table(rows, [s.name for s in servers])), _memory(servers, before)]
    for server in extra:
        found = await slow(server, subjects, seconds=given.seconds, clients=given.clients)
        parts += [f"And {server.name}, which holds {given.statements:,} statements in memory:".replace(",", " ")]
        parts += ["\n".join(table(found, [server.name]))]
    notes = NOTES.format(alike=ALIKE, varied=VARIED, ceiling=f"{highest:,.0f}".replace(",", " "))
    return "\n\n".join([*parts, notes.strip()]) + "\n"


def _memory(servers: Sequence[Server], before: dict[str, int]) -> str:
    told = (f"{s.name} {before[s.name] / 1e6:.0f} MB, then {s.memory() / 1e6:.0f} MB" for s in servers)
    return f"Memory before and after all of it: {'; '.join(told)}."


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure queries over HTTP.")
    parser.add_argument("store", type=Path, help="an archive in a folder")
    parser.add_argument("--clients", nargs="+", type=int, default=list(CLIENTS))
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each turn (%(default)s)")
    parser.add_argument("--turns", type=int, default=TURNS, help="(%(default)s)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2, help="of ours (%(default)s)")
    parser.add_argument("--oxigraph", default=shutil.which("oxigraph", path=_path()), help="the program of that server")
    parser.add_argument("--rdflib-endpoint", help="the program of that server; without it, it is left out")
    parser.add_argument("--output", type=Path, help="file for the tables; else they are printed")
    given = parser.parse_args()
    if not given.oxigraph:
        raise SystemExit("there is no program oxigraph: pip install oxigraph")
    snapshot = current(given.store)
    with ExitStack() as stack:
        enter = stack.enter_context
        servers = [
            enter(running("ours", _ours(given.store, given.workers), "/sparql", within=30)),
            enter(running("Oxigraph", _oxigraphs(snapshot, given.oxigraph), "/query", within=30)),
        ]
        extra = []
        if given.rdflib_endpoint:
            copy = Path(enter(tempfile.TemporaryDirectory())) / "statements.nt"
            given.statements = _copied(snapshot, copy)
            extra = [enter(running("rdflib-endpoint", _rdflibs(copy, given.rdflib_endpoint), "/", within=900))]
        written = _loop(lambda: run(given, servers, extra, Subjects.of(snapshot)))
    if given.output:
        given.output.write_text(written, "utf-8")
    else:
        print(written, end="")


def _path() -> str:
    """Where programs are looked for: beside this Python first."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def _loop(task: Callable[[], Coroutine[Any, Any, str]]) -> str:
    """Run on uvloop where it is installed: the client costs less."""
    factory = None
    with suppress(ImportError):
        import uvloop

        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(task())


def _copied(snapshot: Path, copy: Path) -> int:
    """The merge that queries read, as N-Triples; how many statements it has."""
    Store.read_only(str(snapshot)).dump(str(copy), RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return sum(1 for _ in copy.open("rb"))


if __name__ == "__main__":
    main()

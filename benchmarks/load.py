"""Puts a service under load: many clients at once, all kinds of requests, some of them malformed and some endless.

    python benchmarks/load.py STORE --output docs/load-benchmark.md

STORE is an archive in a folder. Ours is asked everything, then, as Oxigraph's own server, what both can answer; with
`--small`, another archive, and `--rdflib-endpoint`, its program, that server is asked the same beside ours. Each server
runs alone. An answer counts as an error where it is not what is asked for: a row for a query, a refusal for what is
malformed, an end at the limit for what is endless.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any, cast
from urllib.parse import quote, urlsplit

from dispatchgraph.archive.snapshots import current
from dispatchgraph.iri import PREFIXES
from dispatchgraph.query import questions
from knocking import Target, size
from serving import Server, Subjects, _copied, _loop, _oxigraphs, _path, _rdflibs, machine, running

CLIENTS = 32
SECONDS = 60.0
LIMIT = 5.0  #: seconds that our service gives a query where some have no end
CALM_LIMIT = 30.0  #: seconds that it gives where all have
LATE = 60.0  #: seconds after which a client gives up

#: What is asked, and how often among a hundred requests.
CALM = {"point": 40, "point, asked before": 15, "join": 22, "group by": 8, "text filter": 5, "shipped question": 1}
WHOLE = CALM | {"entity page": 8, "malformed": 4, "endless": 1}
MALFORMED = ("SELECT * { ?s", "", "SELECT * WHERE { SERVICE <urn:x> {} }", "DROP ALL", "{" * 3000, "\x00", "ASK { 'x }")
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d) }"
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is sent, and with which status it is answered where all is right."""

    kind: str
    data: bytes
    right: frozenset[int]


@dataclass(kw_only=True)
class Load:
    """What came of it: seconds and errors by kind, memory as it went."""

    name: str
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    told: dict[str, str] = field(default_factory=dict)  #: the first wrong answer of each kind
    memory: list[int] = field(default_factory=list)
    seconds: float = 0.0


def requests(target: Target, subjects: Subjects, mix: Mapping[str, int], *, seed: int = 1) -> Iterator[Request]:
    """Requests without end, mixed; the same each time."""
    rng = Random(seed)
    made: dict[str, Callable[[], Request]] = {kind: _maker(kind, target, subjects, rng) for kind in mix}
    kinds, weights = list(mix), list(mix.values())
    while True:
        yield made[rng.choices(kinds, weights)[0]]()


def _maker(kind: str, target: Target, subjects: Subjects, rng: Random) -> Callable[[], Request]:
    """What makes the next request of a kind."""
    ok = frozenset({200})
    if kind == "entity page":
        paths = [urlsplit(e).path.removeprefix("/dispatchgraph/data") for e in subjects.entities]
        return lambda: Request(kind=kind, data=_page(target, rng.choice(paths)), right=ok)
    if kind == "malformed":
        return lambda: Request(kind=kind, data=target.request(rng.choice(MALFORMED)), right=frozenset({400}))
    if kind == "endless":
        return lambda: Request(kind=kind, data=target.request(f"# {rng.random()}\n{ENDLESS}"), right=frozenset({503}))
    if kind == "shipped question":
        texts = [_HEAD + q.sparql for q in questions()]
        return lambda: Request(kind=kind, data=target.request(rng.choice(texts)), right=ok)
    plain = kind.partition(",")[0]
    stream = subjects.queries(plain, anew=plain == kind)
    return lambda: Request(kind=kind, data=target.request(next(stream)), right=ok)


def _page(target: Target, path: str) -> bytes:
    head = f"Host: {target.host}:{target.port}\r\nAccept: text/html\r\n\r\n"
    return f"GET {quote(path, safe='/%')} HTTP/1.1\r\n{head}".encode()


class _Client(asyncio.Protocol):
    """One connection that asks again when it is answered, and comes back where the server let go."""

    def __init__(self, stream: Iterator[Request], load: Load, end: float, target: Target) -> None:
        self._stream, self._load, self._end, self._target = stream, load, end, target
        self._came = bytearray()
        self._asked, self._request = 0.0, cast(Request, None)
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def _ask(self) -> None:
        if perf_counter() >= self._end:
            self._transport.close()
            return
        self._request, self._asked = next(self._stream), perf_counter()
        self._came.clear()
        self._late = asyncio.get_running_loop().call_later(LATE, self._transport.abort)
        self._transport.write(self._request.data)

    def data_received(self, data: bytes) -> None:
        self._came += data
        whole = size(self._came)
        if whole is None or len(self._came) < whole:
            return
        self._answered(int(self._came[9:12]))
        if b"connection: close" in self._came[:2000].lower():
            self._transport.close()
        else:
            self._ask()

    def _answered(self, status: int) -> None:
        kind = self._request.kind
        self._late.cancel()
        self._load.times[kind].append(perf_counter() - self._asked)
        if status not in self._request.right:
            self._load.errors[kind] += 1
            self._load.told.setdefault(kind, f"{status}: {bytes(self._came[-100:])!r}")
        self._request = cast(Request, None)

    def connection_lost(self, error: Exception | None) -> None:
        if self._request is not None:
            self._came[:] = repr(error).encode()
            self._answered(0)
        if perf_counter() >= self._end:
            self.done.set_result(None)
        else:
            self._again = asyncio.ensure_future(self._come_back())

    async def _come_back(self) -> None:
        try:
            await asyncio.get_running_loop().create_connection(lambda: self, self._target.host, self._target.port)
        except OSError:
            await asyncio.sleep(0.2)
            self.connection_lost(None)


async def loaded(
    server: Server, subjects: Subjects, mix: Mapping[str, int], *, clients: int, seconds: float, name: str
) -> Load:
    """Load one server."""
    load, loop = Load(name=name, memory=[server.memory()]), asyncio.get_running_loop()
    stream, begun = requests(server.target, subjects, mix), perf_counter()
    end = begun + seconds
    doors = [
        await loop.create_connection(
            lambda: _Client(stream, load, end, server.target), server.target.host, server.target.port
        )
        for _ in range(clients)
    ]
    while perf_counter() < end:
        await asyncio.sleep(seconds / 12)
        load.memory.append(server.memory())
    await asyncio.wait_for(asyncio.gather(*(door.done for _, door in doors)), LATE + 10)
    load.seconds = perf_counter() - begun
    await asyncio.sleep(1)
    load.memory.append(server.memory())
    return load


# --- telling --------------------------------------------------------------------------------------------------------


def table(loads: Sequence[Load]) -> Iterator[str]:
    """A line for each kind of request, a column for each load."""
    kinds = [kind for kind in WHOLE if any(kind in load.times for load in loads)]
    yield "| requests | " + " | ".join(f"{load.name}: number; p50, p99 ms; errors" for load in loads) + " |"
    yield "| --- " * (len(loads) + 1) + "|"
    for kind in kinds:
        yield f"| {kind} | " + " | ".join(_cell(load.times.get(kind, []), load.errors[kind]) for load in loads) + " |"
    every = [[t for times in load.times.values() for t in times] for load in loads]
    rates = (
        f"{len(times) / load.seconds:,.0f} a second".replace(",", " ") for load, times in zip(loads, every, strict=True)
    )
    yield "| all | " + " | ".join(rates) + " |"
    yield "| memory in MB: before, after a quarter, at the end, at rest | " + " | ".join(map(_memory, loads)) + " |"


def _cell(times: list[float], errors: int) -> str:
    if not times:
        return "–"
    last = quantiles(times, n=100)[98] if len(times) > 100 else max(times)
    number = f"{len(times):,}".replace(",", " ")
    return f"{number}; {median(times) * 1e3:.1f}, {last * 1e3:.1f}; {errors}"


def _memory(load: Load) -> str:
    told = (load.memory[0], load.memory[len(load.memory) // 4], load.memory[-2], load.memory[-1])
    return ", ".join(f"{told / 1e6:.0f}" for told in told)


NOTES = """
How it was measured. {clients} connections ask for {seconds:.0f} s, each its next request when the one before is
answered, mixed at random by weight: {mix}.
Each server runs alone on the machine, with the client (`benchmarks/load.py`), which takes its share of the processors;
on two of them most of each time is waiting in line. Ours is started with `--timeout {limit:g}` where everything is
asked, else with {calm:g}; *endless* is a join of everything with everything, which is to end with a 503 at that
limit; *malformed* is to be refused with a 400; all else is to be answered with a 200. What is not so is an error: one
is also a shipped question that those without end have kept past the limit. Each query has a LIMIT of its own, so that
no kept answer serves; *asked before* has not. Memory is the proportional share (PSS) of a server's processes. Figures
of one run compare, no others.
"""


def run(given: argparse.Namespace) -> str:
    """Measure, and tell it."""
    snapshot = current(given.store)
    subjects = Subjects.of(snapshot)

    def ours(store: Path, limit: float = CALM_LIMIT) -> AbstractContextManager[Server]:
        return running("ours", _ours(store, given.workers, limit), "/sparql", within=60)

    oxigraph = running("Oxigraph", _oxigraphs(snapshot, given.oxigraph), "/query", within=60)
    about = list(machine(ready=[]))[:1]
    whole = _one(ours(given.store, LIMIT), subjects, WHOLE, given, "ours")
    calm = [
        _one(ours(given.store), subjects, CALM, given, "ours"),
        _one(oxigraph, subjects, CALM, given, "Oxigraph"),
    ]
    parts = ["# Load", *about, "Everything, asked of our service:", "\n".join(table([whole]))]
    parts += ["What both answer, asked of each alone:", "\n".join(table(calm))]
    if given.rdflib_endpoint and given.small:
        small, folder = current(given.small), Path(tempfile.mkdtemp())
        count = _copied(small, folder / "statements.nt")
        rdflibs = running("rdflib-endpoint", _rdflibs(folder / "statements.nt", given.rdflib_endpoint), "/", within=300)
        beside = [
            _one(ours(given.small), Subjects.of(small), CALM, given, "ours"),
            _one(rdflibs, Subjects.of(small), CALM, given, "rdflib-endpoint"),
        ]
        shutil.rmtree(folder)
        parts += [f"And on {count:,} statements:".replace(",", " "), "\n".join(table(beside))]
    mix = ", ".join(f"{kind} {weight}" for kind, weight in WHOLE.items())
    notes = NOTES.format(clients=given.clients, seconds=given.seconds, mix=mix, limit=LIMIT, calm=CALM_LIMIT)
    return "\n\n".join([*parts, notes.strip()]) + "\n"


def _one(
    start: AbstractContextManager[Server], subjects: Subjects, mix: Mapping[str, int], given: Any, name: str
) -> Load:
    with start as server:
        load = loaded(server, subjects, mix, clients=given.clients, seconds=given.seconds, name=name)
        found = cast(Load, _loop(lambda: cast(Any, load)))
    print("\n".join(table([found])), dict(found.told), file=sys.stderr)
    return found


def _ours(store: Path, workers: int, limit: float) -> Callable[[int], list[str]]:
    command = [sys.executable, "-m", "dispatchgraph", "serve", str(store), "--quiet", "--workers", str(workers)]
    return lambda port: [*command, "--timeout", str(limit), "--port", str(port)]


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Put a service under load.")
    parser.add_argument("store", type=Path, help="an archive in a folder")
    parser.add_argument("--clients", type=int, default=CLIENTS, help="(%(default)s)")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each load (%(default)s)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2, help="of ours (%(default)s)")
    parser.add_argument("--oxigraph", default=shutil.which("oxigraph", path=_path()), help="the program of that server")
    parser.add_argument("--small", type=Path, help="a small archive, for rdflib-endpoint")
    parser.add_argument("--rdflib-endpoint", help="the program of that server; without it, it is left out")
    parser.add_argument("--output", type=Path, help="file for the tables; else they are printed")
    given = parser.parse_args()
    if not given.oxigraph:
        raise SystemExit("there is no program oxigraph: pip install oxigraph")
    written = run(given)
    if given.output:
        given.output.write_text(written, "utf-8")
    else:
        print(written, end="")


if __name__ == "__main__":
    main()

"""A service as a process of its own, for tests: started on a port of the system's choice, asked over HTTP, ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox

EX = "http://example.org/"
STARTED = """
import json, sys
from pathlib import Path
from dispatchgraph.serve.bounds import Bounds
from dispatchgraph.serve.run import Options, serve
where, bounds, options, written = sys.argv[1:]
async def write(update):
    Path(written).write_text(update, "utf-8")
sys.exit(serve(Path(where), bounds=Bounds(**json.loads(bounds)), options=Options(**{"port": 0, **json.loads(options)}),
    write=write if written else None))
"""
#: A query that does not come to an end: its answer is one row, after billions of others.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
#: One whose answer begins at once and does not come to an end.
FLOOD = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


class Service:
    """A running service: its process, its address, what it logged."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process, self.log = process, []
        self._listening = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._listening.wait(20)
        said = [line for line in self.log if "listening on" in line]
        assert said, "\n".join(self.log)
        self.url = said[0].split()[-1].rstrip("/")
        self.port = int(self.url.rsplit(":", 1)[1])
        self.http = httpx.Client(base_url=self.url, timeout=30)

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.log.append(line.decode("utf-8", "replace").rstrip())
            if "listening on" in self.log[-1]:
                self._listening.set()
        self._listening.set()

    def ask(self, query: str, **headers: str) -> httpx.Response:
        return self.http.get("/sparql", params={"query": query}, headers=headers)

    def rows(self, query: str) -> list[dict[str, str]]:
        found = self.ask(query)
        assert found.status_code == 200, found.text
        return [{k: v["value"] for k, v in row.items()} for row in found.json()["results"]["bindings"]]

    def workers(self) -> list[int]:
        return list(self.http.get("/health").json()["workers"]["pids"])

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        code = self.process.wait(30)
        self._reader.join(5)
        return code


@contextmanager
def serving(where: Path, *, bounds: Any = None, options: Any = None, written: str = "") -> Iterator[Service]:
    arguments = [str(where), json.dumps(bounds or {}), json.dumps(options or {}), written]
    process = subprocess.Popen(
        [sys.executable, "-c", STARTED, *arguments], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    )
    try:
        service = Service(process)
        yield service
        service.http.close()
    finally:
        process.kill()
        process.wait(10)


def store(folder: Path, *, things: int = 1000) -> Path:
    """A store's folder as the archive lays it out, with `things` × 3 statements in three graphs."""
    (folder / "snapshots").mkdir(parents=True)
    archive = ox.Store(str(folder / "data"))
    archive.bulk_extend(quads(things))
    publish(archive, folder, 1)
    return folder


def quads(things: int) -> Iterator[ox.Quad]:
    for i in range(things):
        subject, graph = ox.NamedNode(f"{EX}s{i}"), ox.NamedNode(f"{EX}g{i % 3}")
        yield ox.Quad(subject, ox.NamedNode(f"{EX}next"), ox.NamedNode(f"{EX}s{i + 1}"), graph)
        yield ox.Quad(subject, ox.NamedNode(f"{EX}label"), ox.Literal(f'Thing "{i}",\n}},{{"é', language="fr"), graph)
        yield ox.Quad(subject, ox.NamedNode(f"{EX}number"), ox.Literal(i), graph)


def publish(archive: ox.Store, folder: Path, number: int) -> None:
    archive.flush()
    archive.backup(str(folder / "snapshots" / f"{number:06}"))
    beside = folder / "snapshots" / ".current.tmp"
    beside.symlink_to(f"{number:06}")
    beside.replace(folder / "snapshots" / "current")


def until(true: Callable[[], object], *, within: float = 10) -> None:
    """Wait for a condition; fail where it does not come."""
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.01)


def alive(pid: int) -> bool:
    """Whether a process runs: neither gone nor a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii", errors="replace").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def cpu(pid: int) -> float:
    """The seconds that a process has run."""
    told = Path(f"/proc/{pid}/stat").read_text("ascii", errors="replace").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

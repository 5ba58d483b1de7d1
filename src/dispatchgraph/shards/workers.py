"""Workers on this machine: processes of their own, watched, and replaced when they die or take too long.

A process pool loses all its work when one of its processes dies, and cannot end a dispatch that never ends; here the
shard of a dead worker is built again, and a dispatch that killed two is left out and named.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, Listener, wait
from time import monotonic

from dispatchgraph.errors import DispatchGraphError, InputError
from dispatchgraph.shards.build import Built, Task

__all__ = ["Lost", "on_processes"]

_GRACE = 15.0  # seconds beyond a dispatch's limit after which a worker that did not end it itself is killed
_STARTS = 3  # workers in a row that die before their first dispatch: it is no dispatch's fault
_DEATHS = 2  # of a dispatch's: it is left out
#: One thread each: several would wait for each other, and could add up numbers in another order.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_CHILD = (sys.executable, "-m", "dispatchgraph.shards.child")


class Lost(DispatchGraphError):
    """Workers die and no dispatch is to blame."""


@dataclass(kw_only=True)
class _Worker:
    """A process, what it builds, and where in it it is."""

    process: subprocess.Popen[bytes]
    connection: Connection
    task: Task | None = None
    place: int | None = None
    since: float = field(default_factory=monotonic)

    def give(self, task: Task) -> None:
        self.task, self.place, self.since = task, None, monotonic()
        self.connection.send(task)

    def overdue(self, now: float) -> bool:
        limit = self.task.settings.time_limit if self.task else 0
        return bool(limit > 0 and self.place is not None and now - self.since > limit + _GRACE)

    def end(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.wait()


def _start(command: tuple[str, ...]) -> _Worker:
    key = secrets.token_bytes(32)
    with Listener(authkey=key) as listener:
        environment = os.environ | dict.fromkeys(_THREADS, "1")
        process = subprocess.Popen([*command, str(listener.address)], stdin=subprocess.PIPE, env=environment)
        assert process.stdin
        process.stdin.write(key)
        process.stdin.close()
        return _Worker(process=process, connection=listener.accept())


def on_processes(
    tasks: Iterable[Task],
    *,
    jobs: int,
    command: tuple[str, ...] = _CHILD,
    started: Callable[[int], None] = lambda pid: None,
) -> Iterator[Built]:
    """What becomes of each task, in the order in which they are done, with `jobs` workers at a time.

    `started` is told the process of each worker. Raises `Lost` where workers die and no dispatch is to blame.
    """
    crew = _Crew(waiting=deque(), coming=iter(tasks), command=command, started=started)
    try:
        yield from crew.work(jobs)
    finally:
        for worker in crew.workers:
            worker.end()


@dataclass(kw_only=True)
class _Crew:
    """Workers, what waits for them, and who died of what."""

    waiting: deque[Task]
    coming: Iterator[Task]
    command: tuple[str, ...]
    started: Callable[[int], None]
    workers: list[_Worker] = field(default_factory=list)
    deaths: Counter[tuple[int, int]] = field(default_factory=Counter)
    in_vain: int = 0

    def work(self, jobs: int) -> Iterator[Built]:
        while self._occupy(jobs):
            ready = wait([w.connection for w in self.workers if w.task], timeout=1.0)
            for worker in [w for w in self.workers if w.connection in ready]:
                yield from self._heard(worker)
            for worker in [w for w in self.workers if w.overdue(monotonic())]:
                self._bury(worker, "takes too long to read")

    def _occupy(self, jobs: int) -> bool:
        """Give every worker something to do, starting those that lack; whether any has."""
        while (idle := self._idle(jobs)) and (task := self._next()):
            worker = idle.pop() if isinstance(idle, list) else self._hire()
            try:
                worker.give(task)
            except (OSError, ValueError):
                self._bury(worker, "ends the process that reads it")
        return any(w.task for w in self.workers)

    def _idle(self, jobs: int) -> list[_Worker] | bool:
        return [w for w in self.workers if w.task is None] or len(self.workers) < jobs

    def _next(self) -> Task | None:
        return self.waiting.popleft() if self.waiting else next(self.coming, None)

    def _hire(self) -> _Worker:
        worker = _start(self.command)
        self.started(worker.process.pid)
        self.workers.append(worker)
        return worker

    def _heard(self, worker: _Worker) -> Iterator[Built]:
        try:
            kind, value = worker.connection.recv()
        except (EOFError, OSError):
            self._bury(worker, "ends the process that reads it")
            return
        if kind == "failed":
            raise InputError(value)
        if kind == "at":
            worker.place, worker.since, self.in_vain = value, monotonic(), 0
            return
        worker.task = None
        yield value

    def _bury(self, worker: _Worker, why: str) -> None:
        """Take a worker out; what it was at is done again, with care, and then without what killed two."""
        self.workers.remove(worker)
        with suppress(OSError):
            worker.end()
        task, place = worker.task, worker.place
        assert task
        if place is None:
            self.in_vain += 1
            if self.in_vain >= _STARTS:
                raise Lost(f"the processes that read end before they begin (exit code {worker.process.returncode})")
        elif task.careful:
            self.deaths[task.number, place] += 1
            if self.deaths[task.number, place] >= _DEATHS:
                task = replace(task, skipped={**task.skipped, place: why})
        self.waiting.appendleft(replace(task, careful=True))

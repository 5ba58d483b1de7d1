"""The workers as one: who is asked, who waits, who is too long, too large or no longer wanted.

A query starts on an idle worker, of which there are always some warm. One that runs for longer than most do becomes
long: its worker runs only when the processors have nothing else to do, and another takes its place, so that it keeps
nobody waiting. What is over its time or memory, or whose client has left, is killed with its worker; a worker that dies
is replaced. When the source has a new snapshot, new workers open it; queries that run end on the old one.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import deque
from contextlib import suppress

from dispatchgraph.errors import DispatchGraphError, StoreError
from dispatchgraph.serve.answer import Answer
from dispatchgraph.serve.bounds import Bounds
from dispatchgraph.serve.child import Child
from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.serve.source import Source
from dispatchgraph.serve.wire import GONE, Request

__all__ = ["Pool"]

_TICK = 0.05  #: seconds between two looks at what runs
_WHILE = 5.0  #: seconds that a writer waits for its snapshot to be served
_LOOK = 10  #: ticks between two looks at the source
_SPARE = 1  #: workers that stand by for when a query becomes long
_log = logging.getLogger(__name__)


class Pool:
    """The workers of one service. `start` first, `close` at the end, all in one event loop."""

    def __init__(self, source: Source, bounds: Bounds) -> None:
        self.version = ""
        self._source, self._bounds = source, bounds
        self._target = source.current()
        self._children: set[Child] = set()
        self._idle: list[Child] = []
        self._busy: set[Child] = set()
        self._dead: set[Child] = set()
        self._waiting: deque[tuple[asyncio.Future[Child], float]] = deque()
        self._starting: set[asyncio.Task[None]] = set()
        self._failures, self._fault, self._closing = 0, "", False
        self._ticker: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._first: asyncio.Future[None] = self._loop.create_future()
        self._stderr = _Said(self._loop)

    # --- life ---

    async def start(self) -> None:
        """Start the first worker; the others follow it."""
        await self._stderr.start()
        self._refill()
        await asyncio.gather(*self._starting)
        self._ticker = asyncio.create_task(self._tick())

    async def ready(self) -> None:
        """Return when the first worker is ready; raises `StoreError` with what it said where it cannot be."""
        await self._first

    async def catch_up(self) -> None:
        """Return when the newest snapshot is what is answered from, or when it has not come for a while."""
        self._look()
        until = self._loop.time() + _WHILE
        while self.version != self._target[1] and self._loop.time() < until:
            await asyncio.sleep(_TICK)

    async def close(self) -> None:
        """Kill all workers and wait for them."""
        self._closing = True
        if self._ticker:
            self._ticker.cancel()
        for child in self._children:
            child.dismiss()
        while not all(child.reaped() for child in self._children | self._dead):
            await asyncio.sleep(0.01)
        self._stderr.close()

    def kill(self) -> None:
        """Kill all workers, without waiting."""
        self._closing = True
        for child in self._children:
            child.kill()

    def told(self) -> dict[str, object]:
        """What `/health` says of the workers."""
        long = sum(child.long for child in self._busy)
        return {
            "ready": len(self._idle),
            "running": len(self._busy) - long,
            "long": long,
            "waiting": len(self._waiting),
            "pids": sorted(child.pid for child in self._children),
        }

    # --- asking ---

    async def answer(self, request: Request) -> Answer:
        """The answer as far as its first bytes; raises `Refusal` where there is none.

        Who does not read it to its end must `close` it. Cancelling kills the query.
        """
        child = await self._acquired()
        child.ask(request, self._loop.time())
        answer = Answer(child, self._release)
        try:
            await answer.begin()
        except BaseException:
            answer.close()
            raise
        return answer

    async def _acquired(self) -> Child:
        if not self._waiting and (child := self._next()):
            return child
        if len(self._waiting) >= self._bounds.waiting:
            raise Refusal(503, "too many queries wait already", limit="queries", retry=2)
        place: asyncio.Future[Child] = self._loop.create_future()
        self._waiting.append((place, self._loop.time()))
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and not place.exception():
                self._release(place.result(), clean=True)  # it had just been given one
            raise

    def _next(self) -> Child | None:
        """An idle worker, if one more query may run."""
        while self._idle and self._running() < self._bounds.workers:
            child = self._idle.pop()
            if not child.lost:
                self._busy.add(child)
                child.since = self._loop.time()
                return child
        return None

    def _running(self) -> int:
        return sum(not child.long for child in self._busy)

    def _admit(self) -> None:
        while self._waiting:
            place, _ = self._waiting[0]
            if not place.done():
                child = self._next()
                if child is None:
                    return
                place.set_result(child)
            self._waiting.popleft()

    def _release(self, child: Child, *, clean: bool) -> None:
        """Take a worker back; one that did not come to its end is killed."""
        lasted, child.since = self._loop.time() - child.since, 0.0
        self._busy.discard(child)
        if clean and not child.lost and len(self._idle) < self._bounds.workers + _SPARE and self._wanted(child, lasted):
            self._idle.append(child)
        else:
            child.dismiss()
            self._refill()
        self._admit()

    def _wanted(self, child: Child, lasted: float) -> bool:
        if child.version != self.version or child.frames:
            return False
        if child.long and not child.speed_up():
            return False
        return lasted < _TICK or child.resident() - child.resting < self._bounds.memory // 4

    # --- starting and ending workers ---

    def _refill(self) -> None:
        """Start what is missing, unless workers keep failing to start: then the ticker does, now and then."""
        path, version = self._target
        here = sum(c.version == version and not c.long and not c.leaving for c in self._children)
        if self._closing or (here and (self._failures or not self.version)):
            return
        alone = self._failures or not self.version
        for _ in range(1 if alone else self._bounds.workers + _SPARE - here):
            child = Child(path, version, told=self._heard)
            self._children.add(child)
            task = self._loop.create_task(self._begin(child))
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _begin(self, child: Child) -> None:
        try:
            await child.start(memory=self._bounds.memory, stderr=self._stderr.end)
        except OSError as error:
            child.fault, child.lost = f"no worker can be started: {error}", True
            self._lose(child)

    def _heard(self, child: Child) -> None:
        """A worker became ready, or was lost."""
        if child.lost:
            self._lose(child)
        elif child.version != self._target[1] or self._closing:
            child.dismiss()
        else:
            self._failures = 0
            self._idle.append(child)
            self._turn_to(child.version)
            self._admit()

    def _turn_to(self, version: str) -> None:
        """Answer from `version` from now on."""
        if version != self.version:
            self.version = version
            for child in [c for c in self._idle if c.version != version]:
                self._idle.remove(child)
                child.dismiss()
            self._refill()
        if not self._first.done():
            self._first.set_result(None)

    def _lose(self, child: Child) -> None:
        self._children.discard(child)
        self._dead.add(child)
        with suppress(ValueError):
            self._idle.remove(child)
        if not child.ready and not child.leaving:
            self._failures += 1
            self._fault = child.fault or "a worker ended before it was ready"
            if not self._first.done() and child.code != GONE:
                self._first.set_exception(StoreError(self._fault))

    # --- watching ---

    async def _tick(self) -> None:
        count = 0
        while True:
            await asyncio.sleep(_TICK)
            count += 1
            now = self._loop.time()
            for child in list(self._busy):
                self._watch(child, now)
            self._dead = {child for child in self._dead if not child.reaped()}
            self._expire(now)
            if count % _LOOK == 0:
                self._look()
            if not self._failures or count % (_LOOK * min(self._failures, 20)) == 0:
                self._refill()
            self._admit()

    def _watch(self, child: Child, now: float) -> None:
        lasted = now - child.since
        if lasted > self._bounds.timeout:
            child.kill(Refusal(503, f"the query takes more than {self._bounds.timeout:g} s", limit="time", retry=10))
        elif lasted > _TICK and child.resident() - child.resting > self._bounds.memory:
            most = self._bounds.memory >> 20
            child.kill(Refusal(503, f"the query needs more than {most} MB of memory", limit="memory"))
        elif lasted > self._bounds.patience and not child.long:
            if sum(c.long for c in self._busy) < self._bounds.long:
                child.slow_down()
                self._refill()
            else:
                child.kill(Refusal(503, "too many long queries run already", limit="queries", retry=10))

    def _expire(self, now: float) -> None:
        while self._waiting and now - self._waiting[0][1] > self._bounds.timeout:
            place, _ = self._waiting.popleft()
            if not place.done():
                place.set_exception(Refusal(503, "no worker became free in time", limit="queries", retry=10))

    def _look(self) -> None:
        """See whether there is a new snapshot."""
        try:
            target = self._source.current()
        except DispatchGraphError as error:
            _log.warning("%s", error)
            return
        if target != self._target:
            self._target, self._failures = target, 0
            self._refill()


class _Said(asyncio.Protocol):
    """What workers say on their standard error, as lines of the log."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self._rest = loop, b""
        self._begin, self.end = os.pipe()
        self._transport: asyncio.BaseTransport | None = None

    async def start(self) -> None:
        self._transport, _ = await self._loop.connect_read_pipe(lambda: self, os.fdopen(self._begin, "rb"))

    def close(self) -> None:
        os.close(self.end)
        if self._transport:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._rest = self._rest[-1000:]
        for line in lines:
            _log.warning("worker: %s", line[:1000].decode("utf-8", "backslashreplace"))

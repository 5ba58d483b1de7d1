"""One worker process as the front sees it: started, asked, slowed down, killed, reaped."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import cast

from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.serve.wire import FAULT, READY, Frames, Request, fault_of, written

__all__ = ["Child", "died"]

_FULL = 1 << 20  #: bytes that wait for a slow client before the worker is left waiting in turn
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Child(asyncio.Protocol):
    """A worker. `told` is called with it when it becomes ready and when it is lost."""

    def __init__(self, path: Path, version: str, *, told: Callable[[Child], None]) -> None:
        self.version = version
        self.ready = self.lost = self.long = self.leaving = False
        self.verdict: Refusal | None = None  #: why we killed it
        self.fault = ""  #: what it said when it could not open its data
        self.since = 0.0  #: when its query began; 0 while it has none
        self.resting = 0  #: bytes resident when it was ready
        self.frames: deque[tuple[bytes, bytes]] = deque()
        self._told, self._path = told, path
        self._reader, self._held, self._paused = Frames(), 0, False
        self._waiter: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None
        self._thread = 0
        self._process: subprocess.Popen[bytes] | None = None

    # --- life ---

    async def start(self, *, memory: int, stderr: int) -> None:
        """Start the process; `ready` follows."""
        front, back = socket.socketpair()
        with back:
            front.setblocking(False)
            command = [
                sys.executable,
                "-m",
                "dispatchgraph.serve.worker",
                str(back.fileno()),
                str(self._path),
                str(memory),
            ]
            try:
                self._process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=stderr, stderr=stderr, pass_fds=[back.fileno()]
                )
            except BaseException:
                front.close()
                raise
        await asyncio.get_running_loop().create_connection(lambda: self, sock=front)

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def kill(self, verdict: Refusal | None = None) -> None:
        """End the process at once; who waits for its answer gets `verdict`."""
        self.leaving, self.verdict = True, self.verdict or verdict
        if self._process and self._process.returncode is None:
            self._process.kill()

    def dismiss(self) -> None:
        """Let a worker without a query go."""
        if self._transport:
            self._transport.close()
        self.kill()

    def reaped(self) -> bool:
        """Whether the process has ended; its code is in `code` then."""
        return self._process is None or self._process.poll() is not None

    @property
    def code(self) -> int | None:
        return self._process.returncode if self._process else None

    def slow_down(self) -> None:
        """Let its query run only when the processors have nothing else to do."""
        self.long = True
        with suppress(OSError):
            os.sched_setscheduler(self._thread, os.SCHED_IDLE, os.sched_param(0))

    def speed_up(self) -> bool:
        """Undo `slow_down`; whether the system allows it."""
        self.long = False
        try:
            os.sched_setscheduler(self._thread, os.SCHED_OTHER, os.sched_param(0))
        except OSError:
            return False
        return True

    def resident(self) -> int:
        """Bytes of memory that the process takes now."""
        try:
            with open(f"/proc/{self.pid}/statm", "rb") as told:  # noqa: PTH123  (ten times a second)
                return int(told.read().split()[1]) * _PAGE
        except (OSError, IndexError):
            return 0

    # --- asking ---

    def ask(self, request: Request, now: float) -> None:
        """Send a request; its frames follow."""
        self.since = now
        payload = written(request)
        if self._transport:
            self._transport.write(struct.pack(">I", len(payload)) + payload)

    async def frame(self) -> tuple[bytes, bytes] | None:
        """The next frame of the answer, or none when the worker is lost."""
        while not self.frames:
            if self.lost:
                return None
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        kind, payload = self.frames.popleft()
        self._held -= len(payload)
        if self._paused and self._held < _FULL // 2 and self._transport and not self.lost:
            self._paused = False
            self._transport.resume_reading()
        return kind, payload

    # --- what the event loop calls ---

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        for kind, payload in self._reader.feed(data):
            if self.ready:
                self.frames.append((kind, payload))
                self._held += len(payload)
            else:
                self._opened(kind, payload)
        if self._held > _FULL and not self._paused and self._transport:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def _opened(self, kind: bytes, payload: bytes) -> None:
        if kind == READY:
            self.ready, self._thread, self.resting = True, int(payload or 0), self.resident()
            self._told(self)
        elif kind == FAULT:
            self.fault = fault_of(payload).message

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        self._wake()
        self._told(self)

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)


def died(child: Child) -> Refusal:
    """What to say when a worker ended in the middle of an answer."""
    if child.verdict:
        return child.verdict
    if child.code == -signal.SIGABRT:  # how the engine ends when it is refused memory
        return Refusal(503, "the query needs more memory than the limit", limit="memory")
    return Refusal(500, "the query ended the worker that ran it; others are not touched")

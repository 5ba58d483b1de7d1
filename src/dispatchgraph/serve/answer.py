"""One answer on its way from a worker: its first bytes, then the rest as the client takes it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Protocol

from dispatchgraph.serve.child import Child, died
from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.serve.wire import END, FAULT, PACKED, Fault, fault_of

__all__ = ["Answer"]

_STATUS = {"syntax": 400, "query": 400, "store": 500}


class _Back(Protocol):
    def __call__(self, child: Child, *, clean: bool) -> None: ...


class Answer:
    """What `Pool.answer` gives: `first` is sent with the status, `rest` after it unless it is `whole`."""

    def __init__(self, child: Child, back: _Back) -> None:
        self.version = child.version
        self.first, self.whole, self.packed = b"", False, False
        self._child: Child | None = child
        self._back = back

    async def begin(self) -> None:
        """Wait for the first bytes; raises `Refusal` where there are none."""
        while not self.whole:
            piece = await self._next()
            if piece is not None:
                self.first += piece
            if self.whole or not self._soon():
                return

    def _soon(self) -> bool:
        """Whether what comes next is here already, or will be at once: a last frame comes with the end."""
        return self._child is not None and (bool(self._child.frames) or not (self.packed or len(self.first) >= 1 << 16))

    async def rest(self) -> AsyncIterator[bytes]:
        """The bytes after the first; raises `Refusal` where they break off."""
        while not self.whole:
            piece = await self._next()
            if piece:
                yield piece

    async def _next(self) -> bytes | None:
        assert self._child is not None
        told = await self._child.frame()
        if told is None:
            raise await self._lost(self._child)
        kind, payload = told
        if kind == END:
            self.whole = True
            self._give(clean=True)
            return None
        if kind == FAULT:
            self._give(clean=True)
            raise _refusal(fault_of(payload))
        self.packed = kind == PACKED
        return payload

    async def _lost(self, child: Child) -> Refusal:
        for _ in range(50):  # its end is seen a little before its exit code
            if child.reaped():
                break
            await asyncio.sleep(0.01)
        return died(child)

    def close(self) -> None:
        """Give the worker back, and kill it if it had not come to its end."""
        self._give(clean=False)

    def _give(self, *, clean: bool) -> None:
        if self._child is not None:
            child, self._child = self._child, None
            self._back(child, clean=clean)


def _refusal(fault: Fault) -> Refusal:
    status = _STATUS.get(fault.kind, 503)
    return Refusal(status, fault.message, limit=fault.kind if status == 503 else "")

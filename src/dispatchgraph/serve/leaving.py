"""Work that ends when its client leaves: nobody waits for the answer, so nobody computes it."""

from __future__ import annotations

import asyncio

from dispatchgraph.serve.http import Receive

__all__ = ["unless_left"]

_AWHILE = 0.05  #: seconds before a client is watched; most answers are sent sooner


class unless_left:
    """A context that ends quietly, with all that it waits for cancelled, when the client disconnects.

    The request's body must have been read.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._left = False
        self._watching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._timer = loop.call_later(_AWHILE, self._watch)

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> bool:
        self._timer.cancel()
        if self._watching:
            self._watching.cancel()
        return self._left and isinstance(error, asyncio.CancelledError)

    def _watch(self) -> None:
        self._watching = asyncio.get_running_loop().create_task(self._wait())

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._left = True
        if self._task:
            self._task.cancel()

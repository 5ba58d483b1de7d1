"""uvicorn as the service runs it: with our connections, without its log, ended by signals in our way."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

from uvicorn.config import Config
from uvicorn.server import Server as _Uvicorn

from dispatchgraph.serve.bounds import Bounds
from dispatchgraph.serve.connections import HEAD, Connection, sweep
from dispatchgraph.serve.gate import Gate

__all__ = ["Server", "sweep"]

_IDLE = 15  #: seconds that a connection is kept between two requests
_ENDED = 130  #: the exit code when a second signal ends the service at once


class Server(_Uvicorn):
    """Ends when it is told to, after what it answers; `at_once`, and the process with it, when it is told twice."""

    def __init__(self, app: Gate, bounds: Bounds, *, ready: Callable[[], None], at_once: Callable[[], None]) -> None:
        config = Config(
            app,
            http=Connection,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_IDLE,
            timeout_graceful_shutdown=int(bounds.timeout) + 5,
            h11_max_incomplete_event_size=HEAD,
        )
        super().__init__(config)
        self._ready, self._at_once = ready, at_once

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Take the signals that end a process, and leave them as they were."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Be told to end."""
        if self.should_exit:
            self._at_once()
            os._exit(_ENDED)
        self.should_exit = True

"""The service as a process: bound, started, told to stop, ended."""

from __future__ import annotations

import asyncio
import logging
import resource
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from types import FrameType

import uvicorn

from dispatchgraph.errors import InputError
from dispatchgraph.iri import DEFAULT_BASE
from dispatchgraph.serve.app import application
from dispatchgraph.serve.bounds import Bounds
from dispatchgraph.serve.connections import Connection, sweep
from dispatchgraph.serve.pool import Pool
from dispatchgraph.serve.source import Source, source_of
from dispatchgraph.serve.update import Write

__all__ = ["Options", "serve"]

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a service is run."""

    host: str = "127.0.0.1"
    port: int = 8000  #: 0 lets the system choose
    names: tuple[str, ...] = ()  #: further names that the service answers to
    base: str = DEFAULT_BASE
    title: str = ""
    language: str = "fr"
    version: str = ""
    token: str = ""  #: what writers must show; without it there is no writing
    log: bool = True  #: a line for each request


def serve(
    where: Path,
    *,
    options: Options = Options(),
    bounds: Bounds = Bounds(),
    write: Write | None = None,
    source: Source | None = None,
    say: Callable[[str], None] | None = None,
) -> int:
    """Serve the store or file at `where` until a signal says to stop; the exit code.

    Says its address when it is ready: to `say`, else to standard error. Raises `StoreError` where there is nothing to
    serve and `InputError` where the address cannot be had.
    """
    _listen_to_log(options)
    _raise_files()
    data = source or source_of(where)
    listening = _bound(options)
    with listening:
        run = _run(data, options, bounds, write, listening, say or _say, where)
        return asyncio.run(run, loop_factory=_loop())  # type: ignore[call-arg]


def _loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    with suppress(ImportError):
        import uvloop

        return uvloop.new_event_loop
    return None

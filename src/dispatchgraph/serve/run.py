"""The service as a process: bound, started, told to stop, ended."""

from __future__ import annotations

import asyncio
import gc
import logging
import resource
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from dispatchgraph import __version__
from dispatchgraph.errors import InputError
from dispatchgraph.iri import DEFAULT_BASE
from dispatchgraph.serve.bounds import Bounds
from dispatchgraph.serve.pool import Pool
from dispatchgraph.serve.source import Source, source_of

if TYPE_CHECKING:
    from dispatchgraph.serve.gate import Gate
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
    token: str = ""  #: what writers must show; without it there is no writing
    log: bool = True  #: a line for each request


def serve(
    where: Path,
    *,
    options: Options | None = None,
    bounds: Bounds | None = None,
    write: Write | None = None,
    source: Source | None = None,
    say: Callable[[str], None] | None = None,
) -> int:
    """Serve the store or file at `where` (or `source`) until a signal says to stop; the exit code.

    Tells `say` the address when it is ready, else standard error. Raises `StoreError` where there is nothing to serve
    and `InputError` where the address cannot be had.
    """
    options, bounds = options or Options(), bounds or Bounds()
    data = source or source_of(where)
    _keep_log(options)
    _raise_limit_of_files()
    with _bound(options) as listening, asyncio.Runner(loop_factory=_loop()) as runner:
        service = _Service(options, bounds, write, say or _say, title=options.title or where.name)
        return runner.run(service.run(data, listening))


class _Service:
    def __init__(
        self, options: Options, bounds: Bounds, write: Write | None, say: Callable[[str], None], *, title: str
    ) -> None:
        self._options, self._bounds, self._write, self._say, self._title = options, bounds, write, say, title

    async def run(self, data: Source, listening: socket.socket) -> int:
        pool = Pool(data, self._bounds)
        try:
            await pool.start()
            from dispatchgraph.serve.server import Server, sweep  # while the worker starts: either takes a moment

            app = self._app(pool)
            await pool.ready()
            _settle()
            ready = partial(self._say, f"listening on {_address(listening)}")
            server = Server(app, self._bounds, ready=ready, at_once=pool.kill)
            sweeping = asyncio.create_task(sweep(server.server_state.connections, after=self._bounds.slow))
            await server.serve(sockets=[listening])
            sweeping.cancel()
        finally:
            await pool.close()
        return 0

    def _app(self, pool: Pool) -> Gate:
        from dispatchgraph.serve.app import application

        return application(
            pool,
            self._bounds,
            base=self._options.base,
            title=self._title,
            version=__version__,
            language=self._options.language,
            hosts=_hosts(self._options),
            token=self._options.token,
            write=self._write,
        )


def _settle() -> None:
    """What lives as long as the service need not be looked at by the collector again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


# --- the surroundings ---


def _loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where it is installed."""
    with suppress(ImportError):
        import uvloop

        return uvloop.new_event_loop
    return None


def _bound(options: Options) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        return socket.create_server((options.host.strip("[]"), options.port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError(f"{options.host}:{options.port} cannot be listened on: {why}") from error


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _hosts(options: Options) -> Sequence[str]:
    """The names that the service answers to: on a loopback address no other, so that no foreign page can reach it."""
    host = options.host.strip("[]")
    here = f"[{host}]" if ":" in host else host
    loopback = host == "localhost" or (_is_address(host) and ip_address(host).is_loopback)
    if not loopback and not options.names:
        return ()
    return (*_LOOPBACK, here, *options.names)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _raise_limit_of_files() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 1 << 16) if hard > 0 else 1 << 16, hard))


def _keep_log(options: Options) -> None:
    """Lines for requests and for what goes wrong, on standard error unless the program has its own logging."""
    logging.getLogger("uvicorn.error").addFilter(lambda record: "without completing" not in str(record.msg))
    if not logging.getLogger().handlers:
        logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("dispatchgraph.serve.access").setLevel(logging.INFO if options.log else logging.WARNING)


def _say(message: str) -> None:
    print(f"dispatchgraph: {message}", file=sys.stderr, flush=True)

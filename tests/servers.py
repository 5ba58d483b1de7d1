"""Servers of other makes for tests: started on free ports in a temporary folder, killed, restarted, always stopped.

A test module takes the fixtures with `pytest_plugins = ["servers"]`; each server is started once a run.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import httpx
import pytest

_VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 50
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 4000
MaxDirtyBuffers = 2500
CheckpointInterval = 0
ServerThreads = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
MaxClientConnections = 10
[SPARQL]
ResultSetMaxRows = 1000
MaxQueryCostEstimationTime = 400
MaxQueryExecutionTime = 60
[Plugins]
LoadPath = .
"""


class Server:
    """A program that answers at `url`."""

    def __init__(self, name: str, command: list[str], folder: Path, url: str) -> None:
        self.name, self.url = name, url
        self._command, self._folder = command, folder
        self._running: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    def start(self, within: float = 60) -> None:
        """Start it and wait until it answers."""
        for left in self._folder.glob("*.lck"):  # of one that was killed
            left.unlink()
        self._log = (self._folder / "output.txt").open("ab")
        self._running = subprocess.Popen(self._command, cwd=self._folder, stdout=self._log, stderr=self._log)
        end = time.monotonic() + within
        while not self._answers():
            if self._running.poll() is not None or time.monotonic() > end:
                self.kill()
                raise RuntimeError(f"{self.name} does not start: {self.log()[-500:]}")
            time.sleep(0.02)

    def _answers(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.post(self.url, data={"query": "ASK {}"}, timeout=5).is_success
        return False

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()
        if self._log is not None:
            self._log.close()
        self._running = self._log = None

    def log(self) -> str:
        """What it printed."""
        return (self._folder / "output.txt").read_text("utf-8", "replace")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def oxigraph_server(folder: Path) -> Server:
    """An Oxigraph server over an empty store; skips the test where there is none."""
    beside = Path(sys.executable).with_name("oxigraph")
    program = str(beside) if beside.exists() else shutil.which("oxigraph")
    if not program:
        pytest.skip("no Oxigraph server on this machine: pip install oxigraph")
    port = free_port()
    command = [program, "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"]
    return Server("Oxigraph", command, folder, f"http://127.0.0.1:{port}/query")


def virtuoso_server(folder: Path) -> Server:
    """A Virtuoso 7 over an empty database; skips the test where there is none."""
    program = shutil.which("virtuoso-t")
    if not program:
        pytest.skip("no Virtuoso on this machine: apt-get install virtuoso-opensource-7-bin")
    http, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO_INI.format(http=http, sql=sql), "utf-8")
    command = [program, "-c", "virtuoso.ini", "-f"]
    return Server("Virtuoso", command, folder, f"http://127.0.0.1:{http}/sparql")


def _started(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture
def unused_address() -> str:
    """An address at which nobody answers."""
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An Oxigraph server."""
    yield from _started(oxigraph_server(tmp_path_factory.mktemp("oxigraph")))


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Virtuoso whose administrator is dba with the password dba."""
    yield from _started(virtuoso_server(tmp_path_factory.mktemp("virtuoso")))

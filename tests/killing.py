"""Commands in processes that can be killed, forked from one that has loaded everything: what is struck is the work."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

#: How many times the tests kill, in all; `make kill` asks for 100.
KILLS = int(os.environ.get("DISPATCHGRAPH_KILLS", "16"))

_WARM = """
import json, os, sys
told = os.fdopen(os.dup(1), "w")
nothing = os.open(os.devnull, os.O_RDWR)
os.dup2(nothing, 1), os.dup2(nothing, 2)
from dispatchgraph import cli
import dispatchgraph.archive, dispatchgraph.archive.folder, dispatchgraph.archive.graphs
for what in sys.argv[1:]:
    cli.run(json.loads(what))
print("ready", file=told, flush=True)
for line in sys.stdin:
    child = os.fork()
    if not child:
        code = 99
        try:
            code = cli.run(json.loads(line))
        finally:
            os._exit(code)
    print(child, file=told, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=told, flush=True)
"""


class Warm:
    """A process that has loaded the program, and runs one command after the other in forks of itself."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        assert self._told() == "ready"

    def _told(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def run(self, command: Sequence[str], *, kill_after: float | None = None) -> int:
        """Run a command, and kill it after so many seconds where it is told to; its exit code, -9 where it was killed."""
        assert self._process.stdin
        self._process.stdin.write(f"{json.dumps(list(command))}\n")
        self._process.stdin.flush()
        pid = int(self._told())
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):  # it may have ended before
                os.kill(pid, signal.SIGKILL)
        return int(self._told())

    def seconds(self, command: Sequence[str]) -> float:
        """How long a command takes that is left alone; it must succeed."""
        begun = time.perf_counter()
        assert self.run(command) == 0
        return time.perf_counter() - begun


@contextmanager
def warm(*first: Sequence[str]) -> Iterator[Warm]:
    """Such a process, after it has run the commands of `first`, in which it loads what they need."""
    command = [sys.executable, "-c", _WARM, *map(json.dumps, first)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Warm(process)
    finally:
        process.kill()
        process.wait(10)


def files(folder: Path) -> dict[str, bytes]:
    """What is to be seen in a folder: its files by name, without those that are hidden."""
    return {p.name: p.read_bytes() for p in folder.glob("[!.]*")} if folder.exists() else {}

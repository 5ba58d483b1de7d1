"""A worker: a process that builds one shard after the other and says which dispatch it is at.

`python -m dispatchgraph.shards.child ADDRESS`, the key of the connection on standard input. It ends when who started it
is gone, and does not answer the terminal's interrupt: its parent does.
"""

from __future__ import annotations

import gc
import signal
import sys
from multiprocessing.connection import Client, Connection

from dispatchgraph.errors import DispatchGraphError
from dispatchgraph.settings import COLLECT
from dispatchgraph.shards.build import Task, build_shard

__all__ = ["main", "work"]


def work(connection: Connection) -> None:
    """Build what comes until nothing comes any more.

    Answers are `("at", place)`, `("built", Built)`, and `("failed", message)` for what no other worker could do either.
    """
    while True:
        task: Task = connection.recv()
        try:
            built = build_shard(task, at=lambda place: connection.send(("at", place)))
        except DispatchGraphError as error:
            connection.send(("failed", str(error)))
        else:
            connection.send(("built", built))


def main() -> None:
    """Connect to who started this process, and work for it."""
    gc.set_threshold(COLLECT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    key = sys.stdin.buffer.read()
    try:
        with Client(sys.argv[1], authkey=key) as connection:
            work(connection)
    except (EOFError, ConnectionError):
        return


if __name__ == "__main__":
    main()

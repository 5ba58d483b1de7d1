"""Shards on a Dask cluster: an engine that is there already does what our own workers do on one machine.

A worker that dies takes nothing with it: Dask has its shards built elsewhere. `dispatchgraph` has to be installed where
its workers run; they need no file of ours, as a task carries its texts and its result its statements.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from dispatchgraph.errors import DispatchGraphError
from dispatchgraph.shards.build import Built, Refusal, Task, build_shard

if TYPE_CHECKING:
    from distributed import Future

__all__ = ["on_cluster"]

_AHEAD = 2  # tasks for each thread of the cluster that are sent before their turn
_SECONDS = 10  # that a scheduler may take to answer


def on_cluster(tasks: Iterable[Task], address: str) -> Iterator[Built]:
    """What becomes of each task on the cluster whose scheduler is at `address`, in the order in which they are done.

    A task that killed as many workers as the cluster allows is refused as a whole. Raises `DispatchGraphError` where
    there is no scheduler or the extra is not installed.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise DispatchGraphError("a cluster needs the extra «dask»: pip install 'dispatchgraph[dask]'") from error
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise DispatchGraphError(f"{address}: no scheduler of Dask answers: {error}") from error
    with client:
        coming = iter(tasks)
        sent: dict[str, Task] = {}

        def send(task: Task) -> Future:
            future = client.submit(build_shard, task, pure=False)
            sent[future.key] = task
            return future

        width = _AHEAD * max(1, sum(client.nthreads().values()))
        running = as_completed(map(send, islice(coming, width)), loop=client.loop)
        for future in running:
            yield _result(future, sent.pop(future.key))
            future.release()
            running.update(map(send, islice(coming, 1)))


def _result(future: Future, task: Task) -> Built:
    from distributed import KilledWorker

    try:
        built: Built = future.result()
    except KilledWorker:
        why = "ends the workers of the cluster that read its shard"
        refused = tuple(Refusal(file=name, why=f"{name}: {why}") for name, _ in task.files)
        return Built(number=task.number, data=gzip.compress(b"", mtime=0), done=(), refused=refused)
    return built

"""`dispatchgraph build --jobs`: very many dispatches, in shards."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dispatchgraph.cli.progress import progress
from dispatchgraph.cli.talk import FAILED, NO, say
from dispatchgraph.errors import InputError

if TYPE_CHECKING:
    from dispatchgraph.settings import Settings
    from dispatchgraph.shards import Summary
    from dispatchgraph.shards.run import Engine

__all__ = ["build_shards", "engine_of"]

_SHOWN = 10  #: refused files and dispatches told at the end; the manifests have all


def build_shards(
    files: list[str], output: str | None, format: str | None, *, engine: Engine, settings: Settings, size: int
) -> None:
    """Build shards of `files` in the folder `output` and say what came of it."""
    from dispatchgraph.shards import run

    if output is None:
        raise InputError("--jobs and --dask write shards: name the folder they go to (-o)")
    if format not in (None, "nquads"):
        raise InputError(f"shards are N-Quads, not {format}: leave --format out")
    told = run(
        files,
        Path(output),
        engine=engine,
        settings=settings,
        size=size,
        progress=lambda made, total: progress(made, total=total, unit="shards"),
    )
    _tell(told, output)
    if told.refused:
        raise typer.Exit(NO if told.dispatches else FAILED)


def engine_of(jobs: int | None, dask: str | None) -> Engine:
    """What has shards built: `jobs` processes of this machine, or the cluster at `dask`."""
    from dispatchgraph.shards.cluster import on_cluster
    from dispatchgraph.shards.workers import on_processes

    if dask is None:
        return partial(on_processes, jobs=jobs or 1)
    if jobs is not None:
        raise InputError("--jobs is for this machine, --dask for a cluster: give one of them")
    return partial(on_cluster, address=dask)


def _tell(told: Summary, output: str) -> None:
    for refusal in told.refused[:_SHOWN]:
        say(refusal.why)
    if len(told.refused) > _SHOWN:
        say(f"and {len(told.refused) - _SHOWN} more: the manifests name them")
    kept = f", {told.kept} of them kept from before" if told.kept else ""
    refused = f"; {len(told.refused)} refused" if told.refused else ""
    say(f"{output}: {told.dispatches} dispatches, {told.statements} statements in {told.shards} shards{kept}{refused}")

"""`dispatchgraph serve`: an archive over HTTP."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer

from dispatchgraph.cli.options import Language
from dispatchgraph.cli.talk import say
from dispatchgraph.errors import InputError

__all__ = ["serve"]


def serve(
    store: Annotated[Path, typer.Argument(metavar="STORE", help="An archive in a folder, or a file of a graph.")],
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 lets the system choose.")] = 8000,
    name: Annotated[list[str] | None, typer.Option(metavar="NAME", help="A further name it answers to.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer queries.")] = os.cpu_count() or 2,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="How long a query may run.")] = 30.0,
    rows: Annotated[int, typer.Option(min=1, help="How many rows an answer may have.")] = 1_000_000,
    memory: Annotated[int, typer.Option(min=64, metavar="MB", help="How much memory a query may take.")] = 1024,
    write: Annotated[
        str | None, typer.Option(metavar="TOKEN", help="Let who shows this token write, at /update; else nobody can.")
    ] = None,
    title: Annotated[str, typer.Option(help="What the archive is called on its pages.")] = "",
    lang: Annotated[Language, typer.Option("--lang", help="The language of the pages' own words.")] = Language.fr,
    quiet: Annotated[bool, typer.Option("--quiet", help="Log no requests.")] = False,
) -> None:
    """Serve an archive over HTTP: SPARQL, linked data, and pages, until it is interrupted.

    It is read-only unless --write is given, and answers this machine alone unless --host is. What is added meanwhile is
    served as soon as it is published.
    """
    try:
        from dispatchgraph.serve import run
        from dispatchgraph.serve.bounds import Bounds
    except ModuleNotFoundError as error:
        raise InputError(f"serve needs {error.name}: pip install 'dispatchgraph[server]'") from None

    if write is not None and not write.strip():
        raise InputError("an empty token would let everybody write: give one, or none")
    options = run.Options(
        host=host,
        port=port,
        names=tuple(name or ()),
        base=_base(store),
        title=title,
        language=lang.value,
        token=write or "",
        log=not quiet,
    )
    bounds = Bounds(workers=workers, timeout=timeout, rows=rows, memory=memory << 20)
    raise typer.Exit(run.serve(store, options=options, bounds=bounds, write=_writer(store, write), say=say))


def _base(store: Path) -> str:
    """What the IRIs of an archive begin with."""
    if store.is_dir():
        from dispatchgraph.archive.folder import about

        return str(about(store)["base"])
    from dispatchgraph.archive import open_archive
    from dispatchgraph.iri import DEFAULT_BASE

    if store.suffix.lower() != ".trig":
        return DEFAULT_BASE
    with open_archive(store) as archive:
        return archive.names.base


def _writer(store: Path, token: str | None) -> Callable[[str], Awaitable[None]] | None:
    """What runs the updates of those who show the token."""
    if token is None:
        return None
    if not store.is_dir():
        raise InputError(f"{store} is a file, which serve only reads: add its dispatches to an archive in a folder")

    async def update(sparql: str) -> None:
        from asyncio import to_thread

        from dispatchgraph.archive.updating import update_folder
        from dispatchgraph.iri import PREFIXES

        await to_thread(update_folder, store, sparql, prefixes=dict(PREFIXES))

    return update

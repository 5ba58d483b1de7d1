"""Archives: a folder, a file or a server elsewhere that holds many dispatches and what ties them to each other.

    with open_archive("nouvelles", write=True) as archive:
        archive.add(quads)

Readers see what the last writer published, and are never in its way.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dispatchgraph.errors import InputError, StoreError

if TYPE_CHECKING:
    from dispatchgraph.archive.archive import Added, Archive
    from dispatchgraph.archive.backend import Backend
    from dispatchgraph.archive.catalogue import Entry, Placement

__all__ = ["Added", "Archive", "Entry", "Placement", "is_archive", "open_archive"]


_ELSEWHERE = {"Added": "archive", "Archive": "archive", "Entry": "catalogue", "Placement": "catalogue"}


def __getattr__(name: str) -> object:
    """What is named here and kept in a module, loaded when it is asked for: a query needs none of it."""
    if name not in _ELSEWHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ELSEWHERE[name]}"), name)


def is_archive(where: str) -> bool:
    """Whether `where` names what only an archive can be: a folder, or the address of a server."""
    return _is_address(where) or Path(where).is_dir()


def _is_address(where: str) -> bool:
    return where.startswith(("http://", "https://"))


def open_archive(
    where: str | Path,
    *,
    write: bool = False,
    base: str | None = None,
    wait: float = 0,
    waiting: Callable[[str], None] = lambda holder: None,
    make: bool = True,
) -> Archive:
    """Open the archive at `where`: a folder, a file of TriG, or the address of a SPARQL 1.1 endpoint.

    To write, a folder or file is made where there is none, unless `make` is false; while another process writes, this
    one waits up to `wait` seconds, and tells `waiting` once who it is. Raises `StoreError`, and `InputError` for what
    cannot be an archive.
    """
    from dispatchgraph.archive.archive import Archive
    from dispatchgraph.iri import PREFIXES

    if write and not make and not _is_address(str(where)) and not Path(where).exists():
        raise StoreError(f"{where} is no store: there is nothing there")
    backend = _backend(str(where), write=write, base=base, wait=wait, waiting=waiting, prefixes=dict(PREFIXES))
    return Archive(backend, base=backend.base)


def _backend(
    where: str, *, write: bool, base: str | None, wait: float, waiting: Callable[[str], None], prefixes: dict[str, str]
) -> Backend:
    if _is_address(where):
        from dispatchgraph.archive.endpoint import Endpoint

        return Endpoint.open(where, base=base, prefixes=prefixes, write=write, wait=wait, waiting=waiting)
    path = Path(where)
    if path.suffix.lower() == ".trig" and not path.is_dir():
        from dispatchgraph.archive.file import TrigFile

        return TrigFile(path, write=write, base=base, wait=wait, waiting=waiting, prefixes=prefixes)
    if path.is_file():
        raise InputError(f"{path} is no archive: an archive is a folder, a .trig file or the address of a server")
    from dispatchgraph.archive.folder import ReadFolder, WriteFolder

    if write:
        return WriteFolder(path, base=base, wait=wait, waiting=waiting, prefixes=prefixes)
    if base:
        raise StoreError("a base is given when an archive is made")
    return ReadFolder(path, prefixes=prefixes)

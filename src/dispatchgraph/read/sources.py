"""Where dispatches are: files, folders of files, standard input. Finds and opens; understands nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dispatchgraph.errors import InputError
from dispatchgraph.read.decode import MAX_BYTES
from dispatchgraph.read.formats import FORMATS, may_be_dispatch

__all__ = ["STDIN", "Source", "sources"]

STDIN = "-"  #: the path that stands for standard input


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file or stream that may hold dispatches."""

    name: str  #: as a person would say it
    stem: str | None  #: what an identifier is made of; None for a stream
    load: Callable[[], bytes]  #: raises `InputError` where it cannot be read


def sources(paths: Iterable[str | Path]) -> Iterator[Source | InputError]:
    """The sources at `paths`, folders walked in the order of their names; for a path that is none, why."""
    for path in paths:
        try:
            yield from _at(path)
        except InputError as error:
            yield error


def _at(path: str | Path) -> Iterator[Source]:
    if str(path) == STDIN:
        yield Source(name="standard input", stem=None, load=_stdin)
    elif Path(path).is_dir():
        yield from _in_folder(Path(path))
    else:
        yield _file(Path(path))


def _file(path: Path) -> Source:
    return Source(name=str(path), stem=path.stem, load=lambda: _bytes(path))


def _in_folder(folder: Path) -> Iterator[Source]:
    found = [path for path in _walk(folder) if may_be_dispatch(path.name, lambda path=path: _head(path))]  # type: ignore[misc]
    if not found:
        suffixes = ", ".join(sorted(suffix for known in FORMATS for suffix in known.suffixes))
        raise InputError(f"{folder}: there is no dispatch in this folder ({suffixes})")
    yield from map(_file, found)


def _walk(folder: Path) -> Iterator[Path]:
    """The visible regular files below `folder`, in the order of their names; links to folders are not followed."""

    def refuse(error: OSError) -> None:
        raise InputError(f"{error.filename}: {error.strerror}") from error

    for here, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here, name)
            if not name.startswith(".") and path.is_file():
                yield path


def _head(path: Path) -> bytes:
    try:
        return _bytes(path)
    except InputError:
        return b""


def _bytes(path: Path) -> bytes:
    """The content of a regular file, at most one byte more than a dispatch may have."""
    try:
        if path.exists() and not path.is_file():
            raise InputError(f"{path}: is no regular file; pipe it to «-» instead")
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _stdin() -> bytes:
    return sys.stdin.buffer.read(MAX_BYTES + 1)

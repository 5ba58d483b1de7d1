"""Graphs in files: load, save, merge. A file is written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from errno import EACCES
from pathlib import Path
from secrets import token_hex
from typing import IO, TYPE_CHECKING

from dispatchgraph.errors import OutputError
from dispatchgraph.loading import MAX_BYTES, load, loads
from dispatchgraph.syntax import by_name, by_suffix, names

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["MAX_BYTES", "dumps", "export", "load", "loads", "merge", "save", "sync_folder", "write", "write_text"]

# --- many in one ---------------------------------------------------------------------------------------------------


def merge(datasets: Iterable[Dataset]) -> Dataset:
    """One dataset with all graphs of `datasets`."""
    from rdflib import Dataset

    from dispatchgraph.syntax.terms import by_graph
    from dispatchgraph.vocab import bind

    merged = Dataset(default_union=True)
    bind(merged)
    for dataset in datasets:
        for prefix, namespace in dataset.namespaces():
            merged.bind(prefix, namespace, override=False)
        for name, triples in by_graph(dataset):
            graph = merged.default_graph if name is None else merged.graph(str(name))
            for triple in triples:
                graph.add(triple)
    return merged


# --- save -------------------------------------------------------------------------------------------------------


def dumps(dataset: Dataset, *, format: str = "turtle") -> bytes:
    """`dataset` in the form called `format`: the same statements give the same bytes."""
    return by_name(format).write(dataset)


def save(dataset: Dataset, path: str | Path, *, format: str | None = None) -> Path:
    """Write `dataset` to `path`, in the form its suffix names unless `format` does; returns the path.

    Raises `OutputError` where it cannot be written; what was there is then still there.
    """
    syntax = by_name(format) if format else by_suffix(Path(path))
    if syntax is None:
        raise OutputError(f"{path}: its suffix names no format; name one of: {names()}")
    return write(Path(path), syntax.write(dataset))


export = save  #: the same, by the name of the command


def write_text(path: str | Path, text: str) -> Path:
    """Write `text` to `path` as UTF-8; see `write`."""
    return write(path, text.encode("utf-8"))


def write(path: str | Path, data: bytes | Iterable[bytes]) -> Path:
    """Write `data`, whole or in pieces, to `path`: to a file beside it, which then takes its place; returns the path.

    Raises `OutputError` where that cannot be done; what was there is then still there.
    """
    target, pieces = Path(path), [data] if isinstance(data, bytes) else data
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():
            _write_to_device(target, pieces)
        else:
            _replace(target.resolve(), pieces)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error
    return target


def _write_to_device(target: Path, pieces: Iterable[bytes]) -> None:
    """A pipe or a terminal takes what comes and cannot be replaced; a folder raises."""
    with target.open("wb") as stream:
        stream.writelines(pieces)


def _replace(target: Path, pieces: Iterable[bytes]) -> None:
    """Write beside `target`, make sure it is on disk, then rename."""
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES), str(target))
    beside = target.with_name(f".{target.name[:200]}.{token_hex(8)}.tmp")  # one that was killed may have left its own
    try:
        with beside.open("xb") as stream:
            _write_through(stream, pieces)
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o777)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _write_through(stream: IO[bytes], pieces: Iterable[bytes]) -> None:
    stream.writelines(pieces)
    stream.flush()
    os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Put on disk what was made, renamed or removed in `folder`, where the system has a way to."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

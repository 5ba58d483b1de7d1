"""Graphs of dispatches as they come to an archive: from files of N-Quads and TriG, gzipped or not, and from rdflib."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, parse, serialize

from dispatchgraph import store
from dispatchgraph.errors import GraphError, InputError
from dispatchgraph.read.sources import Source

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["as_dataset", "graphs_in", "is_graph", "parsed", "quads_in", "quads_of"]

_FORMATS = {".nq": RdfFormat.N_QUADS, ".nquads": RdfFormat.N_QUADS, ".trig": RdfFormat.TRIG}
_MAX_BYTES = 1 << 30  #: of one file, unpacked


def is_graph(name: str) -> bool:
    """Whether a file is called like one of graphs."""
    return _suffix(name) in _FORMATS


def _suffix(name: str) -> str:
    return Path(name.lower().removesuffix(".gz")).suffix


def graphs_in(path: str) -> Iterator[Source]:
    """The files of graphs at `path`, those below a folder in the order of their names."""
    place = Path(path)
    found: Iterable[Path] = [place] if is_graph(place.name) and not place.is_dir() else ()
    if place.is_dir():
        found = sorted(p for p in place.rglob("*") if is_graph(p.name) and p.is_file() and not _hidden(p, place))
    for file in found:
        yield Source(name=str(file), stem=file.stem, load=partial(_bytes, file))


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file, gzip.open(file) if path.name.lower().endswith(".gz") else file as stream:
            data = stream.read(_MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    if len(data) > _MAX_BYTES:
        raise GraphError(f"{path} is too large: more than {_MAX_BYTES >> 20} MB; split it")
    return data


def quads_of(source: Source) -> Iterator[Quad]:
    """The statements of a file of graphs; raises `GraphError` where it is broken."""
    try:
        yield from parse(source.load(), format=_FORMATS[_suffix(source.name)])
    except (SyntaxError, ValueError) as error:
        raise GraphError(f"{source.name}: no graph that can be read: {' '.join(str(error).split())}") from None


def quads_in(dataset: Dataset) -> list[Quad]:
    """The statements of an rdflib dataset."""
    return parsed(store.dumps(dataset, format="nquads"))


def parsed(nquads: bytes) -> list[Quad]:
    """The statements of N-Quads that we wrote."""
    return list(parse(nquads, format=RdfFormat.N_QUADS))


def as_dataset(quads: Iterable[Quad]) -> Dataset:
    """Statements as an rdflib dataset of its own."""
    written = serialize(quads, format=RdfFormat.N_QUADS) or b""
    if not written:
        from rdflib import Dataset

        return Dataset(default_union=True)
    return store.loads(written, format="nquads")

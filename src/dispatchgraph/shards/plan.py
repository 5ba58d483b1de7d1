"""Cuts the input into shards: the same files under the same names are cut the same way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from dispatchgraph.errors import InputError, ModelMissing
from dispatchgraph.languages import table
from dispatchgraph.pipeline import lexicon_version
from dispatchgraph.read import sources
from dispatchgraph.settings import Settings

__all__ = ["SIZE", "Input", "Shard", "loaded", "plan"]

SIZE = 100_000  #: bytes of text in a shard, unless one says otherwise: some seconds of work
_MOST = 2_000  #: files in a shard


@dataclass(frozen=True, kw_only=True)
class Input:
    """A file of the input as it was when the run was planned."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Shard:
    """Some files that are built together."""

    number: int
    inputs: tuple[Input, ...]
    apart: tuple[tuple[str, str], ...] = ()  #: file and id of dispatches whose id another text has already

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"shard-{self.number:06}"

    def key(self, settings: Settings) -> str:
        """A digest of all that the shard's statements depend on but the ids of others: the same key, the same shard."""
        told = {"inputs": [asdict(it) for it in self.inputs], "settings": asdict(settings), "made by": _makers()}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@cache
def _makers() -> dict[str, str]:
    """The versions of program, model and lexicon."""
    from dispatchgraph import __version__

    package = str(table("fr", "language")["package"])
    try:
        model = version(package)
    except PackageNotFoundError as error:
        raise ModelMissing(f"the model of French is not installed: pip install {package}") from error
    return {"dispatchgraph": __version__, package: model, "lexicon": lexicon_version("fr")}


def plan(paths: Iterable[str], *, size: int = SIZE) -> tuple[tuple[Shard, ...], tuple[InputError, ...]]:
    """The shards of what is at `paths`, each of about `size` bytes; what cannot be read."""
    refused: list[InputError] = []
    pieces = _pieces(_inputs(paths, refused), size)
    shards = tuple(Shard(number=number, inputs=tuple(piece)) for number, piece in enumerate(pieces))
    return shards, tuple(refused)


def _inputs(paths: Iterable[str], refused: list[InputError]) -> Iterator[Input]:
    for source in sources(paths):
        try:
            if isinstance(source, InputError):
                raise source
            if source.stem is None:
                raise InputError("standard input cannot be cut into shards: name files or folders")
            data = source.load()
        except InputError as error:
            refused.append(error)
        else:
            yield Input(name=source.name, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def _pieces(inputs: Iterable[Input], size: int) -> Iterator[list[Input]]:
    piece: list[Input] = []
    for it in inputs:
        if piece and (len(piece) >= _MOST or sum(i.size for i in piece) + it.size > size):
            yield piece
            piece = []
        piece.append(it)
    if piece:
        yield piece


def loaded(it: Input) -> bytes:
    """What is in a file; raises `InputError` where it is no more what it was."""
    [source] = sources([it.name])
    if isinstance(source, InputError):
        raise source
    data = source.load()
    if hashlib.sha256(data).hexdigest() != it.sha256:
        raise InputError(f"{it.name} changed while it was read: run it again")
    return data

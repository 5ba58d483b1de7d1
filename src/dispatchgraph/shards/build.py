"""One shard: bytes of files in, compressed statements out. Touches no file, so that it runs wherever it is sent."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from dispatchgraph import read
from dispatchgraph.batches import alone, together
from dispatchgraph.errors import InputError
from dispatchgraph.model import Dispatch
from dispatchgraph.settings import Settings

__all__ = ["Built", "Done", "Refusal", "Task", "build_shard"]

_LEVEL = 6  # of compression: the highest takes three times as long for a twentieth less


@dataclass(frozen=True, kw_only=True)
class Task:
    """A shard with all that its making takes."""

    number: int
    files: tuple[tuple[str, bytes], ...]  #: name and content
    settings: Settings
    apart: frozenset[tuple[str, str]] = frozenset()
    careful: bool = False  #: one dispatch at a time: one of them ended a worker
    skipped: Mapping[int, str] = field(default_factory=dict)  #: dispatches that are left out, by their place, and why


@dataclass(frozen=True, kw_only=True)
class Done:
    """A dispatch whose statements are in the shard."""

    id: str
    sha256: str
    file: str
    statements: int


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A file or dispatch that is not in the shard, and why not."""

    file: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Built:
    """What became of a shard."""

    number: int
    data: bytes  #: N-Quads, gzipped: the same for the same task
    done: tuple[Done, ...]
    refused: tuple[Refusal, ...]


def build_shard(task: Task, *, at: Callable[[int], None] = lambda place: None) -> Built:
    """The statements of a task's dispatches; `at` is told of each dispatch, by its place, before it is read.

    Read together, which is faster, unless the task wants care or one of them cannot be read.
    """
    refused: list[Refusal] = []
    found = list(_dispatches(task, refused))
    whole = None if task.careful else together([d for _, d in found], task.settings, at=at)
    written = list(_one_by_one(found, task, at)) if whole is None else whole
    done: list[Done] = []
    for (file, dispatch), quads in zip(found, written, strict=True):
        if isinstance(quads, InputError):
            refused.append(Refusal(file=file, why=str(quads)))
        else:
            done.append(Done(id=dispatch.id, sha256=dispatch.sha256, file=file, statements=quads.count(b"\n")))
    data = gzip.compress(b"".join(quads for quads in written if isinstance(quads, bytes)), _LEVEL, mtime=0)
    return Built(number=task.number, data=data, done=tuple(done), refused=tuple(refused))


def _one_by_one(
    found: Iterable[tuple[str, Dispatch]], task: Task, at: Callable[[int], None]
) -> Iterator[bytes | InputError]:
    """The statements of each dispatch, or why it has none."""
    for place, (_, dispatch) in enumerate(found):
        at(place)
        try:
            yield _quads(dispatch, task, place)
        except InputError as error:
            yield error


def _dispatches(task: Task, refused: list[Refusal]) -> Iterator[tuple[str, Dispatch]]:
    """Each dispatch with its file's name, under an id that no other text of the run has."""
    taken: dict[str, str] = {}
    settings = task.settings
    day = read.parse_date(settings.date)
    for name, data in task.files:
        try:
            found = read.read_bytes(data, name=name, date=day, language=settings.language)
        except InputError as error:
            refused.append(Refusal(file=name, why=str(error)))
            continue
        for dispatch in found:
            known = taken.setdefault(dispatch.id, dispatch.sha256) == dispatch.sha256
            apart = not known or (name, dispatch.id) in task.apart
            yield name, replace(dispatch, id=f"{dispatch.id}-{dispatch.sha256[:8]}") if apart else dispatch


def _quads(dispatch: Dispatch, task: Task, place: int) -> bytes:
    if place in task.skipped:
        raise InputError(f"{dispatch.id}: {task.skipped[place]}")
    return alone(dispatch, task.settings)

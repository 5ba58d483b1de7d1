"""A run: plan, build what is not there yet, keep each shard when it is whole, and tell texts of one id apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dispatchgraph.errors import InputError, OutputError
from dispatchgraph.settings import Settings
from dispatchgraph.shards.build import Built, Refusal, Task
from dispatchgraph.shards.manifest import Manifest, kept, retire, sum_up, write
from dispatchgraph.shards.plan import SIZE, Shard, loaded, plan

__all__ = ["Engine", "Summary", "run"]

#: What has tasks done: those it is given, in any order.
Engine = Callable[[Iterable[Task]], Iterator[Built]]
Progress = Callable[[Iterator[Manifest], int], Iterable[Manifest]]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What became of a run."""

    shards: int
    kept: int  #: of them, those of an earlier run that were whole and up to date
    dispatches: int
    statements: int
    refused: tuple[Refusal, ...]


def run(
    paths: Iterable[str],
    folder: Path,
    *,
    engine: Engine,
    settings: Settings,
    size: int = SIZE,
    progress: Progress = lambda made, total: made,
) -> Summary:
    """Build all that is at `paths` into shards of about `size` bytes of text in `folder`, with what `engine` offers.

    Shards that are there and would come out the same are kept. Raises `OutputError` where the folder cannot be written.
    """
    shards, unread = plan(paths, size=size)
    _prepare(folder)
    found = {shard.number: made for shard in shards if (made := kept(folder, shard, settings))}
    before = len(found)
    changed: dict[int, tuple[Refusal, ...]] = {}
    todo = [shard for shard in shards if shard.number not in found]
    while todo:
        for made in progress(_built(todo, folder, engine, settings, changed), len(todo)):
            found[made.number] = made
        parted = _parted(shards, found)
        todo = [new for old, new in zip(shards, parted, strict=True) if new != old]
        shards = parted
    whole = [found[shard.number] for shard in shards]
    retire(folder, whole)
    sum_up(folder, whole)
    refused = [r for m in whole for r in m.refused] + [r for several in changed.values() for r in several]
    return Summary(
        shards=len(whole),
        kept=before,
        dispatches=sum(len(m.done) for m in whole),
        statements=sum(m.statements for m in whole),
        refused=(*(Refusal(file="", why=str(error)) for error in unread), *refused),
    )


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}") from error


def _built(
    shards: Sequence[Shard],
    folder: Path,
    engine: Engine,
    settings: Settings,
    changed: dict[int, tuple[Refusal, ...]],
) -> Iterator[Manifest]:
    by_number = {shard.number: shard for shard in shards}
    for built in engine(_tasks(shards, settings, changed)):
        yield write(folder, by_number[built.number], settings, built)


def _tasks(shards: Iterable[Shard], settings: Settings, changed: dict[int, tuple[Refusal, ...]]) -> Iterator[Task]:
    """A task for each shard, its files read when its turn comes; what changed since it was planned is left out."""
    for shard in shards:
        files, refused = [], []
        for it in shard.inputs:
            try:
                files.append((it.name, loaded(it)))
            except InputError as error:
                refused.append(Refusal(file=it.name, why=str(error)))
        changed[shard.number] = tuple(refused)
        yield Task(number=shard.number, files=tuple(files), settings=settings, apart=frozenset(shard.apart))


def _parted(shards: Sequence[Shard], found: Mapping[int, Manifest]) -> tuple[Shard, ...]:
    """The shards, with those dispatches told apart whose id another text had before them.

    An id that is made of the text's digest needs no telling apart.
    """
    taken: dict[str, str] = {}
    return tuple(_with_apart(shard, found[shard.number], taken) for shard in shards)


def _with_apart(shard: Shard, made: Manifest, taken: dict[str, str]) -> Shard:
    clashes = [
        (it.file, it.id)
        for it in made.done
        if taken.setdefault(it.id, it.sha256) != it.sha256 and not it.id.endswith(f"-{it.sha256[:8]}")
    ]
    return replace(shard, apart=tuple(sorted({*shard.apart, *clashes}))) if clashes else shard

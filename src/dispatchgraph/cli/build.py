"""`dispatchgraph build`: dispatches in, graphs out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dispatchgraph import pipeline
from dispatchgraph.batches import in_turn
from dispatchgraph.cli.options import FormatName, Output, TimeLimit, checked
from dispatchgraph.cli.output import PICTURES, picture_named, write, write_pieces
from dispatchgraph.cli.shards import build_shards, engine_of
from dispatchgraph.cli.talk import FAILED, NO, say
from dispatchgraph.deadline import SECONDS, within
from dispatchgraph.errors import DispatchGraphError, InputError
from dispatchgraph.iri import DEFAULT_BASE, check_base, graph
from dispatchgraph.settings import Settings
from dispatchgraph.syntax import by_name, by_suffix

if TYPE_CHECKING:
    from rdflib import Dataset

    from dispatchgraph.model import Dispatch

__all__ = ["build"]


@dataclass(frozen=True, kw_only=True)
class _Target:
    """Where the graphs of a run go: standard output, one file, or a folder with files for each dispatch."""

    path: str | None  #: as typed: a «/» at the end says folder
    format: str | None  #: a name of `syntax`, or "html"; None for what the path says

    @property
    def is_folder(self) -> bool:
        """Whether each dispatch gets files of its own."""
        if self.path is None:
            return False
        named = picture_named(self.path) or by_suffix(self.path) or self.format
        return self.path.endswith(("/", os.sep)) or Path(self.path).is_dir() or not named

    @property
    def file_format(self) -> str:
        """The format of the one file: as asked, else by its suffix, else Turtle."""
        syntax = by_suffix(self.path) if self.path else None
        picture = picture_named(self.path) if self.path else None
        return self.format or picture or (syntax.name if syntax else "turtle")

    @property
    def is_quads(self) -> bool:
        """Whether all goes into N-Quads."""
        return not self.is_folder and self.file_format == "nquads"


def build(
    files: Annotated[list[str], typer.Argument(metavar="FILES…", help="Dispatches: files, folders, or «-».")],
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day of publication.")] = None,
    output: Output = None,
    format: FormatName = None,
    base: Annotated[str, typer.Option(metavar="IRI", help="What all IRIs of the data begin with.")] = DEFAULT_BASE,
    text: Annotated[bool, typer.Option("--text/--no-text", help="Keep the dispatch's text in the graph.")] = True,
    lang: Annotated[str | None, typer.Option(metavar="CODE", help="The language, instead of detecting it.")] = None,
    time_limit: TimeLimit = SECONDS,
    jobs: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Build shards of very many dispatches with N processes.")
    ] = None,
    shard_size: Annotated[int, typer.Option(metavar="KB", min=1, help="Text in a shard, about.")] = 100,
    dask: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Build shards on the Dask cluster of this scheduler.")
    ] = None,
) -> None:
    """Read dispatches into graphs.

    With -o FOLDER, each dispatch gives a .trig, a .ttl and a .html there (or the one --format); with -o FILE, all go
    into that file; without -o, to standard output as Turtle (or as --format). With --jobs or --dask, the folder gets
    shards instead: gzipped N-Quads of many dispatches each, with manifests and checksums; a run goes on where it was.
    """
    check_base(base)
    settings = Settings(base=base, text=text, date=date, language=lang, time_limit=time_limit)
    if jobs is not None or dask is not None:
        engine = engine_of(jobs, dask)
        return build_shards(files, output, checked(format), engine=engine, settings=settings, size=1000 * shard_size)
    target = _Target(path=output, format=checked(format))
    failures: list[DispatchGraphError] = []
    read = _read(files, settings, failures=failures)
    if target.is_quads:
        done = _write_quads(read, settings, target, failures=failures)
    else:
        built = _built(read, settings, failures=failures)
        done = _write_each(built, target) if target.is_folder else _write_all(built, target)
    if failures:
        raise typer.Exit(NO if done else FAILED)


def _read(files: list[str], settings: Settings, *, failures: list[DispatchGraphError]) -> Iterator[Dispatch]:
    """Each dispatch; what cannot be read is told and kept in `failures`."""
    from dispatchgraph import read

    for dispatch in read.read_all(
        files, date=settings.date, language=settings.language, refused=partial(_refuse, failures=failures)
    ):
        for warning in dispatch.warnings:
            say(f"{dispatch.id}: {warning}")
        yield dispatch


def _refuse(error: DispatchGraphError, *, failures: list[DispatchGraphError]) -> None:
    failures.append(error)
    say(error)


def _built(
    dispatches: Iterable[Dispatch], settings: Settings, *, failures: list[DispatchGraphError]
) -> Iterator[tuple[Dispatch, Dataset]]:
    """Each dispatch with its dataset; what cannot be built is told and kept in `failures`."""
    for dispatch in dispatches:
        try:
            with within(settings.time_limit, dispatch.id):
                dataset = pipeline.build_dispatch(dispatch, base=settings.base, text=settings.text)
        except InputError as error:
            _refuse(error, failures=failures)
        else:
            yield dispatch, dataset


def _write_quads(
    dispatches: Iterable[Dispatch], settings: Settings, target: _Target, *, failures: list[DispatchGraphError]
) -> int:
    """All dispatches as N-Quads, graph by graph, without making graphs of them; how many dispatches."""
    written: dict[str, list[bytes]] = {}
    for dispatch, quads in in_turn(dispatches, settings):
        if isinstance(quads, InputError):
            _refuse(quads, failures=failures)
        else:
            written.setdefault(graph(settings.base, dispatch.id), []).append(quads)
    if written:
        write_pieces((_whole(written[name]) for name in sorted(written)), target.path)
    return sum(map(len, written.values()))


def _whole(told: list[bytes]) -> bytes:
    """The statements of a graph that one or several dispatches have."""
    return told[0] if len(told) == 1 else b"".join(sorted({line for quads in told for line in quads.splitlines(True)}))


def _write_each(built: Iterator[tuple[Dispatch, Dataset]], target: _Target) -> int:
    """Each dispatch's files into the folder; how many dispatches."""
    done = 0
    for dispatch, dataset in built:
        formats = [target.format] if target.format else ["trig", "turtle", "html"]
        for name in formats:
            suffix = f".{name}" if name in PICTURES else by_name(name).suffixes[0]
            write(dataset, Path(target.path or "", f"{dispatch.id}{suffix}"), name, title=pipeline.title_of(dispatch))
        done += 1
    return done


def _write_all(built: Iterator[tuple[Dispatch, Dataset]], target: _Target) -> int:
    """All dispatches as one graph into a file or to standard output; how many dispatches."""
    from dispatchgraph import store

    pairs = list(built)
    if not pairs:
        return 0
    dataset = pairs[0][1] if len(pairs) == 1 else store.merge(found for _, found in pairs)
    title = pipeline.title_of(pairs[0][0]) if len(pairs) == 1 else "dispatchgraph"
    write(dataset, target.path, target.file_format, title=title)
    return len(pairs)

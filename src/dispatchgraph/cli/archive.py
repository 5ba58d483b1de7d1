"""`dispatchgraph add`, `list`, `remove` and `info`: an archive of many dispatches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dispatchgraph import pipeline
from dispatchgraph.cli.options import Store, TimeLimit, Wait
from dispatchgraph.cli.progress import progress
from dispatchgraph.cli.talk import FAILED, NO, put_text, say
from dispatchgraph.deadline import SECONDS, within
from dispatchgraph.errors import DispatchGraphError, InputError, StoreError
from dispatchgraph.iri import check_base

if TYPE_CHECKING:
    from dispatchgraph.archive import Archive, Entry
    from dispatchgraph.read import Source

__all__ = ["add", "info", "list_dispatches", "merge", "remove", "split"]

_SHOWN = 10  #: refused dispatches told at the end of a run; the report has all
_FLUSH_EVERY = 200  #: files after which a long run shows readers what is there
_WORDS = {"new": "added", "revised": "replaced by a new version", "unchanged": "there already"}


@dataclass(frozen=True, kw_only=True)
class _Run:
    """How a run reads, and what became of what it read."""

    date: Date | None
    language: str | None
    text: bool
    again: bool
    time_limit: float
    outcomes: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[str, DispatchGraphError]] = field(default_factory=list)

    def __str__(self) -> str:
        told = [f"{self.outcomes[key]} {what}" for key, what in _WORDS.items() if self.outcomes[key]]
        return ", ".join([*told, *([f"{len(self.refused)} refused"] if self.refused else [])]) or "nothing to add"


def add(
    store: Store,
    files: Annotated[
        list[str], typer.Argument(metavar="FILES…", help="Dispatches, or their graphs: files, folders, «-».")
    ],
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day of publication.")] = None,
    lang: Annotated[str | None, typer.Option(metavar="CODE", help="The language, instead of detecting it.")] = None,
    base: Annotated[str | None, typer.Option(metavar="IRI", help="What all IRIs of a new archive begin with.")] = None,
    text: Annotated[bool, typer.Option("--text/--no-text", help="Keep the dispatches' texts in the archive.")] = True,
    again: Annotated[bool, typer.Option("--again", help="Read those anew that are there already.")] = False,
    time_limit: TimeLimit = SECONDS,
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to list what was refused.")] = None,
    wait: Wait = 30.0,
) -> None:
    """Add dispatches to an archive, which is made where there is none.

    Each is added whole or not at all, and a run that was stopped goes on where it was. What is there already stays as
    it is; another version of it takes its place.
    """
    from dispatchgraph import read
    from dispatchgraph.archive import open_archive

    if base:
        check_base(base)
    run = _Run(date=read.parse_date(date), language=lang, text=text, again=again, time_limit=time_limit)
    found = list(_sources(files))
    with open_archive(store, write=True, base=base, wait=wait, waiting=_tell_wait) as archive:
        for number, source in enumerate(progress(found, total=len(found), unit="files"), start=1):
            _add_source(archive, source, run)
            if number % _FLUSH_EVERY == 0:
                archive.flush()
    _tell(run, report or _beside(store))
    if run.refused:
        raise typer.Exit(NO if run.outcomes else FAILED)


def _tell_wait(holder: str) -> None:
    """Say for whom this process waits."""
    say(f"waiting for {holder or 'another process'}, which writes to the archive")


def _sources(files: list[str]) -> Iterator[Source | DispatchGraphError]:
    """What there is to read at paths: dispatches, and the graphs of such."""
    from dispatchgraph.archive.graphs import graphs_in
    from dispatchgraph.read import sources

    for path in files:
        graphs = list(graphs_in(path))
        yield from graphs
        if not graphs or Path(path).is_dir():
            yield from (s for s in sources([path]) if not (graphs and isinstance(s, DispatchGraphError)))


def _add_source(archive: Archive, source: Source | DispatchGraphError, run: _Run) -> None:
    """Add what is in one file; what cannot be read is kept in the run. What is wrong with the archive ends it."""
    from dispatchgraph.archive.graphs import is_graph

    try:
        if isinstance(source, DispatchGraphError):
            raise source
        outcomes = _add_graphs(archive, source, run) if is_graph(source.name) else _add_texts(archive, source, run)
        run.outcomes.update(outcomes)
    except StoreError:
        raise
    except DispatchGraphError as error:
        run.refused.append((getattr(source, "name", ""), error))


def _add_graphs(archive: Archive, source: Source, run: _Run) -> Iterator[str]:
    from dispatchgraph.archive.graphs import quads_of

    for quads in archive.by_dispatch(quads_of(source)):
        yield archive.add(quads, anew=run.again).outcome


def _add_texts(archive: Archive, source: Source, run: _Run) -> Iterator[str]:
    """Read and add the dispatches of a file; one that is there already is not even parsed."""
    from dataclasses import replace

    from dispatchgraph.archive.graphs import parsed
    from dispatchgraph.read import read_source

    for dispatch in read_source(source, date=run.date, language=run.language):
        placement = archive.placement(dispatch.id, dispatch.sha256, dispatch.text)
        if placement.outcome == "unchanged" and not run.again:
            yield "unchanged"
            continue
        for warning in dispatch.warnings:
            say(f"{placement.id}: {warning}")
        placed = replace(dispatch, id=placement.id)
        with within(run.time_limit, placed.id):
            told = parsed(pipeline.nquads(placed, base=archive.names.base, text=run.text))
        yield archive.add(told, anew=run.again).outcome


def _beside(store: str) -> Path | None:
    """Where the report of an archive's run goes, for one that is on disk."""
    if "://" in store:
        return None
    path = Path(store)
    return path / "refused.tsv" if path.is_dir() else path.with_name(f"{path.name}.refused.tsv")


def _tell(run: _Run, report: Path | None) -> None:
    """Say what became of a run; what was refused goes to the report as well."""
    from dispatchgraph.store import write_text

    say(str(run))
    for _, error in run.refused[:_SHOWN]:
        say(error)
    if len(run.refused) > _SHOWN:
        say(f"… and {len(run.refused) - _SHOWN} more")
    if run.refused and report:
        lines = (f"{_cell(name)}\t{_cell(str(error))}\n" for name, error in run.refused)
        say(f"what was refused is listed in {write_text(report, ''.join(lines))}")


def _cell(words: str) -> str:
    return " ".join(words.split())


def list_dispatches(store: Store) -> None:
    """List the dispatches of an archive, by day."""
    from dispatchgraph.archive import open_archive

    with open_archive(store) as archive:
        rows = [_row(entry) for entry in archive.dispatches()]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
    lines = ["  ".join([*(f"{row[i]:<{widths[i]}}" for i in range(3)), row[3]]).rstrip() for row in rows]
    put_text("\n".join([*lines, f"({len(rows)} {'dispatch' if len(rows) == 1 else 'dispatches'})"]))


def _row(entry: Entry) -> tuple[str, str, str, str]:
    remarks = [f"repeats {entry.repeats}"] if entry.repeats else []
    if entry.versions > 1:
        remarks.append(f"version {entry.versions}")
    told = " ".join([entry.headline, *([f"[{', '.join(remarks)}]"] if remarks else [])])
    return entry.date or "–", entry.id, entry.publisher or "–", told


def remove(
    store: Store,
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Dispatches, by id: see dispatchgraph list.")],
    wait: Wait = 30.0,
) -> None:
    """Remove dispatches from an archive, and all that only they said."""
    from dispatchgraph.archive import open_archive

    with open_archive(store, write=True, wait=wait, waiting=_tell_wait, make=False) as archive:
        for identifier in ids:
            archive.remove(identifier)
    say(f"removed {len(ids)}")


def info(store: Store) -> None:
    """Tell what an archive holds."""
    from dispatchgraph.archive import open_archive

    with open_archive(store) as archive:
        told = archive.told()
    width = max(map(len, told))
    put_text("\n".join(f"{name:<{width}}  {value}" for name, value in told.items()))


def merge(
    store: Store,
    entities: Annotated[list[str], typer.Argument(metavar="ENTITY ENTITY…", help="By IRI, the tail of it, or label.")],
    wait: Wait = 30.0,
) -> None:
    """Decide that entities of an archive are one; that outranks the program, now and for dispatches to come."""
    from dispatchgraph.archive import open_archive

    if len(entities) < 2:
        raise InputError("name the entities that are one: two at least")
    with open_archive(store, write=True, wait=wait, waiting=_tell_wait, make=False) as archive:
        say(f"decided; {_changed(archive.merge(*entities))}")


def split(
    store: Store,
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="By IRI, the tail of it, or label.")],
    told_in: Annotated[
        list[str] | None, typer.Option("--told-in", metavar="ID", help="A dispatch that speaks of the other one.")
    ] = None,
    other: Annotated[str, typer.Option("--from", metavar="KEY", help="Undo a merge with this entity.")] = "",
    wait: Wait = 30.0,
) -> None:
    """Decide that what some dispatches say of an entity is said of another; or undo a merge."""
    from dispatchgraph.archive import open_archive

    with open_archive(store, write=True, wait=wait, waiting=_tell_wait, make=False) as archive:
        say(f"decided; {_changed(archive.split(entity, told_in=told_in or (), other=other))}")


def _changed(number: int) -> str:
    return f"in {number} {'dispatch' if number == 1 else 'dispatches'} it has another IRI now"

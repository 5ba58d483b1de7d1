"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dispatchgraph.cli.output import PICTURES
from dispatchgraph.syntax import by_name

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = [
    "FormatName",
    "Graph",
    "GraphFile",
    "Language",
    "Output",
    "Store",
    "TimeLimit",
    "Wait",
    "checked",
    "loaded",
    "pieces",
]


class Language(StrEnum):
    """The languages that the program's own words may be in."""

    fr = "fr"
    en = "en"


GraphFile = Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph file: Turtle, TriG, N-Quads, … or «-».")]
Graph = Annotated[
    str, typer.Argument(metavar="GRAPH", help="A graph file (Turtle, TriG, N-Quads, … or «-»), or an archive.")
]
Store = Annotated[
    str, typer.Argument(metavar="STORE", help="An archive: a folder, a .trig file, or a SPARQL endpoint's address.")
]
Wait = Annotated[
    float, typer.Option(metavar="SECONDS", min=0, help="How long to wait for another process that writes.")
]
TimeLimit = Annotated[
    float,
    typer.Option(metavar="SECONDS", min=0, help="How long one dispatch may take to read; 0 for as long as it takes."),
]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="PATH", help="Where to write to.")]
FormatName = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help="turtle, trig, nquads, ntriples, jsonld, rdfxml, graphml, gexf, csv, html, svg.",
    ),
]


def checked(format: str | None) -> str | None:
    """The name of a format as `syntax` has it, or of a picture; raises `InputError` for any other."""
    return format if format is None or format in PICTURES else by_name(format).name


def loaded(graph: str, *, about: str | None = None) -> Dataset:
    """The dataset of a graph file or of an archive; `about` an entity, only what is around it."""
    from dispatchgraph import store
    from dispatchgraph.archive import is_archive, open_archive

    if about is None and not is_archive(graph):
        return store.load(graph)
    with open_archive(graph) as archive:
        return archive.dataset() if about is None else archive.around(about)


def pieces(graph: str, format: str) -> Iterator[bytes] | None:
    """A folder's archive in a form that is written graph by graph; None for what has to be held as a whole."""
    if not Path(graph).is_dir():
        return None
    from dispatchgraph.archive import open_archive
    from dispatchgraph.archive.exporting import STREAMED

    return open_archive(graph).exported(format) if format in STREAMED else None

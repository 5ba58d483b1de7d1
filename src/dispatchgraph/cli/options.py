"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dispatchgraph.cli.output import PICTURES
from dispatchgraph.syntax import by_name

__all__ = ["FormatName", "GraphFile", "Output", "checked"]

GraphFile = Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph file: Turtle, TriG, N-Quads, … or «-».")]
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

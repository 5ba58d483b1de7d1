"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dispatchgraph.syntax import by_name

__all__ = ["FormatName", "GraphFile", "Output", "checked"]

GraphFile = Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph file: Turtle, TriG, N-Quads, … or «-».")]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="PATH", help="Where to write to.")]
FormatName = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="NAME", help="turtle, trig, nquads, ntriples, jsonld, rdfxml, graphml, gexf, csv."
    ),
]


def checked(format: str | None) -> str | None:
    """The name of a format as `syntax` has it, or «html»; raises `InputError` for any other."""
    return format if format in {None, "html"} else by_name(format or "").name

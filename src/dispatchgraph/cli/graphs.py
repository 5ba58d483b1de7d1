"""`dispatchgraph query`, `validate`, `view` and `export`: what is done with a graph that is built."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dispatchgraph import store
from dispatchgraph.cli.options import FormatName, GraphFile, Output, checked
from dispatchgraph.cli.output import write
from dispatchgraph.cli.talk import NO, put_text
from dispatchgraph.errors import InputError
from dispatchgraph.syntax import by_suffix, names

__all__ = ["export", "query", "validate", "view"]


class ResultFormat(StrEnum):
    """How the answer to a query is written."""

    table = "table"
    csv = "csv"
    json = "json"
    tsv = "tsv"


def query(
    graph: Annotated[Path | None, typer.Argument(metavar="GRAPH", help="A graph file.")] = None,
    sparql: Annotated[str | None, typer.Argument(metavar="SPARQL", help="A query, or a file of one (.rq).")] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="A shipped question, by name.")] = None,
    list_questions: Annotated[bool, typer.Option("--list", help="Show the shipped questions.")] = False,
    format: Annotated[ResultFormat, typer.Option("--format", help="How to write the answer.")] = ResultFormat.table,
) -> None:
    """Ask a graph a question in SPARQL, or one that ships with the program."""
    if list_questions:
        return put_text(_questions())
    if graph is None or (sparql is None) == (name is None):
        raise InputError("say GRAPH and either SPARQL or --name NAME; --list shows the names")
    from dispatchgraph import query as ask

    asked = ask.question(name).sparql if name is not None else _query_text(sparql or "")
    put_text(_answer(ask.run(store.load(graph), asked), format))


def _questions() -> str:
    from dispatchgraph import query as ask

    found = list(ask.questions())
    width = max((len(q.name) for q in found), default=0)
    return "\n".join(f"{q.name:<{width}}  {q.title}" for q in found)


def _query_text(sparql: str) -> str:
    """The query itself, or what is in the file that is named instead."""
    if not sparql.endswith(".rq"):
        return sparql
    try:
        return Path(sparql).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{sparql}: {getattr(error, 'strerror', None) or 'is no text in UTF-8'}") from error


def _answer(result: Any, format: ResultFormat) -> str:
    from dispatchgraph import query as ask

    write = {"table": ask.to_table, "csv": ask.to_csv, "json": ask.to_json, "tsv": ask.to_tsv}[format.value]
    return str(write(result))


def validate(graph: GraphFile) -> None:
    """Check a graph against the shapes; the exit code is 1 where it does not conform."""
    from dispatchgraph.validate import validate as check

    report = check(store.load(graph))
    put_text(str(report))
    if not report.conforms:
        raise typer.Exit(NO)


def view(graph: GraphFile, output: Output = None, title: Annotated[str | None, typer.Option()] = None) -> None:
    """Draw a graph as one HTML page that opens offline; without -o, to standard output."""

    write(store.load(graph), output, "html", title=title or (graph.stem if str(graph) != "-" else "dispatchgraph"))


def export(graph: GraphFile, output: Output = None, format: FormatName = None) -> None:
    """Write a graph in another format: that of --format, else of the output's suffix, else Turtle."""

    named = checked(format) or ("turtle" if output is None else None)
    suffix = by_suffix(output) if output else None
    if named is None and suffix is None:
        raise InputError(f"{output}: its suffix names no format; use --format with one of: {names()}")
    write(store.load(graph), output, named or (suffix.name if suffix else ""), title=graph.stem)

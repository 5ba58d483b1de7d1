"""`dispatchgraph query`, `validate`, `view` and `export`: what is done with a graph that is built."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dispatchgraph.cli.asking import asked
from dispatchgraph.cli.options import FormatName, Graph, Language, Output, checked, loaded, pieces
from dispatchgraph.cli.output import picture_named, write, write_pieces
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
    graph: Annotated[str | None, typer.Argument(metavar="GRAPH", help="A graph file, or an archive.")] = None,
    sparql: Annotated[str | None, typer.Argument(metavar="SPARQL", help="A query, or a file of one (.rq).")] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="A shipped question, by name.")] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A value for a question that takes some.")
    ] = None,
    list_questions: Annotated[bool, typer.Option("--list", help="Show the shipped questions.")] = False,
    format: Annotated[ResultFormat, typer.Option("--format", help="How to write the answer.")] = ResultFormat.table,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0, help="When to end a query on a file or a folder; 0 for never.")
    ] = 60.0,
) -> None:
    """Ask a graph a question in SPARQL, or one that ships with the program."""
    if list_questions:
        return put_text(_questions())
    if graph is None or (sparql is None) == (name is None):
        raise InputError("say GRAPH and either SPARQL or --name NAME; --list shows the names")

    text = _question_text(name, values or []) if name is not None else _query_text(sparql or "")
    put_text(_answer(asked(graph, text, seconds=timeout), format))


def _questions() -> str:
    from dispatchgraph.questions import questions

    found = list(questions())
    width = max((len(q.name) for q in found), default=0)
    return "\n".join(f"{q.name:<{width}}  {q.title}" for q in found)


def _question_text(name: str, values: list[str]) -> str:
    """A shipped question, asked about the values that are given as NAME=VALUE."""
    from dispatchgraph.parameters import filled
    from dispatchgraph.questions import question

    given = dict(value.partition("=")[::2] for value in values)
    return filled(question(name), given)


def _query_text(sparql: str) -> str:
    """The query itself, or what is in the file that is named instead."""
    if not sparql.endswith(".rq"):
        return sparql
    try:
        return Path(sparql).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{sparql}: {getattr(error, 'strerror', None) or 'is no text in UTF-8'}") from error


def _answer(result: Any, format: ResultFormat) -> str:
    from dispatchgraph.answer import to_csv, to_json, to_table, to_tsv

    write = {"table": to_table, "csv": to_csv, "json": to_json, "tsv": to_tsv}[format.value]
    return str(write(result))


def validate(graph: Graph) -> None:
    """Check a graph against the shapes; the exit code is 1 where it does not conform."""
    from dispatchgraph.validate import validate as check

    report = check(loaded(graph))
    put_text(str(report))
    if not report.conforms:
        raise typer.Exit(NO)


def view(
    graph: Graph,
    output: Output = None,
    title: Annotated[str | None, typer.Option(help="What the page is called; else by the file.")] = None,
    lang: Annotated[Language, typer.Option("--lang", help="The language of the page's own words.")] = Language.fr,
    limit: Annotated[int | None, typer.Option(min=1, help="Nodes that the page holds; the most tied first.")] = None,
    about: Annotated[
        str | None, typer.Option(metavar="ENTITY", help="Of an archive, what is around an entity.")
    ] = None,
) -> None:
    """Draw a graph as one HTML page that opens offline; without -o, to standard output."""
    name = title or about or (Path(graph).stem if graph != "-" else "dispatchgraph")
    write(loaded(graph, about=about), output, "html", title=name, language=lang.value, limit=limit)


def export(
    graph: Graph,
    output: Output = None,
    format: FormatName = None,
    title: Annotated[str | None, typer.Option(help="What a picture is called; a drawing, else by its text.")] = None,
    lang: Annotated[Language, typer.Option("--lang", help="The language of a picture's own words.")] = Language.fr,
    limit: Annotated[int | None, typer.Option(min=1, help="Nodes in a picture; the most tied first.")] = None,
) -> None:
    """Write a graph in another format: that of --format, else of the output's suffix, else Turtle.

    With --format svg, or -o FILE.svg, its picture is drawn for print.
    """
    named = checked(format) or (_by_suffix(output) if output else "turtle")
    if named is None:
        raise InputError(f"{output}: its suffix names no format; use --format with one of: {names()}, html, svg")
    if streamed := pieces(graph, named):
        return write_pieces(streamed, output)
    name = title or ("" if named == "svg" else Path(graph).stem)
    write(loaded(graph), output, named, title=name, language=lang.value, limit=limit)


def _by_suffix(output: str) -> str | None:
    """The format that a file's suffix names: of a picture, else of `syntax`."""
    suffix = by_suffix(output)
    return picture_named(output) or (suffix.name if suffix else None)

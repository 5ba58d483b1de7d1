"""The answer to a query as text: a table to look at, CSV, TSV or JSON to work with.

Texts of a graph come from outside. What a terminal would obey is written as `\\u001B`, and what a spreadsheet would
reckon starts with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from rdflib import BNode, Graph, Literal, URIRef, Variable
from rdflib.query import Result
from rdflib.term import Identifier, Node

from dispatchgraph.vocab import bind, shortened

__all__ = ["rows_of", "to_csv", "to_json", "to_table", "to_tsv", "triples_of"]

Row = Sequence[Node | None]

_COMMANDS = {"Cc", "Zl", "Zp", "Cs"}  # categories of characters that are no text
_TURNERS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}  # bidirectional classes that reorder a line
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_table(result: Result, *, width: int = 60) -> str:
    """A table for people, cells cut to `width` characters; yes or no of an ASK; Turtle of a graph.

    It ends without a line break.
    """
    if result.type == "ASK":
        return "yes" if result.askAnswer else "no"
    if result.graph is not None:
        return _harmless(result.graph.serialize(format="turtle"), keep="\n").rstrip()
    names, rows = _columns(result), _rows(result)
    cells = [[_cut(_harmless(_shown(term)), width) for term in row] for row in rows]
    return "\n".join([*_aligned(names, cells), f"({len(cells)} {'row' if len(cells) == 1 else 'rows'})"])


def to_csv(result: Result) -> str:
    """RFC 4180, with a line of names; IRIs in full. A graph has the columns subject, predicate and object."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_columns(result))
    writer.writerows([_spreadsheet(term) for term in row] for row in _rows(result))
    return text.getvalue()


def to_tsv(result: Result) -> str:
    """SPARQL 1.1 TSV: terms as Turtle writes them, so that their kinds can be told apart."""
    lines = ["\t".join(f"?{name}" for name in _columns(result))]
    lines += ["\t".join(_harmless(_turtle(term)) for term in row) for row in _rows(result)]
    return "\n".join(lines) + "\n"


def to_json(result: Result) -> str:
    """SPARQL 1.1 Query Results JSON; the triples of a graph are bindings of subject, predicate and object."""
    if result.type == "ASK":
        return json.dumps({"head": {}, "boolean": bool(result.askAnswer)})
    names = _columns(result)
    rows = [{n: _json(term) for n, term in zip(names, row, strict=True) if term is not None} for row in _rows(result)]
    text = json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}, ensure_ascii=False, indent=2)
    return _harmless(text, keep="\n")


def _columns(result: Result) -> list[str]:
    if result.type == "ASK":
        return ["answer"]
    return ["subject", "predicate", "object"] if result.graph is not None else [str(v) for v in result.vars or ()]


def _rows(result: Result) -> Sequence[Row]:
    if result.type == "ASK":
        return [(Literal(bool(result.askAnswer)),)]
    if result.graph is not None:
        return sorted(result.graph)
    return [[row.get(variable) for variable in result.vars or ()] for row in result.bindings]


# --- read back ----------------------------------------------------------------------------------------------------


def rows_of(written: bytes) -> Result:
    """The answer that is written as SPARQL 1.1 Query Results JSON: rows, or yes or no."""
    told = json.loads(written)
    if "boolean" in told:
        answer = Result("ASK")
        answer.askAnswer = told["boolean"]
        return answer
    rows = Result("SELECT")
    names = {name: Variable(name) for name in told["head"]["vars"]}
    rows.vars = list(names.values())
    rows.bindings = [{names[name]: _term(value) for name, value in row.items()} for row in told["results"]["bindings"]]
    return rows


def triples_of(written: bytes) -> Result:
    """The graph that is written as N-Triples."""
    built = Result("CONSTRUCT")
    built.graph = Graph(bind_namespaces="none")
    built.graph.parse(data=written, format="nt")
    bind(built.graph)
    return built


def _term(told: dict[str, Any]) -> Identifier:
    value = told["value"]
    if told["type"] == "uri":
        return URIRef(value)
    if told["type"] == "bnode":
        return BNode(value)
    if told["type"] == "triple":  # a statement as a value: rdflib has no term for it
        return Literal(" ".join(_term(value[part]).n3() for part in ("subject", "predicate", "object")))
    return Literal(value, lang=told.get("xml:lang"), datatype=told.get("datatype"))


# --- one term -----------------------------------------------------------------------------------------------------


def _shown(term: Node | None) -> str:
    if term is None:
        return ""
    return shortened(str(term)) if isinstance(term, URIRef) else str(term)


def _turtle(term: Node | None) -> str:
    return term.n3().replace("\n", "\\n") if isinstance(term, (URIRef, Literal, BNode)) else ""


def _spreadsheet(term: Node | None) -> str:
    words = _harmless("" if term is None else str(term), keep="\n")
    number = isinstance(term, Literal) and not isinstance(term.value, (str, type(None)))
    return f"'{words}" if words.startswith(_FORMULA) and not number else words


def _json(term: Node) -> dict[str, Any]:
    if isinstance(term, Literal):
        kind = {"xml:lang": term.language} if term.language else {"datatype": term.datatype} if term.datatype else {}
        return {"type": "literal", "value": str(term), **kind}
    return {"type": "bnode" if isinstance(term, BNode) else "uri", "value": str(term)}


# --- text ---------------------------------------------------------------------------------------------------------


def _harmless(text: str, *, keep: str = "") -> str:
    return "".join(f"\\u{ord(c):04X}" if c not in keep and _commands(c) else c for c in text)


def _commands(character: str) -> bool:
    return unicodedata.category(character) in _COMMANDS or unicodedata.bidirectional(character) in _TURNERS


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _aligned(names: Sequence[str], cells: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    rule = ["-" * width for width in widths]
    for row in (names, rule, *cells):
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()

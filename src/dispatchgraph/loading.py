"""Graphs read from files. Nothing is fetched, and what could grow without bound is refused before it is read.

Turtle, TriG and the forms of lines are read by Oxigraph's parser, JSON-LD and RDF/XML by rdflib's, whose weak spots are
looked for first: contexts elsewhere, document types, nesting.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from dispatchgraph import iri
from dispatchgraph.errors import GraphError, InputError
from dispatchgraph.syntax import SYNTAXES, Syntax, by_name, by_suffix

if TYPE_CHECKING:
    from rdflib import Dataset
    from rdflib.term import Identifier

__all__ = ["MAX_BYTES", "check_depth", "load", "loads"]

_QUAD = re.compile(rb">\s*\.\s*$", re.MULTILINE)  # what TriG and N-Quads may both have, and prose has not
MAX_BYTES = 1 << 30  #: a file larger than this is not read into memory
_PIECE = 1 << 20  # bytes
_DEPTH = 200  # elements or braces within each other; nobody writes a graph with more
_TOKEN = re.compile(  # what may hold brackets without opening any, and brackets
    rb"""\"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
      | "(?:[^"\\\n]|\\.)*+" | '(?:[^'\\\n]|\\.)*+' | <[^<>\s]*+> | \#[^\n]*+ | \\.
      | (?P<begin>[\[({]|<<) | (?P<end>[\])}]|>>)""",
    re.VERBOSE | re.DOTALL,
)
_HALF = re.compile("[\ud800-\udfff]")
_TOO_DEEP = "no {} that can be read: it is nested too deeply"
_BY_OXIGRAPH = {"turtle": "ttl", "trig": "trig", "nquads": "nq", "ntriples": "nt"}  # names of forms → suffixes


def load(path: str | Path) -> Dataset:
    """The dataset in the file at `path` («-» for standard input), in the form its suffix or its content says.

    Triples of a form without named graphs are in the default graph; queries see all graphs as one.
    Raises `InputError` where it cannot be read, `GraphError` where it is no RDF.
    """
    data = _read(sys.stdin.buffer) if str(path) == "-" else _bytes(Path(path))
    if len(data) > MAX_BYTES:
        raise GraphError(f"{path} is too large: more than {MAX_BYTES >> 20} MB")
    known = by_suffix(Path(path))
    if known and known.parser is None:
        readable = ", ".join(s.name for s in SYNTAXES if s.parser)
        raise GraphError(f"{path} is {known.name}, which is only written; a graph is read from: {readable}")
    try:
        return loads(data, format=known.name if known else None)
    except GraphError as error:
        raise GraphError(f"{path}: {error}") from error


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder, no graph file")
        with path.open("rb") as stream:
            return _read(stream)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _read(stream: IO[bytes]) -> bytes:
    """What there is, and no more than tells that it is too much: in pieces, since a reader makes room at once."""
    data = bytearray()
    while len(data) <= MAX_BYTES and (piece := stream.read(_PIECE)):
        data += piece
    return bytes(data)


def loads(data: bytes, *, format: str | None = None) -> Dataset:
    """The dataset that `data` holds in the form called `format`, or in the one it looks like."""
    if not data.strip():
        raise GraphError("an empty file is no graph")
    syntax = by_name(format) if format else _looks_like(data)
    try:
        return _parsed(_CHECKS.get(syntax.name, _without_depth)(data), syntax)
    except GraphError:
        if format or syntax.name != "trig" or not _QUAD.search(data):
            raise
        return loads(data, format="nquads")


def _looks_like(data: bytes) -> Syntax:
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    begins = {b"{": "jsonld", b"[": "jsonld"}
    markup = head == b"<" and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE"))
    return by_name("rdfxml" if markup else begins.get(head, "trig"))


def _parsed(data: bytes | str, syntax: Syntax) -> Dataset:
    from rdflib import Dataset

    from dispatchgraph.vocab import bind

    dataset = Dataset(default_union=True)
    bind(dataset)
    try:
        with _as_written():
            if syntax.name in _BY_OXIGRAPH:
                _fill(dataset, data, syntax.name)
            else:
                dataset.parse(data=data, format=syntax.parser, publicID=iri.DEFAULT_BASE)
    except RecursionError as error:
        raise GraphError(_TOO_DEEP.format(syntax.name)) from error
    except Exception as error:  # parsers have no exception in common
        raise GraphError(f"no {syntax.name}: {_reason(error)}") from error
    return dataset


@contextmanager
def _as_written() -> Iterator[None]:
    """Let rdflib leave values as they are written: it makes «01» 1 and «» false, and logs all that is no value."""
    import rdflib

    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before
        logger.setLevel(level)


def _fill(dataset: Dataset, data: bytes | str, name: str) -> None:
    """Put into `dataset` what is written in a form that Oxigraph's parser reads."""
    from pyoxigraph import DefaultGraph, RdfFormat, parse

    found = parse(
        data, format=RdfFormat.from_extension(_BY_OXIGRAPH[name]), base_iri=iri.DEFAULT_BASE, rename_blank_nodes=True
    )
    term = cache(_term)  # for this file: most terms come many times
    graphs = {DefaultGraph(): dataset.default_graph}
    for quad in found:
        if quad.graph_name not in graphs:
            graphs[quad.graph_name] = dataset.graph(term(quad.graph_name))
        graphs[quad.graph_name].add((term(quad.subject), term(quad.predicate), term(quad.object)))
    for prefix, namespace in found.prefixes.items():
        dataset.bind(prefix, namespace)


def _term(found: Any) -> Identifier:
    """A term of Oxigraph's as rdflib's."""
    from pyoxigraph import BlankNode, Literal, NamedNode
    from rdflib import XSD, BNode, URIRef
    from rdflib import Literal as Value

    if isinstance(found, NamedNode):
        return URIRef(found.value)
    if isinstance(found, BlankNode):
        return BNode(found.value)
    if not isinstance(found, Literal):
        raise ValueError("it makes statements about statements")
    datatype = URIRef(found.datatype.value)
    return Value(
        found.value, lang=found.language, datatype=None if found.language or datatype == XSD.string else datatype
    )


def _reason(error: Exception) -> str:
    """Where and why, of what rdflib says on many lines: the part before it quotes the file."""
    said = " ".join(str(error).replace(" of <>", "").split()) or type(error).__name__
    return re.split(r" at \^ in:", said)[0][:200]


def _as_text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GraphError(f"no text in UTF-8: byte {error.start} is wrong") from error


def _without_doctype(data: bytes) -> bytes:
    """`data` if it is XML of some depth without a document type: entities could grow without bound or name files."""
    from xml.parsers.expat import ExpatError, ParserCreate

    open_ = 0

    def refuse(*_: object) -> None:
        raise GraphError("no rdfxml we read: it declares a document type, which may hide entities")

    def begin(*_: object) -> None:
        nonlocal open_
        open_ += 1
        if open_ > _DEPTH:
            raise GraphError(_TOO_DEEP.format("rdfxml"))

    def end(_: object) -> None:
        nonlocal open_
        open_ -= 1

    parser = ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler, parser.EndElementHandler = refuse, begin, end
    try:
        parser.Parse(data, True)
    except (ExpatError, LookupError, ValueError) as error:  # the latter for encodings that there are none of
        raise GraphError(f"no rdfxml: {error}") from error
    return data


def _without_remote_context(data: bytes) -> str:
    """`data` if it is JSON of some depth whose contexts are all in it: others would be fetched."""
    try:
        document = json.loads(_as_text(data))
    except RecursionError as error:
        raise GraphError(_TOO_DEEP.format("jsonld")) from error
    except ValueError as error:
        raise GraphError(f"no jsonld: {error}") from error
    _refuse_remote(document, depth=0)
    text = json.dumps(document, ensure_ascii=False)
    if _HALF.search(text):
        raise GraphError("no jsonld: it has half a character (a lone surrogate)")
    return text


def _refuse_remote(node: Any, *, depth: int) -> None:
    if depth > _DEPTH:
        raise GraphError(_TOO_DEEP.format("jsonld"))
    if isinstance(node, list):
        for item in node:
            _refuse_remote(item, depth=depth + 1)
    if isinstance(node, dict):
        for key, value in node.items():
            _refuse_remote(value, depth=depth + 1)
            if key == "@import" or (key == "@context" and _names_another(value)):
                raise GraphError("no jsonld we read: its context is elsewhere, and nothing is fetched; write it out")


def _names_another(context: Any) -> bool:
    """Whether a context is an address, or a list that holds one."""
    return isinstance(context, str) or (isinstance(context, list) and any(map(_names_another, context)))


def check_depth(data: bytes) -> None:
    """Raise `GraphError` where too many brackets stand within each other in Turtle, TriG, N-Triples or N-Quads."""
    open_ = 0
    for token in _TOKEN.finditer(data):
        if token.lastgroup:
            open_ += 1 if token.lastgroup == "begin" else -1
            if open_ > _DEPTH:
                raise GraphError(_TOO_DEEP.format("graph"))


def _without_depth(data: bytes) -> str:
    check_depth(data)
    return _as_text(data)


_CHECKS: dict[str, Callable[[bytes], bytes | str]] = {"rdfxml": _without_doctype, "jsonld": _without_remote_context}

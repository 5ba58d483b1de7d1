"""Graphs in files: load, save, merge. Nothing here asks the network, and a file is written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from errno import EACCES
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from dispatchgraph import iri
from dispatchgraph.errors import GraphError, InputError, OutputError
from dispatchgraph.syntax import SYNTAXES, Syntax, by_name, by_suffix, names

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["dumps", "export", "load", "loads", "merge", "save", "write", "write_text"]

_QUAD = re.compile(rb">\s*\.\s*$", re.MULTILINE)  # what TriG and N-Quads may both have, and prose has not
MAX_BYTES = 1 << 30  #: a file larger than this is not read into memory


# --- load -------------------------------------------------------------------------------------------------------


def load(path: str | Path) -> Dataset:
    """The dataset in the file at `path` («-» for standard input), in the form its suffix or its content says.

    Triples of a form without named graphs are in the default graph; queries see all graphs as one.
    Raises `InputError` where it cannot be read, `GraphError` where it is no RDF.
    """
    data = sys.stdin.buffer.read(MAX_BYTES + 1) if str(path) == "-" else _bytes(Path(path))
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
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def loads(data: bytes, *, format: str | None = None) -> Dataset:
    """The dataset that `data` holds in the form called `format`, or in the one it looks like."""
    if not data.strip():
        raise GraphError("an empty file is no graph")
    syntax = by_name(format) if format else _looks_like(data)
    try:
        return _parsed(_CHECKS.get(syntax.name, _as_text)(data), syntax)
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
        dataset.parse(data=data, format=syntax.parser, publicID=iri.DEFAULT_BASE)
    except RecursionError as error:
        raise GraphError(f"no {syntax.name} that can be read: it is nested too deeply") from error
    except Exception as error:  # rdflib's parsers have no exception in common
        raise GraphError(f"no {syntax.name}: {_reason(error)}") from error
    return dataset


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
    """`data` if it is XML without a document type: entities could grow without bound or name files."""
    from xml.parsers.expat import ExpatError, ParserCreate

    def refuse(*_: object) -> None:
        raise GraphError("no rdfxml we read: it declares a document type, which may hide entities")

    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except ExpatError as error:
        raise GraphError(f"no rdfxml: {error}") from error
    return data


def _without_remote_context(data: bytes) -> str:
    """`data` if it is JSON whose contexts are all in it: others would be fetched."""
    try:
        document = json.loads(_as_text(data))
        _refuse_remote(document)
        return json.dumps(document)
    except RecursionError as error:
        raise GraphError("no jsonld that can be read: it is nested too deeply") from error
    except json.JSONDecodeError as error:
        raise GraphError(f"no jsonld: {error}") from error


def _refuse_remote(node: Any) -> None:
    if isinstance(node, list):
        for item in node:
            _refuse_remote(item)
    if isinstance(node, dict):
        for key, value in node.items():
            contexts = value if isinstance(value, list) else [value]
            if key == "@import" or (key == "@context" and any(isinstance(c, str) for c in contexts)):
                raise GraphError("no jsonld we read: its context is elsewhere, and nothing is fetched; write it out")
            _refuse_remote(value)


_CHECKS: dict[str, Callable[[bytes], bytes | str]] = {"rdfxml": _without_doctype, "jsonld": _without_remote_context}


def merge(datasets: Iterable[Dataset]) -> Dataset:
    """One dataset with all graphs of `datasets`."""
    from rdflib import Dataset

    from dispatchgraph.syntax.terms import by_graph
    from dispatchgraph.vocab import bind

    merged = Dataset(default_union=True)
    bind(merged)
    for dataset in datasets:
        for prefix, namespace in dataset.namespaces():
            merged.bind(prefix, namespace, override=False)
        for name, triples in by_graph(dataset):
            graph = merged.default_graph if name is None else merged.graph(str(name))
            for triple in triples:
                graph.add(triple)
    return merged


# --- save -------------------------------------------------------------------------------------------------------


def dumps(dataset: Dataset, *, format: str = "turtle") -> bytes:
    """`dataset` in the form called `format`: the same statements give the same bytes."""
    return by_name(format).write(dataset)


def save(dataset: Dataset, path: str | Path, *, format: str | None = None) -> Path:
    """Write `dataset` to `path`, in the form its suffix names unless `format` does; returns the path.

    Raises `OutputError` where it cannot be written; what was there is then still there.
    """
    syntax = by_name(format) if format else by_suffix(Path(path))
    if syntax is None:
        raise OutputError(f"{path}: its suffix names no format; name one of: {names()}")
    return write(Path(path), syntax.write(dataset))


export = save  #: the same, by the name of the command


def write_text(path: str | Path, text: str) -> Path:
    """Write `text` to `path` as UTF-8; see `write`."""
    return write(path, text.encode("utf-8"))


def write(path: str | Path, data: bytes) -> Path:
    """Write `data` to `path`: to a file beside it first, which then takes its place; returns the path.

    Raises `OutputError` where that cannot be done; what was there is then still there.
    """
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():
            _write_to_device(target, data)
        else:
            _replace(target.resolve(), data)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error
    return target


def _write_to_device(target: Path, data: bytes) -> None:
    """A pipe or a terminal takes what comes and cannot be replaced; a folder raises."""
    with target.open("wb") as stream:
        stream.write(data)


def _replace(target: Path, data: bytes) -> None:
    """Write beside `target`, make sure it is on disk, then rename."""
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES), str(target))
    beside = target.with_name(f".{target.name[:200]}.{os.getpid()}.tmp")
    try:
        with beside.open("xb") as stream:
            _write_through(stream, data)
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o777)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _write_through(stream: IO[bytes], data: bytes) -> None:
    stream.write(data)
    stream.flush()
    os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """Put the rename itself on disk, where the system has a way to."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

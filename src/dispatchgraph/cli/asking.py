"""What `dispatchgraph query` asks: a store, a file or a server, each within a limit of time.

Stores and files are asked in a process of their own, which Ctrl-C and the limit end at once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dispatchgraph.errors import GraphError, QueryError
from dispatchgraph.iri import PREFIXES
from dispatchgraph.syntax import by_suffix

if TYPE_CHECKING:
    from dispatchgraph.sparql import Checked

__all__ = ["asked"]

_QUICK = {"turtle": ".ttl", "trig": ".trig", "nquads": ".nq", "ntriples": ".nt"}  #: forms the engine reads by itself

_SMALL = 16 << 20  # bytes, looked through in half a second


def asked(graph: str, sparql: str, *, seconds: float) -> Any:
    """The answer of a graph file or an archive, as `query.run` gives it; raises `QueryError`."""
    from dispatchgraph.sparql import ELSEWHERE, guard

    checked = guard(sparql, prefixes=PREFIXES)
    if checked.dataset:
        raise QueryError(ELSEWHERE.format("FROM"))
    if "://" in graph:
        return _of_server(graph, sparql)
    if Path(graph).is_dir():
        from dispatchgraph.archive.folder import leased

        with leased(Path(graph)) as snapshot:
            return _answer(snapshot, "", checked, name=graph, seconds=seconds)
    return _of_file(graph, checked, seconds=seconds)


def _of_server(address: str, sparql: str) -> Any:
    from dispatchgraph.archive import open_archive
    from dispatchgraph.archive.answers import as_result

    with open_archive(address) as archive:
        return as_result(archive.query(sparql))


def _of_file(graph: str, checked: Checked, *, seconds: float) -> Any:
    """The answer of a file: as it is, where the engine reads it, else by way of what `store.load` makes of it."""
    from dispatchgraph import store

    syntax = by_suffix(graph)
    if syntax and syntax.name in _QUICK and Path(graph).is_file() and Path(graph).stat().st_size <= store.MAX_BYTES:
        try:
            _check_small(Path(graph))
            return _answer(Path(graph), _QUICK[syntax.name], checked, name=graph, seconds=seconds)
        except GraphError:
            pass  # `load` says better why it cannot be read
    with _loaded(graph) as quads:
        return _answer(quads, ".nq", checked, name=graph, seconds=seconds)


def _check_small(file: Path) -> None:
    """Look whether a file is nested too deeply, where that is soon done: the engine stands it, at some cost."""
    from dispatchgraph.loading import check_depth

    if file.stat().st_size <= _SMALL:
        check_depth(file.read_bytes())


@contextmanager
def _loaded(graph: str) -> Iterator[Path]:
    """A file of N-Quads that says what `graph` does, for as long as the context lasts."""
    from dispatchgraph import store

    with tempfile.TemporaryDirectory(prefix="dispatchgraph-") as folder:
        file = Path(folder, "graph.nq")
        file.write_bytes(store.dumps(store.load(graph), format="nquads"))
        yield file


def _answer(where: Path, suffix: str, checked: Checked, *, name: str, seconds: float) -> Any:
    from dispatchgraph.serve.once import Most, ask
    from dispatchgraph.sparql import in_order

    graph = checked.form in ("CONSTRUCT", "DESCRIBE")
    media = "application/n-triples" if graph else "application/sparql-results+json"
    written = ask(where, checked.text, name=name, media=media, most=Most(seconds=seconds), suffix=suffix)

    from dispatchgraph.answer import rows_of, triples_of

    if graph:
        return triples_of(written)
    rows = rows_of(written)
    if checked.everything:
        rows.vars = in_order(rows.vars or (), checked.text)
    return rows

"""What Oxigraph answers as rdflib's `Result`, which is written as a table, CSV, TSV or JSON."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat
from rdflib import Graph
from rdflib.query import Result

from dispatchgraph.errors import QueryError
from dispatchgraph.vocab import bind

if TYPE_CHECKING:
    from dispatchgraph.archive.backend import Answer

__all__ = ["as_result"]


def as_result(answer: Answer) -> Result:
    """The same answer, with all its rows or triples; raises `QueryError` where it fails on the way."""
    try:
        if not isinstance(answer, QueryTriples):
            return Result.parse(BytesIO(answer.serialize(format=QueryResultsFormat.JSON) or b""), format="json")
        graph = Graph(bind_namespaces="none")
        graph.parse(data=answer.serialize(format=RdfFormat.N_TRIPLES) or b"", format="nt")
    except OSError as error:
        raise QueryError(f"the query fails: {' '.join(str(error).split())}") from error
    bind(graph)
    built = Result("CONSTRUCT")
    built.graph = graph
    return built

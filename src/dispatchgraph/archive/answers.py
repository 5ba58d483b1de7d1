"""What Oxigraph answers as rdflib's `Result`, which is written as a table, CSV, TSV or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat

from dispatchgraph.answer import rows_of, triples_of
from dispatchgraph.errors import QueryError

if TYPE_CHECKING:
    from rdflib.query import Result

    from dispatchgraph.archive.backend import Answer

__all__ = ["as_result"]


def as_result(answer: Answer) -> Result:
    """The same answer, with all its rows or triples; raises `QueryError` where it fails on the way."""
    try:
        if isinstance(answer, QueryTriples):
            return triples_of(answer.serialize(format=RdfFormat.N_TRIPLES) or b"")
        return rows_of(answer.serialize(format=QueryResultsFormat.JSON) or b"")
    except OSError as error:
        raise QueryError(f"the query fails: {' '.join(str(error).split())}") from error

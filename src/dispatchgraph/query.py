"""Ask a graph: SPARQL of your own, or a question that ships in `queries/`.

A query reads the graph that it is given and nothing else: what would fetch another (SERVICE, FROM) or change it is
refused before anything runs. The prefixes of `vocab.PREFIXES` need no declaration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock

import rdflib.plugins.sparql as engine
from pyparsing import ParseException, ParseResults
from rdflib import Dataset, Graph
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from dispatchgraph.answer import to_csv, to_json, to_table, to_tsv
from dispatchgraph.deadline import alarm, can_ring
from dispatchgraph.errors import QueryError
from dispatchgraph.questions import Question, question, questions
from dispatchgraph.sparql import ELSEWHERE, guard, in_order
from dispatchgraph.vocab import PREFIXES, bind

__all__ = ["Question", "Result", "prepare", "question", "questions", "run", "to_csv", "to_json", "to_table", "to_tsv"]


# --- asking -------------------------------------------------------------------------------------------------------


def run(graph: Graph, sparql: str, *, timeout: float | None = None) -> Result:
    """The answer of `graph` to a query: SELECT, ASK, CONSTRUCT or DESCRIBE. All named graphs of a dataset count as one.

    Raises `QueryError`: with line and column where the query is no SPARQL, and where it is refused, fails, or takes
    more than `timeout` seconds.
    """
    try:
        with _at_most(timeout):
            return _answered(graph, prepare(sparql))
    except _TimeUp:
        raise QueryError(f"the query takes more than {timeout:g} s") from None


def _answered(graph: Graph, asked: Query) -> Result:
    with _nothing_is_loaded():
        try:
            return _whole(_as_one(graph).query(asked, use_store_provided=False))
        except RecursionError:
            raise QueryError("the query is nested too deeply") from None
        except Exception as error:  # rdflib has no one exception for what fails in evaluation
            raise QueryError(f"the query fails: {_line(error)}") from error


class _TimeUp(BaseException):
    """The alarm: no `Exception`, of which rdflib takes many for an answer."""


def _at_most(seconds: float | None) -> AbstractContextManager[None]:
    """Raise `_TimeUp` after so many seconds, whatever runs then, the search for a regular expression too."""
    if not seconds:
        return nullcontext()
    if not can_ring():
        raise QueryError("a time limit needs the main thread, on a system with alarms")
    return alarm(seconds, _TimeUp())


def prepare(sparql: str) -> Query:
    """A query parsed and checked; raises `QueryError` where it is no SPARQL or is refused."""
    checked = guard(sparql)
    if checked.dataset:
        raise QueryError(ELSEWHERE.format("FROM"))
    try:
        tree = parseQuery(sparql)
        query = translateQuery(tree, initNs=dict(PREFIXES))
    except ParseException as error:
        raise _not_a_query(sparql, error) from None
    except RecursionError:
        raise QueryError("the query is nested too deeply") from None
    except Exception as error:  # rdflib has no one exception for what fails in translation
        raise QueryError(_untranslatable(error)) from error
    for name in _names(query.algebra):
        if name in _REFUSED:
            raise QueryError(ELSEWHERE.format(_REFUSED[name]))
    if checked.everything:  # the columns of «SELECT *» come out of a set: put them in the order of the query
        query.algebra.PV = in_order(query.algebra.PV, sparql)
    return query


_REFUSED = {"ServiceGraphPattern": "SERVICE", "DatasetClause": "FROM"}


def _names(part: object) -> Iterator[str]:
    """The names of all the nodes of a query's algebra, those in EXISTS and in sub-selects among them."""
    if isinstance(part, CompValue):
        yield part.name
        yield from _names(tuple(part.values()))
    elif isinstance(part, (list, tuple, ParseResults)):
        for one in part:
            yield from _names(one)


def _not_a_query(sparql: str, error: ParseException) -> QueryError:
    try:
        parseUpdate(sparql)
    except Exception:
        expected = error.msg.replace("{", "").replace("}", "").replace(" | ", ", ")
        return QueryError(f"no SPARQL: line {error.lineno}, column {error.column}: {expected}")
    if not sparql.strip():
        return QueryError("an empty query asks nothing")
    return QueryError("an update is refused: a query reads the graph and never changes it")


def _untranslatable(error: Exception) -> str:
    prefix = re.fullmatch(r"Unknown namespace prefix : (.*)", _line(error))
    if prefix:
        return f"the prefix {prefix[1]}: is not declared; without declaration there are: {', '.join(PREFIXES)}"
    return f"no SPARQL: {_line(error)}"


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _as_one(graph: Graph) -> Graph:
    if isinstance(graph, Dataset) and not graph.default_union:
        return Dataset(store=graph.store, default_union=True)
    return graph


def _whole(result: Result) -> Result:
    """`result` with all its rows, which rdflib finds only when they are asked for."""
    if result.type == "SELECT":
        result.bindings = list(result.bindings)
    if result.graph is not None:
        bind(result.graph)
    return result


_lock = Lock()
_asking: list[bool] = []  # what the switch was, once for each query that runs


@contextmanager
def _nothing_is_loaded() -> Iterator[None]:
    """Switch off, while any query runs, rdflib's loading of graphs that a query names."""
    with _lock:
        _asking.append(_asking[0] if _asking else engine.SPARQL_LOAD_GRAPHS)
        engine.SPARQL_LOAD_GRAPHS = False
    try:
        yield
    finally:
        with _lock:
            before = _asking.pop()
            engine.SPARQL_LOAD_GRAPHS = False if _asking else before

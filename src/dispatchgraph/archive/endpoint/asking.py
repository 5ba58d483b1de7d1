"""Questions to an endpoint: their text, and answers that are whole whatever the server's limits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pyoxigraph import (
    Quad,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from dispatchgraph.archive.endpoint.kinds import Kind
from dispatchgraph.archive.endpoint.virtuoso import mended_term
from dispatchgraph.archive.endpoint.wire import Body, Wire
from dispatchgraph.errors import QueryError, StoreError
from dispatchgraph.sparql.tokens import Token, tokens

if TYPE_CHECKING:
    from dispatchgraph.archive.backend import Answer

__all__ = ["Questions", "form_of", "pattern"]

_ROWS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_MANY = 1000  #: triples from which on a graph may have been cut short

# One statement, as often as the default graph has it.
_ONE = "SELECT ?s WHERE { { SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } %s } LIMIT 1 } ?s ?p ?o }"


# --- the text of a question ---------------------------------------------------------------------------------------


def pattern(subject: object, predicate: object, object_: object, graph: object) -> str:
    """A SELECT of the statements that fit; terms write themselves, None is what is asked for.

    >>> pattern(None, None, None, None)
    'SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }'
    """
    terms = {"?s": subject, "?p": predicate, "?o": object_, "?g": graph}
    s, p, o, g = (str(term) if term is not None else name for name, term in terms.items())
    asked = " ".join(name for name, term in terms.items() if term is None) or "(1 AS ?there)"
    return f"SELECT {asked} WHERE {{ GRAPH {g} {{ {s} {p} {o} }} }}"


def form_of(sparql: str) -> Token:
    """The word that says what a query asks for; raises `QueryError` where it asks for nothing: an update is none."""
    found = iter(tokens(sparql))
    for token in found:
        word = token.text.upper()
        if token.kind != "word" or word not in {"PREFIX", "BASE"}:
            break
        for _ in range(2 if word == "PREFIX" else 1):
            next(found, None)
    else:
        raise QueryError("an empty query asks nothing")
    if token.kind != "word" or word not in _FORMS:
        raise QueryError(f"no query: it begins with {token.text!r}; a query is one of {', '.join(_FORMS)}")
    return token


def declared(sparql: str, prefixes: Mapping[str, str]) -> str:
    """A query with the prefixes that it uses without declaring them."""
    all_tokens = list(tokens(sparql))
    names = {t.text.partition(":")[0] for t in all_tokens if t.kind == "name"}
    own = {after.text.partition(":")[0] for word, after in pairwise(all_tokens) if word.text.upper() == "PREFIX"}
    # On the line of the query, so that the lines that a server complains of are those of the query.
    return "".join(f"PREFIX {n}: <{prefixes[n]}> " for n in sorted(names - own) if n in prefixes) + sparql


def page(sparql: str, variables: list[str], size: int, offset: int) -> str:
    """A part of the rows of a SELECT, in the order it asks for, or else in that of their values."""
    begin = form_of(sparql).begin
    before, asked = sparql[:begin], f"{{\n{sparql[begin:]}\n}}"
    if not _is_ordered(sparql[begin:]):
        asked = f"{{ SELECT * WHERE {{ {asked} }} ORDER BY {' '.join(f'?{v}' for v in variables)} }}"
    return f"{before}SELECT * WHERE {{ {asked} }} LIMIT {size} OFFSET {offset}"


def _is_ordered(sparql: str) -> bool:
    depth = 0
    for token in tokens(sparql):
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "mark" else 0
        if depth == 0 and token.kind == "word" and token.text.upper() == "ORDER":
            return True
    return False


# --- asking -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Questions:
    """Asks one endpoint. Raises `QueryError` for a query that it refuses, `StoreError` for all else."""

    wire: Wire
    kind: Kind
    address: str

    def rows(self, sparql: str) -> Iterator[QuerySolution]:
        """All rows of a SELECT, as they come."""
        if self.kind.mended:
            return iter(self._solutions(sparql))
        return self._streamed(sparql)

    def answer(self, sparql: str) -> Answer:
        """The answer to a query of any form."""
        form = form_of(sparql).text.upper()
        if form in {"CONSTRUCT", "DESCRIBE"}:
            return self._graph(sparql)
        if self.kind.mended:
            return self._solutions(sparql) if form == "SELECT" else _parsed(self._page(sparql)[0])
        return _whole(self._body(sparql, _ROWS).read())

    def times_shown(self, hidden: str) -> int:
        """How often the default graph shows a statement of a graph whose name does not begin with `hidden`.

        Once, as it should be, where there is none.
        """
        kept = f'FILTER(!STRSTARTS(STR(?g), "{hidden}"))'
        own = "".join(f" FILTER(?g != <{iri}>)" for iri in sorted(self.kind.own))
        if not any(True for _ in self.rows(f"SELECT ?s WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {kept}{own} }} LIMIT 1")):
            return 1
        return sum(1 for _ in self.rows(_ONE % (kept + own)))

    def _body(self, sparql: str, accept: str) -> Body:
        return self._asked(sparql, accept)[0]

    def _asked(self, sparql: str, accept: str) -> tuple[Body, Mapping[str, str]]:
        return self.wire.ask(self.address, {"query": sparql, **self.kind.dataset(sparql)}, accept=accept)

    def _streamed(self, sparql: str) -> Iterator[QuerySolution]:
        body = self._body(sparql, _ROWS)
        try:
            body.settle()
            yield from _read(body)
        except SyntaxError as error:
            raise _broken(error) from error
        finally:
            body.close()

    # --- a server that cuts answers short

    def _page(self, sparql: str) -> tuple[dict[str, Any], int | None]:
        """An answer as JSON, and how many rows the server gives at most if it may have cut it there."""
        body, headers = self._asked(sparql, _ROWS)
        try:
            answer = json.loads(body.read(), strict=False)
        except ValueError as error:
            raise _broken(error) from error
        cut = headers.get("x-sparql-maxrows", "")
        return (self.kind.mended or dict)(answer), int(cut) if cut.isdigit() else None

    def _solutions(self, sparql: str) -> QuerySolutions:
        """All rows of a SELECT: at once if the server gives them, else asked for page by page."""
        answer, size = self._page(sparql)
        if size:
            _check_divisible(sparql)
            variables, offset = answer["head"]["vars"], 0
            answer["results"]["bindings"] = []
            while size:
                part = self._page(page(sparql, variables, size, offset))[0]["results"]["bindings"]
                answer["results"]["bindings"] += part
                offset += size
                size = size if len(part) >= size else 0
        return _parsed(answer)  # type: ignore[no-any-return]

    def _graph(self, sparql: str) -> Answer:
        """The answer to a CONSTRUCT or DESCRIBE; a graph that may be cut short is refused."""
        body = self._body(sparql, _TRIPLES)
        told = Store()
        try:
            for quad in parse(body, format=RdfFormat.N_TRIPLES):  # type: ignore[arg-type]
                told.add(Quad(quad.subject, quad.predicate, mended_term(quad.object)))
        except SyntaxError as error:
            raise _broken(error) from error
        finally:
            body.close()
        if self.kind.plenty and len(told) >= _MANY:
            self._check_whole(len(told))
        return told.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")

    def _check_whole(self, size: int) -> None:
        """Raise where the server gives no more than `size` of anything: it cuts graphs, too, without a word."""
        answer, most = self._page(f"{self.kind.plenty} LIMIT {size + 1}")
        if most and len(answer["results"]["bindings"]) <= size:
            raise QueryError(f"the server gives {most} triples at most and may have left some out: ask for less")


def _check_divisible(sparql: str) -> None:
    if any(t.kind == "word" and t.text.upper() == "FROM" for t in tokens(sparql)):
        raise QueryError("the server gives only a part of so many rows, and a query with FROM cannot be asked in pages")


def _parsed(answer: dict[str, Any]) -> Any:
    return parse_query_results(json.dumps(answer).encode(), format=QueryResultsFormat.JSON)


def _whole(data: bytes) -> Answer:
    """An answer that was read to its end once, so that it cannot break off in the hands of who asked."""
    try:
        seen = parse_query_results(data, format=QueryResultsFormat.JSON)
        if isinstance(seen, QuerySolutions):
            for _ in seen:
                pass
        return parse_query_results(data, format=QueryResultsFormat.JSON)
    except SyntaxError as error:
        raise _broken(error) from error


def _read(body: Body) -> Any:
    try:
        return parse_query_results(body, format=QueryResultsFormat.JSON)  # type: ignore[arg-type]
    except SyntaxError as error:
        body.close()
        raise _broken(error) from error


def _broken(error: Exception) -> StoreError:
    reason = re.sub(r"\s+", " ", str(error))[:120]
    return StoreError(f"the server's answer is cut off or malformed ({reason}): try again, or ask for less")

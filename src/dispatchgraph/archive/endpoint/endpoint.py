"""An archive on a SPARQL 1.1 endpoint, behind the same interface as one in a folder."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from pyoxigraph import Literal, NamedNode, Quad

from dispatchgraph.archive.endpoint.address import Address
from dispatchgraph.archive.endpoint.asking import Questions, declared, pattern
from dispatchgraph.archive.endpoint.changing import HIDDEN, Changes
from dispatchgraph.archive.endpoint.kinds import KINDS, Kind, recognised
from dispatchgraph.archive.endpoint.lease import Lease
from dispatchgraph.archive.endpoint.memory import Memory, Pattern
from dispatchgraph.archive.endpoint.wire import Refused, Wire
from dispatchgraph.archive.names import DG, RDF
from dispatchgraph.errors import QueryError, StoreError
from dispatchgraph.iri import DEFAULT_BASE

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution

    from dispatchgraph.archive.backend import Answer, Change

__all__ = ["Endpoint"]

_LASTING = 1.0  #: seconds that a reader keeps an answer
_USUAL = ("/sparql", "/query", "/")  #: where a server is asked whose address has no path


class Endpoint:
    """The statements on a server.

    `base` is what the IRIs of the dispatches begin with.
    """

    def __init__(
        self, *, wire: Wire, kind: Kind, address: Address, base: str | None, prefixes: Mapping[str, str] | None
    ) -> None:
        self._wire, self._kind, self._address = wire, kind, address
        self._prefixes = dict(prefixes or {})
        self._questions = Questions(wire=wire, kind=kind, address=address.query)
        update, graphs = kind.siblings(address.query, known_user=bool(address.password))
        self._changes = Changes(
            wire=wire,
            kind=kind,
            questions=self._questions,
            update=address.update or update,
            graphs=address.graphs or graphs,
        )
        self._writes = False
        self._lease = Lease(wire=wire, questions=self._questions, update=self._changes.update, address=str(address))
        self._memory = Memory(self._fetched, lasting=_LASTING)
        self._is_merged = False
        self.base = self._base(base)

    @classmethod
    def open(
        cls,
        url: str,
        *,
        base: str | None = None,
        prefixes: Mapping[str, str] | None = None,
        write: bool = False,
        wait: float = 0,
        waiting: Callable[[str], None] = lambda holder: None,
    ) -> Endpoint:
        """The archive at `url` (see `address`).

        To `write`, this waits up to `wait` seconds for another writer, and tells `waiting` once who that is; what one
        left unfinished is finished first. Raises `StoreError` where there is no endpoint, or it does not let us in.
        """
        address = Address.read(url)
        wire = Wire(address)
        try:
            address, kind = _found(wire, address)
            opened = cls(wire=wire, kind=kind, address=address, base=base, prefixes=prefixes)
            if write:
                opened._begin(wait, waiting)
        except BaseException:
            wire.close()
            raise
        return opened

    def _begin(self, wait: float, waiting: Callable[[str], None]) -> None:
        """Begin to write."""
        self._lease.take(wait=wait, waiting=waiting)
        try:
            self._changes.finish()
        except BaseException:
            self._lease.give_back()
            raise
        self._writes = True
        self._memory = Memory(self._fetched, lasting=math.inf)  # nobody else changes anything now

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: NamedNode | Literal | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The statements that fit, of all named graphs."""
        return self._memory.quads((subject, predicate, object, graph))

    def _fetched(self, asked: Pattern) -> Iterator[Quad]:
        if self._kind.plenty and not any(asked):  # page by page through all would take the square of the time
            for name in list(self.graphs()):
                yield from self._fetched((None, None, None, name))
            return
        for row in self._questions.rows(pattern(*asked)):
            terms = [term or row[name] for term, name in zip(asked, "spog", strict=True)]
            if not self._is_hidden(terms[3]):
                yield Quad(*terms)  # type: ignore[arg-type]

    def query(self, sparql: str) -> Answer:
        """The answer to a query over all graphs as one; raises `QueryError`."""
        asked = declared(sparql, self._prefixes)
        self._check_merge()
        return self._questions.answer(asked)

    def select(self, sparql: str) -> Iterator[QuerySolution]:
        """The rows of a SELECT over all graphs as one."""
        self._check_merge()
        return self._questions.rows(declared(sparql, self._prefixes))

    def graphs(self) -> Iterator[NamedNode]:
        """The names of the graphs that hold something."""
        for row in self._questions.rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"):
            name = row["g"]
            if isinstance(name, NamedNode) and not self._is_hidden(name):
                yield name

    def commit(self, change: Change) -> None:
        """Make a change: all of it or, as far as anyone counts, nothing; raises `StoreError`."""
        if not self._writes:
            self._begin(0, lambda holder: None)
        self._lease.keep()
        self._memory.forget()
        self._changes.make(change)

    def flush(self) -> None:
        """Nothing to see to: what a server has confirmed, it keeps."""

    def close(self) -> None:
        """Let others write, and close the connections."""
        self._lease.give_back()
        self._wire.close()

    # --- what the server is

    def _base(self, wanted: str | None) -> str:
        """What the IRIs of the dispatches there begin with; `wanted` where there are none yet."""
        ask = f"SELECT ?d WHERE {{ GRAPH ?g {{ ?d {RDF['type']} {DG.Dispatch} }} }} LIMIT 1"
        for row in self._questions.rows(ask):
            base, found, _ = str(row["d"].value).partition("dispatch/")
            if found and wanted not in {None, base}:
                raise StoreError(f"{self._address} has the base {base}, not {wanted}: an archive keeps the one it has")
            if found:
                return base
        return wanted or DEFAULT_BASE

    def _is_hidden(self, graph: Any) -> bool:
        """Whether a graph is of the server, or of this program's ways with it."""
        return graph.value.startswith(HIDDEN) or graph.value in self._kind.own

    def _check_merge(self) -> None:
        """Raise where queries do not see each statement of all graphs once: answers would be wrong without a sign."""
        times = 1 if self._is_merged else self._questions.times_shown(HIDDEN)
        if times != 1:
            what = "does not show all graphs as one" if times == 0 else "shows a statement once for each graph it is in"
            raise StoreError(f"{self._address} {what} to queries: docs/remote.md tells what to do")
        self._is_merged = True


def _found(wire: Wire, address: Address) -> tuple[Address, Kind]:
    """Where queries are really answered, and by which make of server."""
    bare = urlsplit(address.query).path in {"", "/"} and address.server is None
    paths = [urljoin(address.query, path) for path in _USUAL] if bare else [address.query]
    refused: Refused | QueryError | None = None
    for path in paths:
        try:
            body, _ = wire.ask(path, {"query": "ASK {}"}, accept="application/sparql-results+json")
            kind = recognised(wire.signature, body.read())
            return replace(address, query=path), KINDS[address.server] if address.server else kind
        except (Refused, QueryError) as error:
            refused = refused or error
    raise StoreError(str(refused)) from refused

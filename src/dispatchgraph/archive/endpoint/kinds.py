"""What servers of different make do each in their own way.

Oxigraph and Virtuoso were run; of Fuseki and QLever their documentation was read. A server that is none of these is
treated with the most care: small requests, and a journal.

Queries see all graphs as one that has each statement once. Few servers show them so by themselves (QLever does), so the
statements are kept a second time: in the server's default graph, or in a graph that queries are sent to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from pyoxigraph import DefaultGraph, NamedNode, Quad

from dispatchgraph.archive.endpoint import virtuoso

__all__ = ["KINDS", "Kind", "recognised"]


_DEFAULT = DefaultGraph()


def _as_it_is(quad: Quad) -> Quad:
    return quad


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A make of server."""

    name: str
    atomic: bool = False  #: an update of several operations is one transaction
    puts: bool = True  #: a graph is better replaced through the graph store protocol, where there is one
    clear: str = "CLEAR SILENT GRAPH {}"
    merge: DefaultGraph | NamedNode | None = _DEFAULT  #: where each statement of all graphs is kept once, too
    plenty: str = ""  #: a question with more rows than such a server gives, if it may cut answers short
    own: frozenset[str] = frozenset()  #: graphs that the server keeps for itself
    dataset: Callable[[str], dict[str, list[str]]] = lambda sparql: {}  #: parameters for a query to see the merge
    written: Callable[[Quad], Quad] = _as_it_is  #: a statement as the server keeps it best
    mended: Callable[[dict[str, Any]], dict[str, Any]] | None = None  #: an answer in JSON as the standard has it
    ends: tuple[tuple[str, str, str], ...] = ()  #: how addresses end: for queries, updates, graphs

    def siblings(self, address: str, *, known_user: bool) -> tuple[str, str | None]:
        """Where updates and graphs are sent, if queries are sent to `address`."""
        parts = urlsplit(address)
        for query, update, graphs in self.ends:
            if parts.path.endswith(query):
                stem = parts.path[: len(parts.path) - len(query)].rstrip("/")
                # Virtuoso has a second set of addresses for those with a password.
                tail = "-auth" if self is VIRTUOSO and known_user and not update.endswith("-auth") else ""
                update, graphs = (urlunsplit((*parts[:2], stem + end + tail, "", "")) for end in (update, graphs))
                return update, graphs
        return urlunsplit((*parts[:3], "", "")), None


OXIGRAPH = Kind(
    name="oxigraph",
    atomic=True,
    puts=False,
    ends=(("/query", "/update", "/store"), ("/sparql", "/update", "/store")),
)
VIRTUOSO = Kind(
    name="virtuoso",
    puts=False,
    merge=virtuoso.MERGE,
    plenty=virtuoso.PLENTY,
    own=virtuoso.OWN_GRAPHS,
    dataset=virtuoso.dataset,
    written=virtuoso.written,
    mended=virtuoso.mended,
    ends=(
        ("/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth"),
        ("/sparql", "/sparql", "/sparql-graph-crud"),
    ),
)
FUSEKI = Kind(
    name="fuseki",
    atomic=True,
    puts=False,
    ends=(("/query", "/update", "/data"), ("/sparql", "/update", "/data"), ("", "/update", "/data")),
)
QLEVER = Kind(name="qlever", merge=None, clear="DELETE WHERE {{ GRAPH {} {{ ?s ?p ?o }} }}", ends=(("", "", ""),))
OTHER = Kind(name="other", ends=(("/query", "/update", "/data"),))

KINDS = {kind.name: kind for kind in (OXIGRAPH, VIRTUOSO, FUSEKI, QLEVER, OTHER)}


def recognised(signature: str, answer: bytes) -> Kind:
    """The make of a server, by its `Server` header and its answer to «ASK {}»."""
    for kind in KINDS.values():
        if kind.name in signature.lower():
            return kind
    return VIRTUOSO if virtuoso.ASKED in answer else OTHER

"""What the service says of itself: its service description (SPARQL 1.1) and its data set's (VoID)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pyoxigraph as ox

from dispatchgraph.iri import PREFIXES
from dispatchgraph.serve.http import Headers, Scope, Send, header, send_whole
from dispatchgraph.serve.negotiation import GRAPHS, RESULTS, chosen
from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.serve.site import Site

__all__ = ["Description"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_DCTERMS = "http://purl.org/dc/terms/"
_FOAF = "http://xmlns.com/foaf/0.1/"
_PREFIXES = {**PREFIXES, "sd": _SD, "void": _VOID, "dcterms": _DCTERMS, "foaf": _FOAF}
_FORMATS = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}


class _Size(NamedTuple):
    triples: int
    graphs: int


class Description:
    """The two descriptions, in any form that graphs have."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._sizes: dict[str, _Size | None] = {}

    async def send(self, scope: Scope, send: Send, headers: Headers) -> None:
        """Send the service description of the endpoint that is asked."""
        await _send(scope, send, headers, _service(_address(scope)))

    async def send_void(self, scope: Scope, send: Send, headers: Headers) -> None:
        """Send the description of the data set."""
        size = await self._size()
        await _send(scope, send, headers, _dataset(self._site, _root(scope), size))

    async def _size(self) -> _Size | None:
        """How much data there is; not known where counting takes too long."""
        version = self._site.pool.version
        if version not in self._sizes:
            self._sizes = {version: await self._counted()}
        return self._sizes[version]

    async def _counted(self) -> _Size | None:
        try:
            triples = await self._site.pool.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
            graphs = await self._site.pool.rows("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { } }")
        except Refusal:
            return None
        return _Size(int(triples[0]["n"].value), int(graphs[0]["n"].value))


def _root(scope: Scope) -> str:
    return f"{scope.get('scheme', 'http')}://{header(scope, b'host') or 'localhost'}"


def _address(scope: Scope) -> str:
    return _root(scope) + str(scope["path"])


async def _send(scope: Scope, send: Send, headers: Headers, triples: Iterator[ox.Triple]) -> None:
    form = chosen("CONSTRUCT", accept=header(scope, b"accept"))
    syntax = ox.RdfFormat.from_media_type(form.media)
    try:
        content = ox.serialize(triples, format=syntax, prefixes=_PREFIXES)
    except ValueError:
        raise Refusal(400, "the Host header is no name of a host") from None
    more = [(b"content-type", form.content_type.encode()), (b"vary", b"Accept"), (b"cache-control", b"no-cache")]
    await send_whole(send, 200, content or b"", [*headers, *more])


def _triple(subject: str, predicate: str, value: str | int | ox.NamedNode) -> ox.Triple:
    end = value if isinstance(value, ox.NamedNode) else ox.Literal(value)
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), end)


def _service(address: str) -> Iterator[ox.Triple]:
    told = {
        f"{PREFIXES['rdf']}type": [f"{_SD}Service"],
        f"{_SD}endpoint": [address],
        f"{_SD}supportedLanguage": [f"{_SD}SPARQL11Query"],
        f"{_SD}feature": [f"{_SD}UnionDefaultGraph"],
        f"{_SD}resultFormat": [f"http://www.w3.org/ns/formats/{_FORMATS[f.media]}" for f in (*RESULTS, *GRAPHS)],
        f"{_SD}defaultDataset": [f"{address}#dataset"],
    }
    for predicate, values in told.items():
        for value in values:
            yield _triple(address, predicate, ox.NamedNode(value))
    yield _triple(f"{address}#dataset", f"{PREFIXES['rdf']}type", ox.NamedNode(f"{_SD}Dataset"))
    yield _triple(f"{address}#dataset", f"{_SD}defaultGraph", ox.NamedNode(f"{address}#graph"))
    yield _triple(f"{address}#graph", f"{PREFIXES['rdf']}type", ox.NamedNode(f"{_SD}Graph"))


def _dataset(site: Site, root: str, size: _Size | None) -> Iterator[ox.Triple]:
    address = f"{root}/.well-known/void"
    about = f"{address}#dataset"
    yield _triple(address, f"{PREFIXES['rdf']}type", ox.NamedNode(f"{_VOID}DatasetDescription"))
    yield _triple(address, f"{_FOAF}primaryTopic", ox.NamedNode(about))
    yield _triple(about, f"{PREFIXES['rdf']}type", ox.NamedNode(f"{_VOID}Dataset"))
    yield _triple(about, f"{_DCTERMS}title", site.title)
    yield _triple(about, f"{_VOID}sparqlEndpoint", ox.NamedNode(f"{root}/sparql"))
    yield _triple(about, f"{_VOID}uriSpace", site.base)
    for vocabulary in PREFIXES.values():
        yield _triple(about, f"{_VOID}vocabulary", ox.NamedNode(vocabulary))
    if size:
        yield _triple(about, f"{_VOID}triples", size.triples)
        yield _triple(about, f"{_VOID}documents", size.graphs)

"""An archive on a server: Oxigraph's and Virtuoso's own servers, run here, and small ones that misbehave."""

from __future__ import annotations

import base64
import gzip
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, RdfFormat, parse

from dispatchgraph.archive import open_archive
from dispatchgraph.archive.backend import Change
from dispatchgraph.archive.endpoint import Endpoint, lease
from dispatchgraph.archive.endpoint.address import Address
from dispatchgraph.archive.endpoint.asking import declared, form_of, page, pattern
from dispatchgraph.archive.endpoint.changing import JOURNAL
from dispatchgraph.archive.endpoint.kinds import KINDS
from dispatchgraph.archive.endpoint.memory import Memory
from dispatchgraph.archive.endpoint.wire import Wire
from dispatchgraph.archive.names import DG, RDF
from dispatchgraph.errors import QueryError, StoreError

if TYPE_CHECKING:
    from servers import Server

pytest_plugins = ["servers"]

MAX_ROWS = 1000  #: that the Virtuoso here gives at once, and says so only in a header
BASE = "https://w3id.org/dispatchgraph/data/"
DISPATCH = Path(__file__).parents[1] / "output" / "alep-2016-12-05.trig"
XSD = "http://www.w3.org/2001/XMLSchema#"
GEO = "http://www.opengis.net/ont/geosparql#"
S, P, G, H = (NamedNode(f"urn:test:{name}") for name in "spgh")
TRUE, NO = b'{"head":{},"boolean":true}', b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'


def typed(value: str, kind: str) -> Literal:
    return Literal(value, datatype=NamedNode(kind if ":" in kind else XSD + kind))


def statement(value: Any, *, subject: NamedNode = S, graph: NamedNode = G) -> Quad:
    return Quad(subject, P, value, graph)


def dispatch() -> list[Quad]:
    return list(parse(path=DISPATCH, format=RdfFormat.TRIG))


# --- addresses and the text of questions --------------------------------------------------------------------------


def test_an_address_shows_no_password():
    address = Address.read("https://ana:s3cr%40t@host:8443/sparql?key=s3cret#timeout=5", {})
    assert (address.user, address.password, address.timeout) == ("ana", "s3cr@t", 5)
    assert address.query == "https://host:8443/sparql?key=s3cret"
    assert str(address) == "https://host:8443/sparql"
    assert "s3cr" not in f"{address}"
    assert "password" not in repr(address)


def test_name_and_password_may_stand_in_the_environment():
    held = {"DISPATCHGRAPH_USER": "ana", "DISPATCHGRAPH_PASSWORD": "geheim"}
    read = Address.read("http://host/sparql", held)
    assert (read.user, read.password) == ("ana", "geheim")
    assert Address.read("http://bea:p@host/sparql", held).user == "bea"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http:///sparql", "no address of a server"),
        ("http://host:99999/sparql", "malformed"),
        ("http://ana:s3cret@host:0/sparql", "no address of a server"),
        ("http://host/sparql#sever=virtuoso", "'sever'"),
        ("http://host/sparql#server=mysql", "'mysql'"),
        ("http://host/sparql#timeout=soon", "timeout=soon"),
        ("http://host/sparql#timeout=-1", "timeout=-1"),
    ],
)
def test_an_address_that_says_nothing_sensible_is_refused(url: str, words: str):
    with pytest.raises(StoreError, match=words) as refused:
        Address.read(url, {})
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "query", "known_user", "update", "graphs"),
    [
        ("oxigraph", "http://h:7878/query", False, "http://h:7878/update", "http://h:7878/store"),
        ("oxigraph", "https://h/ox/sparql?x=1", False, "https://h/ox/update", "https://h/ox/store"),
        ("virtuoso", "http://h/sparql", False, "http://h/sparql", "http://h/sparql-graph-crud"),
        ("virtuoso", "http://h/sparql", True, "http://h/sparql-auth", "http://h/sparql-graph-crud-auth"),
        ("virtuoso", "http://h/sparql-auth", True, "http://h/sparql-auth", "http://h/sparql-graph-crud-auth"),
        ("fuseki", "http://h/ds/sparql", False, "http://h/ds/update", "http://h/ds/data"),
        ("fuseki", "http://h/ds/", False, "http://h/ds/update", "http://h/ds/data"),
        ("qlever", "http://h:7001", True, "http://h:7001", "http://h:7001"),
        ("other", "http://h/db/query?reasoning=no", False, "http://h/db/update", "http://h/db/data"),
        ("other", "http://h/blaze", False, "http://h/blaze", None),
    ],
)
def test_where_updates_go_is_told_by_the_address_of_queries(kind, query, known_user, update, graphs):
    assert KINDS[kind].siblings(query, known_user=known_user) == (update, graphs)


def test_a_pattern_asks_for_what_is_not_given():
    assert pattern(None, P, Literal('"}', language="fr"), None) == (
        'SELECT ?s ?g WHERE { GRAPH ?g { ?s <urn:test:p> "\\"}"@fr } }'
    )
    assert pattern(S, P, S, G).startswith("SELECT (1 AS ?there)")


@pytest.mark.parametrize(
    "update", ["INSERT DATA {}", "PREFIX a: <urn:a> DELETE WHERE {?s ?p ?o}", "define x SELECT", "LOAD <urn:a>"]
)
def test_an_update_is_no_query(update: str):
    with pytest.raises(QueryError, match="no query"):
        form_of(update)


def test_a_query_gets_the_prefixes_that_it_uses_without_declaring_them():
    prefixes = {"dg": "urn:dg#", "sem": "urn:sem#", "org": "urn:org#"}
    asked = "PREFIX sem: <urn:own#>\nASK { ?s a dg:Event ; sem:x 'org:y' }"
    assert declared(asked, prefixes) == f"PREFIX dg: <urn:dg#> {asked}"


def test_a_page_keeps_the_order_that_was_asked_for():
    assert page("PREFIX a: <urn:a> SELECT ?x { ?x a:b ?y } ORDER BY ?y", ["x"], 5, 10) == (
        "PREFIX a: <urn:a> SELECT * WHERE { {\nSELECT ?x { ?x a:b ?y } ORDER BY ?y\n} } LIMIT 5 OFFSET 10"
    )
    assert "ORDER BY ?x ?y }" in page("SELECT * { { SELECT ?x ?y { ?x ?p ?y } ORDER BY ?y } }", ["x", "y"], 5, 0)


# --- servers of two makes -----------------------------------------------------------------------------------------


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Server:
    return request.getfixturevalue(request.param)


def url_of(server: Server) -> str:
    return server.url.replace("://", "://dba:dba@") if server.name == "Virtuoso" else server.url


@pytest.fixture
def endpoint(server: Server) -> Iterator[Endpoint]:
    """An endpoint over an empty store."""
    opened = Endpoint.open(url_of(server), prefixes={"dg": DG["x"].value[:-1]})
    yield opened
    opened.close()
    with emptied(url_of(server)) as left:
        assert list(left.quads()) == []
        assert [row["n"].value for row in left.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")] == ["0"]


@contextmanager
def emptied(url: str) -> Iterator[Endpoint]:
    """An endpoint to write to, whose graphs are emptied."""
    opened = Endpoint.open(url, write=True)
    opened.commit(Change(cleared=tuple(opened.graphs())))
    yield opened
    opened.close()


VALUES = {
    "plain": Literal("abc"),
    "empty": Literal(""),
    "tagged": Literal("évacué", language="fr"),
    "tagged with a region": Literal("evacuated", language="en-gb"),
    "quotes and backslashes": Literal("\"'\\ \\n \\u0041 {} %s ?x $y <z> #"),
    "line ends": Literal("a\r\nb\nc\rd\te"),
    "controls": Literal("\x01\x08\x0b\x0c\x1f\x7f\x85"),
    "separators": Literal("\u2028\u2029\u00a0\ufeff\u200f"),
    "beyond the basic plane": Literal("😀 𝄞 \U0010ffff"),
    "not composed": Literal("e\u0301"),
    "closing what it stands in": Literal('"""}}\n} ; DROP ALL ; INSERT DATA { <urn:x> <urn:x> """'),
    "100 kB": Literal("abc é 😀 " * 12_000),
    "300 kB": Literal("x y " * 75_000, language="fr"),
    "day": typed("2016-12-05", "date"),
    "day of a far year": typed("0001-01-01", "date"),
    "moment": typed("2016-12-05T10:00:00+01:00", "dateTime"),
    "moment without zone": typed("2016-12-05T10:00:00", "dateTime"),
    "year": typed("2011", "gYear"),
    "whole": typed("324", "integer"),
    "whole, negative": typed("-5", "integer"),
    "whole, more than 32 bits": typed("3000000000", "integer"),
    "decimal": typed("0.95", "decimal"),
    "decimal, large": typed("123456789.123456789", "decimal"),
    "double": typed("0.1", "double"),
    "yes": typed("true", "boolean"),
    "no": typed("false", "boolean"),
    "place": typed("POINT(37.16117 36.20124)", GEO + "wktLiteral"),
    "place far east": typed("POINT(139.69171 -35.6895)", GEO + "wktLiteral"),
    "json": typed('{"a": ["é", 1]}', "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"),
    "strange type": typed("x" * 300, "urn:test:type"),
    "iri": NamedNode("http://example.org/%20é😀?a=b&c='()'#d"),
    "long iri": NamedNode("http://example.org/" + "x" * 1700),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_a_value_comes_back_as_it_was_and_can_be_removed(endpoint: Endpoint, name: str):
    quad, other = statement(VALUES[name]), statement(VALUES[name], graph=H)
    endpoint.commit(Change(added=(quad, other)))
    assert set(endpoint.quads()) == {quad, other}
    assert list(endpoint.quads(S, P, None, G)) == [quad]
    [row] = endpoint.select("SELECT ?o WHERE { GRAPH <urn:test:g> { ?s ?p ?o } }")
    assert row["o"] == quad.object
    [triple] = endpoint.query("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <urn:test:g> { ?s ?p ?o } }")
    assert triple.object == quad.object
    endpoint.commit(Change(removed=(quad,)))
    assert list(endpoint.quads()) == [other]


@pytest.mark.parametrize(("value", "kind"), [("5", "decimal"), ("9223372036854775807", "integer")])
def test_a_number_may_come_back_as_an_equal_one_of_another_type(endpoint: Endpoint, value: str, kind: str):
    """Virtuoso does so, or not, by its settings."""
    quad = statement(typed(value, kind))
    endpoint.commit(Change(added=(quad,)))
    [found] = endpoint.quads(graph=G)
    assert found.object.value == value
    assert found.object.datatype.value in (XSD + "decimal", XSD + "integer")
    endpoint.commit(Change(removed=(found,)))
    assert list(endpoint.quads()) == []
    endpoint.commit(Change(added=(quad,)))
    endpoint.commit(Change(removed=(quad,)))
    assert list(endpoint.quads()) == []


def test_what_virtuoso_would_change_is_refused_and_nothing_is_written(virtuoso: Server):
    endpoint = Endpoint.open(url_of(virtuoso))
    for value in (
        typed("9223372036854775808", "integer"), typed("0.1234567890123456", "decimal"), typed("P7D", "duration"),
        NamedNode("http://example.org/" + "x" * 3000),
    ):  # fmt: skip
        with pytest.raises(StoreError, match="Virtuoso cannot keep"):
            endpoint.commit(Change(added=(statement(Literal("innocent")), statement(value))))
    assert list(endpoint.quads()) == []
    endpoint.close()


def test_statements_are_found_by_each_of_their_parts(endpoint: Endpoint):
    one, two = statement(Literal("un", language="fr")), statement(S, subject=P, graph=H)
    endpoint.commit(Change(added=(one, two)))
    for quad, other in ((one, two), (two, one)):
        assert list(endpoint.quads(quad.subject)) == [quad]
        assert list(endpoint.quads(None, None, quad.object)) == [quad]
        assert list(endpoint.quads(None, None, None, quad.graph_name)) == [quad]
        assert list(endpoint.quads(quad.subject, P, quad.object, quad.graph_name)) == [quad]
        assert list(endpoint.quads(quad.subject, P, None, other.graph_name)) == []
    assert set(endpoint.graphs()) == {G, H}


def test_a_change_empties_then_removes_then_adds(endpoint: Endpoint):
    old = [statement(Literal(str(i)), graph=g) for i in range(3) for g in (G, H)]
    endpoint.commit(Change(added=tuple(old)))
    new = statement(Literal("new"))
    endpoint.commit(Change(cleared=(G,), removed=(old[1],), added=(new, old[1], old[0])))
    assert set(endpoint.quads()) == {new, old[0], old[1], old[3], old[5]}


def test_all_graphs_are_one_to_a_query_and_each_statement_is_in_it_once(endpoint: Endpoint):
    one, two = statement(Literal("un")), statement(Literal("deux"), subject=P, graph=H)
    twin = statement(Literal("un"), graph=H)
    endpoint.commit(Change(added=(one, two, twin)))
    assert counted(endpoint) == 2
    assert endpoint.query('ASK { <urn:test:s> ?p "un" . <urn:test:p> ?p "deux" }') == _boolean(True)
    assert endpoint.query("ASK { <urn:test:s> a dg:Event }") == _boolean(False)
    [described] = endpoint.query("DESCRIBE <urn:test:s>")
    assert described.object == one.object
    endpoint.commit(Change(removed=(one,)))
    assert counted(endpoint) == 2
    endpoint.commit(Change(cleared=(H,), added=(two,)))
    assert counted(endpoint) == 1


def counted(endpoint: Endpoint) -> int:
    [row] = endpoint.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    return int(row["n"].value)


def test_a_query_may_name_graphs_or_ask_for_them(endpoint: Endpoint):
    one, two = statement(Literal("un")), statement(Literal("deux"), graph=H)
    endpoint.commit(Change(added=(one, two)))
    asked = "SELECT ?o ?t WHERE { GRAPH <urn:test:g> { ?s ?p ?o } . ?s ?p ?t }"
    assert {(row["o"].value, row["t"].value) for row in endpoint.select(asked)} == {("un", "un"), ("un", "deux")}
    asked = 'SELECT ?g WHERE { GRAPH ?g { ?s ?p "un" } FILTER(!STRSTARTS(STR(?g), "urn:dispatchgraph:")) }'
    assert [row["g"] for row in endpoint.select(asked)] == [G]
    asked = 'SELECT ?g WHERE { GRAPH ?g { ?s ?p "un" } GRAPH <urn:test:h> { ?s ?p ?o } FILTER(?g = <urn:test:g>) }'
    assert [row["g"] for row in endpoint.select(asked)] == [G]


def _boolean(value: bool) -> QueryBoolean:
    from pyoxigraph import Store

    answer = Store().query(f"ASK {{ FILTER({str(value).lower()}) }}")
    assert isinstance(answer, QueryBoolean)
    return answer


def test_rows_beyond_what_the_server_gives_at_once_are_not_missing(endpoint: Endpoint):
    many = [statement(Literal(f"{i:05}"), subject=NamedNode(f"urn:test:s{i}")) for i in range(2 * MAX_ROWS + 500)]
    endpoint.commit(Change(added=tuple(many)))
    assert set(endpoint.quads(graph=G)) == set(many)
    assert set(endpoint.quads()) == set(many)
    ordered = "SELECT ?o WHERE { GRAPH <urn:test:g> { ?s ?p ?o } } ORDER BY DESC(?o)"
    values = [row["o"].value for row in endpoint.select(ordered)]
    assert values == sorted((q.object.value for q in many), reverse=True)
    answer: Any = endpoint.query("SELECT ?s ?o WHERE { GRAPH <urn:test:g> { ?s ?p ?o } } # all")
    assert {(row["s"], row["o"]) for row in answer} == {(q.subject, q.object) for q in many}


def test_exactly_as_many_rows_as_the_server_gives_are_all(endpoint: Endpoint):
    endpoint.commit(Change(added=tuple(statement(Literal(f"{i}")) for i in range(MAX_ROWS))))
    assert len({row["o"] for row in endpoint.select("SELECT ?o WHERE { <urn:test:s> ?p ?o }")}) == MAX_ROWS


def test_a_graph_that_virtuoso_cuts_short_is_refused(virtuoso: Server):
    endpoint = Endpoint.open(url_of(virtuoso))
    endpoint.commit(Change(added=tuple(statement(Literal(f"{i}")) for i in range(MAX_ROWS + 1))))
    with pytest.raises(QueryError, match=f"gives {MAX_ROWS} triples at most"):
        endpoint.query("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <urn:test:g> { ?s ?p ?o } }")
    endpoint.commit(Change(cleared=(G,)))
    endpoint.close()


def test_a_dispatch_is_added_asked_and_removed_without_a_trace(server: Server, endpoint: Endpoint):
    told = dispatch()
    with open_archive(url_of(server), write=True) as archive:
        assert archive.add(told).outcome == "new"
        assert archive.add(told).outcome == "unchanged"
        assert set(told) <= set(endpoint.quads())
        assert [entry.id for entry in archive.dispatches()] == ["alep-2016-12-05"]
        [row] = archive.query("SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE { ?e a dg:Veto }")
        assert int(row["n"].value) > 0
        counted = archive.told()
        assert counted["dispatches"] == "1"
        assert int(counted["statements"]) == len(list(endpoint.quads()))
        archive.remove("alep-2016-12-05")
    assert list(endpoint.quads()) == []


def test_another_base_than_the_archive_has_is_refused(server: Server, endpoint: Endpoint):
    endpoint.commit(Change(added=tuple(dispatch())))
    with pytest.raises(StoreError, match=f"has the base {BASE}, not https://example.org/"):
        Endpoint.open(url_of(server), base="https://example.org/")


def test_a_query_with_an_error_is_told_with_its_line(endpoint: Endpoint):
    with pytest.raises(QueryError, match=r"2") as refused:
        endpoint.query("SELECT ?s WHERE {\n ?s dg:agent !! }")
    assert "\n" not in str(refused.value)


# --- who may what -------------------------------------------------------------------------------------------------


def test_a_wrong_password_is_told_and_not_shown(virtuoso: Server):
    with pytest.raises(StoreError, match="refuses the user or the password") as refused:
        Endpoint.open(virtuoso.url.replace("://", "://dba:geheim@") + "-auth")
    assert "geheim" not in str(refused.value)


def test_without_password_virtuoso_reads_and_does_not_write(virtuoso: Server):
    endpoint = Endpoint.open(virtuoso.url)
    assert list(endpoint.quads()) == []
    with pytest.raises(StoreError, match="does not let this user write"):
        endpoint.commit(Change(added=(statement(Literal("x")),)))
    endpoint.close()
    with pytest.raises(StoreError, match="does not let this user write"):
        Endpoint.open(virtuoso.url, write=True)


# --- what dies half way -------------------------------------------------------------------------------------------


class Died(BaseException):
    """The writing process ends here."""


def test_wherever_a_writer_dies_the_next_finds_a_dispatch_whole_or_absent(virtuoso: Server, monkeypatch):
    url, told = url_of(virtuoso), dispatch()
    told = [*told[:900], *(q for q in told[900:] if q.object == DG.Dispatch or q.predicate == DG.sha256)]
    graph = told[0].graph_name
    old = [q for q in told if q.predicate in (DG.sha256, RDF["type"])]
    change = Change(cleared=(graph,), added=tuple(told))
    outcomes = []
    for fatal in count():
        with emptied(url) as writer:
            writer.commit(Change(added=tuple(old)))
            try:
                with dying(monkeypatch, fatal):
                    writer.commit(change)
            except Died:
                outcomes.append(_seen_then_mended(url, graph, old, told))
            else:
                break
    assert len(outcomes) > 5
    assert outcomes[0] == "old"
    assert set(outcomes[1:]) == {"new"}
    with emptied(url) as last:
        assert counted(last) == 0


@contextmanager
def dying(monkeypatch: pytest.MonkeyPatch, fatal: int) -> Iterator[None]:
    """Make the update of this number the last moment of the writer, who then counts as gone."""
    calls, real = count(), Wire.update

    def update(self: Wire, address: str, sparql: str) -> None:
        if next(calls) == fatal:
            raise Died
        real(self, address, sparql)

    with monkeypatch.context() as patched:
        patched.setattr(Wire, "update", update)
        try:
            yield
        except Died:
            lease._ours.clear()
            raise


def _seen_then_mended(url: str, graph: NamedNode, old: list[Quad], told: list[Quad]) -> str:
    reader = Endpoint.open(url)
    held = set(reader.quads(graph=graph))
    if list(reader.quads(None, DG.sha256, None, graph)):  # a reader counts no half of it
        assert held in (set(old), set(told))
    reader.close()
    mended = Endpoint.open(url, write=True)
    held = set(mended.quads(graph=graph))
    assert list(mended._questions.rows(pattern(None, None, None, JOURNAL))) == []
    assert counted(mended) == len(held)
    mended.close()
    return {frozenset(old): "old", frozenset(told): "new"}[frozenset(held)]


def test_a_change_that_the_server_refuses_half_way_leaves_no_dispatch(virtuoso: Server):
    url, told = url_of(virtuoso), dispatch()
    graph = told[0].graph_name
    endpoint = Endpoint.open(url)
    broken = Quad(S, P, typed("POINT (", GEO + "wktLiteral"), graph)
    with pytest.raises(StoreError, match="non-geometry content"):
        endpoint.commit(Change(added=(*told, broken)))
    assert list(endpoint.quads(graph=graph)) == []
    assert counted(endpoint) == 0
    endpoint.commit(Change(added=tuple(told)))
    assert set(endpoint.quads(graph=graph)) == set(told)
    endpoint.commit(Change(cleared=(graph,)))
    endpoint.close()


@pytest.mark.parametrize("after", [0.0, 0.01, 0.03, 0.06])
def test_a_server_killed_during_a_commit_has_the_dispatch_whole_or_absent(server: Server, after: float):
    url, told = url_of(server), dispatch()
    graph = told[0].graph_name
    endpoint = Endpoint.open(url)
    began = threading.Event()
    errors: list[Exception] = []

    def write() -> None:
        began.set()
        try:
            endpoint.commit(Change(cleared=(graph,), added=tuple(told)))
        except StoreError as error:
            errors.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    began.wait()
    time.sleep(after)
    server.kill()
    writer.join(30)
    assert not writer.is_alive()
    endpoint.close()
    server.start()
    reader = Endpoint.open(url)
    if list(reader.quads(None, DG.sha256, None, graph)):
        assert set(reader.quads(graph=graph)) == set(told)
    reader.close()
    endpoint = Endpoint.open(url, write=True)
    held = set(endpoint.quads(graph=graph))
    assert held in (set(), set(told))
    assert errors or held
    assert counted(endpoint) == len(held)
    endpoint.commit(Change(cleared=(graph,)))
    assert list(endpoint.quads()) == []
    endpoint.close()


# --- one writer at a time -----------------------------------------------------------------------------------------


def test_a_second_writer_is_told_who_writes_and_readers_go_on(server: Server, endpoint: Endpoint):
    first = Endpoint.open(url_of(server), write=True)
    with pytest.raises(
        StoreError, match=rf"is being written by process {os.getpid()} on .*: try again when it is done"
    ):
        Endpoint.open(url_of(server), write=True)
    first.commit(Change(added=(statement(Literal("x")),)))
    assert [q.object.value for q in endpoint.quads()] == ["x"]
    first.close()
    Endpoint.open(url_of(server), write=True).close()


def test_a_second_writer_waits_for_the_first(server: Server, endpoint: Endpoint):
    first = Endpoint.open(url_of(server), write=True)
    met = []

    def go(holder: str) -> None:
        met.append(holder)
        first.close()

    Endpoint.open(url_of(server), write=True, wait=30, waiting=go).close()
    assert met == [f"process {os.getpid()} on {socket.gethostname()}"]


def test_a_writer_that_is_gone_is_in_nobody_s_way(oxigraph: Server):
    code = "import os, sys; from dispatchgraph.archive.endpoint import Endpoint;"
    code += "Endpoint.open(sys.argv[1], write=True); print(os.getpid(), flush=True); os._exit(9)"
    gone = subprocess.run([sys.executable, "-c", code, oxigraph.url], capture_output=True, text=True, check=False)
    assert gone.returncode == 9, gone.stderr
    held = "SELECT ?c WHERE { GRAPH <urn:dispatchgraph:writer> { ?s ?p ?c } }"
    reader = Endpoint.open(oxigraph.url)
    assert [json.loads(row["c"].value)["process"] for row in reader._questions.rows(held)] == [int(gone.stdout)]
    Endpoint.open(oxigraph.url, write=True).close()
    assert list(reader._questions.rows(held)) == []
    reader.close()


def test_a_writer_elsewhere_counts_until_its_time_is_up(oxigraph: Server, monkeypatch):
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(socket, "gethostname", lambda: "elsewhere")
        first = Endpoint.open(oxigraph.url, write=True)
        lease._ours.clear()
    with pytest.raises(StoreError, match="on elsewhere"):
        Endpoint.open(oxigraph.url, write=True)
    later = time.time() + 200
    monkeypatch.setattr(time, "time", lambda: later)
    second = Endpoint.open(oxigraph.url, write=True)
    with pytest.raises(StoreError, match="taken over by another writer while this one paused"):
        first.commit(Change(added=(statement(Literal("x")),)))
    second.close()
    first.close()


def test_a_writer_that_goes_on_says_so(oxigraph: Server, monkeypatch):
    first = Endpoint.open(oxigraph.url, write=True)
    begin = time.time()
    for minute in range(1, 5):
        monkeypatch.setattr(time, "time", lambda now=begin + minute * 60: now)
        first.commit(Change(added=(statement(Literal(f"{minute}")),)))
    with pytest.raises(StoreError, match="is being written"):
        Endpoint.open(oxigraph.url, write=True)
    first.commit(Change(cleared=(G,)))
    first.close()


# --- what is remembered -------------------------------------------------------------------------------------------


def test_a_writer_asks_once_for_all_of_a_subject_and_again_after_a_change(endpoint: Endpoint, monkeypatch):
    one, two = statement(Literal("un")), Quad(S, S, P, G)
    endpoint.commit(Change(added=(one, two)))
    asked = []
    real = Wire.ask
    monkeypatch.setattr(Wire, "ask", lambda self, *a, **k: (asked.append(a), real(self, *a, **k))[1])
    assert list(endpoint.quads(S, P, None, G)) == [one]
    assert list(endpoint.quads(S, S, None, G)) == [two]
    assert list(endpoint.quads(S, P, Literal("deux"), G)) == []
    assert len(asked) == 1
    endpoint.commit(Change(removed=(one,)))
    assert list(endpoint.quads(S, P, None, G)) == []


def test_a_reader_forgets_after_a_while():
    asked, now = [], [0.0]
    memory = Memory(lambda p: asked.append(p) or [statement(S)], lasting=1, clock=lambda: now[0])
    for moment in (0, 0.9, 1.1, 1.2):
        now[0] = moment
        assert list(memory.quads((None, P, S, G))) == [statement(S)]
        assert list(memory.quads((None, S, S, G))) == []
    assert asked == [(None, None, S, G)] * 2
    assert list(memory.quads((None, P, None, None))) == [statement(S)]
    assert asked[2:] == [(None, P, None, None)]


# --- servers that misbehave ---------------------------------------------------------------------------------------


class Reply:
    """What a small server answers with."""

    def __init__(
        self,
        body: bytes = TRUE,
        status: int = 200,
        kind: str = "application/sparql-results+json",
        wait: float = 0,
        **headers: str,
    ):
        self.body, self.status, self.kind, self.wait, self.headers = body, status, kind, wait, headers


class Asked:
    """A request that a small server got."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        self.method, self.path, self.headers = handler.command, handler.path, handler.headers
        self.body = body.decode()


@pytest.fixture
def small_server() -> Iterator[Callable[..., tuple[str, list[Asked]]]]:
    """Start a server that answers each request by a function of it; its address, and what it was asked."""
    running = []
    over = threading.Event()

    def start(answer: Callable[[Asked], Reply]) -> tuple[str, list[Asked]]:
        asked: list[Asked] = []

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                request = Asked(self, self.rfile.read(int(self.headers.get("content-length", 0))))
                asked.append(request)
                reply = answer(request)
                over.wait(reply.wait)
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.kind)
                self.send_header("Content-Length", reply.headers.pop("content_length", str(len(reply.body))))
                for name, value in reply.headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(reply.body)

            do_POST = do_PUT = _answer

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}/ds/query", asked

    yield start
    over.set()
    for server in running:
        server.shutdown()
        server.server_close()


def refusal(url: str) -> str:
    """Why opening `url` fails, in one line and soon."""
    begin = time.monotonic()
    with pytest.raises(StoreError) as refused:
        Endpoint.open(url)
    assert time.monotonic() - begin < 10
    said = str(refused.value)
    assert "\n" not in said
    assert len(said) < 400
    return said


def test_a_server_that_is_down_is_told(unused_address: str):
    said = refusal(unused_address.replace("://", "://ana:geheim@") + "/sparql")
    assert "cannot be reached" in said
    assert "is the server running?" in said
    assert "geheim" not in said


def test_a_host_that_there_is_not_is_told():
    assert "cannot be reached" in refusal("http://no-such-host.invalid/sparql")


def test_a_web_page_is_no_answer(small_server):
    url, _ = small_server(lambda _: Reply(b"<html><body>Welcome</body></html>", kind="text/html; charset=utf-8"))
    assert "answers with a web page" in refusal(url)


def test_an_error_of_the_server_is_told_in_its_words(small_server):
    page = (
        b"<html><head><title>no</title><style>p{}</style></head><body><h1>Out of\n disk &amp; luck</h1></body></html>"
    )
    url, asked = small_server(lambda _: Reply(page, 500, "text/html"))
    assert refusal(url).endswith("/ds/query answers 500 Internal Server Error: Out of disk & luck")
    assert len(asked) == 1


def test_a_server_that_hangs_is_given_up(small_server):
    url, asked = small_server(lambda _: Reply(wait=60))
    begin = time.monotonic()
    assert "does not answer within 0.3 s" in refusal(f"{url}#timeout=0.3")
    assert time.monotonic() - begin < 3
    assert len(asked) == 1


def test_a_server_that_moved_is_not_followed(small_server):
    url, asked = small_server(lambda _: Reply(b"", 301, Location="https://new.example.org/sparql?x=1"))
    assert "has moved to https://new.example.org/sparql: give that address" in refusal(url)
    assert len(asked) == 1


def test_an_address_without_endpoint_is_told(small_server):
    url, _ = small_server(lambda _: Reply(b"nothing here", 404, "text/plain"))
    assert "takes no queries (404): is the path right?" in refusal(url)


def test_who_asks_without_password_is_told_where_to_put_it(small_server):
    url, _ = small_server(lambda _: Reply(b"", 401, WWW_Authenticate='Basic realm="x"'))
    assert "DISPATCHGRAPH_PASSWORD" in refusal(url)


def test_an_answer_that_breaks_off_is_no_answer(small_server):
    cut = b'{"head":{"vars":["d"]},"results":{"bindings":[{"d":{"type":"uri","value":"urn:x"}}'
    replies = {"ASK {}": Reply()}
    url, _ = small_server(lambda asked: replies.pop("ASK {}", Reply(cut)))
    assert "cut off or malformed" in refusal(url)
    replies["ASK {}"] = Reply()
    url, _ = small_server(lambda asked: replies.pop("ASK {}", Reply(cut, content_length="9999")))
    assert "broke off its answer" in refusal(url)


def _fuseki(rows: bytes = NO, **headers: str) -> Callable[[Asked], Reply]:
    """A server that is empty, and calls itself what another is called."""

    def answer(asked: Asked) -> Reply:
        return Reply(TRUE if "ASK" in asked.body else rows, Server="Apache Jena Fuseki (5.0.0)", **headers)

    return answer


def test_a_busy_server_is_asked_again(small_server):
    busy = [Reply(b"later", 503, "text/plain", Retry_After="0") for _ in range(3)]
    url, asked = small_server(lambda request: busy.pop() if busy else _fuseki()(request))
    Endpoint.open(url).close()
    assert len(asked) == 5


def test_an_update_that_may_have_begun_is_not_sent_again(small_server):
    updates = Reply(b"bad gateway", 502, "text/plain")
    url, asked = small_server(lambda request: updates if "update" in request.path else _fuseki()(request))
    endpoint = Endpoint.open(url)
    with pytest.raises(StoreError, match="answers 502"):
        endpoint.commit(Change(added=(statement(Literal("x")),)))
    assert sum("update" in request.path for request in asked) == 1
    endpoint.close()


def test_a_packed_answer_is_unpacked(small_server):
    row = b'{"head":{"vars":["s","g"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:x"},'
    row += b'"g":{"type":"uri","value":"urn:y"}}]}}'

    def answer(asked: Asked) -> Reply:
        assert "gzip" in asked.headers["Accept-Encoding"]
        body = TRUE if "ASK" in asked.body else row if "urn%3Apacked" in asked.body else NO
        return Reply(gzip.compress(body), Content_Encoding="gzip")

    url, _ = small_server(answer)
    endpoint = Endpoint.open(f"{url}#server=oxigraph")
    packed = NamedNode("urn:packed")
    assert list(endpoint.quads(None, packed, P)) == [Quad(NamedNode("urn:x"), packed, P, NamedNode("urn:y"))]
    endpoint.close()


def test_a_password_is_sent_when_it_is_asked_for(small_server):
    def answer(asked: Asked) -> Reply:
        if asked.headers.get("Authorization") != f"Basic {base64.b64encode(b'ana:geheim').decode()}":
            return Reply(b"", 401, WWW_Authenticate='Basic realm="x"')
        return _fuseki()(asked)

    url, asked = small_server(answer)
    Endpoint.open(url.replace("://", "://ana:geheim@")).close()
    assert [a.headers.get("Authorization") is None for a in asked] == [True, False, False]


def test_a_password_without_a_name_is_a_token(small_server):
    url, asked = small_server(_fuseki())
    Endpoint.open(url.replace("://", "://:t0ken@")).close()
    assert {a.headers.get("Authorization") for a in asked} == {"Bearer t0ken"}


def test_statements_that_queries_would_not_see_are_found_out(oxigraph: Server):
    """As they are after a load by other means than ours."""
    endpoint = Endpoint.open(oxigraph.url)
    assert list(endpoint.select("SELECT * WHERE { ?s ?p ?o }")) == []
    httpx.put(oxigraph.url.replace("/query", "/store"), params={"graph": G.value}, content=f"{S} {P} {S} .",
              headers={"Content-Type": "application/n-triples"}).raise_for_status()  # fmt: skip
    late = Endpoint.open(oxigraph.url)
    with pytest.raises(StoreError, match="does not show all graphs as one"):
        late.query("ASK { ?s ?p ?o }")
    twice = Endpoint.open(f"{oxigraph.url}?union-default-graph=true")
    twice.commit(Change(added=(statement(S, graph=H),)))
    with pytest.raises(StoreError, match="once for each graph"):
        twice.query("ASK { ?s ?p ?o }")
    twice.commit(Change(cleared=(G, H)))
    for opened in (endpoint, late, twice):
        opened.close()


# --- a server of a make that is not known -------------------------------------------------------------------------


def test_a_graph_is_replaced_through_the_graph_store_where_there_is_one(oxigraph: Server, monkeypatch):
    puts = []
    real = Wire.put
    monkeypatch.setattr(
        Wire, "put", lambda self, url, graph, data: (puts.append((url, graph)), real(self, url, graph, data))
    )
    told = dispatch()
    graph = told[0].graph_name
    endpoint = Endpoint.open(f"{oxigraph.url}#server=other&graphs=/store")
    for _ in range(2):
        endpoint.commit(Change(cleared=(graph,), added=tuple(told)))
        assert set(endpoint.quads()) == set(told)
    assert puts == [(oxigraph.url.replace("/query", "/store"), graph.value)] * 2
    endpoint.commit(Change(cleared=(graph,)))
    assert list(endpoint.graphs()) == []
    endpoint.close()


def test_qlever_is_asked_in_operations_that_it_knows(oxigraph: Server):
    told = dispatch()
    endpoint = Endpoint.open(f"{oxigraph.url}#server=qlever&update=/update&graphs=/store")
    endpoint.commit(Change(cleared=(told[0].graph_name,), added=tuple(told)))
    assert set(endpoint.quads()) == set(told)
    endpoint.commit(Change(cleared=(told[0].graph_name,)))
    assert list(endpoint.quads()) == []
    endpoint.close()


def test_a_bare_address_is_enough(oxigraph: Server):
    endpoint = Endpoint.open(oxigraph.url.removesuffix("/query"))
    endpoint.commit(Change(added=(statement(Literal("x")),)))
    assert [q.object.value for q in endpoint.quads()] == ["x"]
    endpoint.commit(Change(cleared=(G,)))
    endpoint.close()


def test_an_unreadable_journal_is_told(oxigraph: Server):
    endpoint = Endpoint.open(oxigraph.url)
    redo = NamedNode("urn:dispatchgraph:redo")
    endpoint.commit(Change(added=(Quad(JOURNAL, redo, Literal(json.dumps({})), JOURNAL),)))
    assert list(endpoint.quads()) == list(endpoint.graphs()) == []
    endpoint.close()
    with pytest.raises(StoreError, match="journal of an unfinished change cannot be read"):
        Endpoint.open(f"{oxigraph.url}#server=other", write=True)
    with emptied(oxigraph.url) as endpoint:
        endpoint.commit(Change(cleared=(JOURNAL,)))


def test_an_operation_that_a_server_does_in_part_is_done_again(small_server):
    """Newer Virtuosos find only so many statements for an operation."""
    left = [b"7", b"3", b"0"]
    number = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"%s"}}]}}'

    def answer(asked: Asked) -> Reply:
        if "COUNT" in asked.body:
            return Reply(number % left.pop(0))
        return _fuseki()(asked)

    url, asked = small_server(answer)
    endpoint = Endpoint.open(f"{url}#server=other")
    endpoint.commit(Change(cleared=(G,)))
    endpoint.close()
    assert left == []
    assert sum(request.body.startswith("DELETE { ?s ?p ?o }") for request in asked) == 3

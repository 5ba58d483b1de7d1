"""The SPARQL 1.1 Protocol over HTTP: what is asked in which way, and what comes back. With a real server and real clients."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest

from serving import EX, Service, serving, store

ASK = "ASK { ?s ?p ?o }"
SELECT = f"SELECT ?o {{ <{EX}s1> <{EX}number> ?o }}"
CONSTRUCT = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ <{EX}s1> }} ?s ?p ?o }}"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = store(tmp_path_factory.mktemp("store") / "archive")
    with serving(folder, options={"title": "Archive"}) as running:
        yield running


def post(service: Service, body: str | bytes, media: str | None, **parameters: object) -> httpx.Response:
    headers = {"content-type": media} if media is not None else {}
    return service.http.post("/sparql", content=body, headers=headers, params=parameters or None)  # type: ignore[arg-type]


# --- the three ways to ask ---


def test_a_query_is_asked_by_get(service):
    assert service.ask(ASK).json()["boolean"] is True


def test_a_query_is_asked_by_a_form(service):
    assert service.http.post("/sparql", data={"query": ASK}).json()["boolean"] is True


def test_a_query_is_asked_as_it_is(service):
    assert post(service, ASK, "application/sparql-query").json()["boolean"] is True
    assert post(service, ASK, "application/sparql-query; charset=utf-8").json()["boolean"] is True


def test_a_posted_query_is_decoded_once(service):
    query = "SELECT ('%2B+%' AS ?x) {}"
    for answer in (
        post(service, query, "application/sparql-query"),
        service.http.post("/sparql", data={"query": query}),
        service.ask(query),
    ):
        assert answer.json()["results"]["bindings"][0]["x"]["value"] == "%2B+%"


@pytest.mark.parametrize("how", ["get", "form", "direct"])
def test_the_graphs_that_are_asked_can_be_named(service, how):
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    graphs = {"default-graph-uri": [f"{EX}g0", f"{EX}g1"]}
    answer = {
        "get": lambda: service.http.get("/sparql", params={"query": query, **graphs}),
        "form": lambda: service.http.post("/sparql", data={"query": query, **graphs}),
        "direct": lambda: post(service, query, "application/sparql-query", **graphs),
    }[how]()
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == str(3 * (334 + 333))


def test_named_graphs_alone_leave_the_default_graph_empty(service):
    named = {"named-graph-uri": f"{EX}g0"}
    assert service.http.get("/sparql", params={"query": ASK, **named}).json()["boolean"] is False
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    found = service.http.get("/sparql", params={"query": graphs, **named}).json()["results"]["bindings"]
    assert [row["g"]["value"] for row in found] == [f"{EX}g0"]


def test_without_graphs_named_all_count_as_one(service):
    assert service.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [{"n": "3000"}]


def test_from_restricts_to_graphs_of_the_store(service):
    assert service.rows(f"SELECT (COUNT(*) AS ?n) FROM <{EX}g0> {{ ?s ?p ?o }}") == [{"n": "1002"}]
    assert service.rows(f"SELECT (COUNT(*) AS ?n) FROM <{EX}none> {{ ?s ?p ?o }}") == [{"n": "0"}]
    assert service.rows(f"SELECT DISTINCT ?g FROM NAMED <{EX}g1> {{ GRAPH ?g {{ ?s ?p ?o }} }}") == [{"g": f"{EX}g1"}]


def test_graphs_named_in_the_request_outdo_those_in_the_query(service):
    query = f"SELECT (COUNT(*) AS ?n) FROM <{EX}none> {{ ?s ?p ?o }}"
    found = service.http.get("/sparql", params={"query": query, "default-graph-uri": f"{EX}g0"})
    assert found.json()["results"]["bindings"][0]["n"]["value"] == "1002"


def test_our_prefixes_need_no_declaration(service):
    assert service.ask("ASK { ?s rdf:type dg:Dispatch }").json()["boolean"] is False


# --- the forms of answers ---


@pytest.mark.parametrize(
    "media",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"],
)
@pytest.mark.parametrize("query", [SELECT, ASK])
def test_rows_come_in_every_form(service, media, query):
    answer = service.ask(query, accept=media)
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media
    told = {
        "application/sparql-results+json": lambda: json.loads(answer.content),
        "application/sparql-results+xml": lambda: ElementTree.fromstring(answer.content),
        "text/csv": lambda: list(csv.reader(io.StringIO(answer.text))),
        "text/tab-separated-values": lambda: answer.text.split("\n"),
    }[media]()
    assert len(told)
    assert ("true" if query == ASK else "1") in answer.text


@pytest.mark.parametrize(
    "media",
    [
        "text/turtle",
        "application/n-triples",
        "application/ld+json",
        "application/rdf+xml",
        "application/trig",
        "application/n-quads",
    ],
)
@pytest.mark.parametrize("query", [CONSTRUCT, f"DESCRIBE <{EX}s1>"])
def test_graphs_come_in_every_form(service, media, query):
    answer = service.ask(query, accept=media)
    assert answer.headers["content-type"].split(";")[0] == media
    found = {quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.from_media_type(media))}
    assert found == {quad.triple for quad in ox.parse(service.ask(query).content, format=ox.RdfFormat.TURTLE)}
    assert len(found) == 3


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/json"),
        ("text/turtle, text/csv;q=0.2", "text/csv"),
    ],
)
def test_the_form_is_what_the_client_likes_best(service, accept, media):
    assert service.ask(SELECT, accept=accept).headers["content-type"].split(";")[0] == media


def test_a_client_that_says_nothing_gets_json_or_turtle(service):
    bare = httpx.Request("GET", f"{service.url}/sparql", params={"query": CONSTRUCT}, headers={"host": "localhost"})
    assert service.http.send(bare).headers["content-type"] == "text/turtle; charset=utf-8"


@pytest.mark.parametrize(
    ("name", "media"),
    [("xml", "application/sparql-results+xml"), ("csv", "text/csv"), ("TSV", "text/tab-separated-values")],
)
def test_the_address_may_name_the_form(service, name, media):
    answer = service.http.get("/sparql", params={"query": SELECT, "format": name}, headers={"accept": "image/png"})
    assert answer.headers["content-type"].split(";")[0] == media


@pytest.mark.parametrize(("query", "accept"), [(SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), (ASK, "image/png")])
def test_a_form_that_is_not_there_gets_406(service, query, accept):
    answer = service.ask(query, accept=accept)
    assert answer.status_code == 406
    assert "there are: " in answer.text


def test_a_format_that_is_not_there_gets_406(service):
    assert service.http.get("/sparql", params={"query": SELECT, "format": "pdf"}).status_code == 406


# --- what is no good request ---


def test_a_malformed_query_gets_400_with_the_place(service):
    answer = service.ask("SELECT *\nWHERE { ?s ?p }")
    assert answer.status_code == 400
    assert "line 2, column 16, near «WHERE { ?s ?p }»" in answer.text
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "an empty query"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", "an update is refused"),
        ("SELECT * { ?s nope:x ?o }", "the prefix nope: is not declared"),
        ("SELECT * { ?s ?p <relative> }", "line 1"),
        ("ASK {} ASK {}", "line 1, column 14"),
        ("SELECT (<http://example.org/f>() AS ?x) {}", "is not supported"),
    ],
)
def test_what_is_no_query_gets_400_with_a_reason(service, query, told):
    answer = service.ask(query)
    assert answer.status_code == 400
    assert told in answer.text


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, b""), 400),
        (("GET", "/sparql?query=%FF", None, b""), 400),
        (("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=no%20iri", None, b""), 400),
        (("GET", "/sparql?update=CLEAR%20ALL", None, b""), 400),
        (("POST", "/sparql", FORM, b""), 400),
        (("POST", "/sparql", FORM, b"query=ASK%7B%7D&query=ASK%7B%7D"), 400),
        (("POST", "/sparql", FORM, b"update=CLEAR+ALL"), 400),
        (("POST", "/sparql", FORM, b"query=\xff"), 400),
        (("POST", "/sparql", "application/sparql-query", b"ASK { \xff }"), 400),
        (("POST", "/sparql", "application/sparql-query; charset=utf-16", "ASK {}".encode("utf-16")), 415),
        (("POST", "/sparql", "application/sparql-update", b"CLEAR ALL"), 415),
        (("POST", "/sparql", "text/plain", b"ASK {}"), 415),
        (("POST", "/sparql", None, b"query=ASK%7B%7D"), 415),
        (("PUT", "/sparql", "application/sparql-query", b"ASK {}"), 405),
        (("DELETE", "/sparql?query=ASK%7B%7D", None, b""), 405),
        (("POST", "/sparql", "application/sparql-query", b"#" * 200_000), 413),
        (("POST", "/sparql", FORM, b"query=" + b"x" * 600_000), 413),
    ],
)
def test_a_bad_request_gets_its_status(service, request_, status):
    method, path, media, body = request_
    answer = service.http.request(method, path, content=body, headers={"content-type": media} if media else {})
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(("size", "status"), [(62_000, b"414"), (70_000, b"400"), (500_000, b"431")])
def test_an_address_that_is_too_long_is_refused(service, size, status):
    with socket.create_connection(("127.0.0.1", service.port)) as raw:
        raw.sendall(b"GET /sparql?query=" + b"x" * size + b" HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        assert raw.recv(4096).split()[1] == status


# --- HTTP ---


def test_head_answers_without_a_body(service):
    answer = service.http.head("/sparql", params={"query": SELECT})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "application/sparql-results+json"


def test_options_tells_what_can_be_done_and_that_any_page_may_ask(service):
    answer = service.http.options("/sparql", headers={"origin": "http://elsewhere.example"})
    assert answer.status_code == 204
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_refusal_too_can_be_read_by_any_page(service):
    assert service.ask("nonsense").headers["access-control-allow-origin"] == "*"


def test_an_answer_that_is_known_is_not_sent_again(service):
    first = service.ask(SELECT)
    again = service.ask(SELECT, **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert service.ask(SELECT, accept="text/csv").headers["etag"] != first.headers["etag"]
    assert service.ask(SELECT, **{"if-none-match": '"another"'}).status_code == 200


def test_what_may_differ_each_time_is_not_kept(service):
    query = "SELECT (RAND() AS ?x) {}"
    first, second = service.ask(query), service.ask(query)
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"
    assert first.content != second.content


def test_a_large_answer_is_compressed_for_who_reads_that(service):
    query = "SELECT * { ?s ?p ?o }"
    with service.http.stream("GET", "/sparql", params={"query": query}, headers={"accept-encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    plain = service.ask(query, **{"accept-encoding": "identity"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert sorted(gzip.decompress(packed)) == sorted(plain.content)
    assert "Accept-Encoding" in answer.headers["vary"]


def test_a_large_answer_is_streamed(service):
    answer = service.ask("SELECT * { ?s ?p ?o }", **{"accept-encoding": "identity"})
    assert answer.headers["transfer-encoding"] == "chunked"
    assert len(answer.json()["results"]["bindings"]) == 3000


def test_every_answer_carries_the_headers_for_safety(service):
    for path in ("/sparql", "/health", "/nothing/here", "/sparql?query=nonsense"):
        headers = service.http.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src" in headers["content-security-policy"]
        assert "server" not in headers


def test_the_log_has_one_line_a_request_whatever_is_in_it(service):
    before = len(service.log)
    with socket.create_connection(("127.0.0.1", service.port)) as raw:
        raw.sendall(b"GET /a%0d%0aFAKE%1b[31m HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        while raw.recv(4096):
            pass
    service.http.get("/health")
    lines = [line for line in service.log[before:] if "FAKE" in line]
    assert len(lines) == 1
    assert "\\r\\nFAKE\\x1b[31m" in lines[0]


# --- what the service says of itself ---


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void"])
@pytest.mark.parametrize("media", ["text/turtle", "application/ld+json", "application/rdf+xml"])
def test_the_service_describes_itself(service, path, media):
    answer = service.http.get(path, headers={"accept": media})
    assert answer.headers["content-type"].split(";")[0] == media
    objects = {str(q.object) for q in ox.parse(answer.content, format=ox.RdfFormat.from_media_type(media))}
    assert f"<{service.url}/sparql>" in objects


def test_a_browser_is_sent_on_to_the_page_for_queries(service):
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = service.http.get("/sparql", headers={"accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, "/query")


def test_the_description_of_the_data_counts_it(service):
    told = ox.parse(service.http.get("/.well-known/void").content, format=ox.RdfFormat.TURTLE)
    found = {q.predicate.value.rsplit("#", 1)[-1]: q.object.value for q in told if isinstance(q.object, ox.Literal)}
    assert found["triples"] == "3000"
    assert found["documents"] == "3"


def test_health_tells_the_snapshot_and_the_workers(service):
    told = service.http.get("/health").json()
    assert told["status"] == "ok"
    assert told["snapshot"].startswith("000001-")
    assert told["workers"]["ready"] >= 2


# --- paths ---


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/sparql/../../etc/passwd",
        "/%00",
        "/sparql%00",
        "/..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
    ],
)
def test_path_tricks_find_nothing(service, path):
    with socket.create_connection(("127.0.0.1", service.port)) as raw:
        raw.sendall(f"GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(4096), b""))
    assert answer.split()[1] in (b"404", b"400")
    assert b"root:" not in answer


# --- clients ---


def test_rdflib_asks_the_endpoint(service):
    from rdflib import Graph, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    for method in ("GET", "POST", "POST_FORM"):
        graph = Graph(store=SPARQLStore(f"{service.url}/sparql", method=method, returnFormat="json"))
        assert str(graph.value(URIRef(f"{EX}s1"), URIRef(f"{EX}number"))) == "1"
        assert len(list(graph.query(SELECT))) == 1
        assert len(graph) == 3000


def test_sparqlwrapper_asks_the_endpoint(service):
    wrapper = pytest.importorskip("SPARQLWrapper")
    asked = wrapper.SPARQLWrapper(f"{service.url}/sparql")
    asked.setQuery(SELECT)
    for form in (wrapper.JSON, wrapper.XML, wrapper.CSV):
        asked.setReturnFormat(form)
        assert asked.query().convert()
    asked.setMethod(wrapper.POST)
    asked.setReturnFormat(wrapper.JSON)
    assert asked.queryAndConvert()["results"]["bindings"][0]["o"]["value"] == "1"
    asked.setQuery(CONSTRUCT)
    asked.setReturnFormat(wrapper.TURTLE)
    assert b"example.org" in asked.queryAndConvert()


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not here")
def test_curl_asks_the_endpoint(service, tmp_path: Path):
    (tmp_path / "query.rq").write_text(SELECT, "utf-8")
    for options in (
        ["--data-urlencode", f"query={SELECT}"],
        ["-G", "--data-urlencode", f"query={SELECT}"],
        ["-H", "content-type: application/sparql-query", "--data-binary", f"@{tmp_path}/query.rq"],
    ):
        done = subprocess.run(
            ["curl", "-sS", "--fail", "--compressed", "-H", "accept: text/csv", *options, f"{service.url}/sparql"],
            capture_output=True,
            timeout=20,
            check=True,
        )
        assert done.stdout.split() == [b"o", b"1"]


# --- updates ---


def test_updates_are_off_unless_there_is_a_token(service):
    answer = service.http.post("/update", data={"update": "CLEAR ALL"}, headers={"authorization": "Bearer x"})
    assert answer.status_code == 403


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Path]]:
    folder = tmp_path_factory.mktemp("writable")
    written = folder / "written"
    archive = store(folder / "archive", things=3)
    with serving(archive, options={"token": "s3cret", "names": ["archive.example"]}, written=str(written)) as running:
        yield running, written


INSERT = "INSERT DATA { <http://a/> <http://b/> 'é' }"
KEY = {"authorization": "Bearer s3cret"}


def test_an_update_with_the_token_is_written(writable):
    service, written = writable
    assert service.http.post("/update", data={"update": INSERT}, headers=KEY).status_code == 204
    assert written.read_text("utf-8") == INSERT
    written.unlink()
    direct = {**KEY, "content-type": "application/sparql-update"}
    assert service.http.post("/update", content=INSERT.encode(), headers=direct).status_code == 204
    assert written.read_text("utf-8") == INSERT
    written.unlink()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"authorization": "Bearer wrong"}, 401),
        ({"authorization": "Basic s3cret"}, 401),
        ({**KEY, "origin": "http://elsewhere.example"}, 403),
        ({**KEY, "origin": "null"}, 403),
        ({**KEY, "host": "elsewhere.example"}, 403),
    ],
)
def test_an_update_without_the_right_is_refused(writable, headers, status):
    service, written = writable
    assert service.http.post("/update", data={"update": INSERT}, headers=headers).status_code == status
    assert not written.exists()


@pytest.mark.parametrize(
    ("update", "status"),
    [("LOAD <http://a/>", 400), ("CLEAR ALL", 400), ("SELECT * {}", 400), ("INSERT DATA { SERVICE }", 400), ("", 400)],
)
def test_an_update_that_fetches_or_empties_is_refused(writable, update, status):
    service, written = writable
    assert service.http.post("/update", data={"update": update}, headers=KEY).status_code == status
    assert not written.exists()


def test_an_update_is_not_for_pages_of_other_sites(writable):
    service, _ = writable
    answer = service.http.options("/update", headers={"origin": "http://elsewhere.example"})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_a_foreign_host_name_is_not_answered(writable):
    service, _ = writable
    for name, status in (
        ("elsewhere.example", 403),
        ("archive.example:99", 200),
        ("LOCALHOST", 200),
        ("[::1]:80", 200),
    ):
        assert service.http.get("/sparql", params={"query": ASK}, headers={"host": name}).status_code == status

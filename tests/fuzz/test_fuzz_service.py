"""Whatever knocks at the service gets an answer of HTTP that is no fault of ours, and the service lives on."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from urllib.parse import quote

import pytest

pytest.importorskip("starlette", reason="the extra «server» is not installed")
pytest.importorskip("httpx", reason="the extra «remote» is not installed")

import pyoxigraph as ox
from fuzzing import fuzz, one_line, soup
from hypothesis import strategies as st

import hostile
from dispatchgraph.archive import open_archive
from dispatchgraph.iri import PREFIXES
from dispatchgraph.serve.negotiation import best, chosen
from dispatchgraph.serve.refusal import Refusal
from serving import Service, alive, serving

MARK = "<fz onx=1>"  #: what must never stand in a page as it was asked
TEXT = soup(
    MARK,
    '"',
    "'",
    "\\",
    "\n",
    "\r\n",
    "\x00",
    "é",
    "%",
    "%00",
    "%2e",
    "..",
    "/",
    "a",
    "urn:a",
    "2016-12-05",
    "{",
    "}",
    "&",
    "=",
    "Hostile",
    most=6,
)
QUERY = st.one_of(
    soup(
        "SELECT",
        "*",
        "{",
        "}",
        "?s",
        "?p",
        "?o",
        ".",
        "ASK",
        "CONSTRUCT",
        "DESCRIBE",
        "<urn:a>",
        "LIMIT 3",
        "(",
        ")",
        MARK,
        "'",
        between=" ",
    ),
    st.sampled_from(
        [
            "SELECT * {?s ?p ?o} LIMIT 5",
            "ASK {}",
            "CONSTRUCT WHERE {?s ?p ?o}",
            "DESCRIBE <urn:a>",
            "SELECT * {?a ?b ?c. ?d ?e ?f}",
        ]
    ),
)
METHOD = st.one_of(
    *[st.sampled_from(["GET", "GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])] * 5,
    st.sampled_from(["TRACE", "CONNECT", "get", "G\x00T", "", "X" * 300]),
)
PATH = st.one_of(
    st.sampled_from(
        [
            "/",
            "/sparql",
            "/query",
            "/search",
            "/suggest",
            "/timeline",
            "/graph",
            "/update",
            "/health",
            "/.well-known/void",
            "/assets/x",
            "/assets/../app.py",
            "/favicon.ico",
            "/robots.txt",
            "*",
            "http://a/sparql",
            "/dispatch/hostile-1",
            "/entity/hostile-1",
            "/dispatch/hostile-1/graph",
            "/dispatch/hostile-1/event/0-7",
            "/entity/",
            "/dispatch//",
            "/%",
            "//",
        ]
    ),
    TEXT.map(lambda t: "/" + quote(t, safe="/%")),
    TEXT.map(lambda t: "/entity/" + quote(t, safe="")),
    TEXT.map(lambda t: "/" + t),
)
NAMES = [
    "query",
    "update",
    "format",
    "default-graph-uri",
    "named-graph-uri",
    "q",
    "page",
    "lang",
    "from",
    "to",
    "name",
    "kind",
    "about",
    "limit",
    "type",
    "x",
]
NAME = st.one_of(st.sampled_from(NAMES), TEXT)
FIELDS = st.lists(st.tuples(NAME, st.one_of(QUERY, TEXT)), max_size=4).map(
    lambda pairs: "&".join(f"{quote(n, safe='')}={quote(v, safe='')}" for n, v in pairs)
)
HEADER = st.one_of(
    st.tuples(
        st.just("Accept"),
        st.sampled_from(
            [
                "text/html",
                "*/*",
                "text/turtle",
                "application/sparql-results+json",
                "a/b;q=x",
                ";",
                "text/*;q=0",
                ",,",
                "*",
                "é",
                "application/ld+json;q=2",
            ]
        ),
    ),
    st.tuples(
        st.just("Content-Type"),
        st.sampled_from(
            [
                "application/x-www-form-urlencoded",
                "application/sparql-query",
                "application/sparql-update",
                "multipart/form-data",
                "text/plain; charset=x",
                "",
            ]
        ),
    ),
    st.tuples(
        st.sampled_from(
            [
                "Accept-Language",
                "Accept-Encoding",
                "If-None-Match",
                "Authorization",
                "Cookie",
                "Origin",
                "Range",
                "Expect",
                "Upgrade",
                "X-Forwarded-For",
            ]
        ),
        st.sampled_from(
            ["fr", "gzip", "*", 'W/"x"', "Bearer x", "bytes=0-", "100-continue", "websocket", "é", "", "a" * 5000]
        ),
    ),
    st.tuples(
        st.sampled_from(["Content-Length", "Transfer-Encoding"]),
        st.sampled_from(["5", "-1", "x", "chunked", "999999999999", "5, 5"]),
    ),
)


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("fuzz") / "archive"
    with open_archive(folder, write=True) as archive:
        for number in range(3):
            archive.add(list(hostile.quads(number)))
    with serving(folder, bounds={"workers": 2, "timeout": 2.0, "slow": 2.0}, options={"log": False}) as running:
        yield running


def exchanged(service: Service, request: bytes) -> bytes:
    """What the service says to a request, until it has said all or lets go."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=15) as door:
        door.sendall(request)
        door.shutdown(socket.SHUT_WR)
        came = bytearray()
        while piece := door.recv(1 << 16):
            came += piece
        return bytes(came)


def check(service: Service, request: bytes) -> None:
    try:
        answer = exchanged(service, request)
    except ConnectionError:
        answer = b""
    assert service.process.poll() is None
    for status in re.findall(rb"^HTTP/1.1 (\d{3})", answer):
        assert status in (b"501", b"503", b"505") or status < b"500", answer[:500]
    head, _, body = answer.partition(b"\r\n\r\n")
    if b"text/html" in head.lower():
        assert MARK.encode() not in body
    assert b"Traceback" not in answer


def test_a_request_of_any_kind_is_answered_and_the_service_lives(service):
    before = service.process.pid

    def test_asked(method: str, path: str, fields: str, headers: list[tuple[str, str]], body: str, ends: bool) -> None:
        told = [*headers, *([("Content-Length", str(len(body.encode("utf-8", "replace"))))] if ends else [])]
        lines = "".join(f"{name}: {value}\r\n" for name, value in told)
        head = f"{method} {path}{'?' if fields else ''}{fields} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{lines}\r\n"
        check(service, (head + body).encode("utf-8", "replace"))

    body = st.one_of(FIELDS, QUERY, TEXT)
    assert fuzz(test_asked, METHOD, PATH, FIELDS, st.lists(HEADER, max_size=3), body, st.booleans(), few=120)
    assert service.http.get("/health").json()["status"] == "ok"
    assert alive(before)


def test_bytes_of_any_kind_are_answered_and_the_service_lives(service):
    def test_sent(data: bytes) -> None:
        check(service, data)

    pieces = soup(
        "GET ",
        "/",
        " HTTP/1.1\r\n",
        "POST ",
        "Host: a\r\n",
        "\r\n",
        "\n",
        "\x00",
        ":",
        "Content-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\n",
        "0\r\n\r\n",
        "ffffffff\r\n",
    )
    assert fuzz(
        test_sent, st.one_of(st.binary(max_size=200), pieces.map(lambda t: t.encode("utf-8", "replace"))), few=60
    )
    assert service.rows("SELECT (1 AS ?x) {}") == [{"x": "1"}]


def test_a_form_of_answer_is_agreed_on_or_refused(service):
    def test_agreed(accept: str, name: str, form: str) -> None:
        assert best(accept, ("text/html", "text/turtle")) in ("", "text/html", "text/turtle")
        try:
            found = chosen(form, accept=accept, name=name)
        except Refusal as refusal:
            assert refusal.status in (400, 406)
            return
        assert "/" in found.media

    accept = soup(
        "text/html",
        "*/*",
        "application/sparql-results+json",
        ",",
        ";q=",
        "0.5",
        ";",
        "=",
        "q",
        "/",
        "é",
        " ",
        "1",
        "nan",
        "-1",
        "inf",
        most=10,
    )
    assert fuzz(
        test_agreed,
        accept,
        st.sampled_from(["", "json", "xml", "ttl", "x", "é"]),
        st.sampled_from(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]),
        few=150,
    )


def test_updates_of_any_kind_change_the_archive_or_are_refused(tmp_path):
    from dispatchgraph.archive.updating import update_folder
    from dispatchgraph.errors import DispatchGraphError

    folder = tmp_path / "archive"
    with open_archive(folder, write=True) as archive:
        archive.add(list(hostile.quads(1)))

    def test_updated(text: str) -> None:
        try:
            update_folder(folder, text, prefixes=dict(PREFIXES))
        except DispatchGraphError as error:
            one_line(error)

    update = soup(
        "INSERT DATA {",
        "DELETE DATA {",
        "DELETE WHERE {",
        "GRAPH <urn:g> {",
        "}",
        "<urn:a>",
        "a",
        "'x'",
        ".",
        "?s ?p ?o",
        ";",
        "CLEAR ALL",
        "LOAD <urn:x>",
        between=" ",
    )
    assert fuzz(test_updated, update, few=15)
    assert ox.Store.read_only(str(folder / "snapshots" / "current")) is not None

"""The guard: what it refuses before any engine sees it, what it lets through, and that it is never slow."""

from __future__ import annotations

import random
import socket
import threading
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatchgraph.errors import QueryError
from dispatchgraph.iri import PREFIXES
from dispatchgraph.sparql import Limits, form_of, guard, guard_update
from dispatchgraph.sparql.tokens import tokens

QUERIES = sorted((Path(__file__).parents[1] / "src" / "dispatchgraph" / "queries").rglob("*.rq"))


# --- tokens ---


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?s ex:p.q ex:r.", ["?s", "ex:p.q", "ex:r", "."]),
        ("<a#b> # <c>\n<d>", ["<a#b>", "<d>"]),
        ("# a\r<d>", ["<d>"]),
        (r"'it\'s' \"x\" '''a'b'''".replace('\\"', '"'), [r"'it\'s'", '"x"', "'''a'b'''"]),
        ('"""a "b" # c"""', ['"""a "b" # c"""']),
        ("''", ["''"]),
        ("?a < ?b&&?c>=3||!?d", ["?a", "<", "?b", "&&", "?c", ">=", "3", "||", "!", "?d"]),
        ("1.SERVICE 1.5e3 .5 1e", ["1", ".", "SERVICE", "1.5e3", ".5", "1", "e"]),
        ("true-1 a.b", ["true", "-", "1", "a", ".", "b"]),
        ("_:b.1 :x : p: 'x'@fr-CA^^xsd:string", ["_:b.1", ":x", ":", "p:", "'x'", "@fr-CA", "^^", "xsd:string"]),
        (r"ex:a\-b ex:%41 ex:.a", [r"ex:a\-b", "ex:%41", "ex:", ".", "a"]),
        ("événement:lié ?où", ["événement:lié", "?où"]),
        ("ASK { 'open", ["ASK", "{", "'open"]),
        ("ASK \\ {}", ["ASK", "\\ {}"]),
    ],
)
def test_a_query_falls_into_its_tokens(query, expected):
    assert [token.text for token in tokens(query)] == expected


@given(st.text(alphabet="'\"\\<>{}()#:.-?@_%aé1 \n\r!&|^", max_size=60))
def test_tokens_cover_any_text_in_order(query):
    found = list(tokens(query))
    assert all(query[token.begin :].startswith(token.text) and token.text for token in found)
    ends = [token.begin + len(token.text) for token in found]
    assert all(end <= token.begin for end, token in zip(ends, found[1:], strict=False))
    if "#" not in query:
        assert sum(len(token.text) for token in found) >= len("".join(query.split()))


UNITS = [
    "'",
    '"',
    "'''",
    "''",
    "\\",
    "'\\",
    "\\'''",
    "<",
    "<a",
    "a",
    "a.",
    "a-",
    "1.",
    "?",
    "#",
    "#\n",
    "a:.",
    "a:%",
    "@a",
    "{",
    "('",
    "é",
    "<\\u0041",
    "|",
    "a:\\-",
    "_:",
    "!",
]


@pytest.mark.parametrize("unit", UNITS)
def test_tokens_take_time_in_proportion_to_the_text(unit):
    def took(count: int) -> float:
        begin = time.perf_counter()
        assert sum(1 for _ in tokens(unit * count)) >= 0
        return time.perf_counter() - begin

    assert min(took(100_000) for _ in range(3)) < 12 * max(min(took(25_000) for _ in range(3)), 0.002)


# --- what passes ---


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: p.stem)
def test_the_questions_that_ship_pass(path):
    assert guard(path.read_text("utf-8"), prefixes=PREFIXES).form == "SELECT"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?load 'SERVICE <http://a/> { INSERT }' }",
        "PREFIX service: <http://SERVICE/> SELECT * { ?s service:SERVICE ?o }",
        "PREFIX service: <http://a/> SELECT * { GRAPH service:g { ?s ?p ?o } }",
        "SELECT * { ?s ?p <http://example.org/SERVICE> } # SERVICE <x> {}",
        "SELECT * { ?s ex:service.level ?o }",
        "SELECT ('''}}}}''' AS ?x) (\"it's {\" AS ?y) {}",
        "SELECT * { VALUES (?a ?b) {" + "(1 -2.5)" * 3_000 + "} ?s ?p ?a }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (" + ",".join("1" * 1 for _ in range(5_000)) + ")) }",
        "BASE <http://a/> PREFIX : <b#> ASK { :a :b :c ; :d :e , :f . }",
        "SELECT * FROM <a:b> FROM NAMED <c:d> { GRAPH ?g { ?s ?p ?o } }",
        "describe <a:b>",
        "CONSTRUCT WHERE { ?s ?p ?o }",
    ],
)
def test_an_honest_query_passes(query):
    assert guard(query).form in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("ask{}", "ASK"),
        ("PREFIX a: <b:> #\n Construct {} {}", "CONSTRUCT"),
        ("DESCRIBE ?s {}", "DESCRIBE"),
        ("SELECT*{}", "SELECT"),
    ],
)
def test_the_form_is_told(query, form):
    assert guard(query).form == form


def test_it_is_told_whether_a_query_names_its_graphs_or_has_another_answer_each_time():
    assert guard("SELECT * FROM <a:b> {}").dataset
    assert not guard("SELECT ?from { ?from ?now 'FROM NOW()' }").dataset
    assert guard("SELECT (NOW() AS ?x) {}").volatile
    assert not guard("SELECT ?from { ?from ?now 'FROM NOW()' }").volatile


# --- what is refused ---


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "empty"),
        ("# nothing", "empty"),
        ("{}", "line 1, column 1: expected SELECT"),
        ("HELLO", "expected SELECT"),
        ("INSERT DATA { <a:b> <a:b> 1 }", "an update is refused"),
        ("PREFIX a: <b:> DROP ALL", "an update is refused"),
        ("SELECT * {\n  SERVICE <a:b> {} }", "line 2, column 3: SERVICE is refused"),
        ("SELECT * { 'open }", 'line 1, column 12: no token begins with "\'"'),
        ("SELECT * { ?s \\ ?o }", "line 1, column 15"),
        ("SELECT * { \\u0053ERVICE <a:b> {} }", "line 1, column 12"),
        ("SELECT ('\\u0027' AS ?x) {}", "write the character itself"),
        ("ASK { <" + "a" * 5000 + "> ?p ?o }", "an IRI of more than 4000 characters"),
        ("ASK {} #" + "x" * 100_000, "too long"),
    ],
)
def test_what_is_no_query_or_may_not_run_is_refused(query, told):
    with pytest.raises(QueryError) as error:
        guard(query)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_a_prefix_that_is_not_declared_is_told():
    with pytest.raises(QueryError, match="line 1, column 15: the prefix ex: is not declared"):
        guard("SELECT * { ?s ex:p ?o }", prefixes=PREFIXES)
    assert guard("PREFIX ex: <a:> SELECT * { ?s ex:p dg:x }", prefixes=PREFIXES)


DEEP = {
    "braces": ("SELECT * ", "{", "}"),
    "parentheses": ("ASK { FILTER", "(", ")"),
    "brackets": ("ASK { ", "[ <a:b> ", "]"),
    "sub-selects": ("SELECT * ", "{ SELECT * ", "}"),
    "optionals in each other": ("ASK ", "{ OPTIONAL ", "}"),
    "exists": ("ASK { ?s ?p ?o ", "FILTER EXISTS { ?s ?p ?o ", "}"),
    "calls": ("SELECT (", "STR(", ")"),
    "paths in parentheses": ("ASK { ?s ", "(", ")*"),
    "triple terms": ("ASK { ?s ?p ", "<<( ?s ?p ", ")>>"),
}
LONG = {
    "optionals": ("ASK {", "OPTIONAL{?s ?p ?o}", "}"),
    "unions": ("ASK {{}", "UNION{}", "}"),
    "minus": ("ASK {?s ?p ?o ", "MINUS{?s ?p ?o}", "}"),
    "filters": ("ASK {", "FILTER(?x)", "}"),
    "binds": ("ASK {", "BIND(1 AS ?x)", "}"),
    "values": ("ASK {", "VALUES ?x{1}", "}"),
    "graphs": ("ASK {", "GRAPH ?g{}", "}"),
    "triples": ("ASK {", "?s ?p ?o.", "}"),
    "predicates": ("ASK {?s ?p ?o", ";?p ?o", "}"),
    "objects": ("ASK {?s ?p ?o", ",?o", "}"),
    "nots": ("ASK {FILTER(", "!", "?x)}"),
    "minuses": ("ASK {FILTER(", "- ", "?x)}"),
    "sums": ("ASK {FILTER(1", "+1", ")}"),
    "products": ("ASK {FILTER(1", "*1", ")}"),
    "ors": ("ASK {FILTER(1", "||1", ")}"),
    "ands": ("ASK {FILTER(1", "&&1", ")}"),
    "sequences": ("ASK {?s <a:b>", "/<a:b>", " ?o}"),
    "alternatives": ("ASK {?s <a:b>", "|<a:b>", " ?o}"),
    "described": ("DESCRIBE ", "<a:b> ", ""),
    "columns": ("SELECT ", "(1 AS ?x)", "{}"),
    "conditions": ("SELECT ?x {} GROUP BY ?x HAVING", "(?x)", ""),
    "glued": ("ASK { ?s ?p true", "OPTIONAL{?s ?p true}", "}"),
}


@pytest.mark.parametrize("levels", [10**3, 10**4, 10**5, 10**6])
@pytest.mark.parametrize("name", [*DEEP, *LONG])
def test_what_is_too_deep_or_too_long_is_refused_at_once(name, levels):
    begin, unit, end = (DEEP | LONG)[name]
    query = begin + unit * levels + (end * levels if name in DEEP else end)
    start = time.perf_counter()
    with pytest.raises(QueryError):
        guard(query, Limits(size=100_000_000))
    assert time.perf_counter() - start < 2.5  # half a second on an idle machine


@pytest.mark.parametrize("name", [*DEEP, *LONG])
def test_what_a_person_writes_is_far_from_the_limits(name):
    begin, unit, end = (DEEP | LONG)[name]
    assert guard(begin + unit * 18 + (end * 18 if name in DEEP else end))


def test_a_limit_can_be_set():
    with pytest.raises(QueryError, match="more than 2 brackets"):
        guard("SELECT * {{{}}}", Limits(depth=2))
    with pytest.raises(QueryError, match="more than 10 bytes"):
        guard("ASK {'éé'} ", Limits(size=10))


# --- updates ---


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { GRAPH <a:g> { <a:b> <a:b> 'LOAD CLEAR' } }",
        "PREFIX load: <a:> DELETE DATA { load:a load:b load:c } ; INSERT DATA { <a:b> <a:b> 1 }",
        "WITH <a:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
        "INSERT DATA {" + "<a:b> <a:b> 1 , -2 ; <a:c> 3 . " * 5_000 + "}",
    ],
)
def test_an_update_passes(update):
    assert guard_update(update).form == "UPDATE"


@pytest.mark.parametrize(
    ("update", "told"),
    [
        ("LOAD <http://a/>", "LOAD is refused"),
        ("LOAD SILENT <http://a/> INTO GRAPH <a:g>", "LOAD is refused"),
        ("INSERT DATA {} ; LOAD <http://a/>", "LOAD is refused"),
        ("PREFIX ex: <http://a/> INSERT DATA {} ; LOADex:x", "LOAD is refused"),
        ("DELETE {} INSERT {} WHERE { SERVICE <a:b> {} }", "SERVICE is refused"),
        ("CLEAR ALL", "it empties whole graphs"),
        ("DROP GRAPH <a:g>", "it empties whole graphs"),
        ("INSERT DATA {} ; MOVE <a:g> TO <a:h>", "it empties whole graphs"),
        ("SELECT * {}", "a query is no update"),
        ("DELETE WHERE {" + "?s ?p ?o . " * 1000 + "}", "more than 500 patterns"),
    ],
)
def test_an_update_that_fetches_empties_or_overflows_is_refused(update, told):
    with pytest.raises(QueryError, match=told):
        guard_update(update)


def test_whole_graphs_can_be_emptied_where_that_is_allowed():
    assert guard_update("CLEAR GRAPH <a:g> ; DROP SILENT ALL", emptying=True).form == "UPDATE"


# --- against the engine ---

PIECES = [
    *(
        "SERVICE",
        "service",
        "SILENT",
        "{",
        "}",
        "{?s ?p ?o}",
        " ",
        "\n",
        "#c\n",
        "#\r",
        "'",
        '"',
        "'''",
        "\\",
        "''",
        "true",
        "a",
        "1",
        "1.",
        "1e",
        "e5",
    ),
    *(
        ".",
        ";",
        ",",
        "<",
        "<a:b>",
        ">",
        "(",
        ")",
        "BIND(",
        "AS",
        "FILTER(",
        "GRAPH",
        "ex:",
        "ex:g",
        "ex:SERVICE",
        "SERVICEex:f",
        "ex:a.",
        "ex:a.b",
        "a.b.c:",
    ),
    *(
        "_:b",
        "_:b.",
        "_:a.b",
        "@en",
        "@",
        "-",
        "/",
        "|",
        "!",
        "\\-",
        "%53",
        "\\u0053",
        "\\u0027",
        "é",
        "\u200d",
        "\xa0",
        "×",
        "?",
        "$y",
        "OPTIONAL",
        "^^",
        ".b",
        ".1",
        "-a",
    ),
]


def test_nothing_that_passes_makes_the_engine_ask_the_network():
    """Queries that are almost SPARQL, with SERVICE in many disguises: a listener counts who comes."""
    with socket.create_server(("127.0.0.1", 0)) as trap:
        came: list[object] = []
        threading.Thread(target=_count, args=(trap, came), daemon=True).start()
        url = f"http://127.0.0.1:{trap.getsockname()[1]}/"
        chance, store, ran = random.Random(5), ox.Store(), 0
        until = time.monotonic() + 8
        while time.monotonic() < until:
            query = _almost(chance, url)
            try:
                guard(query)
                list(store.query(query))
            except (QueryError, SyntaxError):
                continue
            except OSError:
                came.append(query)
            ran += 1
            assert came == [], query
        assert ran > 50
        with pytest.raises(OSError):
            list(store.query(f"SELECT * {{ SERVICE <{url}> {{}} }}"))
        assert came


def _count(trap: socket.socket, came: list[object]) -> None:
    while True:
        try:
            connection, address = trap.accept()
        except OSError:
            return
        came.append(address)
        connection.close()


def _almost(chance: random.Random, url: str) -> str:
    said: list[str] = [chance.choice(PIECES) for _ in range(chance.randint(0, 4))]
    for part in ("SERVICE", chance.choice([f"<{url}>", "ex:f", ":f", "?x", f"SILENT<{url}>"]), "{", "}"):
        said.append(part)
        if chance.random() < 0.4:
            said.append(chance.choice(["", " ", "\n", "#c\n", chance.choice(PIECES)]))
    begin = chance.choice(["", "?s ?p ", f"VALUES ?x {{<{url}>}} ", "GRAPH ?g {} "])
    return f"PREFIX ex:<{url}> PREFIX :<{url}> SELECT * {{ {begin}{''.join(said)} }}"


# --- what is plain at first sight ---


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("prefix ex: <urn:x#>\nPREFIX : <urn:y>  base <urn:z>\n ask{ ?s ex:p 'é' }", "ASK"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("DESCRIBE <urn:a>", "DESCRIBE"),
    ],
)
def test_a_plain_query_is_seen_to_be_one(query, form):
    assert form_of(query) == form == guard(query).form


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELECTED * {}",
        "SELECT:x {}",
        "# a comment\nSELECT * {}",
        "INSERT DATA {}",
        "SELECT * { seRVice <urn:x> {} }",
        "SELECT * FROM <urn:g> {}",
        "SELECT (now() AS ?x) {}",
        "SELECT (rand() AS ?x) {}",
        "SELECT * { ?s ?p '\\u0022' }",
        "SELECT * " + "{" * 41 + "}" * 41,
        "SELECT * { ?s ?p ?o FILTER(" + "!" * 21 + "?o) }",
        "SELECT * { ?s " + "/".join(["<a>"] * 260) + " ?o }",
        "SELECT * { ?s ?p ?o }" + " " * 900,
        "PREFIX ex: <urn:x INSERT DATA {}",
        "PREFIX PREFIX ex: <urn:x> ASK {}",
    ],
)
def test_what_is_not_plain_is_left_to_the_guard(query):
    assert form_of(query) is None

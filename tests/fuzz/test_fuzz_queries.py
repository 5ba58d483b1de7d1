"""Whatever is asked is refused in one line, or reaches an engine that stands it: it neither dies nor leaves the machine."""

from __future__ import annotations

import pyoxigraph as ox
from fuzzing import fuzz, one_line, soup, spoilt
from hypothesis import strategies as st

from dispatchgraph import query
from dispatchgraph.errors import InputError, QueryError
from dispatchgraph.iri import PREFIXES
from dispatchgraph.parameters import filled, parameters
from dispatchgraph.sparql import form_of, guard, guard_update
from dispatchgraph.sparql.tokens import tokens

MARKS = (
    *[
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ".",
        ";",
        ",",
        "/",
        "^",
        "|",
        "+",
        "-",
        "*",
        "!",
        "=",
        "<",
        ">",
        "?",
        "||",
        "&&",
        "!=",
        ">=",
        "^^",
        "<<",
        ">>",
    ],
    " ",
    "\n",
    "#",
    "\\",
    '"',
    "'",
    "'''",
    '"""',
)
TERMS = (
    "?x",
    "?y",
    "$z",
    "<urn:a>",
    "dg:Event",
    "ex:x",
    ":x",
    "_:b",
    "[]",
    "a",
    "1",
    "1.5e3",
    '"x"',
    "'y'@fr",
    "true",
    "\\u0022",
    "é",
)
WORDS = (
    "SELECT",
    "*",
    "ASK",
    "CONSTRUCT",
    "DESCRIBE",
    "WHERE",
    "FROM",
    "NAMED",
    "OPTIONAL",
    "UNION",
    "MINUS",
    "FILTER",
    "BIND",
    "AS",
    "VALUES",
    "GRAPH",
    "SERVICE",
    "SILENT",
    "EXISTS",
    "NOT",
    "IN",
    "GROUP",
    "BY",
    "ORDER",
    "HAVING",
    "LIMIT",
    "OFFSET",
    "DISTINCT",
    "REDUCED",
    "PREFIX",
    "BASE",
    "UNDEF",
    "COUNT",
    "SUM",
    "CONCAT",
    "REGEX",
    "REPLACE",
    "IF",
    "COALESCE",
    "STR",
    "LANG",
    "NOW",
    "RAND",
    "UUID",
    "BNODE",
    "LATERAL",
    "ex:",
    "<urn:x>",
)
UPDATES = (
    "INSERT",
    "DELETE",
    "DATA",
    "LOAD",
    "CLEAR",
    "DROP",
    "CREATE",
    "COPY",
    "MOVE",
    "ADD",
    "TO",
    "WITH",
    "USING",
    "INTO",
    "ALL",
    "DEFAULT",
    "SILENT",
)
SHAPES = (
    "SELECT * { ?s ?p ?o }",
    "SELECT ?x (COUNT(*) AS ?n) { ?x a dg:Event OPTIONAL { ?x rdfs:label ?y } FILTER(?y > 1) } GROUP BY ?x ORDER BY ?n LIMIT 3",
    "ASK { ?s (rdfs:label/^rdfs:label)* ?o . VALUES ?s { <urn:a> UNDEF } }",
    "CONSTRUCT { ?s ?p _:b } FROM <urn:g> WHERE { GRAPH ?g { ?s ?p ?o } BIND(STR(?o) AS ?x) }",
    "DESCRIBE <urn:a>",
)
ASKED = st.one_of(
    soup(*MARKS, *TERMS, *WORDS, between=" "),
    soup(*MARKS, *TERMS, *WORDS),
    soup(*TERMS, *WORDS, "{", "}", ".", between=" ").map("SELECT * {{ {} }}".format),
    st.sampled_from(SHAPES).flatmap(lambda q: spoilt(q.encode())).map(lambda b: b.decode("utf-8", "replace")),
    st.tuples(
        st.sampled_from([*MARKS, "OPTIONAL{", "UNION{}", "1+", "!", "<urn:a>/", "{?s ?p ?o}UNION", "[ a "]),
        st.integers(1, 3000),
    ).map(lambda t: "SELECT * { ?s ?p ?o FILTER(" + t[0] * t[1]),
)
STORE = ox.Store()


def test_a_query_that_passes_the_guard_is_stood_by_the_engine():
    def test_asked(text: str) -> None:
        assert sum(len(t.text) for t in tokens(text)) <= len(text)
        try:
            checked = guard(text, prefixes=PREFIXES)
        except QueryError as error:
            return one_line(error)
        assert checked.text == text
        try:
            found = STORE.query(text, prefixes=dict(PREFIXES))
            if not isinstance(found, ox.QueryBoolean):
                list(found)
        except (SyntaxError, ValueError):
            return
        except (RuntimeError, OSError) as error:
            assert "service" not in str(error).lower(), text

    assert fuzz(test_asked, ASKED, few=200)


def test_an_update_that_passes_the_guard_is_stood_by_the_engine():
    def test_updated(text: str, emptying: bool) -> None:
        try:
            guard_update(text, emptying=emptying)
        except QueryError as error:
            return one_line(error)
        store = ox.Store()
        store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal("x"), ox.NamedNode("urn:g")))
        try:
            store.update(text, prefixes=dict(PREFIXES))
        except (SyntaxError, ValueError):
            return
        except (RuntimeError, OSError) as error:
            assert "http" not in str(error).lower(), text

    update = soup(*MARKS, *TERMS, *UPDATES, "{", "}", "WHERE", "GRAPH", ";", "http://127.0.0.1:9/", between=" ")
    plain = st.sampled_from(
        ["INSERT DATA { <urn:a> a <urn:b> }", "DELETE WHERE { GRAPH ?g { ?s ?p ?o } } ; INSERT DATA {}"]
    )
    broken = plain.flatmap(lambda q: spoilt(q.encode())).map(lambda b: b.decode("utf-8", "replace"))
    assert fuzz(test_updated, st.one_of(update, broken), st.booleans(), few=150)


def test_a_shipped_question_stays_one_query_whatever_it_is_asked_about():
    asked = [(q, p.name) for q in query.questions() for p in parameters(q)]
    assert asked

    def test_filled(which: int, value: str) -> None:
        question, name = asked[which]
        try:
            text = filled(question, {name: value})
        except (QueryError, InputError) as error:
            return one_line(error)
        checked = guard(text, prefixes=PREFIXES)
        assert checked.form == guard(question.sparql, prefixes=PREFIXES).form
        STORE.query(text, prefixes=dict(PREFIXES))

    value = st.one_of(
        soup('"', "'", "\\", "}", "{", "\n", "#", "1", "2016-12-05", "SERVICE <urn:x> {}", "?x", "é", "\ud800"),
        st.text(max_size=30),
    )
    assert fuzz(test_filled, st.integers(0, len(asked) - 1), value, few=100)


def test_what_is_plain_at_first_sight_the_guard_lets_pass_as_the_same():
    def test_plain(text: str) -> None:
        form = form_of(text)
        if form is None:
            return
        try:
            checked = guard(text, prefixes=PREFIXES)
        except QueryError as error:
            assert "refused" not in str(error) and "too" not in str(error), text
            return
        assert (checked.form, checked.dataset, checked.volatile) == (form, False, False)

    head = st.sampled_from(["", "PREFIX ex: <urn:x#> ", "prefix : <a>base<b>", "PREFIX a.b: <x>", "BASE <", "PREFIX\n"])
    form = st.sampled_from(["SELECT * ", "ASK", "CONSTRUCT", "DESCRIBE ", "SELECT(", "select?x"])
    body = soup(*MARKS, *TERMS, *WORDS, most=200, between=" ")
    assert fuzz(test_plain, st.one_of(ASKED, st.tuples(head, form, body).map("".join)), few=300)

"""A graph answers questions, ours and anybody's, and nothing else can be got out of it."""

from __future__ import annotations

import json
import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from functools import cache
from pathlib import Path

import pytest
import rdflib.plugins.sparql as engine
from rdflib import Dataset, Graph, Literal, URIRef

from dispatchgraph import query
from dispatchgraph.errors import QueryError
from dispatchgraph.vocab import DATA_BASE, PREFIXES, union

SAMPLE = Path(__file__).parent / "graphs" / "sample.trig"
NAMES = [q.name for q in query.questions()]
#: What only many dispatches can tell; `test_archive_questions` asks these.
OF_ARCHIVES = {"copies", "fulfilled", "merges", "network-between", "reversals", "tolls", "unfulfilled", "witnesses"}


@cache
def sample() -> Dataset:
    dataset = Dataset()
    dataset.parse(SAMPLE, format="trig")
    return dataset


def answers(sparql: str, graph: Graph | None = None) -> list[dict[str, str]]:
    result = query.run(sample() if graph is None else graph, sparql)
    return [{str(k): str(v) for k, v in row.items() if v is not None} for row in result.bindings]


def ask(name: str) -> list[dict[str, str]]:
    return answers(query.question(name).sparql)


# --- the questions that ship


def test_at_least_fourteen_questions_ship():
    assert len(NAMES) >= 14
    assert sorted(NAMES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_question_has_a_title_and_a_description_in_two_languages(name):
    french, english = query.question(name), query.question(name, language="en")
    assert french.title.endswith(" ?") and english.title.endswith("?")
    assert french.title != english.title and french.description != english.description
    assert french.sparql == english.sparql


@pytest.mark.parametrize("name", NAMES)
def test_a_question_declares_the_prefixes_it_uses_and_no_other(name):
    text = query.question(name).sparql
    body = re.sub(r"^(#|PREFIX).*$", "", text, flags=re.MULTILINE)
    assert set(re.findall(r"^PREFIX (\w+):", text, re.MULTILINE)) == set(re.findall(r"(?<![\w?<])(\w+):(?=\w)", body))


@pytest.mark.parametrize("name", [n for n in NAMES if n not in OF_ARCHIVES])
def test_a_question_finds_something_in_the_sample_and_nothing_in_nothing(name):
    assert ask(name)
    assert answers(query.question(name).sparql, Graph()) == []


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_does_not_depend_on_the_order_of_the_graph(name):
    triples = list(union(sample()))
    found = set()
    for seed in range(4):
        random.Random(seed).shuffle(triples)
        graph = Graph()
        for triple in triples:
            graph.add(triple)
        found.add(query.to_csv(query.run(graph, query.question(name).sparql)))
    assert len(found) == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_column_of_an_answer_is_sorted_on(name):
    text = query.question(name).sparql
    order = re.search(r"^ORDER BY (.+)$", text, re.MULTILINE)
    result = query.run(sample(), text)
    assert order and {str(v) for v in result.vars or ()} <= set(re.findall(r"\?(\w+)", order[1]))


def test_the_veto_is_told_with_author_object_and_day():
    (veto,) = ask("vetoes")
    assert (veto["who"], veto["what"], veto["date"]) == ("Norvège", "traité sur la pêche", "2025-03-03")


def test_a_veto_is_among_the_rejections():
    assert {r["who"] for r in ask("rejections")} == {"Norvège", "Jon Arnarson"}


def test_figures_that_disagree_are_shown_once_with_both_sources():
    (pair,) = ask("disagreements")
    assert {pair["source"]: pair["value"], pair["otherSource"]: pair["otherValue"]} == {"police": "12", "Havfolk": "30"}


def test_a_planned_meeting_is_planned_and_did_not_take_place():
    assert {(p["who"], p["date"], p["place"]) for p in ask("planned")} == {
        ("Islande", "2025-03-14", "Genève"),
        ("Norvège", "2025-03-14", "Genève"),
    }
    assert answers("SELECT * { ?a dg:meets ?b }") == []


def test_what_is_told_with_reserve_or_denied_is_told_apart():
    assert [(u["who"], u["event"]) for u in ask("unconfirmed")] == [("police", "frapper")]
    assert [(n["who"], n["event"]) for n in ask("negated")] == [("Norvège", "signer")]


def test_the_minister_speaks_for_his_country():
    (post,) = ask("affiliations")
    assert (post["person"], post["post"], post["body"]) == ("Jon Arnarson", "ministre", "Islande")


def test_evidence_follows_the_order_of_the_text():
    places = [int(e["at"]) for e in ask("evidence")]
    assert places == sorted(places)
    assert all(e["words"] in e["sentence"] for e in ask("evidence"))


def test_an_unknown_question_is_told_with_those_that_there_are():
    with pytest.raises(QueryError, match=r"no question 'veto'; there are: accusations, .*vetoes"):
        query.question("veto")


def test_a_question_does_not_change():
    with pytest.raises(FrozenInstanceError):
        query.question("vetoes").title = "autre"  # type: ignore[misc]


# --- asking


def test_prefixes_of_ours_need_no_declaration():
    for prefix in PREFIXES:
        query.prepare(f"ASK {{ ?x {prefix}:y ?z }}")
    assert answers("SELECT ?who { ?who dg:vetoes ?what }") == [{"who": f"{DATA_BASE}entity/norvege"}]


def test_a_prefix_that_the_query_declares_is_its_own():
    declared = "PREFIX dg: <http://www.w3.org/2000/01/rdf-schema#>"
    assert answers(f"{declared} SELECT ?n {{ ?x dg:label ?n FILTER(?n = 'Oslo'@fr) }}") == [{"n": "Oslo"}]


def test_named_graphs_count_as_one_and_can_be_named():
    (row,) = answers("SELECT DISTINCT ?g { GRAPH ?g { ?x dg:vetoes ?y } }")
    assert row["g"] == f"{DATA_BASE}dispatch/peche-2025-03-03/graph"
    assert sample().default_union is False


def test_select_star_has_its_columns_in_the_order_of_the_query():
    result = query.run(sample(), "SELECT * { ?z dg:vetoes ?b . ?b rdfs:label ?a }")
    assert [str(v) for v in result.vars or ()] == ["z", "b", "a"]


def test_ask_construct_and_describe_are_answered():
    assert query.run(sample(), "ASK { ?x dg:vetoes ?y }").askAnswer is True
    assert len(query.run(sample(), "CONSTRUCT WHERE { ?x dg:vetoes ?y }").graph or ()) == 1
    assert len(query.run(sample(), f"DESCRIBE <{DATA_BASE}entity/oslo>").graph or ()) > 3


SERVICE = "SERVICE <http://127.0.0.1:9/> { ?a ?b ?c }"
FETCHING = [
    f"SELECT * {{ {SERVICE} }}",
    f"SELECT * {{ OPTIONAL {{ {SERVICE} }} }}",
    f"SELECT * {{ {{ SELECT ?a {{ {SERVICE} }} }} }}",
    f"SELECT * {{ {{ ?x ?y ?z }} UNION {{ {SERVICE} }} }}",
    f"SELECT * {{ ?x ?y ?z MINUS {{ {SERVICE} }} }}",
    f"SELECT * {{ ?x ?y ?z FILTER NOT EXISTS {{ {SERVICE} }} }}",
    f"SELECT * {{ ?x ?y ?z BIND(EXISTS {{ {SERVICE} }} AS ?w) }}",
    f"SELECT ?x {{ ?x ?y ?z }} ORDER BY (EXISTS {{ {SERVICE} }})",
    f"SELECT ?x {{ ?x ?y ?z }} GROUP BY ?x HAVING (EXISTS {{ {SERVICE} }})",
    f"ASK {{ GRAPH ?g {{ {SERVICE.replace('SERVICE', 'SERVICE SILENT')} }} }}",
    f"CONSTRUCT {{ ?a ?b ?c }} {{ {SERVICE} }}",
    f"DESCRIBE ?a {{ {SERVICE} }}",
    "SELECT * FROM <file:///etc/hostname> { ?x ?y ?z }",
    "SELECT * FROM NAMED <http://127.0.0.1:9/> { GRAPH ?g { ?x ?y ?z } }",
    "ASK FROM <file:///etc/hostname> { ?x ?y ?z }",
    "CONSTRUCT FROM <file:///etc/hostname> WHERE { ?x ?y ?z }",
    "DESCRIBE <urn:x> FROM <file:///etc/hostname>",
]


@pytest.mark.parametrize("sparql", FETCHING)
def test_a_query_that_would_fetch_is_refused(sparql):
    with pytest.raises(QueryError, match=r"(SERVICE|FROM) is refused"):
        query.run(sample(), sparql)


UPDATES = ["LOAD <file:///x>", "DROP ALL", "INSERT DATA { <urn:a> <urn:b> 1 }", "DELETE WHERE { ?a ?b ?c }"]


@pytest.mark.parametrize("sparql", UPDATES)
def test_a_query_that_would_change_the_graph_is_refused(sparql):
    size = len(union(sample()))
    with pytest.raises(QueryError, match="an update is refused"):
        query.run(sample(), sparql)
    assert len(union(sample())) == size


def test_the_word_service_in_a_text_or_a_comment_is_no_service():
    assert answers("# FROM here, SERVICE there\nSELECT * { ?x rdfs:label 'SERVICE <x> FROM <y>' }") == []


def test_rdflib_loads_no_graph_while_a_query_runs_and_is_left_as_it_was(monkeypatch):
    monkeypatch.setattr(engine, "SPARQL_LOAD_GRAPHS", True)
    with query._nothing_is_loaded():
        with query._nothing_is_loaded():
            assert engine.SPARQL_LOAD_GRAPHS is False
        assert engine.SPARQL_LOAD_GRAPHS is False
    assert engine.SPARQL_LOAD_GRAPHS is True


def test_queries_in_several_threads_leave_the_switch_as_it_was(monkeypatch):
    monkeypatch.setattr(engine, "SPARQL_LOAD_GRAPHS", True)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(answers, ["SELECT ?x { ?x dg:vetoes ?y }"] * 20))
    assert all(found) and engine.SPARQL_LOAD_GRAPHS is True


def test_a_mistake_is_told_with_line_and_column():
    with pytest.raises(QueryError, match="line 3, column 3"):
        query.run(sample(), "# a comment\nSELECT ?x {\n  ?x dg:vetoes\n}")


def test_a_prefix_that_nobody_declared_is_told_with_those_that_need_no_declaration():
    with pytest.raises(QueryError, match=r"prefix foo: is not declared.*dg, gaf"):
        query.run(sample(), "ASK { ?x foo:bar ?y }")


NO_QUERIES = ["", " \n", "SELECT", "bonjour", "SELECT * {" + "{" * 900 + "}" * 900 + "}", "ASK { ?x ?y <a b> }"]


@pytest.mark.parametrize("sparql", NO_QUERIES)
def test_what_is_no_query_raises_one_line(sparql):
    with pytest.raises(QueryError) as caught:
        query.run(sample(), sparql)
    assert "\n" not in str(caught.value)


# --- answers as text


def hostile() -> Graph:
    graph = Graph()
    graph.add((URIRef("urn:a"), URIRef("urn:b"), Literal("=1+1\x1b[31m\x9b\u202eend\n\tnext", lang="fr")))
    graph.add((URIRef("urn:a"), URIRef("urn:b"), Literal(-5)))
    return graph


def test_a_table_has_a_line_of_names_and_counts_its_rows():
    table = query.to_table(query.run(sample(), "SELECT ?who ?what { ?who dg:vetoes ?what }"), width=20).splitlines()
    assert table[0].split() == ["who", "what"]
    assert table[2].count("…") == 2
    assert table[-1] == "(1 row)"
    assert query.to_table(query.run(sample(), "ASK { ?x dg:vetoes ?y }")) == "yes"
    assert "dg:vetoes" in query.to_table(query.run(sample(), "CONSTRUCT WHERE { ?x dg:vetoes ?y }"))


@pytest.mark.parametrize("sparql", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
@pytest.mark.parametrize("write", [query.to_table, query.to_csv, query.to_tsv, query.to_json])
def test_no_answer_commands_a_terminal(sparql, write):
    text = write(query.run(hostile(), sparql))
    assert not {"\x1b", "\x9b", "\u202e"} & set(text)


def test_csv_holds_no_formula_and_keeps_numbers():
    text = query.to_csv(query.run(hostile(), "SELECT ?o { ?s ?p ?o } ORDER BY ?o"))
    assert "\"'=1+1" in text and "\r\n-5\r\n" in text


def test_json_is_what_sparql_says_it_is():
    told = json.loads(query.to_json(query.run(hostile(), "SELECT ?o ?none { ?s ?p ?o } ORDER BY DESC(?o)")))
    assert told["head"] == {"vars": ["o", "none"]}
    keys = sorted(sorted(row["o"]) for row in told["results"]["bindings"])
    assert keys == [["datatype", "type", "value"], ["type", "value", "xml:lang"]]
    assert json.loads(query.to_json(query.run(hostile(), "ASK { ?x ?y 7 }"))) == {"head": {}, "boolean": False}


def test_tsv_writes_terms_as_turtle_does():
    found = query.run(sample(), "SELECT ?x ?n { ?x rdfs:label ?n FILTER(STR(?n) = 'Bergen') }")
    assert query.to_tsv(found).splitlines() == ["?x\t?n", f'<{DATA_BASE}entity/bergen>\t"Bergen"@fr']


def test_an_answer_without_rows_or_columns_is_still_a_table():
    assert query.to_table(query.run(Graph(), "SELECT ?x { ?x ?y ?z }")) == "x\n-\n(0 rows)"
    assert query.to_table(query.run(Graph(), "SELECT * { }")).endswith("(1 row)")

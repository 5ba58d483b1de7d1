"""A question is asked about what a reader names, and a value can say nothing but itself."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from dispatchgraph import query
from dispatchgraph.errors import KnowledgeError, QueryError
from dispatchgraph.parameters import Parameter, filled, parameters
from dispatchgraph.query import Question

WITH = [q.name for q in query.questions() if parameters(q)]
SPARQL = """# parameter: who, text, une personne
# parameter-en: who, text, a person
# parameter: from, date, un jour
# parameter-en: from, date, a day
# parameter: least, number, un nombre
# parameter-en: least, number, a number
# parameter: called, label, un nom
# parameter-en: called, label, a name
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?who ?from ?least ?called {
  VALUES ?who { "Anne" }
  VALUES ?from { "2016-12-05"^^xsd:date }
  VALUES ?least { 3 }
  VALUES ?called { "Russie" "Russie"@fr }
}
"""


def question(sparql: str = SPARQL) -> Question:
    return Question(name="sample", title="Qui ?", description="…", sparql=sparql)


def rows(sparql: str) -> list[tuple[str, ...]]:
    """What an engine makes of a query: that of rdflib and Oxigraph must agree."""
    found = sorted(tuple(str(v) for v in row) for row in query.run(query.Graph(), sparql))
    assert found == sorted(tuple(v.value for v in row) for row in Store().query(sparql))
    return found


def test_a_question_says_what_it_takes_in_two_languages():
    assert parameters(question())[0] == Parameter(name="who", kind="text", words="une personne", default="Anne")
    assert [p.words for p in parameters(question(), language="en")] == ["a person", "a day", "a number", "a name"]
    assert [p.default for p in parameters(question())] == ["Anne", "2016-12-05", "3", "Russie"]


def test_a_question_without_parameters_takes_nothing():
    assert parameters(query.question("vetoes")) == ()
    with pytest.raises(QueryError, match="'vetoes' has no 'who'; it takes nothing"):
        filled(query.question("vetoes"), {"who": "Anne"})


@pytest.mark.parametrize("name", WITH)
def test_a_shipped_question_tells_its_parameters_alike_in_both_languages(name):
    french, english = (parameters(query.question(name), language=code) for code in ("fr", "en"))
    assert [(p.name, p.kind, p.default) for p in french] == [(p.name, p.kind, p.default) for p in english]
    assert all(one.words != other.words for one, other in zip(french, english, strict=True))


def test_what_is_given_takes_the_place_of_what_ships():
    given = {"who": "Boris", "from": "2020-02-29", "least": "-7"}
    assert {row[:3] for row in rows(filled(question(), given))} == {("Boris", "2020-02-29", "-7")}


def test_nothing_given_changes_nothing():
    assert filled(question(), {}) == SPARQL


def test_a_name_is_looked_for_in_every_language_and_with_a_capital():
    called = {row[3] for row in rows(filled(question(), {"called": "russie"}))}
    assert called == {"russie", "Russie", "RUSSIE"}
    assert {"Abou Abdel"} < {row[3] for row in rows(filled(question(), {"called": "abou abdel"}))}


@pytest.mark.parametrize(
    "value",
    [
        'x" } SERVICE <http://example.org/> { ?s ?p ?o } VALUES ?y { "',
        '"',
        "'; DROP ALL",
        "} ?s ?p ?o . {",
        "# rest",
        'VALUES ?from { "2000-01-01" }',
        "?least $least",
        "l’«été» 🜁",
        "<http://example.org/>",
    ],
)
def test_a_hostile_value_says_nothing_but_itself(value):
    found = rows(filled(question(), {"who": value, "from": "2020-02-29", "least": "4"}))
    assert {row[:3] for row in found} == {(value, "2020-02-29", "4")}
    assert {row[:3] for row in rows(filled(question(), {"least": "4", "who": value}))} == {(value, "2016-12-05", "4")}


@pytest.mark.parametrize("value", ["", "  ", "a\\u0022b", "\\", "a\nb", "a\x00b", "a\u2028b", "\ud800", "x" * 201])
@pytest.mark.parametrize("name", ["who", "called"])
def test_what_cannot_stand_in_a_literal_is_refused(name, value):
    with pytest.raises(QueryError, match=f"^{name}: "):
        filled(question(), {name: value})


@pytest.mark.parametrize("value", ["2020-02-30", "5 mars", "2020-1-1", "", "2020-01-01T00:00:00", "２０２０-01-01"])
def test_what_is_no_day_is_refused(value):
    with pytest.raises(QueryError, match=r"^from: "):
        filled(question(), {"from": value})


@pytest.mark.parametrize("value", ["", "one", "1e3", "1.5", "9" * 13, "1 2"])
def test_what_is_no_whole_number_is_refused(value):
    with pytest.raises(QueryError, match=r"^least: "):
        filled(question(), {"least": value})


def test_an_unknown_parameter_is_told_with_those_that_there_are():
    with pytest.raises(QueryError, match="'sample' has no 'actor'; it takes: who, from, least, called"):
        filled(question(), {"actor": "Russie"})


def test_a_question_that_lacks_the_clause_or_names_no_kind_is_our_mistake():
    with pytest.raises(KnowledgeError, match=r"queries/sample\.rq: no clause «VALUES \?who"):
        parameters(question("# parameter: who, text, une personne\nASK {}"))
    odd = question('# parameter: who, colour, une personne\nASK {\n  VALUES ?who { "a" }\n}')
    with pytest.raises(KnowledgeError, match="of no kind 'colour'"):
        filled(odd, {"who": "red"})

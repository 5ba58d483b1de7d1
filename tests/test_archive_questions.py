"""The questions over an archive, asked of five short dispatches: the same right rows from rdflib and from Oxigraph."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, Store, parse
from rdflib import Graph

from dispatchgraph import query
from dispatchgraph.parameters import filled

ARCHIVE = Path(__file__).parent / "graphs" / "archive.ttl"
NAMES = (
    *("copies", "fulfilled", "merges", "most-quoted", "network-between", "reversals", "tolls", "unfulfilled"),
    "witnesses",
)


@cache
def graph() -> Graph:
    return Graph().parse(ARCHIVE, format="turtle")


@cache
def store() -> Store:
    found = Store()
    found.extend(parse(path=str(ARCHIVE), format=RdfFormat.TURTLE))
    return found


def by_oxigraph(sparql: str) -> list[dict[str, str]]:
    written = store().query(sparql).serialize(format=QueryResultsFormat.CSV)
    return list(csv.DictReader(io.StringIO(written.decode())))


def by_rdflib(sparql: str) -> list[dict[str, str]]:
    result = query.run(graph(), sparql)
    return [{str(v): str(row[v] if row[v] is not None else "") for v in result.vars or ()} for row in result]


def ask(name: str, **given: str) -> list[dict[str, str]]:
    """The rows that both engines give in the same order."""
    sparql = filled(query.question(name), given)
    found = by_oxigraph(sparql)
    assert by_rdflib(sparql) == found
    return found


def columns(rows: list[dict[str, str]], *names: str) -> list[tuple[str, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


@pytest.mark.parametrize("name", NAMES)
def test_a_question_over_an_archive_finds_something(name):
    assert ask(name)


@pytest.mark.parametrize("name", [q.name for q in query.questions()])
def test_every_question_gives_the_same_rows_with_both_engines(name):
    ask(name)


def test_a_toll_is_told_by_day_and_source_and_a_copy_is_no_further_witness():
    killed = [row for row in ask("tolls") if row["measure"] == "killed"]
    assert columns(killed, "day", "source", "bound", "value", "independent") == [
        ("2025-03-03", "Liv Berg", "atLeast", "4", "1"),
        ("2025-03-04", "Liv Berg", "exactly", "6", "1"),
        ("2025-03-04", "police", "exactly", "9", "1"),
    ]
    assert {(row["about"], row["matter"].rpartition("/")[2]) for row in killed} == {("Lyngen", "series")}


def test_a_toll_without_series_goes_by_its_place_and_without_speaker_by_the_agency():
    (injured,) = [row for row in ask("tolls") if row["measure"] == "injured"]
    assert (injured["about"], injured["source"], injured["value"]) == ("Bodø", "Agence du Nord", "3")


def test_who_gives_another_figure_or_takes_back_a_refusal_changed_what_they_say():
    assert columns(ask("reversals"), "speaker", "about", "day", "said", "laterDay", "laterSaid") == [
        ("Liv Berg", "killed", "2025-03-03", "4", "2025-03-04", "6"),
        ("Liv Berg", "Aid", "2025-03-03", "negated", "2025-03-12", "planned"),
    ]


def test_what_is_past_and_did_not_take_place_is_told_with_its_fate():
    assert columns(ask("unfulfilled"), "date", "event", "who", "outcome", "announced") == [
        ("2025-03-11", "se rendre", "Liv Berg", "cancelled", "2025-03-03"),
        ("2025-03-15", "manifester", "police", "unheard of", "2025-03-04"),
    ]
    assert ask("unfulfilled")[0]["cancellation"] == "Liv Berg ne s’est pas rendue à Lyngen."


def test_what_took_place_is_told_with_both_sentences():
    (meeting,) = ask("fulfilled")
    assert (meeting["date"], meeting["event"], meeting["who"], meeting["place"]) == (
        *("2025-03-10", "rencontrer", "Norvège", "Bodø"),
    )
    assert (meeting["announced"], meeting["confirmed"]) == ("2025-03-03", "2025-03-12")
    assert meeting["confirmation"] == "Russes et Norvégiens se sont rencontrés lundi à Bodø."


def test_what_a_copy_repeats_is_quoted_once_and_by_the_first_agency():
    assert columns(ask("most-quoted"), "speaker", "agency", "statements", "quotations", "dispatches") == [
        ("Liv Berg", "Agence du Nord", "2", "1", "2"),
        ("police", "Fil du Sud", "1", "0", "1"),
    ]


def test_a_happening_has_as_many_witnesses_as_dispatches_that_are_no_copies():
    first, second = ask("witnesses")
    assert (first["event"], first["place"], first["date"]) == ("éboulement", "Lyngen", "2025-03-02")
    assert [first[n] for n in ("independent", "dispatches", "agencies", "sources")] == ["2", "3", "2", "2"]
    assert (second["event"], second["independent"]) == ("se rendre", "2")


def test_a_copy_is_told_with_the_dispatch_that_it_repeats():
    (copy,) = ask("copies")
    assert (copy["dispatch"].rpartition("/")[2], copy["first"].rpartition("/")[2]) == ("fjord-2", "fjord-1")
    assert (copy["publisher"], copy["firstPublisher"]) == ("Fil du Sud", "Agence du Nord")


def test_who_is_told_in_several_dispatches_is_listed_with_the_reasons():
    assert columns(ask("merges"), "name", "toldAs", "reason", "by", "dispatches") == [
        ("Liv Berg", "liv-berg", "full-name-and-post", "machine", "2"),
        ("Liv Berg", "mme-berg", "decided", "person", "1"),
    ]


def test_the_network_of_an_actor_says_with_whom_in_which_roles_and_when():
    found = ask("network-between", actor="russie")
    assert columns(found, "firstDay", "other", "otherRole", "event", "status", "dispatches") == [
        ("2025-03-03", "Bodø", "place", "rencontrer", "planned", "1"),
        ("2025-03-03", "Norvège", "patient", "aider", "negated", "1"),
        ("2025-03-03", "Norvège", "agent", "rencontrer", "planned", "1"),
        ("2025-03-12", "Bodø", "place", "rencontrer", "occurred", "1"),
        ("2025-03-12", "Norvège", "patient", "aider", "planned", "1"),
        ("2025-03-12", "Norvège", "agent", "rencontrer", "occurred", "1"),
    ]
    assert {(row["name"], row["role"]) for row in found} == {("Russie", "agent")}


def test_the_network_of_an_actor_ends_with_the_days_asked_for():
    between = {"from": "2025-03-04", "to": "2025-03-12"}
    assert {row["firstDay"] for row in ask("network-between", actor="Moscou", **between)} == {"2025-03-12"}
    assert ask("network-between", actor="Moscou", to="2025-03-01") == []


def test_nobody_of_that_name_has_no_network():
    assert ask("network-between", actor="Atlantide") == []

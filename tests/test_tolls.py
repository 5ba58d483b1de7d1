"""Tolls: which event a figure of dead or wounded is of, and by which event people were killed."""

from __future__ import annotations

import pytest

from dispatchgraph.errors import KnowledgeError
from dispatchgraph.knowledge import event_types
from dispatchgraph.languages import entries
from dispatchgraph.languages.causes import cause_grammar


def toll(told, value):
    """Measure and event of the one figure of a value."""
    figure = told.figure(value)
    return figure.measure, told.name(figure.of_event) if figure.of_event else None


# --- the event of a figure --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("L'attaque de Mopti mardi a fait vingt-deux morts, selon l'ONU.", 22, ("killed", "Kill")),
        ("Le raid a fait au moins six blessés à Homs.", 6, ("injured", "Injure")),
        ("L'explosion a fait une trentaine de blessés.", 30, ("injured", "Injure")),
        ("Le naufrage a coûté la vie à 51 personnes.", 51, ("killed", "Kill")),
        ("L'éboulement a causé la mort de quatre mineurs.", 4, ("killed", "Kill")),
        ("Les combats ont fait 5.000 sans-abri.", 5000, ("displaced", "Flee")),
        ("L'attentat a fait neuf morts, dont deux enfants.", 2, ("killed", "Kill")),
    ],
)
def test_what_an_expression_counts_is_of_its_event(reading, text, value, expected):
    assert toll(reading(text), value) == expected


@pytest.mark.parametrize(
    "text",
    [
        "La fusillade a fait 11 morts et 26 blessés.",
        "Le cyclone a fait 11 morts et 26 blessés mardi à Madagascar.",
        "L'accident a fait 11 morts, 26 blessés et trois disparus.",
    ],
)
def test_the_dead_and_the_wounded_are_of_two_events(reading, text):
    told = reading(text)
    assert (toll(told, 11), toll(told, 26)) == (("killed", "Kill"), ("injured", "Injure"))


def test_both_events_of_a_toll_have_the_same_doer_day_and_reality(reading):
    told = reading("L'attentat aurait fait sept morts et vingt blessés lundi à Kaboul.")
    assert told.roles("Kill") == told.roles("Injure") == {"agent": {"Attack"}, "place": {"Kaboul"}}
    assert told.status("Kill") == told.status("Injure") == "alleged"
    assert told.days("Kill") == told.days("Injure") == "2024-03-11/2024-03-11"


def test_a_toll_that_another_is_compared_with_is_of_no_event_told(reading):
    told = reading("Le séisme a fait 80 morts, contre 120 en 2010.")
    assert (toll(told, 80), toll(told, 120)) == (("killed", "Kill"), ("killed", None))


def test_no_wounded_are_made_of_missing_persons(reading):
    assert toll(reading("Le typhon a fait 11 morts et 26 disparus."), 26) == ("missing", None)


@pytest.mark.parametrize(
    ("text", "value", "measure"),
    [
        ("Une frappe a tué seize civils jeudi à Idleb.", 16, "killed"),
        ("Une roquette a blessé sept jeunes samedi à Sdérot.", 7, "injured"),
        ("L'armée a tué neuf rebelles dimanche.", 9, "killed"),
    ],
)
def test_a_day_behind_those_counted_hides_no_figure(reading, text, value, measure):
    told = reading(text)
    assert told.figure(value).measure == measure
    assert told.figure(value).of_event is not None


# --- the event by which another came about ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "effect", "cause"),
    [
        ("Trois médecins ont été tués mardi dans un bombardement à Idleb.", "Kill", "Bombard"),
        ("Seize personnes ont péri dans un incendie à Manille.", "Die", "Fire"),
        ("Deux cyclistes ont été blessés dans un accident.", "Injure", "Accident"),
        ("Cinq gendarmes ont été blessés lors d'une attaque.", "Injure", "Attack"),
        ("Un passant a été blessé par l'explosion d'un véhicule piégé.", "Injure", "Attack"),
        ("Le roi a déploré la mort de dix pèlerins dans une bousculade.", "Die", "Accident"),
        ("Dix pêcheurs sont morts dans la tempête.", "Die", "Storm"),
        ("Un skieur a trouvé la mort à la suite d'une avalanche.", "Die", "Disaster"),
        ("Six soldats sont morts à Gao au cours d'un raid.", "Die", "Attack"),
        ("Dans un attentat à Bagdad, huit policiers ont été tués.", "Kill", "Attack"),
        ("Sept ouvriers tués dans l'effondrement d'un immeuble ont été inhumés.", "Kill", "Destroy"),
        ("Trente familles ont été déplacées par les combats.", "Flee", "Fight"),
        ("Le pont a été détruit lors d'un raid aérien.", "Destroy", "Bombard"),
        ("Dix personnes sont mortes dans une série d'attentats.", "Die", "Attack"),
    ],
)
def test_the_event_by_which_people_died_is_the_instrument(reading, text, effect, cause):
    roles = reading(text).roles(effect)
    assert roles.get("instrument") == {cause}
    assert cause not in roles.get("agent", set())


def test_two_participles_that_share_an_auxiliary_share_their_cause(reading):
    told = reading("Deux hommes ont été tués et trois autres blessés dans une fusillade à Lille.")
    assert told.roles("Kill")["instrument"] == told.roles("Injure")["instrument"] == {"Attack"}


@pytest.mark.parametrize(
    "text",
    [
        "Deux hommes ont été tués dans le quartier.",
        "Un garde a été tué lors d'une visite du ministre à Gao.",
        "Quatre étudiants ont été tués lors d'une manifestation.",
        "La police a tué un suspect dans l'attentat de Nice.",
        "L'armée a tué un homme recherché dans une attaque.",
        "Des milliers de civils ont été tués lors de la guerre.",
        "Le maire a été tué après un attentat.",
        "Un raid a tué dix rebelles lors de combats à Idleb.",
    ],
)
def test_a_place_a_time_or_the_business_of_another_is_no_cause(reading, text):
    assert "instrument" not in reading(text).roles("Kill")


def test_who_kills_stays_the_agent_beside_the_act(reading):
    told = reading("Un kamikaze a tué neuf fidèles dans un attentat à Kano.")
    assert told.roles("Kill")["agent"] == {"kamikaze"}
    assert told.roles("Kill")["instrument"] == {"Attack"}


# --- day and place ----------------------------------------------------------------------------------------------------


def test_what_an_act_brought_about_has_its_day(reading):
    told = reading("Le bombardement de Homs lundi a fait treize morts.")
    assert told.days("Kill") == told.days("Bombard") == "2024-03-11/2024-03-11"


def test_an_attack_is_where_it_kills_and_an_earthquake_where_it_is_told(reading):
    assert reading("Un attentat a fait dix morts à Kaboul.").roles("Attack") == {"place": {"Kaboul"}}
    assert reading("Un séisme a fait dix morts à Hawaï.").roles("Earthquake") == {}


# --- the lexicon ------------------------------------------------------------------------------------------------------


def test_the_classes_of_causes_and_effects_are_those_of_the_ontology():
    known = cause_grammar("fr")
    assert known.effects | known.causes | known.local <= set(event_types())


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"causes": {}}, r"\[causes\]: lacks classes"),
        ({"effects": {"classes": ["Kill"], "verbs": ["tuer"]}}, r"\[effects\]: unknown key verbs"),
        ({"cause": {}}, "unknown table cause"),
    ],
)
def test_a_wrong_entry_is_refused_by_file_and_entry(change, complaint, monkeypatch):
    kept = entries.table("fr", "causes")
    monkeypatch.setattr(entries, "table", lambda language, name: {**kept, **change})
    with pytest.raises(KnowledgeError, match=rf"languages/fr/causes\.toml.*{complaint}"):
        cause_grammar.__wrapped__("fr")

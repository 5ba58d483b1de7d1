"""Descriptions and pronouns that take up what was named by another word."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "words", "label"),
    [
        ("La Banque de Suède a relevé ses taux. L'institution craint l'inflation.", "L'institution", "Banque de Suède"),
        ("Greenpeace a accusé Total. L'ONG réclame une enquête.", "L'ONG", "Greenpeace"),
        ("Le colonel Lamin Sanneh a parlé. Cet officier de 43 ans a salué la foule.", "Cet officier", "Lamin Sanneh"),
        ("Luca Rossi a été battu. L'intéressé a démissionné.", "L'intéressé", "Luca Rossi"),
        (
            "L'Institut géophysique du Pérou a mesuré la secousse. L'organisme en attend d'autres.",
            "L'organisme",
            "Institut géophysique du Pérou",
        ),
    ],
)
def test_a_general_noun_takes_up_what_was_named(reading, text, words, label):
    assert words in reading(text).mentions(label)


def test_a_qualified_noun_is_another_body(reading):
    told = reading("Le gouvernement italien a promis une enquête. L'administration pénitentiaire a démenti.")
    assert told.roles("Deny")["agent"] != told.roles("Pledge")["agent"]


def test_a_text_defines_its_own_acronyms(reading):
    told = reading("La société Provence Bâti Sud (PBS) a accusé Total. PBS nie les faits.")
    assert told.roles("Accuse")["agent"] == told.roles("Deny")["agent"]


def test_an_object_is_not_its_own_subject(reading):
    told = reading("Le maire Marc Leroy a promis des tentes. L'opposition l'accuse d'avoir tardé.")
    assert told.roles("Accuse") == {"agent": {"opposition"}, "patient": {"Marc Leroy"}}


def test_nous_is_the_body_that_a_speaker_speaks_for(reading):
    told = reading("« Nous ne signerons pas le texte », a prévenu la présidente de Greenpeace, Anne Petit.")
    assert told.roles("Sign")["agent"] == {"Greenpeace"}


def test_two_names_are_taken_up_by_a_plural(reading):
    told = reading("La France et l'Italie ont attendu. Elles ont signé le traité.")
    assert told.roles("Sign")["agent"] == {"France", "Italie"}


def test_a_pronoun_between_commas_repeats_what_stands_before(reading):
    told = reading("L'Union européenne a gelé les fonds. La junte, elle, a rejeté l'offre.")
    assert told.roles("Reject")["agent"] == {"junte"}


def test_one_of_a_people_is_not_its_state(reading):
    told = reading("Deux Egyptiens ont été arrêtés à Palerme. Les Egyptiens ont protesté.")
    assert told.roles("Arrest")["patient"] == {"Egyptiens"}
    assert told.entity("Égypte").type == "Country"


def test_two_counted_groups_are_two(reading):
    told = reading("Le séisme a tué 12 personnes. Les pompiers ont secouru 48 personnes.")
    assert told.figure(12).counts != told.figure(48).counts


def test_a_person_described_twice_before_its_name_is_one(reading):
    told = reading("« Non », a répondu son porte-parole, le capitaine Modou Bah.")
    assert set(told.mentions("Modou Bah")) >= {"son porte-parole", "le capitaine"}


def test_an_acronym_may_stand_for_a_longer_name_of_what_is_known(reading):
    told = reading("La Communauté de développement d'Afrique australe (SADC) a offert sa médiation.")
    assert len([e for e in told.record.entities if e.key == "sadc" or "Communauté" in e.label]) == 1

"""Sentences that the model parses wrongly, and what is read of them once their parse is mended."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "type_", "roles"),
    [
        # the verb after a relative clause is its noun's
        (
            "Une vingtaine de militants qui tentaient de forcer l'entrée ont été interpellés.",
            "Arrest",
            {"patient": {"militants"}},
        ),
        # what follows a passive is its subject
        (
            "L'UEFA enverra des observateurs au congrès de juin, où sera élu un nouveau comité exécutif.",
            "Elect",
            {"patient": {"nouveau comité exécutif"}},
        ),
        # a form that only a verb has
        ("L'armée maltaise dément, assurant que le bateau est rentré.", "Deny", {"agent": {"armée maltaise"}}),
        # a participle joined to a passive
        (
            "Dix-sept personnes ont été tuées et plus de 60 blessées lundi.",
            "Kill",
            {"patient": {"personnes"}},
        ),
        # a passive has no object: another agent
        (
            "Un accord de méthode avait été signé en mars par la direction, la CFDT et l'Unsa.",
            "Sign",
            {"agent": {"direction", "CFDT", "Unsa"}},
        ),
        # a noun is joined to a noun, not to its adjective
        (
            "Deux ingénieurs indiens et leur chauffeur malien ont été libérés mercredi soir.",
            "Release",
            {"patient": {"ingénieurs indiens", "chauffeur malien"}},
        ),
        # a noun joined by «mais» is the subject of the verb behind it
        (
            "La commission a annoncé mercredi le résultat, mais son adversaire, Luca Rossi, a aussitôt rejeté le texte.",
            "Reject",
            {"agent": {"Luca Rossi"}, "patient": {"texte"}},
        ),
        # quantities are subjects
        ("Plus de 200 civils auraient été tués.", "Kill", {"patient": {"civils"}}),
        # «s'» before a clitic is no «si»
        ("Le Japon s'en était retiré en 2013.", "Withdraw", {"agent": {"Japon"}}),
        # what follows «entre» and «et»
        (
            "Les négociations entre l'ONU et l'agence japonaise Jaxa ont échoué.",
            "Negotiate",
            {"agent": {"Organisation des Nations unies", "Jaxa"}},
        ),
        # «A» without its accent
        ("A Kaunas, des étudiants ont manifesté lundi.", "Protest", {"agent": {"étudiants"}, "place": {"Kaunas"}}),
    ],
)
def test_a_mended_parse_gives_the_participants(reading, text, type_, roles):
    found = reading(text).roles(type_)
    assert {role: found.get(role) for role in roles} == roles


def test_a_participle_joined_to_a_passive_is_an_event_of_its_own(reading):
    told = reading("Dix-sept personnes ont été tuées et plus de 60 blessées lundi.")
    assert {"Kill", "Injure"} <= set(told.classes)


def test_what_somebody_is_accused_of_is_said_by_the_accuser(reading):
    told = reading("Anne Petit accuse le régime d'avoir tué des paysans.")
    assert told.sources("Kill") == {"Anne Petit"}


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("La Suède et la Norvège ont annoncé que la grève était finie.", {"Suède", "Norvège"}),
        ("« C'est fini », a témoigné l'un des rescapés, Blaise Ondo, lundi.", {"Blaise Ondo"}),
        ("Marc Leroy a fait savoir que la grève était finie.", {"Marc Leroy"}),
        ("Selon le décompte publié par la Croix-Rouge, la crue a fait six morts.", {"Croix-Rouge"}),
        ("La police craint le pire: d'après l'ONU, la crue a fait six morts.", {"Organisation des Nations unies"}),
        ("Selon cet officier, inconnu du public, la grève est finie.", {"officier"}),
    ],
)
def test_each_speaker_of_a_claim_is_found(reading, text, speakers):
    assert speakers <= {s.speaker for s in reading(text).said}


def test_a_subject_with_a_relative_is_not_what_is_said(reading):
    told = reading("Moscou, qui réclame la paix, a aussitôt dénoncé le texte et menacé la Suède de représailles.")
    assert told.roles("Condemn")["agent"] == {"Russie"}


@pytest.mark.parametrize(
    ("text", "type_", "status"),
    [
        ("Le juge l'a libéré sans qu'aucune charge soit retenue contre lui.", "Charge", "negated"),
        ("La junte a rejeté une offre de médiation.", "Propose", "occurred"),
        ("Le parquet a ouvert une enquête pour meurtre.", "Kill", "alleged"),
        ("La banque serait en pourparlers avec Total.", "Negotiate", "alleged"),
        ("Anne Petit a fait savoir qu'elle ne démissionnerait pas.", "Resign", "negated"),
        ("Des étudiants ont défilé pour réclamer des bourses.", "Request", "occurred"),
        ("L'offensive en cours de l'armée inquiète l'ONU.", "Attack", "ongoing"),
        ("La visite que le roi doit effectuer lundi à Rome inquiète la police.", "Visit", "planned"),
    ],
)
def test_the_status_follows_what_governs_it(reading, text, type_, status):
    assert reading(text).status(type_) == status


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        (
            "Le comité, que dirige le colonel Lamin Sanneh, a fermé la frontière.",
            {("Lamin Sanneh", "", "comité")},
        ),
        (
            "Le Premier ministre suédois, Ulf Berg, est parti. Son ministre de la Défense, Per Askling, reste.",
            {("Ulf Berg", "Premier ministre", "Suède")},
        ),
        (
            "Un délégué CGT, Malik Ferrat, a protesté.",
            {("Malik Ferrat", "délégué", "Confédération générale du travail")},
        ),
    ],
)
def test_who_leads_and_who_serves_whom(reading, text, posts):
    assert posts <= reading(text).posts


@pytest.mark.parametrize(
    ("text", "value", "measure"),
    [
        ("31 corps ont été repêchés.", 31, "killed"),
        ("L'ONU a recensé les corps de sept gardes.", 7, "killed"),
        ("Soixante observateurs seront déployés.", 60, "strength"),
        ("Le syndicat réclame 4% d'augmentation.", 4, "change"),
        ("La Suède débloque 6 milliards de couronnes.", 6_000_000_000, "amount"),
        ("Depuis janvier, 619 migrants ont péri, contre 754 l'an dernier.", 754, "killed"),
        ("Deux hommes, soupçonnés d'avoir tué un juge, ont été arrêtés.", 2, "arrested"),
    ],
)
def test_a_figure_measures_what_befell_those_it_counts(reading, text, value, measure):
    assert reading(text).figure(value).measure == measure

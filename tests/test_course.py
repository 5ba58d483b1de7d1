"""Days and places that events take from one another, and days counted from what was last told."""

from __future__ import annotations

import pytest

# Wednesday 13 March 2024.


@pytest.mark.parametrize(
    ("text", "type_", "days"),
    [
        (
            "Lundi, des pirates ont attaqué un cargo, blessant deux marins.",
            "Injure",
            "2024-03-11/2024-03-11",
        ),
        (
            "La guerre, lancée le 4 mai 2023, dure. Plus de 900 civils ont fui depuis le début de la guerre.",
            "Flee",
            "2023-05-04/",
        ),
        ("Les États-Unis ont averti l'Iran lors d'une réunion lundi à Genève.", "Warn", "2024-03-11/2024-03-11"),
        ("La grève qui paralyse les ports depuis lundi inquiète l'Italie.", "Strike", "2024-03-11/"),
        ("Au troisième jour d'une grève des pilotes, Air France a annulé des vols mercredi.", "Strike", "2024-03-11/"),
        (
            "Trois jours après l'élection présidentielle, Marc Leroy a félicité le vainqueur mercredi.",
            "Vote",
            "2024-03-10/2024-03-10",
        ),
        ("La réunion prévue jeudi à Rome a été reportée à lundi.", "Meet", "2024-03-18/2024-03-18"),
        (
            "Il avait reconnu les faits dès sa mise en examen, en mai 2021, devant le juge.",
            "Charge",
            "2021-05-01/2021-05-31",
        ),
        ("Le pape recevra dès jeudi les évêques allemands.", "Meet", "2024-03-14/"),
        (
            "Mardi, le Kenya a proposé une trêve. Les rebelles l'ont aussitôt rejetée.",
            "Reject",
            "2024-03-12/2024-03-12",
        ),
    ],
)
def test_an_event_takes_its_day_from_what_it_happens_in(reading, text, type_, days):
    assert reading(text).days(type_) == days


def test_what_is_counted_since_a_date_did_not_begin_then(reading):
    assert reading("Pour la troisième fois depuis 2019, Paris a opposé son veto au texte.").days("Veto") == "/"


def test_what_a_headline_tells_the_news_dates(reading):
    told = reading(
        "Italie: le ministre Luca Rossi démissionne\n\nROME, 13 mars 2024 (AFP) - Le ministre italien Luca Rossi a "
        "démissionné mardi."
    )
    assert told.days("Resign") == "2024-03-12/2024-03-12"


def test_an_act_at_a_meeting_to_come_makes_the_meeting_a_plan(reading):
    told = reading("Joe Biden rencontrera le roi lors du sommet de Berlin.")
    assert {e.status for e in told.record.events} == {"planned"}


def test_a_relative_of_a_happening_tells_where_it_happens(reading):
    told = reading("L'épidémie de choléra qui sévit depuis janvier dans le nord du Malawi a fait douze morts.")
    assert told.roles("Outbreak")["place"] == {"nord du Malawi"}
    assert told.status("Outbreak") == "ongoing"


def test_the_sides_that_a_conflict_opposes_take_part_in_it(reading):
    told = reading("Le conflit qui oppose l'Arménie à l'Azerbaïdjan a repris.")
    assert told.roles("Fight")["agent"] == {"Arménie", "Azerbaïdjan"}

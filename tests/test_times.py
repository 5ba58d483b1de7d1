"""When things happen: what is read as a time expression, and which days it means."""

from __future__ import annotations

from datetime import date, timedelta
from time import perf_counter

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from dispatchgraph.annotate.snapshot import snapshot
from dispatchgraph.errors import KnowledgeError
from dispatchgraph.extract.times import find_times
from dispatchgraph.languages import entries as reading
from dispatchgraph.languages import table
from dispatchgraph.languages.times import time_grammar
from dispatchgraph.model import TimeExpression
from dispatchgraph.parse import Parse
from dispatchgraph.resolve.times import Direction, resolve_time

BLANK = spacy.blank("fr")


def french(text: str) -> Parse:
    return snapshot(BLANK(text))


MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
MONDAY = date(2016, 12, 5)


def found(text: str) -> list[str]:
    doc = french(text)
    return [t.span.of(text) for t in find_times(doc)]


def one(text: str) -> TimeExpression:
    times = find_times(french(text))
    assert len(times) == 1, times
    return times[0]


def days(text: str, direction: Direction = "past", reference: date | None = MONDAY, anchor: date | None = None) -> str:
    """The days as «begin/end», an open end empty, "-" for none."""
    interval = resolve_time(one(text), reference=reference, direction=direction, anchor=anchor)
    return "-" if interval is None else "/".join(str(d) if d else "" for d in interval)


@pytest.mark.parametrize(
    ("text", "direction", "reference", "expected"),
    [
        # 5 December 2016 was a Monday
        ("a dit lundi", "past", date(2016, 12, 5), "2016-12-05/2016-12-05"),
        ("doit ouvrir lundi", "future", date(2016, 12, 5), "2016-12-05/2016-12-05"),
        ("a dit mardi", "past", date(2016, 12, 5), "2016-11-29/2016-11-29"),
        ("doit ouvrir mardi", "future", date(2016, 12, 5), "2016-12-06/2016-12-06"),
        ("se rend mardi", "present", date(2016, 12, 5), "2016-12-06/2016-12-06"),
        ("dimanche soir", "past", date(2019, 6, 17), "2019-06-16/2019-06-16"),
        ("vendredi", "past", date(2017, 1, 2), "2016-12-30/2016-12-30"),
        ("lundi", "future", date(2016, 12, 30), "2017-01-02/2017-01-02"),
        ("jeudi dernier", "past", date(2016, 12, 8), "2016-12-01/2016-12-01"),
        ("lundi prochain", "future", date(2016, 12, 5), "2016-12-12/2016-12-12"),
        ("mardi ou mercredi", "future", date(2016, 12, 5), "2016-12-06/2016-12-07"),
        ("samedi et dimanche", "past", date(2016, 12, 5), "2016-12-03/2016-12-04"),
        ("dans la nuit de samedi à dimanche", "past", date(2016, 12, 4), "2016-12-03/2016-12-04"),
        ("dans la nuit de samedi à dimanche", "future", date(2016, 12, 3), "2016-12-03/2016-12-04"),
        ("dans la nuit de samedi à dimanche", "past", date(2017, 1, 1), "2016-12-31/2017-01-01"),
        ("de jeudi à samedi", "future", date(2016, 12, 5), "2016-12-08/2016-12-10"),
        ("mardi à 16H53", "past", date(2010, 1, 13), "2010-01-12/2010-01-12"),
        ("hier", "past", date(2017, 1, 1), "2016-12-31/2016-12-31"),
        ("avant-hier soir", "past", date(2016, 3, 1), "2016-02-28/2016-02-28"),
        ("aujourd'hui", "none", date(2016, 12, 5), "2016-12-05/2016-12-05"),
        ("demain matin", "future", date(2016, 12, 31), "2017-01-01/2017-01-01"),
        ("après-demain", "future", date(2016, 2, 28), "2016-03-01/2016-03-01"),
        ("ce matin", "past", date(2016, 12, 5), "2016-12-05/2016-12-05"),
        ("la nuit dernière", "past", date(2017, 1, 1), "2016-12-31/2017-01-01"),
        ("la veille", "past", date(2016, 3, 1), "2016-02-29/2016-02-29"),
        ("le lendemain", "past", date(2016, 12, 31), "2017-01-01/2017-01-01"),
        ("cette semaine", "future", date(2016, 12, 5), "2016-12-05/2016-12-11"),
        ("cette semaine", "past", date(2017, 1, 1), "2016-12-26/2017-01-01"),
        ("la semaine dernière", "past", date(2016, 12, 5), "2016-11-28/2016-12-04"),
        ("la semaine prochaine", "future", date(2016, 12, 28), "2017-01-02/2017-01-08"),
        ("le mois dernier", "past", date(2017, 1, 31), "2016-12-01/2016-12-31"),
        ("le mois prochain", "future", date(2016, 1, 31), "2016-02-01/2016-02-29"),
        ("l'an dernier", "past", date(2016, 12, 5), "2015-01-01/2015-12-31"),
        ("l'année prochaine", "future", date(2016, 12, 5), "2017-01-01/2017-12-31"),
        ("cette année", "past", date(2016, 12, 5), "2016-01-01/2016-12-31"),
        ("en fin de semaine", "future", date(2016, 12, 5), "2016-12-09/2016-12-11"),
        ("à la fin du mois", "future", date(2016, 2, 5), "2016-02-21/2016-02-29"),
        ("début 2016", "past", date(2016, 12, 5), "2016-01-01/2016-03-31"),
        ("fin 2019", "past", None, "2019-10-01/2019-12-31"),
        ("mi-2019", "past", None, "2019-04-01/2019-09-30"),
        ("en 2014", "past", None, "2014-01-01/2014-12-31"),
        ("la crise de 2008", "past", None, "2008-01-01/2008-12-31"),
        ("de 2014 à 2016", "past", None, "2014-01-01/2016-12-31"),
        ("entre 2014 et 2016", "past", None, "2014-01-01/2016-12-31"),
        ("en avril 2010", "past", None, "2010-04-01/2010-04-30"),
        ("en février 2016", "past", None, "2016-02-01/2016-02-29"),
        ("prévu en mai", "future", date(2018, 12, 9), "2019-05-01/2019-05-31"),
        ("signé en mai", "past", date(2018, 12, 9), "2018-05-01/2018-05-31"),
        ("signé en mai", "past", date(2018, 5, 9), "2018-05-01/2018-05-31"),
        ("signé en décembre", "past", date(2018, 1, 9), "2017-12-01/2017-12-31"),
        ("en janvier", "none", date(2018, 12, 9), "2019-01-01/2019-01-31"),
        ("en mai dernier", "past", date(2018, 5, 9), "2017-05-01/2017-05-31"),
        ("mars prochain", "future", date(2018, 3, 9), "2019-03-01/2019-03-31"),
        ("début mai", "past", date(2016, 12, 5), "2016-05-01/2016-05-10"),
        ("à la mi-juin", "past", date(2016, 12, 5), "2016-06-11/2016-06-20"),
        ("fin avril", "future", date(2016, 12, 5), "2017-04-21/2017-04-30"),
        ("fin février 2016", "past", None, "2016-02-21/2016-02-29"),
        ("le 15 novembre", "past", date(2016, 12, 5), "2016-11-15/2016-11-15"),
        ("le 15 novembre", "future", date(2016, 12, 5), "2017-11-15/2017-11-15"),
        ("le 15 novembre", "none", date(2016, 12, 5), "2016-11-15/2016-11-15"),
        ("le 3 janvier", "none", date(2016, 12, 5), "2017-01-03/2017-01-03"),
        ("le 5 décembre", "past", date(2016, 12, 5), "2016-12-05/2016-12-05"),
        ("le 5 décembre", "future", date(2016, 12, 5), "2016-12-05/2016-12-05"),
        ("le 15 novembre dernier", "none", date(2016, 11, 15), "2015-11-15/2015-11-15"),
        ("le 1er mai", "past", date(2016, 12, 5), "2016-05-01/2016-05-01"),
        ("le premier janvier 2000", "past", None, "2000-01-01/2000-01-01"),
        ("le 29 février", "past", date(2018, 12, 5), "2016-02-29/2016-02-29"),
        ("le 29 février", "future", date(2018, 12, 5), "2020-02-29/2020-02-29"),
        ("le vendredi 9 décembre", "past", date(2016, 12, 5), "2016-12-09/2016-12-09"),
        ("le 9 juin 2019", "past", None, "2019-06-09/2019-06-09"),
        ("le 13 jan 2010", "past", None, "2010-01-13/2010-01-13"),
        ("12/05/2019", "past", None, "2019-05-12/2019-05-12"),
        ("2019-05-12", "past", None, "2019-05-12/2019-05-12"),
        ("le 31 juin", "past", date(2016, 12, 5), "-"),
        ("les 28 et 29 juin", "future", date(2019, 6, 17), "2019-06-28/2019-06-29"),
        ("du 3 au 5 mai", "past", date(2016, 12, 5), "2016-05-03/2016-05-05"),
        ("du 28 avril au 3 mai 2017", "past", None, "2017-04-28/2017-05-03"),
        ("du 30 décembre au 2 janvier", "past", date(2017, 1, 5), "2016-12-30/2017-01-02"),
        ("du 30 décembre au 2 janvier 2017", "past", None, "2016-12-30/2017-01-02"),
        ("dans la nuit du 3 au 4 mai", "past", date(2016, 5, 4), "2016-05-03/2016-05-04"),
        ("il y a deux ans", "past", date(2016, 12, 5), "2014-01-01/2014-12-31"),
        ("il y a six mois", "past", date(2016, 3, 31), "2015-09-01/2015-09-30"),
        ("il y a trois jours", "past", date(2016, 3, 1), "2016-02-27/2016-02-27"),
        ("il y a 48 heures", "past", date(2016, 12, 5), "2016-12-03/2016-12-03"),
        ("il y a une vingtaine d'années", "past", date(2016, 12, 5), "1996-01-01/1996-12-31"),
        ("il y a deux semaines", "past", date(2016, 12, 7), "2016-11-21/2016-11-27"),
        ("dans trois jours", "future", date(2016, 12, 30), "2017-01-02/2017-01-02"),
        ("dans un an", "future", date(2016, 12, 5), "2017-01-01/2017-12-31"),
        ("dans les 48 heures", "future", date(2016, 12, 31), "2016-12-31/2017-01-02"),
        ("au cours des trois derniers mois", "past", date(2016, 5, 31), "2016-02-29/2016-05-31"),
        ("ces deux dernières années", "past", date(2016, 2, 29), "2014-02-28/2016-02-29"),
        ("au premier trimestre", "past", date(2016, 12, 5), "2016-01-01/2016-03-31"),
        ("au troisième trimestre 2018", "past", None, "2018-07-01/2018-09-30"),
        ("au second semestre", "future", date(2016, 5, 5), "2016-07-01/2016-12-31"),
        ("cet été", "past", date(2016, 12, 5), "2016-06-01/2016-08-31"),
        ("l'hiver dernier", "past", date(2016, 12, 5), "2015-12-01/2016-02-29"),
        ("à l'été 2016", "past", None, "2016-06-01/2016-08-31"),
        ("ce week-end", "future", date(2016, 12, 5), "2016-12-10/2016-12-11"),
        ("ce week-end", "past", date(2016, 12, 5), "2016-12-03/2016-12-04"),
        ("ce week-end", "past", date(2016, 12, 10), "2016-12-10/2016-12-11"),
        ("le week-end dernier", "past", date(2016, 12, 11), "2016-12-03/2016-12-04"),
        ("dans les années 1990", "past", None, "1990-01-01/1999-12-31"),
        ("les années quatre-vingt", "past", None, "1980-01-01/1989-12-31"),
        ("à Noël", "future", date(2016, 12, 5), "2016-12-25/2016-12-25"),
    ],
)
def test_an_expression_means_the_days_that_a_calendar_says(
    text: str, direction: Direction, reference: date | None, expected: str
) -> None:
    assert days(text, direction, reference) == expected


@pytest.mark.parametrize(
    ("text", "direction", "expected"),
    [
        ("depuis lundi", "none", "2016-12-05/"),
        ("depuis mercredi", "past", "2016-11-30/"),
        ("depuis 2012", "past", "2012-01-01/"),
        ("depuis le 15 novembre", "past", "2016-11-15/"),
        ("depuis le 15 novembre", "future", "2016-11-15/"),
        ("depuis trois jours", "past", "2016-12-02/"),
        ("depuis près de deux ans", "past", "2014-01-01/"),
        ("depuis le début de l'année", "past", "2016-01-01/"),
        ("depuis le début de la guerre en 2011", "past", "2011-01-01/"),
        ("à partir du 1er janvier", "future", "2017-01-01/"),
        ("à partir de lundi", "past", "2016-12-05/"),
        ("à partir d'avril", "future", "2017-04-01/"),
        ("dès décembre 2017", "past", "2017-12-01/2017-12-31"),
        ("jusqu'à vendredi", "none", "/2016-12-09"),
        ("jusqu'en 2020", "past", "/2020-12-31"),
        ("jusqu'au 15 janvier", "future", "/2017-01-15"),
        ("d'ici à 2030", "none", "/2030-12-31"),
        ("d'ici à vendredi", "past", "/2016-12-09"),
        ("d'ici deux ans", "none", "/2018-12-31"),
        ("d'ici à la fin du mois", "none", "/2016-12-31"),
        ("avant la fin de l'année", "none", "/2016-12-31"),
        ("avant vendredi", "none", "/2016-12-08"),
        ("avant 2020", "none", "/2019-12-31"),
        ("après 2020", "none", "2021-01-01/"),
    ],
)
def test_a_preposition_opens_one_end(text: str, direction: Direction, expected: str) -> None:
    assert days(text, direction) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ces dernières semaines",
        "depuis plusieurs jours",
        "dans les prochains mois",
        "à 16H53",
        "vers 16 heures",
        "il y a quelques mois",
    ],
)
def test_what_names_no_day_has_none(text: str) -> None:
    assert days(text) == "-"


@pytest.mark.parametrize(
    "text",
    ["lundi", "hier", "la semaine dernière", "le 15 novembre", "en mai", "il y a deux ans", "cet été", "ce week-end"],
)
def test_without_a_date_of_the_dispatch_a_relative_expression_has_no_day(text: str) -> None:
    assert days(text, reference=None) == "-"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("la veille", "2014-03-31/2014-03-31"),
        ("le lendemain", "2014-04-02/2014-04-02"),
        ("trois jours plus tard", "2014-04-04/2014-04-04"),
        ("deux ans plus tôt", "2012-01-01/2012-12-31"),
        ("le même jour", "2014-04-01/2014-04-01"),
        ("cette année-là", "2014-01-01/2014-12-31"),
    ],
)
def test_what_leans_on_what_was_told_starts_from_there(text: str, expected: str) -> None:
    assert days(text, anchor=date(2014, 4, 1)) == expected


def test_the_day_after_an_event_tells_the_event_s_day_from_that_of_its_clause() -> None:
    assert days("au lendemain du scrutin") == "-"
    assert days("au lendemain du scrutin", anchor=date(2016, 11, 9)) == "2016-11-08/2016-11-08"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La réunion prévue lundi matin à 9H30 a été reportée à mardi.", ["lundi matin à 9H30", "mardi"]),
        ("Il l’a dit aujourd’hui, puis le 1er\u00a0mai\u00a02019.", ["aujourd’hui", "le 1er\u00a0mai\u00a02019"]),
        ("Le marché se tient le lundi ; il est fermé tous les dimanches.", []),
        ("Plus de 2000 personnes, 2016 candidats, le budget 2019.", []),
        ("Mars est une planète, et il a été tué.", []),
        ("Le conflit a éclaté en 2011 (2012 au Mali).", ["en 2011"]),
        ("Le film (2014) a plu.", ["2014"]),
        ("Après deux ans de siège et dix jours de combats", []),
        ("Mardi gras", []),
    ],
)
def test_only_what_says_when_is_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_year_before_a_counted_noun_is_no_year() -> None:
    doc = spacy.tokens.Doc(BLANK.vocab, words=["près", "de", "2000", "soldats"], pos=["ADV", "ADP", "NUM", "NOUN"])
    assert find_times(snapshot(doc)) == ()
    doc = spacy.tokens.Doc(BLANK.vocab, words=["pour", "2000", "soldats"], pos=["ADP", "NUM", "NOUN"])
    assert find_times(snapshot(doc)) == ()


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2099, 12, 31)))
def test_any_date_in_full_round_trips(day: date) -> None:
    number = "1er" if day.day == 1 else str(day.day)
    written = f"le {number} {MONTHS[day.month - 1]} {day.year}"
    assert days(written, reference=None) == f"{day}/{day}"


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2090, 12, 31)), st.integers(0, 6), st.booleans())
def test_a_weekday_is_less_than_a_week_away_on_the_side_it_was_told(reference: date, weekday: int, past: bool) -> None:
    name = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"][weekday]
    interval = resolve_time(one(name), reference=reference, direction="past" if past else "future")
    assert interval is not None and interval.begin is not None and interval.begin.weekday() == weekday
    away = (reference - interval.begin).days if past else (interval.begin - reference).days
    assert 0 <= away < 7


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2090, 12, 31)), st.integers(1, 400))
def test_days_ago_and_days_to_come_are_counted_one_by_one(reference: date, n: int) -> None:
    past, future = (
        resolve_time(one(t), reference=reference, direction="none") for t in (f"il y a {n} jours", f"dans {n} jours")
    )
    assert past is not None and past.begin == reference - timedelta(days=n)
    assert future is not None and future.begin == reference + timedelta(days=n)


@given(st.text(alphabet="lundi marsde 0123456789'-«»,.()àé", max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    for expression in find_times(french(text)):
        resolve_time(expression, reference=MONDAY, direction="none")


@pytest.mark.parametrize(
    "unit", ["lundi et ", "du 3 au ", "dans la nuit de ", "depuis le ", "en 2014 à ", "une dizaine d'", "'"]
)
def test_reading_takes_time_in_proportion_to_the_text(unit: str) -> None:
    def seconds(times: int) -> float:
        doc = french(unit * times)
        best = []
        for _ in range(3):
            begin = perf_counter()
            find_times(doc)
            best.append(perf_counter() - begin)
        return min(best)

    find_times(french(unit))
    assert seconds(4000) < 12 * seconds(1000) + 0.1


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"pattern": [{"form": "fortnight", "text": "quinzaine"}]}, "unknown form 'fortnight'"),
        ({"pattern": [{"form": "date", "text": "le {dya}"}]}, "unknown name dya"),
        ({"pattern": [{"form": "date", "text": "le (1"}]}, "no regular expression"),
        ({"pattern": [{"form": "date"}]}, "lacks text"),
        ({"relation": [{"relation": "during", "words": ["pendant"]}]}, "unknown relation 'during'"),
        ({"weekdays": {}}, r"\[weekdays\]: is missing"),
        ({"weekdais": {}}, "unknown table weekdais"),
    ],
)
def test_a_wrong_entry_is_refused_by_file_and_entry(
    change: dict[str, object], complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "table", lambda language, name: {**table("fr", "times"), **change})
    with pytest.raises(KnowledgeError, match=rf"languages/xx/times\.toml.*{complaint}"):
        time_grammar.__wrapped__("xx")

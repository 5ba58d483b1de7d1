"""Whatever is given to read is read, or refused in one line; and what is said of it is true of the text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
import spacy
from fuzzing import fuzz, one_line, soup, spoilt
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

from dispatchgraph import iri, pipeline
from dispatchgraph.annotate.snapshot import snapshot
from dispatchgraph.errors import InputError
from dispatchgraph.extract.amounts import find_amounts
from dispatchgraph.extract.numbers import find_numerals, fold
from dispatchgraph.extract.times import find_times
from dispatchgraph.model import Dispatch, Span
from dispatchgraph.read import parse_date, parse_envelope, read_bytes, read_text
from dispatchgraph.read.decode import decode
from dispatchgraph.resolve.times import resolve_time

BLANK = spacy.blank("fr")
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "mac_roman"]
NAMES = ["", "a.txt", "a.md", "-", "a/b.TXT", "é\x00.txt", "..", ".txt", "a.html", "a" * 300, "\ud800.txt"]
ENVELOPE = soup(
    "ALEP",
    "PARIS",
    " (Syrie)",
    ", ",
    "5 déc 2016",
    "31/02/2016",
    "2016-12-05T10:00:00Z",
    "0000-00-00",
    "29 février",
    " (AFP)",
    "(Reuters)",
    " - ",
    " — ",
    "-- ",
    "\n",
    "\r\n",
    "\n\n",
    "---\n",
    "# ",
    "title: ",
    "date: ",
    '"date": "',
    "Publié le ",
    "lundi ",
    "URGENT",
    "=====",
    "Par Jean Martin",
    "Le président a dit non. ",
    "\u2028",
    "\u00a0",
    " ",
)
FIGURES = soup(
    *[
        "un",
        "deux",
        "vingt",
        "quatre-vingt-dix",
        "cent",
        "mille",
        "million",
        "de",
        "milliards",
        "dizaine",
        "centaine",
        "des",
        "au",
        "moins",
        "plus",
        "entre",
        "et",
        "à",
    ],
    *[
        "1",
        "000",
        "3,5",
        "12.000",
        "%",
        "€",
        "km",
        "3M€",
        "-7",
        "1-2",
        "20",
        "+33",
        "12:30",
        "12h30",
        "demi",
        "quelques",
        "environ",
        "trentaine",
        "°",
        "º",
        "½",
        "².",
    ],
    " ",
    " ",
    "\u202f",
    "-",
    "’",
    between=" ",
)
TIMES = soup(
    *[
        "lundi",
        "mardi",
        "hier",
        "demain",
        "aujourd’hui",
        "dernier",
        "prochain",
        "janvier",
        "février",
        "29",
        "30",
        "31",
        "1er",
        "2016",
        "9999",
        "0001",
        "en",
        "depuis",
    ],
    *[
        "jusqu’au",
        "il",
        "y",
        "a",
        "dans",
        "trois",
        "cent",
        "mille",
        "ans",
        "mois",
        "semaines",
        "jours",
        "week-end",
        "matin",
        "soir",
        "trimestre",
        "siècle",
        "années",
        "1990",
    ],
    *[
        "fin",
        "début",
        "mi-",
        "mi-mars",
        "du",
        "au",
        "le",
        "la",
        "12",
        "h",
        "30",
        "semestre",
        "été",
        "hiver",
        "99999999999",
        "d’ici",
        "avant",
        "après",
        "entre",
        "et",
    ],
    between=" ",
)
NEWS = soup(
    *[
        "Le",
        "La",
        "Les",
        "l’",
        "Moscou",
        "Paris",
        "Damas",
        "Sergueï",
        "Lavrov",
        "Mme",
        "Martin",
        "ministre",
        "président",
        "ONU",
        "l’OTAN",
    ],
    *[
        "a",
        "dit",
        "affirmé",
        "que",
        "qu’",
        "selon",
        "d’après",
        "rejeté",
        "signé",
        "tué",
        "blessé",
        "annoncé",
        "démenti",
        "prévu",
        "démissionné",
        "accord",
    ],
    *["douze", "3", "000", "morts", "personnes", "millions", "d’euros", "lundi", "hier", "2016", "la", "mi-mars", "en"],
    *[
        "«",
        "»",
        "“",
        "”",
        '"',
        "’",
        "'",
        "(",
        ")",
        "—",
        "-",
        ",",
        ";",
        ":",
        ".",
        "!",
        "?",
        "…",
        "\n\n",
        "•",
        "*",
        "-t-il",
        "-elle",
    ],
    "Le président russe Vladimir Poutine a rencontré mardi à Paris le ministre",
    "« C’est faux », a déclaré le porte-parole de l’ONU.",
    "Au moins 12 personnes ont été tuées dans un attentat à Bagdad, selon la police.",
    most=25,
    between=" ",
)


def within(dispatch: Dispatch) -> None:
    """All that is said of a dispatch stands in its text."""
    size = len(dispatch.text)
    assert 0 <= dispatch.body <= size
    for span in (dispatch.headline, dispatch.dateline, dispatch.place, dispatch.publisher):
        assert span is None or 0 <= span.begin <= span.end <= size
    assert dispatch.id and iri.slug(dispatch.id) == dispatch.id
    assert dispatch.date is None or isinstance(dispatch.date, date)


def in_order(spans: Iterable[Span], text: str) -> None:
    last = 0
    for span in spans:
        assert last <= span.begin < span.end <= len(text)
        last = span.end


def test_bytes_are_read_or_refused_in_one_line():
    encoded = st.builds(
        lambda t, e: t.encode(e, "replace"), st.one_of(ENVELOPE, st.text(max_size=200)), st.sampled_from(ENCODINGS)
    )
    data = st.one_of(st.binary(max_size=300), encoded, encoded.flatmap(spoilt))

    def tried(data: bytes, name: str) -> None:
        try:
            found = read_bytes(data, name=name)
        except InputError as error:
            return one_line(error)
        for dispatch in found:
            within(dispatch)

    assert fuzz(tried, data, st.sampled_from(NAMES), few=150)


def test_a_text_in_unicode_comes_back_as_it_was_written():
    def tried(text: str, encoding: str) -> None:
        try:
            found = decode(text.encode(encoding))
        except InputError as error:
            return one_line(error)
        assert found == text.removeprefix("\ufeff")

    # «A» and a NUL are the bytes of «A» in UTF-16 without its mark, which is what they are read as
    words = st.text(st.characters(codec="utf-8", exclude_characters="\ufeff\0"), min_size=1, max_size=60)
    assert fuzz(tried, words, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]), few=150)


def test_an_envelope_stands_in_its_text():
    def tried(text: str, date: str | None) -> None:
        found = parse_envelope(text)
        assert found == parse_envelope(text)
        try:
            within(read_text(text, date=date, language="fr"))
        except InputError as error:
            one_line(error)

    assert fuzz(tried, ENVELOPE, st.sampled_from([None, "2016-12-05", "0001-01-01", "9999-12-31"]), few=150)


def test_a_date_is_a_date_or_refused():
    def tried(words: str) -> None:
        try:
            assert parse_date(words) is not None
        except InputError as error:
            one_line(error)

    digits = soup("2016", "-", "12", "05", "T", "0", "٣", "²", " ", "99999", most=6)
    assert fuzz(tried, st.one_of(digits, st.text(max_size=12)), few=150)


def test_numbers_stand_in_their_text_one_after_the_other():
    def tried(text: str) -> None:
        assert len(fold(text)) == len(text)
        in_order((n.span for n in find_numerals(text)), text)
        amounts = find_amounts(text)
        in_order((a.number for a in amounts), text)
        for amount in amounts:
            assert amount.span.covers(amount.number)
            assert amount.value.is_finite() and (amount.upper is None or amount.upper.is_finite())

    assert fuzz(tried, FIGURES, few=100)


def test_times_resolve_to_days_in_order_or_to_none():
    references = st.one_of(st.none(), st.dates(), st.sampled_from([date.min, date.max, date(2016, 2, 29)]))

    def tried(text: str, reference: date | None, anchor: date | None) -> None:
        for expression in find_times(snapshot(BLANK(text))):
            assert 0 <= expression.span.begin < expression.span.end <= len(text)
            for direction in ("past", "future", "near"):
                found = resolve_time(expression, reference=reference, direction=direction, anchor=anchor)
                assert found is None or None in (found.begin, found.end) or found.begin <= found.end

    assert fuzz(tried, TIMES, references, references, few=60)


def test_any_words_make_an_iri_that_an_engine_takes():
    def tried(words: str, begin: int) -> None:
        slug = iri.slug(words)
        assert slug and iri.slug(slug) == slug
        for made in (iri.entity(iri.DEFAULT_BASE, words), iri.span(iri.DEFAULT_BASE, slug, Span(begin, begin + 1))):
            read = next(iter(parse(f"<{made}> <urn:p> <{made}> .", format=RdfFormat.N_TRIPLES)))
            assert read.subject == NamedNode(made)

    words = st.text(st.characters(codec="utf-8"), max_size=150)
    assert fuzz(tried, words, st.integers(0, 10**6), few=150)


def test_a_base_is_one_that_an_engine_takes_or_is_refused():
    pieces = (
        "http",
        "https:",
        "urn:",
        "://",
        "//",
        "[",
        "]",
        "::1",
        "@",
        "é",
        ":",
        "/",
        "#",
        "?",
        "%",
        " ",
        "w3id.org",
        "-1",
    )
    bases = st.one_of(soup(*pieces, most=8), soup(*pieces, most=6).map("https://{}/".format))

    def tried(base: str) -> None:
        try:
            made = iri.entity(iri.check_base(base), "x")
        except InputError as error:
            return one_line(error)
        assert NamedNode(made).value == made
        assert next(iter(parse(f"<{made}> <urn:p> 1 .", format=RdfFormat.TURTLE))).subject == NamedNode(made)

    assert fuzz(tried, bases, few=150)


@pytest.mark.filterwarnings("ignore")
def test_any_words_of_news_become_a_graph():
    def tried(text: str, date: str | None) -> None:
        try:
            dispatch = read_text(text, id="essai", date=date, language="fr")
        except InputError as error:
            return one_line(error)
        written = pipeline.nquads(dispatch)
        assert written == pipeline.nquads(dispatch)
        assert list(parse(written, format=RdfFormat.N_QUADS))

    assert fuzz(tried, NEWS, st.sampled_from([None, "2016-12-05", "0001-01-01", "9999-12-31"]), few=25)

"""Reading: encodings, envelopes, files and folders, and everything that is no dispatch."""

from __future__ import annotations

import io
import os
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatchgraph.errors import InputError, NotADispatch, UnknownLanguage
from dispatchgraph.model import Dispatch, Span
from dispatchgraph.read import parse_date, parse_envelope, read_all, read_bytes, read_dispatch, read_text
from dispatchgraph.read.decode import MAX_CHARACTERS, decode

NEWS = "Le gouvernement a présenté mardi l’accord sur la pêche – « un bon texte », selon la ministre."
DATELINE = "BREST (France), 3 mars 2020 (AFP) - "


def _words(text: str, span: Span | None) -> str | None:
    return span.of(text) if span else None


# --- encodings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_text_is_the_same_in_every_encoding_we_read(encoding):
    assert decode(NEWS.encode(encoding)) == NEWS


def test_the_mac_wrote_french_too():
    assert decode(NEWS.encode("mac_roman")) == NEWS


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb\n\n c \u00a0\u202f", "e\u0301te\u0301 😀 fin"])
def test_nothing_of_a_text_is_changed(text):
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "nothing but white space"),
        ("\ufeff".encode(), "is empty"),
        (b"Le roi\0est mort", "is binary"),
        (bytes(range(256)) * 9, "is binary"),
        (b"\x89PNG\r\n\x1a\n....", "is an image"),
        (b"%PDF-1.7\nLe roi", "is a PDF"),
        (b"PK\x03\x04....", "is an archive"),
        (b"\xff\xfe\x00\xd8\x20\x00", "is no UTF-16-LE"),
        (b"12 345 !!!", "has no words"),
        (b"mot" * 9_000, "is no prose"),
        (b"mot " * (MAX_CHARACTERS // 2), "too long"),
    ],
)
def test_what_is_no_dispatch_is_refused_in_one_line(data, reason):
    with pytest.raises(NotADispatch, match=reason) as caught:
        read_bytes(data, name="depeche.txt")
    assert str(caught.value).startswith("depeche.txt ")
    assert "\n" not in str(caught.value)


def test_half_a_character_is_refused():
    with pytest.raises(NotADispatch, match="lone surrogate"):
        read_text("Le roi \ud800 est mort")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_or_an_error_of_ours(data):
    try:
        assert decode(data).strip()
    except NotADispatch as error:
        assert str(error)


# --- envelopes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "place", "day", "publisher"),
    [
        ("ALEP (Syrie), 5 déc 2016 (AFP) - ", "ALEP", "2016-12-05", "AFP"),
        ("ALEP (Syrie),\u00a05\u00a0déc. 2016 (AFP)\u202f– ", "ALEP", "2016-12-05", "AFP"),
        ("HONG KONG, 17 juin 2019 - ", "HONG KONG", "2019-06-17", None),
        ("BRUXELLES, 9 déc 2018 (AFP) -", "BRUXELLES", "2018-12-09", "AFP"),
        ("PARIS, 9 mai (Reuters) - ", "PARIS", None, "Reuters"),
        ("(AFP) - ", None, None, "AFP"),
        ("AFP - ", None, None, "AFP"),
        ("Paris (AFP) – ", "Paris", None, "AFP"),
        ("Washington, le 3 mars 2021 — ", "Washington", "2021-03-03", None),
        ("TEL-AVIV/JÉRUSALEM, 1er mai 2020 (AFP/Reuters) -- ", "TEL-AVIV/JÉRUSALEM", "2020-05-01", "AFP"),
        ("SAINT-DENIS DE LA RÉUNION, 05/12/2016 (AFP) - ", "SAINT-DENIS DE LA RÉUNION", "2016-12-05", "AFP"),
        ("NEW YORK (Nations unies), 5 août 2016 (AFP) - ", "NEW YORK", "2016-08-05", "AFP"),
        ("L’AQUILA (Italie), lundi 6 avril 2009 (Xinhua) - ", "L’AQUILA", "2009-04-06", "Xinhua"),
        ("Genève (awp/ats) - ", "Genève", None, "awp"),
        ("Beyrouth, Liban (AP) — ", "Beyrouth", None, "AP"),
        ("MONTRÉAL — ", "MONTRÉAL", None, None),
        ("DAKAR, 2016-12-05 (APS) - ", "DAKAR", "2016-12-05", "APS"),
    ],
)  # fmt: skip
def test_a_dateline_gives_place_date_and_agency(line, place, day, publisher):
    text = f"{line.rstrip()} {NEWS}"
    found = parse_envelope(text)
    assert text[found.body :] == NEWS
    assert found.dateline == Span(0, found.body)
    assert _words(text, found.place) == place
    assert found.date == (date.fromisoformat(day) if day else None)
    assert _words(text, found.publisher) == publisher


@pytest.mark.parametrize(
    "text",
    [
        "Le président - qui part lundi - a signé le texte.",
        "Le vote du 3 mars 2020 - un mardi - a été annulé.",
        "Football (Ligue 1) - Brest bat Lille, et prend la tête.",
        "Il a dit (AFP) - selon nous - que tout allait bien.",
        "Elle est partie à Rome, le 3 mars 2020, sans un mot.",
        NEWS,
    ],
)
def test_prose_is_no_dateline(text):
    found = parse_envelope(text)
    assert (found.dateline, found.body, found.date) == (None, 0, None)


def test_a_dateline_on_a_line_of_its_own_ends_there():
    text = f"Bruxelles, le 9 décembre 2018\n\n{NEWS}"
    found = parse_envelope(text)
    assert (found.date, text[found.body :]) == (date(2018, 12, 9), NEWS)


def test_a_date_that_is_no_day_is_told():
    found = parse_envelope(f"PARIS, 31 février 2020 (AFP) - {NEWS}")
    assert (found.date, found.warnings) == (None, ("the dateline's date is no day",))


def test_a_day_without_a_year_takes_it_from_the_metadata():
    found = parse_envelope(f"date: 2017-01-02\nPARIS, 30 déc (Reuters) - {NEWS}")
    assert found.date == date(2016, 12, 30)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_first_line_above_a_dateline_is_the_headline(end):
    text = f"Accord sur la pêche{end}URGENT{end}Par Anne MARTIN{end}{DATELINE}{NEWS}"
    found = parse_envelope(text)
    assert (_words(text, found.headline), text[found.body :]) == ("Accord sur la pêche", NEWS)


@pytest.mark.parametrize(
    "top",
    [
        "Accord sur la pêche\n\n",
        "# Accord sur la pêche\n\n",
        "  Accord sur la pêche  \n\nPar Anne Martin\n\n",
        "---\ntitle: autre titre\n---\n\n# Accord sur la pêche\n",
        "Publié le 3 mars 2020 à 14h30\n\nAccord sur la pêche\n\n",
    ],
)
def test_a_short_line_apart_from_the_news_is_the_headline(top):
    text = top + NEWS
    found = parse_envelope(text)
    assert (_words(text, found.headline), text[found.body :]) == ("Accord sur la pêche", NEWS)


@pytest.mark.parametrize(
    "text",
    [
        "La ministre est partie mardi.\n\nElle reviendra.",
        "La ministre qui avait signé le texte est partie mardi pour\nRome où elle reverra ses collègues\navant lundi.",
        "Une seule ligne sans point",
    ],
)
def test_prose_is_no_headline(text):
    found = parse_envelope(text)
    assert (found.headline, found.body) == (None, 0)


@pytest.mark.parametrize(
    "top",
    [
        "---\ntitle: \"Accord\"\ndate: 2020-03-03\n---\n\n",
        "datePublished: 2020-03-03T14:30:00Z\n\n",
        '"schema:datePublished": "2020-03-03",\n',
        "Date : mardi 3 mars 2020\n",
        "Date de publication : 03/03/2020\n",
        "Mis en ligne le 3 mars 2020\n",
    ],
)  # fmt: skip
def test_metadata_dates_a_dispatch_without_a_dateline(top):
    text = top + NEWS
    found = parse_envelope(text)
    assert (found.date, text[found.body :]) == (date(2020, 3, 3), NEWS)


def test_front_matter_names_headline_and_publisher():
    text = f"---\ntitle: 'Accord sur la pêche'\nsource: Reuters\nauthor: Anne\n---\n{NEWS}"
    found = parse_envelope(text)
    assert _words(text, found.headline) == "Accord sur la pêche"
    assert _words(text, found.publisher) == "Reuters"


def test_the_dateline_comes_before_the_metadata():
    assert parse_envelope(f"date: 2011-01-01\n{DATELINE}{NEWS}").date == date(2020, 3, 3)


@settings(deadline=None)
@given(st.text(alphabet="ALEP alep(),-–—:#\n\r '’\u00a0.5é2016déc/", max_size=120))
def test_no_envelope_leads_outside_the_text(text):
    found = parse_envelope(text)
    assert 0 <= found.body <= len(text)
    for span in (found.headline, found.dateline, found.place, found.publisher):
        assert span is None or 0 <= span.begin <= span.end <= len(text)


@pytest.mark.parametrize(
    "text", ["a" + " " * 300_000 + "b", "date: " + " " * 300_000 + "b", "\n\r" * 200_000, "A-" * 99_999]
)
def test_a_hostile_top_takes_no_time(text):
    parse_envelope(text)  # quadratic patterns would not come back


# --- dispatches -------------------------------------------------------------------------------------------------


def test_a_dispatch_keeps_its_text_and_tells_its_envelope():
    text = f"Accord sur la pêche\n\n{DATELINE}{NEWS}\n"
    found = read_text(text, id="Accord 3")
    assert isinstance(found, Dispatch)
    assert (found.id, found.text, found.language, found.date) == ("accord-3", text, "fr", date(2020, 3, 3))
    assert (_words(text, found.place), _words(text, found.publisher)) == ("BREST", "AFP")
    assert found.warnings == ()


def test_a_given_date_comes_before_all_others():
    assert read_text(DATELINE + NEWS, date="2021-01-02").date == date(2021, 1, 2)
    assert read_text(f"PARIS, 3 mars (AFP) - {NEWS}", date=date(2021, 1, 2)).warnings == ()


def test_without_any_date_there_is_a_warning():
    found = read_text(NEWS)
    assert found.date is None
    assert "no date" in found.warnings[0]


@pytest.mark.parametrize("words", ["demain", "2016-13-05", "05/12/2016", "2016", ""])
def test_a_date_that_is_none_is_refused(words):
    with pytest.raises(InputError, match="is no date"):
        parse_date(words)


def test_a_language_without_a_model_is_refused():
    with pytest.raises(UnknownLanguage, match="'en'"):
        read_text("The minister said on Tuesday that the agreement on fisheries would be signed before Monday.")
    with pytest.raises(UnknownLanguage, match="'xx'"):
        read_text(NEWS, language="xx")


def test_a_text_too_short_to_tell_is_read_with_a_warning():
    found = read_text("Kiev")
    assert found.language == "fr"
    assert "too few words" in found.warnings[-1]


def test_one_text_has_one_hash_in_every_encoding():
    first, second = (read_bytes(NEWS.encode(e), name="x.txt")[0] for e in ("utf-8", "cp1252"))
    assert first == second


# --- files and folders ------------------------------------------------------------------------------------------


def test_a_file_gives_its_name_as_id(tmp_path):
    path = tmp_path / "Alep Été.v2.txt"
    path.write_text(NEWS, "utf-8")
    assert read_dispatch(path).id == "alep-ete-v2"


def test_standard_input_is_called_by_its_hash(monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(NEWS.encode())))
    found = read_dispatch("-")
    assert found.id == f"stdin-{found.sha256[:12]}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.md", "sub/c", "d.nws"):
        (tmp_path / name).write_text(f"{DATELINE}{NEWS} {name}", "utf-8")
    (tmp_path / ".hidden.txt").write_text(NEWS, "utf-8")
    (tmp_path / "b.ttl").write_text("# Le gouvernement a présenté la loi", "utf-8")
    (tmp_path / "data").write_text('{"texte": "le gouvernement"}', "utf-8")
    (tmp_path / "photo").write_bytes(b"\x89PNG\0\0\0")
    return tmp_path


def test_a_folder_is_read_in_order_and_what_is_no_dispatch_left_out(folder):
    assert [d.id for d in read_all([folder])] == ["a", "b", "d", "c"]


def test_one_bad_dispatch_does_not_stop_the_others(folder):
    (folder / "aa.txt").write_bytes(b"")
    refused: list[InputError] = []
    assert [d.id for d in read_all([folder, folder / "none"], refused=refused.append)] == ["a", "b", "d", "c"]
    assert [str(e).rsplit("/", 1)[-1] for e in refused] == ["aa.txt is empty", "none: No such file or directory"]


def test_without_a_place_for_errors_the_first_is_raised(folder):
    (folder / "0.txt").write_bytes(b"")
    with pytest.raises(NotADispatch):
        next(read_all([folder]))


def test_two_texts_never_share_an_id(folder):
    (folder / "sub" / "a.txt").write_text(NEWS, "utf-8")
    ids = [d.id for d in read_all([folder])]
    assert len(set(ids)) == len(ids) == 5
    assert sorted(ids)[1].startswith("a-")


def test_a_folder_without_dispatches_is_told(tmp_path):
    with pytest.raises(InputError, match="no dispatch in this folder"):
        next(read_all([tmp_path]))


def test_what_is_no_regular_file_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(InputError, match="no regular file"):
        read_dispatch(tmp_path / "pipe.txt")


def test_a_circle_of_links_is_told(tmp_path):
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    with pytest.raises(InputError, match=r"loop\.txt"):
        read_dispatch(tmp_path / "loop.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(NEWS, "utf-8")
    path.chmod(0)
    with pytest.raises(InputError, match="Permission denied"):
        read_dispatch(path)

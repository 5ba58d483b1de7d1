"""Texts that no newsroom sent: each ends soon, in bounded memory, as a graph with true offsets or as one line."""

from __future__ import annotations

import time
import unicodedata

import pytest

from dispatchgraph import cli
from dispatchgraph.annotate import annotate
from dispatchgraph.errors import NotADispatch
from dispatchgraph.extract import extract
from dispatchgraph.knowledge import gazetteer
from dispatchgraph.model import Span
from dispatchgraph.pipeline import build_dispatch, read_record
from dispatchgraph.read import read_bytes, read_dispatch, read_text
from dispatchgraph.read.decode import MAX_CHARACTERS, MAX_RUN, MAX_WORDS
from dispatchgraph.vocab import NIF

HEAD = "ALEP (Syrie), 5 déc 2016 (AFP) - "
NEWS = "La Russie a mis son veto lundi à la résolution, a dit le ministre Sergueï Lavrov. "
VETO = "Veto"

#: Each stands between two sentences of news.
RUNS = {
    "guillemets": "«" * 95_000,
    "apostrophes": "'" * 95_000,
    "elisions": "l'" * 47_000,
    "brackets": "(" * 5_000,
    "one word": "a" * 95_000,
    "hyphens": "mot-" * 24_000,
    "dashes": "-" * 50_000,
    "address": "http://exemple.fr/" + "a/" * 25_000,
    "mixed": "(«l'" * 20_000,
    "marks on one letter": "e" + "\u0301" * 50_000,
    "joiners": "\u200d" * 50_000,
    "blanks": " " * 90_000,
    "lines": "\n" * 90_000,
}

#: Each is a text by itself, of `count` repetitions.
TEXTS = {
    "unclosed quotes": lambda count: "« Il vient " * count,
    "quotes over paragraphs": lambda count: "« Il vient.\n\n" * count,
    "nested quotes": lambda count: "« a dit " * (count // 2) + "» " * (count // 2),
    "nested brackets": lambda count: "( il dit " * (count // 2) + ") " * (count // 2),
    "one sentence": lambda count: "le ministre russe et " * count,
    "saying": lambda count: "a dit " * count,
    "elisions apart": lambda count: "l' " * count,
    "names": lambda count: "".join(f"Jean Dup{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}n dit. " for n in range(count)),
    "counts": lambda count: "12 morts, " * count,
    "days": lambda count: "lundi 5 mai " * count,
    "paragraphs": lambda count: "Mot.\n\n" * count,
    "pronouns": lambda count: "Elle a dit qu'il vient. " * count,
    "signs": lambda count: f"{'(' * 900} " * (count // 500),
}


def true_to(text: str, spans: list[Span]) -> bool:
    return all(0 <= s.begin < s.end <= len(text) for s in spans)


@pytest.mark.parametrize("name", RUNS)
def test_a_run_without_end_leaves_the_news_around_it_as_it_is(name):
    text = f"{HEAD}{NEWS}{RUNS[name]} {NEWS}"
    begin = time.monotonic()
    record = read_record(read_text(text, id="essai", language="fr"))
    assert time.monotonic() - begin < 30  # 1 s alone
    assert [e.type for e in record.events].count(VETO) >= 1
    assert {e.label for e in record.entities} >= {"Russie", "Sergueï Lavrov"}
    assert all(s.of(text).strip() and len(s.of(text)) <= MAX_RUN for e in record.entities for s in e.mentions)
    assert {"a mis son veto"} <= {s.of(text) for e in record.events for s in e.mentions}


@pytest.mark.parametrize("name", TEXTS)
def test_repetition_takes_time_in_proportion(name):
    known = gazetteer("fr")

    def took(count: int) -> float:
        dispatch = read_text(HEAD + TEXTS[name](count), id="essai", language="fr")
        doc = annotate(dispatch)
        begin = time.process_time()
        found = extract(doc, known)
        lasted = time.process_time() - begin
        assert true_to(dispatch.text, [m.span for m in found.mentions])
        return lasted

    took(20)
    small, large = min(took(100) for _ in range(2)), took(1_000)
    assert large < 30 * max(small, 0.02)  # a square would take a hundred times as long


def test_figures_names_and_pronouns_are_resolved_in_proportion():
    def took(count: int, text: str) -> float:
        begin = time.process_time()
        read_record(read_text(HEAD + text * count, id="essai", language="fr"))
        return time.process_time() - begin

    for text in ("12 morts, ", "« Il a dit que la Russie vient "):
        took(10, text)
        assert took(1_000, text) < 40 * max(took(100, text), 0.1), text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (NEWS * 2_000, f"too long for a dispatch: {len(NEWS) * 2_000} characters, more than {MAX_CHARACTERS}"),
        ("mot, " * (MAX_WORDS // 2 + 1), f"too long for a dispatch: more than {MAX_WORDS} words and signs"),
        (f"mot {'(' * 999} " * 40, "words and signs"),
        ("a" * 90_000, "is no prose"),
        ("«" * 90_000, "has no words"),
    ],
)
def test_what_is_longer_than_any_dispatch_is_refused_at_once(text, reason):
    begin = time.monotonic()
    with pytest.raises(NotADispatch, match=reason):
        read_text(text)
    assert time.monotonic() - begin < 2


def test_a_long_run_is_told_as_unread():
    (dispatch,) = read_bytes(f"{HEAD}{NEWS}{'x' * 5_000} fin.".encode(), name="d.txt")
    assert any("5000 characters without a space are not read" in w for w in dispatch.warnings)


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "mac-roman"]


def test_files_in_twelve_encodings_are_read_or_told_by_name_with_offsets_of_the_same_characters(tmp_path, capsys):
    text = HEAD + NEWS * 3
    data = {encoding: text.encode(encoding) for encoding in ENCODINGS}
    data |= {
        "crlf": text.replace(". ", ".\r\n").encode(),
        "nul": b"Le roi\0 est mort",
        "surrogate": b"Le \xed\xa0\x80 roi",
    }
    spans = set()
    for name, content in data.items():
        try:
            (dispatch,) = read_bytes(content, name=f"{name}.txt")
        except NotADispatch as error:
            assert str(error).startswith(f"{name}.txt ") and "\n" not in str(error)
            assert name == "nul"
            continue
        record = read_record(dispatch)
        if name in ENCODINGS:
            spans.add(tuple(sorted(s for e in record.entities for s in e.mentions)))
            assert dispatch.text == text, name
        assert true_to(dispatch.text, [s for e in record.entities for s in e.mentions])
    assert len(spans) == 1
    for name, content in data.items():
        (tmp_path / f"{name}.txt").write_bytes(content)
    assert cli.run(["build", str(tmp_path), "-o", str(tmp_path / "all.nq")]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said and "nul.txt is binary" in said


@pytest.mark.parametrize(
    "text",
    [
        unicodedata.normalize("NFD", NEWS * 2),
        (NEWS * 2).upper(),
        "الرئيس قال \u202e" + NEWS,
        NEWS.replace("ss", "s\u200bs").replace("e", "e\u200d"),
        "\u202e" + NEWS + "\u2066" + NEWS,
        NEWS.replace(" ", "\u00a0"),
        NEWS.replace(" ", "\u2028"),
        "😀" * 500 + " " + NEWS + "👨\u200d👩\u200d👧" * 300,
        "<script>alert(1)</script> " + NEWS + "]]> --> ${x} {{y}} %s \\u0000 &amp;",
        "\ufdd0\uffff\U0010ffff " + NEWS,
    ],
    ids=["NFD", "capitals", "arabic", "joiners", "turned", "nbsp", "lines", "emoji", "markup", "no characters"],
)
def test_strange_writing_keeps_every_span_true(text):
    dispatch = read_text(HEAD + text, id="essai", language="fr")
    assert dispatch.text == HEAD + text
    dataset = build_dispatch(dispatch)
    words = {s: str(o) for s, o in dataset.subject_objects(NIF.anchorOf)}
    for span, anchor in words.items():
        begin, end = (int(n) for n in str(span).rpartition("=")[2].split(","))
        assert dispatch.text[begin:end] == anchor
    assert words


def test_a_file_of_a_hundred_megabytes_is_refused_without_being_read(tmp_path):
    with (tmp_path / "long.txt").open("wb") as file:
        file.truncate(100 << 20)
    begin = time.monotonic()
    with pytest.raises(NotADispatch, match=r"long\.txt is too long"):
        read_dispatch(tmp_path / "long.txt")
    assert time.monotonic() - begin < 2

"""A parse in plain Python says what spaCy says of the same words, also when words are hung elsewhere."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from dispatchgraph.annotate import annotate, annotate_all, pipeline_of
from dispatchgraph.annotate.snapshot import snapshot
from dispatchgraph.model import Dispatch, Span
from dispatchgraph.parse import Word, remembered

TEXT = (
    "L'armée, qui tient Alep-Est depuis 2012, a annoncé lundi à l'AFP que 12.000 civils avaient fui. "
    "«C'est trop», a dit Anne Petit.\n\nLes pourparlers entre Rome et Paris ont échoué; ils reprendront en mai."
)


@pytest.fixture
def both():
    doc = pipeline_of("fr")(TEXT)
    return doc, snapshot(doc)


def told(token) -> tuple[object, ...]:
    """What spaCy's token and our word are both asked."""
    names = ("text", "lower_", "lemma_", "pos_", "dep_", "i", "idx", "ent_type_", "is_punct", "is_space", "like_num")
    return (*(getattr(token, n) for n in names), token.head.i, [c.i for c in token.children], *around(token))


def around(token) -> tuple[object, ...]:
    """What follows from heads."""
    below, above = [t.i for t in token.subtree], [t.i for t in token.ancestors]
    return below, above, token.left_edge.i, bool(token.is_sent_start), (token.sent.start, token.sent.end)


def test_each_word_is_what_the_model_found(both):
    doc, parse = both
    assert [told(w) for w in parse] == [told(t) for t in doc]
    assert [(e.start, e.end, e.label_, e.text) for e in parse.ents] == [
        (e.start, e.end, e.label_, e.text) for e in doc.ents
    ]
    assert all(
        w.morph.get(n, ()) == tuple(t.morph.get(n)) for w, t in zip(parse, doc, strict=True) for n in ("Number", "Mood")
    )


def test_what_hangs_elsewhere_moves_edges_and_sentences_as_in_spacy(both):
    doc, parse = both
    chance = random.Random(7)
    for _ in range(60):
        child, head = chance.randrange(len(doc)), chance.randrange(len(doc))
        if doc[child].sent.start != doc[head].sent.start or doc[child].is_ancestor(doc[head]):
            head = child  # a root, and so a sentence of its own
        doc[child].head = doc[head]
        parse[child].hang(parse[head])
        assert [around(w) for w in parse] == [around(t) for t in doc]


def test_the_root_of_some_words_is_that_of_spacy(both):
    doc, parse = both
    places = [(a, b) for a in range(len(doc)) for b in range(a + 1, min(a + 9, len(doc)))]
    assert [parse.words(a, b).root.i for a, b in places] == [doc[a:b].root.i for a, b in places]


def test_the_words_that_a_span_touches_are_those_of_spacy(both):
    doc, parse = both
    for begin in range(0, len(TEXT), 3):
        for end in range(begin + 1, min(begin + 12, len(TEXT))):
            words = doc.char_span(begin, end, alignment_mode="expand")
            assert (parse.touched(Span(begin, end)).start, parse.touched(Span(begin, end)).end) == (
                words.start,
                words.end,
            )


def test_what_was_asked_is_asked_again_only_when_the_sentence_changes(both):
    _, parse = both
    asked: list[int] = []

    @remembered
    def tag(word: Word) -> str:
        asked.append(word.i)
        return word.pos_

    assert [tag(parse[3]), tag(parse[3])] == [parse[3].pos_] * 2
    parse[3].retag("X")
    assert tag(parse[3]) == "X"
    parse[len(parse) - 2].retag("X")  # in another sentence
    assert tag(parse[3]) == "X"
    assert asked == [3, 3]


def test_a_dispatch_is_parsed_alike_alone_and_among_others():
    sentences = TEXT.replace("\n\n", " ").split(". ")
    texts = [". ".join(sentences[: n + 1]) * (n + 1) for n in range(len(sentences))] * 3
    many = [Dispatch(id=str(n), text=text, sha256="") for n, text in enumerate(texts)]
    together = [[told(w) for w in parse] for _, parse in annotate_all(many)]
    assert together == [[told(w) for w in annotate(dispatch)] for dispatch in many]


def test_the_model_that_knows_enough_remembers_no_word_of_a_dispatch(monkeypatch):
    monkeypatch.setattr("dispatchgraph.annotate._LEARNT", 0)
    strings = pipeline_of("fr").vocab.strings
    annotate(Dispatch(id="a", text="Le zorglonde vint.", sha256=""))
    before = len(strings)
    annotate(Dispatch(id="b", text=" ".join(f"Le zorglub{n}ard brandilla." for n in range(50)), sha256=""))
    assert len(strings) == before


FRESH = """
import sys
from functools import wraps
from dispatchgraph.parse import memory

def watched(ask):
    @wraps(ask)
    def answer(word):
        now = ask(word)
        assert word.known.setdefault(ask, now) == now, f"{ask.__name__} of {word} in {word.sent}: {word.known[ask]}, {now}"
        return now
    return answer

memory.remembered = watched
import dispatchgraph.parse
dispatchgraph.parse.remembered = watched
from dispatchgraph.pipeline import read_record
from dispatchgraph.read import read_dispatch, read_text

for path in sys.argv[1:]:
    read_record(read_dispatch(path))
read_record(read_text("Plus de 200 civils auraient été tués.", date="2024-03-13"))
"""


def test_what_is_remembered_of_a_word_is_what_would_be_found_again():
    some = [str(path) for path in sorted((Path(__file__).parent / "gold").glob("*.txt"))[::3]]
    done = subprocess.run([sys.executable, "-c", FRESH, *some], capture_output=True, text=True)
    assert not done.returncode, done.stderr

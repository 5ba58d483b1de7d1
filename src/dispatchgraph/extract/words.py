"""One word of a parse: where it stands, its features and the grammar of its language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dispatchgraph.model import Span, TimeExpression
from dispatchgraph.parse import Parse, Word, Words, remembered

__all__ = [
    "end_below", "feature", "has_feature", "indices", "is_infinitive", "is_participle",
    "is_past_participle", "is_plural", "nouns_before", "phrase_at", "sentence_of", "span_of", "token_at", "words_of",
]  # fmt: skip


# --- places ---------------------------------------------------------------------------------------------------------


def span_of(token: Word) -> Span:
    """The code points of a word."""
    return Span(token.idx, token.idx + len(token.text))


def words_of(words: Sequence[Word] | Words) -> Span:
    """The code points from the first to the last of several words."""
    last = words[-1]
    return Span(words[0].idx, last.idx + len(last.text))


def sentence_of(token: Word) -> Span:
    """The span of a word's sentence without the white space around it."""
    return _without_blanks(token.sent[0])


@remembered
def _without_blanks(first: Word) -> Span:
    """The span of the sentence that begins with a word."""
    sent = first.sent
    start, end = sent.start, sent.end
    while start < end - 1 and sent.doc[start].is_space:
        start += 1
    while end > start + 1 and sent.doc[end - 1].is_space:
        end -= 1
    return words_of(sent.doc[start:end])


def phrase_at(doc: Parse, span: Span) -> Words:
    """The words that `span` touches; none where it lies outside the text."""
    return doc.touched(span)


def token_at(doc: Parse, span: Span) -> Word:
    """The first word that `span` touches: the head word where it is the span of one."""
    return phrase_at(doc, span)[0]


def indices(doc: Parse, expressions: Sequence[TimeExpression]) -> frozenset[int]:
    """The words that stand in one of `expressions`."""
    return frozenset(t.i for x in expressions for t in phrase_at(doc, x.span))


def nouns_before(token: Word) -> Iterator[Word]:
    """The nouns and names before a word in its sentence, the nearest first."""
    before = token.doc[token.sent.start : token.i]
    return (t for t in reversed(list(before)) if t.pos_ in {"NOUN", "PROPN"})


def end_below(token: Word) -> int:
    """The token after the last of all that hang below a word, wherever they stand."""
    return int(max(t.i for t in token.subtree)) + 1


# --- features -------------------------------------------------------------------------------------------------------


def feature(token: Word, name: str) -> str:
    """A morphological feature of Universal Dependencies («Tense»), "" where the word has none."""
    return "".join(token.morph.get(name, []))


def has_feature(token: Word, name: str, value: str) -> bool:
    """Whether a word has a feature with that value, alone or among others."""
    return value in token.morph.get(name, [])


def is_plural(token: Word) -> bool:
    """Whether a word's form is plural."""
    return has_feature(token, "Number", "Plur")


def is_infinitive(token: Word) -> bool:
    """Whether a word's form is an infinitive; the tagger takes some participles («évacué») for one."""
    return has_feature(token, "VerbForm", "Inf") and token.lower_.endswith(token.grammar.infinitives)


def is_participle(token: Word) -> bool:
    """Whether a word's form is a participle."""
    return has_feature(token, "VerbForm", "Part")


def is_past_participle(token: Word) -> bool:
    """Whether a word's form is a past participle."""
    return is_participle(token) and has_feature(token, "Tense", "Past")

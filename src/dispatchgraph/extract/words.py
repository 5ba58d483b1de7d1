"""One word of a parse: where it stands, its features and the grammar of its language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dispatchgraph.languages.syntax import Grammar, grammar
from dispatchgraph.model import Span, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

__all__ = [
    "end_below", "feature", "grammar_of", "has_feature", "indices", "is_infinitive", "is_participle",
    "is_past_participle", "is_plural", "nouns_before", "phrase_at", "sentence_of", "span_of", "token_at", "words_of",
]  # fmt: skip


def grammar_of(token: Token) -> Grammar:
    """The closed word classes of the language that a word is in."""
    return grammar(token.doc.lang_)


# --- places ---------------------------------------------------------------------------------------------------------


def span_of(token: Token) -> Span:
    """The code points of a word."""
    return Span(token.idx, token.idx + len(token.text))


def words_of(words: Words) -> Span:
    """The code points from the first to the last of several words."""
    return Span(words.start_char, words.end_char)


def sentence_of(token: Token) -> Span:
    """The span of a word's sentence without the white space around it."""
    sent = token.sent
    start, end = sent.start, sent.end
    while start < end - 1 and sent.doc[start].is_space:
        start += 1
    while end > start + 1 and sent.doc[end - 1].is_space:
        end -= 1
    return words_of(sent.doc[start:end])


def phrase_at(doc: Doc, span: Span) -> Words:
    """The words that `span` touches; none where it lies outside the text."""
    words = doc.char_span(span.begin, span.end, alignment_mode="expand")
    return words if words is not None else doc[0:0]


def token_at(doc: Doc, span: Span) -> Token:
    """The first word that `span` touches: the head word where it is the span of one."""
    return phrase_at(doc, span)[0]


def indices(doc: Doc, expressions: Sequence[TimeExpression]) -> frozenset[int]:
    """The words that stand in one of `expressions`."""
    return frozenset(t.i for x in expressions for t in phrase_at(doc, x.span))


def nouns_before(token: Token) -> Iterator[Token]:
    """The nouns and names before a word in its sentence, the nearest first."""
    before = token.doc[token.sent.start : token.i]
    return (t for t in reversed(list(before)) if t.pos_ in {"NOUN", "PROPN"})


def end_below(token: Token) -> int:
    """The token after the last of all that hang below a word, wherever they stand."""
    return int(max(t.i for t in token.subtree)) + 1


# --- features -------------------------------------------------------------------------------------------------------


def feature(token: Token, name: str) -> str:
    """A morphological feature of Universal Dependencies («Tense»), "" where the word has none."""
    return "".join(token.morph.get(name, []))


def has_feature(token: Token, name: str, value: str) -> bool:
    """Whether a word has a feature with that value, alone or among others."""
    return value in token.morph.get(name, [])


def is_plural(token: Token) -> bool:
    """Whether a word's form is plural."""
    return has_feature(token, "Number", "Plur")


def is_infinitive(token: Token) -> bool:
    """Whether a word's form is an infinitive; the tagger takes some participles («évacué») for one."""
    return has_feature(token, "VerbForm", "Inf") and token.lower_.endswith(grammar_of(token).infinitives)


def is_participle(token: Token) -> bool:
    """Whether a word's form is a participle."""
    return has_feature(token, "VerbForm", "Part")


def is_past_participle(token: Token) -> bool:
    """Whether a word's form is a past participle."""
    return is_participle(token) and has_feature(token, "Tense", "Past")

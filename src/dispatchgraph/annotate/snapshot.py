"""spaCy's parse taken over into plain Python, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dispatchgraph.parse import Parse, Word, Words, features

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["snapshot"]

_NAMES = ("ORTH", "LOWER", "LEMMA", "POS", "DEP", "MORPH", "ENT_TYPE")  # what spaCy keeps as numbers of strings
_FLAGS = ("IS_ALPHA", "IS_DIGIT", "IS_LOWER", "IS_PUNCT", "IS_SPACE", "LIKE_NUM")
_NUMBERS = ("IDX", "HEAD", "SENT_START")


def snapshot(doc: Doc) -> Parse:
    """The parse as plain Python objects, which outlive spaCy's."""
    parse = Parse(doc.text, doc.lang_)
    parse.extend(_words(doc, parse))
    parse.starts = [w.idx for w in parse]
    _hang(parse, [t.head.i for t in doc])
    if parse:
        parse.reach(0, len(parse))
        parse.part(0, len(parse))
    parse.ents = tuple(Words(parse, e.start, e.end, e.label_) for e in doc.ents)
    return parse


def _words(doc: Doc, parse: Parse) -> Iterator[Word]:
    """The words without what they have to do with each other."""
    strings, flags, numbers = (_columns(doc, names) for names in (_NAMES, _FLAGS, _NUMBERS))
    named = [_spelt(doc, column) for column in strings]
    rows = zip(*named, *flags, *numbers, strict=True)
    for i, row in enumerate(rows):
        word = Word()
        word.doc, word.grammar, word.i = parse, parse.grammar, i
        word.text, word.lower_, word.lemma_, word.pos_, word.dep_, morph, word.ent_type_ = row[:7]
        word.is_alpha, word.is_digit, word.is_lower, word.is_punct, word.is_space, word.like_num = map(bool, row[7:13])
        word.idx, word.morph = row[13], features(morph)
        word.is_sent_start = row[15] == 1
        yield word


def _columns(doc: Doc, names: Sequence[str]) -> list[list[int]]:
    told: Any = doc.to_array(list(names))
    columns: list[list[int]] = told.T.tolist()
    return columns


def _spelt(doc: Doc, column: Sequence[int]) -> list[str]:
    names = {number: doc.vocab.strings[number] for number in set(column)}
    return [names[number] for number in column]


def _hang(parse: Parse, heads: Sequence[int]) -> None:
    """Hang each word on its head."""
    below: list[list[Word]] = [[] for _ in parse]
    for word, head in zip(parse, heads, strict=True):
        word.head = parse[head]
        if head != word.i:
            below[head].append(word)
    for word, children in zip(parse, below, strict=True):
        word.children = tuple(children)

"""spaCy's parse taken over into plain Python, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dispatchgraph.parse import Parse, Word, Words, features

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["snapshot"]

_NAMES = ("LEMMA", "POS", "DEP", "MORPH", "ENT_TYPE")  # what spaCy keeps as numbers of strings
_NUMBERS = ("IDX", "LENGTH", "SENT_START", "IS_PUNCT", "LIKE_NUM")
_AROUND = 2**64  # from here on the unsigned numbers of spaCy's arrays begin again


def snapshot(doc: Doc) -> Parse:
    """The parse as plain Python objects, which outlive spaCy's."""
    parse = Parse(doc.text, doc.lang_)
    parse.extend(_words(doc, parse))
    parse.starts = [w.idx for w in parse]
    _hang(parse, _heads(doc))
    if parse:
        parse.reach(0, len(parse))
        parse.part(0, len(parse))
    parse.ents = tuple(Words(parse, e.start, e.end, e.label_) for e in doc.ents)
    return parse


def _words(doc: Doc, parse: Parse) -> Iterator[Word]:
    """The words without what they have to do with each other."""
    text, grammar = parse.text, parse.grammar
    columns = _columns(doc, (*_NUMBERS, *_NAMES))
    numbers, names = columns[: len(_NUMBERS)], [_spelt(doc, column) for column in columns[len(_NUMBERS) :]]
    for i, (idx, length, opens, is_punct, like_num, lemma, tag, relation, morph, label) in enumerate(
        zip(*numbers, *names, strict=True)
    ):
        word = Word()
        word.doc, word.grammar, word.i, word.idx = parse, grammar, i, idx
        word.text = written = text[idx : idx + length]
        word.lower_, word.lemma_, word.pos_, word.dep_ = written.lower(), lemma, tag, relation
        word.morph, word.ent_type_ = features(morph), label
        word.is_sent_start, word.is_punct, word.like_num = opens == 1, bool(is_punct), bool(like_num)
        word.is_space, word.is_capital = written.isspace(), written[:1].isupper() and not is_punct
        word.known = {}
        yield word


def _columns(doc: Doc, names: Sequence[str]) -> list[list[int]]:
    told: Any = doc.to_array(list(names))
    columns: list[list[int]] = told.T.tolist()
    return columns


def _spelt(doc: Doc, column: Sequence[int]) -> list[str]:
    names = {number: doc.vocab.strings[number] for number in set(column)}
    return [names[number] for number in column]


def _heads(doc: Doc) -> list[int]:
    """The place of what each word hangs on; its own where it hangs on nothing."""
    steps, relations = _columns(doc, ("HEAD", "DEP"))
    return [(i + step) % _AROUND if told else i for i, (step, told) in enumerate(zip(steps, relations, strict=True))]


def _hang(parse: Parse, heads: Sequence[int]) -> None:
    """Hang each word on its head."""
    below: list[list[Word]] = [[] for _ in parse]
    for word, head in zip(parse, heads, strict=True):
        word.head = parse[head]
        if head != word.i:
            below[head].append(word)
    for word, children in zip(parse, below, strict=True):
        word.children = tuple(children)

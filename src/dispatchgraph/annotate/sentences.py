"""Where sentences may begin: only where French writing lets them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dispatchgraph.model import Dispatch

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["MAX_SENTENCE", "breaks", "mark_sentences"]

_ENDS = frozenset({".", "!", "?", "..", "..."})
_CLOSES = frozenset({"»", '"', ")", "]"})
_OPENS = frozenset({"«", '"', "(", "-", "–", "—", "["})
MAX_SENTENCE = 300  #: tokens; the longest sentences of news have some sixty words
_NEVER = 2**64 - 1  # spaCy's -1, in the unsigned numbers its arrays are made of


def breaks(dispatch: Dispatch) -> frozenset[int]:
    ends = {dispatch.body}
    if dispatch.headline:
        ends |= {dispatch.headline.begin, dispatch.headline.end}
    return frozenset(ends)


def mark_sentences(doc: Doc, *, breaks: frozenset[int]) -> None:
    """Forbid a sentence to begin anywhere but after its end mark, a paragraph or the envelope, and one without end.

    All at once: a token that is told alone makes spaCy look through all the others.
    """
    told: Any = doc.to_array(["SENT_START"])
    for number, start in enumerate(_starts(doc, breaks=breaks)):
        told[number] = start
    doc.from_array(["SENT_START"], told)


def _starts(doc: Doc, *, breaks: frozenset[int]) -> Iterator[int]:
    """For each token whether it begins a sentence, as spaCy counts; nothing of a blank at the very beginning."""
    opened = True  # the next word begins a paragraph
    ended = False
    begin = 0
    for number, token in enumerate(doc):
        if token.is_space:
            opened = opened or "\n" in token.text
            yield _NEVER if number else 0
            continue
        begins = not number or number - begin >= MAX_SENTENCE
        begins = begins or _begins(token, opened=opened or token.idx in breaks, ended=ended)
        ended = bool(number) and (token.text in _ENDS or (ended and token.text in _CLOSES))
        begin = number if begins else begin
        opened = False
        yield 1 if begins else _NEVER


def _begins(token: Token, *, opened: bool, ended: bool) -> bool:
    """Whether a word that a paragraph is `opened` before, or a sentence `ended`, may begin one."""
    word = token.text
    capital = word[0].isupper() or word[0].isdigit() or word in _OPENS
    return opened or (ended and word not in _CLOSES and capital)

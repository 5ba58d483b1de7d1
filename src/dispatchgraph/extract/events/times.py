"""Which time expressions date an event."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from dispatchgraph.extract.events.scene import Scene
from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.syntax import is_verbal
from dispatchgraph.extract.words import grammar_of, is_infinitive, is_participle, phrase_at
from dispatchgraph.languages.speech import speech
from dispatchgraph.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

__all__ = ["event_times", "participles", "tells_beginning"]

_COMPARED = 6  # words from «contre» to the date
_REACH = 12  # words up from a time expression
_CLAUSES = frozenset({"ccomp", "acl:relcl", "advcl", "acl", "parataxis", "conj"})


def event_times(head: Token, carrier: Token, scene: Scene) -> Iterator[Span]:
    """The time expressions that hang on the event, its carrier, or on nothing nearer."""
    carriers = {head.i, carrier.i, *_modals(head, scene.heads), *(p.i for p in participles(head))}
    for expression in scene.times:
        words = phrase_at(head.doc, expression.span)
        if not len(words) or words[0].sent.start != head.sent.start or _is_compared(words):
            continue
        if _event_above(words.root, scene.heads, carriers) in carriers:
            yield expression.span


def _is_compared(words: Words) -> bool:
    """Whether a date is that of what is compared: «38 % jeudi, contre 42 % la veille»."""
    before = reversed(list(words.doc[max(words.start - _COMPARED, words.sent.start) : words.start]))
    near = takewhile(lambda t: not t.is_punct or t.text == "%", before)
    return any(t.lower_ == grammar_of(t).against for t in near)


def tells_beginning(head: Token, carrier: Token) -> bool:
    """Whether what dates the event is its beginning: «l'offensive lancée le 15», «les combats ont débuté lundi»."""
    verbs = (v for v in (carrier, *participles(head)) if v.i != head.i)
    return any(lemma_of(v) in grammar_of(head).inchoative for v in verbs)


def participles(noun: Token) -> list[Token]:
    """The participles said of a noun: «une réunion prévue mardi»."""
    return [c for c in noun.children if noun.pos_ == "NOUN" and c.dep_ == "acl" and is_participle(c)]


def _modals(head: Token, heads: frozenset[int]) -> Iterator[int]:
    """The verbs that only modify an infinitive: «a dû démissionner lundi» dates the resignation."""
    node, sayings = head, speech(head.doc.lang_).verbs
    while node.dep_ in {"xcomp", "ccomp"} and is_infinitive(node) and is_verbal(node.head):
        node = node.head
        if node.i in heads or lemma_of(node) in sayings:
            return
        yield node.i


def _event_above(token: Token, heads: frozenset[int], carriers: set[int]) -> int:
    """The nearest event, clause or own carrier above a time expression; -1 where all are too far."""
    node = token
    for _ in range(_REACH):
        if node.i in carriers or node.head.i == node.i:
            return node.i
        if node.i != token.i and (node.i in heads or (is_verbal(node) and node.dep_ in _CLAUSES)):
            return node.i
        node = node.head
    return -1

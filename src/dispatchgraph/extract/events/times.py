"""Which time expressions date an event."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from dispatchgraph.extract.events.frames import Evoked
from dispatchgraph.extract.events.scene import Scene
from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.syntax import is_reflexive, is_verbal
from dispatchgraph.extract.words import grammar_of, is_infinitive, is_participle, phrase_at
from dispatchgraph.languages.speech import speech
from dispatchgraph.model import Span, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

__all__ = ["event_times", "happenings", "is_happening", "participles", "tells_beginning"]

_COMPARED = 6  # words from «contre» to the date
_FIXED = frozenset({"date", "month", "year", "quarter", "season"})  #: forms that no clause needs to place
_FOLLOWING = 4  # words from «après» to the event noun
_REACH = 12  # words up from a time expression
_CLAUSES = frozenset({"ccomp", "acl:relcl", "advcl", "acl", "parataxis", "conj"})


def event_times(evoked: Evoked, carrier: Token, scene: Scene) -> Iterator[Span]:
    """The time expressions that hang on the event, its carrier, or on nothing nearer; and what stands right by it."""
    head = evoked.tokens[0]
    said = (*participles(head), *happenings(head))
    carriers = {*evoked.indices, carrier.i, *_modals(head, scene.heads), *(p.i for p in said)}
    for expression in scene.times:
        words = phrase_at(head.doc, expression.span)
        if not len(words) or words[0].sent.start != head.sent.start or _is_compared(words):
            continue
        beside = _beside(words, expression, scene)
        free = beside < 0 and not expression.is_apart
        if beside in carriers or (free and _event_above(words.root, scene.heads, carriers) in carriers):
            yield expression.span


def _beside(words: Words, expression: TimeExpression, scene: Scene) -> int:
    """The event noun that an expression can only be of, wherever the parser hung it; -1 where there is none.

    «Trois jours après le scrutin» dates what follows; «sa mise en examen, en mars 2015, …» what stands before.
    """
    if expression.is_apart:
        after = words.doc[words.end : min(words.end + _FOLLOWING, words.sent.end)]
        return next((t.i for t in after if t.i in scene.heads and t.pos_ == "NOUN"), -1)
    if expression.form not in _FIXED or expression.relation != "at" or words.start < words.sent.start + 2:
        return -1
    closed = words.end < words.sent.end and words.doc[words.end].text == ","
    before = words.doc[words.start - 2]
    if words.doc[words.start - 1].text != "," or not closed or before.i not in scene.heads:
        return -1
    return before.i if before.pos_ == "NOUN" else -1


def _is_compared(words: Words) -> bool:
    """Whether a date is that of what is compared: «38 % jeudi, contre 42 % la veille»."""
    before = reversed(list(words.doc[max(words.start - _COMPARED, words.sent.start) : words.start]))
    near = takewhile(lambda t: not t.is_punct or t.text == "%", before)
    return any(t.lower_ == grammar_of(t).against for t in near)


def happenings(noun: Token) -> list[Token]:
    """The verbs of relative clauses that only tell that, when and where it happened: «l'épidémie qui sévit depuis …»."""
    relatives = grammar_of(noun).subject_relatives
    nouns = (noun, *(c for c in noun.children if c.dep_ == "nmod" and c.i > noun.i))
    clauses = (c for n in nouns for c in n.children if c.dep_ == "acl:relcl")
    below = (c for c in clauses if any(t.lower_ in relatives for t in c.children))
    return [c for c in below if is_happening(c)]


def is_happening(verb: Token) -> bool:
    """Whether a verb only tells that its subject happens: «avoir lieu», «se tenir»."""
    own = (words for words in grammar_of(verb).happening if lemma_of(verb) in words)
    below = {lemma_of(c) for c in verb.children} | ({grammar_of(verb).reflexive} if is_reflexive(verb) else set())
    return any({*words} - {lemma_of(verb)} <= below for words in own)


def tells_beginning(head: Token, carrier: Token) -> bool:
    """Whether what dates the event is its beginning: «l'offensive lancée le 15», «les combats ont débuté lundi»."""
    verbs = (v for v in (carrier, *participles(head), *happenings(head)) if v.i != head.i)
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

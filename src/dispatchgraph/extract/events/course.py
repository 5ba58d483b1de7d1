"""Which events share their day and place: what happens in the course of another, by the same act, or since it began."""

from __future__ import annotations

from collections.abc import Iterator

from dispatchgraph.extract.events.bearers import place_antecedent
from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.participants import obliques
from dispatchgraph.extract.syntax import SUBJECTS, is_verbal, preposition
from dispatchgraph.extract.words import feature, has_feature, is_participle, span_of
from dispatchgraph.model import Span
from dispatchgraph.parse import Word

__all__ = ["occasions", "start"]

_OBLIQUES = frozenset({"obl", "obl:mod", "obl:arg", "nmod", "advcl"})
_PHASES = 3  # nouns from «depuis» to the event: «depuis le début de la grève»


def occasions(head: Word, heads: frozenset[int]) -> Iterator[Span]:
    """The events of `heads` in whose course the event at `head` takes place, or that take place in its."""
    if head.pos_ == "NOUN":
        yield from _around_noun(head, heads)
        return
    yield from _in_course(head, heads)
    yield from _where(head, heads)
    above = head.head
    if is_accompanying(head) and above.i in heads and is_verbal(above):
        yield span_of(above)


def is_accompanying(verb: Word) -> bool:
    """«…, tuant deux médecins»: a present participle tells what the clause's act does there and then."""
    present = is_participle(verb) and has_feature(verb, "Tense", "Pres")
    return present and verb.dep_ in {"advcl", "xcomp", "acl"} and not feature(verb, "Mood")


def _around_noun(noun: Word, heads: frozenset[int]) -> Iterator[Span]:
    """«sous la médiation de X», «dans un bombardement»: the event whose circumstance a noun is."""
    words, outer = noun.grammar, _outer(noun)
    prep, above = preposition(outer), outer.head
    if above.pos_ == "ADV" and prep == words.of:  # «lors de»
        prep, above = f"{above.lower_} {prep}", above.head
    if outer.dep_ in _OBLIQUES and (prep in words.during or prep in words.under) and above.i in heads:
        yield span_of(above)


def _outer(noun: Word) -> Word:
    """«lors d'un second cycle de négociations»: the round that a noun is of."""
    words = noun.grammar
    while preposition(noun) == words.of and lemma_of(noun.head) in words.rounds:
        noun = noun.head
    return noun


def _in_course(verb: Word, heads: frozenset[int]) -> Iterator[Span]:
    """«a appelé, lors d'un meeting lundi à Lyon, …»."""
    during = verb.grammar.during
    nouns = (_inner(t) for prep, t in obliques(verb) if prep in during)
    return (span_of(t) for t in nouns if t.i in heads and t.pos_ == "NOUN")


def _inner(noun: Word) -> Word:
    """What a round is of."""
    words = noun.grammar
    if lemma_of(noun) not in words.rounds:
        return noun
    return next((c for c in noun.children if c.i > noun.i and preposition(c) == words.of), noun)


def _where(verb: Word, heads: frozenset[int]) -> Iterator[Span]:
    """«au sommet de juin, où sera signé un accord», «l'attaque qui a tué …»: the event noun before a relative."""
    noun = place_antecedent(verb)
    if noun is None and verb.dep_ == "acl:relcl":
        opened = any(c.lower_ in verb.grammar.subject_relatives and c.dep_ in SUBJECTS for c in verb.children)
        noun = verb.head if opened else None
    if noun is not None and noun.pos_ == "NOUN" and noun.i in heads:
        yield span_of(noun)


def start(head: Word, carrier: Word, heads: frozenset[int]) -> Span | None:
    """The event since whose beginning another goes on: «depuis (le début de) la grève»."""
    since = head.grammar.since
    found = (t for verb in dict.fromkeys((head, carrier)) for prep, t in obliques(verb) if prep in since)
    nouns = (t for t in found if not _is_counted(t))
    return next((span for t in nouns if (span := _begun(t, heads)) is not None), None)


def _is_counted(noun: Word) -> bool:
    """«pour la troisième fois depuis le début de la grève»."""
    led = noun.doc[max(noun.left_edge.i - 1, noun.sent.start)]
    return led.lower_ in noun.grammar.occasions


def _begun(noun: Word, heads: frozenset[int]) -> Span | None:
    words = noun.grammar
    for _ in range(_PHASES):
        if noun.i in heads and lemma_of(noun) not in words.beginnings:
            return span_of(noun)
        below = (c for c in noun.children if c.i > noun.i and preposition(c) == words.of)
        found = next(below, None) if lemma_of(noun) in words.beginnings else None
        if found is None:
            return None
        noun = found
    return None

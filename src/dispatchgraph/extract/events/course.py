"""Which events share their day and place: what happens in the course of another, by the same act, or since it began."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.participants import obliques, relative_antecedent
from dispatchgraph.extract.syntax import is_verbal, preposition
from dispatchgraph.extract.words import feature, grammar_of, has_feature, is_participle, span_of
from dispatchgraph.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["occasions", "start"]

_OBLIQUES = frozenset({"obl", "obl:mod", "obl:arg", "nmod", "advcl"})
_PHASES = 3  # nouns from «depuis» to the event: «depuis le début de l'offensive»


def occasions(head: Token, heads: frozenset[int]) -> Iterator[Span]:
    """The events of `heads` in whose course the event at `head` takes place, or that take place in its."""
    if head.pos_ == "NOUN":
        yield from _around_noun(head, heads)
        return
    yield from _in_course(head, heads)
    yield from _where(head, heads)
    above = head.head
    if is_accompanying(head) and above.i in heads and is_verbal(above):
        yield span_of(above)


def is_accompanying(verb: Token) -> bool:
    """«…, tuant deux médecins»: a present participle tells what the clause's act does there and then."""
    present = is_participle(verb) and has_feature(verb, "Tense", "Pres")
    return present and verb.dep_ in {"advcl", "xcomp", "acl"} and not feature(verb, "Mood")


def _around_noun(noun: Token, heads: frozenset[int]) -> Iterator[Span]:
    """«sous la supervision de l'ONU», «dans un bombardement»: the event whose circumstance a noun is."""
    words, prep = grammar_of(noun), preposition(noun)
    if noun.dep_ in _OBLIQUES and (prep in words.during or prep in words.under) and noun.head.i in heads:
        yield span_of(noun.head)


def _in_course(verb: Token, heads: frozenset[int]) -> Iterator[Span]:
    """«a appelé, lors d'un meeting lundi à Lyon, …»."""
    during = grammar_of(verb).during
    return (span_of(t) for prep, t in obliques(verb) if prep in during and t.i in heads and t.pos_ == "NOUN")


def _where(verb: Token, heads: frozenset[int]) -> Iterator[Span]:
    """«au congrès de juin, où sera élu un comité»: the event noun before «où»."""
    relative = next((c for c in verb.children if c.lower_ in grammar_of(verb).place_relatives), None)
    if relative is None:
        return
    before = reversed(list(verb.doc[verb.sent.start : relative.i]))
    noun = relative_antecedent(verb)
    noun = noun if noun is not None and noun.i in heads else next((t for t in before if t.i in heads), None)
    if noun is not None and noun.pos_ == "NOUN":
        yield span_of(noun)


def start(head: Token, carrier: Token, heads: frozenset[int]) -> Span | None:
    """The event since whose beginning another goes on: «depuis (le début de) l'offensive»."""
    since = grammar_of(head).since
    nouns = (t for verb in dict.fromkeys((head, carrier)) for prep, t in obliques(verb) if prep in since)
    return next((span for t in nouns if (span := _begun(t, heads)) is not None), None)


def _begun(noun: Token, heads: frozenset[int]) -> Span | None:
    words = grammar_of(noun)
    for _ in range(_PHASES):
        if noun.i in heads and lemma_of(noun) not in words.beginnings:
            return span_of(noun)
        below = (c for c in noun.children if c.i > noun.i and preposition(c) == words.of)
        found = next(below, None) if lemma_of(noun) in words.beginnings else None
        if found is None:
            return None
        noun = found
    return None

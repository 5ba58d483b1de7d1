"""Adjectives that denote entities: of a nationality («russe») and of an actor («gouvernemental»)."""

from __future__ import annotations

from collections.abc import Container, Iterator

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.words import is_plural, sentence_of, span_of
from dispatchgraph.knowledge import Gazetteer
from dispatchgraph.languages.nominals import nominals
from dispatchgraph.model import Mention, Span
from dispatchgraph.parse import Parse, Word

__all__ = ["find_adjectives"]

_TAGS = frozenset({"ADJ", "NOUN", "PROPN", "X", "VERB"})
_ATTRIBUTES = frozenset({"amod", "nmod", "appos", "acl"})


def find_adjectives(doc: Parse, gazetteer: Gazetteer, *, taken: Container[int]) -> Iterator[Mention]:
    """Adjectives of nationality («russe», each half of «russo-américain») and of actors («gouvernemental»)."""
    for token in doc:
        if token.i not in taken and token.pos_ in _TAGS and token.text.islower():
            yield from _nationality(token, gazetteer)
            yield from _actor(token)


def _actor(token: Word) -> Iterator[Mention]:
    actor = nominals(token.doc.language).adjectives.get(lemma_of(token))
    if actor and token.pos_ == "ADJ" and token.dep_ in _ATTRIBUTES:
        yield _mention(token, span_of(token), type=actor.type, lemma=actor.noun)


def _nationality(token: Word, gazetteer: Gazetteer) -> Iterator[Mention]:
    word, known = token.lower_, gazetteer.by_adjective
    if word in known:
        yield _mention(token, span_of(token), type=gazetteer.entries[known[word]].type, lemma=word, known=known[word])
    elif "-" in word:
        yield from _halves(token, gazetteer)


def _halves(token: Word, gazetteer: Gazetteer) -> Iterator[Mention]:
    """«russo-américain»: the last half an adjective, those before a prefix or an adjective."""
    *prefixes, last = token.lower_.split("-")
    keys = [gazetteer.by_prefix.get(p) or gazetteer.by_adjective.get(p) for p in prefixes]
    at = token.idx
    for part, key in zip((*prefixes, last), (*keys, gazetteer.by_adjective.get(last)), strict=True):
        if key:
            yield _mention(token, Span(at, at + len(part)), type="Country", lemma=part, known=key)
        at += len(part) + 1


def _mention(token: Word, span: Span, *, type: str, lemma: str, known: str | None = None) -> Mention:
    return Mention(
        span=span,
        head=span if known else span_of(token),
        sentence=sentence_of(token),
        kind="adjective",
        type=type,
        text=token.text[span.begin - token.idx : span.end - token.idx],
        lemma=lemma,
        known=known,
        plural=is_plural(token),
        metonym=True,
        rule="gazetteer:adjective" if known else f"nominals:{lemma}",
    )

"""Verbs without their subject or object, participles without their noun."""

from __future__ import annotations

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.repair.hanging import NOUNS, rehang
from dispatchgraph.extract.syntax import child_with, is_passive, own_subjects, preposition
from dispatchgraph.extract.words import (
    feature,
    has_feature,
    is_participle,
    is_past_participle,
    nouns_before,
)
from dispatchgraph.parse import Word

__all__ = ["find_clause", "find_noun", "find_object", "find_subject", "find_verb"]

_MISREAD_OBJECTS = frozenset({"obl:mod", "obl:arg", "obl", "nmod", "dep", "xcomp"})
_LOOSE_PARTICIPLES = frozenset({"dep", "advcl", "parataxis", "obl:mod"})
_MISREAD_BEFORE_VERB = frozenset({"ccomp", "dep", "obj", "obl:mod", "xcomp"})


def find_subject(verb: Word) -> None:
    """Give a verb without subject the bare noun right before it that the parser hung beside it."""
    finite = any(feature(t, "Mood") for t in (verb, *(c for c in verb.children if c.dep_.startswith("aux"))))
    if verb.pos_ not in {"VERB", "AUX"} or not finite or own_subjects(verb):
        return
    before = _noun_before_group(verb)
    bare = before.pos_ in NOUNS and before.dep_ in _MISREAD_BEFORE_VERB and not preposition(before)
    if bare and before.head.i in {verb.head.i, verb.i}:
        rehang(before, verb, "nsubj")
        return
    wrong = child_with(verb, "obj")
    if wrong is not None and wrong.i < verb.i and (wrong.pos_ in NOUNS or wrong.like_num) and not preposition(wrong):
        wrong.relate("nsubj")
        return
    joined = _joined_noun(verb)
    if joined is not None:
        rehang(joined, verb, "nsubj:pass" if is_passive(verb) else "nsubj")
        return
    quantity = next((c for c in verb.children if c.i < verb.i and _is_quantity(c)), None)
    if quantity is not None:  # «plus de 200 civils ont été tués»
        quantity.relate("nsubj:pass" if is_passive(verb) else "nsubj")
        return
    loose = [c for c in verb.children if c.i < verb.i and c.dep_ == "dep" and c.pos_ in NOUNS and not preposition(c)]
    if loose:
        loose[-1].relate("nsubj")


def _joined_noun(verb: Word) -> Word | None:
    """«X a annoncé …, mais son adversaire, Y, a rejeté …»: the bare noun joined to the verb before, right before it."""
    above = verb.head
    if verb.dep_ != "conj" or above.pos_ not in {"VERB", "AUX"}:
        return None
    nouns = [c for c in above.children if above.i < c.i < verb.i and c.dep_ == "conj" and c.pos_ in NOUNS]
    bare = [n for n in nouns if not preposition(n) and child_with(n, "cc") is not None]
    between = verb.doc[bare[-1].i : verb.i] if bare else ()
    return bare[-1] if bare and not any(t.pos_ == "VERB" and feature(t, "Mood") for t in between) else None


def _is_quantity(adverb: Word) -> bool:
    words = adverb.grammar
    counted = any(c.pos_ in NOUNS and preposition(c) == words.of for c in adverb.children)
    return adverb.pos_ == "ADV" and lemma_of(adverb) in words.quantities and counted


def _noun_before_group(verb: Word) -> Word:
    """The first of the coordinated nouns before a verb group; the verb itself where its sentence begins with it."""
    group = (c.i for c in verb.children if c.i < verb.i and (c.dep_.startswith("aux") or c.pos_ in {"PRON", "ADV"}))
    start = min([verb.i, *group])
    before = verb.doc[start - 1] if start > verb.sent.start else verb
    while before.dep_ in {"conj", "flat:name"} and before.head.i < before.i:
        before = before.head
    return before


def find_noun(participle: Word) -> None:
    """Hang «, prévue mardi» on the noun it agrees with."""
    if not _is_loose_participle(participle):
        return
    name = participle.nbor(-2) if participle.i > participle.sent.start + 1 else participle
    if name.pos_ == "PROPN" or name.ent_type_ == "LOC":  # «Alep-Est, tenue par les rebelles»
        rehang(participle, name, "acl")
        return
    agreeing = (n for n in nouns_before(participle) if n.pos_ == "NOUN" and _agree(n, participle))
    noun = next(agreeing, None)
    if noun is not None:
        rehang(participle, noun, "acl")


def find_clause(participle: Word) -> None:
    """«…, blessant trois employés»: a present participle is no preposition of the noun behind it."""
    noun, present = participle.head, has_feature(participle, "Tense", "Pres") and is_participle(participle)
    if participle.pos_ != "VERB" or participle.dep_ != "case" or not present or noun.i < participle.i:
        return
    above = noun.head
    while above.pos_ not in {"VERB", "AUX"} and above.head.i != above.i:
        above = above.head
    participle.hang(above, "advcl")
    rehang(noun, participle, "obj")


def _is_loose_participle(token: Word) -> bool:
    if not is_past_participle(token) or token.i == 0 or token.nbor(-1).text != ",":
        return False
    if token.dep_ == "acl" and token.head.pos_ == "NOUN":
        return not _agree(token.head, token)
    return token.dep_ in _LOOSE_PARTICIPLES and not any(c.dep_.startswith("aux") for c in token.children)


def _agree(noun: Word, participle: Word) -> bool:
    return all(feature(noun, name) == feature(participle, name) for name in ("Gender", "Number"))


def find_verb(noun: Word) -> None:
    """Hang a bare noun on the verb right before it, where the parser chose one further off."""
    if noun.pos_ not in NOUNS or noun.dep_ not in _MISREAD_OBJECTS or noun.i in noun.doc.dated or preposition(noun):
        return
    verb = _word_before(noun)
    free = verb.pos_ == "VERB" and child_with(verb, "obj", "ccomp", "xcomp") is None
    if free and noun.head.i < verb.i and not is_passive(verb):
        rehang(noun, verb, "obj")


def _word_before(noun: Word) -> Word:
    """The word before a noun phrase, negations passed over; the noun itself where its sentence begins."""
    start, first = noun.left_edge.i - 1, noun.sent.start
    while start > first and noun.doc[start].lower_ in noun.grammar.negations:
        start -= 1
    return noun.doc[start] if start >= first else noun


def find_object(verb: Word) -> None:
    """Name as object the bare noun that follows a verb without one."""
    if verb.pos_ != "VERB" or child_with(verb, "obj", "ccomp") is not None or is_passive(verb):
        return
    if lemma_of(verb) in verb.grammar.etre:
        return
    after = (c for c in verb.children if c.i > verb.i and c.i not in c.doc.dated)
    found = next((c for c in after if _is_bare_object(c)), None)
    if found is not None:
        found.relate("obj")


def _is_bare_object(noun: Word) -> bool:
    misread = noun.pos_ in NOUNS and noun.dep_ in _MISREAD_OBJECTS and not preposition(noun)
    return misread and noun.nbor(-1).pos_ in {"DET", "ADJ", "NUM"}

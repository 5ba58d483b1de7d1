"""Who does it: subjects of several verbs, several subjects of one, the agent of a passive."""

from __future__ import annotations

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.repair.hanging import NOUNS, rehang
from dispatchgraph.extract.syntax import SUBJECTS, child_with, is_passive, own_subjects, preposition
from dispatchgraph.extract.words import is_past_participle
from dispatchgraph.languages.events import event_lexicon
from dispatchgraph.parse import Word

__all__ = ["find_agent", "join_beginning", "join_names", "join_subjects", "part_subjects"]

_MISREAD_SUBJECTS = frozenset({"obl:mod", "obl:arg", "dep", "obl"})
_MISREAD_AGENTS = frozenset({"nmod", "obl:mod", "obl:arg"})


def join_subjects(subject: Word) -> None:
    """«Des ONG et l'ONU ont critiqué»."""
    if subject.dep_ not in SUBJECTS or subject.left_edge.i < 2:
        return
    cc = subject.doc[subject.left_edge.i - 1]
    before = cc.nbor(-1)
    if cc.pos_ != "CCONJ" or before.sent.start != subject.sent.start:
        return
    other = before if before.pos_ in NOUNS else before.head
    if other.head.i == subject.head.i and other.dep_ in _MISREAD_SUBJECTS and not preposition(other):
        other.relate(subject.dep_)


def join_beginning(verb: Word) -> None:
    """«Renault et Nissan ont fusionné»: the first name is no sentence that the verb is coordinated with."""
    first, own = verb.head, own_subjects(verb)
    root = first.i != verb.i and first.head.i == first.i and first.pos_ in NOUNS
    if not root or verb.dep_ != "conj" or verb.pos_ not in {"VERB", "AUX"} or not own or preposition(first):
        return
    between = verb.doc[first.i + 1 : own[0].left_edge.i]
    if all(t.pos_ == "CCONJ" or t.head.i == first.i for t in between) and any(t.pos_ == "CCONJ" for t in between):
        verb.hang(verb, "ROOT")
        rehang(first, verb, own[0].dep_)


def join_names(name: Word) -> None:
    """«entre le Japon et la Corée du Sud»: a name goes with the name before «et», not with what both hang on."""
    start = name.left_edge.i + (name.left_edge.pos_ == "CCONJ")
    if name.dep_ != "conj" or name.pos_ != "PROPN" or start < 2 or name.doc[start - 1].pos_ != "CCONJ":
        return
    before = name.doc[start - 2]
    while before.dep_ == "flat:name" and before.head.i < before.i:
        before = before.head
    beside = name.head.i in {before.head.i, name.doc[start - 2].i}
    if before.pos_ == "PROPN" and beside and name.head.i != before.i and not preposition(name):
        rehang(name, before)


def part_subjects(verb: Word) -> None:
    """«La police a arrêté Marc Leroy»: of two subjects on both sides of an active verb the second is the object."""
    own = own_subjects(verb)
    if len(own) < 2 or verb.pos_ != "VERB" or is_passive(verb) or child_with(verb, "obj", "ccomp") is not None:
        return
    after = [t for t in own if t.i > verb.i and t.pos_ in NOUNS and not preposition(t)]
    if after and own[0].i < verb.i and own[0].pos_ in {*NOUNS, "PRON"} and not own[0].text.startswith("-"):
        after[0].relate("obj")


def find_agent(token: Word) -> None:
    """Give a passive its «par X» that the parser hung on an adverbial noun: «par la suite par l'armée»."""
    noun = token.head
    if token.dep_ not in _MISREAD_AGENTS or noun.pos_ not in NOUNS or preposition(token) != token.grammar.by:
        return
    participle = next((c for c in noun.children if c.dep_ == "acl" and is_past_participle(c) and c.i < token.i), None)
    if participle is not None:  # «le village attaqué par X»
        rehang(token, participle, "obl:agent")
        return
    if lemma_of(noun) in event_lexicon(token.doc.language).nouns or not noun.dep_.startswith("obl"):
        return
    verb = noun.head
    if verb.pos_ in {"VERB", "ADJ"} and is_passive(verb):
        rehang(token, verb, "obl:agent")

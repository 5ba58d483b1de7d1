"""How real the event of a noun is: its own adjectives decide, then what governs it, then its verb."""

from __future__ import annotations

from dispatchgraph.extract.events.bearers import carrying_relatives
from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.status.verbs import governor_status, verb_status
from dispatchgraph.extract.syntax import SUBJECTS, child_with, is_verbal, preposition
from dispatchgraph.extract.tense import mood, tense_of
from dispatchgraph.extract.words import is_infinitive
from dispatchgraph.languages.events import Governor, modality
from dispatchgraph.model import Status
from dispatchgraph.parse import Word

__all__ = ["noun_status"]

_QUALIFYING = frozenset({"amod", "acl", "nmod", "obl:mod", "acl:relcl"})


def noun_status(noun: Word, *, definite: bool) -> Status:
    """The status of the event that a noun tells; `definite` nouns tell what has happened, whoever denies the rest."""
    modified = _modifier(noun)
    if modified and not (modified == "negated" and _took_place(noun)):
        return modified
    if _is_none(noun):
        return "negated"
    found = governor_status(noun) or _charge(noun) or _predicate(noun)
    if found:
        return found
    carrying = next(iter(carrying_relatives(noun)), None)
    if carrying is not None and (told := verb_status(carrying)) != "occurred":
        return told  # «la visite que X doit effectuer»
    head = _clause_of(noun)
    return _shared(verb_status(_full_verb(head)), noun, definite=definite) if head is not None else "occurred"


def _took_place(noun: Word) -> bool:
    """«la manifestation interdite a rassemblé …»: whether a noun does something real, whatever it is called."""
    return noun.dep_ in SUBJECTS and is_verbal(noun.head) and verb_status(noun.head) == "occurred"


def _charge(noun: Word) -> Status | None:
    """«une enquête pour homicide»: what somebody is charged with is alleged."""
    words = noun.grammar
    named = preposition(noun) in words.purposes and noun.head.i < noun.i
    return "alleged" if named and lemma_of(noun.head) in words.charging else None


def _predicate(noun: Word) -> Status | None:
    """«il serait en pourparlers»: what the copula says of a noun that is its predicate."""
    copula = child_with(noun, "cop")
    return verb_status(noun) if copula is not None and mood(noun) == "Cnd" else None


def _shared(status: Status, noun: Word, *, definite: bool) -> Status:
    """The reality that a noun takes from its verb."""
    presupposed = status == "negated" or (status == "hypothetical" and noun.dep_ == "obj")
    return "occurred" if status == "ongoing" or (definite and presupposed) else status


def _full_verb(verb: Word) -> Word:
    """The infinitive that a modal verb carries: «des pourparlers devaient s'ouvrir»."""
    below = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and is_infinitive(c)), None)
    governs = any(g.scope != "subject" for g in modality(verb.doc.language).governors.get(lemma_of(verb), ()))
    return _full_verb(below) if below is not None and governs else verb


def _modifier(noun: Word) -> Status | None:
    """«prévu», «éventuel», «en cours» on the noun itself."""
    governors = modality(noun.doc.language).governors
    near = [c for c in noun.children if c.dep_ in _QUALIFYING or c.pos_ == "ADJ"]
    found = ((c, g) for c in near for g in governors.get(lemma_of(c), ()))
    return next((g.status for c, g in found if _qualifies(c, g)), None)


def _qualifies(word: Word, governor: Governor) -> bool:
    if governor.status == "ongoing" and is_verbal(word) and tense_of(word) == "past":
        return False
    if word.dep_ == "nmod" and word.pos_ == "NOUN":  # «en cours», not «sur le programme»
        return word.lower_ in word.grammar.adverbial_nouns
    return governor.scope in {"subject", "both"} or word.pos_ == "ADJ"


def _is_none(noun: Word) -> bool:
    """«aucun combat», «pas de combats»."""
    words = noun.grammar
    if any(c.lower_ in words.no_determiners for c in noun.children):
        return True
    if noun.i < 2 or noun.nbor(-1).lower_ not in words.bare_genitives:
        return False
    return noun.nbor(-2).lower_ in words.quantified_negations


def _clause_of(noun: Word) -> Word | None:
    """The verb whose subject or object the noun is, in whose reality it shares."""
    if preposition(noun):
        return None
    node = noun
    while node.dep_ == "conj" and node.head.i != node.i:
        node = node.head
    return node.head if node.dep_ in {*SUBJECTS, "obj"} and is_verbal(node.head) else None

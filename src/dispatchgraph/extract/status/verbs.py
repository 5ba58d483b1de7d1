"""How real the event of a verb is: the nearest word that governs it decides, then mood and tense, then negation."""

from __future__ import annotations

from typing import cast

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.syntax import SUBJECTS, child_with, is_negated, is_reflexive, is_verbal, preposition
from dispatchgraph.extract.tense import finite, is_future, mood, tense_of
from dispatchgraph.extract.words import (
    feature,
    has_feature,
    is_infinitive,
    is_participle,
)
from dispatchgraph.languages.events import Governor, modality
from dispatchgraph.languages.speech import speech
from dispatchgraph.model import Status
from dispatchgraph.parse import Word, remembered

__all__ = ["governor_status", "verb_status"]

_REACH = 5  # words up to a governor
_VOICED = frozenset({"ask", "accuse"})  #: kinds of speech that an act may be: «défiler pour réclamer»
_REAL = frozenset({"occurred", "ongoing"})
_MARKS = frozenset({"mark", "advmod", "dep", "case"})
_GOVERNED = frozenset({"xcomp", "ccomp", "obj", "obl:arg", "nmod", "acl", "amod"})
_SCOPES = {
    "subject": {"subject"},
    "object": {"object", "clause"},
    "noun": {"object"},
    "clause": {"clause"},
    "both": {"subject", "object", "clause"},
}
_OPPOSITE: dict[Status, Status] = {
    "negated": "occurred",
    "requested": "requested",
    "planned": "negated",
    "occurred": "negated",
    "ongoing": "negated",
    "hypothetical": "hypothetical",
    "alleged": "alleged",
}


@remembered
def verb_status(verb: Word) -> Status:
    """The status of the event that a verb tells."""
    status = _own(verb) or _governed(verb)
    denied = status in {*_REAL, "planned"} and (is_negated(verb) or _is_without(verb))
    return "negated" if denied else status


def _is_without(verb: Word) -> bool:
    return not _lead_words(verb).isdisjoint(verb.grammar.without)


def _lead_words(verb: Word) -> frozenset[str]:
    """The conjunctions and prepositions that hang on a verb."""
    return frozenset(c.lower_ for c in verb.children if c.dep_ in {"mark", "case"})


def _has_mark(verb: Word, marks: frozenset[str]) -> bool:
    """Whether a clause opens with one of `marks`."""
    return any(c.lower_ in marks and c.i < verb.i for c in verb.children if c.dep_ in _MARKS)


def _own(verb: Word) -> Status | None:
    """What the verb's own form says; None where the words above must tell."""
    if _has_mark(verb, verb.grammar.if_words):
        return "hypothetical"
    form = mood(verb)
    if form == "Cnd":
        return _conditional(verb)
    if is_future(finite(verb)):
        return "planned"
    if form == "Ind":
        return _clause_governor(verb) or "occurred"
    return (_conjunction_status(verb) or governor_status(verb) or "requested") if form == "Sub" else None


def _conjunction_status(verb: Word) -> Status | None:
    """«sans qu'aucune charge soit retenue», «bien que …»: what the conjunction of a subjunctive says."""
    said = verb.grammar.clause_status
    opened = (c for c in verb.children if c.dep_ in _MARKS and c.i < verb.i)
    words = (w.lower_ for c in opened for w in c.doc[max(c.i - 1, c.sent.start) : c.i + 1])
    return next((cast("Status", said[w]) for w in words if w in said), None)


def _conditional(verb: Word) -> Status:
    """«aurait tué» is told by others; «tuerait» supposed; «débuterait» after a past verb of saying, to come."""
    bearer = finite(verb)
    compound = bearer.i != verb.i and lemma_of(bearer) in verb.grammar.auxiliaries
    if compound and not is_infinitive(verb):
        return "hypothetical" if _is_conditioned(verb) else "alleged"
    return "planned" if _was_said(verb) else "hypothetical"


def _is_conditioned(verb: Word) -> bool:
    """«S'il était adopté, le traité serait signé»."""
    ifs = verb.grammar.if_words
    return any(_has_mark(c, ifs) for c in verb.children if c.dep_ in {"advcl", "ccomp", "parataxis", "dep"})


def _was_said(verb: Word) -> bool:
    """Whether a past verb of saying stands above a clause, or above the one it is coordinated with."""
    sayings, node = speech(verb.doc.language).verbs, verb
    while node.dep_ == "conj" and is_verbal(node.head) and lemma_of(node.head) not in sayings:
        node = node.head
    said = node.dep_ == "ccomp" or (node.dep_ == "conj" and _has_mark(verb, verb.grammar.restriction))
    above = node.head
    if lemma_of(above) in sayings and is_infinitive(above) and lemma_of(above.head) in verb.grammar.causatives:
        above = above.head  # «a fait savoir que»
    return said and lemma_of(above) in sayings and tense_of(above) == "past"


def _clause_governor(verb: Word) -> Status | None:
    """What governs a finite clause: «craint que», «il est possible que», «menaçait de … si»."""
    return governor_status(verb) if verb.dep_ in {"ccomp", "csubj"} else None


def _governed(verb: Word) -> Status:
    """Status of an infinitive or a participle from the words above it."""
    found = governor_status(verb)
    if found:
        return found
    if is_infinitive(verb):
        return _infinitive_status(verb)
    if verb.dep_.startswith(("acl", "advcl", "conj")) and verb.head.i != verb.i:
        return _participle_status(verb)
    return "occurred"


def _infinitive_status(verb: Word) -> Status:
    words, marks, head = verb.grammar, _lead_words(verb), verb.head
    if marks & words.purposes:
        asks = any(v.kind in _VOICED for v in speech(verb.doc.language).verbs.get(lemma_of(verb), ()))
        return verb_status(head) if asks and is_verbal(head) else "planned"  # «ont défilé pour réclamer»
    if child_with(head, "cop") is not None and preposition(head) == words.to:
        return "requested"  # «c'est aux Russes de partir»
    if marks & words.after or any(c.dep_.startswith("aux") for c in verb.children):
        return "occurred"
    says = any(len(v.words) == 1 and v.infinitive for v in speech(verb.doc.language).verbs.get(lemma_of(head), ()))
    if says and verb.dep_ in {"xcomp", "ccomp"}:
        return "ongoing"  # «dit coopérer»
    return verb_status(head) if is_verbal(head) and head.i != verb.i else "planned"


def _participle_status(verb: Word) -> Status:
    joined = verb.dep_.startswith("conj")
    qualifies = has_feature(verb, "Tense", "Past") and not joined
    return "occurred" if qualifies else _same_as(verb.head)


def _same_as(head: Word) -> Status:
    status = verb_status(head) if is_verbal(head) else "occurred"
    return "occurred" if status == "negated" else status


# --- governors ------------------------------------------------------------------------------------------------------


@remembered
def governor_status(token: Word) -> Status | None:
    """What the nearest governor in `modality.toml` says of the event at `token`."""
    node = token
    for _ in range(_REACH):
        if _is_closed(node):
            return None
        if node.dep_ != "conj":
            governor = _governor_above(node)
            if governor and governor.presupposes and is_proposal(token):
                return None
            if governor:
                return _through(node.head, governor)
            if not _is_transparent(node):
                return None
        node = node.head
    return None


def is_proposal(noun: Word) -> bool:
    """Whether a noun itself asks, offers or threatens: what refuses or accepts it takes it for made."""
    governors = modality(noun.doc.language).governors.get(lemma_of(noun), ())
    return noun.pos_ == "NOUN" and any(g.scope == "object" for g in governors)


def _is_closed(node: Word) -> bool:
    """Whether nothing above a word governs it: a main clause; «une proposition rejetée», where it qualifies."""
    if node.head.i == node.i:
        return True
    clause = node.dep_ == "conj" and is_verbal(node) and bool(feature(node, "Mood"))
    return clause or (node.dep_ == "acl" and is_participle(node))


def _relation(node: Word) -> str | None:
    """How a word hangs on the one above, as scopes count it."""
    if node.dep_ in {*SUBJECTS, "csubj"}:
        return "subject"
    verbal = is_verbal(node)
    if node.dep_ in _GOVERNED or (node.dep_ in {"obl", "obl:mod"} and verbal):
        return "clause" if verbal else "object"
    return None


def _is_transparent(node: Word) -> bool:
    """Words a governor acts through: «appelle à la fin des combats», «peut continuer à»."""
    if node.dep_ == "xcomp":
        return True
    head = node.head
    quantity = head.pos_ in {"NOUN", "VERB"} and lemma_of(head) in node.grammar.quantities
    return quantity and node.dep_ in {"nmod", "obj"}


def _governor_above(node: Word) -> Governor | None:
    """The governor that the word above is for one that hangs on it so."""
    head, role = node.head, _relation(node)
    governors = modality(head.doc.language).governors.get(lemma_of(head), ()) if role else ()
    return next((g for g in governors if role in _SCOPES[g.scope] and _stands(g, head)), None)


def _stands(governor: Governor, head: Word) -> bool:
    """Whether the rest of a governor's expression stands below its first word."""
    if governor.reflexive and not is_reflexive(head):
        return False
    return all(any(lemma_of(c) == word for c in head.subtree) for word in governor.words[1:])


def _through(head: Word, governor: Governor) -> Status:
    """The governor's status, turned round where the governor itself is denied or only supposed."""
    if not is_verbal(head):
        return governor.status
    words, lemma = head.grammar, lemma_of(head)
    if lemma not in words.ceasing and is_negated(head):
        return (
            "hypothetical" if governor.status == "negated" and lemma in words.excluding else _OPPOSITE[governor.status]
        )
    if governor.past and finite(head).i != head.i:
        if mood(head) == "Cnd":  # «aurait dû», «aurait pu»: it did not
            return "hypothetical"
        if tense_of(head) == "past":
            return governor.past
    if governor.status not in _REAL:
        return governor.status
    own = verb_status(head)
    return governor.status if own in _REAL else own

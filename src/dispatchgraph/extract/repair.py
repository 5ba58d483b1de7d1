"""Attachments that grammar or meaning forbids, put right before anything is read from the parse.

* The words of one name hang together.
* What hangs on an auxiliary hangs on its verb.
* A day has no complement: in «discuter cette semaine du départ» the parser hangs the departure on the week. Whatever
  hangs on a time expression belongs to what the time expression itself hangs on.
* A bare noun right before a verb without subject is its subject.
* A noun after an active verb without preposition, no time and no other object beside it, is the object.
* A clause with «que» after a verb of saying is what is said, not a complement of the addressee.
* A participle after a comma is said of the nearest noun that agrees with it.
* «X et Y» before a verb are both its subjects.
* A name after «et» goes with the name before it.
* Two participles joined by «et» share their auxiliary.
* Of two subjects on both sides of an active verb, the second is the object.
* «par» below a passive, on a noun that does nothing itself, brings the agent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.syntax import SUBJECTS, child_with, is_passive, own_subjects, preposition
from dispatchgraph.extract.words import feature, grammar_of, indices, is_past_participle, nouns_before, phrase_at
from dispatchgraph.languages.events import event_lexicon
from dispatchgraph.languages.speech import speech
from dispatchgraph.model import TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

__all__ = ["repair"]

_COMPLEMENTS = frozenset({"nmod", "obl:arg", "obl:mod", "obl", "acl", "acl:relcl", "conj"})
_MISREAD_OBJECTS = frozenset({"obl:mod", "obl:arg", "obl", "nmod", "dep", "xcomp"})
_MISREAD_SUBJECTS = frozenset({"obl:mod", "obl:arg", "dep", "obl"})
_MISREAD_AGENTS = frozenset({"nmod", "obl:mod", "obl:arg"})
_LOOSE_PARTICIPLES = frozenset({"dep", "advcl", "parataxis", "obl:mod"})
_MISREAD_BEFORE_VERB = frozenset({"ccomp", "dep", "obj", "obl:mod", "xcomp"})
_ADDRESSEES = frozenset({"obl:arg", "obl:mod", "obl"})
_NOUNS = frozenset({"NOUN", "PROPN"})


def repair(doc: Doc, times: Sequence[TimeExpression]) -> None:
    """Rehang, in place, what wrongly hangs in `doc`; `times` are its time expressions."""
    dated = indices(doc, times)
    for ent in doc.ents:
        _join_name(ent)
    for token in doc:
        _free_auxiliary(token)
    for expression in times:
        _free_time(doc, expression)
    for token in doc:
        _free_clause(token)
        _join_verbs(token)
        _find_subject(token)
        _find_noun(token)
        _find_verb(token, dated)
    for token in doc:
        _find_object(token, dated)
        _find_agent(token)
        _join_subjects(token)
        _join_beginning(token)
        _join_names(token)
        _part_subjects(token)


def _rehang(child: Token, head: Token, relation: str = "") -> None:
    if child.i == head.i or child.is_ancestor(head):
        return
    child.head = head
    if relation:
        child.dep_ = relation


# --- what hangs where nothing can -----------------------------------------------------------------------------------


def _join_name(ent: Words) -> None:
    """«Boko Haram»: the words of one name hang together."""
    if len(ent) < 2 or any(t.pos_ != "PROPN" for t in ent):
        return
    for token in ent[1:]:
        if token.head.i not in range(ent.start, ent.end) and token.dep_ != "ROOT":
            _rehang(token, ent[0], "flat:name")


def _free_auxiliary(token: Token) -> None:
    if not token.dep_.startswith("aux") or token.head.i == token.i:
        return
    for child in list(token.children):
        if child.dep_ not in {"conj", "cc"}:
            _rehang(child, token.head)


def _free_time(doc: Doc, expression: TimeExpression) -> None:
    words = phrase_at(doc, expression.span)
    if not len(words):
        return
    inside, head = range(words.start, words.end), words.root
    if head.dep_ in {"obj", "xcomp"} and child_with(head, "case") is None:
        head.dep_ = "obl:mod"
    if head.head.i in inside:
        return
    for child in [c for t in words for c in t.children if c.i >= words.end and c.dep_ in _COMPLEMENTS]:
        argument = head.head.pos_ in {"VERB", "AUX"} and child.dep_ in {"nmod", "obl:mod"}
        _rehang(child, head.head, "obl:arg" if argument else "")


def _free_clause(verb: Token) -> None:
    """«a déclaré à l'AFP que les rebelles partaient»: the clause hangs on «déclaré»."""
    addressee = verb.head
    if not verb.dep_.startswith("acl") or addressee.pos_ not in _NOUNS or addressee.dep_ not in _ADDRESSEES:
        return
    marked = any(c.dep_ == "mark" and c.lower_ in grammar_of(verb).restriction for c in verb.children)
    if marked and lemma_of(addressee.head) in speech(verb.doc.lang_).verbs:
        _rehang(verb, addressee.head, "ccomp")


def _join_verbs(participle: Token) -> None:
    """«a ouvert une enquête et perquisitionné le siège»: two verbs share the auxiliary, each has what follows it."""
    noun = participle.head
    if participle.dep_ != "conj" or noun.pos_ not in _NOUNS or not is_past_participle(participle):
        return
    verb, words = noun.head, grammar_of(participle)
    shares = verb.pos_ == "VERB" and any(c.dep_.startswith("aux") and c.lower_ in words.have for c in verb.children)
    invariable = feature(participle, "Gender") == "Masc" and feature(participle, "Number") == "Sing"
    if not shares or not invariable or verb.i > noun.i or child_with(participle, "aux:tense", "aux:pass") is not None:
        return
    _rehang(participle, verb, "conj")
    for child in [c for c in verb.children if c.i > participle.i and c.dep_ in {*_COMPLEMENTS, "obj"} - {"conj"}]:
        _rehang(child, participle)


# --- what lacks its noun or verb ------------------------------------------------------------------------------------


def _find_subject(verb: Token) -> None:
    """Give a verb without subject the bare noun right before it that the parser hung beside it."""
    if verb.pos_ not in {"VERB", "AUX"} or not feature(verb, "Mood") or own_subjects(verb):
        return
    before = _noun_before_group(verb)
    bare = before.pos_ in _NOUNS and before.dep_ in _MISREAD_BEFORE_VERB and not preposition(before)
    if bare and before.head.i in {verb.head.i, verb.i}:
        _rehang(before, verb, "nsubj")


def _noun_before_group(verb: Token) -> Token:
    """The first of the coordinated nouns before a verb group; the verb itself where its sentence begins with it."""
    group = (c.i for c in verb.children if c.i < verb.i and (c.dep_.startswith("aux") or c.pos_ in {"PRON", "ADV"}))
    start = min([verb.i, *group])
    before = verb.doc[start - 1] if start > verb.sent.start else verb
    while before.dep_ in {"conj", "flat:name"} and before.head.i < before.i:
        before = before.head
    return before


def _find_noun(participle: Token) -> None:
    """Hang «, prévue mardi» on the noun it agrees with."""
    if not _is_loose_participle(participle):
        return
    agreeing = (n for n in nouns_before(participle) if n.pos_ == "NOUN" and _agree(n, participle))
    noun = next(agreeing, None)
    if noun is not None:
        _rehang(participle, noun, "acl")


def _is_loose_participle(token: Token) -> bool:
    if not is_past_participle(token) or token.i == 0 or token.nbor(-1).text != ",":
        return False
    return token.dep_ in _LOOSE_PARTICIPLES and not any(c.dep_.startswith("aux") for c in token.children)


def _agree(noun: Token, participle: Token) -> bool:
    return all(feature(noun, name) == feature(participle, name) for name in ("Gender", "Number"))


def _find_verb(noun: Token, dated: frozenset[int]) -> None:
    """Hang a bare noun on the verb right before it, where the parser chose one further off."""
    if noun.pos_ not in _NOUNS or noun.dep_ not in _MISREAD_OBJECTS or noun.i in dated or preposition(noun):
        return
    verb = _word_before(noun)
    free = verb.pos_ == "VERB" and child_with(verb, "obj", "ccomp", "xcomp") is None
    if free and noun.head.i < verb.i and not is_passive(verb):
        _rehang(noun, verb, "obj")


def _word_before(noun: Token) -> Token:
    """The word before a noun phrase, negations passed over; the noun itself where its sentence begins."""
    start, first = noun.left_edge.i - 1, noun.sent.start
    while start > first and noun.doc[start].lower_ in grammar_of(noun).negations:
        start -= 1
    return noun.doc[start] if start >= first else noun


def _find_object(verb: Token, dated: frozenset[int]) -> None:
    """Name as object the bare noun that follows a verb without one."""
    if verb.pos_ != "VERB" or child_with(verb, "obj", "ccomp") is not None or is_passive(verb):
        return
    if lemma_of(verb) in grammar_of(verb).etre:
        return
    after = (c for c in verb.children if c.i > verb.i and c.i not in dated)
    found = next((c for c in after if _is_bare_object(c)), None)
    if found is not None:
        found.dep_ = "obj"


def _is_bare_object(noun: Token) -> bool:
    misread = noun.pos_ in _NOUNS and noun.dep_ in _MISREAD_OBJECTS and not preposition(noun)
    return misread and noun.nbor(-1).pos_ in {"DET", "ADJ", "NUM"}


# --- who does it ----------------------------------------------------------------------------------------------------


def _join_subjects(subject: Token) -> None:
    """«Des ONG et l'ONU ont critiqué»."""
    if subject.dep_ not in SUBJECTS or subject.left_edge.i < 2:
        return
    cc = subject.doc[subject.left_edge.i - 1]
    before = cc.nbor(-1)
    if cc.pos_ != "CCONJ" or before.sent.start != subject.sent.start:
        return
    other = before if before.pos_ in _NOUNS else before.head
    if other.head.i == subject.head.i and other.dep_ in _MISREAD_SUBJECTS and not preposition(other):
        other.dep_ = subject.dep_


def _join_beginning(verb: Token) -> None:
    """«Renault et Nissan ont fusionné»: the first name is no sentence that the verb is coordinated with."""
    first, own = verb.head, own_subjects(verb)
    root = first.i != verb.i and first.head.i == first.i and first.pos_ in _NOUNS
    if not root or verb.dep_ != "conj" or verb.pos_ not in {"VERB", "AUX"} or not own or preposition(first):
        return
    between = verb.doc[first.i + 1 : own[0].left_edge.i]
    if all(t.pos_ == "CCONJ" or t.head.i == first.i for t in between) and any(t.pos_ == "CCONJ" for t in between):
        verb.head, verb.dep_ = verb, "ROOT"
        _rehang(first, verb, own[0].dep_)


def _join_names(name: Token) -> None:
    """«entre le Japon et la Corée du Sud»: a name goes with the name before «et», not with what both hang on."""
    start = name.left_edge.i + (name.left_edge.pos_ == "CCONJ")
    if name.dep_ != "conj" or name.pos_ != "PROPN" or start < 2 or name.doc[start - 1].pos_ != "CCONJ":
        return
    before = name.doc[start - 2]
    while before.dep_ == "flat:name" and before.head.i < before.i:
        before = before.head
    beside = name.head.i in {before.head.i, name.doc[start - 2].i}
    if before.pos_ == "PROPN" and beside and name.head.i != before.i and not preposition(name):
        _rehang(name, before)


def _part_subjects(verb: Token) -> None:
    """«La police a arrêté Marc Leroy»: of two subjects on both sides of an active verb the second is the object."""
    own = own_subjects(verb)
    if len(own) < 2 or verb.pos_ != "VERB" or is_passive(verb) or child_with(verb, "obj", "ccomp") is not None:
        return
    after = [t for t in own if t.i > verb.i and t.pos_ in _NOUNS and not preposition(t)]
    if after and own[0].i < verb.i and own[0].pos_ in {*_NOUNS, "PRON"} and not own[0].text.startswith("-"):
        after[0].dep_ = "obj"


def _find_agent(token: Token) -> None:
    """Give a passive its «par X» that the parser hung on an adverbial noun: «par le passé par le régime»."""
    noun = token.head
    if token.dep_ not in _MISREAD_AGENTS or noun.pos_ not in _NOUNS or preposition(token) != grammar_of(token).by:
        return
    participle = next((c for c in noun.children if c.dep_ == "acl" and is_past_participle(c) and c.i < token.i), None)
    if participle is not None:  # «le village attaqué par X»
        _rehang(token, participle, "obl:agent")
        return
    if lemma_of(noun) in event_lexicon(token.doc.lang_).nouns or not noun.dep_.startswith("obl"):
        return
    verb = noun.head
    if verb.pos_ in {"VERB", "ADJ"} and is_passive(verb):
        _rehang(token, verb, "obl:agent")

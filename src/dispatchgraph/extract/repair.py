"""Attachments that grammar or meaning forbids, put right before anything is read from the parse.

* What hangs on an auxiliary hangs on its verb.
* A day has no complement: in «discuter cette semaine du départ» the parser hangs the departure on the week. Whatever
  hangs on a time expression belongs to what the time expression itself hangs on.
* A noun after an active verb without preposition, no time and no other object beside it, is the object.
* A clause with «que» after a verb of saying is what is said, not a complement of the addressee.
* A participle after a comma is said of the nearest noun that agrees with it.
* «X et Y» before a verb are both its subjects.
* «par» below a passive, on a noun that does nothing itself, brings the agent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dispatchgraph.extract.syntax import is_passive, lemma_of, preposition, subjects_own
from dispatchgraph.languages.events import event_lexicon
from dispatchgraph.languages.speech import speech
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["repair"]

_COMPLEMENTS = frozenset({"nmod", "obl:arg", "obl:mod", "obl", "acl", "acl:relcl", "conj"})
_MISREAD_OBJECTS = frozenset({"obl:mod", "obl:arg", "obl", "nmod", "dep", "xcomp"})


def repair(doc: Doc, times: Sequence[TimeExpression]) -> None:
    """Rehang, in place, what wrongly hangs in `doc`; `times` are its time expressions."""
    dated = {t.i for x in times for t in doc.char_span(x.span.begin, x.span.end, alignment_mode="expand") or ()}
    for token in doc:
        _free_auxiliary(token)
    for expression in times:
        _free_time(doc, expression)
    for token in doc:
        _free_clause(token)
        _find_subject(token)
        _find_noun(token)
        _find_verb(token, dated)
    for token in doc:
        _find_object(token, dated)
        _find_agent(token)
        _join_subjects(token)


def _rehang(child: Token, head: Token, dep: str = "") -> None:
    if child.i == head.i or child.is_ancestor(head):
        return
    child.head = head
    if dep:
        child.dep_ = dep


def _free_auxiliary(token: Token) -> None:
    if not token.dep_.startswith("aux") or token.head.i == token.i:
        return
    for child in list(token.children):
        if child.dep_ not in {"conj", "cc"}:
            _rehang(child, token.head)


def _free_time(doc: Doc, expression: TimeExpression) -> None:
    words = doc.char_span(expression.span.begin, expression.span.end, alignment_mode="expand")
    if words is None:
        return
    inside = {t.i for t in words}
    head = words.root
    if head.dep_ in {"obj", "xcomp"} and not any(c.dep_ == "case" for c in head.children):
        head.dep_ = "obl:mod"
    for token in words:
        for child in list(token.children):
            if (
                child.i not in inside
                and child.i > words[-1].i
                and child.dep_ in _COMPLEMENTS
                and head.head.i not in inside
            ):
                verb = head.head.pos_ in {"VERB", "AUX"} and child.dep_ in {"nmod", "obl:mod"}
                _rehang(child, head.head, "obl:arg" if verb else "")


def _free_clause(verb: Token) -> None:
    """«a déclaré à l'AFP que les rebelles partaient»: the clause hangs on «déclaré»."""
    que = next((c for c in verb.children if c.dep_ == "mark" and c.lower_ in grammar(verb.doc.lang_).restriction), None)
    if que is None or not verb.dep_.startswith("acl") or verb.head.pos_ not in {"NOUN", "PROPN"}:
        return
    above = verb.head.head
    if lemma_of(above) in speech(verb.doc.lang_).verbs and verb.head.dep_ in {"obl:arg", "obl:mod", "obl"}:
        _rehang(verb, above, "ccomp")


def _find_subject(verb: Token) -> None:
    """Give a verb without subject the bare noun right before it that the parser hung beside it."""
    if verb.pos_ not in {"VERB", "AUX"} or not verb.morph.get("Mood") or subjects_own(verb) or verb.i == verb.sent.start:
        return
    start = min([verb.i, *(c.i for c in verb.children if c.i < verb.i and (c.dep_.startswith("aux") or c.pos_ in {"PRON", "ADV"}))])
    before = verb.doc[start - 1] if start > verb.sent.start else verb
    while before.dep_ in {"conj", "flat:name"} and before.head.i < before.i:
        before = before.head
    noun = before.pos_ in {"NOUN", "PROPN"} and not preposition(before)
    if noun and before.dep_ in {"ccomp", "dep", "obj", "obl:mod", "xcomp"} and before.head.i in {verb.head.i, verb.i}:
        _rehang(before, verb, "nsubj")


def _find_noun(participle: Token) -> None:
    """Hang «, prévue mardi» on the noun it agrees with."""
    if "Part" not in participle.morph.get("VerbForm") or participle.i == 0 or participle.nbor(-1).text != ",":
        return
    if participle.dep_ not in {"dep", "advcl", "parataxis", "obl:mod"} or any(
        c.dep_.startswith("aux") for c in participle.children
    ):
        return
    if "Past" not in participle.morph.get("Tense"):
        return
    marks = (participle.morph.get("Gender"), participle.morph.get("Number"))
    for token in reversed(list(participle.sent)):
        if (
            token.i < participle.i
            and token.pos_ == "NOUN"
            and (token.morph.get("Gender"), token.morph.get("Number")) == marks
        ):
            _rehang(participle, token, "acl")
            return


def _find_verb(noun: Token, dated: set[int]) -> None:
    """Hang a bare noun on the verb right before it, where the parser chose one further off."""
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.dep_ not in _MISREAD_OBJECTS or noun.i in dated or preposition(noun):
        return
    start = noun.left_edge.i - 1
    while start > noun.sent.start and noun.doc[start].lower_ in grammar(noun.doc.lang_).negations:
        start -= 1
    verb = noun.doc[start] if start >= noun.sent.start else noun
    free = verb.pos_ == "VERB" and not any(c.dep_ in {"obj", "ccomp", "xcomp"} for c in verb.children)
    if free and noun.head.i < verb.i and not is_passive(verb):
        _rehang(noun, verb, "obj")


def _join_subjects(subject: Token) -> None:
    """«Des ONG et l'ONU ont critiqué»."""
    if subject.dep_ not in {"nsubj", "nsubj:pass"} or subject.left_edge.i < 2:
        return
    cc = subject.doc[subject.left_edge.i - 1]
    before = subject.doc[cc.i - 1]
    if cc.pos_ != "CCONJ" or before.sent.start != subject.sent.start:
        return
    other = before if before.pos_ in {"NOUN", "PROPN"} else before.head
    if other.head.i == subject.head.i and other.dep_ in {"obl:mod", "obl:arg", "dep", "obl"} and not preposition(other):
        other.dep_ = subject.dep_


def _find_object(verb: Token, dated: set[int]) -> None:
    """Name as object the bare noun that follows a verb without one."""
    if verb.pos_ != "VERB" or any(c.dep_ in {"obj", "ccomp"} for c in verb.children) or is_passive(verb):
        return
    if lemma_of(verb) in grammar(verb.doc.lang_).etre:
        return
    for child in verb.children:
        bare = child.pos_ in {"NOUN", "PROPN"} and child.i > verb.i and child.dep_ in _MISREAD_OBJECTS
        if bare and child.i not in dated and not preposition(child) and child.nbor(-1).pos_ in {"DET", "ADJ", "NUM"}:
            child.dep_ = "obj"
            return


def _find_agent(token: Token) -> None:
    """Give a passive its «par X» that the parser hung on an adverbial noun: «par le passé par le régime»."""
    if token.dep_ not in {"nmod", "obl:mod", "obl:arg"} or preposition(token) != "par":
        return
    noun = token.head
    if noun.pos_ != "NOUN" or lemma_of(noun) in event_lexicon(token.doc.lang_).nouns:
        return
    verb = noun.head
    if verb.pos_ in {"VERB", "ADJ"} and is_passive(verb) and noun.dep_.startswith("obl"):
        _rehang(token, verb, "obl:agent")

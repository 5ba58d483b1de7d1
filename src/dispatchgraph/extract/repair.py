"""Attachments that grammar or meaning forbids, put right before anything is read from the parse.

* What hangs on an auxiliary hangs on its verb.
* A day has no complement: in «discuter cette semaine du départ» the parser hangs the departure on the week. Whatever
  hangs on a time expression belongs to what the time expression itself hangs on.
* A noun after an active verb without preposition, no time and no other object beside it, is the object.
* «par» below a passive, on a noun that does nothing itself, brings the agent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dispatchgraph.extract.syntax import is_passive, lemma_of, preposition
from dispatchgraph.languages.events import event_lexicon
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
        _find_object(token, dated)
        _find_agent(token)


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
            if child.i not in inside and child.i > words[-1].i and child.dep_ in _COMPLEMENTS and head.head.i not in inside:
                verb = head.head.pos_ in {"VERB", "AUX"} and child.dep_ in {"nmod", "obl:mod"}
                _rehang(child, head.head, "obl:arg" if verb else "")


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

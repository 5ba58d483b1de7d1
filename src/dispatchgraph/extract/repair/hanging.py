"""What hangs where grammar or meaning forbids it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.syntax import child_with
from dispatchgraph.extract.words import feature, grammar_of, is_past_participle, phrase_at
from dispatchgraph.languages.speech import speech
from dispatchgraph.model import TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

__all__ = ["NOUNS", "free_auxiliary", "free_clause", "free_time", "join_name", "join_verbs", "rehang"]

NOUNS = frozenset({"NOUN", "PROPN"})  #: tags of nouns
_COMPLEMENTS = frozenset({"nmod", "obl:arg", "obl:mod", "obl", "acl", "acl:relcl", "conj"})
_ADDRESSEES = frozenset({"obl:arg", "obl:mod", "obl"})


def rehang(child: Token, head: Token, relation: str = "") -> None:
    """Hang a word on another, where that makes no circle."""
    if child.i == head.i or child.is_ancestor(head):
        return
    child.head = head
    if relation:
        child.dep_ = relation


def join_name(ent: Words) -> None:
    """«Boko Haram»: the words of one name hang together."""
    if len(ent) < 2 or any(t.pos_ != "PROPN" for t in ent):
        return
    for token in ent[1:]:
        if token.head.i not in range(ent.start, ent.end) and token.dep_ != "ROOT":
            rehang(token, ent[0], "flat:name")


def free_auxiliary(token: Token) -> None:
    if not token.dep_.startswith("aux") or token.head.i == token.i:
        return
    for child in list(token.children):
        if child.dep_ not in {"conj", "cc"}:
            rehang(child, token.head)


def free_time(doc: Doc, expression: TimeExpression) -> None:
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
        rehang(child, head.head, "obl:arg" if argument else "")


def free_clause(verb: Token) -> None:
    """«a déclaré à l'AFP que les rebelles partaient»: the clause hangs on «déclaré»."""
    addressee = verb.head
    if not verb.dep_.startswith("acl") or addressee.pos_ not in NOUNS or addressee.dep_ not in _ADDRESSEES:
        return
    marked = any(c.dep_ == "mark" and c.lower_ in grammar_of(verb).restriction for c in verb.children)
    if marked and lemma_of(addressee.head) in speech(verb.doc.lang_).verbs:
        rehang(verb, addressee.head, "ccomp")


def join_verbs(participle: Token) -> None:
    """«a ouvert une enquête et perquisitionné le siège»: two verbs share the auxiliary, each has what follows it."""
    noun = participle.head
    if participle.dep_ != "conj" or noun.pos_ not in NOUNS or not is_past_participle(participle):
        return
    verb, words = noun.head, grammar_of(participle)
    shares = verb.pos_ == "VERB" and any(c.dep_.startswith("aux") and c.lower_ in words.have for c in verb.children)
    invariable = feature(participle, "Gender") == "Masc" and feature(participle, "Number") == "Sing"
    if not shares or not invariable or verb.i > noun.i or child_with(participle, "aux:tense", "aux:pass") is not None:
        return
    rehang(participle, verb, "conj")
    for child in [c for c in verb.children if c.i > participle.i and c.dep_ in {*_COMPLEMENTS, "obj"} - {"conj"}]:
        rehang(child, participle)

"""Which frames of the lexicon a word evokes in its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.syntax import (
    conjuncts,
    content_head,
    is_passive,
    lemma_of,
    objects,
    obliques,
    preposition,
    reflexive,
    subjects,
    words_below,
)
from dispatchgraph.knowledge import ancestors
from dispatchgraph.languages.events import Frame, event_lexicon
from dispatchgraph.languages.nominals import nominals

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["fits", "noun_complements", "noun_frame", "verb_frame"]

_ACTORS = frozenset({"Person", "Group", "Organization", "Country"})
_ANYONE = frozenset(
    {"Pronoun", "Actor", "Human", "Person", "Group", "ArmedGroup", "MilitaryForce", "Country"}
)  #: a pronoun may be any


def _kinds(token: Token, mentions: Mentions) -> frozenset[str]:
    """What a participant may count as when a frame asks for a kind."""
    token = content_head(token)
    type_ = mentions.type_at(token)
    if token.pos_ == "NUM" or token.like_num:
        return frozenset({"Number"})
    if token.pos_ == "PRON":
        return _ANYONE if type_ is None else _ANYONE | {type_}
    if type_ is None:
        lexicon = event_lexicon(token.doc.lang_)
        return frozenset({"Event"} if lemma_of(token) in lexicon.nouns else {"Unknown"})
    line = set(ancestors(type_)) | {type_} | _one_of(token, mentions)
    if type_ == "Country":
        line |= {"Place", "Body"}
    if line & _ACTORS:
        line.add("Actor")
    if "Organization" in line:
        line.add("Body")
    if line & {"Person", "Group"}:
        line.add("Human")
    return frozenset(line)


def _one_of(token: Token, mentions: Mentions) -> set[str]:
    """The class of one member of a group: «des écoles» are facilities."""
    mention = mentions.at(token)
    entry = (
        nominals(token.doc.lang_).exact(mention.lemma)
        if mention is not None and mention.kind == "nominal" and mention.plural
        else None
    )
    return set(ancestors(entry.type)) if entry is not None else set()


def fits(tokens: list[Token], wanted: frozenset[str], mentions: Mentions) -> bool:
    """Whether any of `tokens` is of a wanted kind."""
    return any(_kinds(t, mentions) & wanted for t in tokens)


def _below(head: Token, lemma: str) -> Token | None:
    """A word of that lemma close below `head`, function words passed over."""
    near = [
        c
        for c in head.children
        if c.dep_ not in {"conj", "advcl", "acl:relcl", "acl", "parataxis", "ccomp"} or lemma_of(c) == lemma
    ]
    return next((c for c in near if lemma_of(c) == lemma), None)


def _beside(head: Token, word: str, found: list[Token]) -> Token | None:
    """The next word of an expression where the parser hung it on the first; no «de X» beside another object."""
    token = _below(head, word)
    other = any(c.dep_ == "obj" and c not in found for c in head.children)
    return None if token is not None and other and token.dep_ != "obj" and preposition(token) == "de" else token


def expression(head: Token, words: tuple[str, ...]) -> tuple[Token, ...] | None:
    """The tokens of a multiword expression, each below the last or below the first."""
    found = [head]
    for word in words[1:]:
        token = (_below(found[-1], word) if len(found) > 1 else None) or _beside(head, word, found)
        if token is None:
            return None
        found.append(token)
    return tuple(found)


def verb_frame(verb: Token, mentions: Mentions) -> tuple[Frame, tuple[Token, ...]] | None:
    """The frame a verb evokes here and the tokens of its expression; None where no frame fits."""
    for frame in event_lexicon(verb.doc.lang_).verbs.get(lemma_of(verb), ()):
        if frame.reflexive != reflexive(verb):
            continue
        tokens = expression(verb, frame.words)
        if tokens is not None and _conditions(verb, frame, mentions):
            return frame, tokens
    return None


def _conditions(verb: Token, frame: Frame, mentions: Mentions) -> bool:
    if not frame.conditions and not frame.without:
        return True
    passive = is_passive(verb)
    subject = [t for p, t in obliques(verb) if p == "par"] if passive else subjects(verb)
    object_ = subjects(verb) if passive else objects(verb)
    by_prep = {p: t for p, t in obliques(verb)}
    clause = [c for c in verb.children if c.dep_ in {"ccomp", "xcomp"}]
    checks = (
        not frame.voice or frame.voice == ("passive" if passive else "active"),
        not frame.object_is or fits(object_, frame.object_is, mentions) or ("Text" in frame.object_is and bool(clause)),
        not frame.subject_is or fits(subject, frame.subject_is, mentions),
        all(p in by_prep and fits([by_prep[p]], kinds, mentions) for p, kinds in frame.prep_is.items()),
        _needs(frame, subject=subject, object_=object_, clause=clause, preps=set(by_prep)),
        _company(verb, frame),
    )
    return all(checks)


def _needs(frame: Frame, *, subject: list[Token], object_: list[Token], clause: list[Token], preps: set[str]) -> bool:
    have = {f"prep:{p}" for p in preps}
    have |= {"subject", "agent"} if subject else set()
    have |= {"object"} if object_ or clause else set()
    return frame.needs <= have


def _company(token: Token, frame: Frame) -> bool:
    if not frame.with_any and not frame.without:
        return True
    below = {lemma_of(t) for t in words_below(token)}
    return (not frame.with_any or bool(below & frame.with_any)) and not below & frame.without


# --- nouns ----------------------------------------------------------------------------------------------------------


def noun_frame(noun: Token, mentions: Mentions) -> tuple[Frame, tuple[Token, ...]] | None:
    """The frame an event noun evokes and the tokens of its expression («frappe aérienne»)."""
    if noun.pos_ not in {"NOUN", "PROPN"} or (noun.pos_ == "PROPN" and not noun.is_lower and not noun.is_sent_start):
        return None
    for frame in event_lexicon(noun.doc.lang_).nouns.get(lemma_of(noun), ()):
        tokens = expression(noun, frame.words)
        if (
            tokens is None
            or not _company(noun, frame)
            or (frame.governed_by and lemma_of(noun.head) not in frame.governed_by)
        ):
            continue
        complements = noun_complements(noun)
        of = [t for p, t in complements if p == "de"]
        if frame.de_is and not fits(of, frame.de_is, mentions):
            continue
        if all(
            fits([t for p, t in complements if p == prep], kinds, mentions) for prep, kinds in frame.prep_is.items()
        ):
            return frame, tokens
    return None


def noun_complements(noun: Token) -> list[tuple[str, Token]]:
    """«de X», «par Y», «entre A et B» of an event noun; also of a participle on it: «réunion prévue entre …»."""
    found: list[tuple[str, Token]] = []
    for child in noun.children:
        if child.dep_ in {"nmod", "obl", "obl:arg", "obl:mod", "obl:agent", "appos"} and child.i > noun.i:
            prep = preposition(child)
            if prep:
                found.extend((prep, t) for t in conjuncts(child))
        if child.dep_ == "acl" and "Part" in child.morph.get("VerbForm"):
            found.extend((p, t) for p, t in obliques(child) if p not in {"de", "par"})
    return found

"""How real an event is said to be: occurred, ongoing, planned, requested, hypothetical, alleged, negated.

The nearest word that governs an event decides (`modality.toml`), then mood and tense, then negation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatchgraph.extract.syntax import (
    form_mood,
    has_mark,
    is_negated,
    is_passive,
    is_verbal,
    lemma_of,
    preposition,
    reflexive,
)
from dispatchgraph.languages.events import Governor, modality
from dispatchgraph.languages.speech import speech
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["noun_status", "tense_of", "verb_status"]

_REACH = 5
_SCOPES = {
    "subject": {"subject"},
    "object": {"object", "clause"},
    "noun": {"object"},
    "clause": {"clause"},
    "both": {"subject", "object", "clause"},
}
_OPPOSITE: dict[str, Status] = {"negated": "occurred", "requested": "requested", "planned": "negated", "occurred": "negated", "ongoing": "negated", "hypothetical": "hypothetical", "alleged": "alleged"}  # fmt: skip


def verb_status(verb: Token) -> Status:
    """The status of the event that a verb tells."""
    own = _own(verb)
    status: Status = own if own is not None else _governed(verb)
    if is_negated(verb) or _without(verb):
        return "negated" if status in {"occurred", "ongoing", "planned"} else status
    return status


def _without(verb: Token) -> bool:
    return any(c.lower_ == "sans" and c.dep_ in {"mark", "case"} for c in verb.children)


def finite(verb: Token) -> Token:
    """The word that bears mood and tense: the auxiliary where there is one."""
    aux = [c for c in verb.children if c.dep_.startswith("aux") or c.dep_ == "cop"]
    return next((a for a in aux if a.morph.get("Mood")), verb)


def _mood(verb: Token) -> str:
    bearer = finite(verb)
    return "Cnd" if form_mood(bearer) == "conditional" else "".join(bearer.morph.get("Mood"))


def tense_of(verb: Token) -> str:
    """«past», «present», «future» or «none» for a form without tense."""
    bearer = finite(verb)
    tense = "".join(bearer.morph.get("Tense"))
    if _is_future(bearer):
        return "future"
    if bearer.i != verb.i:
        present = lemma_of(bearer) == "être" and "Pres" in bearer.morph.get("Tense") and is_passive(verb)
        return (
            "present"
            if present and not any(c.lower_ in grammar(verb.doc.lang_).been for c in verb.children)
            else "past"
        )
    if tense in {"Imp", "Past"}:
        return "past"
    return {"Pres": "present", "Fut": "future"}.get(tense, "none")


def _is_future(token: Token) -> bool:
    return "Fut" in token.morph.get("Tense") or (token.pos_ in {"VERB", "AUX"} and form_mood(token) == "future")


def _own(verb: Token) -> Status | None:
    """What the verb's own form says; None where the words above must tell."""
    if has_mark(verb, grammar(verb.doc.lang_).if_words):
        return "hypothetical"
    bearer = finite(verb)
    if _mood(verb) == "Cnd":
        return _conditional(verb, compound=bearer.i != verb.i and lemma_of(bearer) in {"avoir", "être"})
    if _is_future(bearer):
        return "planned"
    if _mood(verb) in {"Ind", ""} and bearer.morph.get("Mood"):
        governed = _clause_governor(verb)
        return governed if governed else "occurred"
    if _mood(verb) == "Sub":
        return _governor_status(verb) or "requested"
    return None


def _conditional(verb: Token, *, compound: bool) -> Status:
    """«aurait tué» is told by others; «tuerait» supposed; «débuterait» after a past verb of saying, to come."""
    if compound and "Inf" not in verb.morph.get("VerbForm"):
        return "alleged"
    above = verb.head
    said = verb.dep_ == "ccomp" or (verb.dep_ == "conj" and has_mark(verb, grammar(verb.doc.lang_).restriction))
    while verb.dep_ == "conj" and above.head.i != above.i and lemma_of(above) not in speech(verb.doc.lang_).verbs:
        above = above.head
    if above.dep_ == "ccomp" and said:
        above = above.head
    if said and lemma_of(above) in speech(verb.doc.lang_).verbs and tense_of(above) == "past":
        return "planned"
    return "hypothetical"


def _clause_governor(verb: Token) -> Status | None:
    """What governs a finite clause: «craint que», «il est possible que», «menaçait de … si»."""
    return _governor_status(verb) if verb.dep_ in {"ccomp", "csubj"} else None


def _governed(verb: Token) -> Status:
    """Status of an infinitive or a participle from the words above it."""
    found = _governor_status(verb)
    if found:
        return found
    head = verb.head
    form = verb.morph.get("VerbForm")
    marks = {c.lower_ for c in verb.children if c.dep_ in {"mark", "case"}}
    if "Inf" in form:
        if "pour" in marks or "afin" in marks:
            return "planned"
        if marks & {"après"} or any(c.dep_.startswith("aux") for c in verb.children):
            return "occurred"
        return verb_status(head) if is_verbal(head) and head.i != verb.i else "planned"
    if verb.dep_.startswith(("acl", "advcl", "conj")) and head.i != verb.i:
        if "Past" in verb.morph.get("Tense"):
            return "occurred" if not verb.dep_.startswith("conj") else _same_as(head)
        return _same_as(head) if is_verbal(head) else "occurred"
    return "occurred"


def _same_as(head: Token) -> Status:
    status = verb_status(head) if is_verbal(head) else "occurred"
    return "occurred" if status == "negated" else status


def _governor_status(token: Token) -> Status | None:
    """What the nearest governor in `modality.toml` says of the event at `token`."""
    node, role = token, "object"
    for _ in range(_REACH):
        head = node.head
        if head.i == node.i or (node.dep_ in {"conj"} and is_verbal(node) and node.morph.get("Mood")):
            return None
        if node.dep_ == "conj":
            node = head
            continue
        role = _relation(node)
        if node.dep_ == "acl" and "Part" in node.morph.get("VerbForm"):
            return None  # «une proposition rejetée»: the participle qualifies, it is not what is proposed
        if role is None:
            return None
        governor = _governor_at(head, "clause" if role == "object" and is_verbal(node) else role)
        if governor:
            return _through(head, governor)
        if not _transparent(node, head):
            return None
        node = head
    return None


def _relation(node: Token) -> str | None:
    """How a word hangs on the one above, as scopes count it."""
    dep = node.dep_
    if dep in {"nsubj:pass", "nsubj", "csubj"}:
        return "subject"
    if dep in {"xcomp", "ccomp", "obj", "obl:arg", "nmod", "conj", "acl", "amod"} or (
        dep in {"obl", "obl:mod"} and is_verbal(node)
    ):
        return "object"
    return None


def _transparent(node: Token, head: Token) -> bool:
    """Words a governor acts through: «appelle à la fin des combats», «peut continuer à»."""
    if node.dep_ in {"xcomp", "conj"}:
        return True
    return (
        node.dep_ in {"nmod", "obj"}
        and head.pos_ in {"NOUN", "VERB"}
        and lemma_of(head) in grammar(node.doc.lang_).quantities
    )


def _governor_at(head: Token, role: str) -> Governor | None:
    for governor in modality(head.doc.lang_).governors.get(lemma_of(head), ()):
        if role not in _SCOPES[governor.scope] or (governor.reflexive and not reflexive(head)):
            continue
        if all(any(lemma_of(c) == w for c in head.subtree) for w in governor.words[1:]):
            return governor
    return None


def _through(head: Token, governor: Governor) -> Status:
    """The governor's status, turned round where the governor itself is denied or only supposed."""
    status: Status = governor.status  # type: ignore[assignment]
    if not is_verbal(head):
        return status
    if is_negated(head) and lemma_of(head) != "cesser":
        return "hypothetical" if status == "negated" and lemma_of(head) in {"exclure"} else _OPPOSITE[status]
    if governor.past and _mood(head) == "Cnd" and finite(head).i != head.i:
        return "hypothetical"  # «aurait dû», «aurait pu»: it did not
    if governor.past and tense_of(head) == "past" and finite(head).i != head.i and _mood(head) != "Cnd":
        return governor.past  # type: ignore[return-value]
    if status in {"occurred", "ongoing"}:
        own = verb_status(head)
        return own if own not in {"occurred", "ongoing"} else status
    return status


# --- nouns ----------------------------------------------------------------------------------------------------------


def noun_status(noun: Token, *, definite: bool) -> Status:
    """The status of the event that a noun tells."""
    modified = _modifier(noun)
    if modified:
        return modified
    if any(c.lower_ in {"aucun", "aucune", "nul", "nulle"} for c in noun.children) or _pas_de(noun):
        return "negated"
    found = _governor_status(noun)
    if found:
        return found
    head = _clause_of(noun)
    if head is None:
        return "occurred"
    status = verb_status(_full_verb(head))
    if definite and (status == "negated" or (status == "hypothetical" and noun.dep_ == "obj")):
        return "occurred"
    return "occurred" if status == "ongoing" else status


def _full_verb(verb: Token) -> Token:
    """The infinitive that a modal verb carries: «des pourparlers devaient s'ouvrir»."""
    below = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and "Inf" in c.morph.get("VerbForm")), None)
    governed = any(g.scope != "subject" for g in modality(verb.doc.lang_).governors.get(lemma_of(verb), ()))
    return _full_verb(below) if below is not None and governed else verb


def _modifier(noun: Token) -> Status | None:
    """«prévu», «éventuel», «en cours» on the noun itself."""
    governors = modality(noun.doc.lang_).governors
    for child in noun.children:
        if child.dep_ in {"amod", "acl", "nmod", "obl:mod", "acl:relcl"} or child.pos_ == "ADJ":
            for governor in governors.get(lemma_of(child), ()):
                if governor.scope in {"subject", "both"} or child.pos_ == "ADJ" or child.dep_ == "nmod":
                    return governor.status  # type: ignore[return-value]
    return None


def _pas_de(noun: Token) -> bool:
    return noun.i > 1 and noun.nbor(-1).lower_ in {"de", "d'"} and noun.nbor(-2).lower_ in {"pas", "jamais", "plus"}


def _clause_of(noun: Token) -> Token | None:
    """The verb whose subject or object the noun is, in whose reality it shares."""
    if preposition(noun):
        return None
    node = noun
    while node.dep_ == "conj" and node.head.i != node.i:
        node = node.head
    if node.dep_ in {"nsubj", "nsubj:pass", "obj"} and is_verbal(node.head):
        return node.head
    return None

"""Mood and tense of a verb group, as its finite word bears them."""

from __future__ import annotations

from typing import Literal

from dispatchgraph.extract.lemmas import future_stems, lemma_of
from dispatchgraph.extract.syntax import is_passive
from dispatchgraph.extract.words import feature, has_feature
from dispatchgraph.languages.events import event_lexicon
from dispatchgraph.parse import Word, remembered

__all__ = ["Tense", "finite", "is_future", "mood", "tense_of"]

Tense = Literal["past", "present", "future", "none"]
_TENSES: dict[str, Tense] = {"Imp": "past", "Past": "past", "Pres": "present", "Fut": "future"}


@remembered
def finite(verb: Word) -> Word:
    """The word that bears mood and tense: the auxiliary where there is one."""
    auxiliaries = (c for c in verb.children if c.dep_.startswith("aux") or c.dep_ == "cop")
    return next((a for a in auxiliaries if feature(a, "Mood")), verb)


@remembered
def mood(verb: Word) -> str:
    """«Ind», «Cnd», «Sub», … of a verb group; "" where it has none."""
    bearer = finite(verb)
    return "Cnd" if _form_mood(bearer) == "conditional" else feature(bearer, "Mood")


@remembered
def tense_of(verb: Word) -> Tense:
    """«past», «present», «future» or «none» for a form without tense."""
    bearer = finite(verb)
    if is_future(bearer):
        return "future"
    if bearer.i != verb.i:
        return "present" if _is_present_passive(verb, bearer) else "past"
    return _TENSES.get(feature(bearer, "Tense"), "none")


def _is_present_passive(verb: Word, bearer: Word) -> bool:
    """«est bombardé», which is no perfect."""
    words = verb.grammar
    if lemma_of(bearer) != words.be or not has_feature(bearer, "Tense", "Pres"):
        return False
    return is_passive(verb) and not any(c.lower_ in words.been for c in verb.children)


def is_future(token: Word) -> bool:
    """Whether a word is a future by its tag or its form."""
    return has_feature(token, "Tense", "Fut") or (token.pos_ in {"VERB", "AUX"} and _form_mood(token) == "future")


def _form_mood(token: Word) -> str:
    """«future» or «conditional» by the form alone, "" for any other: an infinitive with an ending."""
    words = token.grammar
    moods = {"future": words.future, "conditional": words.conditional}
    stems = ((name, stem) for name, endings in moods.items() for stem in future_stems(token, endings))
    return next((name for name, stem in stems if _is_stem(stem, token)), "")


def _is_stem(stem: str, token: Word) -> bool:
    lemma = token.lemma_.lower()
    verbs = event_lexicon(token.doc.language).verbs
    return stem in {lemma, lemma.removesuffix("e")} or stem in token.grammar.irregular_futures or stem in verbs

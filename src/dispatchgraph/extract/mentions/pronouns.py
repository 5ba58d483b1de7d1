"""Pronouns that stand for entities: third persons, possessives, «ce dernier», and «nous» and «je»."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.words import sentence_of, span_of
from dispatchgraph.model import Mention
from dispatchgraph.parse import Parse, Word

__all__ = ["find_pronouns"]


def find_pronouns(doc: Parse) -> Iterator[Mention]:
    """Third persons, possessives and «ce dernier»; «nous» and «je» for what a speaker says of itself."""
    words = doc.grammar
    stand_ins = words.pronouns | words.possessives | words.first_person | words.latter
    for token in doc:
        if token.lower_ not in stand_ins:
            continue
        mention = next((m for read in _READINGS if (m := read(token)) is not None), None)
        if mention is not None:
            yield mention


def _third_person(token: Word) -> Mention | None:
    words = token.grammar
    opens = bool(token.is_sent_start) and token.pos_ == "PROPN"  # «Celui-ci»
    pronoun = token.pos_ == "PRON" or _is_clitic(token) or opens
    impersonal = token.dep_.startswith("expl") and not token.text.startswith("-")
    if not pronoun or impersonal or token.lower_ not in words.pronouns:
        return None
    return _mention(token, plural=token.lower_.strip("-") in words.plural_pronouns)


def _is_clitic(token: Word) -> bool:
    """«les a tués», where the tagger sees an article."""
    if token.pos_ != "DET" or token.dep_ not in {"obj", "iobj"} or token.i + 1 >= len(token.doc):
        return False
    return token.nbor().pos_ in {"VERB", "AUX"}


def _possessive(token: Word) -> Mention | None:
    words = token.grammar
    if token.pos_ != "DET" or token.lower_ not in words.possessives:
        return None
    mention = _mention(token, kind="possessive", plural=token.lower_ in words.plural_possessives)
    personal = token.head.pos_ == "NOUN" and lemma_of(token.head) in words.personal_nouns
    return replace(mention, type="Person") if personal else mention  # «son beau-frère» is a person's


def _first_person(token: Word) -> Mention | None:
    words = token.grammar
    if token.pos_ != "PRON" or token.lower_ not in words.first_person:
        return None
    return _mention(token, plural=token.lower_.strip("-") in words.plural_first_person, first_person=True)


def _latter(token: Word) -> Mention | None:
    """«ce dernier»."""
    words = token.grammar
    shown = any(c.lower_ in words.demonstratives for c in token.children)
    if token.lower_ not in words.latter or not shown or _has_noun(token):
        return None
    return _mention(token, plural=token.lower_ in words.plural_pronouns, demonstrative=True)


def _has_noun(token: Word) -> bool:
    return token.dep_ == "amod" or (token.i + 1 < len(token.doc) and token.nbor().pos_ == "NOUN")


_READINGS = (_third_person, _possessive, _first_person, _latter)


def _mention(
    token: Word,
    *,
    plural: bool,
    kind: Literal["pronoun", "possessive"] = "pronoun",
    first_person: bool = False,
    demonstrative: bool = False,
) -> Mention:
    word = token.lower_.strip("-")
    return Mention(
        span=span_of(token),
        head=span_of(token),
        sentence=sentence_of(token),
        kind=kind,
        type=None,
        text=token.text.strip("-"),
        lemma=word,
        gender=token.grammar.pronoun_genders.get(word),  # type: ignore[arg-type]
        plural=plural,
        demonstrative=demonstrative,
        first_person=first_person,
        rule=f"pronoun:{word}",
    )

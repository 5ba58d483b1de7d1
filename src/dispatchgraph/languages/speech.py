"""Who says what: the verbs and cues of attribution of a language.

File: `LANGUAGE/speech.toml`, described in `docs/lexicon.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from dispatchgraph.errors import KnowledgeError
from dispatchgraph.languages import table
from dispatchgraph.languages.expressions import parse_expression

__all__ = ["Cue", "Speech", "SpeechVerb", "speech"]

_FLAGS = ("quotes", "clause", "infinitive", "noun", "factive")


@dataclass(frozen=True, kw_only=True)
class SpeechVerb:
    """A verb of saying, and what it takes as its content."""

    words: tuple[str, ...]
    reflexive: bool
    kind: str
    quotes: bool = False
    clause: bool = False
    infinitive: bool = False
    noun: bool = False
    factive: bool = False


@dataclass(frozen=True, kw_only=True)
class Cue:
    """A preposition or phrase that attributes what stands beside it."""

    words: tuple[str, ...]
    weak: bool = False


@dataclass(frozen=True, kw_only=True)
class Speech:
    """All of `speech.toml`, by first word."""

    verbs: Mapping[str, tuple[SpeechVerb, ...]]
    cues: Mapping[str, tuple[Cue, ...]]
    sources: frozenset[str]


_Entry = TypeVar("_Entry", SpeechVerb, Cue)


def _verb(entry: dict[str, Any], lemma: str, language: str) -> SpeechVerb:
    if unknown := set(entry) - {"lemmas", "kind", *_FLAGS}:
        raise KnowledgeError(f"{language}/speech: {lemma}: unknown key {', '.join(sorted(unknown))}")
    expression = parse_expression(lemma, language)
    return SpeechVerb(
        words=expression.words,
        reflexive=expression.reflexive,
        kind=str(entry.get("kind", "say")),
        **{flag: bool(entry.get(flag)) for flag in _FLAGS},
    )


def _cue(entry: dict[str, Any], phrase: str) -> Cue:
    return Cue(words=tuple(phrase.replace("'", "' ").split()), weak=bool(entry.get("weak")))


def _indexed(found: Iterable[_Entry]) -> dict[str, tuple[_Entry, ...]]:
    """By first word, the longest first."""
    by_word: dict[str, list[_Entry]] = {}
    for each in found:
        by_word.setdefault(each.words[0], []).append(each)
    return {word: tuple(sorted(all_, key=lambda e: -len(e.words))) for word, all_ in by_word.items()}


@cache
def speech(language: str) -> Speech:
    """The lexicon of attribution of `language`; raises `KnowledgeError` for an unknown key."""
    data = table(language, "speech")
    return Speech(
        verbs=_indexed(_verb(entry, lemma, language) for entry in data["verb"] for lemma in entry["lemmas"]),
        cues=_indexed(_cue(entry, phrase) for entry in data["cue"] for phrase in entry["lemmas"]),
        sources=frozenset(lemma for e in data.get("source", ()) for lemma in e["lemmas"]),
    )

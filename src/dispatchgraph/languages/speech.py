"""Who says what: the verbs and cues of attribution of a language.

File: `LANGUAGE/speech.toml`, described in `docs/lexicon.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dispatchgraph.errors import KnowledgeError
from dispatchgraph.languages import table

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


def _verb(where: str, entry: dict[str, object], lemma: str) -> SpeechVerb:
    if unknown := set(entry) - {"lemmas", "kind", *_FLAGS}:
        raise KnowledgeError(f"{where}: {lemma}: unknown key {', '.join(sorted(unknown))}")
    return SpeechVerb(
        words=tuple(lemma.removeprefix("se ").removeprefix("s'").split()),
        reflexive=lemma.startswith(("se ", "s'")),
        kind=str(entry.get("kind", "say")),
        **{flag: bool(entry.get(flag)) for flag in _FLAGS},
    )


@cache
def speech(language: str) -> Speech:
    """The lexicon of attribution of `language`; raises `KnowledgeError` for an unknown key."""
    data = table(language, "speech")
    verbs: dict[str, list[SpeechVerb]] = {}
    for entry in data["verb"]:
        for lemma in entry["lemmas"]:
            verb = _verb(f"{language}/speech", entry, lemma)
            verbs.setdefault(verb.words[0], []).append(verb)
    cues: dict[str, list[Cue]] = {}
    for entry in data["cue"]:
        for phrase in entry["lemmas"]:
            words = tuple(phrase.replace("'", "' ").split())
            cues.setdefault(words[0], []).append(Cue(words=words, weak=bool(entry.get("weak"))))
    return Speech(
        verbs={w: tuple(sorted(vs, key=lambda v: -len(v.words))) for w, vs in verbs.items()},
        cues={w: tuple(sorted(cs, key=lambda c: -len(c.words))) for w, cs in cues.items()},
        sources=frozenset(lemma for e in data.get("source", ()) for lemma in e["lemmas"]),
    )

"""The event lexicon of a language: which words tell which event, and who stands where around them.

Files: `LANGUAGE/events/*.toml`, tables `[[verb]]` and `[[noun]]`, described in `docs/lexicon.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

from dispatchgraph.errors import KnowledgeError
from dispatchgraph.languages import table
from dispatchgraph.languages.expressions import parse_expression
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Status

__all__ = ["EventLexicon", "Frame", "Governor", "Modality", "citation", "event_lexicon", "modality"]

ROLES = frozenset({"agent", "patient", "recipient", "instrument", "place", "about", "none"})
_VERB_KEYS = frozenset({
    "class", "lemmas", "subject", "object", "preps", "needs", "object_is", "subject_is", "prep_is", "with", "without",
    "voice", "status",
})  # fmt: skip
_NOUN_KEYS = frozenset({
    "class", "lemmas", "de", "preps", "adjective", "with", "without", "de_is", "prep_is", "governed_by", "status",
})  # fmt: skip


_WORDS = ("subject", "object", "adjective", "voice", "status")
_SETS = ("needs", "object_is", "subject_is", "de_is", "governed_by", "without")


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One word or expression that tells an event, and the roles of what stands around it."""

    type: str
    words: tuple[str, ...]  #: lemmas: the verb (or head noun) first, then what must hang below it
    lemma: str  #: the expression as a dictionary would list it: «se retirer», «mettre veto»
    reflexive: bool = False
    noun: bool = False
    subject: str = "agent"
    object: str = "patient"
    de: tuple[str, ...] = ()
    adjective: str = "agent"
    preps: Mapping[str, str] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    object_is: frozenset[str] = frozenset()
    subject_is: frozenset[str] = frozenset()
    de_is: frozenset[str] = frozenset()
    prep_is: Mapping[str, frozenset[str]] = field(default_factory=dict)
    governed_by: frozenset[str] = frozenset()  #: lemmas one of which must stand right above a noun
    with_any: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    voice: str = ""
    status: Status | Literal[""] = ""
    rule: str = ""

    @cached_property
    def conditions(self) -> int:
        """How much this frame asks for: of two that fit, the choosier is meant."""
        asked = (self.needs, self.object_is, self.subject_is, self.de_is, self.prep_is, self.with_any, self.voice)
        return sum(bool(c) for c in (*asked, self.governed_by))


@dataclass(frozen=True, kw_only=True)
class EventLexicon:
    """All frames of a language, by the first lemma; the most telling first."""

    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]


def _tables(language: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    folder = files("dispatchgraph.languages").joinpath(language, "events")
    for name in sorted(p.name.removesuffix(".toml") for p in folder.iterdir() if p.name.endswith(".toml")):
        for kind, entries in table(language, f"events/{name}").items():
            for entry in entries:
                yield f"{language}/events/{name}", kind, entry


def _check(where: str, entry: dict[str, Any], keys: frozenset[str]) -> None:
    unknown = set(entry) - keys
    if unknown:
        raise KnowledgeError(f"{where}: {entry.get('class')}: unknown key {', '.join(sorted(unknown))}")
    roles = [entry.get("subject", "agent"), entry.get("object", "patient"), entry.get("adjective", "agent")]
    roles += [*entry.get("preps", {}).values(), *entry.get("de", [])]
    if wrong := set(roles) - ROLES:
        raise KnowledgeError(f"{where}: {entry.get('class')}: unknown role {', '.join(sorted(wrong))}")


def citation(words: tuple[str, ...], *, reflexive: bool, language: str) -> str:
    """An expression as a dictionary would list it.

    >>> citation(("retirer",), reflexive=True, language="fr")
    'se retirer'
    """
    return " ".join((grammar(language).reflexive, *words) if reflexive else words)


def _given(entry: dict[str, Any]) -> dict[str, Any]:
    """The keys of an entry that a frame takes as they are, or as sets."""
    words = {key: entry[key] for key in _WORDS if key in entry}
    return words | {key: frozenset(entry[key]) for key in _SETS if key in entry}


def _frame(where: str, entry: dict[str, Any], lemma: str, *, noun: bool, language: str) -> Frame:
    expression = parse_expression(lemma, language)
    return Frame(
        type=entry["class"],
        words=expression.words,
        lemma=citation(expression.words, reflexive=expression.reflexive, language=language),
        reflexive=expression.reflexive,
        noun=noun,
        de=tuple(entry.get("de", ())),
        preps=entry.get("preps", {}),
        prep_is={p: frozenset(k) for p, k in entry.get("prep_is", {}).items()},
        with_any=frozenset(entry.get("with", ())),
        rule=f"{where}#{entry['class']}:{lemma}",
        **_given(entry),
    )


def _index(frames: list[Frame]) -> dict[str, tuple[Frame, ...]]:
    by_word: dict[str, list[Frame]] = {}
    for frame in frames:
        by_word.setdefault(frame.words[0], []).append(frame)
    return {w: tuple(sorted(fs, key=lambda f: (-len(f.words), -f.conditions))) for w, fs in by_word.items()}


@cache
def event_lexicon(language: str) -> EventLexicon:
    """The frames of `language`; raises `KnowledgeError` for an unknown key, role or kind of table."""
    verbs: list[Frame] = []
    nouns: list[Frame] = []
    for where, kind, entry in _tables(language):
        if kind not in {"verb", "noun"}:
            raise KnowledgeError(f"{where}: unknown table [[{kind}]]")
        noun = kind == "noun"
        _check(where, entry, _NOUN_KEYS if noun else _VERB_KEYS)
        frames = (_frame(where, entry, lemma, noun=noun, language=language) for lemma in entry["lemmas"])
        (nouns if noun else verbs).extend(frames)
    return EventLexicon(verbs=_index(verbs), nouns=_index(nouns))


@dataclass(frozen=True, kw_only=True)
class Governor:
    """A word that says how real the event below it is."""

    words: tuple[str, ...]
    reflexive: bool
    status: Status
    scope: str  #: "object", "noun", "clause", "subject" or "both"
    past: Status | Literal[""]  #: the status in a compound past: «a dû démissionner» happened; "" for the same
    presupposes: bool  #: a proposal that it takes was made: «rejette une offre»
    rule: str


@dataclass(frozen=True, kw_only=True)
class Modality:
    """The governors of a language by their first lemma, longest first."""

    governors: Mapping[str, tuple[Governor, ...]]


@cache
def modality(language: str) -> Modality:
    """What `LANGUAGE/modality.toml` says of governing words."""
    found: dict[str, list[Governor]] = {}
    for entry in table(language, "modality").get("governor", []):
        for lemma in entry["lemmas"]:
            governor = _governor(entry, lemma, language)
            found.setdefault(governor.words[0], []).append(governor)
    return Modality(governors={w: tuple(sorted(g, key=lambda x: -len(x.words))) for w, g in found.items()})


def _governor(entry: dict[str, Any], lemma: str, language: str) -> Governor:
    expression = parse_expression(lemma, language)
    return Governor(
        words=expression.words,
        reflexive=expression.reflexive,
        status=entry["status"],
        scope=entry.get("scope", "object"),
        past=entry.get("past", ""),
        presupposes=bool(entry.get("presupposes")),
        rule=f"{language}/modality#{lemma}",
    )

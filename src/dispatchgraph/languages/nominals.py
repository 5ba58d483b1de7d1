"""The nouns and adjectives of a language that denote entities, and the given names that betray a person.

Files: `LANGUAGE/nominals.toml` and `LANGUAGE/names.toml`, described in `docs/lexicon.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from dispatchgraph.errors import KnowledgeError
from dispatchgraph.languages import table

__all__ = ["ActorAdjective", "Lemmas", "Names", "Nominal", "Nominals", "Synonyms", "lemmas", "names", "nominals"]

_ARTICLES = frozenset({"le", "la", "les", "l"})
_TABLES = frozenset({"noun", "adjective", "synonym", "part", "title"})
_KEYS = frozenset({"class", "lemmas", "post", "collective", "unique", "of_state"})


@dataclass(frozen=True, kw_only=True)
class Nominal:
    """A noun or nominal expression that denotes an entity of a class."""

    words: tuple[str, ...]
    type: str
    part: bool = False  #: a part of the place it is «de»: «le nord», «la partie est»
    post: bool = False  #: holding it ties a person to a body
    collective: bool = False
    unique: bool = False
    of_state: bool = False


@dataclass(frozen=True, kw_only=True)
class ActorAdjective:
    """An adjective that stands for an actor: «gouvernemental»."""

    type: str
    noun: str


@dataclass(frozen=True, kw_only=True)
class Synonyms:
    """Nouns that may denote one thing in one dispatch; `general` ones may take up any of the others."""

    type: str
    lemmas: frozenset[str]
    general: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Nominals:
    """All of `nominals.toml`, indexed by first word."""

    nouns: Mapping[str, tuple[Nominal, ...]]
    adjectives: Mapping[str, ActorAdjective]
    synonyms: tuple[Synonyms, ...]
    titles: Mapping[str, str]  #: title and its gender, "" where it has none

    def exact(self, phrase: str) -> Nominal | None:
        """The entry whose words are exactly `phrase`."""
        words = split(phrase)
        return next((n for n in self.nouns.get(words[0], ()) if n.words == words), None) if words else None


def split(phrase: str) -> tuple[str, ...]:
    """The words of an expression without its articles.

    >>> split("chef de l'état")
    ('chef', 'de', 'état')
    """
    return tuple(w for w in phrase.replace("'", " ").replace("’", " ").split() if w not in _ARTICLES)


def _nominals(where: str, entry: dict[str, Any]) -> list[Nominal]:
    if unknown := set(entry) - _KEYS:
        raise KnowledgeError(f"{where}: {entry.get('lemmas', ['?'])[0]}: unknown key {', '.join(sorted(unknown))}")
    flags = {k: bool(entry.get(k)) for k in ("post", "collective", "unique", "of_state")}
    return [Nominal(words=split(lemma), type=entry["class"], **flags) for lemma in entry["lemmas"]]


@cache
def nominals(language: str) -> Nominals:
    """The nominal lexicon of `language`; raises `KnowledgeError` for an unknown key or table."""
    where, data = f"{language}/nominals", table(language, "nominals")
    if unknown := set(data) - _TABLES:
        raise KnowledgeError(f"{where}: unknown table {', '.join(sorted(unknown))}")
    by_word: dict[str, list[Nominal]] = {}
    parts = [replace(n, part=True) for entry in data.get("part", ()) for n in _nominals(where, entry)]
    for nominal in (*(n for entry in data["noun"] for n in _nominals(where, entry)), *parts):
        by_word.setdefault(nominal.words[0], []).append(nominal)
    return Nominals(
        nouns={w: tuple(sorted(ns, key=lambda n: -len(n.words))) for w, ns in by_word.items()},
        adjectives={
            lemma: ActorAdjective(type=e["class"], noun=e["noun"])
            for e in data.get("adjective", ())
            for lemma in e["lemmas"]
        },
        synonyms=tuple(
            Synonyms(type=e.get("class", ""), lemmas=frozenset(e["lemmas"]), general=frozenset(e.get("general", ())))
            for e in data.get("synonym", ())
        ),
        titles={lemma: e.get("gender", "") for e in data.get("title", ()) for lemma in e["lemmas"]},
    )


@dataclass(frozen=True, kw_only=True)
class Names:
    """Given names with their gender ("" where both), and the particles inside family names."""

    given: Mapping[str, str]
    particles: frozenset[str]


@cache
def names(language: str) -> Names:
    """What `LANGUAGE/names.toml` lists."""
    data = table(language, "names")
    given = dict.fromkeys(data.get("given_f", ()), "f") | dict.fromkeys(data.get("given_m", ()), "m")
    return Names(given=given | dict.fromkeys(data.get("ambiguous", ()), ""), particles=frozenset(data["particles"]))


@dataclass(frozen=True, kw_only=True)
class Lemmas:
    """Right lemmas for word forms that the model lemmatises wrongly."""

    of: Mapping[str, str]  #: of any word
    verbs: Mapping[str, str]  #: of forms tagged as verbs
    participles: Mapping[str, str]  #: verb of a participle tagged as an adjective


@cache
def lemmas(language: str) -> Lemmas:
    """What `LANGUAGE/lemmas.toml` corrects."""
    data = table(language, "lemmas")
    return Lemmas(of=data["spacy_lemma"], verbs=data["verb"], participles=data["participle"])

"""The nouns and adjectives of a language that denote entities, and the given names that betray a person.

Files: `LANGUAGE/nominals.toml` and `LANGUAGE/names.toml`, described in `docs/lexicon.md`.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dispatchgraph.errors import KnowledgeError
from dispatchgraph.languages import table
from dispatchgraph.languages.syntax import grammar

__all__ = ["ActorAdjective", "Lemmas", "Names", "Nominal", "Nominals", "Synonyms", "lemmas", "names", "nominals"]

_TABLES = frozenset({"noun", "adjective", "synonym", "part", "title"})
_FLAGS = ("post", "collective", "unique", "of_state", "former")
_KEYS = frozenset({"class", "lemmas", *_FLAGS})


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
    former: bool = False  #: a post once held


@dataclass(frozen=True, kw_only=True)
class ActorAdjective:
    """An adjective that stands for an actor: «gouvernemental»."""

    type: str
    noun: str


@dataclass(frozen=True, kw_only=True)
class Synonyms:
    """Nouns that may denote one thing in one dispatch; `general` ones may take up any of the others.

    Where there are no others, they take up whatever of the class has a name.
    """

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
    articles: frozenset[str] = frozenset()  #: what expressions are compared without

    def exact(self, phrase: str) -> Nominal | None:
        """The entry whose words are exactly `phrase`."""
        words = split(phrase, self.articles)
        return next((n for n in self.nouns.get(words[0], ()) if n.words == words), None) if words else None


def split(phrase: str, articles: Container[str]) -> tuple[str, ...]:
    """The words of an expression without its articles.

    >>> split("chef de l'état", {"l"})
    ('chef', 'de', 'état')
    """
    return tuple(w for w in phrase.replace("'", " ").replace("’", " ").split() if w not in articles)


def _entry(entry: dict[str, Any], language: str, *, part: bool = False) -> list[Nominal]:
    if unknown := set(entry) - _KEYS:
        first = entry.get("lemmas", ["?"])[0]
        raise KnowledgeError(f"{language}/nominals: {first}: unknown key {', '.join(sorted(unknown))}")
    flags = {k: bool(entry.get(k)) for k in _FLAGS}
    articles = grammar(language).skipped_articles
    return [Nominal(words=split(lemma, articles), type=entry["class"], part=part, **flags) for lemma in entry["lemmas"]]


def _nouns(data: dict[str, Any], language: str) -> dict[str, tuple[Nominal, ...]]:
    """By first word, the longest first; parts of places after what is no part."""
    by_word: dict[str, list[Nominal]] = {}
    for kind, part in (("noun", False), ("part", True)):
        for entry in data.get(kind, ()):
            for nominal in _entry(entry, language, part=part):
                by_word.setdefault(nominal.words[0], []).append(nominal)
    return {word: tuple(sorted(found, key=lambda n: -len(n.words))) for word, found in by_word.items()}


def _synonyms(entry: dict[str, Any], language: str) -> Synonyms:
    articles = grammar(language).skipped_articles
    lemmas, general = (
        frozenset(" ".join(split(lemma, articles)) for lemma in entry.get(key, ())) for key in ("lemmas", "general")
    )
    return Synonyms(type=entry.get("class", ""), lemmas=lemmas, general=general)


@cache
def nominals(language: str) -> Nominals:
    """The nominal lexicon of `language`; raises `KnowledgeError` for an unknown key or table."""
    data = table(language, "nominals")
    if unknown := set(data) - _TABLES:
        raise KnowledgeError(f"{language}/nominals: unknown table {', '.join(sorted(unknown))}")
    actors = ((lemma, e) for e in data.get("adjective", ()) for lemma in e["lemmas"])
    return Nominals(
        nouns=_nouns(data, language),
        adjectives={lemma: ActorAdjective(type=e["class"], noun=e["noun"]) for lemma, e in actors},
        synonyms=tuple(_synonyms(e, language) for e in data.get("synonym", ())),
        titles={lemma: e.get("gender", "") for e in data.get("title", ()) for lemma in e["lemmas"]},
        articles=grammar(language).skipped_articles,
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
    finite: Mapping[str, str]  #: verb of a form that is nothing else, whatever its tag
    participles: Mapping[str, str]  #: verb of a participle tagged as an adjective


@cache
def lemmas(language: str) -> Lemmas:
    """What `LANGUAGE/lemmas.toml` corrects."""
    data = table(language, "lemmas")
    return Lemmas(of=data["spacy_lemma"], verbs=data["verb"], participles=data["participle"], finite=data["finite"])

"""Which events bring others about, and how a language says so: `LANGUAGE/causes.toml`, see `docs/lexicon.md`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dispatchgraph.languages.entries import Entries
from dispatchgraph.languages.syntax import grammar

__all__ = ["CauseGrammar", "cause_grammar"]


@dataclass(frozen=True, kw_only=True)
class CauseGrammar:
    """All of `causes.toml`; prepositions as the parse has them: «au cours de» is «à cours de»."""

    effects: frozenset[str]  #: classes of what is brought about
    causes: frozenset[str]  #: classes of what brings it about
    local: frozenset[str]  #: classes of causes that are where their effects are
    links: frozenset[str]  #: prepositions between the two
    coinciding: frozenset[str]  #: prepositions that bring a cause unless it is long
    long: frozenset[str]  #: lemmas of events that last
    involved: frozenset[str]  #: lemmas whose complement a cause right behind them is


def _classes(read: Entries, name: str) -> frozenset[str]:
    read.check(f"[{name}]", read.data.get(name, {}), {"classes"})
    return frozenset(read.get(name, "classes"))


def _links(read: Entries, key: str, language: str) -> frozenset[str]:
    return frozenset(_plain(words, language) for words in read.get("links", key))


def _plain(words: str, language: str) -> str:
    """A preposition without articles and contractions.

    >>> _plain("au cours de", "fr"), _plain("à la suite de", "fr")
    ('à cours de', 'à suite de')
    """
    known = grammar(language)
    kept = (w for w in words.lower().split() if w not in known.skipped_articles)
    return " ".join(known.contracted.get(w, w) for w in kept)


@cache
def cause_grammar(language: str) -> CauseGrammar:
    """What `causes.toml` of `language` says; raises `KnowledgeError`, by file and entry, for what is wrong in it."""
    read = Entries(language, "causes", tables=("effects", "causes", "local", "links", "long", "involved"))
    return CauseGrammar(
        effects=_classes(read, "effects"),
        causes=_classes(read, "causes"),
        local=_classes(read, "local"),
        links=_links(read, "prepositions", language),
        coinciding=_links(read, "coinciding", language),
        long=read.word_set("long", "lemmas"),
        involved=read.word_set("involved", "lemmas"),
    )

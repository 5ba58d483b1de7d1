"""The grammatical words of a language, from `LANGUAGE/language.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dispatchgraph.errors import KnowledgeError
from dispatchgraph.languages import table

__all__ = ["Grammar", "grammar"]


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """Closed classes of words that the syntax rules ask for."""

    negations: frozenset[str]
    particle: frozenset[str]
    restriction: frozenset[str]
    subject_relatives: frozenset[str]
    object_relatives: frozenset[str]
    genitive_relatives: frozenset[str]
    place_relatives: frozenset[str]
    if_words: frozenset[str]
    etre: frozenset[str]
    object_control: frozenset[str]
    contracted: Mapping[str, str]
    locative: frozenset[str]
    strict_locative: frozenset[str]
    compound_prepositions: frozenset[str]
    quantities: frozenset[str]
    actor_prepositions: frozenset[str]
    stative: frozenset[str]
    light: frozenset[str]
    not_names: frozenset[str]
    ordinary_particles: frozenset[str]
    pronouns: frozenset[str]
    possessives: frozenset[str]
    first_person: frozenset[str]
    demonstratives: frozenset[str]
    definites: frozenset[str]
    latter: frozenset[str]
    cardinals: frozenset[str]
    compass: frozenset[str]
    been: frozenset[str]
    inchoative: frozenset[str]
    before_que: frozenset[str]
    have: frozenset[str]
    state_nouns: frozenset[str]
    future: tuple[str, ...]
    conditional: tuple[str, ...]
    irregular_futures: frozenset[str]
    infinitives: tuple[str, ...]
    er_endings: tuple[str, ...]
    support: Mapping[str, str]  #: support verb → role of its subject


_ORDERED = frozenset({"future", "conditional", "infinitives", "er_endings"})


@cache
def grammar(language: str) -> Grammar:
    """The `[syntax]` table of `language`; raises `KnowledgeError` where a list is missing."""
    data = table(language, "language").get("syntax", {})
    try:
        return Grammar(
            if_words=frozenset(data["if"]),
            contracted=data["contracted"],
            support={lemma: e["role"] for e in data["support"] for lemma in e["lemmas"]},
            **{
                name: tuple(data[name]) if name in _ORDERED else frozenset(data[name])
                for name in Grammar.__dataclass_fields__
                if name not in {"if_words", "contracted", "support"}
            },  # type: ignore[arg-type]
        )
    except KeyError as missing:
        raise KnowledgeError(f"{language}/language: [syntax] lacks {missing}") from missing

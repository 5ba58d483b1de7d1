"""The grammatical words of a language, from the `[syntax]` table of `LANGUAGE/language.toml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from dispatchgraph.errors import KnowledgeError
from dispatchgraph.languages import table

__all__ = ["Grammar", "grammar"]


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """Closed classes of words, in lower case, that the syntax rules ask for; the file says what each is for."""

    # negation and reality
    negations: frozenset[str]
    particle: frozenset[str]
    restriction: frozenset[str]
    quantified_negations: frozenset[str]
    no_longer: str
    if_words: frozenset[str]
    without: frozenset[str]
    purposes: frozenset[str]
    after: frozenset[str]
    ceasing: frozenset[str]
    excluding: frozenset[str]

    # clauses
    subject_relatives: frozenset[str]
    object_relatives: frozenset[str]
    genitive_relatives: frozenset[str]
    place_relatives: frozenset[str]
    partitives: frozenset[str]
    before_que: frozenset[str]
    conjunctions: frozenset[str]
    joints: frozenset[str]

    # verbs
    be: str
    been: frozenset[str]
    allies: frozenset[str]
    compass: frozenset[str]
    spokesmen: frozenset[str]
    have: frozenset[str]
    auxiliaries: frozenset[str]
    etre: frozenset[str]
    reflexive: str
    reflexive_prefixes: tuple[str, ...]
    reflexive_pronouns: frozenset[str]
    verb_group: frozenset[str]
    object_control: frozenset[str]
    stative: frozenset[str]
    light: frozenset[str]
    adverbial_nouns: Mapping[str, str]  #: noun → preposition
    charging: frozenset[str]
    clause_status: Mapping[str, str]  #: first word of a conjunction → how real the clause is
    causatives: frozenset[str]
    inchoative: frozenset[str]
    happening: tuple[tuple[str, ...], ...]  #: the words of each expression
    support: Mapping[str, str]  #: support verb → role of its subject
    plain_roles: Mapping[str, str]  #: preposition → role beside a verb outside the event lexicon
    future: tuple[str, ...]
    conditional: tuple[str, ...]
    irregular_futures: frozenset[str]
    infinitives: tuple[str, ...]
    er_endings: tuple[str, ...]
    participle_endings: tuple[str, ...]
    present_participles: tuple[str, ...]

    # prepositions
    of: str
    to: str
    by: str
    between: str
    against: str
    contracted: Mapping[str, str]
    fused_prepositions: frozenset[str]
    genitives: frozenset[str]
    singular_genitives: frozenset[str]
    bare_genitives: frozenset[str]
    plain_links: frozenset[str]
    complement_openings: frozenset[str]
    partners: frozenset[str]
    posting: frozenset[str]
    speaking_from: frozenset[str]
    speaking_to: frozenset[str]
    carrying: frozenset[str]
    during: frozenset[str]
    under: frozenset[str]
    since: frozenset[str]
    beginnings: frozenset[str]
    rounds: frozenset[str]
    opposing: frozenset[str]
    occasions: frozenset[str]
    when: frozenset[str]
    periods: frozenset[str]
    postponing: frozenset[str]
    onto: frozenset[str]
    place_before_name: frozenset[str]
    strict_locative: frozenset[str]
    compound_prepositions: frozenset[str]
    actor_prepositions: frozenset[str]

    # determiners
    articles: frozenset[str]
    skipped_articles: frozenset[str]
    fused_articles: frozenset[str]
    indefinites: frozenset[str]
    plural_articles: frozenset[str]
    plural_determiners: frozenset[str]
    singular_determiners: frozenset[str]
    determiner_genders: Mapping[str, str]
    no_determiners: frozenset[str]
    possessives: frozenset[str]
    demonstratives: frozenset[str]
    cardinals: frozenset[str]
    numerals: frozenset[str]

    # pronouns
    pronouns: frozenset[str]
    clitics: Mapping[str, str]  #: pronoun → the preposition that it holds
    pronoun_genders: Mapping[str, str]
    plural_pronouns: frozenset[str]
    plural_possessives: frozenset[str]
    first_person: frozenset[str]
    plural_first_person: frozenset[str]
    impersonals: frozenset[str]
    latter: frozenset[str]

    # nouns and names
    unmarked_plural: str
    feminine_endings: tuple[str, ...]
    age: str
    quantities: frozenset[str]
    state_nouns: frozenset[str]
    named_after: frozenset[str]
    not_names: frozenset[str]
    portfolios: frozenset[str]
    relational: frozenset[str]
    envoys: frozenset[str]
    personal_nouns: frozenset[str]
    business: frozenset[str]
    local_posts: frozenset[str]
    either: frozenset[str]
    determined: frozenset[str]
    counterparts: frozenset[str]
    leading: frozenset[str]
    own_bodies: frozenset[str]
    portfolio_links: frozenset[str]
    ordinary_particles: frozenset[str]


_MAKERS: Mapping[str, Callable[[Any], object]] = {
    "str": str,
    "frozenset[str]": frozenset,
    "tuple[str, ...]": tuple,
    "Mapping[str, str]": dict,
    "tuple[tuple[str, ...], ...]": tuple,
}


@cache
def grammar(language: str) -> Grammar:
    """The `[syntax]` table of `language`; raises `KnowledgeError` where a list is missing."""
    data = dict(table(language, "language").get("syntax", {}))
    try:
        data["if_words"] = data["if"]
        data["happening"] = (tuple(words.split()) for words in data["happening"])
        data["support"] = {lemma: entry["role"] for entry in data["support"] for lemma in entry["lemmas"]}
        return Grammar(**{f.name: _MAKERS[str(f.type)](data[f.name]) for f in fields(Grammar)})  # type: ignore[arg-type]
    except KeyError as missing:
        raise KnowledgeError(f"{language}/language: [syntax] lacks {missing}") from missing

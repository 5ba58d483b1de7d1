"""How a language writes numbers, and what they measure: `LANGUAGE/figures.toml`, described in `docs/lexicon.md`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, get_args

from dispatchgraph.languages.entries import Entries
from dispatchgraph.model import Bound

__all__ = [
    "MEASURES", "BoundWords", "EventMeasure", "FigureGrammar", "RangeWords", "Unit", "VerbMeasure", "figure_grammar",
]  # fmt: skip

MEASURES = frozenset({
    "killed", "injured", "displaced", "evacuated", "arrested", "missing", "strength", "population", "share", "duration",
    "amount", "change", "votes", "other",
})  # fmt: skip
_KINDS = frozenset({"percent", "point", "duration", "quantity", "money"})
_TABLES = (
    "number", "scales", "symbol_scales", "collectives", "collective", "bound", "bound_verbs", "range", "unit",
    "currency", "skip", "age", "single", "numbered", "quantity", "noun", "people", "event", "verb", "of", "change",
    "subset", "votes",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class BoundWords:
    """Words on either side of a number that say how exact it is."""

    bound: Bound
    before: tuple[str, ...]
    after: tuple[str, ...]
    verbs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RangeWords:
    """What opens a range («entre») and links its ends («et»); nothing opens «20 à 25»."""

    open: tuple[str, ...]
    link: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What a number is a number of, where that is no thing: percent, money, time, length."""

    kind: str
    code: str | None
    certain: bool = True  #: no: the word also names things, as «livres» does


@dataclass(frozen=True, kw_only=True)
class VerbMeasure:
    """What a verb does to its subject or object."""

    measure: str
    role: str
    with_any: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class EventMeasure:
    """What an event does to those who stand in a role of it."""

    measure: str
    people: bool  #: holds only of people


@dataclass(frozen=True, kw_only=True)
class FigureGrammar:
    """All of `figures.toml`; words are in lower case."""

    decimal: str
    thousands: tuple[str, ...]
    words: tuple[str, ...]
    never_first: frozenset[str]  #: number words that need another before them: «millions»
    joins: tuple[str, ...]
    ones: frozenset[str]
    before_article: frozenset[str]
    of: tuple[str, ...]  #: the preposition after a noun of quantity, with its space: «de », «d'»
    contracted_of: frozenset[str]  #: the same with an article in it
    half: tuple[str, ...]
    among_them: tuple[str, ...]  #: « d'entre eux»
    of_it: frozenset[str]  #: the pronoun for what is counted: «en»
    plural_endings: tuple[str, ...]
    level_verbs: tuple[str, ...]
    others: frozenset[str]
    scales: Mapping[str, Decimal]
    symbol_scales: Mapping[str, Decimal]
    collectives: Mapping[str, Decimal]
    collective_one: frozenset[str]
    collective_definite: frozenset[str]
    collective_vague: frozenset[str]
    collective_adjectives: tuple[str, ...]
    bounds: tuple[BoundWords, ...]
    bound_adverbs: tuple[str, ...]
    bound_articles: tuple[str, ...]
    ranges: tuple[RangeWords, ...]
    units: Mapping[str, Unit]  #: as written: «km» is no «KM»
    skip_nouns: frozenset[str]
    labels: frozenset[str]
    definites: frozenset[str]
    definite_below: int
    ratio: frozenset[str]
    ratio_to: int
    years: range
    age_units: frozenset[str]
    age_below: int
    age_words: tuple[str, ...]
    age_approximate: tuple[str, ...]
    age_prepositions: frozenset[str]
    age_not_after: frozenset[str]
    age_opens: frozenset[str]
    age_closes: frozenset[str]
    lasting: frozenset[str]
    single_nouns: frozenset[str]
    single_weak: frozenset[str]
    single_prepositions: frozenset[str]
    numbered: frozenset[str]
    numbered_links: frozenset[str]
    quantity_nouns: frozenset[str]
    nouns: Mapping[str, str]  #: noun → measure
    strong: frozenset[str]  #: nouns whose measure no event changes
    people: frozenset[str]
    crowd: frozenset[str]
    staff_verbs: frozenset[str]
    events: Mapping[tuple[str, str], EventMeasure]  #: event class and role → measure
    verbs: Mapping[str, tuple[VerbMeasure, ...]]
    of_nouns: Mapping[str, str]
    change_verbs: frozenset[str]
    change_nouns: frozenset[str]
    comparing: frozenset[str]
    change_after: tuple[str, ...]
    subset_cues: tuple[str, ...]
    subset_between: tuple[str, ...]
    subset_continues: tuple[str, ...]
    vote_links: frozenset[str]


def _bounds(read: Entries) -> tuple[BoundWords, ...]:
    found = []
    for entry in read.each("bound", keys=("bound", "before", "after", "verbs"), needs=("bound",)):
        read.one_of("[[bound]]", entry["bound"], get_args(Bound), what="bound")
        before, after, verbs = (tuple(entry.get(key, ())) for key in ("before", "after", "verbs"))
        found.append(BoundWords(bound=entry["bound"], before=before, after=after, verbs=verbs))
    return tuple(found)


def _ranges(read: Entries) -> tuple[RangeWords, ...]:
    entries = read.each("range", keys=("open", "link"), needs=("link",))
    return tuple(RangeWords(open=tuple(e.get("open", ())), link=tuple(e["link"])) for e in entries)


def _units(read: Entries) -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for entry in read.each("unit", keys=("kind", "unit", "words", "uncertain"), needs=("kind", "words")):
        read.one_of(f"[[unit]] {entry.get('unit', '')}", entry["kind"], _KINDS, what="kind")
        doubtful = set(entry.get("uncertain", ()))
        for word in entry["words"]:
            found[word] = Unit(kind=entry["kind"], code=entry.get("unit"), certain=word not in doubtful)
    for code, words in read.data.get("currency", {}).items():
        if len(code) != 3 or not code.isupper():
            read.fail("[currency]", f"no ISO 4217 code: {code!r}")
        found |= {w: Unit(kind="money", code=code) for w in words}
    return found


def _measuring(read: Entries, name: str, *keys: str) -> list[dict[str, Any]]:
    """The entries of a table that gives measures."""
    entries = read.each(name, keys=("measure", *keys), needs=("measure",))
    for number, entry in enumerate(entries, start=1):
        read.one_of(f"[[{name}]] {number}", entry["measure"], MEASURES, what="measure")
    return entries


def _events(read: Entries) -> dict[tuple[str, str], EventMeasure]:
    return {
        (kind, role): EventMeasure(measure=e["measure"], people=bool(e.get("people")))
        for e in _measuring(read, "event", "types", "roles", "people")
        for kind in e["types"]
        for role in e["roles"]
    }


def _verbs(read: Entries) -> dict[str, tuple[VerbMeasure, ...]]:
    found: dict[str, tuple[VerbMeasure, ...]] = {}
    for entry in _measuring(read, "verb", "role", "with", "lemmas"):
        read.one_of(f"[[verb]] {entry['lemmas'][0]}", entry.get("role"), ("subject", "object"), what="role")
        verb = VerbMeasure(measure=entry["measure"], role=entry["role"], with_any=frozenset(entry.get("with", ())))
        for lemma in entry["lemmas"]:
            found[lemma] = (*found.get(lemma, ()), verb)
    return found


def _numbers(read: Entries) -> dict[str, Any]:
    """How numbers are written."""
    return {
        "decimal": read.get("number", "decimal"),
        **{name: read.words("number", name) for name in ("thousands", "words", "joins", "of", "half", "among_them")},
        **{name: read.words("number", name) for name in ("plural_endings", "level_verbs")},
        **{
            name: read.word_set("number", name)
            for name in ("never_first", "ones", "before_article", "contracted_of", "of_it", "others")
        },
        "scales": read.values("scales"),
        "symbol_scales": read.values("symbol_scales", lower=False),
        "collectives": read.values("collectives"),
        **{f"collective_{kind}": read.word_set("collective", kind) for kind in ("one", "definite", "vague")},
        "collective_adjectives": read.words("collective", "adjectives"),
        "bounds": _bounds(read),
        "bound_adverbs": read.words("bound_verbs", "adverbs"),
        "bound_articles": read.words("bound_verbs", "articles"),
        "ranges": _ranges(read),
        "units": _units(read),
    }


def _refused(read: Entries) -> dict[str, Any]:
    """What makes a number no figure."""
    return {
        "skip_nouns": read.word_set("skip", "nouns"),
        **{name: read.word_set("skip", name) for name in ("labels", "definites", "ratio")},
        **{name: read.number("skip", name) for name in ("definite_below", "ratio_to")},
        "years": range(read.number("skip", "year_from"), read.number("skip", "year_to")),
        "age_below": read.number("age", "below"),
        "age_words": read.words("age", "words"),
        "age_approximate": read.words("age", "approximate"),
        **{
            f"age_{name}": read.word_set("age", name)
            for name in ("units", "prepositions", "not_after", "opens", "closes")
        },
        "lasting": read.word_set("age", "lasting"),
        **{f"single_{name}": read.word_set("single", name) for name in ("nouns", "weak", "prepositions")},
    }


def _measured(read: Entries) -> dict[str, Any]:
    """What a number says of what it counts."""
    nouns = _measuring(read, "noun", "strong", "lemmas")
    return {
        "numbered": read.word_set("numbered", "nouns"),
        "numbered_links": read.word_set("numbered", "links"),
        "quantity_nouns": read.word_set("quantity", "nouns"),
        "nouns": {lemma: e["measure"] for e in nouns for lemma in e["lemmas"]},
        "strong": frozenset(lemma for e in nouns if e.get("strong") for lemma in e["lemmas"]),
        "people": read.word_set("people", "lemmas"),
        "crowd": read.word_set("people", "crowd"),
        "staff_verbs": read.word_set("people", "staff_verbs"),
        "events": _events(read),
        "verbs": _verbs(read),
        "of_nouns": {lemma: e["measure"] for e in _measuring(read, "of", "lemmas") for lemma in e["lemmas"]},
        "change_verbs": read.word_set("change", "verbs"),
        "change_nouns": read.word_set("change", "nouns"),
        "comparing": read.word_set("change", "comparing"),
        "change_after": read.words("change", "after"),
        **{f"subset_{name}": read.words("subset", name) for name in ("cues", "between", "continues")},
        "vote_links": read.word_set("votes", "links"),
    }


@cache
def figure_grammar(language: str) -> FigureGrammar:
    """The number grammar of `language`; raises `KnowledgeError`, by file and entry, for what is wrong in it."""
    read = Entries(language, "figures", tables=_TABLES)
    return FigureGrammar(**_numbers(read), **_refused(read), **_measured(read))

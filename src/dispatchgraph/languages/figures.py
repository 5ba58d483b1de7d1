"""How a language writes numbers, and what they measure: `LANGUAGE/figures.toml`, described in `docs/lexicon.md`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, get_args

from dispatchgraph.errors import KnowledgeError
from dispatchgraph.languages import table
from dispatchgraph.model import Bound

__all__ = [
    "MEASURES",
    "BoundWords",
    "EventMeasure",
    "FigureGrammar",
    "RangeWords",
    "Unit",
    "VerbMeasure",
    "figure_grammar",
]

MEASURES = frozenset(
    ["killed", "injured", "displaced", "evacuated", "arrested", "missing", "strength", "population", "share"]
    + ["duration", "amount", "change", "votes", "other"]
)
_KINDS = frozenset({"percent", "point", "duration", "quantity", "money"})
_TABLES = frozenset(
    [
        "number",
        "scales",
        "symbol_scales",
        "collectives",
        "collective",
        "bound",
        "bound_verbs",
        "range",
        "unit",
        "currency",
    ]
    + [
        "skip",
        "age",
        "single",
        "numbered",
        "quantity",
        "noun",
        "people",
        "event",
        "verb",
        "of",
        "change",
        "subset",
        "votes",
    ]
)


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
    age_opens: frozenset[str]
    age_closes: frozenset[str]
    lasting: frozenset[str]
    single_nouns: frozenset[str]
    single_weak: frozenset[str]
    single_prepositions: tuple[str, ...]
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
    change_after: tuple[str, ...]
    subset_cues: tuple[str, ...]
    subset_between: tuple[str, ...]
    subset_continues: tuple[str, ...]
    vote_links: frozenset[str]


class _Reader:
    """Reads the tables of one file; every complaint names the file and the entry."""

    def __init__(self, language: str) -> None:
        self.where = f"languages/{language}/figures.toml"
        self.data = table(language, "figures")
        if unknown := set(self.data) - _TABLES:
            self.fail("", f"unknown table {', '.join(sorted(unknown))}")

    def fail(self, entry: str, what: str) -> None:
        raise KnowledgeError(f"{self.where}: {entry + ': ' if entry else ''}{what}")

    def get(self, entry: str, key: str) -> Any:
        if key not in self.data.get(entry, {}):
            self.fail(f"[{entry}]", f"lacks {key}")
        return self.data[entry][key]

    def words(self, entry: str, key: str) -> tuple[str, ...]:
        return tuple(w.lower() for w in self.get(entry, key))

    def number(self, entry: str, key: str) -> int:
        value = self.get(entry, key)
        if not isinstance(value, int):
            self.fail(f"[{entry}]", f"{key} is no whole number: {value!r}")
        return int(value)

    def values(self, entry: str, *, lower: bool = True) -> dict[str, Decimal]:
        found = self.data.get(entry, {})
        if wrong := [k for k, v in found.items() if not isinstance(v, int) or v <= 0]:
            self.fail(f"[{entry}]", f"no positive whole number: {', '.join(wrong)}")
        return {k.lower() if lower else k: Decimal(v) for k, v in found.items()}

    def entries(self, name: str, keys: Iterable[str]) -> list[dict[str, Any]]:
        for entry in self.data.get(name, []):
            if unknown := set(entry) - set(keys):
                self.fail(f"[[{name}]] {entry}"[:60], f"unknown key {', '.join(sorted(unknown))}")
            if entry.get("measure", "other") not in MEASURES:
                self.fail(f"[[{name}]]", f"unknown measure {entry['measure']!r}")
        return list(self.data.get(name, []))

    def by_lemma(self, name: str, keys: Iterable[str]) -> dict[str, str]:
        return {lemma: e["measure"] for e in self.entries(name, keys) for lemma in e["lemmas"]}


def _bounds(read: _Reader) -> tuple[BoundWords, ...]:
    found = []
    for entry in read.entries("bound", ("bound", "before", "after", "verbs")):
        if entry.get("bound") not in get_args(Bound):
            read.fail("[[bound]]", f"unknown bound {entry.get('bound')!r}")
        found.append(
            BoundWords(bound=entry["bound"], **{k: tuple(entry.get(k, ())) for k in ("before", "after", "verbs")})
        )
    return tuple(found)


def _units(read: _Reader) -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for entry in read.entries("unit", ("kind", "unit", "words", "uncertain")):
        if entry.get("kind") not in _KINDS:
            read.fail("[[unit]]", f"unknown kind {entry.get('kind')!r}")
        doubtful = set(entry.get("uncertain", ()))
        for word in entry["words"]:
            found[word] = Unit(kind=entry["kind"], code=entry.get("unit"), certain=word not in doubtful)
    for code, words in read.data.get("currency", {}).items():
        if len(code) != 3 or not code.isupper():
            read.fail("[currency]", f"no ISO 4217 code: {code!r}")
        found |= {w: Unit(kind="money", code=code) for w in words}
    return found


def _events(read: _Reader) -> dict[tuple[str, str], EventMeasure]:
    return {
        (kind, role): EventMeasure(measure=e["measure"], people=bool(e.get("people")))
        for e in read.entries("event", ("types", "roles", "people", "measure"))
        for kind in e["types"]
        for role in e["roles"]
    }


def _verbs(read: _Reader) -> dict[str, tuple[VerbMeasure, ...]]:
    found: dict[str, tuple[VerbMeasure, ...]] = {}
    for entry in read.entries("verb", ("measure", "role", "with", "lemmas")):
        if entry.get("role") not in {"subject", "object"}:
            read.fail("[[verb]]", f"unknown role {entry.get('role')!r}")
        verb = VerbMeasure(measure=entry["measure"], role=entry["role"], with_any=frozenset(entry.get("with", ())))
        for lemma in entry["lemmas"]:
            found[lemma] = (*found.get(lemma, ()), verb)
    return found


def _written(read: _Reader) -> dict[str, Any]:
    """How numbers are written: the fields that `extract.numbers` reads."""
    words: Callable[[str, str], tuple[str, ...]] = read.words
    return {
        "decimal": read.get("number", "decimal"),
        "thousands": words("number", "thousands"),
        "words": words("number", "words"),
        "never_first": frozenset(words("number", "never_first")),
        "joins": words("number", "joins"),
        "ones": frozenset(words("number", "ones")),
        "of": words("number", "of"),
        "contracted_of": frozenset(words("number", "contracted_of")),
        "half": words("number", "half"),
        "among_them": words("number", "among_them"),
        "of_it": frozenset(words("number", "of_it")),
        "plural_endings": words("number", "plural_endings"),
        "scales": read.values("scales"),
        "symbol_scales": read.values("symbol_scales", lower=False),
        "collectives": read.values("collectives"),
        "collective_one": frozenset(words("collective", "one")),
        "collective_definite": frozenset(words("collective", "definite")),
        "collective_vague": frozenset(words("collective", "vague")),
        "collective_adjectives": words("collective", "adjectives"),
        "bounds": _bounds(read),
        "bound_adverbs": words("bound_verbs", "adverbs"),
        "bound_articles": words("bound_verbs", "articles"),
        "ranges": tuple(
            RangeWords(open=tuple(e.get("open", ())), link=tuple(e["link"]))
            for e in read.entries("range", ("open", "link"))
        ),
        "units": _units(read),
    }


def _refused(read: _Reader) -> dict[str, Any]:
    """What makes a number no figure."""
    return {
        "skip_nouns": frozenset(read.words("skip", "nouns")),
        "labels": frozenset(read.words("skip", "labels")),
        "definites": frozenset(read.words("skip", "definites")),
        "definite_below": read.number("skip", "definite_below"),
        "ratio": frozenset(read.words("skip", "ratio")),
        "ratio_to": read.number("skip", "ratio_to"),
        "years": range(read.number("skip", "year_from"), read.number("skip", "year_to")),
        "age_units": frozenset(read.words("age", "units")),
        "age_below": read.number("age", "below"),
        "age_words": read.words("age", "words"),
        "age_approximate": read.words("age", "approximate"),
        "age_opens": frozenset(read.words("age", "opens")),
        "age_closes": frozenset(read.words("age", "closes")),
        "lasting": frozenset(read.words("age", "lasting")),
        "single_nouns": frozenset(read.words("single", "nouns")),
        "single_weak": frozenset(read.words("single", "weak")),
        "single_prepositions": read.words("single", "prepositions"),
    }


def _measured(read: _Reader) -> dict[str, Any]:
    """What a number says of what it counts."""
    nouns = read.entries("noun", ("measure", "strong", "lemmas"))
    return {
        "level_verbs": read.words("number", "level_verbs"),
        "others": frozenset(read.words("number", "others")),
        "numbered": frozenset(read.words("numbered", "nouns")),
        "numbered_links": frozenset(read.words("numbered", "links")),
        "quantity_nouns": frozenset(read.words("quantity", "nouns")),
        "nouns": {lemma: e["measure"] for e in nouns for lemma in e["lemmas"]},
        "strong": frozenset(lemma for e in nouns if e.get("strong") for lemma in e["lemmas"]),
        "people": frozenset(read.words("people", "lemmas")),
        "crowd": frozenset(read.words("people", "crowd")),
        "staff_verbs": frozenset(read.words("people", "staff_verbs")),
        "events": _events(read),
        "verbs": _verbs(read),
        "of_nouns": read.by_lemma("of", ("measure", "lemmas")),
        "change_verbs": frozenset(read.words("change", "verbs")),
        "change_nouns": frozenset(read.words("change", "nouns")),
        "change_after": read.words("change", "after"),
        "subset_cues": read.words("subset", "cues"),
        "subset_between": read.words("subset", "between"),
        "subset_continues": read.words("subset", "continues"),
        "vote_links": frozenset(read.words("votes", "links")),
    }


@cache
def figure_grammar(language: str) -> FigureGrammar:
    """The number grammar of `language`; raises `KnowledgeError`, by file and entry, for what is wrong in it."""
    read = _Reader(language)
    return FigureGrammar(**_written(read), **_refused(read), **_measured(read))

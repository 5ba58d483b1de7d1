"""How a language says when: `LANGUAGE/times.toml`, patterns over tables of words, described in `docs/lexicon.md`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dispatchgraph.languages.entries import Entries

__all__ = ["FORMS", "Relation", "TimeGrammar", "TimePattern", "time_grammar"]

FORMS = frozenset({
    "date", "days", "weekday", "relative", "running", "month", "season", "quarter", "half", "weekend", "year", "decade",
    "clock", "vague",
})  # fmt: skip
_WORDS = {
    "weekday": "weekdays", "month": "months", "unit": "units", "period": "periods", "part": "parts", "half": "halves",
    "ordinal": "ordinals", "season": "seasons", "decade": "decades", "which": "which",
}  # fmt: skip
_TABLES = frozenset({*_WORDS.values(), "day_words", "fragments", "relation", "pattern"})
_KEYS = frozenset({"form", "text", "value", "sign", "relation", "needs_relation", "alone"})
_RELATIONS = frozenset({"at", "from", "since", "until", "before", "after"})
_RELATION_KEYS = ("relation", "direction", "words", "after")
_NAME = re.compile(r"\{([a-z_]+)2?\}")
_MADE = frozenset({"n", "day", "year", "month_number"})  #: names that code gives a pattern to


@dataclass(frozen=True, kw_only=True)
class TimePattern:
    """One way to say when. `text` has {names} for words of the grammar's tables."""

    form: str
    text: str
    value: Mapping[str, int | str] = field(default_factory=dict)
    sign: int = 1  #: what a number in it is multiplied by: «il y a trois jours» is −3
    relation: str | None = None  #: what the pattern itself says
    needs_relation: bool = False
    alone: bool = False  #: no noun may follow: «de 2000 personnes» is no year


@dataclass(frozen=True, kw_only=True)
class Relation:
    """What a word like «depuis» makes of the expression after it."""

    relation: str
    direction: str | None = None  #: where the expression lies whatever the tense


@dataclass(frozen=True, kw_only=True)
class TimeGrammar:
    """All of `times.toml`; words in lower case."""

    words: Mapping[str, Mapping[str, int | str]]  #: «month» → word → what it means
    day_words: Mapping[str, int]
    fragments: Mapping[str, str]
    relations: Mapping[str, Relation]  #: by the words before an expression, which become part of it
    openings: Mapping[str, Relation]  #: by a regular expression for words before it that stay outside
    patterns: tuple[TimePattern, ...]


def _relations(read: Entries) -> dict[str, dict[str, Relation]]:
    """The relations by their words, and by the pattern that must stand before them."""
    by_words: dict[str, Relation] = {}
    openings: dict[str, Relation] = {}
    for number, entry in enumerate(read.each("relation", keys=_RELATION_KEYS, needs=("relation",)), start=1):
        where = f"[[relation]] {number}"
        read.one_of(where, entry["relation"], _RELATIONS, what="relation")
        read.one_of(where, entry.get("direction"), (None, "past", "future"), what="direction")
        relation = Relation(relation=entry["relation"], direction=entry.get("direction"))
        by_words |= {word.lower(): relation for word in entry.get("words", ())}
        if "after" in entry:
            _check_names(read, where, entry["after"])
            openings[entry["after"]] = relation
    return {"relations": by_words, "openings": openings}


def _check_names(read: Entries, where: str, text: str) -> None:
    known = {*_WORDS, *_MADE, *read.data.get("fragments", {})}
    read.check(where, _NAME.findall(text), known, what="name")
    try:
        re.compile(_NAME.sub("x", text))
    except re.error as error:
        read.fail(where, f"no regular expression: {error}")


def _pattern(read: Entries, entry: dict[str, Any], number: int) -> TimePattern:
    where = f"[[pattern]] {number} {entry['text'][:40]!r}"
    read.one_of(where, entry["form"], FORMS, what="form")
    read.one_of(where, entry.get("relation", "at"), _RELATIONS, what="relation")
    _check_names(read, where, entry["text"])
    return TimePattern(**entry)


@cache
def time_grammar(language: str) -> TimeGrammar:
    """The time grammar of `language`; raises `KnowledgeError`, by file and entry, for what is wrong in it."""
    read = Entries(language, "times", tables=_TABLES)
    fragments = dict(read.data.get("fragments", {}))
    for name, text in fragments.items():
        _check_names(read, f"[fragments] {name}", text)
    entries = read.each("pattern", keys=_KEYS, needs=("form", "text"))
    return TimeGrammar(
        words={name: read.meanings(where) for name, where in _WORDS.items()},
        day_words=read.meanings("day_words"),
        fragments=fragments,
        **_relations(read),
        patterns=tuple(_pattern(read, e, i) for i, e in enumerate(entries, start=1)),
    )

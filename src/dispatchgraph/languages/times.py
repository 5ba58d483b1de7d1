"""How a language says when: `LANGUAGE/times.toml`, patterns over tables of words, described in `docs/lexicon.md`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dispatchgraph.errors import KnowledgeError
from dispatchgraph.languages import table

__all__ = ["FORMS", "Relation", "TimeGrammar", "TimePattern", "time_grammar"]

FORMS = frozenset(
    [
        "date",
        "days",
        "weekday",
        "relative",
        "running",
        "month",
        "season",
        "quarter",
        "half",
        "weekend",
        "year",
        "decade",
    ]
    + ["clock", "vague"]
)
_WORDS = {
    "weekday": "weekdays", "month": "months", "unit": "units", "period": "periods", "part": "parts", "half": "halves",
    "ordinal": "ordinals", "season": "seasons", "decade": "decades", "which": "which",
}  # fmt: skip
_TABLES = frozenset({*_WORDS.values(), "day_words", "fragments", "relation", "pattern"})
_KEYS = frozenset({"form", "text", "value", "sign", "relation", "needs_relation", "alone"})
_RELATIONS = frozenset({"at", "since", "until", "before", "after"})
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
    rule: str = ""


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
    relations: Mapping[str, Relation]  #: by the words before an expression
    patterns: tuple[TimePattern, ...]


class _Reader:
    """Reads the tables of one file; every complaint names the file and the entry."""

    def __init__(self, language: str) -> None:
        self.where = f"languages/{language}/times.toml"
        self.data = table(language, "times")
        if unknown := set(self.data) - _TABLES:
            self.fail("", f"unknown table {', '.join(sorted(unknown))}")

    def fail(self, entry: str, what: str) -> None:
        raise KnowledgeError(f"{self.where}: {entry + ': ' if entry else ''}{what}")

    def words(self, name: str) -> dict[str, Any]:
        if not self.data.get(name):
            self.fail(f"[{name}]", "is missing or empty")
        return {word.lower(): meaning for word, meaning in self.data[name].items()}

    def relations(self) -> dict[str, Relation]:
        found: dict[str, Relation] = {}
        for entry in self.data.get("relation", []):
            if entry.get("relation") not in _RELATIONS:
                self.fail("[[relation]]", f"unknown relation {entry.get('relation')!r}")
            if entry.get("direction", "past") not in {"past", "future"}:
                self.fail(f"[[relation]] {entry['relation']}", f"unknown direction {entry['direction']!r}")
            relation = Relation(relation=entry["relation"], direction=entry.get("direction"))
            found |= {word.lower(): relation for word in entry["words"]}
        return found

    def pattern(self, entry: dict[str, Any], number: int) -> TimePattern:
        where = f"[[pattern]] {number} {entry.get('text', '')[:40]!r}"
        if unknown := set(entry) - _KEYS:
            self.fail(where, f"unknown key {', '.join(sorted(unknown))}")
        if entry.get("form") not in FORMS:
            self.fail(where, f"unknown form {entry.get('form')!r}")
        if entry.get("relation", "at") not in _RELATIONS:
            self.fail(where, f"unknown relation {entry['relation']!r}")
        self.check_names(where, entry.get("text", ""))
        return TimePattern(**entry, rule=f"times#{entry['form']}:{number}")

    def check_names(self, where: str, text: str) -> None:
        known = {*_WORDS, *_MADE, *self.data.get("fragments", {})}
        if unknown := set(_NAME.findall(text)) - known:
            self.fail(where, f"unknown name {', '.join(sorted(unknown))}")


@cache
def time_grammar(language: str) -> TimeGrammar:
    """The time grammar of `language`; raises `KnowledgeError`, by file and entry, for what is wrong in it."""
    read = _Reader(language)
    for name, text in read.data.get("fragments", {}).items():
        read.check_names(f"[fragments] {name}", text)
    return TimeGrammar(
        words={name: read.words(where) for name, where in _WORDS.items()},
        day_words=read.words("day_words"),
        fragments=dict(read.data.get("fragments", {})),
        relations=read.relations(),
        patterns=tuple(read.pattern(e, i) for i, e in enumerate(read.data.get("pattern", []), start=1)),
    )

"""What made a statement, and where to mend it: the values of `dg:rule` by the patterns of `rules.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from dispatchgraph.errors import KnowledgeError
from dispatchgraph.explain.explanation import Place, Rule
from dispatchgraph.explain.lexicon import Entry, entries
from dispatchgraph.languages import available
from dispatchgraph.languages.expressions import parse_expression
from dispatchgraph.languages.nominals import split
from dispatchgraph.languages.syntax import grammar

__all__ = ["PACKAGE", "Pattern", "patterns", "read_rule"]

PACKAGE = Path(str(files("dispatchgraph")))  #: the folder of the installed package

_KEYS = frozenset({"pattern", "file", "tables", "words", "code", "fr", "en"})
_SLOT = re.compile(r"\{(\w+)\}")
_SHAPES = {"language": "[a-z]{2,3}", "file": r"[\w-]+(?:/[\w-]+)*", "class": r"\w+"}  # a rule is text from outside


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A form that values of `dg:rule` have."""

    form: re.Pattern[str]
    words: Mapping[str, str]  #: by language
    file: str = ""
    tables: frozenset[str] = frozenset()
    compare: str = ""
    code: str = ""  #: «module:function» below the package


def read_rule(value: str, *, text: str = "fr", language: str = "fr") -> Rule:
    """What the rule called `value` is, in the words of `language`; `text` is the language of the dispatch.

    >>> read_rule("figures#unit", language="en").words
    'a number with its unit'
    """
    for pattern in patterns():
        found = pattern.form.fullmatch(value)
        if found:
            return _rule(value, pattern, found.groupdict(), text=text, language=language)
    return Rule(value=value)


def _rule(value: str, pattern: Pattern, slots: dict[str, str], *, text: str, language: str) -> Rule:
    told = slots | ({"way": _way(slots["way"], language)} if "way" in slots else {})
    said = slots.get("language", text)
    name = pattern.file.format_map(slots)
    path = PACKAGE.joinpath("languages", said, f"{name}.toml") if name and said in available() else None
    found = tuple(_entries(path, pattern, slots, said)) if path else ()
    return Rule(
        value=value,
        words=pattern.words[language].format_map(told),
        places=(*found, *_code(pattern.code)),
        missing=f"languages/{said}/{name}.toml" if name and not found else "",
    )


# --- the entry ----------------------------------------------------------------------------------------------------


def _entries(path: Path, pattern: Pattern, slots: Mapping[str, str], language: str) -> Iterator[Place]:
    """The lines whose lemma is that of the rule; where none is, those that begin with it."""
    same = _SAME[pattern.compare]
    able = [e for e in entries(path) if e.table in pattern.tables and slots.get("class", e.type) == e.type]
    exact = [e for e in able if e.lemma == slots["lemma"]]
    fitting = exact or [e for e in able if same(e, slots["lemma"], language)]
    for line in dict.fromkeys(e.line for e in fitting):
        yield Place(path=path, line=line)


def _never(entry: Entry, lemma: str, language: str) -> bool:
    return False


def _same_verb(entry: Entry, lemma: str, language: str) -> bool:
    return parse_expression(entry.lemma, language).words[0] == lemma


def _same_cue(entry: Entry, lemma: str, language: str) -> bool:
    return entry.lemma.replace("'", "' ").split() == lemma.split()


def _same_noun(entry: Entry, lemma: str, language: str) -> bool:
    articles = grammar(language).skipped_articles
    return split(entry.lemma, articles) == split(lemma, articles)


_SAME: Mapping[str, Callable[[Entry, str, str], bool]] = {
    "": _never,
    "expression": _same_verb,
    "cue": _same_cue,
    "noun": _same_noun,
}


# --- the code -----------------------------------------------------------------------------------------------------


def _code(code: str) -> Iterator[Place]:
    """The function that a pattern names, at its line; the top of the module where it is there no more."""
    if not code:
        return
    module, _, function = code.partition(":")
    inside = PACKAGE.joinpath(*module.split("."))
    path = inside / "__init__.py" if inside.is_dir() else inside.with_suffix(".py")
    if path.is_file():
        yield Place(path=path, line=_line_of(function, path), name=function)


@cache
def _line_of(function: str, path: Path) -> int:
    lines = enumerate(path.read_text("utf-8").splitlines(), start=1)
    return next((number for number, line in lines if line.startswith(f"def {function}(")), 1)


# --- rules.toml ---------------------------------------------------------------------------------------------------


@cache
def patterns() -> tuple[Pattern, ...]:
    """All of `rules.toml`; raises `KnowledgeError` for an unknown key or comparison, or one that is not there."""
    return tuple(_pattern(entry) for entry in _data()["rule"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("rules.toml").read_text("utf-8"))


def _pattern(entry: dict[str, str]) -> Pattern:
    where = f"explain/rules.toml: {entry.get('pattern')}"
    if unknown := set(entry) - _KEYS:
        raise KnowledgeError(f"{where}: unknown key {', '.join(sorted(unknown))}")
    if missing := {"pattern", "fr", "en"} - set(entry):
        raise KnowledgeError(f"{where}: lacks {', '.join(sorted(missing))}")
    if entry.get("words", "") not in _SAME:
        raise KnowledgeError(f"{where}: unknown words {entry['words']!r}")
    return Pattern(
        form=_form(entry["pattern"]),
        words={"fr": entry["fr"], "en": entry["en"]},
        file=entry.get("file", ""),
        tables=frozenset(entry.get("tables", ())),
        compare=entry.get("words", ""),
        code=entry.get("code", ""),
    )


def _form(pattern: str) -> re.Pattern[str]:
    parts = _SLOT.split(pattern)  # text, slot, text, …
    shaped = (f"(?P<{p}>{_SHAPES.get(p, '.+?')})" if i % 2 else re.escape(p) for i, p in enumerate(parts))
    return re.compile("".join(shaped))


def _way(way: str, language: str) -> str:
    ways: Mapping[str, Mapping[str, str]] = _data()["way"]
    return ways[way][language] if way in ways else f"«{way}»"

"""What a shipped question may be asked about: an actor, two days; and the question with a reader's own values in it.

A question says what it takes in its first lines, «# parameter: actor, label, the actor’s name», and holds a value of
its own in a clause `VALUES ?actor { … }`. Only what stands between those braces is ever replaced, by literals that are
escaped here, so that no value can say anything but itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from dispatchgraph.errors import KnowledgeError, QueryError
from dispatchgraph.questions import Question

__all__ = ["Parameter", "filled", "parameters"]

_LONGEST = 200  # characters of a value
_LITERAL = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_LANGUAGES = ("fr", "en")  # of labels, besides those without language


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One thing that a question takes; `default` is the text of the value that ships."""

    name: str
    kind: str
    words: str
    default: str


def parameters(question: Question, *, language: str = "fr") -> tuple[Parameter, ...]:
    """What a question takes, in its own order, with words in `language` («fr» or «en»)."""
    suffix = "" if language == "fr" else f"-{language}"
    lines = re.findall(rf"^# parameter{suffix}: (\w+), (\w+), (.+)$", question.sparql, re.MULTILINE)
    return tuple(
        Parameter(name=name, kind=kind, words=words, default=_default(question, name)) for name, kind, words in lines
    )


def filled(question: Question, given: Mapping[str, str]) -> str:
    """The SPARQL of a question with the `given` values, by parameter, for those that ship.

    Raises `QueryError` where there is no such parameter, or where a value is none of its kind.
    """
    kinds = {p.name: p.kind for p in parameters(question)}
    sparql = question.sparql
    for name, value in given.items():
        if name not in kinds:
            raise QueryError(f"the question {question.name!r} has no {name!r}; {_told(tuple(kinds))}")
        begin, end = _braces(question, sparql, name)
        sparql = f"{sparql[:begin]} {_written(kinds[name], name, value)} {sparql[end:]}"
    return sparql


def _told(names: tuple[str, ...]) -> str:
    return f"it takes: {', '.join(names)}" if names else "it takes nothing"


def _default(question: Question, name: str) -> str:
    """The value between the braces, without quotation marks and type."""
    begin, end = _braces(question, question.sparql, name)
    found = re.search(r'"([^"]*)"|-?\d+', question.sparql[begin:end])
    return found[1] or found[0].strip('"') if found else ""


def _braces(question: Question, sparql: str, name: str) -> tuple[int, int]:
    """Where the value stands: what is between the braces of `VALUES ?name { … }`.

    A value that was put in before this one may hold words of SPARQL, but they stand within quotation marks on one
    line, and a clause is only looked for at the beginning of a line.
    """
    found = re.search(rf"^ *VALUES \?{re.escape(name)} \{{((?:[^{{}}\"]|{_LITERAL})*)\}}", sparql, re.MULTILINE)
    if found is None:
        raise KnowledgeError(f"queries/{question.name}.rq: no clause «VALUES ?{name} {{ … }}»")
    return found.span(1)


def _written(kind: str, name: str, value: str) -> str:
    if kind not in _KINDS:
        raise KnowledgeError(f"a parameter is of no kind {kind!r}; there are: {', '.join(sorted(_KINDS))}")
    try:
        return _KINDS[kind](value.strip())
    except ValueError as wrong:
        raise QueryError(f"{name}: {wrong}") from None


# --- kinds of values


def _text(value: str) -> str:
    """A literal. No backslash gets in: engines differ in what they make of `\\u…` before they read a query."""
    if not value:
        raise ValueError("nothing is given")
    if len(value) > _LONGEST:
        raise ValueError(f"that is too long; {_LONGEST} characters at most")
    if "\\" in value or any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in value):
        raise ValueError("a backslash or a control character has no place in it")
    return '"' + value.replace('"', '\\"') + '"'


def _label(value: str) -> str:
    """The literals that something of that name may be labelled with: as given or with a capital, in any language."""
    names = dict.fromkeys((value, value[:1].upper() + value[1:], value.title(), value.upper()))
    return " ".join(f"{_text(name)}{tag}" for name in names for tag in ("", *(f"@{code}" for code in _LANGUAGES)))


def _date(value: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise ValueError(f"{value[:20]!r} is no day; one is written like this: 2016-12-05")
    try:
        date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"there is no {value}") from None
    return f'"{value}"^^xsd:date'


def _number(value: str) -> str:
    if not re.fullmatch(r"-?\d{1,12}", value, re.ASCII):
        raise ValueError(f"{value[:20]!r} is no whole number")
    return str(int(value))


_KINDS: Mapping[str, Callable[[str], str]] = {"date": _date, "label": _label, "number": _number, "text": _text}

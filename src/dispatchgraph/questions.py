"""The questions that ship in `queries/`, each a SPARQL query with words for people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dispatchgraph.errors import KnowledgeError, QueryError

__all__ = ["Question", "question", "questions"]


@dataclass(frozen=True, kw_only=True)
class Question:
    """A query with words for people."""

    name: str
    title: str
    description: str
    sparql: str


def questions(*, language: str = "fr") -> tuple[Question, ...]:
    """All the questions that ship, by name, with their words in `language` («fr» or «en»)."""
    return tuple(_question(name, text, language) for name, text in sorted(_texts().items()))


def question(name: str, *, language: str = "fr") -> Question:
    """The question called `name`; raises `QueryError` with the names that there are."""
    if name not in _texts():
        raise QueryError(f"there is no question {name!r}; there are: {', '.join(sorted(_texts()))}")
    return _question(name, _texts()[name], language)


@cache
def _texts() -> Mapping[str, str]:
    folder = files("dispatchgraph").joinpath("queries")
    return {p.name.removesuffix(".rq"): p.read_text("utf-8") for p in folder.iterdir() if p.name.endswith(".rq")}


def _question(name: str, text: str, language: str) -> Question:
    said = dict(re.findall(r"^# ([a-z-]+): (.+)$", text, re.MULTILINE))
    suffix = "" if language == "fr" else f"-{language}"
    try:
        return Question(name=name, title=said["title" + suffix], description=said["description" + suffix], sparql=text)
    except KeyError as missing:
        raise KnowledgeError(f"queries/{name}.rq: no line «# {missing.args[0]}: …»") from None

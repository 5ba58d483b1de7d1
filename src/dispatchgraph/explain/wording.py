"""An explanation as text: the words in their sentences, then what is said, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from dispatchgraph.explain.explanation import Explanation, Passage, Place, Row, Rule
from dispatchgraph.explain.rules import PACKAGE
from dispatchgraph.explain.words import words_of

__all__ = ["BOLD", "MARKS", "told"]

MARKS = ("›", "‹")  #: around words of the text, on paper
BOLD = ("\x1b[1m", "\x1b[0m")  #: the same, on a terminal
_AROUND = 60  # code points of the sentence on either side of a mention that gets one line
_INDENT = "  "
_STATEMENTS = frozenset({"event", "claim", "figure", "affiliation"})


def told(it: Explanation, *, marks: tuple[str, str] = MARKS, root: Path | None = None) -> str:
    """`it` for people, without a line break at its end.

    `marks` stand around words in their sentence. Files are named from the package on, so that the text is the same
    everywhere; with `root`, by a path that opens from that folder.
    """
    title = _clean(it.title)
    heading = f"{words_of(it.language)['kinds'][it.kind]} {_clean(it.name)}" + (f": {title}" if title else "")
    rows = [*it.rows, *_rule_rows(it, root)]
    blocks = ([heading], _text(it, marks), _aligned(rows), _statements(it))
    return "\n\n".join("\n".join(block) for block in map(list, blocks) if block)


# --- the text -----------------------------------------------------------------------------------------------------


def _text(it: Explanation, marks: tuple[str, str]) -> Iterator[str]:
    """Where it stands: whole sentences of a statement or span, one line for each mention of an entity."""
    words = words_of(it.language)
    if not it.passages and it.kind not in {"dispatch", "node"}:
        yield words["no_words"]
    elif it.passages and it.kind == "entity":
        yield words["mentions"].format(count=len(it.passages))
        for p in it.passages:
            tied = "".join(f" [{_clean(_in_words(rule, it.language))}]" for rule in p.rules)
            yield f"{_INDENT}{_clean(p.span)}: {_marked(_near(p), marks)}{tied}"
    else:
        for p in it.passages:
            yield _marked(p, marks)
            yield _INDENT + _clean(", ".join(filter(None, (p.dispatch, p.published, p.span))))


def _marked(it: Passage, marks: tuple[str, str]) -> str:
    """A sentence on one line, with marks around the words that count."""
    before, words, after = it.sentence[: it.begin], it.sentence[it.begin : it.end], it.sentence[it.end :]
    return f"{_harmless(before).lstrip()}{marks[0]}{_clean(words)}{marks[1]}{_harmless(after).rstrip()}"


def _near(it: Passage) -> Passage:
    """Only what stands around the words."""
    before, words, after = it.sentence[: it.begin], it.sentence[it.begin : it.end], it.sentence[it.end :]
    if len(before) > _AROUND:
        before = "…" + before[-_AROUND:].split(" ", 1)[-1]
    if len(after) > _AROUND:
        after = after[:_AROUND].rsplit(" ", 1)[0] + "…"
    return replace(it, sentence=before + words + after, begin=len(before), end=len(before + words))


# --- the rows -----------------------------------------------------------------------------------------------------


def _rule_rows(it: Explanation, root: Path | None) -> Iterator[Row]:
    """What made it, and the lines to mend."""
    words = words_of(it.language)
    name, mend = words["rows"]["rule"], words["rows"]["mend"]
    if not it.rules and it.kind in _STATEMENTS:
        yield Row(name=name, value=words["no_rule"])
    for rule in it.rules:
        yield Row(name=name, value=_in_words(rule, it.language))
        if rule.missing:
            yield Row(name=mend, value=words["no_entry"].format(file=rule.missing))
        yield from (Row(name=mend, value=_shown(place, root)) for place in rule.places)


def _in_words(rule: Rule, language: str) -> str:
    return f"{rule.value}: {rule.words or words_of(language)['unknown_rule']}"


def _shown(place: Place, root: Path | None) -> str:
    """«dispatchgraph/languages/fr/speech.toml:12», and the function where it is code."""
    path = place.path if root else place.path.relative_to(PACKAGE.parent)
    inside = path.relative_to(root) if root and path.is_relative_to(root) else path
    return f"{inside if root else path.as_posix()}:{place.line}" + (f" ({place.name})" if place.name else "")


def _aligned(rows: Iterable[Row]) -> Iterator[str]:
    """Rows with their names in one column, a name that is that of the row above left out."""
    shown = [(_clean(row.name), _clean(row.value)) for row in rows]
    width = max((len(name) for name, _ in shown), default=0)
    above = ""
    for name, value in shown:
        yield f"{'' if name == above else name:<{width}}  {value}"
        above = name


def _statements(it: Explanation) -> Iterator[str]:
    """The statements that are tied to it, one line each."""
    if it.statements:
        heading = {"mention": "denoted", "sentence": "within"}.get(it.kind, "statements")
        yield words_of(it.language)[heading].format(count=len(it.statements))
    for line in it.statements:
        role = f" [{line.role}]" if it.kind != "sentence" else ""
        yield _INDENT + _clean(f"{line.name}{role}: {line.words}")


# --- characters ---------------------------------------------------------------------------------------------------


def _harmless(text: str) -> str:
    """`text` as one line, without what a terminal would obey."""
    spaced = re.sub(r"\s+", " ", text)
    return "".join(c for c in spaced if c.isprintable())


def _clean(text: str) -> str:
    return _harmless(text).strip()

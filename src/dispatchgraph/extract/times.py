"""Words that say when: dates, days of the week, months, years, «il y a trois jours».

The grammar is a closed one, so each pattern of `languages/LANGUAGE/times.toml` is a regular expression over the
text; of those that overlap the longest stands. What an expression means is `resolve.times`'s matter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple, cast

from dispatchgraph.extract.anchors import YEAR, Anchored, anchored, anchors_of
from dispatchgraph.extract.numbers import alternatives, fold, number_pattern, read_number
from dispatchgraph.languages.times import Relation, TimeGrammar, TimePattern, time_grammar
from dispatchgraph.model import Span, TimeExpression
from dispatchgraph.parse import Parse

__all__ = ["find_times"]

_NAME = re.compile(r"\{([a-z_]+)(2?)\}")
_DEEPEST = 4  # fragments may hold fragments
_REACH = 60  # how far before an expression its relation may begin
_YEAR = r"(?:1\d|20)\d\d(?!\d)(?![.,]\d)"
_MONTH_NUMBER = r"(?:0[1-9]|1[0-2]|[1-9])"
_MEANT = {"period": "unit", "ordinal": "quarter", "decade": "year", "month_number": "month"}
_AT = Relation(relation="at")
_NUMBERS = frozenset({"n", "day", "year", "month_number"})


class _Found(NamedTuple):
    """A stretch of text that a pattern fits."""

    pattern: TimePattern
    span: Span
    value: dict[str, int | str]
    word: Relation

    @property
    def expression(self) -> TimeExpression:
        """What is kept of it."""
        said = {"direction": self.word.direction} if self.word.direction else {}
        relation = cast(
            'Literal["at", "from", "since", "until", "before", "after"]', self.pattern.relation or self.word.relation
        )
        return TimeExpression(span=self.span, form=self.pattern.form, value={**self.value, **said}, relation=relation)


def _day(grammar: TimeGrammar) -> str:
    return rf"(?<!\d)(?:{alternatives(grammar.day_words)}|3[01]|[12]\d|0?[1-9])(?!\d)"


def _named(name: str, second: str, *, language: str) -> str:
    """The regular expression that a {name} stands for: a group of that name, or a fragment as it is."""
    grammar = time_grammar(language)
    if name in grammar.fragments:
        return grammar.fragments[name]
    made = {"n": number_pattern(language), "day": _day(grammar), "year": _YEAR, "month_number": _MONTH_NUMBER}
    pattern = made[name] if name in made else rf"{alternatives(grammar.words[name])}(?![^\W_])"
    return rf"(?P<{name}{second}>{pattern})"


def _expanded(text: str, *, language: str) -> str:
    for _ in range(_DEEPEST):
        text = _NAME.sub(lambda m: _named(m[1], m[2], language=language), text)
    return text


def _unfolded(text: str, grammar: TimeGrammar) -> str:
    """A pattern with its fragments in their places, and the names of words."""
    for _ in range(_DEEPEST):
        text = _NAME.sub(lambda m: grammar.fragments.get(m[1], m[0]), text)
    return text


@cache
def _relation_before(language: str) -> re.Pattern[str]:
    words = alternatives(time_grammar(language).relations)
    return re.compile(rf"(?<![\w-])(?P<relation>{words})(?: |(?<='))\Z", re.IGNORECASE)


@cache
def _openings(language: str) -> tuple[tuple[re.Pattern[str], Relation], ...]:
    openings = time_grammar(language).openings.items()
    return tuple((re.compile(rf"(?<![\w-])(?:{text}) \Z", re.IGNORECASE), relation) for text, relation in openings)


@cache
def _patterns(language: str) -> Anchored:
    """The patterns in their order, each with the words that it needs."""
    grammar = time_grammar(language)
    words = {**grammar.words, "year": [YEAR]}
    made = (rf"(?<![\w-])(?:{_expanded(p.text, language=language)})(?!\w)" for p in grammar.patterns)
    needed = (anchors_of(_unfolded(p.text, grammar), words) for p in grammar.patterns)
    return anchored([(re.compile(text, re.IGNORECASE), each) for text, each in zip(made, needed, strict=True)])


def _meaning(name: str, words: str, *, language: str) -> int | str | None:
    """What a group's words mean; None for a number that is none."""
    grammar, kind = time_grammar(language), name.removesuffix("2")
    if kind == "day" and words.lower() in grammar.day_words:
        return grammar.day_words[words.lower()]
    if kind == "n":
        value = read_number(words, language=language)
        return int(value) if value is not None else None
    return int(words) if kind in _NUMBERS else grammar.words[kind].get(words.lower())


def _value(pattern: TimePattern, match: re.Match[str], *, language: str) -> dict[str, int | str] | None:
    value = dict(pattern.value)
    for name, words in match.groupdict().items():
        if words is None:
            continue
        meaning = _meaning(name, words, language=language)
        if meaning is None:
            return None
        kind, second = name.removesuffix("2"), "2" if name.endswith("2") else ""
        if kind == "n":
            meaning = int(meaning) * pattern.sign
        value[_MEANT.get(kind, kind) + second] = meaning
    return value


def _led(text: str, begin: int, *, language: str) -> tuple[Relation, int]:
    """The relation whose words stand right before `begin`, and where the expression begins with them."""
    low = max(0, begin - _REACH)
    match = _relation_before(language).search(text[low:begin])
    if match is not None:
        return time_grammar(language).relations[match["relation"].lower()], low + match.start()
    opened = (relation for opening, relation in _openings(language) if opening.search(text[low:begin]))
    return next(opened, _AT), begin


def _found(text: str, *, language: str) -> Iterator[_Found]:
    patterns = time_grammar(language).patterns
    for number, match in _patterns(language).matches(text):
        pattern, value = patterns[number], _value(patterns[number], match, language=language)
        word, begin = _led(text, match.start(), language=language)
        if value is not None and (begin < match.start() or not pattern.needs_relation):
            yield _Found(pattern, Span(begin, match.end()), value, word)


def _counts_something(doc: Parse, end: int) -> bool:
    """Whether a noun follows, so that «2000» before it is no year."""
    rest = range(bisect_left(doc.starts, end), len(doc))
    after = next((doc[i] for i in rest if not doc[i].is_space), None)
    return after is not None and (after.pos_ == "NOUN" or after.text == "%")


def find_times(doc: Parse, *, language: str = "fr") -> tuple[TimeExpression, ...]:
    """All time expressions of `doc`, in order, none inside another."""
    candidates = sorted(_found(fold(doc.text), language=language), key=lambda f: (f.span.begin, -f.span.end))
    kept: list[TimeExpression] = []
    end = 0
    for found in candidates:
        if found.span.begin < end or (found.pattern.alone and _counts_something(doc, found.span.end)):
            continue
        kept.append(found.expression)
        end = found.span.end
    return tuple(kept)

"""Where a pattern may fit: only near a word that it cannot do without.

«{le}{day} {month}» needs the name of a month, so there is no use in trying it anywhere but before one. The words are
read off the patterns of `times.toml` themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["YEAR", "Anchored", "anchored", "anchors_of"]

YEAR = "2000"  #: the anchor that stands for every year
_WORD = re.compile(r"[^\W\d_]+|\d+")
_IS_YEAR = re.compile(r"(?:1\d|20)\d\d")
_BACK = 20  # words from an anchor back to where its pattern may begin
_NO_ANCHOR = re.compile(r"\\.|\[[^\]]*\]|\{[\d,]*\}|\w+[?*]")  # signs, one of several letters, repeated or optional
_GROUP = re.compile(r"\((?P<kind>\?-?i?:|\?<?[=!])(?P<inside>[^()]*)\)(?P<maybe>[?*])?")
_NAME = re.compile(r"\{([a-z_]+)2?\}")
_GAP = "\0"
_FIRST_SET = 0xE000  # code points that stand for sets of words in a pattern half read


def anchors_of(pattern: str, words: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Words of which every match of `pattern` has one, in lower case; none where it needs none.

    Its {names} stand for any of the `words` of that name; of those that stand for nothing nothing is known.

    >>> sorted(anchors_of("(?:ce )?{day}(?: {which})?", {"day": ["lundi", "mardi"], "which": ["dernier"]}))
    ['lundi', 'mardi']
    """
    sets: list[frozenset[str]] = []

    def sign(found: frozenset[str]) -> str:
        sets.append(found)
        return chr(_FIRST_SET + len(sets) - 1) if found else _GAP

    text = _NAME.sub(lambda m: sign(frozenset(map(_longest, words.get(m[1], ())))), pattern)
    text = _NO_ANCHOR.sub(_GAP, text)
    while group := _GROUP.search(text):
        needed = [_best(each, sets) for each in group["inside"].split("|")]
        known = group["kind"].endswith(":") and not group["maybe"] and all(needed)
        text = text[: group.start()] + sign(frozenset().union(*needed if known else ())) + text[group.end() :]
    return _best(text, sets)


def _longest(word: str) -> str:
    return max((found[0] for found in _WORD.finditer(word.lower())), key=len)


def _best(text: str, sets: Sequence[frozenset[str]]) -> frozenset[str]:
    """The rarest of what a pattern without groups needs: the one whose words are longest."""
    needed = [sets[ord(c) - _FIRST_SET] for c in text if _FIRST_SET <= ord(c) < _FIRST_SET + len(sets)]
    needed += [frozenset({word}) for word in _WORD.findall(text.lower())]
    return max(needed, key=lambda found: min(map(len, found)), default=frozenset())


@dataclass(frozen=True, kw_only=True)
class Anchored:
    """Patterns, and by each word those that need it."""

    patterns: tuple[re.Pattern[str], ...]
    by_word: Mapping[str, tuple[int, ...]]
    anywhere: tuple[int, ...]  #: those that need none

    def matches(self, text: str) -> Iterator[tuple[int, re.Match[str]]]:
        """What each pattern fits in `text`, none of its own matches inside another; with the number of the pattern."""
        starts: list[int] = []
        near: dict[int, list[int]] = {}
        for place, word in enumerate(_WORD.finditer(text)):
            starts.append(word.start())
            key = word[0].lower()
            for number in self.by_word.get(YEAR if _IS_YEAR.fullmatch(key) else key, ()):
                near.setdefault(number, []).append(place)
        near |= {number: list(range(len(starts))) for number in self.anywhere}
        for number in sorted(near):
            for match in _fits(self.patterns[number], text, starts, near[number]):
                yield number, match


def _fits(pattern: re.Pattern[str], text: str, starts: Sequence[int], places: Sequence[int]) -> Iterator[re.Match[str]]:
    """The matches that begin at one of `starts` shortly before one of `places`, one after another."""
    tried = end = 0
    for place in places:
        for start in starts[max(place - _BACK, tried) : place + 1]:
            match = pattern.match(text, start) if start >= end else None
            if match is not None:
                end = match.end()
                yield match
        tried = place + 1


def anchored(patterns: Sequence[tuple[re.Pattern[str], frozenset[str]]]) -> Anchored:
    """An index of patterns by the words that each needs."""
    by_word: dict[str, list[int]] = {}
    for number, (_, words) in enumerate(patterns):
        for word in words:
            by_word.setdefault(word, []).append(number)
    return Anchored(
        patterns=tuple(pattern for pattern, _ in patterns),
        by_word={word: tuple(numbers) for word, numbers in by_word.items()},
        anywhere=tuple(number for number, (_, words) in enumerate(patterns) if not words),
    )

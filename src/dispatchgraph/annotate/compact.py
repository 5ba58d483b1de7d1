"""spaCy's pattern for French words with hyphens, said shortly.

It lists some three hundred beginnings and repeats after each the two thousand characters that it takes for letters,
so that compiling it takes two seconds, half of what loading the model takes. Here the beginnings that go on alike
share what follows. Both fit the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["compact", "compact_patterns"]

_FLAGS = "(?iu)"
_HUGE = 100_000  # code points: no other pattern has as many
_LETTERS = re.compile(r"\[[^\]]{500,}\]")  # a class of characters that lists all letters


def compact(pattern: str) -> str:
    """A pattern that fits what `pattern` fits, «(?iu)(?:…)|(?:…)», where alternatives that end alike are put together.

    >>> letters = "[" + "a" * 500 + "]"
    >>> compact(f"(?iu)(?:^re-{letters}+$)|(?:^ex-{letters}+$)") == f"(?iu)(?:(?:^re-|^ex-){letters}+$)"
    True
    """
    by_end: dict[str, list[str]] = {}
    for alternative in pattern.removeprefix(f"{_FLAGS}(?:").removesuffix(")").split(")|(?:"):
        letters = _LETTERS.search(alternative)
        at = letters.start() if letters else len(alternative)
        by_end.setdefault(alternative[at:], []).append(alternative[:at])
    return _FLAGS + "|".join(f"(?:(?:{'|'.join(begins)}){end})" for end, begins in by_end.items())


@contextmanager
def compact_patterns() -> Iterator[None]:
    """While it lasts, huge patterns are compiled in their short form."""
    compile_: Any = re.compile

    def shortly(pattern: Any, flags: int | re.RegexFlag = 0) -> Any:
        huge = isinstance(pattern, str) and len(pattern) > _HUGE and pattern.startswith(_FLAGS)
        return compile_(compact(pattern) if huge else pattern, flags)

    re.compile = shortly
    try:
        yield
    finally:
        re.compile = compile_

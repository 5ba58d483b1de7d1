"""What was asked of a word, kept as long as its parse stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from dispatchgraph.parse.words import Word

__all__ = ["remembered"]

Answer = TypeVar("Answer")
_UNKNOWN = object()


def remembered(ask: Callable[[Word], Answer]) -> Callable[[Word], Answer]:
    """A function of a word alone, worked out once as long as its parse stays as it is."""

    @wraps(ask)
    def answer(word: Word) -> Answer:
        known = word.doc.known.get(ask)
        if known is None:
            known = word.doc.known[ask] = {}
        found = known.get(word.i, _UNKNOWN)
        if found is _UNKNOWN:
            found = known[word.i] = ask(word)
        return found  # type: ignore[no-any-return]

    return answer

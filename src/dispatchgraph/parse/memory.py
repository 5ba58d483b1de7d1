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
    """A function of a word alone, worked out once as long as its sentence stays as it is.

    It may look at the words of that sentence, and at the one before it, but no further.
    """

    @wraps(ask)
    def answer(word: Word) -> Answer:
        found = word.known.get(ask, _UNKNOWN)
        if found is _UNKNOWN:
            found = word.known[ask] = ask(word)
        return found  # type: ignore[no-any-return]

    return answer

"""Steps of repair, each asked only of words that it may be about: by their tag and what they are to their head."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dispatchgraph.parse import Parse, Word

__all__ = ["Round", "Step"]


@dataclass(frozen=True)
class Step:
    """One thing that is put right, and where it may have to be: `tags` and beginnings of `relations`; empty for any."""

    mend: Callable[[Word], None]
    tags: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()

    def suits(self, tag: str, relation: str) -> bool:
        """Whether a word of that tag and relation may need it."""
        return (not self.tags or tag in self.tags) and (not self.relations or relation.startswith(self.relations))


class Round:
    """Steps that each word goes through in turn before the next word does."""

    def __init__(self, *steps: Step) -> None:
        self._steps = steps
        self._due: dict[tuple[str, str], tuple[tuple[int, Callable[[Word], None]], ...]] = {}

    def mend(self, doc: Parse) -> None:
        """Take every word of `doc` through the steps."""
        for word in doc:
            due = self._due.get((word.pos_, word.dep_))
            if due is None or due:
                self._through(word, after=-1)

    def _through(self, word: Word, *, after: int) -> None:
        """The steps after one, as the word is now; a step that makes another word of it changes which are due."""
        tag, relation = word.pos_, word.dep_
        for number, mend in self._due.get((tag, relation)) or self._find_due(tag, relation):
            if number > after:
                mend(word)
                if word.pos_ != tag or word.dep_ != relation:
                    return self._through(word, after=number)
        return None

    def _find_due(self, tag: str, relation: str) -> tuple[tuple[int, Callable[[Word], None]], ...]:
        due = tuple((n, s.mend) for n, s in enumerate(self._steps) if s.suits(tag, relation))
        return self._due.setdefault((tag, relation), due)

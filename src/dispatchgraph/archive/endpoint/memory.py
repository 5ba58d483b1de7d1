"""What was read is kept for a while: an archive asks for the same things again and again, and each costs a journey.

Who asks for one property of a subject in a graph will ask for others, so all of them are fetched at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

__all__ = ["Memory", "Pattern"]

Pattern = tuple[NamedNode | None, NamedNode | None, NamedNode | Literal | None, NamedNode | None]

_MANY = 20_000  #: answers that are kept at most


class Memory:
    """Answers to patterns, kept until they are `lasting` seconds old or forgotten."""

    def __init__(
        self,
        ask: Callable[[Pattern], Iterable[Quad]],
        *,
        lasting: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask, self._lasting, self._clock = ask, lasting, clock
        self._held: dict[Pattern, list[Quad]] = {}
        self._since = clock()

    def quads(self, asked: Pattern) -> Iterator[Quad]:
        """The statements that fit."""
        wide = _widened(asked)
        if wide is None:
            return iter(self._ask(asked))
        if self._clock() - self._since > self._lasting or len(self._held) >= _MANY:
            self.forget()
        if wide not in self._held:
            self._held[wide] = list(self._ask(wide))
        return (quad for quad in self._held[wide] if _fits(quad, asked))

    def forget(self) -> None:
        """Ask for all anew."""
        self._held.clear()
        self._since = self._clock()


def _widened(asked: Pattern) -> Pattern | None:
    """The pattern to ask for instead; None for one whose answer may be too large to keep."""
    subject, predicate, object_, graph = asked
    if graph is not None and subject is not None:
        return subject, None, None, graph
    if graph is not None and isinstance(object_, NamedNode):
        return None, None, object_, graph
    return asked if sum(term is not None for term in (subject, predicate, object_)) > 1 else None


def _fits(quad: Quad, asked: Pattern) -> bool:
    found = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return all(term is None or term == there for term, there in zip(asked, found, strict=True))

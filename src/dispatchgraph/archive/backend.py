"""What an archive needs of the place that keeps its statements: a folder, a file, or a server elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import NamedNode, Quad

if TYPE_CHECKING:
    from pyoxigraph import Literal, QueryBoolean, QuerySolution, QuerySolutions, QueryTriples

    Answer = QuerySolutions | QueryBoolean | QueryTriples

__all__ = ["Backend", "Change"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One transaction: graphs are emptied first, then statements removed, then statements added."""

    cleared: tuple[NamedNode, ...] = ()
    removed: tuple[Quad, ...] = ()
    added: tuple[Quad, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.cleared or self.removed or self.added)


class Backend(Protocol):
    """Where the statements are. Raises `StoreError` for all that can go wrong with it, `QueryError` for a query."""

    base: str  #: what all IRIs of the archive begin with

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: NamedNode | Literal | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The statements that fit; None fits all."""
        ...

    def query(self, sparql: str) -> Answer:
        """The answer to a query over all graphs as one."""
        ...

    def select(self, sparql: str) -> Iterator[QuerySolution]:
        """The rows of a SELECT over all graphs as one."""
        ...

    def graphs(self) -> Iterator[NamedNode]:
        """The names of the graphs."""
        ...

    def commit(self, change: Change) -> None:
        """Make a change: all of it or nothing."""
        ...

    def flush(self) -> None:
        """See to it that all that was committed lasts, and that readers see it."""
        ...

    def close(self) -> None:
        """Let go of it: others may write."""
        ...

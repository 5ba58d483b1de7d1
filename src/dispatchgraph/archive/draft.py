"""A change in the making: reads see the archive as it will be, and nothing is written before it is whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Store

from dispatchgraph.archive.backend import Change

if TYPE_CHECKING:
    from dispatchgraph.archive.backend import Backend

__all__ = ["Draft"]


class Draft:
    """What is to be cleared, removed and added, over what a backend holds."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._cleared: dict[NamedNode, None] = {}
        self._removed: dict[Quad, None] = {}
        self._added = Store()

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: NamedNode | Literal | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The statements that will fit."""
        if graph not in self._cleared:
            for quad in self._backend.quads(subject, predicate, object, graph):
                if quad not in self._removed and quad.graph_name not in self._cleared:
                    yield quad
        yield from self._added.quads_for_pattern(subject, predicate, object, graph)

    def clear(self, graph: NamedNode) -> None:
        """Empty a graph."""
        self._cleared[graph] = None
        self._added.clear_graph(graph)

    def remove(self, quads: Iterable[Quad]) -> None:
        """Take statements out."""
        for quad in list(quads):
            self._added.remove(quad)
            if quad.graph_name not in self._cleared:
                self._removed[quad] = None

    def add(self, quads: Iterable[Quad]) -> None:
        """Put statements in."""
        new = []
        for quad in quads:
            if quad in self._removed:
                del self._removed[quad]
            else:
                new.append(quad)
        self._added.extend(new)

    def replace(self, old: Iterable[Quad], new: Iterable[Quad]) -> None:
        """Put `new` in the place of `old`; what is in both stays as it is."""
        before, after = set(old), set(new)
        self.remove(before - after)
        self.add(after - before)

    def change(self) -> Change:
        """All of it as one transaction."""
        return Change(cleared=tuple(self._cleared), removed=tuple(self._removed), added=tuple(self._added))

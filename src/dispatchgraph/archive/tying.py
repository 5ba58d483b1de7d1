"""Which layers of links an archive has, in which order they are settled, and what one means for the next."""

from __future__ import annotations

from pyoxigraph import NamedNode

from dispatchgraph.archive.draft import Draft
from dispatchgraph.archive.items import Items
from dispatchgraph.archive.links import Shelf, note_blocks, settle
from dispatchgraph.archive.names import DG, Names
from dispatchgraph.linking.copies import Copies

__all__ = ["Ties"]


class Ties:
    """The links of an archive, as a draft changes them."""

    def __init__(self, draft: Draft, names: Names) -> None:
        self._draft = draft
        self._names = names
        self._items = Items(draft, names)
        self._touched: dict[str, set[str]] = {}
        self._shelves = {
            "copies": Shelf(layer=Copies(), predicates=(DG.repeats,), read=self._items.text, prefix="copy:"),
        }

    def loosen(self, identifier: str) -> None:
        """Note that the items of a dispatch are not what they were, or are gone."""
        for shelf, items in self._of(identifier).items():
            self._touched.setdefault(shelf, set()).update(items)
            for item in items:
                self._draft.remove(self._draft.quads(NamedNode(item), DG.block, None, self._names.catalogue))
            self._items.forget(*items)

    def tie(self, identifier: str) -> None:
        """Note that the items of a dispatch are there."""
        for name, items in self._of(identifier).items():
            self._items.forget(*items)
            self._touched.setdefault(name, set()).update(items)
            shelf = self._shelves[name]
            note_blocks(self._draft, self._names, shelf, [i for i in map(shelf.read, items) if i is not None])

    def settle(self) -> None:
        """Make all links what they should be."""
        for name, shelf in self._shelves.items():
            settle(self._draft, self._names, shelf, self._touched.get(name, set()))

    def _of(self, identifier: str) -> dict[str, list[str]]:
        return {"copies": self._items.texts(identifier)}

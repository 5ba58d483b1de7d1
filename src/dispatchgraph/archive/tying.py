"""Which layers of links an archive has, in which order they are settled, and what one means for the next."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pyoxigraph import NamedNode

from dispatchgraph.archive.draft import Draft
from dispatchgraph.archive.items import Items
from dispatchgraph.archive.links import Shelf, note_blocks, settle
from dispatchgraph.archive.names import DG, Names
from dispatchgraph.archive.terms import value_of
from dispatchgraph.knowledge import Gazetteer, gazetteer
from dispatchgraph.linking.copies import Copies
from dispatchgraph.linking.happenings import Happenings
from dispatchgraph.linking.plans import Plans
from dispatchgraph.linking.series import Series
from dispatchgraph.linking.tellings import Atlas

__all__ = ["Ties"]

_LANGUAGES = ("fr",)  # whose gazetteers know the places


class Ties:
    """The links of an archive, as a draft changes them."""

    def __init__(self, draft: Draft, names: Names) -> None:
        self._draft = draft
        self._names = names
        self._items = Items(draft, names)
        self._touched: dict[str, set[str]] = {}
        atlas = Atlas(is_country=self._is_country, around=self._around)
        self._shelves = {
            "copies": Shelf(layer=Copies(), predicates=(DG.repeats,), read=self._items.text, prefix="copy:"),
            "happenings": Shelf(
                layer=Happenings(atlas),
                predicates=(DG.sameHappening, DG.happening),
                read=self._items.event,
                prefix="happening:",
                classes={DG.happening: DG.Happening},
            ),
            "plans": Shelf(
                layer=Plans(atlas),
                predicates=(DG.fulfilledBy, DG.cancelledBy),
                read=self._items.event,
                prefix="plan:",
            ),
            "series": Shelf(
                layer=Series(atlas, self._origin),
                predicates=(DG.series, DG.disagreesWith),
                read=self._items.figure,
                prefix="series:",
                classes={DG.series: DG.Series},
            ),
        }

    # --- one dispatch more or less

    def loosen(self, identifier: str) -> None:
        """Note that the items of a dispatch are not what they were, or are gone."""
        for name, items in self._of(identifier).items():
            self._touched.setdefault(name, set()).update(items)
            self._items.forget(*items)
            for item in items:
                self._draft.remove(self._draft.quads(NamedNode(item), DG.block, None, self._names.catalogue))

    def tie(self, identifier: str) -> None:
        """Note that the items of a dispatch are there."""
        for name, items in self._of(identifier).items():
            self._note(name, items)

    def settle(self) -> None:
        """Make all links what they should be."""
        copies = self._settle("copies")
        told = self._settle("happenings")
        self._settle("plans")
        self._note("series", self._depending_on(copies, told))
        self._settle("series")

    def _of(self, identifier: str) -> dict[str, list[str]]:
        events = self._items.parts(identifier, DG.Event)
        return {
            "copies": self._items.texts(identifier),
            "happenings": events,
            "plans": events,
            "series": self._items.parts(identifier, DG.Figure),
        }

    def _note(self, name: str, items: Iterable[str]) -> None:
        """Read items anew and write down where their like is looked for."""
        shelf, noted = self._shelves[name], list(items)
        self._items.forget(*noted)
        self._touched.setdefault(name, set()).update(noted)
        note_blocks(self._draft, self._names, shelf, [i for i in map(shelf.read, noted) if i is not None])

    def _settle(self, name: str) -> set[str]:
        return settle(self._draft, self._names, self._shelves[name], self._touched.get(name, set()))

    def _depending_on(self, copies: Iterable[str], events: Iterable[str]) -> list[str]:
        """The figures of dispatches that are copies or no longer are, and of events whose happening is another."""
        of_dispatches = [f for iri in copies for f in self._items.parts(self._names.id_of(iri) or "", DG.Figure)]
        return sorted({*of_dispatches, *(f for e in events for f in self._items.figures_of(e))})

    # --- what the layers ask

    def _origin(self, identifier: str) -> str:
        """The dispatch that one is a copy of, in the end, or itself."""
        repeated = self._draft.quads(self._names.dispatch(identifier), DG.repeats, None, self._names.links)
        earlier = next((self._names.id_of(value_of(q)) for q in repeated), None)
        return self._origin(earlier) if earlier else identifier

    def _is_country(self, entity: str) -> bool:
        known = _atlas().entries.get(self._names.key_of(entity) or "")
        return known is not None and known.type == "Country"

    def _around(self, place: str) -> frozenset[str]:
        """The places that a place lies in, as far as the gazetteer knows."""
        found: list[str] = []
        key = self._names.key_of(place) or ""
        while (known := _atlas().entries.get(key)) and known.located_in and known.located_in not in found:
            key = known.located_in
            found.append(key)
        return frozenset(self._names.entity(key).value for key in found)


@cache
def _atlas() -> Gazetteer:
    """The places that any of our languages knows."""
    return Gazetteer.of(entry for language in _LANGUAGES for entry in gazetteer(language).entries.values())

"""Links between what several dispatches tell, kept true as dispatches come and go.

A layer of `linking` says which items may be linked (they share a block), which belong together (they match) and what
the links of those are. Links of items that are not tied by matches do not depend on each other: so only what is tied to
an item that is new, changed or gone is looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pyoxigraph import NamedNode, Quad

from dispatchgraph.archive.draft import Draft
from dispatchgraph.archive.names import DG, RDF, Names, words
from dispatchgraph.archive.terms import object_of, subject_of, term_of, value_of
from dispatchgraph.linking.facts import Link

__all__ = ["Layer", "Shelf", "settle"]


class Layer(Protocol):
    """One kind of link between items of several dispatches."""

    def blocks(self, item: Any) -> frozenset[str]:
        """Where to look for items that may match."""
        ...

    def match(self, a: Any, b: Any) -> bool:
        """Whether the links of one may depend on the other."""
        ...

    def links(self, items: Collection[Any]) -> frozenset[Link]:
        """The links of items that no others match."""
        ...


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The items of one layer in an archive."""

    layer: Layer
    predicates: tuple[NamedNode, ...]  #: of its links
    read: Callable[[str], Any]  #: an item by its IRI; None where there is none
    prefix: str  #: what its blocks begin with
    classes: Mapping[NamedNode, NamedNode] = field(
        default_factory=dict
    )  #: of the nodes that links of a property lead to


def note_blocks(draft: Draft, names: Names, shelf: Shelf, items: Iterable[Any]) -> None:
    """Write down where the partners of items are to be looked for."""
    for item in items:
        node = NamedNode(item.iri)
        new = [Quad(node, DG.block, words(shelf.prefix + b), names.catalogue) for b in shelf.layer.blocks(item)]
        old = [q for q in draft.quads(node, DG.block, None, names.catalogue) if _fits(q, shelf)]
        draft.replace(old, new)


def _fits(quad: Quad, shelf: Shelf) -> bool:
    return value_of(quad).startswith(shelf.prefix)


def settle(draft: Draft, names: Names, shelf: Shelf, touched: Collection[str]) -> set[str]:
    """Make the links of items that are new, changed or gone what they should be; returns those whose links differ."""
    before = set(_links_of(draft, names, shelf, touched))
    partners = {end.value for quad in before for end in (subject_of(quad), term_of(quad))}
    tied = _component(draft, names, shelf, sorted({*touched, *partners}))
    before |= set(_links_of(draft, names, shelf, tied))
    links = shelf.layer.links(list(tied.values()))
    after = {Quad(NamedNode(k.subject), DG[k.predicate], NamedNode(k.object), names.links) for k in links}
    draft.replace({*before, *_typed(before, shelf)}, {*after, *_typed(after, shelf)})
    return {subject_of(quad).value for quad in before ^ after}


def _links_of(draft: Draft, names: Names, shelf: Shelf, items: Iterable[str]) -> Iterator[Quad]:
    for item in items:
        node = NamedNode(item)
        for predicate in shelf.predicates:
            yield from draft.quads(node, predicate, None, names.links)
            yield from draft.quads(None, predicate, node, names.links)


def _typed(links: Iterable[Quad], shelf: Shelf) -> Iterator[Quad]:
    """What the nodes are that links lead to, where these are nodes of the archive's own."""
    for quad in links:
        if quad.predicate in shelf.classes:
            yield Quad(object_of(quad), RDF["type"], shelf.classes[quad.predicate], quad.graph_name)


def _component(draft: Draft, names: Names, shelf: Shelf, seeds: Iterable[str]) -> dict[str, Any]:
    """All items that are tied to the seeds by matches, the seeds among them, by IRI."""
    found: dict[str, Any] = {}
    waiting = list(seeds)
    while waiting:
        iri = waiting.pop()
        item = shelf.read(iri) if iri not in found else None
        if item is None:
            continue
        found[iri] = item
        waiting += [p for p in _partners(draft, names, shelf, item) if p not in found]
    return found


def _partners(draft: Draft, names: Names, shelf: Shelf, item: Any) -> Iterator[str]:
    near: set[str] = set()
    for block in shelf.layer.blocks(item):
        near.update(
            subject_of(q).value for q in draft.quads(None, DG.block, words(shelf.prefix + block), names.catalogue)
        )
    for iri in sorted(near - {item.iri}):
        other = shelf.read(iri)
        if other is not None and shelf.layer.match(item, other):
            yield iri

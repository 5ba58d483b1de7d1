"""The layer of entities: is each thing of the gold one node of the right class, and nothing else named?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dispatchgraph.evaluate.classes import named_classes, with_families
from dispatchgraph.evaluate.found import Found, FoundEntity
from dispatchgraph.evaluate.gold import Gold, GoldEntity
from dispatchgraph.evaluate.tally import Finding
from dispatchgraph.model import Span

__all__ = ["compare_entities", "place_of"]

_LAYER = "entities"


def compare_entities(gold: Gold, found: Found) -> Iterator[Finding]:
    """What is spurious in `found`, then each entity of `gold`."""
    for entity in found.entities:
        if entity.is_ is None and entity.classes & named_classes():
            yield _spurious(entity)
    for wanted in gold.entities.values():
        nodes = [entity for entity in found.entities if entity.is_ == wanted.id]
        yield from _of_one(wanted, nodes, gold)


def place_of(entity: GoldEntity, gold: Gold) -> Span | None:
    """Where the dispatch first names an entity of its gold."""
    spans = (_first_place(name, gold.dispatch.text) for name in entity.names)
    return min((span for span in spans if span), default=None)


def _first_place(name: str, text: str) -> Span | None:
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    return Span(*found.span()) if found else None


def _spurious(entity: FoundEntity) -> Finding:
    return Finding(
        layer=_LAYER,
        spurious=1,
        kind="spurious",
        what=f"«{entity.label}»",
        got=_shown(entity.classes),
        span=min(entity.mentions, default=None),
    )


def _of_one(wanted: GoldEntity, nodes: Sequence[FoundEntity], gold: Gold) -> Iterator[Finding]:
    """An entity of the gold, with all the nodes that are it."""
    if nodes:
        yield _right_or_wrong(wanted, nodes)
    elif not wanted.optional:
        yield Finding(layer=_LAYER, missed=1, kind="missed", what=wanted.id, span=place_of(wanted, gold))
    if len(nodes) > 1:
        yield _split(wanted, nodes)


def _right_or_wrong(wanted: GoldEntity, nodes: Sequence[FoundEntity]) -> Finding:
    got = with_families(name for node in nodes for name in node.classes)
    if got & with_families(wanted.classes):
        return Finding(layer=_LAYER, right=1)
    return Finding(
        layer=_LAYER,
        spurious=1,
        missed=1,
        kind="wrong class",
        what=wanted.id,
        wanted=_shown(wanted.classes),
        got=_shown(got),
        span=min((span for node in nodes for span in node.mentions), default=None),
    )


def _split(wanted: GoldEntity, nodes: Sequence[FoundEntity]) -> Finding:
    """One thing that the graph takes for several."""
    return Finding(
        layer=_LAYER,
        spurious=len(nodes) - 1,
        kind="split",
        what=wanted.id,
        got=", ".join(f"«{node.label}»" for node in nodes),
        span=min((span for node in nodes[1:] for span in node.mentions), default=None),
    )


def _shown(classes: frozenset[str]) -> str:
    return ", ".join(sorted(classes))

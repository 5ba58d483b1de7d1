"""The classes of the ontology as a comparison sees them: of entities, named and not, and of events."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from dispatchgraph.knowledge import ancestors, entity_parents, event_types

__all__ = ["akin", "entity_classes", "event_classes", "named_classes", "with_families"]

_NAMED = frozenset({"Person", "Organization", "Country", "Place"})
_UNNAMED = frozenset({"Group", "Document", "Thing"})


@cache
def named_classes() -> frozenset[str]:
    """The classes of what has a name of its own: a spurious one of these counts against a graph."""
    return frozenset(name for name in {*entity_parents(), *_NAMED} if _NAMED & set(ancestors(name)))


@cache
def entity_classes() -> frozenset[str]:
    """The classes of all entities."""
    return named_classes() | _UNNAMED


@cache
def event_classes() -> frozenset[str]:
    """The classes below `Event`; a plain event is neither right nor wrong."""
    return frozenset(event_types()) - {"Event"}


def with_families(classes: Iterable[str]) -> frozenset[str]:
    """Classes and those above them: a court is right where a body was wanted. A state is a place too.

    >>> sorted(with_families({"Court", "Country"}))
    ['Country', 'Court', 'Organization', 'Place']
    """
    every = {above for name in classes for above in ancestors(name)}
    return frozenset(every | ({"Place"} if "Country" in every else set()))


def akin(wanted: str, classes: Iterable[str]) -> bool:
    """Whether an event of `classes` may be one of the class `wanted`: the same, one above or one below it.

    >>> akin("Veto", {"Reject"}), akin("Reject", {"Veto"}), akin("Veto", {"Agree"})
    (True, True, False)
    """
    above = ancestors(wanted)
    return any(name in above or wanted in ancestors(name) for name in classes)

"""What a graph says, as a comparison sees it: told in the ids of the gold.

An entity that is not in the gold has an id that begins with «?».
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dispatchgraph.model import Span

__all__ = ["Found", "FoundAffiliation", "FoundClaim", "FoundEntity", "FoundEvent", "FoundFigure", "overlap"]

Ids = frozenset[str]


def overlap(some: Iterable[Span], others: Iterable[Span]) -> int:
    """The most code points that a span of `some` shares with one of `others`.

    >>> overlap([Span(0, 5), Span(9, 12)], [Span(3, 10)])
    2
    """
    there = tuple(others)
    return max((a.overlap(b) for a in some for b in there), default=0)


@dataclass(frozen=True, kw_only=True)
class FoundEntity:
    """A node for a thing in the world."""

    label: str
    classes: frozenset[str]
    is_: str | None = None  #: the gold's id; None for what is not in the gold
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FoundEvent:
    """A node for an event of some class; plain events are left out."""

    classes: frozenset[str]  #: its own and those above it, without `Event`
    lemma: str = ""
    mentions: tuple[Span, ...] = ()
    agents: Ids = frozenset()
    patients: Ids = frozenset()  #: and recipients
    places: Ids = frozenset()
    begin: str = ""  #: ISO 8601 day; empty for an open end
    end: str = ""
    statuses: frozenset[str] = frozenset()
    sources: Ids = frozenset()

    @property
    def participants(self) -> Ids:
        """Everyone and everything in it, each once."""
        return self.agents | self.patients | self.places


@dataclass(frozen=True, kw_only=True)
class FoundClaim:
    """A node for what someone says."""

    speakers: Ids = frozenset()
    contents: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FoundFigure:
    """A node for a number."""

    value: float  #: not a number where the node has none
    measures: frozenset[str] = frozenset()
    bounds: frozenset[str] = frozenset()
    mentions: tuple[Span, ...] = ()
    sources: Ids = frozenset()


@dataclass(frozen=True, kw_only=True)
class FoundAffiliation:
    """One member of one body, as a node tells it."""

    member: str
    organization: str
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Found:
    """All that a graph says of one dispatch."""

    entities: tuple[FoundEntity, ...] = ()
    events: tuple[FoundEvent, ...] = ()
    claims: tuple[FoundClaim, ...] = ()
    figures: tuple[FoundFigure, ...] = ()
    affiliations: tuple[FoundAffiliation, ...] = ()
    sentences: tuple[Span, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)  #: «?» id → label of the node

    def shown(self, ids: Iterable[str]) -> str:
        """Ids in words, in order: those of the gold as they are, others by their labels; «—» for none."""
        return ", ".join(sorted(f"«{self.labels[id]}»" if id in self.labels else id for id in ids)) or "—"

"""What a careful reader finds in a dispatch: the values that a gold file is loaded into.

Entities are told by the ids that the gold gives them. What is `optional` is right if found and no harm if not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dispatchgraph.model import Dispatch, Span

__all__ = ["Gold", "GoldAffiliation", "GoldClaim", "GoldEntity", "GoldEvent", "GoldFigure"]


@dataclass(frozen=True, kw_only=True)
class GoldEntity:
    """A thing in the world that the dispatch tells of."""

    id: str
    classes: frozenset[str]  #: any of them is right
    names: tuple[str, ...]
    same_as: str | None = None  #: IRI in Wikidata
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class GoldEvent:
    """Something that happened, is planned, asked or denied."""

    type: str  #: local name of its class
    triggers: tuple[Span, ...]
    agents: tuple[str, ...] = ()
    patients: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    optional_participants: frozenset[str] = frozenset()  #: may have any role, or none
    begin: str | None = None  #: ISO 8601 day, "" for an open end; both None where the gold is silent on time
    end: str | None = None
    status: str
    sources: frozenset[str] = frozenset()
    optional: bool = False

    @property
    def dated(self) -> bool:
        """Whether the gold says anything about the time."""
        return self.begin is not None or self.end is not None

    @property
    def participants(self) -> tuple[str, ...]:
        """Everyone and everything in it, role by role."""
        return (*self.agents, *self.patients, *self.recipients, *self.places)


@dataclass(frozen=True, kw_only=True)
class GoldClaim:
    """Who says what."""

    speaker: str
    content: Span
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class GoldFigure:
    """A number with what it measures."""

    span: Span
    value: float
    measure: str
    bound: str = "exactly"
    sources: frozenset[str] = frozenset()
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class GoldAffiliation:
    """Who belongs to which body or state."""

    member: str
    organization: str
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Gold:
    """All that is to be found in one dispatch."""

    path: Path  #: of the gold file
    dispatch: Dispatch
    entities: Mapping[str, GoldEntity]
    events: tuple[GoldEvent, ...] = ()
    claims: tuple[GoldClaim, ...] = ()
    figures: tuple[GoldFigure, ...] = ()
    affiliations: tuple[GoldAffiliation, ...] = ()

    @property
    def name(self) -> str:
        """What reports call it: its file's name without the suffix."""
        return self.path.stem

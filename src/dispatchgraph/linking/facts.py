"""What a dispatch tells, as far as it can be compared with what others tell: frozen, hashable, without any RDF.

Entities, events, figures and dispatches are named by their IRIs, but in `Thing` and `Post`, which name entities by the
key that they have in the reading of their own dispatch.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

__all__ = ["Count", "Decider", "Identity", "Link", "Post", "Text", "Thing", "Told"]

Decider = Literal["machine", "person"]


@dataclass(frozen=True, kw_only=True)
class Post:
    """What a person is in a body."""

    post: str
    body: str  #: local key of the organization
    body_type: str
    former: bool = False


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One entity as one dispatch tells it."""

    dispatch: str  #: id
    key: str  #: local to the reading of the dispatch
    type: str
    label: str
    names: tuple[str, ...] = ()
    known: tuple[str, ...] = ()  #: IRIs that the gazetteer gives it
    posts: frozenset[Post] = frozenset()
    day: date | None = None  #: of the dispatch


@dataclass(frozen=True, kw_only=True)
class Told:
    """An event as one dispatch tells it."""

    iri: str
    dispatch: str
    day: date | None  #: of the dispatch
    type: str
    ancestors: tuple[str, ...] = ()
    lemma: str = ""
    status: str = "occurred"
    begin: date | None = None
    end: date | None = None
    agents: frozenset[str] = frozenset()
    patients: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()  #: events
    sources: frozenset[str] = frozenset()  #: who is said to say so


@dataclass(frozen=True, kw_only=True)
class Count:
    """A figure as one dispatch gives it."""

    iri: str
    dispatch: str
    day: date | None  #: of the dispatch
    measure: str
    value: Decimal
    upper: Decimal | None = None
    bound: str = "exactly"
    unit: str | None = None
    counts: str | None = None
    counted: str | None = None  #: label of what it counts
    of_event: str | None = None
    places: frozenset[str] = frozenset()
    begin: date | None = None
    end: date | None = None
    subset_of: str | None = None
    sources: frozenset[str] = frozenset()  #: who is said to say so


@dataclass(frozen=True, kw_only=True)
class Text:
    """The text of a dispatch, by its sketch."""

    iri: str
    dispatch: str
    day: date | None
    publisher: str | None = None
    sketch: frozenset[str] = frozenset()
    size: int = 0  #: words


@dataclass(frozen=True, kw_only=True)
class Link:
    """A statement that ties what two dispatches tell."""

    subject: str
    predicate: str  #: local name in the ontology
    object: str


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Which entity a thing of a dispatch is, and why."""

    dispatch: str
    key: str
    entity: str  #: canonical key of the entity
    score: Decimal
    reason: str
    decided_by: Decider = "machine"

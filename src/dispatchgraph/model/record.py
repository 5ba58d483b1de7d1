"""What one dispatch says, resolved: things in the world and what is told of them, tied by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dispatchgraph.model.kinds import Bound, Role, SpeechAct, Status
from dispatchgraph.model.text import Dispatch, Span

__all__ = ["Affiliation", "Claim", "Entity", "Event", "Figure", "Interval", "Record"]


class Interval(NamedTuple):
    """Days, inclusive; either end may be open."""

    begin: date | None
    end: date | None


@dataclass(frozen=True, kw_only=True)
class Entity:
    """A thing in the world with all the words that denote it."""

    key: str  #: the slug of its IRI
    type: str
    label: str
    names: tuple[str, ...] = ()
    mentions: tuple[Span, ...]
    known: str | None = None  #: slug of its gazetteer entry
    located_in: tuple[str, ...] = ()
    allied_with: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something done, planned or denied, with all the words that tell it."""

    key: str
    type: str
    lemma: str
    status: Status
    mentions: tuple[Span, ...]
    roles: tuple[tuple[Role, str], ...] = ()  #: role and entity key (event key for `about`)
    when: Interval | None = None
    time_expressions: tuple[str, ...] = ()
    according_to: tuple[str, ...] = ()
    claimed_in: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What one speaker is said to say."""

    key: str
    speaker: str
    cue: Span
    contents: tuple[Span, ...]
    act: SpeechAct
    addressee: str | None = None
    quotations: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number that the dispatch gives, with its meaning and source."""

    key: str
    value: Decimal
    bound: Bound
    measure: str
    mentions: tuple[Span, ...]
    upper: Decimal | None = None
    unit: str | None = None
    counts: str | None = None
    of_event: str | None = None
    subset_of: str | None = None
    places: tuple[str, ...] = ()
    when: Interval | None = None
    according_to: tuple[str, ...] = ()
    claimed_in: tuple[str, ...] = ()
    disagrees_with: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Affiliation:
    """A person's place in a body."""

    key: str
    member: str
    organization: str
    mentions: tuple[Span, ...]
    post: str = ""
    posted_to: str | None = None
    former: bool = False  #: held once: no membership of today
    according_to: tuple[str, ...] = ()
    claimed_in: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One dispatch read: what its graph will say."""

    dispatch: Dispatch
    sentences: tuple[Span, ...]
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()

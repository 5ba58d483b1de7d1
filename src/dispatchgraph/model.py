"""What a dispatch becomes on its way to a graph: plain values, no RDF and no spaCy.

Three stages share this module. A `Dispatch` is the text and its envelope. An extraction is made of *mentions*:
spans of that text (`Mention`, `Trigger`, `TimeExpression`, `FigureMention`, `Quote`, `AffiliationMention`), which
name each other by the span of their head word. A `Record` is the same resolved: `Entity`, `Event`, `Claim`,
`Figure`, `Affiliation`, which name each other by key.

All offsets count Unicode code points of `Dispatch.text` and are half-open, as in RFC 5147 and NIF.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple


class Span(NamedTuple):
    """A half-open range of code points of a dispatch's text.

    >>> Span(3, 7).overlap(Span(5, 9))
    2
    """

    begin: int
    end: int

    def overlap(self, other: Span) -> int:
        """How many code points both spans cover."""
        return max(0, min(self.end, other.end) - max(self.begin, other.begin))

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.begin <= other.begin and other.end <= self.end

    def of(self, text: str) -> str:
        """The words of `text` that this span covers."""
        return text[self.begin : self.end]


Status = Literal["occurred", "ongoing", "planned", "requested", "hypothetical", "alleged", "negated"]
Role = Literal["agent", "patient", "recipient", "instrument", "place", "about"]
Bound = Literal["exactly", "atLeast", "atMost", "moreThan", "lessThan", "about"]
SpeechAct = Literal["direct", "indirect", "mixed"]


# --- read -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """One wire item: its text as read, and what its envelope says."""

    id: str
    text: str
    sha256: str
    language: str = "fr"
    date: date | None = None
    headline: Span | None = None
    dateline: Span | None = None  #: «ALEP (Syrie), 5 déc 2016 (AFP) - », up to the first word of the news
    place: Span | None = None  #: «ALEP» in the dateline
    publisher: Span | None = None  #: «AFP» in the dateline
    body: int = 0  #: where the news itself begins
    warnings: tuple[str, ...] = ()


# --- extract --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Mention:
    """Words that denote an entity: a name, a description or a pronoun."""

    span: Span
    head: Span  #: the head word: what arguments point at
    sentence: Span
    kind: Literal["name", "nominal", "pronoun", "adjective", "possessive"]
    type: str | None  #: local name of an entity class of the ontology; None where only the context can tell
    text: str  #: the name or description without determiner
    lemma: str = ""  #: of the head, or the expression in the lexicon: «chef de diplomatie»
    noun: str = ""  #: the lexicon's expression as it stands in the text: «chef de la diplomatie»
    known: str | None = None  #: slug of a gazetteer entry
    gender: Literal["m", "f"] | None = None
    plural: bool = False
    definite: bool = False
    demonstrative: bool = False
    first_person: bool = False
    metonym: bool = False  #: a capital, palace or adjective that stands for its state
    apposed_to: Span | None = None  #: head of the mention that this one is in apposition to
    members: tuple[Span, ...] = ()  #: heads of the names it introduces: «les ministres X et Y»
    subject: bool = False  #: whether it is the grammatical subject of a clause
    complement: str = ""  #: slug or folded text of a «de X» or nationality, to tell «régime syrien» from another
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Argument:
    """One participant of an event: the head word of its mention, or of another trigger for `about`."""

    role: Role
    head: Span
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """Words that tell an event."""

    span: Span
    head: Span
    sentence: Span
    type: str  #: local name of an event class, `Event` for a verb outside them
    lemma: str
    status: Status
    arguments: tuple[Argument, ...] = ()
    times: tuple[Span, ...] = ()  #: spans of the time expressions that date it
    tense: Literal["past", "present", "future", "none"] = "none"
    definite: bool = False  #: «le veto», «ce vote»: may tell again what was told
    begins: bool = False  #: whether the times tell when it began: «l'offensive lancée le 15 novembre»
    noun: bool = False
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class TimeExpression:
    """Words that say when, with their meaning before the dispatch's date is applied.

    `form` and `value` are what `resolve.times` reads; see its docstring for the forms.
    """

    span: Span
    form: str
    value: Mapping[str, int | str] = field(default_factory=dict)
    relation: Literal["at", "since", "until", "before", "after"] = "at"


@dataclass(frozen=True, kw_only=True)
class FigureMention:
    """A number in the text with what it counts."""

    span: Span  #: bound, number and the thing counted: «au moins 324 civils»
    number: Span  #: the number alone: «324»
    value: Decimal
    bound: Bound = "exactly"
    upper: Decimal | None = None
    unit: str | None = None  #: "day", "percent", an ISO 4217 code, …; None for a count
    noun: Span | None = None  #: head word of what is counted
    measure: str = "other"
    event: Span | None = None  #: head of the trigger it quantifies
    subset_of: Span | None = None  #: `number` of the figure that «dont» takes it from
    sentence: Span
    times: tuple[Span, ...] = ()
    places: tuple[Span, ...] = ()  #: heads of the mentions that say where
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A stretch of text with the words that attribute it."""

    cue: Span
    contents: tuple[Span, ...]
    speaker: Span | None  #: head of the speaker's mention
    addressee: Span | None = None
    act: SpeechAct = "indirect"
    quotations: tuple[Span, ...] = ()  #: the words between quotation marks, without them
    sentence: Span
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class AffiliationMention:
    """Words that say who holds which post in which body."""

    span: Span
    member: Span  #: head of the person's mention
    organization: Span | None  #: head of the body's mention; None: the state that the news is about
    post: str = ""
    posted_to: Span | None = None
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Extraction:
    """Everything found in one dispatch, before identity."""

    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    figures: tuple[FigureMention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    affiliations: tuple[AffiliationMention, ...] = ()


# --- resolve --------------------------------------------------------------------------------------------------


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

"""What is found in one dispatch before identity: spans of its text, tied by the span of their head word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from dispatchgraph.model.kinds import Bound, Role, SpeechAct, Status
from dispatchgraph.model.text import Span

__all__ = [
    "AffiliationMention",
    "Argument",
    "Extraction",
    "FigureMention",
    "Mention",
    "Quote",
    "TimeExpression",
    "Trigger",
]


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
    during: tuple[Span, ...] = ()  #: heads of the triggers whose day and place it shares
    since: Span | None = None  #: head of the trigger since whose beginning it lasts
    noun: bool = False
    words: tuple[Span, ...] = ()  #: the further words of its expression: «a fait 17 **morts**»
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class TimeExpression:
    """Words that say when, with their meaning before the dispatch's date is applied.

    `form` and `value` are what `resolve.times` reads; see its docstring for the forms.
    """

    span: Span
    form: str
    value: Mapping[str, int | str] = field(default_factory=dict)
    relation: Literal["at", "from", "since", "until", "before", "after"] = "at"

    @property
    def is_apart(self) -> bool:
        """Whether it dates what follows it by what its clause is about: «trois jours après le scrutin»."""
        return self.value.get("from") == "clause"


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
    former: bool = False  #: whether the post was held once
    of_state: bool = False  #: whether the post is a state's: «son ministre de la Défense» is not his own
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
    alliances: tuple[tuple[Span, Span], ...] = ()  #: heads of two mentions that the text calls allies

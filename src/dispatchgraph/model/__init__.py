"""What a dispatch becomes on its way to a graph: plain values, no RDF and no spaCy.

Three stages share this module. A `Dispatch` is the text and its envelope. An extraction is made of *mentions*:
spans of that text (`Mention`, `Trigger`, `TimeExpression`, `FigureMention`, `Quote`, `AffiliationMention`), which
name each other by the span of their head word. A `Record` is the same resolved: `Entity`, `Event`, `Claim`,
`Figure`, `Affiliation`, which name each other by key.

All offsets count Unicode code points of `Dispatch.text` and are half-open, as in RFC 5147 and NIF.
"""

from dispatchgraph.model.kinds import Bound, Role, SpeechAct, Status
from dispatchgraph.model.mentions import (
    AffiliationMention,
    Argument,
    Extraction,
    FigureMention,
    Mention,
    Quote,
    TimeExpression,
    Trigger,
)
from dispatchgraph.model.record import Affiliation, Claim, Entity, Event, Figure, Interval, Record
from dispatchgraph.model.text import Dispatch, Span, lots

__all__ = [
    "Affiliation",
    "AffiliationMention",
    "Argument",
    "Bound",
    "Claim",
    "Dispatch",
    "Entity",
    "Event",
    "Extraction",
    "Figure",
    "FigureMention",
    "Interval",
    "Mention",
    "Quote",
    "Record",
    "Role",
    "Span",
    "SpeechAct",
    "Status",
    "TimeExpression",
    "Trigger",
    "lots",
]

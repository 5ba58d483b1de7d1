"""The closed sets of words that mentions and the record share."""

from __future__ import annotations

from typing import Literal

__all__ = ["Bound", "Role", "SpeechAct", "Status"]

Status = Literal["occurred", "ongoing", "planned", "requested", "hypothetical", "alleged", "negated"]
Role = Literal["agent", "patient", "recipient", "instrument", "place", "about"]
Bound = Literal["exactly", "atLeast", "atMost", "moreThan", "lessThan", "about"]
SpeechAct = Literal["direct", "indirect", "mixed"]

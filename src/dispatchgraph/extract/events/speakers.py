"""Verbs of saying that are events too: who says it does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dispatchgraph.model import Argument, Quote, Trigger

__all__ = ["with_speaker"]


def with_speaker(trigger: Trigger, quotes: Sequence[Quote]) -> Trigger:
    """A verb of saying without agent, or whose inverted subject the parse lost, with the speaker for agent."""
    quote = None if trigger.noun else next((q for q in quotes if q.cue.covers(trigger.head)), None)
    if quote is None or quote.speaker is None:
        return trigger
    inverted = quote.rule.endswith("inverted")
    if not inverted and any(a.role == "agent" for a in trigger.arguments):
        return trigger
    kept = (a for a in trigger.arguments if not (inverted and _may_be_speaker(a, quote)))
    return replace(trigger, arguments=(Argument(role="agent", head=quote.speaker, rule="speaker"), *kept))


def _may_be_speaker(argument: Argument, quote: Quote) -> bool:
    return argument.rule in {"subject", "object"} or argument.head == quote.speaker

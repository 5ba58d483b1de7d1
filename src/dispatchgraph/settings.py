"""How dispatches are read: what a person chooses."""

from __future__ import annotations

from dataclasses import dataclass

from dispatchgraph import iri
from dispatchgraph.deadline import SECONDS

__all__ = ["COLLECT", "Settings"]

COLLECT = 50_000  #: new objects between two searches for garbage, in processes of our own: a parse has as many


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The choices of a run; other settings, other statements."""

    base: str = iri.DEFAULT_BASE
    text: bool = True
    date: str | None = None
    language: str | None = None
    time_limit: float = SECONDS

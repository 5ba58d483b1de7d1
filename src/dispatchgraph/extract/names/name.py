"""A proper name, and how its words are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dispatchgraph.parse import Parse, Word

__all__ = ["PLACES", "Name", "Run", "begins", "spelling"]

PLACES = frozenset({"Place", "City", "Region", "District", "Facility", "Country"})
_OPENINGS = frozenset({"«", "(", "-", "–", "—", ":"})


@dataclass(frozen=True, kw_only=True)
class Name:
    """A proper name: tokens `start` to `end` (exclusive) of the doc."""

    start: int
    end: int
    type: str
    known: str | None = None  #: slug of its gazetteer entry
    gender: Literal["m", "f", ""] = ""
    metonym: bool = False
    demonym: bool = False
    rule: str = ""

    @property
    def indices(self) -> range:
        """Its tokens."""
        return range(self.start, self.end)


@dataclass(frozen=True, kw_only=True)
class Run:
    """Capitalised words that may be a name, with the label that the model gives them."""

    start: int
    end: int
    label: str = ""  #: "PER", "LOC", "ORG" or "MISC"; "" where writing alone tells


def spelling(doc: Parse, name: Name | Run) -> str:
    """The words of a name as they stand in the text."""
    text: str = doc.words(name.start, name.end).text
    return text


def begins(token: Word) -> bool:
    """Whether a word opens a sentence or a quotation, where any word has its capital."""
    if token.is_sent_start is True or not token.i:
        return True
    before = token.nbor(-1)
    return before.text in _OPENINGS or bool(before.is_space)

"""What is told of one node of a graph: plain values, in the words of one language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Explanation", "Line", "Passage", "Place", "Row", "Rule"]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A line of a file of ours, where a rule or an entry is mended."""

    path: Path
    line: int  #: from 1
    name: str = ""  #: the function, where the file is code


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a value of `dg:rule` means."""

    value: str  #: as the graph has it
    words: str = ""  #: "" where this version does not know it
    places: tuple[Place, ...] = ()  #: the entry in the lexicon, then the code
    missing: str = ""  #: the lexicon file that should have the entry and does not


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Words of a dispatch in their sentence."""

    span: str  #: short name of the span
    sentence: str
    begin: int  #: of the words in `sentence`, in code points
    end: int
    dispatch: str
    published: str = ""  #: the dispatch's day, ISO 8601
    rules: tuple[Rule, ...] = ()  #: what tied the words to the node, where the graph says so


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing said of the node."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A statement that is tied to the node."""

    name: str  #: short name of the statement
    role: str  #: how it is tied
    words: str


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Where a node of a graph comes from."""

    iri: str
    name: str  #: the shortest tail of the IRI that no other node has
    kind: str  #: event, claim, figure, affiliation, entity, mention, sentence, dispatch or node
    title: str
    language: str  #: of the words: «fr» or «en»
    passages: tuple[Passage, ...] = ()
    rows: tuple[Row, ...] = ()
    rules: tuple[Rule, ...] = ()  #: what made it: one, but in a graph that holds two readings of a dispatch
    statements: tuple[Line, ...] = ()

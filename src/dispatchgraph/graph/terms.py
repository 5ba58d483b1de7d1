"""The terms that a record's statements are made of: light, as there are hundreds for each sentence.

An IRI is a plain string. rdflib's own terms take ten times as long to make; `to_rdflib` makes them for whom wants to
hold a graph in hand.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from rdflib import XSD, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.term import Node

__all__ = ["Literal", "Term", "Triple", "day", "number", "to_rdflib", "truth"]


class Literal(NamedTuple):
    """Words or a value; without language and datatype it is a plain string."""

    lexical: str
    language: str = ""
    datatype: str = ""


Term = str | Literal
Triple = tuple[str, str, Term]

_DATE, _INTEGER, _DECIMAL, _BOOLEAN = (str(t) for t in (XSD.date, XSD.integer, XSD.decimal, XSD.boolean))


def day(value: date) -> Literal:
    """A date as xsd:date."""
    return Literal(value.isoformat(), datatype=_DATE)


def truth(value: bool) -> Literal:
    """Yes or no as xsd:boolean."""
    return Literal("true" if value else "false", datatype=_BOOLEAN)


def number(value: Decimal | int) -> Literal:
    """A whole number as xsd:integer, another as xsd:decimal.

    >>> number(Decimal("12.0")).lexical, number(Decimal("2.50")).lexical
    ('12', '2.5')
    """
    if value == int(value):
        return Literal(str(int(value)), datatype=_INTEGER)
    return Literal(f"{Decimal(value).normalize():f}", datatype=_DECIMAL)


def to_rdflib(term: Term) -> Node:
    """The same term as rdflib has it."""
    if isinstance(term, str):
        return URIRef(term)
    return RdflibLiteral(
        term.lexical, lang=term.language or None, datatype=URIRef(term.datatype) if term.datatype else None
    )

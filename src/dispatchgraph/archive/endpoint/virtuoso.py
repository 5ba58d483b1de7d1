"""What Virtuoso 7 keeps otherwise than it was given, and how it is given and read so that nothing changes.

- Coordinates of a `geo:wktLiteral` become 32-bit numbers unless they are written with many digits, and come back under
  a type of Virtuoso's own.
- Booleans come back as 1 and 0, the answer to ASK as a table.
- IRIs are cut after some 1 880 bytes; whole numbers beyond 64 bits, decimals with more than 15 decimal places and
  durations become others, without a word. These are refused here instead.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from dispatchgraph.errors import StoreError
from dispatchgraph.sparql.tokens import tokens

__all__ = ["ASKED", "MERGE", "OWN_GRAPHS", "PLENTY", "dataset", "mended", "mended_term", "written"]

ASKED = b"__ASK_RETVAL"
OWN_GRAPHS = frozenset(
    {
        "http://www.openlinksw.com/schemas/virtrdf#",
        "http://www.w3.org/2002/07/owl#",
        "http://www.w3.org/ns/ldp#",
        "http://localuriqaserver/sparql",
        "urn:activitystreams-owl:map",
        "urn:core:services:sparql",
    }
)

#: A question with some six million rows, whatever the archive holds: the graph is there from the start.
PLENTY = "SELECT (1 AS ?one) WHERE { GRAPH <http://www.openlinksw.com/schemas/virtrdf#> { ?s ?p ?o . ?t ?q ?r } }"

MERGE = NamedNode("urn:dispatchgraph:all")  #: Virtuoso has no default graph that statements could be put in

_XSD = "http://www.w3.org/2001/XMLSchema#"
_WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
_GEOMETRY = "http://www.openlinksw.com/schemas/virtrdf#Geometry"
_DURATIONS = {_XSD + name for name in ("duration", "dayTimeDuration", "yearMonthDuration")}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DIGITS = 13  #: decimal places from which on a coordinate is kept in 64 bits
_MAX_IRI = 1800  #: bytes


# --- what is sent -------------------------------------------------------------------------------------------------


def written(quad: Quad) -> Quad:
    """A statement as Virtuoso keeps it whole; raises `StoreError` where it cannot."""
    for term in (quad.subject, quad.predicate, quad.graph_name):
        _check_iri(term)
    value = quad.object
    if not isinstance(value, Literal):
        _check_iri(value)
        return quad
    datatype = value.datatype.value
    if datatype == _WKT:
        return Quad(quad.subject, quad.predicate, _precise(value), quad.graph_name)
    if not _fits(value.value, datatype):
        kind = datatype.rpartition("#")[2]
        raise StoreError(f"Virtuoso cannot keep {value.value[:60]!r} as {kind} without changing it")
    return quad


def _check_iri(term: object) -> None:
    if isinstance(term, NamedNode) and len(term.value.encode()) > _MAX_IRI:
        raise StoreError(f"Virtuoso cannot keep an IRI of more than {_MAX_IRI} bytes: {term.value[:60]}…")


def _fits(value: str, datatype: str) -> bool:
    if datatype in _DURATIONS:
        return False
    if datatype == _XSD + "integer":
        return bool(re.fullmatch(r"[+-]?\d{1,30}", value)) and -(2**63) <= int(value) < 2**63
    if datatype == _XSD + "decimal":
        return bool(re.fullmatch(r"[+-]?\d{0,20}(\.\d{0,15})?", value))
    return True


def _precise(value: Literal) -> Literal:
    return Literal(_NUMBER.sub(lambda found: f"{_digits(found[0])}", value.value), datatype=value.datatype)


def _digits(number: str) -> str:
    whole, _, places = number.partition(".")
    return f"{whole}.{places.ljust(_DIGITS, '0')}"


def dataset(sparql: str) -> dict[str, list[str]]:
    """The parameters by which a query sees the merge as its default graph, and by name the graphs that it names.

    A query that names some graphs and asks for others with a variable gets none, and sees a statement as often as there
    are graphs that hold it: Virtuoso does not allow both.
    """
    found = list(tokens(sparql))
    if any(t.kind == "word" and t.text.upper() == "FROM" for t in found):
        return {}
    after = [b for a, b in pairwise(found) if a.kind == "word" and a.text.upper() == "GRAPH"]
    if any(t.kind == "name" for t in after) or len({t.kind for t in after}) > 1:
        return {}
    named = sorted({t.text[1:-1] for t in after if t.kind == "iri"})
    return {"default-graph-uri": [MERGE.value], "named-graph-uri": named}


# --- what comes back ----------------------------------------------------------------------------------------------


def mended(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer in SPARQL's JSON as the standard has it."""
    if answer.get("head", {}).get("vars") == [ASKED.decode()]:
        values = [row[ASKED.decode()]["value"] for row in answer["results"]["bindings"] if row]
        return {"head": {}, "boolean": values not in ([], ["0"])}
    for row in answer.get("results", {}).get("bindings", ()):
        for term in row.values():
            _mend(term)
    return answer


def _mend(term: dict[str, str]) -> None:
    if term.get("datatype") == _XSD + "boolean":
        term["value"] = {"1": "true", "0": "false"}.get(term["value"], term["value"])
    elif term.get("datatype") == _GEOMETRY:
        term["datatype"] = _WKT


def mended_term(term: Any) -> Any:
    """The same for a term of a graph."""
    if isinstance(term, Literal) and term.datatype.value == _GEOMETRY:
        return Literal(term.value, datatype=NamedNode(_WKT))
    return term

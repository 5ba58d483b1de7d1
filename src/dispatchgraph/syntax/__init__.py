"""The forms a graph is written in, by name and by suffix: the one place to add another.

Each writer takes a dataset and returns bytes that depend on nothing but its statements and prefixes: rdflib's own
writers of TriG, JSON-LD and RDF/XML follow the order of a hash, which changes from run to run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from dispatchgraph.errors import InputError

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["SYNTAXES", "Syntax", "by_name", "by_suffix", "names"]


@dataclass(frozen=True, kw_only=True)
class Syntax:
    """One form of a graph in a file."""

    name: str
    suffixes: tuple[str, ...]  #: lower case, with the dot; the first is the one we write
    writer: str  #: «module:function»; imported when it is needed
    parser: str | None = None  #: rdflib's name of the parser; None for what is only written

    def write(self, dataset: Dataset) -> bytes:
        """`dataset` in this form."""
        module, function = self.writer.split(":")
        write: Callable[[Dataset], bytes] = getattr(import_module(f"{__name__}.{module}"), function)
        return write(dataset)


SYNTAXES = (
    Syntax(name="turtle", suffixes=(".ttl", ".turtle"), writer="turtle:turtle", parser="turtle"),
    Syntax(name="trig", suffixes=(".trig",), writer="turtle:trig", parser="trig"),
    Syntax(name="nquads", suffixes=(".nq", ".nquads"), writer="lines:nquads", parser="nquads"),
    Syntax(name="ntriples", suffixes=(".nt", ".ntriples"), writer="lines:ntriples", parser="nt"),
    Syntax(name="jsonld", suffixes=(".jsonld",), writer="jsonld:jsonld", parser="json-ld"),
    Syntax(name="rdfxml", suffixes=(".rdf", ".owl"), writer="rdfxml:rdfxml", parser="xml"),
    Syntax(name="graphml", suffixes=(".graphml",), writer="pictures:graphml"),
    Syntax(name="gexf", suffixes=(".gexf",), writer="pictures:gexf"),
    Syntax(name="csv", suffixes=(".csv",), writer="statements:statements"),
)
_ALIASES = {"ttl": "turtle", "nq": "nquads", "n-quads": "nquads", "nt": "ntriples", "n-triples": "ntriples"} | {
    "json-ld": "jsonld",
    "rdf/xml": "rdfxml",
    "rdf": "rdfxml",
    "xml": "rdfxml",
}


def names() -> str:
    """The names of all forms, for a message."""
    return ", ".join(s.name for s in SYNTAXES)


def by_name(name: str) -> Syntax:
    """The form called `name`; raises `InputError` where there is none.

    >>> by_name("json-ld").suffixes
    ('.jsonld',)
    """
    wanted = _ALIASES.get(name.lower(), name.lower())
    found = next((s for s in SYNTAXES if s.name == wanted), None)
    if found is None:
        raise InputError(f"there is no format {name!r}; there is: {names()}")
    return found


def by_suffix(path: str | PurePath) -> Syntax | None:
    """The form that a file's suffix names, if any."""
    suffix = PurePath(path).suffix.lower()
    return next((s for s in SYNTAXES if suffix in s.suffixes), None)

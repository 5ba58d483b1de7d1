"""Parts of a statement, as the archive knows them: subjects are IRIs, and every object has a value."""

from __future__ import annotations

from typing import cast

from pyoxigraph import Literal, NamedNode, Quad

__all__ = ["Term", "graph_of", "object_of", "subject_of", "term_of", "value_of"]

Term = NamedNode | Literal  #: what stands as an object


def subject_of(quad: Quad) -> NamedNode:
    """The subject: an IRI, for our graphs have no blank nodes."""
    return cast("NamedNode", quad.subject)


def object_of(quad: Quad) -> NamedNode:
    """The object, of a property whose values are IRIs."""
    return cast("NamedNode", quad.object)


def term_of(quad: Quad) -> Term:
    """The object."""
    return cast("Term", quad.object)


def value_of(quad: Quad) -> str:
    """The object's IRI or its words."""
    return term_of(quad).value


def graph_of(quad: Quad) -> NamedNode:
    """The graph: all of ours have a name."""
    return cast("NamedNode", quad.graph_name)

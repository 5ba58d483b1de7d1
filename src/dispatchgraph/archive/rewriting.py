"""A dispatch's statements under other names of its entities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad

from dispatchgraph.archive.names import RDFS, SKOS, Names
from dispatchgraph.archive.terms import subject_of, term_of

__all__ = ["relabelled", "renamed"]


def renamed(quads: Iterable[Quad], names: Names, new: Callable[[str], str]) -> Iterator[Quad]:
    """The statements with each entity's key replaced by `new` of it; what hangs on its IRI (#geometry) follows."""
    made: dict[str, NamedNode] = {}

    def name(term: NamedNode) -> NamedNode:
        if term.value not in made:
            key = names.key_of(term.value)
            fragment = term.value.partition("#")[1:]
            made[term.value] = term if key is None else NamedNode(names.entity(new(key)).value + "".join(fragment))
        return made[term.value]

    for quad in quads:
        value = term_of(quad)
        told = name(value) if isinstance(value, NamedNode) else value
        yield Quad(name(subject_of(quad)), quad.predicate, told, quad.graph_name)


def relabelled(quads: Iterable[Quad], short: Mapping[NamedNode, object], *, demote: bool) -> Iterator[Quad]:
    """The statements, the names in `short` (by entity) made other names of it instead of its label, or the other way.

    A dispatch that says «M. Lavrov» alone does not say what Sergueï Lavrov is called.
    """
    old, new = (RDFS.label, SKOS.altLabel) if demote else (SKOS.altLabel, RDFS.label)
    for quad in quads:
        if quad.predicate == old and short.get(subject_of(quad)) == quad.object:
            yield Quad(quad.subject, new, quad.object, quad.graph_name)
        else:
            yield quad

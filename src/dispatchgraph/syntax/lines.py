"""N-Triples and N-Quads: one statement a line, sorted; in N-Quads, graph by graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import XSD, BNode, Dataset, Literal
from rdflib.term import Node

from dispatchgraph.graph import Term
from dispatchgraph.graph import Triple as Light
from dispatchgraph.syntax.terms import Triple, by_graph, iri_ref, quoted, union

__all__ = ["named", "nquads", "nquads_pieces", "ntriples"]


def ntriples(dataset: Dataset) -> bytes:
    """The union of all graphs as N-Triples, UTF-8."""
    return _text({" ".join(map(_term, triple)) for triple in union(dataset)})


def nquads(dataset: Dataset) -> bytes:
    """All graphs as N-Quads, UTF-8: the default graph first, then the others by name."""
    return b"".join(nquads_pieces(by_graph(dataset)))


def nquads_pieces(graphs: Iterable[tuple[Node | None, Iterable[Triple]]]) -> Iterator[bytes]:
    """Graphs as N-Quads, one after the other."""
    for name, triples in graphs:
        graph = [_term(name)] if name is not None else []
        yield _text({" ".join([*map(_term, triple), *graph]) for triple in triples})


def named(graph: str, triples: Iterable[Light]) -> bytes:
    """The statements of one graph as N-Quads, UTF-8: what `nquads` writes of its dataset, without making one."""
    written, name = _Written(), iri_ref(graph)
    return _text({f"{written[s]} {written[p]} {written[o]} {name}" for s, p, o in triples})


class _Written(dict[Term, str]):
    """Light terms as they are written, each once."""

    def __missing__(self, term: Term) -> str:
        self[term] = written = _written(term)
        return written


def _written(term: Term) -> str:
    if isinstance(term, str):
        return iri_ref(term)
    said = quoted(term.lexical)
    if term.language:
        return f"{said}@{term.language}"
    return f"{said}^^{iri_ref(term.datatype)}" if term.datatype else said


def _text(lines: set[str]) -> bytes:
    return "".join(f"{line} .\n" for line in sorted(lines)).encode()


def _term(term: Node) -> str:
    if isinstance(term, BNode):
        return f"_:{term}"
    if not isinstance(term, Literal):
        return iri_ref(str(term))
    if term.language:
        return f"{quoted(str(term))}@{term.language}"
    plain = term.datatype is None or term.datatype == XSD.string
    return quoted(str(term)) if plain else f"{quoted(str(term))}^^{iri_ref(str(term.datatype))}"

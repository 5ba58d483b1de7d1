"""The nodes of a graph by the names that people use for them: IRI, CURIE, the tail of an IRI, a label, words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from urllib.parse import unquote

from rdflib import OWL, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from dispatchgraph.errors import QueryError
from dispatchgraph.iri import slug
from dispatchgraph.vocab import DG, GAF, NIF, PREFIXES, SCHEMA

__all__ = ["Nodes"]

_SHOWN = 8  # nodes that an error names
_NEAR = 3  # nodes that an unknown name is compared with in an error


class Nodes:
    """What a graph says anything about, by name.

    >>> graph = Graph().add((URIRef("urn:x/entity/russie"), RDFS.label, URIRef("urn:y")))
    >>> Nodes(graph).find("russie"), Nodes(graph).short(URIRef("urn:x/entity/russie"))
    (rdflib.term.URIRef('urn:x/entity/russie'), 'entity/russie')
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.all = sorted({s for s in graph.subjects() if isinstance(s, URIRef)})

    # --- the name of a node

    def short(self, node: Node) -> str:
        """The shortest tail of a node's IRI that no other node has; two segments at least."""
        return next((tail for tail in _tails(str(node)) if self._tails[tail] == 1), str(node))

    @cached_property
    def _tails(self) -> Counter[str]:
        return Counter(tail for node in self.all for tail in _tails(str(node)))

    # --- the node of a name

    def find(self, name: str) -> URIRef:
        """The node that `name` means; raises `QueryError`, with the nodes it may mean, where it is not one."""
        asked = name.strip().removeprefix("<").removesuffix(">")
        for way in (self._as_iri, self._by_tail, self._by_label, self._by_end, self._by_words) if asked else ():
            found = sorted(set(way(asked)))
            if len(found) == 1:
                return found[0]
            if found:
                raise QueryError(f"{name!r} may be several nodes: {self._listed(found)}")
        near = self._near(asked)
        raise QueryError(f"no node is called {name!r}" + (f"; near it: {self._listed(near)}" if near else ""))

    def _as_iri(self, name: str) -> Iterator[URIRef]:
        """The node of an IRI or CURIE, or the one that is the same as it."""
        prefix, _, local = name.partition(":")
        known = {p: str(n) for p, n in self.graph.namespaces()} | dict(PREFIXES)
        iris = {name, known[prefix] + local if prefix in known else name}
        yield from (n for n in self.all if str(n) in iris)
        same = self.graph.subject_objects(OWL.sameAs)
        yield from (s for s, o in same if str(o) in iris and isinstance(s, URIRef))

    def _by_tail(self, name: str) -> list[URIRef]:
        """Nodes whose IRI ends in `name` after a sign that parts it, the strongest such sign alone."""
        for signs in ("/#", ":", ".="):
            if found := self._ending({sign + name for sign in signs}):
                return found
        return []

    def _by_end(self, name: str) -> list[URIRef]:
        return self._ending({name})

    def _ending(self, tails: Iterable[str]) -> list[URIRef]:
        ends = tuple(tails)
        return [n for n in self.all if n.endswith(ends) or unquote(n).endswith(ends)]

    def _by_label(self, name: str) -> list[URIRef]:
        """Nodes with that label; where there is none, with that other name, lemma or headline."""
        for predicates in ((RDFS.label,), (SKOS.altLabel, DG.lemma, SCHEMA.headline)):
            if found := self._called(name, predicates):
                return found
        return []

    def _called(self, name: str, predicates: Iterable[URIRef]) -> list[URIRef]:
        asked = _key(name)
        named = (pair for p in predicates for pair in self.graph.subject_objects(p)) if asked else ()
        return [s for s, o in named if _key(str(o)) == asked and isinstance(s, URIRef)]

    def _by_words(self, name: str) -> list[URIRef]:
        """What the words of the text that are `name` stand for."""
        spans = self._called(name, [NIF.anchorOf])
        return [s for span in spans for s in self.graph.subjects(GAF.denotedBy, span) if isinstance(s, URIRef)]

    # --- errors

    def _listed(self, nodes: list[URIRef]) -> str:
        shown = ", ".join(map(self.short, nodes[:_SHOWN]))
        return shown + (f" and {len(nodes) - _SHOWN} more" if len(nodes) > _SHOWN else "")

    def _near(self, name: str) -> list[URIRef]:
        asked, by_name = slug(name), self._by_name
        names = get_close_matches(asked, by_name, n=_NEAR)
        return list(dict.fromkeys(by_name[n] for n in names))

    @cached_property
    def _by_name(self) -> Mapping[str, URIRef]:
        """Nodes by the slugs of their short names, of the last part of these, of their labels and lemmas."""
        ways: tuple[Callable[[URIRef], str], ...] = (
            lambda node: self.short(node),
            lambda node: self.short(node).rsplit("/", 1)[-1],
            lambda node: str(self.graph.value(node, RDFS.label) or node),
            lambda node: str(self.graph.value(node, DG.lemma) or node),
        )
        return {slug(way(node)): node for way in ways for node in self.all}


def _key(words: str) -> str:
    """`words` without capitals, accents and signs; "" where nothing is left."""
    return slug(words) if any(c.isalnum() for c in words) else ""


def _tails(iri: str) -> Iterator[str]:
    """The ends of an IRI that may stand for it, shortest first: its fragment, its last two segments, three, …

    >>> list(_tails("urn:d/dispatch/x#char=0,6"))
    ['char=0,6', 'dispatch/x#char=0,6', 'urn:d/dispatch/x#char=0,6']
    """
    path, _, fragment = iri.partition("#")
    if fragment:
        yield fragment
    segments = path.split("/")
    for first in range(len(segments) - 2, -1, -1):
        yield "/".join(segments[first:]) + iri[len(path) :]

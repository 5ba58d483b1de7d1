"""A dispatch's statements read back as what `linking` compares: things, events, figures, the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from dispatchgraph.archive.names import DG, NIF, ORG, OWL, RDF, RDFS, SCHEMA, SEM, SKOS, Names
from dispatchgraph.archive.terms import subject_of, term_of
from dispatchgraph.knowledge import ancestors
from dispatchgraph.linking.copies import sketch
from dispatchgraph.linking.facts import Count, Post, Text, Thing, Told

__all__ = ["Statements"]

_NO_VALUES: tuple[NamedNode | Literal, ...] = ()


class Statements:
    """What is stated of some subjects, by subject and predicate.

    `local` gives the key that an entity has in the reading of its dispatch alone.
    """

    def __init__(self, quads: Iterable[Quad], names: Names, local: Callable[[str], str] = lambda key: key) -> None:
        self.names = names
        self._local = local
        self._of: dict[str, dict[NamedNode, list[NamedNode | Literal]]] = defaultdict(dict)
        for quad in quads:
            by_predicate = self._of[subject_of(quad).value]
            by_predicate.setdefault(quad.predicate, []).append(term_of(quad))

    # --- values

    def subjects(self, kind: NamedNode) -> Iterator[str]:
        """The IRIs of all that is of a class."""
        return (subject for subject, told in self._of.items() if kind in told.get(RDF["type"], _NO_VALUES))

    def values(self, subject: str, predicate: NamedNode) -> list[str]:
        """The values of a property, in order."""
        return sorted(v.value for v in self._of.get(subject, {}).get(predicate, _NO_VALUES))

    def value(self, subject: str, predicate: NamedNode) -> str | None:
        """The value of a property; the first of several."""
        return next(iter(self.values(subject, predicate)), None)

    def day(self, subject: str, predicate: NamedNode) -> date | None:
        """The value of a property that is a day."""
        found = self.value(subject, predicate)
        return date.fromisoformat(found[:10]) if found else None

    def kinds(self, subject: str) -> tuple[str, ...]:
        """The classes of our ontology that a thing is of, the most special first."""
        return lineage(frozenset(filter(None, map(DG.local, self._of.get(subject, {}).get(RDF["type"], _NO_VALUES)))))

    # --- what a dispatch tells

    def dispatches(self) -> list[str]:
        """The dispatches that are told of."""
        return sorted(self.subjects(DG.Dispatch))

    def published(self, dispatch: str) -> date | None:
        """The day a dispatch was published."""
        return self.day(dispatch, SCHEMA.datePublished)

    def things(self, dispatch: str) -> Iterator[Thing]:
        """The entities, with the posts that they are said to hold."""
        identifier, day = self.names.id_of(dispatch) or "", self.published(dispatch)
        posts = self._posts()
        for subject in list(self._of):
            key = self.names.key_of(subject)
            if key is None or "#" in subject:
                continue
            yield Thing(
                dispatch=identifier,
                key=self._local(key),
                type=next(iter(self.kinds(subject)), "Thing"),
                label=self.value(subject, RDFS.label) or key,
                names=tuple(self.values(subject, SKOS.altLabel)),
                known=tuple(self.values(subject, OWL.sameAs)),
                posts=frozenset(posts.get(subject, ())),
                day=day,
            )

    def _posts(self) -> dict[str, set[Post]]:
        found: dict[str, set[Post]] = defaultdict(set)
        for node in self.subjects(DG.Affiliation):
            member, body = self.value(node, ORG.member), self.value(node, ORG.organization)
            if member and body:
                key = self.names.key_of(body)
                post = Post(
                    post=self.value(node, DG.post) or "",
                    body=self._local(key) if key else body,
                    body_type=next(iter(self.kinds(body)), "Thing"),
                    former=self.value(node, DG.former) == "true",
                )
                found[member].add(post)
        return found

    def event(self, node: str, day: date | None) -> Told:
        """An event, of a dispatch that was published on `day`."""
        kinds = self.kinds(node)
        return Told(
            iri=node,
            dispatch=self.names.id_of(node) or "",
            day=day,
            type=kinds[0] if kinds else "Event",
            ancestors=kinds,
            lemma=self.value(node, DG.lemma) or "",
            status=DG.local(NamedNode(self.value(node, DG.status) or DG.occurred.value)) or "",
            begin=self.day(node, SEM.hasBeginTimeStamp),
            end=self.day(node, SEM.hasEndTimeStamp),
            agents=frozenset(self.values(node, DG.agent)),
            patients=frozenset(self.values(node, DG.patient)),
            recipients=frozenset(self.values(node, DG.recipient)),
            places=frozenset(self.values(node, SEM.hasPlace)),
            about=frozenset(self.values(node, DG.about)),
            sources=frozenset(self.values(node, DG.accordingTo)),
        )

    def figure(self, node: str, day: date | None, counted: str | None = None) -> Count:
        """A figure, of a dispatch that was published on `day`; `counted` is the label of what it counts."""
        counts, upper = self.value(node, DG.counts), self.value(node, DG.upperValue)
        return Count(
            iri=node,
            dispatch=self.names.id_of(node) or "",
            day=day,
            measure=DG.local(NamedNode(self.value(node, DG.measure) or DG.other.value)) or "",
            value=Decimal(self.value(node, DG.value) or "0"),
            upper=Decimal(upper) if upper else None,
            bound=DG.local(NamedNode(self.value(node, DG.bound) or DG.exactly.value)) or "",
            unit=self.value(node, DG.unit),
            counts=counts,
            counted=counted or (self.value(counts, RDFS.label) if counts else None),
            of_event=self.value(node, DG.ofEvent),
            places=frozenset(self.values(node, SEM.hasPlace)),
            begin=self.day(node, SEM.hasBeginTimeStamp),
            end=self.day(node, SEM.hasEndTimeStamp),
            subset_of=self.value(node, DG.subsetOf),
            sources=frozenset(self.values(node, DG.accordingTo)),
        )

    def text(self, dispatch: str, fingerprints: Iterable[str] = ()) -> Text:
        """A dispatch's text by its sketch: reckoned, or of the `fingerprints` that the catalogue keeps."""
        written = self.value(dispatch, NIF.isString)
        kept = frozenset(fingerprints)
        return Text(
            iri=dispatch,
            dispatch=self.names.id_of(dispatch) or "",
            day=self.published(dispatch),
            publisher=self.value(dispatch, SCHEMA.publisher),
            sketch=kept or sketch(written or ""),
            size=len((written or "").split()),
        )


@cache
def lineage(kinds: frozenset[str]) -> tuple[str, ...]:
    """Classes of one line, the most special first."""
    return tuple(sorted(kinds, key=lambda kind: (-len(ancestors(kind)), kind)))

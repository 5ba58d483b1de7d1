"""What an archive compares with other dispatches: texts, events, figures; read when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pyoxigraph import NamedNode, Quad

from dispatchgraph.archive.draft import Draft
from dispatchgraph.archive.names import DG, RDF, RDFS, SCHEMA, Names
from dispatchgraph.archive.reading import Statements
from dispatchgraph.archive.terms import subject_of, value_of
from dispatchgraph.linking.facts import Count, Text, Told

__all__ = ["Items"]


_CAUSES = (DG.instrument, DG.agent)  #: the roles in which an event brings another about


class Items:
    """Reads items by IRI, each once; `forget` what has changed."""

    def __init__(self, draft: Draft, names: Names) -> None:
        self._draft = draft
        self._names = names
        self._texts: dict[str, Text | None] = {}
        self._events: dict[str, Told | None] = {}
        self._figures: dict[str, Count | None] = {}
        self._days: dict[str, date | None] = {}

    def forget(self, *items: str) -> None:
        """Read these anew when they are asked for again."""
        for item in items:
            for read in (self._texts, self._events, self._figures):
                read.pop(item, None)

    def texts(self, identifier: str) -> list[str]:
        """The dispatch itself, if it is there."""
        node = self._names.dispatch(identifier)
        return (
            [node.value] if any(True for _ in self._draft.quads(node, DG.sha256, None, self._graph(node.value))) else []
        )

    def parts(self, identifier: str, kind: NamedNode) -> list[str]:
        """The events or figures of a dispatch."""
        found = self._draft.quads(None, RDF["type"], kind, self._names.graph(identifier))
        return sorted(subject_of(q).value for q in found)

    def text(self, iri: str) -> Text | None:
        """A dispatch's text."""
        if iri not in self._texts:
            self._texts[iri] = self._text(iri)
        return self._texts[iri]

    def _text(self, iri: str) -> Text | None:
        node = NamedNode(iri)
        about = Statements(self._about(iri, DG.sha256, SCHEMA.datePublished, SCHEMA.publisher), self._names)
        if not about.value(iri, DG.sha256):
            return None
        kept = self._draft.quads(node, DG.fingerprint, None, self._names.catalogue)
        return about.text(iri, (value_of(q) for q in kept))

    def event(self, iri: str) -> Told | None:
        """An event."""
        if iri not in self._events:
            told = self._statements(iri)
            self._events[iri] = told.event(iri, self._day(iri)) if told else None
        return self._events[iri]

    def figure(self, iri: str) -> Count | None:
        """A figure."""
        if iri not in self._figures:
            told = self._statements(iri)
            self._figures[iri] = self._figure(told, iri) if told else None
        return self._figures[iri]

    def _figure(self, told: Statements, iri: str) -> Count:
        """A figure, of the happening that brought it about: the bombing rather than the deaths in it."""
        found = told.figure(iri, self._day(iri), self._counted(told, iri))
        if found.of_event is None:
            return found
        cause = self._cause(found.of_event)
        happening = (value_of(q) for q in self._draft.quads(NamedNode(cause), DG.happening, None, self._names.links))
        return replace(found, of_event=next(happening, cause))

    def _cause(self, event: str) -> str:
        """The event by which another came about, as its dispatch tells it; itself where none is told."""
        seen = [event]
        while causes := [c for p in _CAUSES for c in self._in_role(seen[-1], p) if c not in seen]:
            seen.append(min(causes))
        return seen[-1]

    def _in_role(self, event: str, role: NamedNode) -> Iterator[str]:
        found = self._draft.quads(NamedNode(event), role, None, self._graph(event))
        return (value_of(q) for q in found if self._names.id_of(value_of(q)))

    def figures_of(self, event: str) -> set[str]:
        """The figures of an event and of those that came about by it."""
        events, waiting = set[str](), [event]
        while waiting:
            one = waiting.pop()
            events.add(one)
            effects = (q for p in _CAUSES for q in self._draft.quads(None, p, NamedNode(one), self._graph(one)))
            waiting += [s for s in (subject_of(q).value for q in effects) if s not in events]
        of = (q for one in events for q in self._draft.quads(None, DG.ofEvent, NamedNode(one), self._graph(one)))
        return {subject_of(q).value for q in of}

    # --- statements

    def _graph(self, iri: str) -> NamedNode:
        return self._names.graph(self._names.id_of(iri) or "")

    def _about(self, iri: str, *predicates: NamedNode) -> Iterator[Quad]:
        for predicate in predicates:
            yield from self._draft.quads(NamedNode(iri), predicate, None, self._graph(iri))

    def _statements(self, iri: str) -> Statements | None:
        quads = list(self._draft.quads(NamedNode(iri), None, None, self._graph(iri)))
        return Statements(quads, self._names) if quads else None

    def _day(self, iri: str) -> date | None:
        identifier = self._names.id_of(iri) or ""
        if identifier not in self._days:
            node = self._names.dispatch(identifier).value
            told = Statements(self._about(node, SCHEMA.datePublished), self._names)
            self._days[identifier] = told.published(node)
        return self._days[identifier]

    def _counted(self, told: Statements, iri: str) -> str | None:
        """The label of what a figure counts, as its dispatch calls it."""
        counts = told.value(iri, DG.counts)
        if counts is None:
            return None
        labels = self._draft.quads(NamedNode(counts), RDFS.label, None, self._graph(iri))
        return min((value_of(q) for q in labels), default=None)

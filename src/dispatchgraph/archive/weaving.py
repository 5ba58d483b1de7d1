"""One dispatch more or less, and all that follows from it for the others: one draft, which is committed as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from dispatchgraph.archive.decisions import decisions
from dispatchgraph.archive.draft import Draft
from dispatchgraph.archive.identities import Identities
from dispatchgraph.archive.names import DG, RDFS, SCHEMA, Names, words
from dispatchgraph.archive.reading import Statements
from dispatchgraph.archive.rewriting import relabelled, renamed
from dispatchgraph.archive.terms import Term, subject_of, term_of, value_of
from dispatchgraph.archive.tying import Ties

__all__ = ["Weaver"]


class Weaver:
    """Puts dispatches into a draft and takes them out, and settles what ties them to the others."""

    def __init__(self, draft: Draft, names: Names) -> None:
        self._draft = draft
        self._names = names
        self._identities = Identities(draft, names)
        self._ties = Ties(draft, names)
        self._new: dict[str, list[Quad]] = {}

    def put_in(self, identifier: str, quads: list[Quad]) -> None:
        """Take in a dispatch as its own reading tells it."""
        self._new[identifier] = quads
        told, iri = Statements(quads, self._names), self._names.dispatch(identifier)
        sketch = told.text(iri.value).sketch
        self._draft.add(Quad(iri, DG.fingerprint, words(f), self._names.catalogue) for f in sorted(sketch))
        self._identities.note(list(told.things(iri.value)))

    def take_out(self, identifier: str) -> None:
        """Drop a dispatch, and what ties its parts to others."""
        self._ties.loosen(identifier)
        iri = self._names.dispatch(identifier)
        for predicate in (DG.fingerprint, DG.asRead):
            self._draft.remove(self._draft.quads(iri, predicate, None, self._names.catalogue))
        self._identities.forget(identifier)
        self._draft.clear(self._names.graph(identifier))

    def settle(self, named: Iterable[str] = ()) -> int:
        """Give each thing its identity and tie what belongs together; returns how many dispatches were written anew.

        `named` are the entities and units that a new decision is on.
        """
        moved = self._identities.settle(decisions(self._draft, self._names), named)
        for identifier in sorted({*moved, *self._new}):
            as_read = self._new.get(identifier) or self._as_read(identifier, moved[identifier])
            if identifier not in self._new:
                self._ties.loosen(identifier)
            self._write(identifier, as_read)
            self._ties.tie(identifier)
        self._ties.settle()
        return len(moved.keys() - self._new.keys())

    # --- the graph of a dispatch

    def _as_read(self, identifier: str, entities: Mapping[str, str]) -> list[Quad]:
        """The statements of a dispatch as its own reading told them."""
        node = self._names.dispatch(identifier)
        for kept in self._draft.quads(node, DG.asRead, None, self._names.catalogue):
            return list(parse(value_of(kept), format=RdfFormat.N_QUADS))
        local = {entity: key for key, entity in entities.items()}
        graph = list(self._draft.quads(None, None, None, self._names.graph(identifier)))
        told = relabelled(graph, self._labels(identifier, entities), demote=False)
        return list(renamed(told, self._names, lambda key: local.get(key, key)))

    def _labels(self, identifier: str, entities: Mapping[str, str]) -> dict[NamedNode, Term]:
        """What a dispatch calls entities by that is not their label, by entity."""
        found = {}
        for key, entity in entities.items():
            node = self._names.identity(identifier, key)
            for quad in self._draft.quads(node, SCHEMA.name, None, self._names.identities):
                found[self._names.entity(entity)] = term_of(quad)
        return found

    def _write(self, identifier: str, as_read: list[Quad]) -> None:
        """Write the graph of a dispatch with the archive's names for its entities."""
        entities = self._identities.keys(identifier)
        graph = self._names.graph(identifier)
        self._note_labels(identifier, as_read)
        now = renamed(as_read, self._names, lambda key: entities.get(key, key))
        now = relabelled(now, self._labels(identifier, entities), demote=True)
        self._draft.replace(list(self._draft.quads(None, None, None, graph)), list(now))
        node = self._names.dispatch(identifier)
        kept = list(self._draft.quads(node, DG.asRead, None, self._names.catalogue))
        self._draft.replace(kept, list(self._memory(node, as_read, entities)))

    def _note_labels(self, identifier: str, as_read: list[Quad]) -> None:
        """Keep what the dispatch calls those things that it does not call by their name."""
        for key in self._identities.keys(identifier):
            node = self._names.identity(identifier, key)
            self._draft.remove(self._draft.quads(node, SCHEMA.name, None, self._names.identities))
        short = {self._names.entity(key): node for key, node in self._identities.short(identifier).items()}
        told = [q for q in as_read if q.predicate == RDFS.label and q.subject in short]
        self._draft.add(Quad(short[subject_of(q)], SCHEMA.name, q.object, self._names.identities) for q in told)

    def _memory(self, node: NamedNode, as_read: list[Quad], entities: Mapping[str, str]) -> Iterator[Quad]:
        """The graph as it was read, where its names cannot be told from those it has now."""
        there = {
            key for q in as_read for t in (q.subject, q.object) if (key := self._names.key_of(getattr(t, "value", "")))
        }
        by_entity: dict[str, set[str]] = defaultdict(set)
        for key in there:
            by_entity[entities.get(key, key)].add(key)
        if any(len(keys) > 1 for keys in by_entity.values()):
            text = serialize(sorted(as_read, key=str), format=RdfFormat.N_QUADS) or b""
            yield Quad(node, DG.asRead, words(text.decode("utf-8")), self._names.catalogue)

"""Profiles: the ways in which things are told, each with its identity, and where to look for those like it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from dispatchgraph.archive.draft import Draft
from dispatchgraph.archive.names import DG, RDF, SCHEMA, Names, decimal, words
from dispatchgraph.archive.terms import object_of, subject_of, term_of, value_of
from dispatchgraph.linking.facts import Thing
from dispatchgraph.linking.identity import Assigned, identities
from dispatchgraph.linking.profiles import Appearance, Office, Profile, blocks

__all__ = ["Profiles"]


class Profiles:
    """The profiles of an archive, as a draft changes them."""

    def __init__(self, draft: Draft, names: Names) -> None:
        self._draft = draft
        self._names = names
        self._seen: dict[NamedNode, Appearance] = {}  # by unit; the dispatch of a new one is not in the draft yet
        self._days: dict[str, date | None] = {}
        self._dirty: set[NamedNode] = set()

    # --- what comes and goes

    def note(self, profile: Profile, thing: Thing, unit: NamedNode) -> NamedNode:
        """Take in a thing that is told so; returns the profile's node."""
        told = _written(profile)
        node = NamedNode(f"{self._names.base}profile/{hashlib.sha256(told.encode()).hexdigest()[:20]}")
        self._days[thing.dispatch] = thing.day
        self._seen[unit] = Appearance(day=thing.day or date.max, dispatch=thing.dispatch, key=thing.key)
        first = self._first(node)
        if first is None:
            self._add(node, (RDF["type"], DG.Profile), (DG.told, Literal(told, datatype=RDF["JSON"])))
            self._add(node, *((DG.block, words(block)) for block in blocks(profile)))
        if first is None or self._seen[unit] < self._appearance(first):
            self._set_first(node, unit)
        return node

    def leave(self, node: NamedNode, unit: NamedNode) -> None:
        """Note that a thing is no longer told so; a profile that nothing has goes, and its like are looked at again."""
        if self._first(node) != unit:
            return
        others = self.units(node) - {unit}
        if others:
            self._set_first(node, min(others, key=self._appearance))
            return
        self._dirty.discard(node)
        near = self._near(node)
        self._draft.remove(self._draft.quads(node, None, None, self._names.identities))
        self._dirty |= near - {node}

    def units(self, node: NamedNode) -> set[NamedNode]:
        """The identities of all things that are told so."""
        return {subject_of(q) for q in self._draft.quads(None, DG.profile, node, self._names.identities)}

    def assigned(self, node: NamedNode) -> Assigned:
        """What the program makes of a profile."""
        told = {q.predicate: value_of(q) for q in self._draft.quads(node, None, None, self._names.identities)}
        entity = self._names.key_of(told.get(DG.identityOf, ""))
        return Assigned(entity=entity, score=Decimal(told.get(DG.score, "1")), reason=told.get(DG.reason, "alone"))

    # --- what follows

    def settle(self) -> set[NamedNode]:
        """Reckon the identity of profiles that are new or may be others; returns those that are another now."""
        group = self._group(self._dirty)
        self._dirty = set()
        found = identities(dict(group.values()))
        return {node for node, (profile, _) in sorted(group.items(), key=str) if self._assign(node, found[profile])}

    def _group(self, seeds: Iterable[NamedNode]) -> dict[NamedNode, tuple[Profile, Appearance]]:
        """All profiles that are tied to the seeds through blocks."""
        found: dict[NamedNode, tuple[Profile, Appearance]] = {}
        waiting = sorted(seeds, key=str)
        while waiting:
            node = waiting.pop()
            first = self._first(node)
            if node not in found and first is not None:
                found[node] = self._profile(node), self._appearance(first)
                waiting += sorted(self._near(node) - found.keys(), key=str)
        return found

    def _near(self, node: NamedNode) -> set[NamedNode]:
        graph = self._names.identities
        shared = [term_of(q) for q in self._draft.quads(node, DG.block, None, graph)]
        return {subject_of(q) for block in shared for q in self._draft.quads(None, DG.block, block, graph)}

    def _assign(self, node: NamedNode, it: Assigned) -> bool:
        graph = self._names.identities
        told: list[tuple[NamedNode, Any]] = [(DG.score, decimal(it.score)), (DG.reason, words(it.reason))]
        if it.entity is not None:
            told.append((DG.identityOf, self._names.entity(it.entity)))
        after = {Quad(node, p, o, graph) for p, o in told}
        before = {q for p in (DG.identityOf, DG.score, DG.reason) for q in self._draft.quads(node, p, None, graph)}
        self._draft.replace(before, after)
        return before != after

    # --- statements

    def _add(self, node: NamedNode, *told: tuple[NamedNode, Any]) -> None:
        self._draft.add(Quad(node, predicate, value, self._names.identities) for predicate, value in told)

    def _profile(self, node: NamedNode) -> Profile:
        return _read(next(value_of(q) for q in self._draft.quads(node, DG.told, None, self._names.identities)))

    def _first(self, node: NamedNode) -> NamedNode | None:
        found = self._draft.quads(node, DG.firstToldAs, None, self._names.identities)
        return next((object_of(q) for q in found), None)

    def _set_first(self, node: NamedNode, unit: NamedNode) -> None:
        self._draft.remove(self._draft.quads(node, DG.firstToldAs, None, self._names.identities))
        self._add(node, (DG.firstToldAs, unit))
        self._dirty.add(node)

    def _appearance(self, unit: NamedNode) -> Appearance:
        if unit not in self._seen:
            identifier, key = self._names.unit_of(unit.value) or ("", "")
            self._seen[unit] = Appearance(day=self.day(identifier) or date.max, dispatch=identifier, key=key)
        return self._seen[unit]

    def day(self, identifier: str) -> date | None:
        """The day a dispatch was published."""
        if identifier not in self._days:
            node, graph = self._names.dispatch(identifier), self._names.graph(identifier)
            days = (value_of(q) for q in self._draft.quads(node, SCHEMA.datePublished, None, graph))
            self._days[identifier] = next((date.fromisoformat(d[:10]) for d in days), None)
        return self._days[identifier]


def _written(profile: Profile) -> str:
    """A profile as JSON: equal profiles give equal text."""
    return json.dumps(vars(profile), ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else asdict(value)


def _read(text: str) -> Profile:
    told = json.loads(text)
    offices = {name: frozenset(Office(**o) for o in told[name]) for name in ("offices", "former")}
    return Profile(**{**told, **offices, "known": frozenset(told["known"])})

"""Which entity each thing of each dispatch is: reckoned for what is new, gone or decided, and written down.

Things that are told alike share a profile, and a profile has one identity: so a dispatch that tells of the president as
a thousand others do costs one look. The graph `archive/identities` holds the profiles, where to look for their like,
and for each thing of each dispatch its identity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode, Quad

from dispatchgraph.archive.draft import Draft
from dispatchgraph.archive.names import DG, RDF, Names, decimal, words
from dispatchgraph.archive.profiles import Profiles
from dispatchgraph.archive.terms import Term, subject_of, value_of
from dispatchgraph.linking.decisions import Decision, decided, reach, unit
from dispatchgraph.linking.facts import Identity, Thing
from dispatchgraph.linking.identity import identity
from dispatchgraph.linking.profiles import profile_of

__all__ = ["Identities"]


class Identities:
    """The identities of an archive, as a draft changes them."""

    def __init__(self, draft: Draft, names: Names) -> None:
        self._draft = draft
        self._names = names
        self._profiles = Profiles(draft, names)
        self._new: set[NamedNode] = set()

    # --- what is there

    def keys(self, identifier: str) -> dict[str, str]:
        """The entity of each thing of a dispatch that has an identity, by local key."""
        found = {}
        for node in self._units(identifier):
            entity = self._names.key_of(self._value(node, DG.identityOf))
            if entity is not None:
                found[self._value(node, DG.localKey)] = entity
        return found

    def _units(self, identifier: str) -> list[NamedNode]:
        told = self._draft.quads(None, DG.toldIn, self._names.dispatch(identifier), self._names.identities)
        return sorted((subject_of(q) for q in told), key=str)

    def _value(self, node: NamedNode, predicate: NamedNode) -> str:
        found = self._draft.quads(node, predicate, None, self._names.identities)
        return next((value_of(q) for q in found), "")

    def short(self, identifier: str) -> dict[str, NamedNode]:
        """The things that a dispatch calls by less than the name of the entity they are, by local key."""
        found = {}
        for node in self._units(identifier):
            key, entity = self._value(node, DG.localKey), self._names.key_of(self._value(node, DG.identityOf)) or ""
            if key != entity and "." not in entity and self._value(node, DG.reason) in _NOT_BY_NAME:
                found[key] = node
        return found

    # --- what comes and goes

    def note(self, things: Sequence[Thing]) -> None:
        """Take in the things of a dispatch that is new; what is only described there is nothing elsewhere."""
        for thing in things:
            profile = profile_of(thing, things)
            if profile is None:
                continue
            node = self._names.identity(thing.dispatch, thing.key)
            told: Mapping[NamedNode, Term] = {
                RDF["type"]: DG.Identity,
                DG.toldIn: self._names.dispatch(thing.dispatch),
                DG.localKey: words(thing.key),
                DG.profile: self._profiles.note(profile, thing, node),
            }
            self._draft.add(Quad(node, p, o, self._names.identities) for p, o in told.items())
            self._new.add(node)

    def forget(self, identifier: str) -> None:
        """Drop the things of a dispatch that goes."""
        for node in self._units(identifier):
            profile = NamedNode(self._value(node, DG.profile))
            self._draft.remove(self._draft.quads(node, None, None, self._names.identities))
            self._profiles.leave(profile, node)

    # --- what follows

    def settle(self, decisions: Sequence[Decision], named: Iterable[str] = ()) -> dict[str, dict[str, str]]:
        """Give all that are new or touched their identity; `named` are entities and units that a new decision is on.

        Returns, for each dispatch where one changed, the entity of each of its things as it was before.
        """
        touched = set(self._new)
        for profile in self._profiles.settle():
            touched |= self._profiles.units(profile)
        machine = self._reckoned({self._dispatch_of(node) for node in touched})
        if decisions:
            machine |= self._reckoned(self._tied(machine, decisions, named))
            given = self._decided(machine, decisions)
        else:
            given = machine
        before = {identifier: self.keys(identifier) for identifier in sorted(given)}
        return {d: before[d] for d in sorted(given) if self._write(d, given[d])}

    def _dispatch_of(self, node: NamedNode) -> str:
        return (self._names.unit_of(node.value) or ("", ""))[0]

    def _reckoned(self, dispatches: Iterable[str]) -> dict[str, list[Identity]]:
        """What the program makes of all things of some dispatches."""
        return {d: apart(self._machine(d, node) for node in self._units(d)) for d in dispatches}

    def _machine(self, identifier: str, node: NamedNode) -> Identity:
        assigned = self._profiles.assigned(NamedNode(self._value(node, DG.profile)))
        return identity(identifier, self._value(node, DG.localKey), assigned)

    def _tied(
        self, machine: Mapping[str, Sequence[Identity]], decisions: Sequence[Decision], named: Iterable[str]
    ) -> set[str]:
        """The dispatches of all that decisions tie to what is touched."""
        touched = {name for found in machine.values() for i in found for name in (i.entity, unit(i.dispatch, i.key))}
        mentioned = set(named).union(*(decision.on for decision in decisions))
        tied = reach(decisions, {*touched, *named}) & mentioned
        return {self._dispatch_of(node) for name in tied for node in self._called(name)} - machine.keys()

    def _called(self, name: str) -> Iterator[NamedNode]:
        """The identities that a unit or an entity of the program's stands for."""
        dispatch, slash, key = name.rpartition("/")
        if not slash:
            for quad in self._draft.quads(None, DG.identityOf, self._names.entity(name), self._names.identities):
                yield from self._profiles.units(subject_of(quad))
            dispatch, _, key = name.partition(".")
        node = self._names.identity(dispatch, key)
        if self._value(node, DG.localKey):
            yield node

    def _decided(
        self, machine: Mapping[str, Sequence[Identity]], decisions: Sequence[Decision]
    ) -> dict[str, list[Identity]]:
        """Identities by dispatch, with the decisions in force."""
        days = {d: self._profiles.day(d) for d in machine}
        found: dict[str, list[Identity]] = {d: [] for d in machine}
        for one in decided([i for identities in machine.values() for i in identities], decisions, days):
            found[one.dispatch].append(one)
        return found

    def _write(self, identifier: str, given: Iterable[Identity]) -> bool:
        """Write the identities of one dispatch; whether a thing is another entity than before."""
        told = [q for node in self._units(identifier) for p in _GIVEN for q in self._draft.quads(node, p)]
        before = [q for q in told if q.graph_name == self._names.identities]
        after = [q for one in given for q in self._written(one)]
        self._draft.replace(before, after)
        return {q for q in before if q.predicate == DG.identityOf} != {q for q in after if q.predicate == DG.identityOf}

    def _written(self, it: Identity) -> Iterator[Quad]:
        node = self._names.identity(it.dispatch, it.key)
        told: Mapping[NamedNode, Term] = {
            DG.identityOf: self._names.entity(it.entity),
            DG.score: decimal(it.score),
            DG.reason: words(it.reason),
            DG.decidedBy: DG[it.decided_by],
        }
        return (Quad(node, p, o, self._names.identities) for p, o in told.items())


_NOT_BY_NAME = {"surname-and-post", "decision"}
_GIVEN = (DG.identityOf, DG.score, DG.reason, DG.decidedBy)


def apart(identities: Iterable[Identity]) -> list[Identity]:
    """The identities of one dispatch, of which no two are one entity: its own reading kept them apart.

    The surest stays, and of equals the one that is called as the entity is.
    """
    by_entity: dict[str, list[Identity]] = defaultdict(list)
    for one in identities:
        by_entity[one.entity].append(one)
    kept = []
    for called, rivals in by_entity.items():
        first, *others = sorted(rivals, key=lambda i: (-i.score, i.key != called, i.key))
        kept += [first, *(identity(i.dispatch, i.key) for i in others)]
    return kept

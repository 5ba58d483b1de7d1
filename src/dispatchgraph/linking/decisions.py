"""What a person decided about identity, applied over what the machine assigned: a second pure step.

A decision names entities by their keys and single things by their unit, `{dispatch id}/{local key}`. Decisions are
taken in order, so that a later one wins.

`same`: the entities named become one, and the units named become part of it. All that is identified with one of these
entities, now or by a dispatch that comes later, is then the entity that is known to the gazetteer, else that told of
first.

`different`: the units named leave their entity, and are one of their own, `{dispatch}.{local key}-apart` of the first
of them. They stay out of whatever the machine makes of its entities later. A dispatch that comes later is no part of
the decision: its things are what the machine says; name them to put them to those that left.
Entities that are named in it, and that an earlier `same` had made one, are again what the machine made of them; so are
all others that had become one with them, for nobody said with which of the two they go.

To tell two entities apart that a later dispatch might give the machine reason to make one, name the units of one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from dispatchgraph.linking.facts import Identity
from dispatchgraph.linking.identity import own_key

__all__ = ["Decision", "decided", "reach", "unit"]

_Days = Mapping[str, date | None]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a person decided."""

    kind: Literal["same", "different"]
    on: frozenset[str]  #: keys of entities, and units

    @property
    def units(self) -> frozenset[str]:
        """The single things that it names."""
        return frozenset(name for name in self.on if "/" in name)

    @property
    def keys(self) -> frozenset[str]:
        """The entities that it names."""
        return self.on - self.units


def unit(dispatch: str, key: str) -> str:
    """The name of one thing of one dispatch."""
    return f"{dispatch}/{key}"


def reach(decisions: Iterable[Decision], names: Iterable[str]) -> frozenset[str]:
    """All entities and units that decisions tie to those named; what they are depends on no others."""
    tied = [d.on | {_key_apart(name) for name in d.units} for d in decisions]
    found = set(names)
    while grown := set().union(*(group for group in tied if group & found)) - found:
        found |= grown
    return frozenset(found)


def decided(identities: Collection[Identity], decisions: Sequence[Decision], days: _Days) -> frozenset[Identity]:
    """Identities as the machine assigned them, with the decisions put in force, later ones over earlier ones.

    `identities` must hold those of all units and of all entities in `reach`; `days` gives the day of each dispatch.
    """
    state = _Partition(identities, frozenset().union(*(d.units for d in decisions)), days)
    for decision in decisions:
        if decision.kind == "same":
            state.unite(decision)
        else:
            state.part(decision)
    return state.identities()


class _Partition:
    """The nodes in the making: sets of entity keys and of single units, each set one node."""

    def __init__(self, identities: Collection[Identity], named: frozenset[str], days: _Days) -> None:
        self._days = days
        self._told = {unit(i.dispatch, i.key): i for i in sorted(identities, key=self._order)}
        self._named = {name: i.entity for name, i in self._told.items() if name in named}
        self._nodes = [{entity} for entity in dict.fromkeys(i.entity for i in self._told.values())]
        for name, entity in self._named.items():
            self._node(entity).add(name)
        self._left: set[str] = set()  #: units that a decision moved
        self._members_of: dict[str, list[Identity]] = {}  #: by entity, but for named units, which stand for themselves
        for name, identity in self._told.items():
            self._members_of.setdefault(name if name in self._named else identity.entity, []).append(identity)

    def _order(self, identity: Identity) -> tuple[date, str, str]:
        return self._days.get(identity.dispatch) or date.max, identity.dispatch, identity.key

    def unite(self, decision: Decision) -> None:
        """Make one node of all that a decision names."""
        units = [name for name in self._told if name in decision.units]
        into = [self._node(key) for key in sorted(decision.keys)] or [self._node(name) for name in units[:1]]
        whole: set[str] = set().union(*into)
        self._nodes = [n for n in self._nodes if n.isdisjoint(whole)]
        self._move(units, whole)
        self._nodes.append(whole)

    def part(self, decision: Decision) -> None:
        """Give the units that a decision names a node of their own; dissolve a node that its entities had become."""
        for node in [n for n in self._nodes if len({k for k in decision.keys if self._node(k) is n}) > 1]:
            self._dissolve(node)
        units = [name for name in self._told if name in decision.units]
        if units:
            own: set[str] = set()
            self._move(units, own)
            self._nodes.append(own)

    def _move(self, units: Iterable[str], node: set[str]) -> None:
        for name in units:
            for other in self._nodes:
                other.discard(name)
            node.add(name)
            self._left.add(name)

    def _dissolve(self, node: set[str]) -> None:
        self._nodes.remove(node)
        self._nodes += [{key} for key in sorted(node) if "/" not in key]
        for name in sorted(n for n in node if "/" in n):
            self._left.discard(name)
            self._node(self._named[name]).add(name)

    def _node(self, name: str) -> set[str]:
        """The node that has a name: that of an entity of the machine's, of a unit, or of units that left theirs."""
        found = next((n for n in self._nodes if name in n), None)
        found = found or next((n for n in self._nodes if self._key(n) == name), None)
        if found is None:
            found = {name}
            self._nodes.append(found)
        return found

    def _members(self, node: set[str]) -> list[Identity]:
        """What the machine said of the units of a node, the first told of first."""
        return sorted((i for name in node for i in self._members_of.get(name, ())), key=self._order)

    def _key(self, node: set[str]) -> str:
        """The canonical key of a node."""
        members = self._members(node)
        inherited = [i for i in members if i.entity in node]
        known = [i.entity for i in inherited if i.reason == "known-id"]
        if known or inherited:
            return (known or [i.entity for i in inherited])[0]
        keys = sorted(k for k in node if "/" not in k)
        return keys[0] if keys else _key_apart(unit(members[0].dispatch, members[0].key)) if members else ""

    def identities(self) -> frozenset[Identity]:
        """What each unit is in the end."""
        return frozenset(
            self._decided(identity, self._key(node)) for node in self._nodes for identity in self._members(node)
        )

    def _decided(self, identity: Identity, key: str) -> Identity:
        if identity.entity == key and unit(identity.dispatch, identity.key) not in self._left:
            return identity
        return replace(identity, entity=key, score=Decimal("1.0"), reason="decision", decided_by="person")


def _key_apart(name: str) -> str:
    """The key of a node that units make of which this is the first; the machine gives no such key."""
    dispatch, _, key = name.rpartition("/")
    return f"{own_key(dispatch, key)}-apart"

"""What a person decided of identities, written down in the order of the decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal as Choice

from pyoxigraph import NamedNode, Quad

from dispatchgraph.archive.draft import Draft
from dispatchgraph.archive.names import DG, RDF, Names, integer
from dispatchgraph.archive.terms import Term, object_of, subject_of, value_of
from dispatchgraph.linking.decisions import Decision

__all__ = ["decisions", "note"]

Kind = Choice["same", "different"]

_VERDICTS: dict[Kind, NamedNode] = {"same": DG.sameEntity, "different": DG.differentEntity}
_KINDS = {node: kind for kind, node in _VERDICTS.items()}


def decisions(draft: Draft, names: Names) -> list[Decision]:
    """All decisions, the oldest first."""
    found = draft.quads(None, DG.order, None, names.decisions)
    ordered = sorted((int(value_of(q)), subject_of(q).value) for q in found)
    return [_decision(draft, names, NamedNode(iri)) for _, iri in ordered]


def _decision(draft: Draft, names: Names, node: NamedNode) -> Decision:
    told = list(draft.quads(node, None, None, names.decisions))
    verdict = next(object_of(q) for q in told if q.predicate == DG.decides)
    on = (value_of(q) for q in told if q.predicate == DG.decisionOn)
    return Decision(kind=_KINDS[verdict], on=frozenset(_name(iri, names) for iri in on))


def _name(iri: str, names: Names) -> str:
    unit = names.unit_of(iri)
    return "/".join(unit) if unit else names.key_of(iri) or iri


def note(draft: Draft, names: Names, decision: Decision) -> None:
    """Write one more decision down; it wins over those before."""
    order = 1 + max((int(value_of(q)) for q in draft.quads(None, DG.order, None, names.decisions)), default=0)
    node = names.decision(str(order))
    told: Sequence[tuple[NamedNode, Term]] = (
        (RDF["type"], DG.Decision),
        (DG.decides, _VERDICTS[decision.kind]),
        (DG.order, integer(order)),
        *((DG.decisionOn, _node(name, names)) for name in sorted(decision.on)),
    )
    draft.add(Quad(node, predicate, value, names.decisions) for predicate, value in told)


def _node(name: str, names: Names) -> NamedNode:
    dispatch, slash, key = name.rpartition("/")
    return names.identity(dispatch, key) if slash else names.entity(name)

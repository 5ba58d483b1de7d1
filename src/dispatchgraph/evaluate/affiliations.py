"""The layer of affiliations: who belongs to which body, each pair once."""

from __future__ import annotations

from collections.abc import Iterator

from dispatchgraph.evaluate.entities import place_of
from dispatchgraph.evaluate.found import Found
from dispatchgraph.evaluate.gold import Gold
from dispatchgraph.evaluate.tally import Finding

__all__ = ["compare_affiliations"]

_LAYER = "affiliations"
Pair = tuple[str, str]  #: member, organization


def compare_affiliations(gold: Gold, found: Found) -> Iterator[Finding]:
    """The pairs of `gold`, then what is spurious in `found`; an optional one counts neither way."""
    told = {(one.member, one.organization): one for one in found.affiliations}
    listed = {(one.member, one.organization) for one in gold.affiliations}
    optional = {(one.member, one.organization) for one in gold.affiliations if one.optional}
    for pair in sorted(listed - optional):
        yield Finding(layer=_LAYER, right=1) if pair in told else _missed(pair, gold)
    for pair in sorted(told.keys() - listed):
        what = f"{found.shown(pair[:1])} of {found.shown(pair[1:])}"
        span = min(told[pair].mentions, default=None)
        yield Finding(layer=_LAYER, spurious=1, kind="spurious", what=what, span=span)


def _missed(pair: Pair, gold: Gold) -> Finding:
    member, body = pair
    span = place_of(gold.entities[member], gold)
    return Finding(layer=_LAYER, missed=1, kind="missed", what=f"{member} of {body}", span=span)

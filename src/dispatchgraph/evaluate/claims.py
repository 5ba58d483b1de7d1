"""The layer of claims: the right speaker, and content that is the gold's by half or more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dispatchgraph.evaluate.found import Found, FoundClaim, overlap
from dispatchgraph.evaluate.gold import Gold, GoldClaim
from dispatchgraph.evaluate.tally import Finding
from dispatchgraph.model import Span

__all__ = ["compare_claims", "likeness"]

_ENOUGH = 0.5


class _Best(NamedTuple):
    """The claim most like one of the gold's: how like, and its place in the list."""

    likeness: float
    place: int


def compare_claims(gold: Gold, found: Found) -> Iterator[Finding]:
    """Each claim of `gold`, in its order, then what is spurious in `found`."""
    taken: set[int] = set()
    for wanted in gold.claims:
        best = _best(wanted, found.claims, taken)
        if best.likeness >= _ENOUGH:
            taken.add(best.place)
            yield Finding(layer="claims", right=1)
        elif not wanted.optional:
            yield _missed(wanted, best, gold)
    optional = [wanted.content for wanted in gold.claims if wanted.optional]
    for place, got in enumerate(found.claims):
        if place not in taken and not overlap(optional, got.contents):
            yield _spurious(got, found)


def likeness(content: Span, others: Iterable[Span]) -> float:
    """The share of the code points of one or the other that are in both, from 0 to 1.

    >>> likeness(Span(0, 10), [Span(5, 10), Span(10, 15)])
    0.3333333333333333
    """
    spans = tuple(others)
    both = sum(content.overlap(span) for span in spans)
    either = sum(span.end - span.begin for span in (content, *spans)) - both
    return both / either if either else 0.0


def _best(wanted: GoldClaim, claims: Sequence[FoundClaim], taken: set[int]) -> _Best:
    """The likest claim of the same speaker that is not taken; of equals the first."""
    rivals = (
        _Best(likeness(wanted.content, claim.contents), place)
        for place, claim in enumerate(claims)
        if place not in taken and wanted.speaker in claim.speakers
    )
    return max(rivals, key=lambda best: best.likeness, default=_Best(0.0, -1))


def _missed(wanted: GoldClaim, best: _Best, gold: Gold) -> Finding:
    return Finding(
        layer="claims",
        missed=1,
        kind="missed",
        what=f"{wanted.speaker}: «{wanted.content.of(gold.dispatch.text)}»",
        got=f"at best {best.likeness:.0%} alike" if best.likeness else "",
        span=wanted.content,
    )


def _spurious(got: FoundClaim, found: Found) -> Finding:
    return Finding(
        layer="claims",
        spurious=1,
        kind="spurious",
        what=f"of {found.shown(got.speakers)}",
        span=min(got.contents, default=None),
    )

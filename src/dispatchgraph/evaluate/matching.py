"""Which event of a graph is which of the gold: each at most one of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dispatchgraph.evaluate.classes import akin
from dispatchgraph.evaluate.found import FoundEvent, overlap
from dispatchgraph.evaluate.gold import GoldEvent

__all__ = ["match_events"]


class _Pair(NamedTuple):
    """A gold event and one of the graph that may be the same; of two pairs, the greater is the better match."""

    same_class: bool
    overlap: int  #: code points that trigger and mention share
    wanted: int  #: places in their lists; they settle a tie
    got: int


def match_events(wanted: Sequence[GoldEvent], got: Sequence[FoundEvent]) -> Mapping[int, int]:
    """Pairs of places in `wanted` and in `got`, the best match first.

    Triggers must overlap and classes be akin; the same class goes before a wider or narrower one, then the longer
    overlap.
    """
    matches: dict[int, int] = {}
    taken: set[int] = set()
    for pair in sorted(_pairs(wanted, got), reverse=True):
        if pair.wanted not in matches and pair.got not in taken:
            matches[pair.wanted] = pair.got
            taken.add(pair.got)
    return matches


def _pairs(wanted: Sequence[GoldEvent], got: Sequence[FoundEvent]) -> Iterator[_Pair]:
    for i, event in enumerate(wanted):
        for j, other in enumerate(got):
            shared = overlap(event.triggers, other.mentions)
            if shared and akin(event.type, other.classes):
                yield _Pair(event.type in other.classes, shared, i, j)

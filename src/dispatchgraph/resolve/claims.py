"""The claims of a dispatch, and whose claim each stretch of its text is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, Protocol

from dispatchgraph.model import Claim, Quote, Span
from dispatchgraph.resolve.coreference import Resolution
from dispatchgraph.resolve.keys import keys_at

__all__ = ["Claimed", "Source", "Sources", "find_sources"]


class Claimed(Protocol):
    """A thing that claims may state."""

    @property
    def key(self) -> str:
        """Its key."""

    @property
    def claimed_in(self) -> tuple[str, ...]:
        """The claims it is told in."""


class Source(NamedTuple):
    """Who says a thing, and in which claims; empty for the dispatch's own words."""

    speakers: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sources:
    """The claims of a dispatch, asked which of them a span stands in."""

    told: tuple[Claim, ...]

    def of(self, span: Span) -> Source:
        """Speakers and claims of the innermost content that covers `span`."""
        around = [self.told[n] for n in sorted(set(self._around(span)))]
        least = min((_length(c) for c in around), default=0)
        inner = [c for c in around if _length(c) == least]
        return Source(tuple(dict.fromkeys(c.speaker for c in inner)), tuple(c.key for c in inner))

    def _around(self, span: Span) -> Iterator[int]:
        """The places of the claims with a content that covers `span`, each for each such content."""
        contents = self._contents
        for place in range(bisect_right(contents, span.begin, key=_begin) - 1, -1, -1):
            content, reach, number = contents[place]
            if reach < span.end:
                return
            if content.covers(span):
                yield number

    @cached_property
    def _contents(self) -> list[tuple[Span, int, int]]:
        """Each content in text order, how far it or one before it reaches, and whose it is."""
        ordered = sorted((content, number) for number, c in enumerate(self.told) for content in c.contents)
        reach = accumulate((content.end for content, _ in ordered), max)
        return [(content, end, number) for (content, number), end in zip(ordered, reach, strict=True)]

    def stating(self, things: Sequence[Claimed]) -> tuple[Claim, ...]:
        """The claims with what they state."""
        states: dict[str, list[str]] = {}
        for thing in things:
            for claim in thing.claimed_in:
                states.setdefault(claim, []).append(thing.key)
        return tuple(replace(c, states=tuple(states.get(c.key, ()))) for c in self.told)


def _begin(told: tuple[Span, int, int]) -> int:
    return told[0].begin


def _length(claim: Claim) -> int:
    return sum(c.end - c.begin for c in claim.contents)


def find_sources(quotes: Sequence[Quote], resolution: Resolution, text: str) -> Sources:
    """The claims of all quotes whose speaker is known; `text` is the dispatch's."""
    speakers = ((q, resolution.by_head.get(q.speaker) if q.speaker else None) for q in quotes)
    spoken = [(quote, speaker) for quote, speaker in speakers if speaker is not None]
    keys = keys_at("claim", [Span(q.contents[0].begin, q.contents[-1].end) for q, _ in spoken])
    told = zip(spoken, keys, strict=True)
    return Sources(tuple(_claim(quote, who, key, resolution, text) for (quote, who), key in told))


def _claim(quote: Quote, speaker: str, key: str, resolution: Resolution, text: str) -> Claim:
    return Claim(
        key=key,
        speaker=speaker,
        cue=quote.cue,
        contents=quote.contents,
        act=quote.act,
        addressee=resolution.by_head.get(quote.addressee) if quote.addressee else None,
        quotations=tuple(q.of(text).strip() for q in quote.quotations),
        rule=quote.rule,
    )

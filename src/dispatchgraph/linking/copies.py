"""Copies: dispatches that repeat another's words, so that three relays do not count as three witnesses.

A text is known by its *sketch*: the lowest of the hashes of its runs of five words (bottom-k; Broder 1997). Below the
highest hash that both sketches still keep, they are fair samples of the two texts: what the smaller shares with the
larger there estimates how much of the shorter text stands in the longer one. So a flash is found in the story that
grew of it, which a comparison of wholes would miss. A text of up to 132 words is kept whole.

A dispatch repeats another from 0.6 on. Measured on 33 texts of news of 300 to 690 words: under another headline and
dateline 0.96 to 1; relayed without the last sentence 0.94 to 0.98; updated with 40 % more text 1; the first third
written anew 0.64 to 0.72; a story of its own that ends on the older one's background, 40 % of it, 0.34 to 0.50; one
legal notice of 33 words below two stories 0.07, below two flashes of 60 words 0.34; two texts of the 33 0.02 at most.

Only what came within a week of each other counts, but for one and the same text, which is a copy whenever it comes:
a monthly notice repeats its own words with new figures in them, and is news each time. A text of less than twenty words
must be the same to the word and of the same day or the next («Wall Street ouvre en hausse» is true of many days). The
window also bounds how many dispatches a common turn of phrase is looked up among, so that an archive's cost for one
more dispatch does not grow with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from datetime import date
from hashlib import blake2b

from dispatchgraph.linking.facts import Link, Text

__all__ = ["Copies", "containment", "resemblance", "sketch"]

REPEATED = 0.6  #: how much of the shorter text must stand in the longer
_KEPT = 128  # hashes a sketch keeps at most
_RUN = 5  # words
_SHORT = 20  # words: a shorter text is only ever repeated whole
_FEW = 5  # hashes: fewer prove nothing
_WINDOW = 7  # days
_WINDOW_OF_SHORT = 1
_EVERY = 3  # one hash in three is a block: twelve that are shared leave 1 pair in 130 unseen
_WHOLE = "="  # marks the hash of a whole short text
_PAIR = "~"  # marks the hash of two words of a short text


def sketch(text: str) -> frozenset[str]:
    """The hashes that a text is known by.

    A text of less than twenty words has one hash of all of it, and those of its pairs of words for `resemblance`.
    """
    words = _words(text)
    if not words:
        return frozenset()
    if len(words) < _SHORT:
        return frozenset({_WHOLE + _hash(words), *_pairs(words)})
    return frozenset(sorted(_runs(words, _RUN))[:_KEPT])


def resemblance(old: str | frozenset[str], new: str) -> float:
    """How much of the shorter of two texts stands in the longer, 0 to 1; `old` may be the sketch of a text.

    Tells a corrected version of a dispatch from another text under the same id: from a third on it is a version.
    Each word corrected takes five runs of five words with it.
    """
    kept, words = sketch(old) if isinstance(old, str) else old, _words(new)
    pairs, others = {h for h in kept if h.startswith(_PAIR)}, _pairs(words)
    if pairs and others:
        return len(pairs & others) / min(len(pairs), len(others))
    return containment(kept, frozenset(sorted(_runs(words, _RUN))[:_KEPT]))


def containment(a: frozenset[str], b: frozenset[str]) -> float:
    """How much of the shorter of two texts stands in the longer, estimated by their sketches."""
    highest = min(_highest(a), _highest(b))
    within_a, within_b = {h for h in a if h <= highest}, {h for h in b if h <= highest}
    fewer = min(len(within_a), len(within_b))
    return len(within_a & within_b) / fewer if fewer >= _FEW else 0.0


class Copies:
    """The layer: `dg:repeats` from each dispatch to the earliest that it repeats."""

    def blocks(self, item: Text) -> frozenset[str]:
        """One hash in three with the week and the next; one hash of all."""
        if not item.sketch:
            return frozenset()
        chosen = [h for h in item.sketch if h[0] not in {_WHOLE, _PAIR} and int(h, 16) % _EVERY == 0]
        weeks = _weeks(item.day)
        return frozenset({_WHOLE + _hash(sorted(item.sketch)), *(f"{h}/{week}" for h in chosen for week in weeks)})

    def match(self, a: Text, b: Text) -> bool:
        """Whether one repeats the other."""
        if a.dispatch == b.dispatch or not a.sketch or not b.sketch:
            return False
        if a.sketch == b.sketch:
            return not _is_short(a) or _within(_WINDOW_OF_SHORT, a.day, b.day)
        return _within(_WINDOW, a.day, b.day) and containment(a.sketch, b.sketch) >= REPEATED

    def links(self, items: Collection[Text]) -> frozenset[Link]:
        """Each to the earliest of those that it matches and that are earlier than it."""
        ordered = sorted(items, key=_order)
        firsts = ((b, next((a for a in ordered[:i] if self.match(a, b)), None)) for i, b in enumerate(ordered))
        return frozenset(Link(subject=b.iri, predicate="repeats", object=a.iri) for b, a in firsts if a)


def _order(item: Text) -> tuple[date, str]:
    return item.day or date.max, item.dispatch


def _weeks(day: date | None) -> Sequence[int]:
    """Two stretches of days; who is at most a week apart shares one."""
    if day is None:
        return ()
    stretch = day.toordinal() // (_WINDOW + 1)
    return stretch, stretch + 1


def _within(days: int, a: date | None, b: date | None) -> bool:
    return a is not None and b is not None and abs((a - b).days) <= days


def _is_short(item: Text) -> bool:
    return any(h.startswith(_WHOLE) for h in item.sketch)


# --- sketches


def _words(text: str) -> list[str]:
    """The words, whatever quotation marks, apostrophes, hyphens and spaces stand between them."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def _runs(words: Sequence[str], length: int) -> set[str]:
    return {_hash(words[i : i + length]) for i in range(len(words) - length + 1)}


def _pairs(words: Sequence[str]) -> set[str]:
    return {_PAIR + h for h in _runs(words, 2)}


def _hash(words: Sequence[str]) -> str:
    return blake2b(" ".join(words).encode(), digest_size=8).hexdigest()


def _highest(hashes: frozenset[str]) -> str:
    """The hash up to which a sketch keeps all there are."""
    return max(hashes) if len(hashes) >= _KEPT else "g"  # above every hexadecimal digit

"""What the finders of claims look at, and the words of a claim."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.words import sentence_of, span_of, words_of
from dispatchgraph.model import Quote, Span, SpeechAct
from dispatchgraph.parse import Parse, Word

__all__ = ["CLOSE", "OPEN", "Scene", "Stretch", "attributed", "find_quotations", "open_scene", "trimmed"]

OPEN, CLOSE = "«", "»"
_LEADING = frozenset({",", ":", ";", "."})
_TRAILING = frozenset({*_LEADING, "!", "?", "-", "–", "("})
_WHOLE = 0.9  # of a content: from there on it is a quotation, whatever stands around it


class Stretch(NamedTuple):
    """Tokens from `start` to `end` (exclusive)."""

    start: int
    end: int


@dataclass(frozen=True)
class Scene:
    """A doc with its mentions and what stands between its quotation marks."""

    doc: Parse
    mentions: Mentions
    quoted: tuple[Stretch, ...]

    @cached_property
    def quotations(self) -> list[Span]:
        """What stands between each pair of marks, without the full stop that closes its sentence; in text order."""
        return [_inside(self.doc, quoted) for quoted in self.quoted]


def open_scene(doc: Parse, mentions: Mentions) -> Scene:
    """The scene of a doc."""
    return Scene(doc, mentions, find_quotations(doc))


def find_quotations(doc: Parse) -> tuple[Stretch, ...]:
    """Tokens between each pair of quotation marks; a mark left open ends with its paragraph."""
    found: list[Stretch] = []
    start = -1
    for token in doc:
        if token.text == OPEN and start < 0:
            start = token.i + 1
        elif token.text == CLOSE and start >= 0:
            found.append(Stretch(start, token.i))
            start = -1
        elif token.is_space and "\n\n" in token.text:
            start = -1
    return tuple(q for q in found if q.start < q.end)


# --- contents -------------------------------------------------------------------------------------------------------


def trimmed(doc: Parse, start: int, end: int) -> Span | None:
    """Tokens as a span without signs and white space at its ends, nor the marks of a quotation it is; None if empty."""
    while start < end and (doc[start].is_space or doc[start].text in _LEADING):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in _TRAILING):
        end -= 1
    start, end = _without_marks(doc, start, end)
    if start < end and doc[start].text == CLOSE:
        start += 1
    return words_of(doc[start:end]) if start < end else None


def _without_marks(doc: Parse, start: int, end: int) -> tuple[int, int]:
    """The inside of a quotation that goes from `start` to `end`, or that `start` opens and nothing closes."""
    if end - start < 2 or doc[start].text != OPEN:
        return start, end
    closing = [t.i for t in doc[start:end] if t.text == CLOSE]
    if not closing:
        return (start + 1, end) if CLOSE not in doc.words(start, end).text else (start, end)
    return (start + 1, end - 1) if closing[0] == end - 1 else (start, end)


def attributed(
    scene: Scene,
    at: Word,
    contents: Sequence[Span],
    *,
    cue: Span,
    speaker: Word,
    rule: str,
    addressee: Span | None = None,
) -> Quote:
    """The claim of `contents` by `speaker`, told by `cue` in the sentence of `at`."""
    quotations = _quotations_in(scene, contents)
    return Quote(
        cue=cue,
        contents=tuple(contents),
        speaker=span_of(speaker),
        addressee=addressee,
        act=_act(contents, quotations),
        quotations=quotations,
        sentence=sentence_of(at),
        rule=rule,
    )


def _quotations_in(scene: Scene, contents: Sequence[Span]) -> tuple[Span, ...]:
    """The quotations that lie in a content, without their marks."""
    first, last = min(c.begin for c in contents), max(c.end for c in contents)
    inside = scene.quotations
    near = inside[bisect_left(inside, first, key=_begin) : bisect_left(inside, last, key=_begin)]
    return tuple(q for q in near if any(c.overlap(q) == q.end - q.begin for c in contents))


def _begin(span: Span) -> int:
    return span.begin


def _inside(doc: Parse, quoted: Stretch) -> Span:
    """The words of a quotation without the full stop that closes its sentence."""
    end = quoted.end
    while end > quoted.start + 1 and (doc[end - 1].is_space or doc[end - 1].text in _LEADING):
        end -= 1
    return words_of(doc[quoted.start : end])


def _act(contents: Sequence[Span], quotations: Sequence[Span]) -> SpeechAct:
    if not quotations:
        return "indirect"
    return "direct" if _length(quotations) >= _WHOLE * _length(contents) else "mixed"


def _length(spans: Sequence[Span]) -> int:
    return sum(s.end - s.begin for s in spans)

"""Quotations without words of saying: what the last speaker goes on to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dispatchgraph.extract.claims.scene import Scene, Stretch
from dispatchgraph.extract.words import sentence_of, words_of
from dispatchgraph.model import Quote, Span

__all__ = ["continued"]

_SHORTEST = 20  # code points: less is no sentence
_GAP = 8  # code points between a quotation's sentence and the next


def continued(found: Sequence[Quote], scene: Scene) -> Iterator[Quote]:
    """Each quotation that is a sentence of its own and follows its speaker's last one."""
    direct = sorted((q for q in found if q.act == "direct"), key=lambda q: q.contents[-1].end)
    for stretch in scene.quoted:
        words = words_of(scene.doc[stretch.start : stretch.end])
        told = any(c.overlap(words) for q in found for c in q.contents)
        if told or words.end - words.begin < _SHORTEST or not _is_whole_sentence(stretch, scene):
            continue
        before = next((q for q in reversed(direct) if 0 <= words.begin - q.sentence.end < _GAP), None)
        if before is not None:
            yield _going_on(before, words, sentence_of(scene.doc[stretch.start]))


def _is_whole_sentence(stretch: Stretch, scene: Scene) -> bool:
    sent = scene.doc[stretch.start].sent
    return all(t.is_punct or t.is_space or stretch.start <= t.i < stretch.end for t in sent)


def _going_on(before: Quote, words: Span, sentence: Span) -> Quote:
    return replace(before, contents=(words,), quotations=(words,), sentence=sentence, rule="speech:continued")

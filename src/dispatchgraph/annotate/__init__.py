"""From a dispatch to spaCy's parse of it, with every offset true to the text as read.

Three things are done before the model sees the text, and none of them moves a character: typographic signs become
the plain ones the model was trained on (one for one), the envelope (headline marks, dateline) becomes blanks, and
words joined by hyphens stay one token. Sentences may only begin where French writing lets them.

A text may be hostile, and the model's time and memory must grow no faster than its length. Left alone they do not:
the tokenizer takes the square of a run without blanks, the parser the square of a sentence, and both hold some 17 kB
a word. So what no news has is kept from them: runs longer than `MAX_RUN` are blanks to the model, sentences end at
`MAX_SENTENCE` tokens, and a text of more than some thousand tokens is parsed piece by piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from dispatchgraph.annotate.model import model_version, pipeline_of
from dispatchgraph.annotate.pieces import PIECE, in_pieces
from dispatchgraph.annotate.sentences import MAX_SENTENCE, breaks, mark_sentences
from dispatchgraph.annotate.snapshot import snapshot
from dispatchgraph.annotate.text import plain, readable
from dispatchgraph.model import Dispatch, lots
from dispatchgraph.parse import Parse

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["MAX_SENTENCE", "annotate", "annotate_all", "model_version", "pipeline_of", "plain"]

_LEARNT = 30_000  # words that spaCy keeps: those that are often in the news are among the first
_BATCH = 30_000  # code points of dispatches read together: some five thousand words


def annotate(dispatch: Dispatch) -> Parse:
    """The parse of a dispatch; its `text` has the length and offsets of `dispatch.text`.

    Raises `ModelMissing` where the language's model is not installed.
    """
    return next(parse for _, parse in annotate_all([dispatch]))


def annotate_all(dispatches: Iterable[Dispatch]) -> Iterator[tuple[Dispatch, Parse]]:
    """Each dispatch in turn with its parse, the same as alone; the model reads some thousand tokens at a time."""
    for language, same in groupby(dispatches, key=lambda d: d.language):
        nlp = pipeline_of(language)
        for batch in lots(same, _BATCH):
            yield from zip(batch, _annotated(batch, nlp), strict=True)


def _annotated(batch: list[Dispatch], nlp: Language) -> list[Parse]:
    """The parses of a batch; what spaCy remembers of its words is forgotten with it.

    But for the first words: spaCy finds the words that it knows four times as fast, and learns none to be forgotten.
    """
    learnt = [_tokens(dispatch, nlp) for dispatch in batch] if len(nlp.vocab) < _LEARNT else None
    with nlp.memory_zone():
        docs = [_tokens(dispatch, nlp) for dispatch in batch] if learnt is None else learnt
        short = nlp.pipe((doc for doc in docs if len(doc) <= PIECE), batch_size=len(docs))
        parses = [snapshot(next(short) if len(doc) <= PIECE else in_pieces(doc, nlp)) for doc in docs]
    _forget_lemmas(nlp)
    return parses


def _forget_lemmas(nlp: Language) -> None:
    """Forget how words were lemmatized, which spaCy never does, where they are many."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer") if nlp.has_pipe("lemmatizer") else None
    if len(getattr(lemmatizer, "cache", ())) > _LEARNT:
        lemmatizer.cache.clear()


def _tokens(dispatch: Dispatch, nlp: Language) -> Doc:
    """The words of a dispatch, with where sentences may begin."""
    doc = nlp.make_doc(readable(dispatch))
    mark_sentences(doc, breaks=breaks(dispatch))
    return doc

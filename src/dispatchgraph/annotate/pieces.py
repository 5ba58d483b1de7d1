"""A long text parsed piece by piece, so that the model's memory grows no further."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["PIECE", "in_pieces"]

PIECE = 5_000  #: tokens parsed at a time: half a second of the model's work, and 100 MB of its memory


def in_pieces(doc: Doc, nlp: Language) -> Doc:
    """The parse of a long text: whole sentences, some thousand tokens at a time."""
    from spacy.tokens import Doc

    parsed = Doc.from_docs([nlp(piece) for piece in _pieces(doc)], ensure_whitespace=False)
    if parsed is None or len(parsed) != len(doc):  # spaCy leaves out what it takes for an empty piece
        raise ValueError(f"{len(doc)} tokens became {len(parsed or ())}")
    return parsed.from_array(["NORM"], _told(doc, "NORM"))


def _told(doc: Doc, *attributes: str) -> Any:
    """What is said of the tokens: an array of whole numbers, which spaCy's annotations call floats."""
    return doc.to_array(list(attributes))


def _pieces(doc: Doc) -> Iterator[Doc]:
    from spacy.tokens import Doc

    told = _told(doc, "SENT_START", "NORM")
    begin = 0
    for end in _cuts(doc):
        tokens = doc[begin:end]
        piece = Doc(doc.vocab, words=[t.text for t in tokens], spaces=[bool(t.whitespace_) for t in tokens])
        yield piece.from_array(["SENT_START", "NORM"], told[begin:end])
        begin = end


def _cuts(doc: Doc) -> Iterator[int]:
    """Where pieces end: before the first sentence that begins past each `PIECE` tokens, and at the end."""
    begin = 0
    for token in doc:
        if token.i - begin >= PIECE and token.is_sent_start:
            yield token.i
            begin = token.i
    yield len(doc)

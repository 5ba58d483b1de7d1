"""A parsed text with its number grammar: words by offset, lexicon look-ups. What the figure rules read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from dispatchgraph.extract.numbers import fold
from dispatchgraph.languages.figures import FigureGrammar, figure_grammar
from dispatchgraph.model import Span
from dispatchgraph.parse import Parse, Word

__all__ = ["Page", "has", "open_page", "singular"]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A parse, its text with plain signs, and where its words begin."""

    doc: Parse
    text: str
    grammar: FigureGrammar
    language: str
    starts: tuple[int, ...]  #: offset of each word
    sentences: tuple[int, ...]  #: first word of each sentence; spaCy's own look-up walks the whole sentence
    crowds: dict[int, bool] = field(default_factory=dict)  #: what `is_crowded` found, by a sentence's first word

    def at(self, offset: int) -> Word:
        """The word that covers `offset`, or the last before it."""
        return self.doc[max(0, bisect_right(self.starts, offset) - 1)]

    def first(self, span: Span) -> Word:
        """The first word of `span`."""
        return self.at(span.begin)

    def last(self, span: Span) -> Word:
        """The last word of `span`."""
        return self.at(span.end - 1)

    def after(self, end: int) -> Iterator[Word]:
        """The words that begin at or after `end`, to the end of its sentence, blanks left out."""
        if end <= 0:
            return
        here = self.at(end - 1)
        for token in self.doc[here.i : self.sentence_end(here)]:
            if token.idx >= end and not token.is_space:
                yield token

    def next(self, end: int) -> Word | None:
        """The first word at or after `end` in the same sentence."""
        return next(self.after(end), None)

    def before(self, begin: int) -> Word | None:
        """The word before the one at `begin`, in the same sentence."""
        token = self.at(begin)
        return token.nbor(-1) if token.i > self.sentence_start(token) else None

    def sentence_start(self, token: Word) -> int:
        """The index of the first word of a word's sentence."""
        return self.sentences[max(0, bisect_right(self.sentences, token.i) - 1)]

    def is_crowded(self, token: Word) -> bool:
        """Whether a word's sentence tells of a crowd or a strike."""
        first = self.sentence_start(token)
        if first not in self.crowds:
            words = self.doc[first : self.sentence_end(token)]
            self.crowds[first] = any(has(self.grammar.crowd, t) for t in words)
        return self.crowds[first]

    def sentence_end(self, token: Word) -> int:
        """The index after the last word of a word's sentence."""
        after = bisect_right(self.sentences, token.i)
        return self.sentences[after] if after < len(self.sentences) else len(self.doc)

    def sentence(self, span: Span) -> Span:
        """The sentence that `span` begins in, without the white space around it."""
        first = self.first(span)
        begin, last = self.starts[self.sentence_start(first)], self.doc[self.sentence_end(first) - 1]
        words = self.text[begin : last.idx + len(last.text)]
        lead = len(words) - len(words.lstrip())
        return Span(begin + lead, begin + len(words.rstrip()))

    def is_of(self, token: Word | None) -> bool:
        """Whether a word is the preposition that links a quantity to its noun, alone or with an article."""
        grammar = self.grammar
        return token is not None and (
            token.lower_ + " " in grammar.of or token.lower_ in {*grammar.of, *grammar.contracted_of}
        )


def open_page(doc: Parse, *, language: str) -> Page:
    """The page of a parse."""
    return Page(
        doc=doc,
        text=fold(doc.text),
        grammar=figure_grammar(language),
        language=language,
        starts=tuple(t.idx for t in doc),
        sentences=tuple(s.start for s in doc.sents),
    )


def singular(token: Word) -> Iterator[str]:
    """The forms under which a word may stand in a lexicon of singular nouns."""
    word = token.lower_
    yield from (word, token.lemma_.lower())
    if word[-1:] in {"s", "x"}:
        yield word[:-1]


def has(words: Container[str], token: Word) -> bool:
    """Whether a word or its singular is one of `words`."""
    return any(w in words for w in singular(token))

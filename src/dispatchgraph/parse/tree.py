"""All words of a text, what hangs on what, and the sentences that follow from it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Span
from dispatchgraph.parse.words import Word, Words

__all__ = ["Parse"]

_PATIENCE = 12  # rounds in which crossing branches find their ends, as spaCy has it


class Parse(list[Word]):
    """The words of a text, in order; `doc[a:b]` is a plain list of them."""

    def __init__(self, text: str, language: str) -> None:
        super().__init__()
        self.text = text
        self.language = language
        self.grammar = grammar(language)
        self.starts: list[int] = []  #: offset of each word
        self.dated: frozenset[int] = frozenset()  #: places of the words that say when, once they are found
        self.ents: tuple[Words, ...] = ()  #: the names that the model sees
        self._phrases: dict[Span, Words] = {}

    @property
    def sents(self) -> Iterator[Words]:
        """The sentences in order."""
        at = 0
        while at < len(self):
            yield self[at].sent
            at = self[at].sent.end

    def words(self, start: int, end: int) -> Words:
        """The words from `start` to `end` (exclusive)."""
        return Words(self, start, end)

    def place(self, offset: int) -> int:
        """The place of the word that covers `offset`, with the blank after it; -1 outside the text."""
        return bisect_right(self.starts, offset) - 1 if offset < len(self.text) else -1

    def touched(self, span: Span) -> Words:
        """The words that `span` touches; none where it lies outside the text."""
        if span not in self._phrases:
            self._phrases[span] = self._touched(span)
        return self._phrases[span]

    def _touched(self, span: Span) -> Words:
        start, end = self.place(span.begin), self.place(span.end - 1)
        if start < 0 or end < 0:
            return Words(self, 0, 0)
        blank = span.begin == self[start].idx + len(self[start].text)  # the space after a word is none of it
        return Words(self, start + blank, end + 1)

    def move(self, word: Word, head: Word) -> None:
        """Hang a word on another, or on nothing where that is itself; edges and sentences follow."""
        tops = (_top(word), _top(head))
        begin, end = min(t.left for t in tops), max(t.right for t in tops) + 1
        former, word.head = word.head, head
        self.forget(begin, end)
        self._settle(begin, end)
        self._find_children(begin, end, former)

    def forget(self, begin: int, end: int) -> None:
        """Forget what was found out of the words from `begin` to `end`, and of their neighbour."""
        for word in self[begin : end + 1]:
            word.known.clear()

    def _settle(self, begin: int, end: int) -> None:
        """Find the edges of whole trees from `begin` to `end` again, and the sentences that they make."""
        words, before = self[begin:end], [w.is_sent_start for w in self[begin:end]]
        self.reach(begin, end)
        for word in words:
            word.is_sent_start = False
        for word in words:
            if word.head is word:
                self[word.left].is_sent_start = True
        if before != [w.is_sent_start for w in words]:
            self.part(self[begin].sent.start, self[end - 1].sent.end)

    def _find_children(self, begin: int, end: int, *others: Word) -> None:
        """Find what hangs on the words from `begin` to `end`, and on heads of theirs outside: within their reach."""
        words = self[begin:end]
        below: dict[int, list[Word]] = {word.i: [] for word in words}
        for word in words:
            if word.head is not word and word.head.i in below:
                below[word.head.i].append(word)
        for word in words:
            word.children = tuple(below[word.i])
        for head in {*others, *(word.head for word in words)}:
            if head.i not in below:
                near = self[head.left : head.right + 1]
                head.children = tuple(w for w in near if w.head is head and w is not head)

    def reach(self, begin: int, end: int) -> None:
        """Find how far the words below each word of whole trees from `begin` to `end` reach."""
        words = self[begin:end]
        for word in words:
            word.left = word.right = word.i
        for _ in range(_PATIENCE):
            _widen(words)
            if _are_apart(words, begin):
                return

    def part(self, begin: int, end: int) -> None:
        """Make sentences of the words from `begin` to `end`, where words say that they open one."""
        opens = [begin, *(w.i for w in self[begin + 1 : end] if w.is_sent_start), end]
        for first, last in pairwise(opens):
            sentence = Words(self, first, last)
            for word in self[first:last]:
                word.sent = sentence


def _top(word: Word) -> Word:
    top = word
    for top in word.ancestors:  # noqa: B007
        pass
    return top


def _widen(words: Sequence[Word]) -> None:
    """Let each head reach as far as what hangs on it, there and back."""
    for way in (words, words[::-1]):
        for word in way:
            head = word.head
            if word.left < head.left:
                head.left = word.left
            if word.right > head.right:
                head.right = word.right


def _are_apart(words: Sequence[Word], begin: int) -> bool:
    """Whether every word hangs on one of its own sentence, as the roots' edges part them."""
    opens = {w.left for w in words if w.head is w}
    first = begin
    for word in words:
        if word.i in opens or word is words[-1]:
            if any(not first <= w.head.i <= word.i for w in words[first - begin : word.i - begin]):
                return False
            first = word.i
    return True

"""One word of a parse, and several that stand together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dispatchgraph.languages.syntax import Grammar
from dispatchgraph.model import Span

if TYPE_CHECKING:
    from dispatchgraph.parse.tree import Parse

__all__ = ["Word", "Words", "features"]


class Word:
    """A word, or a sign, or the white space between paragraphs."""

    __slots__ = (
        "children", "dep_", "doc", "ent_type_", "grammar", "head", "i", "idx", "is_capital",
        "is_punct", "is_sent_start", "is_space", "known", "left", "lemma_", "like_num", "lower_", "morph", "pos_",
        "right", "sent", "text",
    )  # fmt: skip

    doc: Parse
    grammar: Grammar  #: the closed word classes of its language
    i: int  #: its place among the words
    idx: int  #: its offset in the text
    text: str
    lower_: str
    lemma_: str  #: as the model has it
    pos_: str
    morph: Mapping[str, tuple[str, ...]]  #: feature of Universal Dependencies → its values
    dep_: str
    head: Word  #: what it hangs on; itself where it heads its sentence
    children: tuple[Word, ...]  #: what hangs on it, in text order
    left: int  #: place of the first word below it
    right: int  #: place of the last word below it
    sent: Words
    is_sent_start: bool
    ent_type_: str  #: the model's label of the name it is in; "" in none
    is_capital: bool  #: whether it begins with a capital
    is_punct: bool
    is_space: bool
    like_num: bool
    known: dict[Callable[[Word], Any], Any]  #: what `remembered` functions found out

    def __repr__(self) -> str:
        return self.text

    # --- around it

    def nbor(self, by: int = 1) -> Word:
        """The word `by` places further; raises `IndexError` where there is none."""
        if self.i + by < 0:
            raise IndexError(self.i + by)
        return self.doc[self.i + by]

    @property
    def left_edge(self) -> Word:
        """The first of all words below it."""
        return self.doc[self.left]

    @property
    def ancestors(self) -> Iterator[Word]:
        """What it hangs on, what that hangs on, and so on."""
        word = self
        for _ in range(len(self.doc)):
            if word.head is word:
                return
            word = word.head
            yield word

    def is_ancestor(self, other: Word) -> bool:
        """Whether `other` hangs below it."""
        return any(word is self for word in other.ancestors)

    @property
    def subtree(self) -> list[Word]:
        """It and all words below it: those before it, itself, those after it."""
        found: list[Word] = []
        _gather(self, found)
        return found

    # --- putting it right

    def hang(self, head: Word, relation: str = "") -> None:
        """Hang it on `head`, or make it a root by hanging it on itself; it keeps its relation unless one is given."""
        if relation:
            self.relate(relation)
        if self.head is not head:
            self.doc.move(self, head)

    def relate(self, relation: str) -> None:
        """Call what it is to its head `relation`."""
        self.dep_ = relation
        self.doc.forget(self.sent.start, self.sent.end)

    def retag(self, tag: str, *, lemma: str | None = None, morph: str | None = None) -> None:
        """Give it another tag, lemma and features («Mood=Ind|Person=3»)."""
        self.pos_ = tag
        self.lemma_ = self.lemma_ if lemma is None else lemma
        self.morph = self.morph if morph is None else features(morph)
        self.doc.forget(self.sent.start, self.sent.end)


def _gather(word: Word, found: list[Word]) -> None:
    below = word.children
    at = 0
    while at < len(below) and below[at].i < word.i:
        _gather(below[at], found)
        at += 1
    found.append(word)
    for child in below[at:]:
        _gather(child, found)


class Words:
    """Words that stand together, from `start` to `end` (exclusive); `label` is the model's where they are a name."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Parse, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Word]:
        return iter(self.doc[self.start : self.end])

    def __getitem__(self, at: int) -> Word:
        return self.doc[(self.end if at < 0 else self.start) + at]

    def __repr__(self) -> str:
        return self.text

    @property
    def span(self) -> Span:
        """The code points from the first to the last of them."""
        last = self.doc[self.end - 1]
        return Span(self.doc[self.start].idx, last.idx + len(last.text))

    @property
    def text(self) -> str:
        """What is written from the first to the last of them."""
        return self.span.of(self.doc.text) if self.end > self.start else ""

    @property
    def sent(self) -> Words:
        """The sentence that they begin in."""
        return self.doc[self.start].sent

    @property
    def root(self) -> Word:
        """The first of those nearest to the root of their sentence."""
        words = self.doc[self.start : self.end]
        if len(words) == 1:
            return words[0]
        inside = range(self.start, self.end)
        tops = [w for w in words if w.head is w] or [w for w in words if w.head.i not in inside] or words
        return tops[0] if len(tops) == 1 or tops[0].head is tops[0] else min(tops, key=_depth)


def _depth(word: Word) -> int:
    """How far a word is from the root of its sentence; signs and blanks that nothing hangs on come last."""
    if (word.is_space or word.is_punct) and not word.children:
        return len(word.doc) - 1
    return sum(1 for _ in word.ancestors)


@lru_cache(maxsize=4096)
def features(morph: str) -> Mapping[str, tuple[str, ...]]:
    """The features that «Gender=Fem|Number=Plur» lists.

    >>> features("Gender=Fem|Number=Plur")["Number"]
    ('Plur',)
    """
    pairs = (pair.partition("=") for pair in morph.split("|") if pair)
    return {name: tuple(values.split(",")) for name, _, values in pairs}

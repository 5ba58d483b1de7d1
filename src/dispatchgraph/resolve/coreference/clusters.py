"""Entities in the making: clusters of mentions, and what is known of them so far."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from dispatchgraph.annotate import plain
from dispatchgraph.knowledge import Gazetteer, Known, ancestors
from dispatchgraph.languages.nominals import Nominals, Synonyms, nominals
from dispatchgraph.model import Dispatch, Mention, Quote, Span

__all__ = [
    "Board",
    "Cluster",
    "compatible",
    "dateline_state",
    "finer",
    "folded",
    "groups_of",
    "home_state",
    "is_body",
    "known_of",
    "sentences_between",
    "synonyms_of",
]


_ADJOINING = 4  # code points between two sentences that follow each other
_SENTENCE = 120  # code points, about, of one


@lru_cache(maxsize=20_000)
def folded(name: str) -> tuple[str, ...]:
    """The words of a name, whatever their capitals and signs."""
    return tuple(plain(name).casefold().split())


@dataclass
class Cluster:
    """An entity in the making."""

    type: str
    number: int = 0  #: clusters are counted as they are made
    known: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    gender: str | None = None
    plural: bool = False
    nouns: set[str] = field(default_factory=set)
    complements: set[str] = field(default_factory=set)
    _names: list[str] = field(default_factory=list, repr=False, compare=False)
    _spelt: frozenset[tuple[str, ...]] = field(default=frozenset(), repr=False, compare=False)
    _ends: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    _named: int = field(default=0, repr=False, compare=False)  #: of how many mentions `_names` are the names

    def add(self, mention: Mention) -> None:
        """Take a mention in, with what it tells of number and gender."""
        self.mentions.append(mention)
        self.plural = self.plural or (mention.kind == "name" and mention.plural)
        if mention.kind in {"name", "nominal"}:
            self.gender = self.gender or mention.gender
        if mention.kind == "nominal":
            self.nouns.add(mention.lemma)
            self.complements |= {mention.complement} - {""}

    @property
    def names(self) -> list[str]:
        """The proper names, longest first."""
        if self._named != len(self.mentions):
            self._named = len(self.mentions)
            found = {m.text for m in self.mentions if m.kind == "name" and not m.metonym}
            self._names = sorted(found, key=lambda n: (-len(n), n))
            self._spelt = frozenset(map(folded, self._names))
            self._ends = frozenset(word for words in self._spelt for word in (*words[:1], *words[-1:]))
        return self._names

    @property
    def spelt(self) -> frozenset[tuple[str, ...]]:
        """The words of each name, folded."""
        return self._spelt if self.names else frozenset()

    def may_share(self, words: tuple[str, ...]) -> bool:
        """Whether a name begins or ends with the first or last of `words`: no other is the same, or part of one."""
        return bool(self.names) and not self._ends.isdisjoint((*words[:1], *words[-1:]))


def _place(told: tuple[Mention, Cluster]) -> tuple[Span, int]:
    return told[0].span, -told[1].number


def _begin(words: Span) -> int:
    return words.begin


def _outer_first(words: Span) -> tuple[int, int]:
    return (words.begin, -words.end)


@dataclass
class Board:
    """The clusters of a dispatch so far, and what deciding about the next mention takes."""

    dispatch: Dispatch
    gazetteer: Gazetteer
    quotes: Sequence[Quote]
    subjects: frozenset[Span]  #: heads that stand as grammatical subjects
    acronyms: Mapping[str, Span] = field(default_factory=dict)  #: acronym → head of the name that it is short for
    apart: Mapping[Span, frozenset[Span]] = field(default_factory=dict)  #: heads that take part in one event, for each
    bodies: Mapping[Span, Span | None] = field(default_factory=dict)  #: head of a person → of the body it is of
    clusters: list[Cluster] = field(default_factory=list)
    of: dict[Span, Cluster] = field(default_factory=dict)  #: head of a mention → its cluster
    _told: list[tuple[Mention, Cluster]] = field(default_factory=list, repr=False)  # all that is put, in text order

    @cached_property
    def said(self) -> Mapping[Span, tuple[Span, ...]]:
        """What each speaker is told to say, by the head of its mention."""
        return {q.speaker: q.contents for q in self.quotes if q.speaker}

    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """All that stands between quotation marks in somebody's direct speech, in order; none lies in another."""
        found: list[Span] = []
        for words in sorted({w for q in self.quotes if q.act == "direct" for w in q.quotations}, key=_outer_first):
            if not found or words.end > found[-1].end:
                found.append(words)
        return tuple(found)

    def quotation_around(self, words: Span) -> Span | None:
        """The quotation that `words` stand in, if any."""
        place = bisect_right(self.quotations, words.begin, key=_begin) - 1
        found = self.quotations[place] if place >= 0 else None
        return found if found is not None and found.covers(words) else None

    @property
    def lexicon(self) -> Nominals:
        """The nouns of the dispatch's language."""
        return nominals(self.dispatch.language)

    def put(self, mention: Mention, cluster: Cluster | None) -> Cluster:
        """Add a mention to a cluster, or to a new one."""
        if cluster is None:
            number = self.clusters[-1].number + 1 if self.clusters else 0
            cluster = Cluster(type=mention.type or "Thing", number=number, known=mention.known, plural=mention.plural)
            self.clusters.append(cluster)
        cluster.add(mention)
        insort(self._told, (mention, cluster), key=_place)
        self.of[mention.head] = cluster
        return cluster

    def merge(self, one: Cluster, other: Cluster) -> None:
        """Put the mentions of `other` with `one`."""
        for mention in other.mentions:
            one.add(mention)
            self.of[mention.head] = one
        self.clusters = [c for c in self.clusters if c is not other]
        self._told = [(m, one if c is other else c) for m, c in self._told]

    def told_before(self, mention: Mention, *, sentences: int) -> list[tuple[Cluster, list[Mention]]]:
        """The clusters told of before a mention, at most so many sentences back, with their mentions there."""
        found: dict[int, tuple[Cluster, list[Mention]]] = {}
        for told, cluster in self._back_from(mention):
            if told.sentence.end + sentences * _SENTENCE <= mention.sentence.begin:
                break
            if told.span.end <= mention.span.begin:
                found.setdefault(cluster.number, (cluster, []))[1].append(told)
        return [found[number] for number in sorted(found)]

    def latest_first(self, mention: Mention) -> Iterator[Cluster]:
        """The clusters told of before a mention."""
        seen: set[int] = set()
        for _, cluster in self._back_from(mention):
            if cluster.number not in seen:
                seen.add(cluster.number)
                yield cluster

    def _back_from(self, mention: Mention) -> Iterator[tuple[Mention, Cluster]]:
        """What is told before a mention, back to the beginning."""
        end = bisect_left(self._told, (mention.span, -len(self._told)), key=_place)
        return (self._told[place] for place in range(end - 1, -1, -1))


def sentences_between(first: Span, second: Span) -> int:
    """How many sentences lie between, about: 0 in one sentence, 1 in two that follow each other."""
    if first == second:
        return 0
    gap = second.begin - first.end
    return 1 if gap <= _ADJOINING else 1 + gap // _SENTENCE


# --- classes --------------------------------------------------------------------------------------------------------


def compatible(one: str, other: str | None) -> bool:
    """Whether one thing may be of both classes."""
    if other is None or "Thing" in {one, other}:
        return True
    return one in ancestors(other) or other in ancestors(one)


def finer(old: str, new: str | None) -> str:
    """The class that tells more: `new` where `old` is above it or vague."""
    if new is None or new == "Thing":
        return old
    return new if old == "Thing" or old in ancestors(new) else old


def is_body(name: str | None) -> bool:
    """Whether a class is one of organizations."""
    return "Organization" in ancestors(name or "")


# --- what is known --------------------------------------------------------------------------------------------------


def known_of(cluster: Cluster, entries: Mapping[str, Known]) -> Known | None:
    """The gazetteer's entry of a cluster."""
    return entries.get(cluster.known or "")


def synonyms_of(lemma: str, lexicon: Nominals) -> Synonyms | None:
    """The first group of synonyms that a noun belongs to."""
    return next(iter(groups_of(lemma, lexicon)), None)


def groups_of(lemma: str, lexicon: Nominals) -> list[Synonyms]:
    """All groups of synonyms that a noun belongs to: «organisation» may take up a party, a union, an NGO."""
    return [s for s in lexicon.synonyms if lemma in s.lemmas or lemma in s.general]


def home_state(board: Board) -> Cluster | None:
    """The state the news is about: the dateline's, else the one named most and first."""
    return dateline_state(board) or max(_states(board), key=_prominence, default=None)


def dateline_state(board: Board) -> Cluster | None:
    """The state (or the place of its own) that the dateline names, where the news speaks of it."""
    dispatch, entries = board.dispatch, board.gazetteer.entries
    place = plain(dispatch.place.of(dispatch.text)).casefold() if dispatch.place else ""
    homes = (entries[key].located_in or key for key in board.gazetteer.by_folded_name.get(place, ()))
    return next((c for home in homes for c in board.clusters if c.known == home), None)


def _states(board: Board) -> list[Cluster]:
    return [c for c in board.clusters if c.type == "Country" and c.known]


def _prominence(cluster: Cluster) -> tuple[int, int]:
    return len(cluster.mentions), -min(m.span for m in cluster.mentions).begin

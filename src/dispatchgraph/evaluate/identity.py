"""Which entity of a gold a node of a graph is: by its identity elsewhere, else by its names."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dispatchgraph.evaluate.classes import named_classes
from dispatchgraph.evaluate.gold import GoldEntity

__all__ = ["Identities", "Label", "bare"]

Label = tuple[int, str]  #: how much a name of a node weighs, and the name as `bare` gives it


@cache
def _determiners() -> re.Pattern[str]:
    """What a name may begin with, in any language: a name need not be in that of its dispatch."""
    lists = tomllib.loads(files(__package__).joinpath("determiners.toml").read_text("utf-8"))
    return re.compile(rf"\A(?:{'|'.join(re.escape(words) for each in lists.values() for words in each)})+")


def bare(name: str) -> str:
    """A name without what differs between two ways to write it: case, apostrophes, quotation marks, determiners.

    >>> bare("L’OSDH"), bare("« les  rebelles »")
    ('osdh', 'rebelles')
    """
    plain = unicodedata.normalize("NFKC", name).casefold().replace("’", "'").strip(' «»"')
    return _determiners().sub("", re.sub(r"\s+", " ", plain)).strip()


@dataclass(frozen=True, kw_only=True)
class Identities:
    """What the entities of a gold are recognised by; where two share a name, it is the first one's."""

    by_link: Mapping[str, str]  #: IRI elsewhere → id; where two share one, it is the last one's
    by_name: Mapping[str, str]  #: bare name → id
    unnamed: Mapping[str, str]  #: the same, of those that are of no named class: groups, documents, things

    @classmethod
    def of(cls, entities: Mapping[str, GoldEntity]) -> Identities:
        """Index the entities of a gold."""
        by_name: dict[str, str] = {}
        for entity in entities.values():
            for name in entity.names:
                by_name.setdefault(bare(name), entity.id)
        return cls(
            by_link={entity.same_as: entity.id for entity in entities.values() if entity.same_as},
            by_name=by_name,
            unnamed={n: id for n, id in by_name.items() if not entities[id].classes & named_classes()},
        )

    def identify(self, links: Iterable[str], labels: Sequence[Label], *, named: bool) -> str | None:
        """The id of what has these identities and names; None for what is not in the gold.

        Each name that the gold has too is a vote. Without any, what is of no named class may be a group whose name
        stands inside one of its own: «tous les rebelles du nord» are «rebelles».
        """
        linked = next((self.by_link[link] for link in links if link in self.by_link), None)
        if linked is not None:
            return linked
        return _winner(self._equal(labels)) or (None if named else _winner(self._within(labels)))

    def _equal(self, labels: Sequence[Label]) -> Iterable[tuple[str, int]]:
        return [(self.by_name[label], weight) for weight, label in labels if label in self.by_name]

    def _within(self, labels: Sequence[Label]) -> Iterable[tuple[str, int]]:
        """Votes for groups by the names inside `labels`: a longer name says more."""
        return [
            (id, weight * len(name))
            for weight, label in labels
            for name, id in self.unnamed.items()
            if f" {name} " in f" {label} "
        ]


def _winner(votes: Iterable[tuple[str, int]]) -> str | None:
    """The id with the most votes; of two, the one that was voted for first."""
    count: dict[str, int] = defaultdict(int)
    for id, weight in votes:
        count[id] += weight
    return max(count, key=count.__getitem__) if count else None

"""Which mentions denote one entity: names, then descriptions, then pronouns; precision before recall.

A cluster is what becomes an entity. Names found one by spelling, initials, family name and gazetteer; descriptions
join a name they stand in apposition to, or an earlier description by the same or a synonymous noun whose complement
does not differ; pronouns look for the nearest subject that agrees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dispatchgraph.knowledge import Gazetteer
from dispatchgraph.model import Dispatch, Entity, Mention, Quote, Span
from dispatchgraph.resolve.coreference.clusters import Board, dateline_state
from dispatchgraph.resolve.coreference.descriptions import join_description
from dispatchgraph.resolve.coreference.entities import entity, keys_of
from dispatchgraph.resolve.coreference.names import acronyms, join_name, spelt_out
from dispatchgraph.resolve.coreference.pronouns import join_pronoun, join_speaker

__all__ = ["Resolution", "resolve_mentions"]

Step = tuple[Callable[[Mention], bool], Callable[[Board, Mention], None]]


@dataclass(frozen=True)
class Resolution:
    """The entities, and the key of the entity that each head word denotes."""

    entities: tuple[Entity, ...]
    by_head: dict[Span, str]
    home: str | None  #: key of the state the news is about

    @cached_property
    def types(self) -> dict[str, str]:
        """The class of each entity, by key."""
        return {e.key: e.type for e in self.entities}

    @cached_property
    def persons(self) -> frozenset[str]:
        """Keys of the entities that are persons."""
        return frozenset(e.key for e in self.entities if e.type == "Person")


def _is_name(mention: Mention) -> bool:
    return mention.kind == "name" or bool(mention.known)


def _is_actor_adjective(mention: Mention) -> bool:
    return mention.kind == "adjective" and not mention.known


def _is_third_person(mention: Mention) -> bool:
    return mention.kind in {"pronoun", "possessive"} and not mention.first_person


_STEPS: tuple[Step, ...] = (
    (_is_name, join_name),
    (lambda m: m.kind == "nominal", join_description),
    (_is_actor_adjective, join_name),
    (_is_third_person, join_pronoun),
    (lambda m: m.first_person, join_speaker),
)


def resolve_mentions(
    dispatch: Dispatch,
    mentions: Sequence[Mention],
    quotes: Sequence[Quote],
    gazetteer: Gazetteer,
    *,
    subjects: frozenset[Span] = frozenset(),
    apart: Mapping[Span, frozenset[Span]] | None = None,
    bodies: Mapping[Span, Span | None] | None = None,
) -> Resolution:
    """Cluster `mentions`.

    `subjects` are the heads that stand as grammatical subjects, `apart` those that take part in one event beside each
    other, `bodies` the bodies that persons hold posts in (None for the state of the news).
    """
    short = acronyms(dispatch, mentions, gazetteer.entries)
    board = Board(dispatch, gazetteer, quotes, subjects, short, apart or {}, bodies or {})
    spelt = spelt_out(dispatch, mentions, gazetteer.entries)
    own = (replace(m, known=None) if m.text in short and m.kind == "name" else m for m in mentions)
    own = (replace(m, known=spelt[m.text]) if m.kind == "name" and m.text in spelt else m for m in own)
    ordered = sorted(own, key=lambda m: (m.span, m.kind))
    for applies, join in _STEPS:
        for mention in ordered:
            if applies(mention):
                join(board, mention)
    return _resolution(board)


def _resolution(board: Board) -> Resolution:
    keys = keys_of(board)
    key_of = {id(cluster): key for cluster, key in zip(board.clusters, keys, strict=True)}
    home = dateline_state(board)
    return Resolution(
        entities=tuple(entity(board, c, key_of[id(c)]) for c in board.clusters),
        by_head={head: key_of[id(cluster)] for head, cluster in board.of.items()},
        home=key_of[id(home)] if home else None,
    )

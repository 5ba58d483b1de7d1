"""Descriptions that take up something named by another word: «l'organisme», «le parti», «cet officier»."""

from __future__ import annotations

from collections.abc import Iterator

from dispatchgraph.annotate import plain
from dispatchgraph.knowledge import ancestors
from dispatchgraph.languages.nominals import Synonyms
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Mention
from dispatchgraph.resolve.coreference.clusters import Board, Cluster, groups_of, is_body, known_of, sentences_between
from dispatchgraph.resolve.coreference.pronouns import is_subject, not_said_by

__all__ = ["is_qualified", "taken_up"]

_FARTHEST = 4  # sentences back to what a description takes up
_AFTER = 12  # code points behind a description that may hold its complement
_NEAR = 2  # sentences back to a person
_OFFICES = frozenset(
    {"Government", "Legislature", "MilitaryForce", "Court", "NewsAgency"}
)  #: bodies no general noun means


def taken_up(board: Board, mention: Mention) -> Cluster | None:
    """The named body or person, told before, that a definite description without complement takes up."""
    if mention.plural or not (mention.definite or mention.demonstrative) or _has_complement(board, mention):
        return None
    ranked = sorted(_candidates(board, mention), key=lambda pair: pair[0])
    return ranked[-1][1] if ranked else None


def is_qualified(mention: Mention) -> bool:
    """Whether adjectives or complements say which of its kind a description is of."""
    return len(mention.text.split()) > len(mention.noun.split()) > 0 and not mention.demonstrative


def _has_complement(board: Board, mention: Mention) -> bool:
    """Whether «de X» follows that says which one is meant."""
    words = board.dispatch.text[mention.span.end : mention.span.end + _AFTER].split()
    first = plain(words[0]).casefold() if words else ""
    if len(words) > 1 and words[1].isdigit():
        return False  # «cet officier de 43 ans»
    genitives = grammar(board.dispatch.language).genitives
    return first in genitives or any(g.endswith("'") and first.startswith(g) for g in genitives)


def _candidates(board: Board, mention: Mention) -> Iterator[tuple[tuple[int, ...], Cluster]]:
    """What a description may take up, with its rank: nearest sentence, subjects first, last told."""
    groups = groups_of(mention.lemma, board.lexicon)
    farthest = _NEAR if mention.type == "Person" else _FARTHEST
    for cluster, told in board.told_before(mention, sentences=farthest):
        before = not_said_by(board, mention, told)
        if not before or not cluster.names or cluster.plural or not _is_one(board, cluster, mention, groups):
            continue
        last = max(before, key=lambda m: m.span)
        gap = sentences_between(last.sentence, mention.sentence)
        if gap <= farthest:
            yield (-gap, int(is_subject(board, before, last.sentence)), last.span.begin), cluster


def _is_one(board: Board, cluster: Cluster, mention: Mention, groups: list[Synonyms]) -> bool:
    """Whether a named thing is what a noun says."""
    if mention.type == "Person":
        return cluster.type == "Person" and _is_person(cluster, mention, groups)
    if not is_body(mention.type) or not is_body(cluster.type):
        return False
    return _fits_owner(board, cluster, mention) and any(_is_of(board, cluster, group) for group in groups)


def _is_person(cluster: Cluster, mention: Mention, groups: list[Synonyms]) -> bool:
    """«cet officier»: any person of that gender; «l'officier»: where the noun is one that takes up any person."""
    agrees = not (mention.gender and cluster.gender and mention.gender != cluster.gender)
    return agrees and (mention.demonstrative or any(not g.lemmas and g.type == "Person" for g in groups))


def _is_of(board: Board, cluster: Cluster, group: Synonyms) -> bool:
    """Whether a body is of the class that a group of nouns names, or has one of them in its name."""
    if not group.lemmas:
        return group.type in ancestors(cluster.type) and cluster.type not in _OFFICES
    told = group.type != "Organization" and group.type in ancestors(cluster.type)
    return (
        told or not cluster.nouns.isdisjoint(group.lemmas) or not _name_words(board, cluster).isdisjoint(group.lemmas)
    )


def _name_words(board: Board, cluster: Cluster) -> set[str]:
    known = known_of(cluster, board.gazetteer.entries)
    names = [*cluster.names, known.label] if known else cluster.names
    return {word for name in names for word in plain(name).casefold().split()}


def _fits_owner(board: Board, cluster: Cluster, mention: Mention) -> bool:
    """«l'agence onusienne»: a body that belongs to what the description says it is of."""
    if not mention.complement:
        return True
    known = known_of(cluster, board.gazetteer.entries)
    if known is None:
        return False
    autonomous = known.part_of is None and known.type == "IntergovernmentalOrganization"
    return mention.complement in {known.part_of, known.located_in} or (autonomous and _is_world(board, mention))


def _is_world(board: Board, mention: Mention) -> bool:
    """Whether what a description is of is itself a body of states: «l'agence onusienne»."""
    owner = board.gazetteer.entries.get(mention.complement)
    return owner is not None and owner.type == "IntergovernmentalOrganization"

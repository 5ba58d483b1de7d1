"""Names found one: by gazetteer, spelling, family name and acronym; actors told by an adjective."""

from __future__ import annotations

import re

from dispatchgraph.annotate import plain
from dispatchgraph.iri import slug
from dispatchgraph.model import Mention
from dispatchgraph.resolve.coreference.clusters import Board, Cluster, compatible, finer, is_body, synonyms_of

__all__ = ["join_name"]

_ACRONYM = re.compile(r"[A-ZÉ].*[A-ZÉ]|^[A-Z][a-z]+$")
_SPACE = 4  # code points from a name to the acronym in brackets after it


def join_name(board: Board, mention: Mention) -> None:
    """Put a proper name, or an adjective of a state or actor, with those before it."""
    found = _same(board, mention)
    cluster = board.put(mention, found)
    if found is not None and mention.known is None and mention.kind == "name":
        cluster.type = finer(cluster.type, mention.type)


def _same(board: Board, mention: Mention) -> Cluster | None:
    if mention.known:
        return next((c for c in board.clusters if c.known == mention.known), None)
    return _actor(board, mention) if mention.kind == "adjective" else _namesake(board, mention)


def _actor(board: Board, mention: Mention) -> Cluster | None:
    """«gouvernemental» names the government already told of, by whatever noun."""
    synonyms = synonyms_of(mention.lemma, board.lexicon)
    nouns = {mention.lemma} | (synonyms.lemmas if synonyms else set())
    fits = (c for c in board.clusters if compatible(c.type, mention.type) and _is_told_by(c, mention.lemma, nouns))
    return max(fits, key=lambda c: (mention.lemma in c.nouns, len(c.mentions)), default=None)


def _is_told_by(cluster: Cluster, lemma: str, nouns: set[str]) -> bool:
    return not cluster.nouns.isdisjoint(nouns) or any(m.lemma == lemma for m in cluster.mentions)


def _namesake(board: Board, mention: Mention) -> Cluster | None:
    """The last cluster of that name; none if it is of another class."""
    words = _words(mention.text)
    for cluster in reversed(board.clusters):
        person = "Person" in {mention.type, cluster.type}
        open_ = cluster.known is None or cluster.type == "Person"
        if open_ and any(_is_same_name(words, _words(n), person=person) for n in cluster.names):
            return cluster if compatible(cluster.type, mention.type) else None
    return _spelt_out(board, mention)


def _words(name: str) -> tuple[str, ...]:
    return tuple(plain(name).casefold().split())


def _is_same_name(a: tuple[str, ...], b: tuple[str, ...], *, person: bool) -> bool:
    """One spelling, or a family name (or last part of a name) of the other."""
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if not short or len(short) == len(long):
        return False
    return long[-len(short) :] == short or (not person and len(short) > 1 and long[: len(short)] == short)


def _spelt_out(board: Board, mention: Mention) -> Cluster | None:
    """«Organisation des X Y (OXY)»: the name right before the bracket."""
    at = mention.span.begin
    if board.dispatch.text[at - 1 : at] != "(" or not _ACRONYM.search(mention.text):
        return None
    told = (m for c in board.clusters for m in c.mentions if m.kind in {"name", "nominal"})
    best = max((m for m in told if at - _SPACE <= m.span.end < at), key=lambda m: m.span, default=None)
    if best is None or not is_body(best.type) or not _are_initials(mention.text, best.text):
        return None
    return board.of[best.head]


def _are_initials(acronym: str, name: str) -> bool:
    """Whether an acronym's letters begin words of a name, in order; one with small letters may be of any words."""
    if len(acronym) < 2:
        return False
    initials = iter(slug("".join(w[0] for w in re.split(r"[\s'’-]+", name) if w)))
    return not acronym.isupper() or all(c in initials for c in slug(acronym) if c.isalpha())

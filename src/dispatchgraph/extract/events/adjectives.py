"""Participants that adjectives name: «veto chinois», «tirs rebelles», «pourparlers russo-américains»."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.model import Argument, Role
from dispatchgraph.parse import Word

__all__ = ["named_by_adjectives"]

_ATTRIBUTES = frozenset({"amod", "nmod", "appos", "acl", "conj"})


def named_by_adjectives(noun: Word, role: str, mentions: Mentions, *, mine: frozenset[int]) -> Iterator[Argument]:
    """The actors that a noun's adjectives outside its expression `mine` name, in `role`; none where that is none."""
    if role in {"", "none"}:
        return
    own = (c for c in noun.children if c.dep_ in _ATTRIBUTES and c.i in mentions.adjectives and c.i not in mine)
    words = (word for c in own for word in (c, *(j for j in c.children if j.dep_ == "conj")))
    for mention in (m for word in words for m in mentions.adjectives.get(word.i, ())):
        yield Argument(role=cast("Role", role), head=mention.head, rule="adjective")

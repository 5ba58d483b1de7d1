"""Actors that the text calls allies: «la Russie, alliée du régime», «l'Iran est un allié de la Syrie»."""

from __future__ import annotations

from collections.abc import Iterator

from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.syntax import child_with, content_head, own_subjects, preposition
from dispatchgraph.knowledge import ancestors
from dispatchgraph.model import Mention, Span
from dispatchgraph.parse import Parse, Word

__all__ = ["find_alliances"]

_ACTORS = frozenset({"Person", "Group", "Organization", "Country"})


def find_alliances(doc: Parse, mentions: Mentions) -> tuple[tuple[Span, Span], ...]:
    """The heads of each actor called an ally and of whose ally it is called."""
    words = (t for t in doc if t.lower_ in t.grammar.allies)
    pairs = ((_called(t, mentions), _partner(t, mentions)) for t in words)
    return tuple((a.head, b.head) for a, b in pairs if a is not None and b is not None and a.head != b.head)


def _partner(token: Word, mentions: Mentions) -> Mention | None:
    """Whose ally: the «de» complement."""
    of = token.grammar.of
    return next(_actors((content_head(c) for c in token.children if preposition(c) == of), mentions), None)


def _called(token: Word, mentions: Mentions) -> Mention | None:
    """Who is called so: the subject of «être», else the name that a comma parts from the word."""
    if child_with(token, "cop") is not None:
        return next(_actors(own_subjects(token), mentions), None)
    first = min((c.i for c in token.children if c.pos_ in {"DET", "ADJ", "ADV"} and c.i < token.i), default=token.i)
    if first < 2 or token.doc[first - 1].text != ",":
        return None
    return next(_actors([token.doc[first - 2]], mentions), None)


def _actors(tokens: list[Word] | Iterator[Word], mentions: Mentions) -> Iterator[Mention]:
    found = (mentions.at(t) for t in tokens)
    return (m for m in found if m is not None and not _ACTORS.isdisjoint(ancestors(m.type or "")))

"""The mentions of a doc, found by the token they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dispatchgraph.extract.mentions.members import joined_names
from dispatchgraph.extract.syntax import SUBJECTS
from dispatchgraph.extract.words import phrase_at, token_at
from dispatchgraph.languages.nominals import nominals
from dispatchgraph.model import Mention
from dispatchgraph.parse import Parse, Word

__all__ = ["Mentions", "index"]


@dataclass(frozen=True)
class Mentions:
    """The mentions of a doc, found by the token they are about."""

    all: tuple[Mention, ...]
    by_token: Mapping[int, Mention]  #: token index → the mention it is the head of, or a word of the name of
    adjectives: Mapping[int, tuple[Mention, ...]]  #: token index → actors that an adjective names

    def at(self, token: Word) -> Mention | None:
        """The entity mention that `token` is the head of or belongs to by name."""
        return self.by_token.get(token.i)

    def name_at(self, token: Word) -> Mention | None:
        """The mention at `token` if it is a name."""
        mention = self.at(token)
        return mention if mention is not None and mention.kind == "name" else None

    def type_at(self, token: Word) -> str | None:
        """The class of what `token` denotes; None where it is unknown or no entity."""
        mention = self.at(token)
        return mention.type if mention else None


def index(doc: Parse, mentions: Iterable[Mention], adjectives: Iterable[Mention]) -> Mentions:
    """`mentions` in text order, `adjectives` after them, all by token; a word belongs to the first that has it."""
    every = sorted(mentions, key=lambda m: (m.span, m.kind))
    actors: dict[int, list[Mention]] = defaultdict(list)
    for adjective in adjectives:
        actors[token_at(doc, adjective.head).i].append(adjective)
    by_token: dict[int, Mention] = {}
    for mention in every:
        for i in _tokens(doc, mention):
            by_token.setdefault(i, mention)
    every = [_with_members(doc, m, by_token) for m in every]
    return Mentions(
        all=(*every, *(m for found in actors.values() for m in found)),
        by_token=by_token,
        adjectives={i: tuple(found) for i, found in actors.items()},
    )


def _with_members(doc: Parse, mention: Mention, by_token: Mapping[int, Mention]) -> Mention:
    """A plural pronoun with the names that it takes up."""
    subject = mention.kind == "pronoun" and mention.plural and not mention.first_person
    token = token_at(doc, mention.head)
    if not subject or token.dep_ not in SUBJECTS:
        return mention
    return replace(mention, members=joined_names(token, by_token))


def _tokens(doc: Parse, mention: Mention) -> list[int]:
    """The tokens that stand for a mention: a name with its title, the head of a description, no possessive."""
    if mention.kind == "possessive":
        return []
    if mention.kind != "name":
        return [token_at(doc, mention.head).i]
    words = phrase_at(doc, mention.span)
    titled = words.start > 0 and doc[words.start - 1].text in nominals(doc.language).titles
    return list(range(words.start - titled, words.end))

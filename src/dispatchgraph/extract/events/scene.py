"""What the finders of events look at, and how a word becomes a participant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.syntax import content_head
from dispatchgraph.extract.words import span_of
from dispatchgraph.knowledge import ancestors
from dispatchgraph.model import Argument, Role, TimeExpression
from dispatchgraph.parse import Word

__all__ = ["Scene", "argument", "is_place", "is_place_class", "is_town", "participant", "place"]

_TOWNS = frozenset({"City", "District", "Region", "Facility"})
_EVENT_ROLES = {"patient": "about", "recipient": "about", "about": "about", "agent": "agent"}  #: that an event may play


@dataclass(frozen=True)
class Scene:
    """The mentions and time expressions of a doc, and the tokens that tell its events."""

    mentions: Mentions
    times: Mapping[int, Sequence[TimeExpression]]  #: by the first word of their sentence
    heads: frozenset[int]


# --- participants ---------------------------------------------------------------------------------------------------


def argument(role: str, token: Word, rule: str) -> Argument:
    """An argument at a word; `role` as a lexicon names it."""
    return Argument(role=cast("Role", role), head=span_of(token), rule=rule)


def participant(role: str, token: Word, scene: Scene, *, mine: frozenset[int], rule: str) -> Iterator[Argument]:
    """One participant, if it is mentioned; an event noun is what the event is about.

    `mine` are the tokens of the event's own expression.
    """
    token = content_head(token)
    if role in {"", "none"} or token.i in mine:
        return
    if scene.mentions.at(token) is not None:
        yield argument(_role_of_mention(role, token, scene), token, rule)
    elif token.i in scene.heads and role in _EVENT_ROLES:
        yield argument(_EVENT_ROLES[role], token, rule)


def _role_of_mention(role: str, token: Word, scene: Scene) -> str:
    """The role of an entity where a frame expects an event or a place."""
    misfit = role == "about" or (role == "place" and not is_place_class(scene.mentions.type_at(token)))
    return "patient" if misfit else role


# --- places ---------------------------------------------------------------------------------------------------------


def place(token: Word, rule: str) -> Argument:
    """Where an event is."""
    return argument("place", content_head(token), rule)


def is_place_class(name: str | None) -> bool:
    """Whether a class is one of places; a state is one too."""
    return name == "Country" or (name is not None and "Place" in ancestors(name))


def is_place(token: Word, prep: str, mentions: Mentions) -> bool:
    """Whether a preposition and a word say where: no name of a place that stands for its state."""
    locative = {words.split(" ")[0] for words in token.grammar.strict_locative}
    mention = mentions.at(token)
    if mention is None or mention.metonym or prep.split(" ")[0] not in locative:
        return False
    return is_place_class(mention.type)


def is_town(token: Word, prep: str, mentions: Mentions) -> bool:
    """«approuver à Marrakech»: a town after «à» is where, not to whom."""
    return mentions.type_at(token) in _TOWNS and is_place(token, prep, mentions)

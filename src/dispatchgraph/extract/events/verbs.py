"""Who takes part in the event of a verb."""

from __future__ import annotations

from collections.abc import Iterator

from dispatchgraph.extract.events.adjectives import named_by_adjectives
from dispatchgraph.extract.events.bearers import place_antecedent
from dispatchgraph.extract.events.frames import Evoked
from dispatchgraph.extract.events.scene import Scene, argument, is_place, is_place_class, is_town, participant, place
from dispatchgraph.extract.participants import objects, obliques, subjects
from dispatchgraph.extract.syntax import is_passive, is_verbal
from dispatchgraph.languages.events import Frame
from dispatchgraph.model import Argument
from dispatchgraph.parse import Word

__all__ = ["verb_arguments"]


def verb_arguments(evoked: Evoked, scene: Scene) -> Iterator[Argument]:
    """Subject, object, clauses, complements and places of a verb, in this order."""
    frame, verb = evoked.frame, evoked.tokens[0]
    yield from _core(evoked, scene)
    yield from _clauses(verb, scene)
    yield from _complements(evoked, scene)
    yield from _nearby(verb, scene)
    for word in (t for t in evoked.tokens[1:] if scene.mentions.at(t) is None):
        yield from named_by_adjectives(word, frame.adjective, scene.mentions, mine=evoked.indices)
    where = _where(verb, scene)
    if where is not None:
        yield place(where, "where")


def _core(evoked: Evoked, scene: Scene) -> Iterator[Argument]:
    frame, verb, mine = evoked.frame, evoked.tokens[0], evoked.indices
    passive = is_passive(verb)
    for token in subjects(verb):
        yield from participant(frame.object if passive else frame.subject, token, scene, mine=mine, rule="subject")
    for token in () if passive else objects(verb):
        yield from participant(frame.object, token, scene, mine=mine, rule="object")


def _clauses(verb: Word, scene: Scene) -> Iterator[Argument]:
    clauses = (c for c in verb.children if c.dep_ in {"xcomp", "ccomp", "obl:arg"} and is_verbal(c))
    return (argument("about", clause, "clause") for clause in clauses if clause.i in scene.heads)


def _complements(evoked: Evoked, scene: Scene) -> Iterator[Argument]:
    frame, verb, mine = evoked.frame, evoked.tokens[0], evoked.indices
    by = verb.grammar.by if is_passive(verb) else None
    for prep, token in (c for word in evoked.tokens for c in obliques(word)):
        if token.i in mine:
            continue
        if prep == by:
            yield from participant(frame.subject, token, scene, mine=mine, rule=prep)
        elif role := _role_of(prep, token, frame, scene):
            yield from participant(role, token, scene, mine=mine, rule=f"prep:{prep}")
        elif is_place(token, prep, scene.mentions):
            yield place(token, f"place:{prep}")


def _nearby(verb: Word, scene: Scene) -> Iterator[Argument]:
    """The places that the parser hung on a noun behind the verb: «a arrêté trois manifestants à Lyon»."""
    by = verb.grammar.by
    nouns = [*objects(verb), *(t for p, t in obliques(verb) if p == by)]
    for noun in (n for n in nouns if n.i > verb.i and n.i not in scene.heads):
        for prep, token in obliques(noun):
            if is_place(token, prep, scene.mentions):
                yield place(token, f"place:{prep}")


def _role_of(prep: str, token: Word, frame: Frame, scene: Scene) -> str:
    """The role that a frame gives a complement; "" where it has none, or a town says where instead."""
    role = frame.preps.get(prep, "")
    return "" if role in {"patient", "recipient"} and is_town(token, prep, scene.mentions) else role


def _where(verb: Word, scene: Scene) -> Word | None:
    """The place that a clause with «où» is about."""
    noun = place_antecedent(verb)
    return noun if noun is not None and is_place_class(scene.mentions.type_at(noun)) else None

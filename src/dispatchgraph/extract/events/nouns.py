"""Who takes part in the event of a noun: its complements, and what stands around the verb that carries it."""

from __future__ import annotations

from collections.abc import Iterator

from dispatchgraph.extract.events.adjectives import named_by_adjectives
from dispatchgraph.extract.events.bearers import carried_infinitives, carrying_relatives, happenings, participles
from dispatchgraph.extract.events.frames import ACTORS, Evoked, noun_complements
from dispatchgraph.extract.events.scene import Scene, argument, is_place, is_place_class, participant, place
from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.participants import agents, objects, obliques, relative_antecedent, subjects
from dispatchgraph.extract.syntax import SUBJECTS, content_head, is_passive, is_verbal, preposition
from dispatchgraph.knowledge import ancestors
from dispatchgraph.languages.events import Frame
from dispatchgraph.model import Argument
from dispatchgraph.parse import Word

__all__ = ["carrier", "noun_arguments"]


def noun_arguments(evoked: Evoked, scene: Scene) -> Iterator[Argument]:
    """Complements, owner, adjectives, what carrying verbs bring and the relative's noun."""
    frame, noun = evoked.frame, evoked.tokens[0]
    yield from _complements(evoked, scene)
    yield from _owners(noun, frame)
    yield from named_by_adjectives(noun, frame.adjective, scene.mentions, mine=evoked.indices)
    yield from _carried(noun, frame, scene)
    yield from _genitive(noun, frame, scene)
    yield from _carried_out(evoked, scene)


# --- what hangs on the noun -----------------------------------------------------------------------------------------


def _complements(evoked: Evoked, scene: Scene) -> Iterator[Argument]:
    frame, noun, mine = evoked.frame, evoked.tokens[0], evoked.indices
    words = noun.grammar
    filled: set[str] = set()
    role = ""
    for prep, token in noun_complements(noun):
        if prep == words.of and token.dep_ == "conj" and role:
            pass  # «les demandes de Londres et de Varsovie»: the role of the one before
        elif prep == words.of:
            role = _role_of_genitive(token, frame, scene, filled)
        else:
            role = frame.preps.get(prep) or ("agent" if prep == words.by else "")
        if role:
            filled.add(role)
            yield from participant(role, token, scene, mine=mine, rule=f"prep:{prep}")
        elif is_place(token, prep, scene.mentions):
            yield place(token, f"place:{prep}")


def _role_of_genitive(token: Word, frame: Frame, scene: Scene, filled: set[str]) -> str:
    """Which of the roles that «de X» may fill suits what X is; `filled` actors are not told twice."""
    token = content_head(token)
    kind = scene.mentions.type_at(token)
    actor = token.pos_ == "PRON" if kind is None else not ACTORS.isdisjoint(ancestors(kind))
    suits = {
        "place": is_place_class(kind),
        "about": token.i in scene.heads,
        "agent": actor and "agent" not in filled,
        "recipient": actor and "recipient" not in filled,
        "patient": True,
        "instrument": True,
    }
    return next((r for r in frame.de if suits.get(r)), "place" if suits["place"] else "")


def _owners(noun: Word, frame: Frame) -> Iterator[Argument]:
    """«leur offensive»: the first role that an actor or what is acted on may have."""
    if not frame.de:
        return
    role = next((r for r in frame.de if r in {"agent", "patient"}), frame.de[0])
    possessives = noun.grammar.possessives
    for child in noun.children:
        if child.pos_ == "DET" and child.lower_ in possessives:
            yield argument(role, child, "possessive")


def _genitive(noun: Word, frame: Frame, scene: Scene) -> Iterator[Argument]:
    """«dont la conquête»: what the relative stands for."""
    relatives = noun.grammar.genitive_relatives
    if not frame.de or not is_verbal(noun.head) or not any(c.lower_ in relatives for c in noun.children):
        return
    owner = relative_antecedent(noun.head)
    if owner is None or scene.mentions.at(owner) is None:
        return
    role = _role_of_genitive(owner, frame, Scene(scene.mentions, scene.times, frozenset()), set())
    if role:
        yield argument(role, owner, "dont")


# --- what hangs on its verb -----------------------------------------------------------------------------------------


def carrier(noun: Word) -> Word:
    """The verb whose subject or object an event noun is, through coordination; the noun itself if there is none."""
    node = noun
    while node.dep_ == "conj" and node.head.i != node.i and not is_verbal(node):
        node = node.head
    if _is_carried(node):
        return node.head
    return node if node.dep_ in {"xcomp", "ROOT"} else noun


def _is_carried(noun: Word) -> bool:
    if not is_verbal(noun.head):
        return False
    if noun.dep_ == "obl:arg":
        return preposition(noun) in noun.grammar.carrying
    return noun.dep_ in {*SUBJECTS, "obj"}


def _carried(noun: Word, frame: Frame, scene: Scene) -> Iterator[Argument]:
    """The subject, agent and place of a verb that only carries the noun: «mener une offensive»."""
    verb = carrier(noun)
    if verb.i == noun.i or not is_verbal(verb):
        return
    yield from _supported(noun, verb, scene)
    if verb.i not in scene.heads:
        yield from _beside(noun, verb, frame, scene)
        for full in (c for c in carried_infinitives(verb) if c.i not in scene.heads):
            yield from _beside(noun, full, frame, scene)


def _supported(noun: Word, verb: Word, scene: Scene) -> Iterator[Argument]:
    """Who does or undergoes what a supporting verb carries."""
    lemma = lemma_of(verb)
    role = noun.grammar.support.get(lemma)
    if role is None or not (noun.dep_ in {"obj", "obl:arg"} or is_passive(verb)):
        return
    for token in (t for t in agents(verb) if t.i != noun.i):
        yield from participant(role, token, scene, mine=frozenset({noun.i}), rule=f"support:{lemma}")


def _beside(noun: Word, verb: Word, frame: Frame, scene: Scene) -> Iterator[Argument]:
    """Places and further parties on a verb that tells no event itself."""
    partners = noun.grammar.partners
    for prep, token in obliques(verb):
        if is_place(token, prep, scene.mentions):
            yield place(token, f"place:{prep}")
        elif prep in partners and (role := frame.preps.get(prep)):
            yield from participant(role, token, scene, mine=frozenset({noun.i}), rule=f"prep:{prep}")


def _carried_out(evoked: Evoked, scene: Scene) -> Iterator[Argument]:
    """«une frappe menée par X», «la crue qui touche Y»: who does what a participle carries, where a relative says."""
    noun = evoked.tokens[0]
    words = noun.grammar
    for verb in (v for v in (*happenings(noun), carrier(noun)) if lemma_of(v) in words.opposing):
        sides = [*objects(verb), *(t for p, t in obliques(verb) if p == words.to)]
        for token in (t for t in sides if t.i != noun.i):  # «le conflit qui oppose X à Y»
            yield from participant("agent", token, scene, mine=evoked.indices, rule=f"support:{lemma_of(verb)}")
    for verb in (*happenings(noun), *carrying_relatives(noun)):
        yield from (
            place(token, f"place:{prep}") for prep, token in obliques(verb) if is_place(token, prep, scene.mentions)
        )
    for verb in carrying_relatives(noun):
        role = words.support.get(lemma_of(verb), "")
        for token in (t for t in subjects(verb) if t.i > noun.i):
            yield from participant(role, token, scene, mine=evoked.indices, rule=f"support:{lemma_of(verb)}")
    for participle in participles(noun):
        lemma = lemma_of(participle)
        if words.support.get(lemma) == "agent":
            for token in (t for prep, t in obliques(participle) if prep == words.by):
                yield from participant("agent", token, scene, mine=evoked.indices, rule=f"support:{lemma}")

"""A trigger: the words that tell an event, with its participants, dates and status."""

from __future__ import annotations

from dispatchgraph.extract.events.bearers import happenings
from dispatchgraph.extract.events.course import occasions, start
from dispatchgraph.extract.events.frames import Evoked
from dispatchgraph.extract.events.nouns import carrier, noun_arguments
from dispatchgraph.extract.events.scene import Scene
from dispatchgraph.extract.events.times import event_times, tells_beginning
from dispatchgraph.extract.events.verbs import verb_arguments
from dispatchgraph.extract.status import noun_status, verb_status
from dispatchgraph.extract.syntax import is_verbal
from dispatchgraph.extract.tense import tense_of
from dispatchgraph.extract.words import sentence_of, span_of, words_of
from dispatchgraph.model import Span, Trigger
from dispatchgraph.parse import Word

__all__ = ["trigger"]

_NOT_YET = frozenset({"requested", "hypothetical"})
_AUXILIARY_REACH = 4  # words from a verb back to its auxiliary or «se»


def trigger(evoked: Evoked, scene: Scene) -> Trigger:
    """The trigger of an expression in its sentence."""
    frame, head = evoked.frame, evoked.tokens[0]
    told = evoked.tokens[1] if evoked.joined else head
    arguments = noun_arguments(evoked, scene) if frame.noun else verb_arguments(evoked, scene)
    definite = frame.noun and _is_definite(head)
    bearer = carrier(head) if frame.noun else head
    telling = next(iter(happenings(head)), bearer)
    status = frame.status or (noun_status(head, definite=definite) if frame.noun else verb_status(head))
    asked = frame.noun and status in _NOT_YET and bearer.i in scene.heads  # «a proposé mardi une trêve»
    return Trigger(
        span=span_of(told) if evoked.joined else _span(evoked),
        head=span_of(told),
        sentence=sentence_of(head),
        type=frame.type,
        lemma=frame.lemma,
        status=status,
        arguments=tuple(dict.fromkeys(arguments)),
        times=tuple(event_times(evoked, head if asked else bearer, scene)),
        tense=tense_of(telling) if is_verbal(telling) else "none",
        definite=definite,
        begins=frame.noun and tells_beginning(head, bearer),
        during=tuple(occasions(head, scene.heads)),
        since=start(head, bearer, scene.heads),
        noun=frame.noun,
        words=tuple(map(span_of, evoked.tokens[1:])),
        rule=frame.rule,
    )


def _span(evoked: Evoked) -> Span:
    """The expression from its auxiliary or «se» to its last word."""
    head, inside = evoked.tokens[0], evoked.indices
    near = (c for c in head.children if 0 < head.i - c.i < _AUXILIARY_REACH)
    led = (c.i for c in near if c.dep_.startswith("aux") or c.lower_ in head.grammar.reflexive_pronouns)
    return words_of(head.doc[min([*inside, *led]) : max(inside) + 1])


def _is_definite(noun: Word) -> bool:
    words = noun.grammar
    before = {c.lower_ for c in noun.children if c.i < noun.i and c.dep_ in {"det", "case"}}
    return bool(before & (words.articles | words.fused_articles | words.demonstratives | words.possessives))

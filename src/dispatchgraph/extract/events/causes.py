"""The event by which another came about: «tués dans un bombardement», «la mort de trois hommes lors d'une attaque».

Only an event noun of the classes of `causes.toml`, behind one of its prepositions, on a word that tells a killing, a
death, an injury, a destruction or a displacement; or right behind a noun that tells one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from dispatchgraph.extract.events.frames import Evoked
from dispatchgraph.extract.events.scene import argument
from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.syntax import is_verbal, preposition
from dispatchgraph.extract.words import is_participle, span_of
from dispatchgraph.knowledge import ancestors
from dispatchgraph.languages.causes import CauseGrammar, cause_grammar
from dispatchgraph.model import Span, Trigger
from dispatchgraph.parse import Word

__all__ = ["Causes", "with_shared_days"]

_NOUNS = frozenset({"NOUN", "PROPN"})
_NOMINAL = frozenset({*_NOUNS, "NUM", "PRON", "ADJ"})
_BETWEEN = frozenset({*_NOUNS, "NUM", "DET", "ADP", "ADJ", "SPACE"})  # from an event noun to its cause
_CLIMB = 5  # words up from a cause to its effect


class _Link(NamedTuple):
    """A preposition before a noun, the word that it hangs the noun on, and where it begins."""

    words: str
    above: Word
    begin: int


class Causes:
    """The causes of a doc's events, by the place of the effect's head."""

    def __init__(self, evoked: Sequence[Evoked], mentions: Mentions) -> None:
        self._told = {i: e for e in reversed(evoked) for i in e.indices}  # by a verb its first event
        self._heads = {span_of(e.tokens[0]) for e in evoked}
        self._causes: dict[int, list[Word]] = {}
        for noun in (e.tokens[0] for e in evoked if e.frame.noun and _is_of(e, _known(e.tokens[0]).causes)):
            for effect in self._effects(noun) if mentions.at(noun) is None else ():
                self._causes.setdefault(effect, []).append(noun)

    def told_in(self, trigger: Trigger, evoked: Evoked) -> Trigger:
        """The trigger with what brought its event about as instrument, unless an event is told to have done it."""
        causes = {span_of(c): c for c in self._causes.get(evoked.tokens[0].i, ())}
        others = tuple(a for a in trigger.arguments if a.head not in causes)
        if not causes or any(a.role == "agent" and a.head in self._heads for a in others):
            return trigger
        return replace(trigger, arguments=(*others, *(argument("instrument", c, "cause") for c in causes.values())))

    # --- from cause to effect

    def _effects(self, cause: Word) -> list[int]:
        """The heads of the events that a noun is the cause of."""
        link, known = _link(_whole(cause)), _known(cause)
        coincides = link.words in known.coinciding and lemma_of(cause) not in known.long
        if not (coincides or link.words in known.links) or self._is_of_other(link):
            return []
        governor = self._governor(link)
        effect = self._effect(governor) or self._noun_before(link, governor)
        return [effect.tokens[0].i, *self._joined(effect.tokens[0], link)] if effect is not None else []

    def _effect(self, word: Word) -> Evoked | None:
        """The event that a word tells, if it is one that others bring about."""
        told = self._told.get(word.i)
        return told if told is not None and _is_of(told, _known(word).effects) else None

    def _is_of_other(self, link: _Link) -> bool:
        """«un suspect dans l'attentat»: whether the word before a preposition, no event itself, has what follows."""
        before = link.above.doc[max(link.begin - 1, 0)]
        return lemma_of(before) in _known(before).involved and before.i not in self._told

    def _governor(self, link: _Link) -> Word:
        """The event or verb that a complement belongs to, on whichever noun behind it the parser hung it."""
        word = link.above
        for _ in range(_CLIMB):
            bare = word.i not in self._told and word.pos_ in _NOMINAL and not is_verbal(word)
            if not bare or word.i > link.begin or word.head.i >= word.i:
                break
            word = word.head
        return word

    def _noun_before(self, link: _Link, governor: Word) -> Evoked | None:
        """«a annoncé la mort de huit soldats lundi dans une attaque»: the event noun right before a complement."""
        before = link.above.doc[link.above.sent.start : link.begin]
        near = takewhile(lambda t: t.pos_ in _BETWEEN, reversed(list(before)))
        noun = next((t for t in near if t.i in self._told), None)
        if noun is None or not governor.is_ancestor(noun) or not self._told[noun.i].frame.noun:
            return None
        return self._effect(noun)

    def _joined(self, verb: Word, link: _Link) -> list[int]:
        """«trois hommes ont été tués et cinq autres blessés dans X»: the other of two that share an auxiliary."""
        pairs = [c for c in verb.children if c.dep_ == "conj" and c.i < link.begin and _shares_auxiliary(c)]
        if _shares_auxiliary(verb) and verb.i < link.begin and not _has_complement(verb.head, verb.i):
            pairs.append(verb.head)
        return [e.tokens[0].i for e in map(self._effect, pairs) if e is not None]


def with_shared_days(triggers: Sequence[Trigger], language: str) -> list[Trigger]:
    """«Un attentat a fait dix morts lundi à Gao»: an act and what it brought about share their day and place."""
    known, by_head = cause_grammar(language), {t.head: t for t in triggers}
    shared: dict[Span, list[Span]] = {}
    for effect in (t for t in triggers if _is_among(t.type, known.effects)):
        for act in (by_head.get(a.head) for a in effect.arguments if a.role == "agent"):
            if act is not None and _is_act(act, known):
                shared.setdefault(effect.head, []).append(act.head)
                if _is_among(act.type, known.local):
                    shared.setdefault(act.head, []).append(effect.head)
    return [_within(t, shared[t.head]) if t.head in shared else t for t in triggers]


def _within(trigger: Trigger, others: Sequence[Span]) -> Trigger:
    return replace(trigger, during=tuple(dict.fromkeys((*trigger.during, *others))))


def _is_act(trigger: Trigger, known: CauseGrammar) -> bool:
    """Whether a trigger is a noun for what brings others about and does not last."""
    return trigger.noun and _is_among(trigger.type, known.causes) and trigger.lemma.split(" ")[0] not in known.long


def _known(token: Word) -> CauseGrammar:
    """What the language of a word says of causes."""
    return cause_grammar(token.doc.language)


def _is_of(evoked: Evoked, classes: frozenset[str]) -> bool:
    return _is_among(evoked.frame.type, classes)


def _is_among(type_: str, classes: frozenset[str]) -> bool:
    return not classes.isdisjoint(ancestors(type_))


# --- words ------------------------------------------------------------------------------------------------------------


def _whole(noun: Word) -> Word:
    """The word that brings a cause: the first of several, «une série» of them."""
    words = noun.grammar
    while noun.head.i < noun.i and noun.head.pos_ in _NOUNS:
        among = preposition(noun) == words.of and lemma_of(noun.head) in words.quantities
        if noun.dep_ != "conj" and not among:
            break
        noun = noun.head
    return noun


def _link(noun: Word) -> _Link:
    """The preposition before a noun, uncontracted, also one of several words: «lors de», «à (la) suite de»."""
    prep, above = preposition(noun), noun.head
    if prep == noun.grammar.of and above.i < noun.i:
        if above.pos_ == "ADV":
            return _Link(f"{above.lower_} {prep}", above.head, above.left_edge.i)
        words = f"{preposition(above)} {above.lower_} {prep}".strip()
        if above.pos_ == "NOUN" and words in _known(noun).links | _known(noun).coinciding:
            return _Link(words, above.head, above.left_edge.i)
    return _Link(prep, above, noun.left_edge.i)


def _shares_auxiliary(participle: Word) -> bool:
    """Whether a participle is joined to another verb without an auxiliary of its own."""
    joined = participle.dep_ == "conj" and is_participle(participle) and is_verbal(participle.head)
    return joined and not any(c.dep_.startswith("aux") for c in participle.children)


def _has_complement(verb: Word, end: int) -> bool:
    """Whether a verb has a complement of its own before place `end`."""
    return any(c.dep_.startswith("obl") and verb.i < c.i < end for c in verb.children)

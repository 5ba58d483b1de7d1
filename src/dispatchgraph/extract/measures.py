"""What a figure measures: the dead, the arrested, a share, a change; from its noun, its unit and its event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from dispatchgraph.extract.counted import first_token, in_lexicon, last_token, singular
from dispatchgraph.extract.numbers import alternatives, fold
from dispatchgraph.languages.figures import FigureGrammar, figure_grammar
from dispatchgraph.model import FigureMention, Span, Trigger

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["ends_with_cue", "measure_figures"]

_REACH = 60
_QUANTIFIED = ("patient", "agent", "recipient")
_CLIMB = 4  # words up the parse to the event that a duration or a sum belongs to


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """What one figure was found to measure, and of which event."""

    measure: str | None = None
    event: Span | None = None


@cache
def _cues(grammar_cues: tuple[str, ...], between: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(grammar_cues)}(?: {alternatives(between)})* ?\Z", re.IGNORECASE)


def ends_with_cue(text: str, end: int, grammar: FigureGrammar) -> bool:
    """Whether «dont» or its like stands right before offset `end`."""
    window = fold(text[max(0, end - _REACH) : end])
    return bool(_cues(grammar.subset_cues, grammar.subset_between).search(window))


def measure_figures(
    doc: Doc, figures: Sequence[FigureMention], triggers: Sequence[Trigger] = (), *, language: str = "fr"
) -> tuple[FigureMention, ...]:
    """The figures with their measure, the event they quantify and the figure that «dont» takes them from.

    Without a trigger for it, a figure's measure comes from the verb or noun that governs it.
    """
    grammar = figure_grammar(language)
    done: list[FigureMention] = []
    for figure in figures:
        parent = _parent(doc, figure, done, grammar)
        done.append(_measured(doc, figure, triggers, parent, done, grammar))
    return tuple(done)


def _measured(
    doc: Doc,
    figure: FigureMention,
    triggers: Sequence[Trigger],
    parent: FigureMention | None,
    done: Sequence[FigureMention],
    grammar: FigureGrammar,
) -> FigureMention:
    reading = _reading(doc, figure, triggers, done, grammar)
    elder = parent or _sharing(figure, done)
    measure, event = reading.measure, reading.event
    if elder is not None and figure.unit is None and (measure is None or _is_weak(doc, figure, measure, grammar)):
        measure, event = elder.measure, elder.event
    weak = _weak_measure(doc, figure, grammar)
    return replace(
        figure, measure=measure or weak or figure.measure, event=event, subset_of=parent.number if parent else None
    )


def _is_weak(doc: Doc, figure: FigureMention, measure: str, grammar: FigureGrammar) -> bool:
    """Whether a measure says only what kind of people are counted."""
    return measure in {"strength", "population", "other"}


def _sharing(figure: FigureMention, done: Sequence[FigureMention]) -> FigureMention | None:
    """The figure whose noun, and so measure, a bare number took over."""
    if figure.rule != "figures#inherited":
        return None
    return next((f for f in reversed(done) if f.noun == figure.noun), None)


# --- «dont» -----------------------------------------------------------------------------------------------------------


def _parent(
    doc: Doc, figure: FigureMention, done: Sequence[FigureMention], grammar: FigureGrammar
) -> FigureMention | None:
    """The figure of the same sentence that this one is part of."""
    here = [f for f in done if f.sentence == figure.sentence]
    if not here:
        return None
    if ends_with_cue(doc.text, figure.span.begin, grammar):
        wholes = [f for f in here if f.subset_of is None and f.unit == figure.unit and f.value >= figure.value]
        return wholes[-1] if wholes else None
    last = here[-1]
    between = fold(doc.text[last.span.end : figure.span.begin]).strip().lower()
    if last.subset_of is None or last.unit != figure.unit or between not in grammar.subset_continues:
        return None
    return next((f for f in here if f.number == last.subset_of and f.value >= figure.value), None)


# --- noun, unit, trigger ------------------------------------------------------------------------------------------------


def _reading(
    doc: Doc, figure: FigureMention, triggers: Sequence[Trigger], done: Sequence[FigureMention], grammar: FigureGrammar
) -> _Reading:
    """What figure, noun, triggers and syntax say, the surest first."""
    if figure.unit is not None:
        return _Reading(measure=_measure_with_unit(doc, figure, grammar), event=_event_above(doc, figure, triggers))
    if _is_inner(figure, done):
        return _Reading(measure=_weak_measure(doc, figure, grammar))
    told = _from_triggers(doc, figure, triggers, grammar)
    strong = _strong_measure(doc, figure, grammar)
    if strong is not None:
        return _Reading(measure=strong, event=told.event)
    if told.measure is not None:
        return told
    measure = _from_syntax(doc, figure, grammar)
    if measure is None and (verb := _resumed_verb(doc, figure, grammar)) is not None:
        return _from_resumed(doc, verb, triggers, told, grammar)
    return _Reading(measure=measure or _staff(doc, figure, grammar), event=told.event)


def _resumed_verb(doc: Doc, figure: FigureMention, grammar: FigureGrammar) -> Token | None:
    """«73 personnes, dont 29 enfants, **ont péri**»: the verb after the «dont» that parts it from its subject."""
    cue = re.compile(rf" ?,? {alternatives(grammar.subset_cues)}(?!\w)", re.IGNORECASE)
    opened = cue.match(fold(doc.text[figure.span.end : figure.span.end + _REACH]))
    comma = doc.text.find(",", figure.span.end + opened.end(), figure.sentence.end) if opened else -1
    if comma < 0 or comma - figure.span.end > 2 * _REACH or comma + 2 >= len(doc.text):
        return None
    token = first_token(doc, Span(comma + 2, comma + 3))
    while token.pos_ == "AUX" and token.head.i > token.i:
        token = token.head
    return token if token.pos_ in {"VERB", "AUX"} else None


def _from_resumed(
    doc: Doc, verb: Token, triggers: Sequence[Trigger], told: _Reading, grammar: FigureGrammar
) -> _Reading:
    trigger = next((t for t in triggers if t.head.begin == verb.idx), None)
    roles = ("patient",) if _is_passive(verb) else ("agent", "patient")
    entries = [grammar.events.get((trigger.type, role)) for role in roles] if trigger else []
    measure = next((e.measure for e in entries if e is not None), None)
    if measure is None:
        role = "object" if _is_passive(verb) else "subject"
        measure = next((e.measure for e in grammar.verbs.get(verb.lemma_.lower(), ()) if e.role == role and not e.with_any), None)
    return _Reading(measure=measure, event=trigger.head if trigger else told.event)


def _is_inner(figure: FigureMention, done: Sequence[FigureMention]) -> bool:
    """«50 000 des 250 000 habitants»: the second number is the whole, nothing is done to it."""
    return any(f.noun is not None and f.noun == figure.noun and figure.rule == "figures#noun" for f in done[-1:])


def _noun(doc: Doc, figure: FigureMention) -> Token | None:
    return last_token(doc, figure.noun) if figure.noun else None


def _listed(token: Token, grammar: FigureGrammar) -> str | None:
    return next((w for w in singular(token) if w in grammar.nouns), None)


def _strong_measure(doc: Doc, figure: FigureMention, grammar: FigureGrammar) -> str | None:
    noun = _noun(doc, figure) if figure.rule != "figures#inherited" else None
    word = _listed(noun, grammar) if noun is not None else None
    return grammar.nouns[word] if word in grammar.strong and word is not None else None


def _weak_measure(doc: Doc, figure: FigureMention, grammar: FigureGrammar) -> str | None:
    noun = _noun(doc, figure)
    if noun is None or figure.unit is not None:
        return None
    word = _listed(noun, grammar)
    if word is not None:
        return grammar.nouns[word]
    crowd = in_lexicon(noun, grammar.people) and any(in_lexicon(t, grammar.crowd) for t in noun.sent)
    sentence = first_token(doc, figure.number).sent
    crowd = crowd and (noun.sent == sentence or any(in_lexicon(t, grammar.crowd) for t in sentence))
    return "strength" if crowd else None


def _pointed(doc: Doc, figure: FigureMention, head: Span) -> bool:
    """Whether an argument's head word is this figure's noun or number."""
    own_noun = figure.noun is not None and figure.rule != "figures#inherited" and head.overlap(figure.noun) > 0
    return own_noun or head.overlap(figure.number) > 0


def _from_triggers(
    doc: Doc, figure: FigureMention, triggers: Sequence[Trigger], grammar: FigureGrammar
) -> _Reading:
    """The measure that an event gives to who stands in its role; the event alone where it gives none."""
    best = _Reading()
    for trigger in triggers:
        if figure.noun == trigger.head:
            return _Reading(event=trigger.head)
        for argument in trigger.arguments:
            if argument.role not in _QUANTIFIED or not _pointed(doc, figure, argument.head):
                continue
            entry = grammar.events.get((trigger.type, argument.role))
            if entry is not None and (not entry.people or _are_people(doc, figure, grammar)):
                return _Reading(measure=entry.measure, event=trigger.head)
            best = _Reading(event=best.event or trigger.head)
    return best


def _are_people(doc: Doc, figure: FigureMention, grammar: FigureGrammar) -> bool:
    noun = _noun(doc, figure)
    if noun is None:
        return True
    word = _listed(noun, grammar)
    return in_lexicon(noun, grammar.people) or (word is not None and grammar.nouns[word] in {"strength", "population"})


# --- syntax ---------------------------------------------------------------------------------------------------------------


def _root(doc: Doc, figure: FigureMention) -> Token:
    """The word of the figure on which the rest of it hangs."""
    noun = _noun(doc, figure)
    own = noun is not None and figure.span.begin <= noun.idx < figure.span.end
    token = noun if own and noun is not None else last_token(doc, figure.number)
    for _ in range(_CLIMB):
        if token.head == token or not figure.span.begin <= token.head.idx < figure.span.end:
            break
        token = token.head
    return token


def _governors(doc: Doc, figure: FigureMention) -> Iterator[tuple[Token, Token]]:
    """Each word that governs the figure, through coordination, with the word of the figure's side that hangs on it."""
    token = _root(doc, figure)
    for _ in range(_CLIMB):
        if token.head == token:
            return
        yield token, token.head
        if token.dep_ != "conj":
            return
        token = token.head


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ in {"aux:pass", "nsubj:pass"} for c in verb.children)


def _role(token: Token, verb: Token) -> str:
    before = token.i < verb.i and not (token.dep_ == "obj" and any(c.dep_.startswith("nsubj") for c in verb.children))
    return "object" if not before or _is_passive(verb) else "subject"


def _verb_measure(token: Token, verb: Token, grammar: FigureGrammar) -> str | None:
    for entry in grammar.verbs.get(verb.lemma_.lower(), ()):
        near = {t.lower_ for t in verb.subtree} if entry.with_any else set()
        if entry.role == _role(token, verb) and (not entry.with_any or entry.with_any & near):
            return entry.measure
    return None


def _from_syntax(doc: Doc, figure: FigureMention, grammar: FigureGrammar) -> str | None:
    """What the governing verb or event noun, or a participle on the noun, does to what is counted."""
    for token, head in _governors(doc, figure):
        if head.pos_ in {"VERB", "AUX", "ADJ"} and (measure := _verb_measure(token, head, grammar)):
            return measure
        if head.pos_ == "NOUN" and head.i < token.i and token.dep_ == "nmod":
            return next((grammar.of_nouns[w] for w in singular(head) if w in grammar.of_nouns), None)
    return _from_participle(doc, figure, grammar)


def _from_participle(doc: Doc, figure: FigureMention, grammar: FigureGrammar) -> str | None:
    """«Deux personnes **tuées**»."""
    noun = _root(doc, figure)
    for child in noun.children:
        if child.i > noun.i and child.dep_ in {"acl", "amod"} and "Part" in child.morph.get("VerbForm", []):
            entry = next((e for e in grammar.verbs.get(child.lemma_.lower(), ()) if e.role == "object" and not e.with_any), None)
            if entry is not None:
                return entry.measure
    return None


def _staff(doc: Doc, figure: FigureMention, grammar: FigureGrammar) -> str | None:
    """«Emploie 5.000 personnes», «réunit 300 membres»: a strength."""
    if not _are_people(doc, figure, grammar) or figure.noun is None:
        return None
    near = any(head.lemma_.lower() in grammar.staff_verbs for _, head in _governors(doc, figure))
    return "strength" if near else None


def _before_figure(doc: Doc, figure: FigureMention) -> Token | None:
    first = first_token(doc, figure.span)
    return first.nbor(-1) if first.i > first.sent.start else None


def _measure_with_unit(doc: Doc, figure: FigureMention, grammar: FigureGrammar) -> str:
    if figure.unit not in {"percent", "point"}:
        return figure.measure
    return "change" if _is_change(doc, figure, grammar) else figure.measure


def _is_change(doc: Doc, figure: FigureMention, grammar: FigureGrammar) -> bool:
    """«A reculé de 0,4 %», «une hausse de 3 points», «+2 %», «5 % de plus»."""
    text = fold(doc.text)
    after = alternatives(grammar.change_after)
    if re.match(rf" {after}(?!\w)", text[figure.span.end : figure.span.end + 12]):
        return True
    if text[max(0, figure.number.begin - 1)] in "+-" or figure.value < 0:
        return True
    before = _before_figure(doc, figure)
    of = before is not None and before.lower_ in {w.rstrip() for w in grammar.of}
    for _, head in _governors(doc, figure):
        if of and in_lexicon(head, grammar.change_nouns):
            return True
        if head.lemma_.lower() in grammar.change_verbs and (of or before == head):
            return True
    return of and before is not None and _noun_of_change_before(before, grammar)


def _noun_of_change_before(of: Token, grammar: FigureGrammar) -> bool:
    """«En hausse de», whatever the parse says."""
    return of.i > of.sent.start and in_lexicon(of.nbor(-1), grammar.change_nouns)


def _event_above(doc: Doc, figure: FigureMention, triggers: Sequence[Trigger]) -> Span | None:
    """The event that a duration, a sum or a share belongs to: its complement, or the nearest word above it."""
    heads = {t.head.begin: t.head for t in triggers}
    token = _root(doc, figure)
    below = [c for c in token.children if c.i > token.i and c.dep_ == "nmod"]
    for word in [*below, *list(token.ancestors)[:_CLIMB]]:
        if word.idx in heads:
            return heads[word.idx]
        if word.pos_ == "VERB":
            return None
    return None

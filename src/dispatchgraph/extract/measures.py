"""What a figure measures: the dead, the arrested, a share, a change; from its noun, its unit and its event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from dispatchgraph.extract.governors import (
    are_people,
    governors,
    is_change,
    is_passive,
    listed,
    measure_from_syntax,
    measure_of_staff,
    noun_of,
    root,
    verb_after,
    verb_measure,
)  # fmt: skip
from dispatchgraph.extract.numbers import alternatives
from dispatchgraph.extract.page import Page, has, open_page
from dispatchgraph.languages.figures import figure_grammar
from dispatchgraph.model import FigureMention, Span, Trigger
from dispatchgraph.parse import Parse, Word

__all__ = ["ends_with_cue", "measure_figures"]

_REACH = 60
_SUM = 1000  # from there on coins are money
_BACK = 40  # figures that one may be part of, or share its noun with
_CLIMB = 4  # words up the parse to what governs
_QUANTIFIED = ("patient", "agent", "recipient")
_WEAK = frozenset({"strength", "population", "other"})  # say what is counted, not what befell it


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """What one figure was found to measure, and of which event."""

    measure: str | None = None
    event: Span | None = None


def measure_figures(
    doc: Parse, figures: Sequence[FigureMention], triggers: Sequence[Trigger] = (), *, language: str = "fr"
) -> tuple[FigureMention, ...]:
    """The figures with their measure, the event they quantify and the figure that «dont» takes them from.

    Without a trigger for it, a figure's measure comes from the verb or noun that governs it.
    """
    page = open_page(doc, language=language)
    near: dict[int, list[Trigger]] = {}
    for trigger in triggers:
        near.setdefault(trigger.sentence.begin, []).append(trigger)
    done: list[FigureMention] = []
    for figure in figures:
        done.append(_measured(page, figure, near.get(figure.sentence.begin, []), done[-_BACK:]))
    return tuple(done)


def _measured(
    page: Page, figure: FigureMention, triggers: Sequence[Trigger], done: Sequence[FigureMention]
) -> FigureMention:
    reading, parent = _reading(page, figure, triggers, done), _parent(page, figure, done)
    elder = parent or _sharing(page, figure, done)
    measure, event = reading.measure, reading.event
    if elder is not None and figure.unit is None and (measure is None or measure in _WEAK):
        measure, event = elder.measure, None if _is_compared(page, figure, elder) else elder.event
    elif parent is not None and event is None and measure == parent.measure:
        event = parent.event
    measure = measure or _weak_measure(page, figure) or _of_money(page, figure) or figure.measure
    return replace(figure, measure=measure, event=event, subset_of=parent.number if parent else None)


def _sharing(page: Page, figure: FigureMention, done: Sequence[FigureMention]) -> FigureMention | None:
    """The figure whose noun a bare number took over, unless another verb has it."""
    if figure.rule != "figures#inherited":
        return None
    elder = next((f for f in reversed(done) if f.noun == figure.noun), None)
    return elder if elder and _clause(page, figure) in {None, _clause(page, elder)} else None


def _is_compared(page: Page, figure: FigureMention, elder: FigureMention) -> bool:
    """«619 morts, contre 754 l'an dernier»: the same thing at another time, of another event; votes are of one."""
    before = page.before(figure.span.begin) if elder.measure != "votes" else None
    return before is not None and before.lower_ in page.grammar.comparing


def _clause(page: Page, figure: FigureMention) -> int | None:
    """The verb that governs a figure, by its place; None where none does."""
    if (verb := verb_after(page, figure.span.end)) is not None:
        return int(verb.i)
    return next((int(h.i) for _, h in governors(page, figure) if h.pos_ in {"VERB", "AUX"}), None)


# --- «dont» -------------------------------------------------------------------------------------------------------


@cache
def _cues(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words for «among which» before a number, and right after another."""
    grammar = figure_grammar(language)
    cue, between = alternatives(grammar.subset_cues), alternatives(grammar.subset_between)
    before = re.compile(rf"(?<!\w){cue}(?: {between})* ?\Z", re.IGNORECASE)
    return before, re.compile(rf" ?,? {cue}(?!\w)", re.IGNORECASE)


def ends_with_cue(page: Page, end: int) -> bool:
    """Whether «dont» or its like stands right before offset `end`."""
    return bool(_cues(page.language)[0].search(page.text[max(0, end - _REACH) : end]))


def _parent(page: Page, figure: FigureMention, done: Sequence[FigureMention]) -> FigureMention | None:
    """The figure of the same sentence that this one is part of."""
    here = [f for f in done if f.sentence == figure.sentence]
    if not here:
        return None
    if ends_with_cue(page, figure.span.begin):
        wholes = [f for f in here if f.subset_of is None and f.unit == figure.unit and f.value >= figure.value]
        return wholes[-1] if wholes else None
    last = here[-1]
    between = page.text[last.span.end : figure.span.begin].strip().lower()
    if last.subset_of is None or last.unit != figure.unit or between not in page.grammar.subset_continues:
        return None
    return next((f for f in here if f.number == last.subset_of and f.value >= figure.value), None)


# --- the surest first ---------------------------------------------------------------------------------------------


def _reading(page: Page, figure: FigureMention, triggers: Sequence[Trigger], done: Sequence[FigureMention]) -> _Reading:
    """What unit, noun, triggers and syntax say."""
    if figure.unit is not None:
        return _Reading(measure=_measure_with_unit(page, figure), event=_event_around(page, figure, triggers))
    if _is_whole(figure, done):
        return _Reading(measure=_weak_measure(page, figure))
    told = _from_triggers(page, figure, triggers)
    strong = _strong_measure(page, figure)
    if strong is None and figure.rule != "figures#noun" and is_change(page, figure):
        return _Reading(measure="change", event=told.event)
    if strong is not None or told.measure is not None:
        return _Reading(measure=strong or told.measure, event=told.event)
    verb = verb_after(page, figure.span.end) or _resumed_verb(page, figure)
    if verb is not None and (subject := _of_subject(page, verb, triggers)).measure is not None:
        return _Reading(measure=subject.measure, event=subject.event or told.event)
    return _Reading(measure=measure_from_syntax(page, figure) or measure_of_staff(page, figure), event=told.event)


def _measure_with_unit(page: Page, figure: FigureMention) -> str:
    if figure.unit not in {"percent", "point"}:
        return figure.measure
    noun = noun_of(page, figure) if figure.noun is not None else None
    of_change = noun is not None and has(page.grammar.change_nouns, noun)  # «4,5 % d'augmentation»
    return "change" if of_change or is_change(page, figure) else figure.measure


def _is_whole(figure: FigureMention, done: Sequence[FigureMention]) -> bool:
    """«12 000 des 90 000 riverains»: the second number is the whole, nothing is done to it."""
    return bool(done) and done[-1].noun == figure.noun is not None and figure.rule == "figures#noun"


def _strong_measure(page: Page, figure: FigureMention) -> str | None:
    """«Morts», «blessés», «voix» measure themselves."""
    noun = noun_of(page, figure) if figure.rule != "figures#inherited" else None
    word = listed(page, noun) if noun is not None else None
    return page.grammar.nouns[word] if word is not None and word in page.grammar.strong else None


def _weak_measure(page: Page, figure: FigureMention) -> str | None:
    """What a noun measures when nothing befalls it: a strength, a population."""
    noun = noun_of(page, figure)
    if noun is None or figure.unit is not None:
        return None
    word = listed(page, noun)
    if word is not None:
        return page.grammar.nouns[word]
    crowded = page.is_crowded(noun) or page.is_crowded(page.first(figure.number))
    return "strength" if crowded and has(page.grammar.people, noun) else None


def _of_money(page: Page, figure: FigureMention) -> str | None:
    """«6 milliards de couronnes»: money, whichever it is; no price is told in few crowns."""
    noun = noun_of(page, figure)
    unit = page.grammar.units.get(noun.lower_) if noun is not None else None
    return "amount" if unit is not None and unit.kind == "money" and figure.value >= _SUM else None


def _resumed_verb(page: Page, figure: FigureMention) -> Word | None:
    """«41 voyageurs, dont cinq élèves, **ont péri**»: the verb that «dont» parts from its subject."""
    opened = _cues(page.language)[1].match(page.text, figure.span.end, figure.span.end + _REACH)
    comma = page.text.find(",", opened.end(), min(figure.sentence.end, opened.end() + _REACH)) if opened else -1
    return verb_after(page, comma + 1) if comma > 0 else None


def _of_subject(page: Page, verb: Word, triggers: Sequence[Trigger]) -> _Reading:
    """What a verb, or the event it tells, does to its subject."""
    role = "object" if is_passive(verb) else "subject"
    trigger = next((t for t in triggers if t.head.begin == verb.idx), None)
    roles = ("patient",) if role == "object" else ("agent", "patient")
    entries = [page.grammar.events.get((trigger.type, r)) for r in roles] if trigger else []
    measure = next((e.measure for e in entries if e is not None and not e.people), None)
    return _Reading(measure=measure or verb_measure(page, verb, role), event=trigger.head if trigger else None)


# --- triggers -----------------------------------------------------------------------------------------------------


def _pointed(figure: FigureMention, head: Span) -> bool:
    """Whether an argument's head word is this figure's own noun or number."""
    own = figure.noun is not None and figure.rule != "figures#inherited" and head.overlap(figure.noun) > 0
    return own or head.overlap(figure.number) > 0


def _from_triggers(page: Page, figure: FigureMention, triggers: Sequence[Trigger]) -> _Reading:
    """The measure that an event gives to who stands in its role; the event alone where it gives none."""
    found: list[_Reading] = []
    for trigger in triggers:
        if figure.noun == trigger.head or _is_told(figure, trigger):
            return _Reading(event=trigger.head)
        roles = [a.role for a in trigger.arguments if a.role in _QUANTIFIED and _pointed(figure, a.head)]
        measures = (_event_measure(page, figure, trigger, role) for role in roles)
        found += [_Reading(measure=next((m for m in measures if m), None), event=trigger.head)] if roles else []
    told = [r for r in found if r.measure is not None]
    return next((r for r in told if r.measure not in _WEAK), next(iter((*told, *found)), _Reading()))


def _is_told(figure: FigureMention, trigger: Trigger) -> bool:
    """«a fait 17 morts»: whether what is counted is a word of the event's own expression."""
    return figure.rule != "figures#inherited" and figure.noun in trigger.words


def _event_measure(page: Page, figure: FigureMention, trigger: Trigger, role: str) -> str | None:
    entry = page.grammar.events.get((trigger.type, role))
    return entry.measure if entry and (not entry.people or are_people(page, figure)) else None


def _event_around(page: Page, figure: FigureMention, triggers: Sequence[Trigger]) -> Span | None:
    """The event that a duration, a sum or a share belongs to: its complement, or the nearest word above it."""
    heads = {t.head.begin: t.head for t in triggers}
    token = root(page, figure)
    below = [c for c in token.children if c.i > token.i and c.dep_ == "nmod"]
    for word in [*below, *list(token.ancestors)[:_CLIMB]]:
        if word.idx in heads:
            return heads[word.idx]
        if word.pos_ == "VERB":
            return None
    return None

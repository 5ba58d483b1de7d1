"""Figures by key, and which of them cannot both hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dispatchgraph.model import Event, Figure, FigureMention, Span
from dispatchgraph.model.ranges import cannot_both_hold
from dispatchgraph.resolve.claims import Sources
from dispatchgraph.resolve.coreference import Resolution
from dispatchgraph.resolve.keys import keys_at

__all__ = ["cannot_both_hold", "resolve_figures", "with_disagreements"]

_NEVER_DISPUTED = frozenset({"other", "duration", "share"})


def resolve_figures(
    mentions: Sequence[FigureMention], resolution: Resolution, sources: Sources, events: Mapping[Span, Event]
) -> tuple[Figure, ...]:
    """The figures of a dispatch; `events` are by the head of the trigger that a figure may quantify."""
    keys = keys_at("figure", [m.span for m in mentions])
    by_number = {m.number: key for m, key in zip(mentions, keys, strict=True)}
    figures = [_figure(m, key, resolution, sources, events) for m, key in zip(mentions, keys, strict=True)]
    wholes = [by_number.get(m.subset_of) if m.subset_of else None for m in mentions]
    figures = [replace(f, subset_of=w) for f, w in zip(figures, wholes, strict=True)]
    return with_disagreements(figures, {e.key: e.label for e in resolution.entities})


def _figure(
    mention: FigureMention, key: str, resolution: Resolution, sources: Sources, events: Mapping[Span, Event]
) -> Figure:
    event = events.get(mention.event) if mention.event else None
    source = sources.of(mention.number)
    return Figure(
        key=key,
        value=mention.value,
        upper=mention.upper,
        bound=mention.bound,
        unit=mention.unit,
        measure=mention.measure,
        mentions=(mention.span,),
        counts=resolution.by_head.get(mention.noun) if mention.noun else None,
        of_event=event.key if event else None,
        places=tuple(key for role, key in event.roles if role == "place") if event else (),
        when=event.when if event else None,
        according_to=source.speakers,
        claimed_in=source.claims,
        rule=mention.rule,
    )


# --- disagreement ---------------------------------------------------------------------------------------------------


def with_disagreements(figures: Sequence[Figure], labels: Mapping[str, str] | None = None) -> tuple[Figure, ...]:
    """The figures, those that contradict each other linked both ways.

    `labels` says what the counted entities are called: two counts of «combattants rebelles» make two groups, but
    speak of one matter.
    """
    named = labels or {}
    matters: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if _can_be_disputed(figure):
            matters[_matter(figure, named)].append(figure)
    return tuple(
        replace(f, disagrees_with=tuple(g.key for g in matters.get(_matter(f, named), ()) if _disagree(f, g)))
        for f in figures
    )


def _can_be_disputed(figure: Figure) -> bool:
    return figure.measure not in _NEVER_DISPUTED and not figure.subset_of and bool(figure.according_to)


def _disagree(a: Figure, b: Figure) -> bool:
    """Whether two figures of one matter cannot both hold."""
    return a is not b and _are_one_matter(a, b) and cannot_both_hold(a, b)


def _are_one_matter(a: Figure, b: Figure) -> bool:
    """Whether two figures speak of one thing at one time, by two speakers."""
    told = a.counts is not None or a.of_event is not None
    same_event = a.of_event == b.of_event or not (a.of_event and b.of_event)
    same_time = a.when == b.when or not (a.when and b.when)
    return told and not a.subset_of and same_event and same_time and _have_different_speakers(a, b)


def _matter(figure: Figure, labels: Mapping[str, str]) -> tuple[object, ...]:
    counted = labels.get(figure.counts, figure.counts) if figure.counts else None
    return figure.measure, figure.unit, counted, frozenset(figure.places)


def _have_different_speakers(a: Figure, b: Figure) -> bool:
    return bool(a.according_to and b.according_to) and set(a.according_to).isdisjoint(b.according_to)

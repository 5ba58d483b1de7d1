"""Figures that cannot both hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from dispatchgraph.model import Figure

__all__ = ["cannot_both_hold", "with_disagreements"]

_INFINITE = Decimal("Infinity")


def _range(figure: Figure) -> tuple[Decimal, Decimal]:
    """The least and greatest value a figure allows; «environ» and round numbers a tenth either way."""
    value, upper = figure.value, figure.upper if figure.upper is not None else figure.value
    if figure.bound in {"atLeast", "moreThan"}:
        return value, _INFINITE
    if figure.bound in {"atMost", "lessThan"}:
        return Decimal(0), upper
    slack = Decimal("0.1") if figure.bound == "about" else Decimal(0)
    return value * (1 - slack), upper * (1 + slack)


def cannot_both_hold(a: Figure, b: Figure) -> bool:
    """Whether no value satisfies both figures."""
    (low_a, high_a), (low_b, high_b) = _range(a), _range(b)
    return high_a < low_b or high_b < low_a


def _one_matter(a: Figure, b: Figure) -> bool:
    """Whether two figures speak of one thing at one place and time, by two speakers."""
    if a.measure != b.measure or a.unit != b.unit or a.measure in {"other", "duration", "share"}:
        return False
    if a.counts != b.counts or (a.counts is None and a.of_event is None):
        return False
    same_event = a.of_event == b.of_event or not (a.of_event and b.of_event)
    same_time = a.when == b.when or not (a.when and b.when)
    speakers = bool(a.according_to) and bool(b.according_to) and not set(a.according_to) & set(b.according_to)
    return same_event and same_time and set(a.places) == set(b.places) and speakers and not (a.subset_of or b.subset_of)


def with_disagreements(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, those that contradict each other linked both ways."""
    return tuple(
        replace(
            f,
            disagrees_with=tuple(g.key for g in figures if g is not f and _one_matter(f, g) and cannot_both_hold(f, g)),
        )
        for f in figures
    )

"""The layer of figures: value, bound and measure; and who gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dispatchgraph.evaluate.found import Found, FoundFigure, overlap
from dispatchgraph.evaluate.gold import Gold, GoldFigure
from dispatchgraph.evaluate.tally import Finding

__all__ = ["compare_figures"]


def compare_figures(gold: Gold, found: Found) -> Iterator[Finding]:
    """Each figure of `gold`, in its order, then what is spurious in `found`."""
    taken: set[int] = set()
    for wanted in gold.figures:
        place = _same(wanted, found.figures, taken)
        if place is not None:
            taken.add(place)
            yield from _told(wanted, found.figures[place], gold, found)
        elif not wanted.optional:
            yield from _missed(wanted, gold)
    for place, got in enumerate(found.figures):
        if place not in taken:
            yield _spurious(got)


def _same(wanted: GoldFigure, figures: Sequence[FoundFigure], taken: set[int]) -> int | None:
    """The place of the first figure with that value on those words that is not taken."""
    return next(
        (
            place
            for place, got in enumerate(figures)
            if place not in taken and got.value == wanted.value and overlap([wanted.span], got.mentions)
        ),
        None,
    )


def _told(wanted: GoldFigure, got: FoundFigure, gold: Gold, found: Found) -> Iterator[Finding]:
    """A figure that the graph has: what it says of it, and who gives it."""
    what = _named(wanted, gold)
    right = got.measures == {wanted.measure} and got.bounds == {wanted.bound}
    yield Finding(
        layer="figures",
        right=right,
        spurious=not right,
        missed=not right,
        kind="wrong",
        what=what,
        wanted=f"{wanted.measure}, {wanted.bound}",
        got=", ".join([*sorted(got.measures), *sorted(got.bounds)]),
        span=wanted.span,
    )
    sourced = got.sources == wanted.sources
    yield Finding(
        layer="sources",
        right=sourced,
        missed=not sourced,
        kind="wrong",
        what=what,
        wanted=found.shown(wanted.sources),
        got=found.shown(got.sources),
        span=wanted.span,
    )


def _missed(wanted: GoldFigure, gold: Gold) -> Iterator[Finding]:
    what = f"{_named(wanted, gold)}, {wanted.measure}"
    yield Finding(layer="figures", missed=1, kind="missed", what=what, span=wanted.span)
    yield Finding(layer="sources", missed=1, implied=True)


def _spurious(got: FoundFigure) -> Finding:
    what = f"{got.value:g}, {', '.join(sorted(got.measures))}"
    return Finding(layer="figures", spurious=1, kind="spurious", what=what, span=min(got.mentions, default=None))


def _named(figure: GoldFigure, gold: Gold) -> str:
    return f"«{figure.span.of(gold.dispatch.text)}»"

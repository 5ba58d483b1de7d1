"""Figures of one matter from two speakers that cannot both hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatchgraph.model import Figure, Span
from dispatchgraph.resolve.figures import cannot_both_hold, with_disagreements

BOUNDS = ["exactly", "atLeast", "atMost", "moreThan", "lessThan", "about"]


def figure(value: int, bound: str = "exactly", who: str = "onu", **more) -> Figure:
    settings = {"measure": "killed", "counts": "civils", "upper": None} | more
    upper = settings.pop("upper")
    return Figure(
        key=f"figure/{value}-{who}",
        value=Decimal(value),
        upper=None if upper is None else Decimal(upper),
        bound=bound,
        mentions=(Span(0, 1),),
        according_to=(who,) if who else (),
        **settings,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (figure(8000), figure(15000)),
        (figure(8000), figure(8001)),
        (figure(10, "atMost"), figure(12)),
        (figure(10, "atLeast"), figure(9)),
        (figure(10, "atLeast"), figure(9, "atMost")),
        (figure(100, "about"), figure(150)),
        (figure(100, "about"), figure(150, "about")),
        (figure(10, upper=20), figure(21)),
        (figure(10, upper=20), figure(30, upper=40)),
        (figure(0), figure(1)),
    ],
)
def test_values_that_exclude_each_other_cannot_both_hold(one, other):
    assert cannot_both_hold(one, other)
    assert cannot_both_hold(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (figure(8000), figure(8000)),
        (figure(10, "atLeast"), figure(300)),
        (figure(12, "atLeast"), figure(50, "moreThan")),
        (figure(10, "atMost"), figure(3)),
        (figure(10, "atLeast"), figure(10, "atMost")),
        (figure(100, "about"), figure(105)),
        (figure(100, "about"), figure(110, "about")),
        (figure(10, upper=20), figure(15)),
        (figure(10, upper=20), figure(20, upper=30)),
        (figure(0), figure(0)),
    ],
)
def test_values_that_leave_room_may_both_hold(one, other):
    assert not cannot_both_hold(one, other)
    assert not cannot_both_hold(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            *(figure(10, "moreThan"), figure(10)),
            marks=pytest.mark.xfail(strict=True, reason="«plus de 10» is read as «au moins 10»"),
        ),
        pytest.param(
            *(figure(10, "lessThan"), figure(10)),
            marks=pytest.mark.xfail(strict=True, reason="«moins de 10» is read as «au plus 10»"),
        ),
    ],
)
def test_more_than_ten_is_not_ten(one, other):
    assert cannot_both_hold(one, other)


FIGURES = st.builds(figure, st.integers(0, 10**9), st.sampled_from(BOUNDS))


@given(FIGURES, FIGURES)
def test_to_disagree_is_symmetric(one, other):
    assert cannot_both_hold(one, other) == cannot_both_hold(other, one)


@given(FIGURES)
def test_no_figure_disagrees_with_itself(one):
    assert not cannot_both_hold(one, one)


# --- of one matter ----------------------------------------------------------------------------------------------------


def links(*figures: Figure) -> list[tuple[str, ...]]:
    return [f.disagrees_with for f in with_disagreements(figures)]


def test_two_speakers_with_two_counts_disagree_both_ways():
    a, b = figure(8000, who="onu"), figure(15000, who="osdh")
    assert links(a, b) == [(b.key,), (a.key,)]


def test_two_groups_of_one_name_are_one_matter():
    a, b = figure(8000, who="onu", counts="rebelles"), figure(15000, who="osdh", counts="rebelles-group")
    linked = with_disagreements([a, b], {"rebelles": "rebelles", "rebelles-group": "rebelles"})
    assert [f.disagrees_with for f in linked] == [(b.key,), (a.key,)]


def test_three_speakers_disagree_each_with_each():
    assert [len(found) for found in links(*(figure(n, who=f"s{n}") for n in (1, 2, 3)))] == [2, 2, 2]


@pytest.mark.parametrize(
    "other",
    [
        figure(15000, who="onu"),
        figure(15000, who=""),
        figure(15000, who="osdh", measure="injured"),
        figure(15000, who="osdh", counts="soldats"),
        figure(15000, who="osdh", places=("goma",)),
        figure(15000, who="osdh", unit="percent"),
        figure(15000, who="osdh", subset_of="figure/1"),
        figure(8000, who="osdh"),
        figure(5000, "atLeast", who="osdh"),
    ],
    ids=["one speaker", "nobody", "measure", "thing", "place", "unit", "part", "same", "room"],
)
def test_figures_of_two_matters_do_not_disagree(other):
    assert links(figure(8000, who="onu"), other) == [(), ()]


def test_figures_of_two_days_do_not_disagree():
    from datetime import date

    from dispatchgraph.model import Interval

    days = [Interval(date(2024, 3, d), date(2024, 3, d)) for d in (11, 12)]
    assert links(*(figure(n, who=f"s{n}", when=day) for n, day in enumerate(days, 1))) == [(), ()]


def test_figures_of_nothing_in_particular_do_not_disagree():
    a, b = (figure(n, who=f"s{n}", counts=None, measure="other") for n in (1, 2))
    assert links(a, b) == [(), ()]


# --- in texts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (
            "Le nombre de grévistes était estimé à 5000 selon la préfecture et 20 000 selon le syndicat.",
            *(5000, 20000),
        ),
        (
            "La manifestation a réuni 5000 personnes à Lyon selon la police, 20 000 selon les organisateurs.",
            *(5000, 20000),
        ),
        ("L'attaque a fait 12 morts selon la police et 30 selon la Croix-Rouge.", 12, 30),
        pytest.param(
            "Selon l'ONU, 300 soldats ont été tués à Goma. Selon l'armée, 40 soldats ont été tués à Goma.",
            *(300, 40),
            marks=pytest.mark.xfail(strict=True, reason="two tellings by verbs are two events, so two matters"),
        ),
    ],
)
def test_two_counts_of_one_thing_are_linked(reading, text, low, high):
    told = reading(text)
    assert told.figure(low).disagrees_with == (told.figure(high).key,)
    assert told.figure(high).disagrees_with == (told.figure(low).key,)


@pytest.mark.parametrize(
    "text",
    [
        "Selon l'ONU, 300 soldats ont été tués à Goma. Selon l'armée, 40 soldats ont été tués à Bukavu.",
        "Selon l'ONU, 300 soldats et 40 enfants ont été tués à Goma.",
        "Au moins 12 civils ont été tués à Goma, selon l'ONU. Plus de 50 civils ont été tués à Goma, selon l'armée.",
        "Trente civils, dont douze enfants, ont été tués à Goma, selon l'ONU.",
    ],
)
def test_counts_of_two_things_are_not_linked(reading, text):
    assert [f.disagrees_with for f in reading(text).record.figures] == [(), ()]

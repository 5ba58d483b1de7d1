"""Figures that several dispatches give of one matter, and those that cannot both hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatchgraph.linking.facts import Count
from dispatchgraph.linking.series import Series
from dispatchgraph.linking.tellings import Atlas

E = "https://w3id.org/dispatchgraph/data/entity/"
CRASH = "d/a/event/1-5/happening"
SERIES = Series(Atlas(is_country=lambda e: e == E + "syrie"))


def count(dispatch: str, value: int, *speakers: str, day: int = 1, n: int = 1, **more) -> Count:
    settings = {"measure": "killed", "of_event": CRASH, "counted": "personnes"} | more
    return Count(
        iri=f"d/{dispatch}/figure/{n}-{n + 3}",
        dispatch=dispatch,
        day=date(2016, 12, day),
        value=Decimal(value),
        sources=frozenset(E + s for s in speakers),
        **settings,
    )


def at(*places: str, on: int | None = 1) -> dict:
    when = date(2016, 12, on) if on else None
    return {"of_event": None, "places": frozenset(E + p for p in places), "begin": when, "end": when}


def of_one_matter(a: Count, b: Count) -> bool:
    found = SERIES.match(a, b)
    assert found == SERIES.match(b, a)
    if found:
        assert SERIES.blocks(a) & SERIES.blocks(b)
    return found


def series(*figures: Count, layer: Series = SERIES) -> dict[str, str]:
    return {link.subject: link.object for link in layer.links(figures) if link.predicate == "series"}


def rivals(*figures: Count, layer: Series = SERIES) -> set[tuple[str, str]]:
    found = {(link.subject, link.object) for link in layer.links(figures) if link.predicate == "disagreesWith"}
    assert {(b, a) for a, b in found} == found
    return {(a.split("/")[1], b.split("/")[1]) for a, b in found if a < b}


def test_a_toll_from_day_to_day_is_a_series_named_after_its_first_figure():
    first, second, third = count("b", 12), count("c", 15, day=2), count("a", 15, "onu", day=3)
    node = f"{first.iri}/series"
    assert series(third, first, second) == {f.iri: node for f in (first, second, third)}


def test_people_are_people_by_whatever_word():
    assert of_one_matter(count("a", 12, counted="morts"), count("b", 13, counted=None))
    assert not of_one_matter(count("a", 12, counted="civils"), count("b", 13))


@pytest.mark.parametrize(
    "other",
    [
        count("b", 9, measure="injured"),
        count("b", 9, of_event="d/z/event/1-5"),
        count("b", 9, of_event=None),
        count("b", 9, subset_of="d/b/figure/8-9"),
        count("b", 9, unit="percent"),
    ],
)
def test_another_measure_event_or_a_part_is_of_no_series_with_it(other):
    assert not of_one_matter(count("a", 12), other)


def test_without_an_event_a_place_and_a_day_make_one_matter():
    one = count("a", 8000, measure="strength", counted="combattants rebelles", **at("alep-est"))
    assert of_one_matter(one, replace(one, dispatch="b", value=Decimal(15000)))
    assert not of_one_matter(one, replace(one, dispatch="b", counted="soldats"))
    for elsewhere in (at("alep-ouest"), at("alep-est", on=4), at("alep-est", on=None)):
        assert not of_one_matter(one, replace(one, dispatch="b", **elsewhere))


def test_a_state_is_no_place_to_know_a_matter_by():
    assert not of_one_matter(count("a", 5, **at("syrie")), count("b", 6, **at("syrie")))


def test_what_is_said_of_nothing_is_of_no_series():
    assert SERIES.blocks(count("a", 3, measure="other", counted=None)) == frozenset()


def test_one_dispatch_or_one_and_the_same_word_makes_no_series():
    assert series(count("a", 12), count("a", 15, n=30)) == {}
    assert series(count("a", 12), count("b", 12)) == {}


def test_two_speakers_of_one_day_who_cannot_both_be_right_disagree():
    assert rivals(count("a", 12, "osdh"), count("b", 20, "sana")) == {("a", "b")}


@pytest.mark.parametrize(
    ("why", "other"),
    [
        ("both may hold", count("b", 10, "sana", bound="atLeast")),
        ("the same speaker", count("b", 20, "osdh")),
        ("the next day", count("b", 20, "sana", day=2)),
        ("nobody named", count("b", 20)),
        ("only described", count("b", 20, "b.medecins")),
        ("another matter", count("b", 20, "sana", counted="enfants")),
    ],
)
def test_what_may_both_hold_or_is_no_rival_does_not_disagree(why, other):
    assert rivals(count("a", 12, "osdh"), other) == set(), why


def test_a_copy_is_no_rival_of_what_it_repeats():
    layer = Series(origin={"a": "a", "b": "a", "c": "c"}.__getitem__)
    figures = [count(d, n, who) for d, n, who in (("a", 12, "osdh"), ("b", 20, "sana"), ("c", 30, "onu"))]
    assert rivals(*figures, layer=layer) == {("a", "c"), ("b", "c")}


def test_a_speaker_cited_a_hundred_times_has_its_rivals_once():
    cited = [count(f"x{n:03}", 12, "osdh") for n in range(100)]
    assert rivals(*cited, count("y", 20, "sana")) == {("x000", "y")}


FIGURES = st.lists(
    st.builds(
        count,
        st.sampled_from("abcd"),
        st.integers(10, 13),
        st.sampled_from(["osdh", "sana", "onu"]),
        day=st.integers(1, 2),
        n=st.integers(1, 99),
        of_event=st.sampled_from([CRASH, "d/q/event/1-5/happening"]),
        counted=st.sampled_from(["morts", "civils"]),
        bound=st.sampled_from(["exactly", "atLeast", "about"]),
    ),
    max_size=9,
    unique_by=lambda f: f.iri,
)


@given(FIGURES, st.randoms(use_true_random=False))
def test_series_do_not_depend_on_the_order_and_components_add_up(figures, random):
    whole = SERIES.links(figures)
    shuffled = list(figures)
    random.shuffle(shuffled)
    assert SERIES.links(shuffled) == whole
    blocks = {b for f in figures for b in SERIES.blocks(f)}
    assert frozenset().union(*(SERIES.links([f for f in figures if b in SERIES.blocks(f)]) for b in blocks)) == whole

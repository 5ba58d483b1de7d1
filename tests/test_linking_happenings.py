"""Events of several dispatches that are one happening, and what became of what was planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatchgraph.knowledge import event_types
from dispatchgraph.linking import tellings
from dispatchgraph.linking.facts import Link, Told
from dispatchgraph.linking.happenings import Happenings
from dispatchgraph.linking.plans import Plans
from dispatchgraph.linking.tellings import Atlas

E = "https://w3id.org/dispatchgraph/data/entity/"
AROUND = {"alep-est": {"alep", "syrie"}, "alep": {"syrie"}, "kaboul": {"afghanistan"}}
STATES = {"syrie", "afghanistan", "russie", "etats-unis", "france"}


def around(place: str) -> frozenset[str]:
    return frozenset(E + p for p in AROUND.get(place.removeprefix(E), ()))


ATLAS = Atlas(is_country=lambda e: e.removeprefix(E) in STATES, around=around)
HAPPENINGS, PLANS = Happenings(ATLAS), Plans(ATLAS)


def told(dispatch: str, type: str = "Attack", *, status="occurred", day=1, on=1, until=None, n=1, **roles: str) -> Told:
    """An event of a dispatch of the `day`th, that took place on the `on`th; roles name entities."""
    named = {role: frozenset(E + key for key in keys.split()) for role, keys in roles.items()}
    begin = date(2016, 12, on) if on else None
    end = date(2016, 12, until) if until else begin
    return Told(
        iri=f"d/{dispatch}/event/{n}-{n + 4}",
        dispatch=dispatch,
        day=date(2016, 12, day),
        type=type,
        status=status,
        begin=begin,
        end=end,
        **named,
    )


def are_one(a: Told, b: Told) -> bool:
    """Whether two may be one happening, and could be found by their blocks."""
    found = HAPPENINGS.match(a, b)
    assert found == HAPPENINGS.match(b, a)
    if found:
        assert HAPPENINGS.blocks(a) & HAPPENINGS.blocks(b)
    return found


KABUL = told("a", places="kaboul")


@pytest.mark.parametrize(
    "other",
    [
        told("b", places="kaboul", agents="etat-islamique"),
        told("b", places="kaboul", status="alleged", day=2),
        told("b", patients="kaboul"),
        told("b", places="kaboul afghanistan"),
        told("b", places="kaboul", agents="b.assaillants"),
        told("b", places="kaboul", on=1, until=2),
    ],
)
def test_one_class_day_and_town_is_one_happening(other):
    assert are_one(KABUL, other)


@pytest.mark.parametrize(
    ("why", "other"),
    [
        ("the same dispatch", told("a", places="kaboul", n=30)),
        ("another class", told("b", "Kill", places="kaboul")),
        ("another day", told("b", places="kaboul", on=2)),
        ("no day", told("b", places="kaboul", on=None)),
        ("a stretch of time", told("b", places="kaboul", on=1, until=8)),
        ("said not to be", told("b", places="kaboul", status="negated")),
        ("only planned", told("b", places="kaboul", status="planned")),
        ("another town", told("b", places="kandahar")),
        ("nothing shared", told("b", agents="etat-islamique")),
        ("a place that only that dispatch tells of", told("b", places="b.marche")),
    ],
)
def test_what_differs_is_no_happening(why, other):
    assert not are_one(KABUL, other), why


@pytest.mark.parametrize("role", ["agents", "patients", "recipients"])
def test_others_who_take_part_make_it_another(role):
    one, other = ({role: who, "places": "kaboul"} for who in ("talibans", "police-afghane"))
    assert not are_one(told("a", **one), told("b", **other))


def test_a_state_alone_is_too_little():
    assert not are_one(told("a", places="syrie"), told("b", places="syrie"))
    assert are_one(told("a", places="syrie", agents="russie"), told("b", places="syrie", agents="russie"))


def test_a_place_around_another_does_not_speak_against_it():
    town, quarter = told("a", places="alep", patients="croissant-rouge"), told("b", places="alep-est")
    assert not are_one(town, quarter)
    assert are_one(town, replace(quarter, patients=town.patients))
    assert not are_one(town, replace(quarter, places=frozenset({E + "idleb"}), patients=town.patients))


def test_a_meeting_is_known_by_both_sides_or_by_one_and_the_place():
    both = told("a", "Meet", agents="serguei-lavrov john-kerry", places="geneve")
    assert are_one(both, told("b", "Meet", agents="serguei-lavrov john-kerry"))
    assert are_one(both, told("b", "Meet", agents="john-kerry", places="geneve"))
    assert not are_one(both, told("b", "Meet", agents="john-kerry"))
    assert not are_one(both, told("b", "Meet", places="geneve"))
    assert not are_one(both, told("b", "Meet", agents="serguei-lavrov frank-walter-steinmeier", places="geneve"))


def test_who_acts_does_not_alone_tell_what_is_done_often():
    assert not are_one(told("a", "Arrest", agents="fbi"), told("b", "Arrest", agents="fbi"))
    assert are_one(told("a", "Arrest", patients="anna-keller"), told("b", "Arrest", patients="anna-keller"))
    assert are_one(told("a", "Resign", agents="anna-keller"), told("b", "Resign", agents="anna-keller"))


@pytest.mark.parametrize("type", ["Event", "Accuse", "Condemn", "Pledge", "Warn"])
def test_what_is_said_or_of_no_class_is_never_linked(type):
    one = told("a", type, agents="onu", patients="russie", places="new-york")
    assert HAPPENINGS.blocks(one) == frozenset()
    assert not are_one(one, replace(one, dispatch="b"))


def test_what_goes_on_lasts_until_it_was_told():
    fights = replace(told("a", "Fight", places="alep", status="ongoing", day=3, on=1), end=None)
    assert are_one(fights, told("b", "Fight", places="alep", on=3))
    assert not are_one(replace(fights, begin=date(2016, 11, 15)), told("b", "Fight", places="alep", on=3))


def test_every_class_that_may_be_linked_is_of_the_ontology():
    assert tellings._classes().keys() <= event_types().keys()
    assert tellings._sided() <= tellings._classes().keys()


def test_a_happening_is_a_star_about_its_first_telling():
    first, second, third = (told(d, places="kaboul", day=n) for n, d in ((1, "z"), (2, "b"), (2, "c")))
    node = f"{first.iri}/happening"
    expected = {Link(subject=t.iri, predicate="happening", object=node) for t in (first, second, third)}
    for later in (second, third):
        expected.add(Link(subject=later.iri, predicate="sameHappening", object=first.iri))
        expected.add(Link(subject=first.iri, predicate="sameHappening", object=later.iri))
    assert HAPPENINGS.links([third, first, second]) == expected


def test_what_is_told_once_is_linked_with_nothing():
    assert HAPPENINGS.links([KABUL, told("b", places="kandahar")]) == frozenset()


def test_two_events_that_a_dispatch_keeps_apart_are_never_one_happening():
    early, late = told("b", places="kaboul", day=2, n=9), told("b", places="kaboul", day=2, n=100)
    links = HAPPENINGS.links([late, early, KABUL])
    assert {link.subject for link in links} == {KABUL.iri, early.iri}


# --- plans

TALKS = told("a", "Negotiate", status="planned", agents="russie etats-unis", places="geneve", on=6, until=7)


def outcome(*events: Told) -> set[tuple[str, str]]:
    return {(link.predicate, link.object.split("/")[1]) for link in PLANS.links([TALKS, *events])}


def held(dispatch: str, status: str = "occurred", **more) -> Told:
    return told(dispatch, "Negotiate", **({"agents": "russie etats-unis", "day": 7, "on": 6} | more), status=status)


def test_a_plan_is_fulfilled_by_the_first_telling_that_it_took_place():
    assert outcome(held("c", day=8), held("b", day=7)) == {("fulfilledBy", "b")}
    assert PLANS.blocks(TALKS) & PLANS.blocks(held("b"))


def test_a_plan_is_cancelled_by_the_first_telling_that_it_does_not():
    assert outcome(held("b", "negated", day=5)) == {("cancelledBy", "b")}


def test_a_plan_may_be_cancelled_and_take_place_after_all():
    assert outcome(held("b", "negated", day=5), held("c")) == {("cancelledBy", "b"), ("fulfilledBy", "c")}


def test_a_dispatch_that_tells_both_counts_for_neither():
    assert outcome(held("b"), held("b", "negated", n=40), held("c", day=9)) == {("fulfilledBy", "c")}


def test_a_day_off_is_still_the_plan():
    assert outcome(held("b", on=8, day=8)) == {("fulfilledBy", "b")}


@pytest.mark.parametrize(
    "event",
    [
        held("b", on=9, day=9),
        held("b", "alleged"),
        held("b", "planned"),
        held("b", agents="russie turquie"),
        held("b", agents="russie"),
        replace(held("b"), day=date(2016, 11, 30)),
        replace(held("b"), dispatch="a"),
        replace(held("b"), type="Meet"),
    ],
)
def test_what_is_not_surely_the_plan_says_nothing_of_it(event):
    assert outcome(event) == set()


def test_a_plan_without_a_time_has_no_outcome():
    vague = replace(TALKS, begin=None, end=None)
    assert PLANS.links([vague, held("b")]) == frozenset()
    assert PLANS.links([replace(TALKS, end=date(2017, 6, 1)), held("b")]) == frozenset()


# --- order plays no part

EVENTS = st.lists(
    st.builds(
        told,
        st.sampled_from("abcd"),
        st.sampled_from(["Attack", "Meet"]),
        status=st.sampled_from(["occurred", "planned", "negated", "alleged"]),
        day=st.integers(1, 3),
        on=st.integers(1, 3),
        n=st.integers(1, 99),
        places=st.sampled_from(["", "kaboul", "alep", "alep-est", "syrie"]),
        agents=st.sampled_from(["", "russie", "etats-unis russie", "talibans"]),
    ),
    max_size=9,
    unique_by=lambda t: t.iri,
)


@pytest.mark.parametrize("layer", [HAPPENINGS, PLANS])
@given(events=EVENTS, random=st.randoms(use_true_random=False))
def test_links_do_not_depend_on_the_order_and_components_add_up(layer, events, random):
    whole = layer.links(events)
    shuffled = list(events)
    random.shuffle(shuffled)
    assert layer.links(shuffled) == whole
    assert frozenset().union(*(layer.links(tied) for tied in components(layer, events))) == whole


def components(layer: Happenings | Plans, events: list[Told]) -> list[list[Told]]:
    """The events by what matches ties together, looked for as the archive does: among those that share a block."""
    found: list[list[Told]] = []
    for event in events:
        near = [c for c in found if any(layer.blocks(event) & layer.blocks(o) and layer.match(event, o) for o in c)]
        found = [c for c in found if c not in near] + [[event, *(o for c in near for o in c)]]
    return found

"""What a person decides of identity outranks the machine, now and for what comes later."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dispatchgraph.linking.decisions import Decision, decided, reach, unit
from dispatchgraph.linking.facts import Identity

DAYS = {d: date(2016, 12, n) for n, d in enumerate("abcdef", start=1)}


def machine(dispatch: str, entity: str, key: str = "", reason: str = "full-name") -> Identity:
    return Identity(dispatch=dispatch, key=key or entity, entity=entity, score=Decimal("0.9"), reason=reason)


def same(*names: str) -> Decision:
    return Decision(kind="same", on=frozenset(names))


def different(*names: str) -> Decision:
    return Decision(kind="different", on=frozenset(names))


def after(identities: list[Identity], *decisions: Decision) -> dict[str, str]:
    """The entity of each unit."""
    return {unit(i.dispatch, i.key): i.entity for i in decided(identities, decisions, DAYS)}


OSDH = [machine("b", "osdh"), machine("c", "osdh"), machine("a", "observatoire"), machine("d", "observatoire")]
MARTIN = [machine(d, "jean-martin") for d in "abc"]


def test_without_decisions_all_is_as_the_machine_says():
    assert decided(OSDH, [], DAYS) == frozenset(OSDH)


def test_entities_decided_to_be_one_go_by_the_key_told_of_first():
    assert set(after(OSDH, same("osdh", "observatoire")).values()) == {"observatoire"}


def test_what_a_decision_moved_says_so_and_the_rest_keeps_its_reason():
    found = {i.dispatch: i for i in decided(OSDH, [same("osdh", "observatoire")], DAYS)}
    assert (found["b"].reason, found["b"].score, found["b"].decided_by) == ("decision", Decimal("1.0"), "person")
    assert (found["a"].reason, found["a"].decided_by) == ("full-name", "machine")


def test_the_gazetteers_key_goes_before_the_key_told_of_first():
    told = [machine("a", "union"), machine("b", "union-africaine", reason="known-id")]
    assert set(after(told, same("union", "union-africaine")).values()) == {"union-africaine"}


def test_a_dispatch_that_comes_later_follows_a_decision_that_entities_are_one():
    assert after([*OSDH, machine("e", "osdh")], same("osdh", "observatoire"))["e/osdh"] == "observatoire"


def test_units_that_a_person_splits_off_are_an_entity_of_their_own():
    found = after(MARTIN, different("b/jean-martin", "c/jean-martin"))
    assert found == {
        "a/jean-martin": "jean-martin",
        "b/jean-martin": "b.jean-martin-apart",
        "c/jean-martin": "b.jean-martin-apart",
    }


def test_units_split_off_stay_out_of_what_the_machine_makes_of_them_later():
    later = [machine("a", "jean-martin"), machine("b", "martin-dubois", key="jean-martin"), machine("e", "jean-martin")]
    found = after(later, different("b/jean-martin"))
    assert (found["b/jean-martin"], found["e/jean-martin"]) == ("b.jean-martin-apart", "jean-martin")


def test_a_later_decision_brings_a_unit_back():
    found = after(MARTIN, different("b/jean-martin"), same("b/jean-martin", "jean-martin"))
    assert set(found.values()) == {"jean-martin"}


def test_a_later_decision_parts_what_an_earlier_one_made_one():
    assert after(OSDH, same("osdh", "observatoire"), different("osdh", "observatoire")) == after(OSDH)


def test_what_had_become_one_with_both_goes_with_neither():
    told = [*OSDH, machine("e", "ondh")]
    found = after(told, same("osdh", "observatoire"), same("ondh", "osdh"), different("osdh", "observatoire"))
    assert found == after(told)


def test_units_split_off_can_be_made_one_with_another_entity_by_their_key():
    told = [*MARTIN, machine("e", "jean-martin-senior")]
    found = after(told, different("b/jean-martin"), same("b.jean-martin-apart", "jean-martin-senior"))
    assert found["b/jean-martin"] == "jean-martin-senior"
    assert found["a/jean-martin"] == "jean-martin"


def test_a_unit_may_be_put_to_another_entity_alone():
    found = after([*MARTIN, machine("e", "jacques-martin")], same("b/jean-martin", "jacques-martin"))
    assert [found[f"{d}/jean-martin"] for d in "abc"] == ["jean-martin", "jacques-martin", "jean-martin"]


def test_a_decision_on_what_is_gone_changes_nothing():
    assert after(MARTIN, same("z/x", "nobody"), different("z/x"), different("nobody", "jean-martin")) == after(MARTIN)


def test_reach_follows_decisions_from_name_to_name():
    decisions = [same("a", "b"), same("b", "c"), same("x", "y"), different("d/k"), same("d.k-apart", "c")]
    assert reach(decisions, {"a"}) == {"a", "b", "c", "d/k", "d.k-apart"}
    assert reach(decisions, {"z"}) == {"z"}


NAMES = st.sampled_from(["p", "q", "r", "a/p", "b/q", "c/r"])
DECISIONS = st.lists(
    st.builds(Decision, kind=st.sampled_from(["same", "different"]), on=st.frozensets(NAMES, min_size=1, max_size=3)),
    max_size=5,
)
UNITS = st.lists(
    st.builds(machine, st.sampled_from("abcdef"), st.sampled_from("pqr")),
    unique_by=lambda i: (i.dispatch, i.key),
    max_size=9,
)


@given(UNITS, DECISIONS, st.randoms(use_true_random=False))
def test_every_unit_has_one_entity_whatever_the_order_it_came_in(units, decisions, random):
    found = decided(units, decisions, DAYS)
    assert sorted(unit(i.dispatch, i.key) for i in found) == sorted(unit(i.dispatch, i.key) for i in units)
    shuffled = list(units)
    random.shuffle(shuffled)
    assert decided(shuffled, decisions, DAYS) == found


@given(UNITS, DECISIONS)
def test_the_last_decision_is_in_force(units, decisions):
    if not decisions:
        return
    found, last = after(units, *decisions), decisions[-1]
    named = {found[name] for name in last.units if name in found}
    others = {found[unit(i.dispatch, i.key)] for i in units if unit(i.dispatch, i.key) not in last.units}
    if last.kind == "different":
        assert len(named) <= 1 and named.isdisjoint(others)
    elif last.units:
        assert len(named) <= 1

"""Which things of different dispatches are one: by entry, by whole name, by surname and post; and which are not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatchgraph.iri import slug
from dispatchgraph.linking.facts import Identity, Post, Thing
from dispatchgraph.linking.identity import ALONE, identities, identity
from dispatchgraph.linking.names import names_one, surname
from dispatchgraph.linking.profiles import Appearance, Profile, blocks, profile_of

LAVROV_ID = ("http://www.wikidata.org/entity/Q58217",)


def post(what: str, body: str, body_type: str = "Country", *, former: bool = False) -> Post:
    return Post(post=what, body=body, body_type=body_type, former=former)


def thing(
    dispatch: str, label: str, *posts: Post, type: str = "Person", key: str = "", known=(), day: int = 1
) -> Thing:
    return Thing(
        dispatch=dispatch,
        key=key or slug(label),
        type=type,
        label=label,
        posts=frozenset(posts),
        known=tuple(known),
        day=date(2016, 12, day),
    )


def identified(*things: Thing) -> dict[tuple[str, str], Identity]:
    """What each thing is, when these are all there are."""
    profiles: dict[tuple[str, str], Profile | None] = {}
    first: dict[Profile, Appearance] = {}
    for one in things:
        profile = profile_of(one, [t for t in things if t.dispatch == one.dispatch])
        profiles[one.dispatch, one.key] = profile
        if profile:
            here = Appearance(day=one.day or date.max, dispatch=one.dispatch, key=one.key)
            first[profile] = min(here, first.get(profile, here))
    assigned = identities(first)
    return {(d, k): identity(d, k, assigned[p] if p else ALONE) for (d, k), p in profiles.items()}


def entities(*things: Thing) -> list[str]:
    """The canonical keys of things, in their order."""
    found = identified(*things)
    return [found[t.dispatch, t.key].entity for t in things]


# --- what makes one


def test_a_whole_name_is_one_person_in_all_dispatches():
    assert entities(thing("a", "Amina Diallo"), thing("b", "Amina Diallo")) == ["amina-diallo", "amina-diallo"]


def test_what_the_gazetteer_knows_is_its_entry_whatever_its_posts():
    one = thing("a", "Sergueï Lavrov", post("ministre", "russie"), known=LAVROV_ID)
    other = thing("b", "Sergueï Lavrov", post("président", "france"), known=LAVROV_ID)
    found = identified(one, other)
    assert {(i.entity, i.reason, i.score) for i in found.values()} == {("serguei-lavrov", "known-id", Decimal("1.0"))}


def test_an_entry_has_one_key_even_where_reading_lengthened_it():
    city = {"type": "City", "known": ["http://www.wikidata.org/entity/Q90"]}
    assert entities(thing("a", "Paris", key="paris-city", **city), thing("b", "Paris", **city)) == ["paris", "paris"]


def test_two_entries_of_one_name_stay_two():
    there, here = (thing(d, "Tripoli", type="City", known=[f"wd:{d}"], key=f"tripoli-{d}") for d in ("liban", "libye"))
    assert entities(there, here) == ["tripoli-liban", "tripoli-libye"]


def test_a_name_that_the_gazetteer_has_is_its_entry():
    one = thing("a", "Sergueï Lavrov", known=LAVROV_ID, day=2)
    found = identified(thing("b", "Sergueï Lavrov"), one)["b", "serguei-lavrov"]
    assert (found.entity, found.reason, found.score) == ("serguei-lavrov", "full-name", Decimal("0.85"))


def test_a_post_in_one_body_makes_a_name_surer():
    minister = thing("a", "Claire Aubry", post("ministre des Armées", "france"))
    other = thing("b", "Claire Aubry", post("Première ministre", "france"), day=9)
    found = identified(minister, other)
    assert {i.entity for i in found.values()} == {"claire-aubry"}
    assert {(i.reason, i.score) for i in found.values()} == {("full-name-and-post", Decimal("0.95"))}


def test_a_body_is_one_by_its_name_and_a_class_of_one_branch():
    things = [
        thing("a", "Front Fateh al-Cham", type="ArmedGroup"),
        thing("b", "Front Fateh al-Cham", type="Organization"),
    ]
    assert entities(*things) == ["front-fateh-al-cham"] * 2


def test_a_description_is_an_entity_of_its_dispatch():
    rebels = thing("a", "rebelles", type="Group", key="a.rebelles")
    assert profile_of(rebels) is None
    assert blocks(profile_of(rebels)) == frozenset()
    assert entities(rebels, thing("b", "rebelles", type="Group", key="b.rebelles")) == ["a.rebelles", "b.rebelles"]


# --- what keeps apart


def test_ministers_of_two_states_are_two():
    french = thing("a", "Jean Martin", post("ministre de la Santé", "france"))
    belgian = thing("b", "Jean Martin", post("ministre des Finances", "belgique"), day=2)
    assert entities(french, belgian) == ["jean-martin", "b.jean-martin"]


def test_a_bare_name_that_could_be_of_either_is_of_neither():
    french = thing("a", "Jean Martin", post("ministre de la Santé", "france"))
    belgian = thing("b", "Jean Martin", post("ministre des Finances", "belgique"))
    bare = thing("c", "Jean Martin"), thing("d", "Jean Martin")
    assert entities(*bare, french, belgian) == ["c.jean-martin", "d.jean-martin", "jean-martin", "b.jean-martin"]
    assert identified(*bare, french, belgian)["c", "jean-martin"].reason == "alone"


def test_a_former_post_tells_which_of_two_it_is():
    french = thing("a", "Jean Martin", post("ministre de la Santé", "france"))
    belgian = thing("b", "Jean Martin", post("ministre des Finances", "belgique"))
    former = thing("c", "Jean Martin", post("ministre du Budget", "belgique", former=True))
    assert entities(french, belgian, former)[2] == "b.jean-martin"


def test_no_third_glues_two_that_conflict():
    french = thing("a", "Jean Martin", post("ministre de la Santé", "france"))
    belgian = thing("b", "Jean Martin", post("ministre des Finances", "belgique"), day=2)
    both = thing("c", "Jean Martin", post("conseiller", "france"), post("conseiller", "belgique"), day=3)
    assert entities(french, belgian, both) == ["jean-martin", "b.jean-martin", "c.jean-martin"]


def test_one_may_tie_two_that_do_not_conflict():
    mayor = thing("a", "Jean Martin", post("maire", "lille", "City"))
    senator = thing("b", "Jean Martin", post("président du groupe", "senat-francais", "Legislature"), day=2)
    both = [post("maire", "lille", "City"), post("président du groupe", "senat-francais", "Legislature")]
    belgian = thing("d", "Jean Martin", post("ministre", "belgique"), day=4)
    french = thing("e", "Jean Martin", post("ministre", "france"), day=5)
    found = entities(mayor, senator, thing("c", "Jean Martin", *both, day=3), belgian, french)
    assert found == ["jean-martin", "jean-martin", "jean-martin", "d.jean-martin", "e.jean-martin"]


def test_mayors_of_two_towns_in_one_year_are_two_and_years_apart_may_be_one():
    lille = thing("a", "Anne Petit", post("maire", "lille", "City"))
    lyon = thing("b", "Anne Petit", post("maire", "lyon", "City"), day=3)
    later = Thing(**{**vars(lyon), "day": date(2021, 3, 1)})
    assert entities(lille, lyon) == ["anne-petit", "b.anne-petit"]
    assert entities(lille, later) == ["anne-petit", "anne-petit"]


def test_a_former_minister_elsewhere_does_not_conflict():
    now = thing("a", "Jean Martin", post("ministre", "france"))
    then = thing("b", "Jean Martin", post("ministre", "belgique", former=True))
    assert entities(now, then) == ["jean-martin", "jean-martin"]


@pytest.mark.parametrize(
    ("one", "other"), [("Country", "City"), ("Person", "Company"), ("ArmedGroup", "PoliticalParty"), ("City", "Region")]
)
def test_classes_that_do_not_fit_keep_one_name_apart(one, other):
    assert entities(thing("a", "Grand Bassam", type=one), thing("b", "Grand Bassam", type=other, day=2)) == [
        "grand-bassam",
        "b.grand-bassam",
    ]


def test_a_general_class_is_of_neither_of_two_special_ones():
    things = [
        thing(d, "Mouvement de mars", type=t)
        for d, t in (("a", "ArmedGroup"), ("b", "PoliticalParty"), ("c", "Organization"))
    ]
    assert entities(*things) == ["mouvement-de-mars", "b.mouvement-de-mars", "c.mouvement-de-mars"]


def test_what_one_dispatch_keeps_apart_stays_apart():
    father, son = thing("a", "Jean Martin"), thing("a", "Jean Martin", key="jean-martin-person")
    assert entities(father, son) == ["a.jean-martin", "a.jean-martin-person"]
    assert entities(father, son, thing("b", "Jean Martin"))[2] == "b.jean-martin"


@pytest.mark.parametrize(
    ("label", "type"),
    [
        ("Sénat", "Legislature"),
        ("ministère de la Défense", "Government"),
        ("Cour suprême", "Court"),
        ("Constitution", "Document"),
    ],
)
def test_a_name_that_every_state_has_one_of_is_that_of_many(label, type):
    assert entities(thing("a", label, type=type), thing("b", label, type=type)) == [f"{d}.{slug(label)}" for d in "ab"]


def test_a_slug_that_the_gazetteer_has_is_not_given_to_another():
    city = thing("b", "Saint Denis", type="City", known=["wd:Q1"], day=2)
    assert entities(thing("a", "Saint Denis", type="Company"), city) == ["a.saint-denis", "saint-denis"]


def test_two_of_one_name_in_a_dispatch_stay_two_whatever_their_posts():
    minister = thing("a", "Jean Martin", post("ministre", "france"))
    mayor = thing("a", "Jean Martin", post("maire", "lille", "City"), key="jean-martin-person")
    again = thing("b", "Jean Martin", post("maire", "lille", "City"), day=2)
    assert entities(minister, mayor, again) == ["jean-martin", "a.jean-martin-person", "a.jean-martin-person"]


def test_what_shares_something_with_two_that_conflict_is_of_neither():
    french = thing("a", "Jean Martin", post("ministre de la Santé", "france"))
    belgian = thing("b", "Jean Martin", post("ministre des Finances", "belgique"))
    once = [post("consul", state, former=True) for state in ("france", "belgique")]
    assert entities(french, belgian, thing("c", "Jean Martin", *once))[2] == "c.jean-martin"


def test_what_joined_by_a_former_post_brings_no_other_along():
    french = thing("a", "Jean Martin", post("ministre de la Santé", "france"))
    belgian = thing("b", "Jean Martin", post("ministre des Finances", "belgique"))
    once = [post("consul", "belgique", former=True), post("échevin", "liege", "City", former=True)]
    joined, other = thing("c", "Jean Martin", *once, day=2), thing("d", "Jean Martin", once[1], day=3)
    assert entities(french, belgian, joined, other)[2:] == ["b.jean-martin", "d.jean-martin"]


def test_the_head_of_two_firms_and_of_their_alliance_is_one():
    heads = [post("président", firm, "Company") for firm in ("veloria", "norstar", "veloria-norstar")]
    assert len(set(entities(thing("a", "Hugo Lang", heads[0], heads[2]), thing("b", "Hugo Lang", *heads[1:])))) == 1
    assert len(set(entities(thing("a", "Hugo Lang", heads[0]), thing("b", "Hugo Lang", heads[1])))) == 2


def test_a_title_is_no_part_of_a_name():
    assert set(entities(thing("a", "Mme Amina Diallo"), thing("b", "Amina Diallo"))) == {"amina-diallo"}


# --- surnames


def test_a_surname_alone_is_known_only_in_its_dispatch():
    full = thing("a", "Sergueï Lavrov", post("ministre des Affaires étrangères", "russie"))
    assert entities(full, thing("b", "Lavrov"), thing("c", "M. Lavrov", key="lavrov"))[1:] == ["b.lavrov", "c.lavrov"]


def test_a_surname_with_the_post_that_one_of_that_name_has_is_that_person():
    full = thing("a", "Sergueï Lavrov", post("ministre des Affaires étrangères", "russie"), known=LAVROV_ID)
    short = thing("b", "Lavrov", post("ministre des Affaires étrangères", "russie"))
    found = identified(full, short)["b", "lavrov"]
    assert (found.entity, found.score, found.reason) == ("serguei-lavrov", Decimal("0.8"), "surname-and-post")


def test_a_surname_and_post_that_two_have_is_of_neither():
    posts = [post("ministre de l'Intérieur", "france")]
    brothers = thing("a", "Jean Martin", *posts), thing("b", "Paul Martin", *posts, day=20)
    assert entities(*brothers, thing("c", "Martin", *posts))[2] == "c.martin"


def test_a_surname_beside_the_whole_name_in_one_dispatch_is_another_person():
    posts = [post("ministre de l'Intérieur", "france")]
    full, short = thing("a", "Jean Martin", *posts), thing("a", "Martin", *posts)
    assert entities(full, short) == ["jean-martin", "a.martin"]
    assert blocks(profile_of(short, [full, short])) == frozenset()


@pytest.mark.parametrize("what", ["député", "porte-parole", ""])
def test_a_post_that_many_hold_tells_no_surname(what):
    full, short = thing("a", "Jean Martin", post(what, "france")), thing("b", "Martin", post(what, "france"))
    assert entities(full, short)[1] == "b.martin"


def test_a_post_in_a_body_that_only_one_dispatch_tells_of_tells_no_surname():
    full = thing("a", "Jean Martin", post("directeur", "a.hopital", "Facility"))
    assert entities(full, thing("b", "Martin", post("directeur", "a.hopital", "Facility")))[1] == "b.martin"


@pytest.mark.parametrize(
    ("label", "enough", "short"),
    [
        ("Bachar al-Assad", True, "assad"),
        ("al-Assad", False, "assad"),
        ("Dominique de Villepin", True, "villepin"),
        ("M. de Villepin", False, "villepin"),
        ("Le Pen", False, "pen"),
        ("Marine Le Pen", True, "pen"),
        ("J. Martin", False, "martin"),
        ("Jean-Marie Dupont", True, "dupont"),
    ],
)
def test_a_whole_name_has_two_words_that_tell(label, enough, short):
    assert (names_one(label, "Person"), surname(label)) == (enough, short)


# --- order plays no part

LABELS = st.sampled_from(["Jean Martin", "Martin", "Paul Martin"])
POSTS = st.frozensets(
    st.builds(
        post,
        st.sampled_from(["ministre de la Santé", "maire"]),
        st.sampled_from(["france", "belgique", "lille"]),
        st.sampled_from(["Country", "City"]),
        former=st.booleans(),
    ),
    max_size=2,
)


@st.composite
def archives(draw) -> Sequence[Thing]:
    found = []
    for dispatch in "abcdef"[: draw(st.integers(1, 6))]:
        for n, label in enumerate(draw(st.lists(LABELS, min_size=1, max_size=2))):
            known = LAVROV_ID if n == 0 and label == "Jean Martin" and draw(st.integers(0, 4)) == 0 else ()
            key = slug(label) + "-person" * n  # as reading lengthens a key that is taken
            found.append(thing(dispatch, label, *draw(POSTS), key=key, known=known, day=draw(st.integers(1, 3))))
    return found


@given(archives(), st.randoms(use_true_random=False))
def test_identity_does_not_depend_on_the_order_of_arrival(things, random):
    shuffled = list(things)
    random.shuffle(shuffled)
    assert identified(*shuffled) == identified(*things)


@given(archives())
def test_two_things_of_a_dispatch_are_never_made_one(things):
    found = identified(*things)
    assert all(
        len({i.entity for i in found.values() if i.dispatch == d}) == sum(k[0] == d for k in found) for d in "abcdef"
    )


@given(archives())
def test_no_entity_of_the_machine_has_ministers_of_two_states_but_by_the_gazetteer(things):
    found = identified(*things)
    by_entity: dict[str, list[frozenset[str]]] = {}
    for one in things:
        states = frozenset(p.body for p in one.posts if p.body_type == "Country" and not p.former)
        it = found[one.dispatch, one.key]
        if states and it.reason != "known-id":
            by_entity.setdefault(it.entity, []).append(states)
    assert all(not a.isdisjoint(b) for group in by_entity.values() for a in group for b in group)


@given(archives())
def test_profiles_that_share_no_block_do_not_matter_to_each_other(things):
    """The archive looks only at what blocks connect."""
    whole = identified(*things)
    for one in things:
        near, seen = {one}, set()
        while near != seen:
            seen = set(near)
            shared = frozenset().union(*(_blocks(t, things) for t in seen))
            near |= {t for t in things if _blocks(t, things) & shared}
        profiles = {t: profile_of(t, [o for o in things if o.dispatch == t.dispatch]) for t in near}
        first: dict[Profile, Appearance] = {}
        for t, p in profiles.items():
            here = Appearance(day=t.day, dispatch=t.dispatch, key=t.key)
            first[p] = min(first.get(p, here), here)
        assert identity(one.dispatch, one.key, identities(first)[profiles[one]]) == whole[one.dispatch, one.key]


def _blocks(one: Thing, things: Sequence[Thing]) -> frozenset[str]:
    return blocks(profile_of(one, [t for t in things if t.dispatch == one.dispatch]))

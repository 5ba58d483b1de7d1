"""Copies, relays and updates repeat a dispatch; another dispatch on the same event does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatchgraph.linking.copies import Copies, containment, resemblance, sketch
from dispatchgraph.linking.facts import Link, Text

GOLD = Path(__file__).parent / "gold"
STORIES = [path.read_text("utf-8") for path in sorted(GOLD.glob("fr-*.txt"))[:12]]
STORY, OTHER = STORIES[:2]
NOTICE = """Ces informations sont fournies par le service de presse et n'engagent que leurs auteurs ; toute reproduction,
même partielle, est soumise à l'autorisation préalable de l'éditeur et de ses ayants droit."""
FLASH = "Un train de marchandises a déraillé mardi matin près de la gare de Valmont, a annoncé la préfecture."
RIVALS = (
    "Le déraillement d'un convoi de fret, mardi à l'aube, a coupé la ligne entre Valmont et la côte ; la préfecture "
    "n'a pas signalé de blessé et une enquête a été ouverte par le parquet, selon un porte-parole du réseau.",
    "Mardi vers six heures, douze wagons sont sortis des rails aux abords de Valmont. Personne n'a été touché, a fait "
    "savoir la préfecture, mais le trafic ne reprendra pas avant jeudi, d'après le gestionnaire des voies.",
)


def dispatch(name: str, text: str, day: int | None = 1) -> Text:
    when = date(2024, 3, day) if day else None
    return Text(iri=f"d:{name}", dispatch=name, day=when, sketch=sketch(text), size=len(text.split()))


def repeats(a: Text, b: Text) -> bool:
    """Whether two match, and could be found by their blocks."""
    layer = Copies()
    found = layer.match(a, b)
    assert found == layer.match(b, a)
    if found:
        assert layer.blocks(a) & layer.blocks(b)
    return found


def body(text: str) -> str:
    return text.partition("\n")[2]


def update(text: str) -> str:
    """A text with two fifths more of it, by other words."""
    words = text.split()
    return " ".join([*words, *(OTHER.split() * 3)[: len(words) * 2 // 5]])


@pytest.mark.parametrize("story", [STORY, *STORIES[2:6]])
def test_a_copy_a_relay_and_an_update_repeat_a_dispatch(story):
    first = dispatch("a", story)
    relay = "La une de notre édition du soir\nVALMONT, 12 mars (Agence) - " + body(story).rstrip()[:-120]
    for text in (story, relay, update(story)):
        assert repeats(first, dispatch("b", text, day=2))


def test_typography_makes_no_other_text():
    plain = "Le ministre a dit: \"nous irons\" jusqu'à la fin, a-t-on su, et 8 000 manifestants l'ont hué à la sortie du palais."
    fine = "Le ministre a dit : « nous irons » jusqu’à la fin, a-t-on su, et 8 000 manifestants l’ont hué à la sortie du palais."
    assert sketch(plain) == sketch(fine)


def test_a_flash_is_found_in_the_story_that_grew_of_it():
    flash = " ".join(STORY.split()[:60])
    assert repeats(dispatch("a", flash), dispatch("b", " ".join([flash, *OTHER.split(), *STORIES[2].split()])))


@pytest.mark.parametrize("one", range(len(STORIES)))
def test_texts_of_other_events_repeat_nothing(one):
    assert not any(repeats(dispatch("a", STORIES[one]), dispatch("b", t)) for t in STORIES[:one])


def test_two_dispatches_on_one_event_do_not_repeat_each_other():
    assert not repeats(dispatch("a", RIVALS[0]), dispatch("b", RIVALS[1]))


def test_one_notice_at_the_end_makes_no_copy():
    flashes = (dispatch(n, " ".join(t.split()[:60]) + NOTICE) for n, t in (("a", STORY), ("b", OTHER)))
    assert not repeats(*flashes)


def test_background_taken_over_makes_no_copy():
    words, other = STORY.split(), OTHER.split() * 3
    part = len(words) * 2 // 5
    later = " ".join([*other[: len(words) - part], *words[-part:]])
    assert not repeats(dispatch("a", STORY), dispatch("b", later, day=2))


def test_a_short_text_is_repeated_only_whole_and_at_once():
    flash = dispatch("a", FLASH)
    assert repeats(flash, dispatch("b", FLASH.upper(), day=2))
    assert not repeats(flash, dispatch("b", FLASH + " Aucun blessé."))
    assert not repeats(flash, dispatch("b", FLASH, day=5))


def test_after_a_week_only_the_very_same_text_is_a_copy():
    first = dispatch("a", STORY)
    assert repeats(first, dispatch("b", update(STORY), day=8))
    assert not repeats(first, dispatch("b", update(STORY), day=9))
    assert repeats(first, dispatch("b", STORY, day=30))
    assert repeats(first, dispatch("b", STORY, day=None))


def test_nothing_repeats_a_text_without_words():
    assert sketch(" …\n") == frozenset()
    assert not repeats(dispatch("a", ""), dispatch("b", ""))


def test_each_repeats_the_earliest():
    items = [dispatch("c", STORY, 1), dispatch("a", STORY, 2), dispatch("b", update(STORY), 2)]
    assert Copies().links(items) == {Link(subject=f"d:{n}", predicate="repeats", object="d:c") for n in "ab"}


def test_a_text_has_few_fingerprints_however_long_it_is():
    assert len(sketch(" ".join(STORIES))) == len(sketch(STORY)) == 128
    assert len(Copies().blocks(dispatch("a", STORY))) < 128


def test_a_corrected_version_resembles_and_another_text_does_not():
    words = STORY.split()
    corrected = " ".join("treize" if n in {20, 90, 160} else w for n, w in enumerate(words))
    assert resemblance(STORY, corrected) > 0.9
    assert resemblance(sketch(STORY), corrected) == resemblance(STORY, corrected)
    assert resemblance(STORY, OTHER) < 0.1
    assert resemblance(FLASH, FLASH.replace("mardi", "mercredi")) > 0.5
    assert resemblance(FLASH, "Wall Street a ouvert en hausse.") < 0.2


WORDS = st.lists(st.sampled_from(["le", "la", "un", "train", "ville", "ministre", "mardi"]), max_size=60).map(" ".join)


@given(WORDS, WORDS)
def test_containment_is_symmetric_and_between_nought_and_one(a, b):
    assert 0 <= containment(sketch(a), sketch(b)) == containment(sketch(b), sketch(a)) <= 1


@given(st.lists(st.tuples(st.sampled_from(STORIES[:3]), st.integers(1, 12)), max_size=6), st.randoms())
def test_links_do_not_depend_on_the_order(texts, random):
    items = [dispatch(f"d{n}", text, day) for n, (text, day) in enumerate(texts)]
    expected = Copies().links(items)
    random.shuffle(items)
    assert Copies().links(items) == expected

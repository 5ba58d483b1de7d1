"""The invented dispatches that archives are measured with: they read as dispatches, and tell stories that hang together."""

from __future__ import annotations

import importlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from dispatchgraph.linking.copies import REPEATED, resemblance
from dispatchgraph.read import read_text

FOLDER = Path(__file__).parents[1] / "benchmarks"
COUNT = 300


@pytest.fixture
def module(monkeypatch) -> ModuleType:
    if not FOLDER.exists():
        pytest.skip("the benchmarks are not in this copy of the project")
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module("dispatches")


@pytest.fixture
def told(module) -> Sequence[tuple[str, str]]:
    return list(module.dispatches(COUNT, 1))


def by_story(told: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    found = defaultdict(list)
    for identifier, text in told:
        found[identifier.rpartition("-")[0]].append(text)
    return dict(list(found.items())[:-1])  # the last may be cut off


def test_the_same_numbers_give_the_same_dispatches_and_others_others(module, told):
    assert list(module.dispatches(COUNT, 1)) == told
    assert list(module.dispatches(COUNT // 2, 1)) == told[: COUNT // 2]
    assert list(module.dispatches(COUNT, 2)) != told


def test_there_are_as_many_as_were_asked_for_each_with_an_id_of_its_own(told):
    assert len(told) == len({identifier for identifier, _ in told}) == COUNT


def test_every_dispatch_says_where_when_and_by_whom_it_was_sent(told):
    for identifier, text in told:
        dispatch = read_text(text)
        assert dispatch.date is not None and dispatch.date.year >= 2014, identifier
        assert dispatch.publisher is not None and dispatch.language == "fr", identifier


def test_no_cast_of_the_gold_is_left(module, told):
    importlib.import_module("stories")
    every = "\n".join(text for _, text in told)
    given = {f"{p.given} {p.surname}" for story in module.stories() for p in story.cast}
    assert given and not [name for name in given if name in every]


def test_days_of_the_week_still_fall_on_their_days(module, told):
    published = {story.name: (story.published, {0, *(i.day for i in story.then)}) for story in module.stories()}
    for identifier, text in told:
        was, days = published[re.split(r"-\d{5}-", identifier)[0]]
        dispatch = read_text(text)
        assert dispatch.date and (dispatch.date - was).days % 7 in {day % 7 for day in days}, identifier


def test_de_is_elided_before_a_vowel_and_nowhere_else(told):
    every = "\n".join(text for _, text in told)
    assert not re.findall(r"\b[dD]e [AEIOUÉÈÎÔ]\w+", every)
    assert not re.findall(r"\b[dD][’'][BCDFGJKLMNPQRSTVWXZ]\w+", every)


def test_a_story_is_told_on_several_days_by_several_agencies(told):
    for story, texts in by_story(told).items():
        read = [read_text(text) for text in texts]
        days = [d.date for d in read if d.date]
        assert all(earlier <= later for earlier, later in pairwise(days)), story
        assert len(set(days)) > 1 and len({d.publisher.of(d.text) for d in read if d.publisher}) > 1, story


def test_some_dispatches_of_most_stories_repeat_another(told):
    stories = by_story(told)
    assert sum(any(_copies(texts)) for texts in stories.values()) > len(stories) * 0.6
    assert sum(map(len, stories.values())) > sum(1 for texts in stories.values() for _ in _copies(texts)) * 2


def _copies(texts: Sequence[str]) -> Iterator[str]:
    return (new for i, new in enumerate(texts) if any(resemblance(old, new) >= REPEATED for old in texts[:i]))


def test_two_persons_of_one_name_occur(module):
    importlib.import_module("stories")
    chiefs = re.compile(r"(?:Me|avocate?,|directeur général,) ((?:[A-ZÉ][\w-]+ ){1,2}[A-ZÉ][\w-]+)")
    found = defaultdict(set)
    for identifier, text in module.dispatches(3000, 1):
        for name in chiefs.findall(text):
            found[name].add(re.split(r"-\d{5}-", identifier)[0])
    assert any(len(stories) > 1 for stories in found.values())


def test_offices_are_held_by_the_same_person_in_all_stories_of_a_country(module):
    premier = re.compile(r"Premier ministre, (\w+ \w+), a condamné une « lâcheté")
    found = [m[1] for _, text in module.dispatches(1500, 1) for m in premier.finditer(text)]
    assert len(found) > 5 and len(set(found)) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("le 22 janvier 2018", "le 5 février 2018"),
        ("du 18 au 29 mars", "du 1er au 12 avril"),
        ("du 20 au 29 janvier", "du 3 au 12 février"),
        ("du 10 au 20 janvier", "du 24 janvier au 3 février"),
        ("le 18 mars", "le 1er avril"),
        ("en juillet", "en juillet"),
        ("fin mars, congrès de mars", "fin mars, congrès de mars"),
        ("en 2016", "en 2016"),
        ("fin décembre 2016", "fin décembre 2016"),
        ("Dix-sept morts, 17 morts, 1.200 déplacés, 17,5 %", "Vingt et un morts, 21 morts, 1.500 déplacés, 17,5 %"),
        ("de Lima et d’Anne Durand", "d’Arequipa et de Berthe Morin"),
        ("LIMA, M. Durand", "AREQUIPA, M. Morin"),
        ("A Lima, 17 rue de Limans", "A Arequipa, 21 rue de Limans"),
    ],
)
def test_names_days_and_figures_are_put_for_others_in_one_pass(module, old, new):
    recasting = importlib.import_module("recasting")
    names = {"Lima": "Arequipa", "Arequipa": "Lima", "Anne Durand": "Berthe Morin", "Durand": "Morin"}
    words = recasting.Recast(names=names, published=date(2018, 1, 22), weeks=2, figures={17: 21, 1200: 1500})
    assert words.text(old) == new

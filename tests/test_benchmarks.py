"""The invented archive that benchmarks are run on: a graph like those we write, the same each time."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, Dataset

from dispatchgraph.validate import validate
from dispatchgraph.vocab import DG, GAF, NIF, union

FOLDER = Path(__file__).parents[1] / "benchmarks"
ENTITIES, EVENTS = 90, 60

Archive = Callable[..., Dataset]


@pytest.fixture
def archive(monkeypatch) -> Archive:
    if not FOLDER.exists():
        pytest.skip("the benchmarks are not in this copy of the project")
    monkeypatch.syspath_prepend(str(FOLDER))
    found: Archive = importlib.import_module("archive").archive
    return found


@pytest.fixture
def small(archive) -> Dataset:
    return archive(entities=ENTITIES, events=EVENTS, seed=7)


def test_the_archive_conforms_to_the_shapes(small):
    assert str(validate(small)) == "conforms"


def test_the_archive_has_as_many_entities_and_events_as_were_asked_for(small):
    denoted = set(small.subjects(GAF.denotedBy))
    assert sum("/entity/" in str(node) for node in denoted) == ENTITIES
    assert len(set(small.subjects(RDF.type, DG.Event))) == EVENTS


def test_every_span_of_the_archive_stands_in_its_text_and_in_one_sentence(small):
    flat = union(small)
    spans = set(flat.objects(None, GAF.denotedBy))
    assert len(spans) > ENTITIES
    for span in spans:
        text = str(flat.value(flat.value(span, NIF.referenceContext), NIF.isString))
        begin, end = (flat.value(span, p).toPython() for p in (NIF.beginIndex, NIF.endIndex))
        assert text[begin:end] == str(flat.value(span, NIF.anchorOf))
        (sentence,) = flat.objects(span, NIF.sentence)
        assert str(flat.value(span, NIF.anchorOf)) in str(flat.value(sentence, NIF.anchorOf))


def test_the_same_seed_gives_the_same_archive_and_another_seed_another(archive, small):
    again, other = (archive(entities=ENTITIES, events=EVENTS, seed=seed) for seed in (7, 8))
    assert set(again.quads()) == set(small.quads())
    assert set(other.quads()) != set(small.quads())

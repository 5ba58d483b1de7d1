"""Dispatches read together say what each says alone, and one that cannot be read is the only one that is not."""

from __future__ import annotations

import pytest

from dispatchgraph import batches, pipeline, store
from dispatchgraph.cli import run
from dispatchgraph.errors import InputError
from dispatchgraph.pipeline import build_dispatch
from dispatchgraph.read import read_text
from dispatchgraph.settings import Settings

TEXTS = {
    "veto": "NEW YORK, 5 déc 2016 - La Russie a mis son veto lundi à la résolution, a annoncé Anne Petit.",
    "greve": "ROME, 3 mai 2021 - Les cheminots italiens ont rejeté mardi la proposition du gouvernement.",
    "crue": "GAO, 7 août 2019 - Une crue a fait au moins douze morts dimanche près de Gao, selon la police.",
}


@pytest.fixture
def dispatches():
    return [read_text(text, id=name) for name, text in TEXTS.items()]


@pytest.mark.parametrize("size", [1, 150, 10**6])
def test_however_many_are_read_together_each_says_what_it_says_alone(dispatches, monkeypatch, size):
    monkeypatch.setattr(batches, "_BATCH", size)
    found = dict(batches.in_turn(dispatches, Settings()))
    assert found == {d: pipeline.nquads(d) for d in dispatches}


def test_of_dispatches_read_together_only_the_bad_one_is_refused(dispatches, monkeypatch):
    written = pipeline.read_records

    def read(some):
        for record in written(some):
            if record.dispatch.id == "greve":
                raise MemoryError
            yield record

    monkeypatch.setattr(pipeline, "read_records", read)
    found = dict(batches.in_turn(dispatches, Settings()))
    assert [type(found[d]) for d in dispatches] == [bytes, InputError, bytes]
    assert str(found[dispatches[1]]) == "greve: MemoryError: it takes more memory than there is"


def test_a_file_of_quads_has_the_graphs_in_order_whoever_comes_first(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    given = [str(tmp_path / f"{name}.txt") for name in TEXTS]
    assert run(["build", *given, "-o", str(tmp_path / "all.nq")]) == 0
    merged = store.merge(build_dispatch(read_text(text, id=name)) for name, text in TEXTS.items())
    assert (tmp_path / "all.nq").read_bytes() == store.dumps(merged, format="nquads")


def test_a_dispatch_that_comes_twice_is_told_once(tmp_path):
    (tmp_path / "veto.txt").write_text(TEXTS["veto"], "utf-8")
    once, twice = tmp_path / "once.nq", tmp_path / "twice.nq"
    assert run(["build", str(tmp_path / "veto.txt"), "-o", str(once)]) == 0
    assert run(["build", *[str(tmp_path / "veto.txt")] * 2, "-o", str(twice)]) == 0
    assert twice.read_bytes() == once.read_bytes()

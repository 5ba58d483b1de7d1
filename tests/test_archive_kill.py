"""Killed at any moment, a command leaves each dispatch whole or not at all, and loses nothing that was there before."""

from __future__ import annotations

import random
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from dispatchgraph.archive import open_archive
from dispatchgraph.archive.graphs import quads_in
from dispatchgraph.pipeline import build_dispatch
from dispatchgraph.read import read_text
from killing import KILLS, Warm, files, warm

EACH = max(2, KILLS // 4)  #: kills of each command
DISPATCHES = 16
KILLED = -signal.SIGKILL

TEXT = (
    "NANTES, 12 mars 2024 (AFP) - Le maire de Nantes, Paul Verdier, a rejeté mardi la proposition du préfet. "
    "Selon la police, au moins douze manifestants ont été blessés lundi à Nantes."
)


@pytest.fixture(scope="module")
def graphs(tmp_path_factory) -> Path:
    """A folder with the graphs of many dispatches, each a text of its own by its digest and id."""
    folder = tmp_path_factory.mktemp("graphs")
    dispatch = read_text(TEXT, id="depeche", language="fr")
    written = (serialize(quads_in(build_dispatch(dispatch)), format=RdfFormat.N_QUADS) or b"").decode()
    for number in range(DISPATCHES):
        own = written.replace("dispatch/depeche", f"dispatch/depeche-{number:03}")
        own = own.replace(dispatch.sha256, f"{number:064}").replace("douze", f"{number} cents")
        (folder / f"{number:03}.nq").write_text(own, "utf-8")
    return folder


@pytest.fixture(scope="module")
def texts(tmp_path_factory) -> Path:
    """A folder with a few dispatches."""
    folder = tmp_path_factory.mktemp("texts")
    for number in range(5):
        (folder / f"{number}.txt").write_text(TEXT.replace("douze", f"{number + 2} cents"), "utf-8")
    return folder


@pytest.fixture(scope="module")
def runner(texts) -> Iterator[Warm]:
    with warm(["build", str(texts / "0.txt"), "--format", "html"]) as found:
        yield found


def whole(graphs: Path) -> dict[str, int]:
    """How many statements each dispatch has when it is whole."""
    found = Counter(
        q.graph_name.value for p in graphs.glob("*.nq") for q in parse(path=str(p), format=RdfFormat.N_QUADS)
    )
    return dict(found)


def held(store: Path) -> dict[str, int]:
    """How many statements each dispatch has in a store; none where it has not become one."""
    if not (store / "snapshots" / "current").exists():
        return {}
    with open_archive(store) as archive:
        return dict(
            Counter(q.graph_name.value for q in archive.backend.quads() if q.graph_name.value.endswith("/graph"))
        )


def test_add_that_is_killed_loses_nothing_that_it_held_and_holds_no_half(runner, graphs, tmp_path):
    expected, moments, killed = whole(graphs), random.Random(20161205), 0
    most = runner.seconds(["add", str(tmp_path / "calm"), str(graphs)])
    store, before = tmp_path / "0", set[str]()
    for number in count():
        if killed == EACH:
            break
        killed += runner.run(["add", str(store), str(graphs)], kill_after=moments.uniform(0, most)) == KILLED
        found = held(store)
        assert found == {name: expected[name] for name in found}
        assert before <= set(found)
        before = set(found)
        if found == expected:
            store, before = tmp_path / f"{number + 1}", set()
    assert runner.run(["add", str(store), str(graphs)]) == 0
    assert held(store) == expected


def test_remove_that_is_killed_takes_dispatches_away_whole_and_brings_none_back(runner, graphs, tmp_path):
    expected, moments, killed = whole(graphs), random.Random(20161206), 0
    full, calm, store = tmp_path / "full", tmp_path / "calm", tmp_path / "store"
    assert runner.run(["add", str(full), str(graphs)]) == 0
    everything = [f"depeche-{number:03}" for number in range(DISPATCHES)]
    shutil.copytree(full, calm, symlinks=True)
    most = runner.seconds(["remove", str(calm), *everything[:-1]])
    assert len(held(calm)) == 1
    before: dict[str, int] = {}
    while killed < EACH:
        if len(before) <= 1:
            shutil.rmtree(store, ignore_errors=True)
            shutil.copytree(full, store, symlinks=True)
            before = expected
        there = [name for name in everything[:-1] if any(f"/{name}/" in graph for graph in before)]
        killed += runner.run(["remove", str(store), *there], kill_after=moments.uniform(0, most)) == KILLED
        found = held(store)
        assert found == {name: before[name] for name in found}
        assert any(f"/{everything[-1]}/" in graph for graph in found)
        before = found


def test_build_that_is_killed_leaves_whole_files_or_none(runner, texts, tmp_path):
    moments, killed = random.Random(20161207), 0
    most = runner.seconds(["build", str(texts), "-o", f"{tmp_path}/calm/"])
    expected = files(tmp_path / "calm")
    assert len(expected) == 15
    before = set[str]()
    while killed < EACH:
        killed += runner.run(["build", str(texts), "-o", f"{tmp_path}/out/"], kill_after=moments.uniform(0, most)) == -9
        found = files(tmp_path / "out")
        assert found == {name: expected[name] for name in found}
        assert before <= set(found)
        before = set(found)
    assert runner.run(["build", str(texts), "-o", f"{tmp_path}/out/"]) == 0
    assert files(tmp_path / "out") == expected


def test_export_that_is_killed_leaves_the_old_file_or_the_new(runner, texts, tmp_path):
    moments, killed, graphs, expected, most = random.Random(20161208), 0, [], [], 0.0
    for number in range(2):
        graph = tmp_path / f"{number}.trig"
        assert runner.run(["build", str(texts / f"{number}.txt"), "-o", str(graph)]) == 0
        most = max(most, runner.seconds(["export", str(graph), "-o", str(tmp_path / f"{number}.html")]))
        graphs.append(graph)
        expected.append((tmp_path / f"{number}.html").read_bytes())
    (tmp_path / "out").mkdir()
    target = tmp_path / "out" / "graph.html"
    target.write_bytes(expected[1])
    for number in count():
        if killed == EACH:
            break
        # The title is the file's name, and both are to have the same.
        command = ["export", str(graphs[number % 2]), "-o", str(target)]
        killed += runner.run(command, kill_after=moments.uniform(0, most)) == KILLED
        assert files(tmp_path / "out").keys() == {"graph.html"}
        assert target.read_bytes() in expected


def test_an_archive_that_was_killed_is_the_same_as_one_that_was_not(runner, graphs, tmp_path):
    most = runner.seconds(["add", str(tmp_path / "calm"), str(graphs)])
    for share in (0.3, 0.5, 0.7):
        runner.run(["add", str(tmp_path / "killed"), str(graphs)], kill_after=share * most)
    assert runner.run(["add", str(tmp_path / "killed"), str(graphs)]) == 0
    with open_archive(tmp_path / "calm") as calm, open_archive(tmp_path / "killed") as killed:
        assert set(calm.backend.quads()) == set(killed.backend.quads())

"""Killed at any moment, an archive holds each dispatch whole or not at all, and the run goes on where it was."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from dispatchgraph.archive import open_archive
from dispatchgraph.archive.graphs import quads_in
from dispatchgraph.pipeline import build_dispatch
from dispatchgraph.read import read_text

KILLS = 20
DISPATCHES = 60

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


def whole(graphs: Path) -> dict[str, int]:
    """How many statements each dispatch has when it is whole."""
    found = Counter(
        q.graph_name.value for p in graphs.glob("*.nq") for q in parse(path=str(p), format=RdfFormat.N_QUADS)
    )
    return dict(found)


def held(store: Path) -> dict[str, int]:
    """How many statements each dispatch has in a store."""
    with open_archive(store) as archive:
        return dict(
            Counter(q.graph_name.value for q in archive.backend.quads() if q.graph_name.value.endswith("/graph"))
        )


def add(store: Path, graphs: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dispatchgraph", "add", str(store), str(graphs)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_killed_twenty_times_it_loses_nothing_that_it_held_and_holds_no_half(graphs, tmp_path):
    store, moments = tmp_path / "store", random.Random(20161205)
    expected, before = whole(graphs), set()
    killed = 0
    for _ in range(KILLS):
        running = add(store, graphs)
        time.sleep(moments.uniform(0.3, 1.2))
        running.send_signal(signal.SIGKILL)
        killed += running.wait() == -signal.SIGKILL
        if not (store / "snapshots" / "current").exists():
            continue
        found = held(store)
        assert found == {name: expected[name] for name in found}
        assert before <= set(found)
        before = set(found)
    assert killed >= KILLS // 2
    assert add(store, graphs).wait() == 0
    assert held(store) == expected


def test_an_archive_that_was_killed_is_the_same_as_one_that_was_not(graphs, tmp_path):
    for name, pauses in (("calm", ()), ("killed", (0.5, 0.6, 0.7))):
        for pause in pauses:
            running = add(tmp_path / name, graphs)
            time.sleep(pause)
            running.kill()
            running.wait()
        assert add(tmp_path / name, graphs).wait() == 0
    with open_archive(tmp_path / "calm") as calm, open_archive(tmp_path / "killed") as killed:
        assert set(calm.backend.quads()) == set(killed.backend.quads())

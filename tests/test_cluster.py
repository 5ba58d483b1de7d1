"""Shards on a Dask cluster: a real scheduler and two real workers, one of which is killed at its work."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from dispatchgraph.cli import run as command
from dispatchgraph.settings import Settings
from dispatchgraph.shards import run
from dispatchgraph.shards.build import build_shard
from dispatchgraph.shards.cluster import on_cluster

pytest.importorskip("distributed", reason="the extra «dask» is not installed")

NAMES = [f"depeche-{number:02}" for number in range(15)]
SETTINGS = Settings(language="fr", date="2024-03-12")

# What workers load before they begin: reading that takes its time and knows no French.
PRELOAD = """
import os, pathlib, time
from dispatchgraph import pipeline

def nquads(dispatch, **given):
    words = dispatch.text.split()
    pathlib.Path({marks!r}, f"{{words[-1]}}-{{os.getpid()}}").touch()
    time.sleep(0.3)
    if "TUEUR" in words:
        os._exit(3)
    return f"<urn:{{dispatch.id}}> <urn:says> <urn:so> <urn:g> .\\n".encode()

pipeline.nquads = nquads
pipeline.nquads_of_all = lambda dispatches, **given: (nquads(d, **given) for d in dispatches)
"""


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """A folder where workers leave a file for each dispatch that they begin."""
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.txt").write_text(f"Le maire de Nantes a rejeté la proposition {name}", "utf-8")
    return folder


@pytest.fixture
def cluster(tmp_path: Path, marks: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two workers."""
    preload, told = tmp_path / "preload.py", tmp_path / "scheduler.json"
    preload.write_text(PRELOAD.format(marks=str(marks)), "utf-8")
    local = ["--scheduler-file", str(told), "--host", "127.0.0.1", "--no-dashboard"]
    worker = [*local, "--no-nanny", "--nthreads", "1", "--local-directory", str(tmp_path), "--preload", str(preload)]
    with started("dask_scheduler", *local, "--port", "0"):
        until(lambda: told.exists() and told.read_text().rstrip().endswith("}"))
        with started("dask_worker", *worker) as one, started("dask_worker", *worker) as two:
            yield json.loads(told.read_text())["address"], [one, two]


@contextmanager
def started(module: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    line = [sys.executable, "-m", f"distributed.cli.{module}", *words]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_worker_that_is_killed_at_its_work_takes_nothing_with_it(cluster, news, marks, tmp_path, monkeypatch):
    address, workers = cluster
    killed: list[int] = []

    def kill_one_at_work() -> None:
        until(lambda: {int(p.name.rpartition("-")[2]) for p in marks.iterdir()} >= {w.pid for w in workers})
        os.kill(workers[0].pid, signal.SIGKILL)
        killed.append(workers[0].pid)

    killer = threading.Thread(target=kill_one_at_work)
    killer.start()
    told = run([str(news)], tmp_path / "out", engine=partial(on_cluster, address=address), settings=SETTINGS, size=150)
    killer.join()
    assert killed
    assert (told.dispatches, told.refused) == (len(NAMES), ())
    begun = [p.name.rpartition("-")[0] for p in marks.iterdir()]
    assert len(begun) > len(NAMES)  # what the dead one had begun was begun again

    scope: dict[str, object] = {}
    exec(PRELOAD.format(marks=str(marks)).replace("pipeline.", "_"), scope)
    monkeypatch.setattr("dispatchgraph.pipeline.nquads_of_all", scope["_nquads_of_all"])
    run([str(news)], tmp_path / "calm", engine=lambda tasks: map(build_shard, tasks), settings=SETTINGS, size=150)
    assert held(tmp_path / "out") == held(tmp_path / "calm")


def test_no_scheduler_is_told_in_one_line(news, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("dispatchgraph.shards.cluster._SECONDS", 0.5)
    assert command(["build", str(news), "--dask", "tcp://127.0.0.1:9", "-o", str(tmp_path / "out")]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "tcp://127.0.0.1:9: no scheduler of Dask answers" in line


def test_without_the_extra_one_is_told_what_to_install(news, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert command(["build", str(news), "--dask", "tcp://127.0.0.1:9", "-o", str(tmp_path / "out")]) == 2
    assert "pip install 'dispatchgraph[dask]'" in capsys.readouterr().err

"""A disk that is full, a folder that takes nothing, a power cut: one clear line, and what was there is still there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from dispatchgraph import cli, store
from dispatchgraph.archive import folder as folders
from dispatchgraph.pipeline import build_dispatch
from dispatchgraph.read import read_text

COMMANDS = ("build to a file", "build to a folder", "export", "view", "add")
TEXT = "NANTES, 12 mars 2024 (AFP) - Selon la police, au moins {} manifestants ont été blessés lundi à Nantes.\n"

#: Runs the commands on a good disk, then on one that fails in each way that is asked for, and tells what became of them.
SCENE = """
import contextlib, io, json, re, resource, shutil, subprocess, sys
from pathlib import Path
from dispatchgraph import cli

stock, home, *ways = sys.argv[1:]

def ran(*command):
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        try:
            code = cli.run(list(map(str, command)))
        except BaseException as error:
            return [f"{type(error).__name__}: {error}", said.getvalue()]
    return [code, said.getvalue()]

def seen(disk):
    return {p.name: p.read_bytes() for p in disk.glob("[!.]*.*") if p.is_file()}

def listed(disk):
    said = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with contextlib.redirect_stdout(said):
        code = cli.run(["list", str(disk / "news")])
    return [code, len(re.findall("^[0-9-]+  nantes-", said.buffer.getvalue().decode(), re.MULTILINE))]

def spoil(disk, way):
    if way == "full":
        for size in (1 << 16, 1 << 10):
            with open(disk / "ballast", "ab", buffering=0) as ballast, contextlib.suppress(OSError):
                while ballast.write(bytes(size)): pass
    elif way == "read-only":
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

def mend(disk, way):
    if way == "full":
        (disk / "ballast").unlink()
    elif way == "read-only":
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.getrlimit(resource.RLIMIT_FSIZE)[1],) * 2)

def played(way):
    disk = Path(home, way)
    disk.mkdir()
    if way != "limited":
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "none", str(disk)], check=True)
    shutil.copytree(stock, disk, dirs_exist_ok=True)
    first = [ran("build", disk / "0.txt", "-o", disk / "g.ttl"), ran("export", disk / "g.ttl", "-o", disk / "g.nt"),
        ran("view", disk / "g.ttl", "-o", disk / "g.html"), ran("add", disk / "news", disk / "graphs" / "0.nq")]
    before = seen(disk)
    spoil(disk, way)
    then = {"build to a file": ran("build", disk / "1.txt", "-o", disk / "g.ttl"),
        "build to a folder": ran("build", disk / "1.txt", "-o", f"{disk}/new/"),
        "export": ran("export", disk / "g.ttl", "-o", disk / "g.nt"),
        "view": ran("view", disk / "g.ttl", "-o", disk / "g.html", "--title", "another"),
        "add": ran("add", disk / "news", *sorted(disk.glob("graphs/[1-9]*.nq")))}
    told = {"first": first, "then": then, "same": seen(disk) == before, "made": sorted(before),
        "left": sorted(p.name for p in [*disk.glob(".*.tmp"), *disk.glob("new/*")]), "listed": listed(disk)}
    mend(disk, way)
    return told | {"again": ran("add", disk / "news", disk / "graphs"), "then listed": listed(disk)}

print(json.dumps({way: played(way) for way in ways}))
"""
#: A namespace of its own, in which disks can be mounted.
APART = ["unshare", "--user", "--map-root-user", "--mount"]


def mounts(folder: Path) -> bool:
    """Whether this process may have a disk of its own."""
    if shutil.which("unshare") is None:
        return False
    done = subprocess.run([*APART, "mount", "-t", "tmpfs", "none", str(folder)], capture_output=True, check=False)
    return done.returncode == 0


@pytest.fixture(scope="module")
def stock(tmp_path_factory) -> Path:
    """Dispatches and graphs of such, enough of them to fill a small disk."""
    home = tmp_path_factory.mktemp("stock")
    (home / "graphs").mkdir()
    graph = ""
    for number in range(2):
        (home / f"{number}.txt").write_text(TEXT.format(number + 20), "utf-8")
    dispatch = read_text(TEXT.format(20), id="nantes", language="fr")
    graph = store.dumps(build_dispatch(dispatch), format="nquads").decode()
    for number in range(4):
        own = graph.replace("dispatch/nantes", f"dispatch/nantes-{number}").replace(dispatch.sha256, f"{number:064}")
        (home / "graphs" / f"{number}.nq").write_text(own, "utf-8")
    return home


@pytest.fixture(scope="module")
def scenes(stock, tmp_path_factory) -> dict[str, dict[str, Any]]:
    """What became of the commands on each kind of disk that can be had here."""
    home = tmp_path_factory.mktemp("disks")
    ways = ["limited"] if find_spec("resource") else []
    play = [sys.executable, "-c", SCENE, str(stock), str(home)]
    play = [*APART, *play, "full", "read-only", *ways] if mounts(home) else [*play, *ways]
    done = subprocess.run(play, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.fixture(params=["limited", "full", "read-only"])
def told(request, scenes) -> dict[str, Any]:
    """What became of the commands on a disk that fails; «limited» is one on which no file may be larger than 4 kB."""
    if request.param not in scenes:
        pytest.skip("this process may not mount a disk of its own, or no limit on files (unshare --user --mount)")
    found = scenes[request.param]
    assert [code for code, _ in found["first"]] == [0, 0, 0, 0], found["first"]
    assert found["made"] == ["0.txt", "1.txt", "g.html", "g.nt", "g.ttl"]
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_cannot_write_says_so_in_one_line_and_ends_with_2(told, command):
    code, said = told["then"][command]
    assert code == 2, said
    errors = [line for line in said.splitlines() if "cannot be" in line or "the disk is full" in line]
    assert len(errors) == 1, said
    assert not [line for line in said.splitlines() if not line.startswith("dispatchgraph: ")], said


def test_what_was_written_before_is_as_it_was_and_nothing_half_lies_beside(told):
    assert told["same"]
    assert told["left"] == []


def test_an_archive_on_such_a_disk_is_read_and_goes_on_when_there_is_room(told):
    code, before = told["listed"]
    assert (code, before >= 1) == (0, True)
    assert told["again"][0] == 0, told["again"]
    assert told["then listed"] == [0, 4]


# --- a power cut ------------------------------------------------------------------------------------------------


class _Watched:
    """A store of pyoxigraph that tells when it is flushed and copied."""

    def __init__(self, wrapped: Any, seen: list[str]) -> None:
        self._wrapped, self._seen = wrapped, seen

    def __getattr__(self, name: str) -> Any:
        if name in ("flush", "backup", "update"):
            self._seen.append(name)
        return getattr(self._wrapped, name)


def test_all_is_on_disk_before_it_is_said_to_be_added(stock, tmp_path, monkeypatch):
    seen: list[str] = []
    real, sync = folders.Store, os.fsync
    monkeypatch.setattr(folders, "Store", lambda path: _Watched(real(path), seen))
    monkeypatch.setattr(os, "fsync", lambda handle: (seen.append("fsync"), sync(handle))[1])
    monkeypatch.setattr(cli.archive, "say", lambda words: seen.append(str(words)))
    assert cli.run(["add", str(tmp_path / "news"), str(stock / "graphs")]) == 0
    assert seen[-4:] == ["flush", "backup", "fsync", "4 added"]
    assert "update" in seen[:-4]


def test_a_file_is_on_disk_before_it_takes_the_old_ones_place(tmp_path, monkeypatch):
    seen: list[str] = []
    sync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (seen.append("fsync"), sync(handle))[1])
    monkeypatch.setattr(Path, "replace", lambda path, to: (seen.append("replace"), replace(path, to))[1])
    store.write(tmp_path / "a.ttl", b"new")
    assert seen == ["fsync", "replace", "fsync"]


def test_what_a_killed_process_of_the_same_number_left_is_in_nobodys_way(tmp_path):
    (tmp_path / f".a.ttl.{os.getpid()}.tmp").write_bytes(b"half")
    assert store.write(tmp_path / "a.ttl", b"whole").read_bytes() == b"whole"

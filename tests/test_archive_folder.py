"""A store in a folder: one writes, many read, and nothing that was promised is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from dispatchgraph.archive import open_archive, snapshots
from dispatchgraph.archive.backend import Change
from dispatchgraph.archive.folder import ReadFolder, WriteFolder
from dispatchgraph.errors import InputError, StoreError


def quad(number: int, graph: str = "urn:g") -> Quad:
    return Quad(NamedNode(f"urn:s{number}"), NamedNode("urn:p"), Literal(f"valeur {number}"), NamedNode(graph))


def test_what_is_committed_and_flushed_is_there_when_the_store_is_opened_again(tmp_path):
    store = WriteFolder(tmp_path / "store")
    store.commit(Change(added=(quad(1), quad(2))))
    store.close()
    assert set(ReadFolder(tmp_path / "store").quads()) == {quad(1), quad(2)}


def test_a_change_clears_then_removes_then_adds(tmp_path):
    store = WriteFolder(tmp_path / "store")
    store.commit(Change(added=(quad(1), quad(2), quad(3, "urn:h"), quad(4, "urn:h"))))
    store.commit(Change(cleared=(NamedNode("urn:g"),), removed=(quad(3, "urn:h"),), added=(quad(1),)))
    assert set(store.quads()) == {quad(1), quad(4, "urn:h")}


def test_words_that_look_like_sparql_are_only_words(tmp_path):
    hostile = Literal('"""} } ; DROP ALL ; INSERT DATA { <urn:a> <urn:b> "\\', language="fr")
    told = Quad(NamedNode("urn:s"), NamedNode("urn:p"), hostile, NamedNode("urn:g"))
    store = WriteFolder(tmp_path / "store")
    store.commit(Change(added=(quad(1),)))
    store.commit(Change(removed=(quad(1),), added=(told,)))
    assert set(store.quads()) == {told}


def test_a_reader_sees_what_was_there_when_it_came_and_is_in_nobodys_way(tmp_path):
    store = WriteFolder(tmp_path / "store")
    store.commit(Change(added=(quad(1),)))
    store.flush()
    early = ReadFolder(tmp_path / "store")
    store.commit(Change(added=(quad(2),)))
    store.flush()
    late = ReadFolder(tmp_path / "store")
    assert (set(early.quads()), set(late.quads())) == ({quad(1)}, {quad(1), quad(2)})


def test_a_snapshot_goes_when_its_last_reader_has_gone(tmp_path):
    store = WriteFolder(tmp_path / "store")
    store.commit(Change(added=(quad(1),)))
    store.flush()
    reader = ReadFolder(tmp_path / "store")
    held = snapshots.current(tmp_path / "store")
    store.commit(Change(added=(quad(2),)))
    store.flush()
    assert held.exists()
    reader.close()
    store.flush()
    assert not held.exists()


def test_a_second_writer_is_told_who_writes(tmp_path):
    first = WriteFolder(tmp_path / "store")
    began = time.monotonic()
    with pytest.raises(StoreError, match=f"is being written by process {os.getpid()}"):
        WriteFolder(tmp_path / "store")
    assert time.monotonic() - began < 1
    first.close()
    WriteFolder(tmp_path / "store").close()


def test_a_second_writer_waits_its_turn(tmp_path):
    script = (
        "import sys, time; from pathlib import Path; from dispatchgraph.archive.folder import WriteFolder\n"
        "store = WriteFolder(Path(sys.argv[1])); print('open', flush=True); sys.stdin.readline(); store.close()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "store")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout and other.stdin
    assert other.stdout.readline() == "open\n"
    waited: list[str] = []

    def waiting(holder: str) -> None:
        waited.append(holder)
        other.stdin.write("\n")
        other.stdin.flush()

    WriteFolder(tmp_path / "store", wait=30, waiting=waiting).close()
    assert waited == [f"process {other.pid}"]
    assert other.wait() == 0


def test_what_a_killed_writer_had_committed_is_seen_by_the_next_reader(tmp_path):
    script = (
        "import os, signal, sys; from pathlib import Path; from pyoxigraph import *\n"
        "from dispatchgraph.archive.folder import WriteFolder; from dispatchgraph.archive.backend import Change\n"
        "store = WriteFolder(Path(sys.argv[1]))\n"
        "store.commit(Change(added=(Quad(NamedNode('urn:s1'), NamedNode('urn:p'), Literal('valeur 1'), NamedNode('urn:g')),)))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "store")])
    assert done.returncode == -signal.SIGKILL
    assert set(ReadFolder(tmp_path / "store").quads()) == {quad(1)}


# --- bad input ----------------------------------------------------------------------------------------------------


def test_a_folder_that_is_no_store_is_refused_and_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mes notes", "utf-8")
    with pytest.raises(StoreError, match="is no store: it has no store"):
        open_archive(tmp_path)
    with pytest.raises(StoreError, match="is no store, and it is not empty"):
        open_archive(tmp_path, write=True)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_a_store_that_is_not_there_is_not_made_by_reading(tmp_path):
    with pytest.raises(StoreError, match="there is no such folder"):
        open_archive(tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_a_store_of_a_later_version_is_refused(tmp_path):
    WriteFolder(tmp_path / "store").close()
    said = json.loads((tmp_path / "store" / "store.json").read_text())
    (tmp_path / "store" / "store.json").write_text(json.dumps(said | {"format": 99}))
    for write in (False, True):
        with pytest.raises(StoreError, match="is a store of a later version"):
            open_archive(tmp_path / "store", write=write)


@pytest.mark.parametrize("said", ["", "[]", '{"format": "x", "base": 1}', "\x00"])
def test_a_store_with_a_broken_description_is_called_damaged(tmp_path, said):
    WriteFolder(tmp_path / "store").close()
    (tmp_path / "store" / "store.json").write_text(said)
    with pytest.raises(StoreError, match="is a damaged store"):
        open_archive(tmp_path / "store")


@pytest.mark.parametrize("harm", ["CURRENT", "MANIFEST", ".sst"])
def test_a_damaged_store_is_never_taken_for_an_empty_one(tmp_path, harm):
    store = WriteFolder(tmp_path / "store")
    store.commit(Change(added=tuple(quad(n) for n in range(500))))
    store.close()
    snapshot = snapshots.current(tmp_path / "store")
    for file in [p for p in snapshot.iterdir() if harm in p.name]:
        file.unlink()
        file.write_bytes(b"")
    with pytest.raises(StoreError):
        assert len(list(ReadFolder(tmp_path / "store").quads())) == 500


def test_a_file_that_is_no_graph_is_no_archive(tmp_path):
    (tmp_path / "depeche.txt").write_text("Paris", "utf-8")
    with pytest.raises(InputError, match="is no archive"):
        open_archive(tmp_path / "depeche.txt", write=True)


def test_a_store_keeps_the_base_it_was_made_with(tmp_path):
    open_archive(tmp_path / "store", write=True, base="https://exemple.fr/").close()
    assert open_archive(tmp_path / "store").names.base == "https://exemple.fr/"
    with pytest.raises(StoreError, match=r"has the base https://exemple\.fr/"):
        open_archive(tmp_path / "store", write=True, base="https://autre.fr/")


def test_a_disk_that_is_full_loses_nothing(tmp_path):
    script = (
        "import resource, signal, sys; from pathlib import Path; from pyoxigraph import *\n"
        "from dispatchgraph.archive.folder import WriteFolder; from dispatchgraph.archive.backend import Change\n"
        "from dispatchgraph.errors import StoreError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store = WriteFolder(Path(sys.argv[1]))\n"
        "one = lambda n, size: Quad(NamedNode(f'urn:s{n}'), NamedNode('urn:p'), Literal(f'{n} ' + 'x' * size), NamedNode('urn:g'))\n"
        "store.commit(Change(added=(one(1, 10),))); store.flush()\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))\n"
        "try:\n"
        "    for n in range(2, 60): store.commit(Change(added=(one(n, 200_000),)))\n"
        "except StoreError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "store")], capture_output=True, text=True)
    assert "cannot be written" in done.stdout or "disk is full" in done.stdout
    kept = set(ReadFolder(tmp_path / "store").quads())
    assert any(q.subject == NamedNode("urn:s1") for q in kept)
    WriteFolder(tmp_path / "store").close()


def test_nothing_is_left_open_by_a_reader(tmp_path):
    WriteFolder(tmp_path / "store").close()
    before = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    for _ in range(20):
        ReadFolder(tmp_path / "store").close()
    if before:
        assert len(list(Path("/proc/self/fd").iterdir())) <= before + 1

"""Very many dispatches: in pieces, by several processes, which may die."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from textwrap import dedent

import pytest

from dispatchgraph.cli import run as command
from dispatchgraph.deadline import Overdue, within
from dispatchgraph.errors import DispatchGraphError, InputError
from dispatchgraph.pipeline import nquads
from dispatchgraph.read import read_dispatch
from dispatchgraph.settings import Settings
from dispatchgraph.shards import Summary, run, workers
from dispatchgraph.shards.plan import plan
from dispatchgraph.shards.workers import Lost, on_processes

NAMES = [f"depeche-{number:02}" for number in range(12)]
SIZE = 150  #: bytes: three dispatches a shard

# A worker whose reading is quick, and deadly where a test wants it to be.
QUICK = """
import os, signal, time
from dispatchgraph import pipeline
from dispatchgraph.shards import child

def nquads(dispatch, *, base, text):
    words = dispatch.text.split()
    if "TUEUR" in words:
        os.kill(os.getpid(), signal.SIGKILL)
    if "SANSFIN" in words:
        while True:
            time.sleep(0.01)
    if "SOURD" in words:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        while True:
            time.sleep(0.01)
    if "LENT" in words:
        time.sleep(0.2)
    if "VORACE" in words:
        raise MemoryError
    return f"<urn:{dispatch.id}> <urn:says> \\"{words[-1]}\\" <urn:g> .\\n".encode()

pipeline.nquads = nquads
pipeline.nquads_of_all = lambda dispatches, **given: (nquads(d, **given) for d in dispatches)
child.main()
"""


@pytest.fixture
def quick(tmp_path: Path) -> tuple[str, ...]:
    """The command of a worker that reads no French."""
    path = tmp_path / "quick.py"
    path.write_text(QUICK, "utf-8")
    return (sys.executable, str(path))


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder of short dispatches."""
    folder = tmp_path / "news"
    folder.mkdir()
    for name in NAMES:
        write(folder, name)
    return folder


def write(folder: Path, name: str, *words: str) -> None:
    text = " ".join(["Le maire de Nantes a rejeté la proposition", *words, name])
    folder.joinpath(f"{name}.txt").write_text(text, "utf-8")


def build(news: Path, folder: Path, quick: tuple[str, ...], *, jobs: int = 2, **given: float) -> Summary:
    settings = Settings(language="fr", date="2024-03-12", **given)  # type: ignore[arg-type]
    return run(
        [str(news)], folder, engine=partial(on_processes, jobs=jobs, command=quick), settings=settings, size=SIZE
    )


def held(folder: Path) -> dict[str, bytes]:
    """The files of a folder by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def lines(folder: Path) -> list[str]:
    """All statements, in the order of the shards."""
    return [
        line
        for path in sorted(folder.glob("*.nq.gz"))
        for line in gzip.decompress(path.read_bytes()).decode().splitlines()
    ]


def said(folder: Path) -> list[str]:
    return [line.split('"')[1] for line in lines(folder)]


def gone(process: int) -> bool:
    """Whether a process has ended, be it that nobody has taken notice."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


# --- the plan ---------------------------------------------------------------------------------------------------------


def test_the_same_files_are_cut_the_same_way(news):
    shards, refused = plan([str(news)], size=SIZE)
    assert (shards, refused) == plan([str(news)], size=SIZE)
    assert [Path(i.name).stem for s in shards for i in s.inputs] == NAMES
    assert len(shards) > 3
    assert all(sum(i.size for i in s.inputs) <= SIZE for s in shards)


def test_a_file_larger_than_a_shard_is_one(news):
    write(news, "longue", *["encore"] * 100)
    shards, _ = plan([str(news)], size=SIZE)
    assert [len(s.inputs) for s in shards if any("longue" in i.name for i in s.inputs)] == [1]


def test_what_is_not_there_is_told_and_the_rest_goes_on(news, tmp_path, quick):
    told = run(
        [str(news), str(tmp_path / "nowhere"), "-"],
        tmp_path / "out",
        engine=partial(on_processes, jobs=1, command=quick),
        settings=Settings(language="fr"),
        size=SIZE,
    )
    assert told.dispatches == len(NAMES)
    assert [r.why.partition(": ")[2] or r.why for r in told.refused] == [
        "No such file or directory",
        "name files or folders",
    ]


# --- shards -----------------------------------------------------------------------------------------------------------


def test_shards_are_the_same_whatever_the_number_of_processes(news, tmp_path, quick):
    one = build(news, tmp_path / "one", quick, jobs=1)
    two = build(news, tmp_path / "two", quick, jobs=2)
    assert one == two
    assert held(tmp_path / "one") == held(tmp_path / "two")
    assert said(tmp_path / "one") == NAMES


def test_checksums_are_those_of_the_files(news, tmp_path, quick):
    told = build(news, tmp_path / "out", quick)
    sums = [line.split("  ") for line in (tmp_path / "out" / "SHA256SUMS").read_text().splitlines()]
    assert len(sums) == told.shards
    assert all(hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest for digest, name in sums)


def test_a_manifest_says_what_went_in_and_what_came_out(news, tmp_path, quick):
    build(news, tmp_path / "out", quick)
    told = json.loads((tmp_path / "out" / "shard-000000.json").read_text("utf-8"))
    inside = told["inputs"][0]
    data = (news / "depeche-00.txt").read_bytes()
    assert (inside["size"], inside["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert told["dispatches"] == len(told["done"]) == told["statements"]
    assert told["done"][0]["id"] == "depeche-00"
    assert told["settings"]["date"] == "2024-03-12"


# --- going on ---------------------------------------------------------------------------------------------------------


def test_a_second_run_keeps_what_is_there(news, tmp_path, quick):
    first = build(news, tmp_path / "out", quick)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").glob("shard-*")}
    second = build(news, tmp_path / "out", (sys.executable, "-c", "raise SystemExit(1)"))
    assert (first.kept, second.kept) == (0, first.shards)
    assert before == {p: p.stat().st_mtime_ns for p in (tmp_path / "out").glob("shard-*")}


def test_what_changed_is_built_again_and_nothing_else(news, tmp_path, quick):
    first = build(news, tmp_path / "out", quick)
    text = (news / "depeche-07.txt").read_text("utf-8")
    (news / "depeche-07.txt").write_text(text.replace("maire", "chef").replace("depeche-07", "autre-0007"), "utf-8")
    second = build(news, tmp_path / "out", quick)
    assert second.kept == first.shards - 1
    assert "autre-0007" in said(tmp_path / "out")


def test_other_settings_make_other_shards(news, tmp_path, quick):
    first = build(news, tmp_path / "out", quick)
    assert build(news, tmp_path / "out", quick, time_limit=7).kept == 0
    assert build(news, tmp_path / "out", quick, time_limit=7).kept == first.shards


@pytest.mark.parametrize("damage", ["cut", "no manifest", "no data", "broken manifest"])
def test_a_damaged_shard_is_built_again(news, tmp_path, quick, damage):
    out = tmp_path / "out"
    first = build(news, out, quick)
    whole = held(out)
    data, told = out / "shard-000001.nq.gz", out / "shard-000001.json"
    if damage == "cut":
        data.write_bytes(data.read_bytes()[:-5])
    elif damage == "broken manifest":
        told.write_text('{"version": 1', "utf-8")
    else:
        (told if damage == "no manifest" else data).unlink()
    assert build(news, out, quick).kept == first.shards - 1
    assert held(out) == whole


def test_shards_that_are_no_more_are_taken_away(news, tmp_path, quick):
    build(news, tmp_path / "out", quick)
    (tmp_path / "out" / "notes.txt").write_text("à moi", "utf-8")
    for name in NAMES[3:]:
        (news / f"{name}.txt").unlink()
    build(news, tmp_path / "out", quick)
    assert said(tmp_path / "out") == NAMES[:3]
    assert (tmp_path / "out" / "notes.txt").exists()


RUN = """
import sys
from functools import partial
from pathlib import Path
from dispatchgraph.settings import Settings
from dispatchgraph.shards import run
from dispatchgraph.shards.workers import on_processes

news, out, quick = sys.argv[1:]
engine = partial(on_processes, jobs=2, command=(sys.executable, quick), started=lambda process: print(process, flush=True))
run([news], Path(out), engine=engine, settings=Settings(language="fr", date="2024-03-12"), size=150)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_was_ended_leaves_whole_shards_and_no_process_and_goes_on(news, tmp_path, quick, number):
    for name in NAMES[4:]:
        write(news, name, "LENT")
    out = tmp_path / "out"
    running = subprocess.Popen(
        [sys.executable, "-c", RUN, str(news), str(out), quick[1]], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert running.stdout
    children = [int(running.stdout.readline()) for _ in range(2)]
    until(lambda: bool(list(out.glob("*.json"))))
    running.send_signal(number)
    running.wait(10)
    running.stdout.close()
    until(lambda: all(map(gone, children)))
    finished = len(list(out.glob("*.json")))
    told = build(news, out, quick)
    assert 1 <= told.kept <= finished + 1
    assert told.kept < told.shards
    build(news, tmp_path / "calm", quick)
    assert {n: d for n, d in held(out).items() if not n.startswith(".")} == held(tmp_path / "calm")


# --- deaths -----------------------------------------------------------------------------------------------------------


def test_the_shard_of_a_killed_worker_is_built_by_another(news, tmp_path, quick):
    killed: list[int] = []

    def kill(process: int) -> None:
        if not killed:
            killed.append(process)
            os.kill(process, signal.SIGKILL)

    for name in NAMES:
        write(news, name, "LENT")
    engine = partial(on_processes, jobs=2, command=quick, started=kill)
    settings = Settings(language="fr", date="2024-03-12")
    told = run([str(news)], tmp_path / "out", engine=engine, settings=settings, size=SIZE)
    assert killed
    assert (told.dispatches, told.refused) == (len(NAMES), ())
    build(news, tmp_path / "calm", quick)
    assert held(tmp_path / "out") == held(tmp_path / "calm")


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("TUEUR", "depeche-04: ends the process that reads it"),
        ("SANSFIN", "depeche-04 takes longer than 0.5 s to read (--time-limit)"),
        ("SOURD", "depeche-04: takes too long to read"),
        ("VORACE", "depeche-04: MemoryError: it takes more memory than there is"),
    ],
)
def test_a_poisonous_dispatch_is_set_aside_and_named(news, tmp_path, quick, monkeypatch, word, why):
    monkeypatch.setattr(workers, "_GRACE", 0.5)
    write(news, "depeche-04", word)
    told = build(news, tmp_path / "out", quick, time_limit=0.5)
    assert [r.why for r in told.refused] == [why]
    assert said(tmp_path / "out") == [name for name in NAMES if name != "depeche-04"]
    again = build(news, tmp_path / "out", quick, time_limit=0.5)
    assert (again.kept, again.refused) == (told.shards, told.refused)


def test_workers_that_cannot_begin_end_the_run(news, tmp_path):
    code = (
        "import sys; from dispatchgraph.shards import child; child.work = lambda connection: sys.exit(3); child.main()"
    )
    with pytest.raises(Lost, match=r"end before they begin \(exit code"):
        build(news, tmp_path / "out", (sys.executable, "-c", code))


def test_what_no_worker_can_do_ends_the_run_with_its_reason(news, tmp_path):
    code = dedent(
        """
        from dispatchgraph import pipeline
        from dispatchgraph.errors import ModelMissing
        from dispatchgraph.shards import child

        def nquads_of_all(dispatches, **given):
            raise ModelMissing("the model is not installed")

        pipeline.nquads_of_all = nquads_of_all
        child.main()
        """
    )
    with pytest.raises(DispatchGraphError, match="the model is not installed"):
        build(news, tmp_path / "out", (sys.executable, "-c", code))


# --- ids --------------------------------------------------------------------------------------------------------------


def test_two_texts_of_one_name_never_share_an_id(news, tmp_path, quick):
    (news / "zz").mkdir()
    write(news / "zz", "depeche-00", "autre", "texte")
    (news / "zz" / "depeche-01.txt").write_bytes((news / "depeche-01.txt").read_bytes())
    build(news, tmp_path / "out", quick)
    subjects = [line.split(">")[0] for line in lines(tmp_path / "out")]
    [other] = [s for s in subjects if s.startswith("<urn:depeche-00-")]
    assert len(other) == len("<urn:depeche-00-") + 8
    assert subjects.count("<urn:depeche-00") == 1
    assert subjects.count("<urn:depeche-01") == 2
    again = build(news, tmp_path / "out", quick)
    assert again.kept == again.shards


# --- the clock --------------------------------------------------------------------------------------------------------


def test_what_takes_too_long_ends_and_what_does_not_is_left_alone():
    with pytest.raises(Overdue, match="x takes longer than"), within(0.05, "x"):
        time.sleep(10)
    with within(5, "y"):
        pass
    with within(0, "z"):
        pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_builds_shards_of_what_is_read(news, tmp_path, capsys):
    for name in NAMES[2:]:
        (news / f"{name}.txt").unlink()
    given = ["build", str(news), "--jobs", "2", "-o", str(tmp_path / "out"), "--lang", "fr", "--date", "2024-03-12"]
    assert command(given) == 0
    assert "2 dispatches" in capsys.readouterr().err
    read = [read_dispatch(news / f"{name}.txt", date="2024-03-12", language="fr") for name in NAMES[:2]]
    expected = b"".join(map(nquads, read))
    assert gzip.decompress((tmp_path / "out" / "shard-000000.nq.gz").read_bytes()) == expected


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (["--jobs", "2"], "name the folder they go to (-o)"),
        (["--jobs", "2", "-o", "OUT", "--format", "turtle"], "shards are N-Quads, not turtle"),
        (["--jobs", "2", "-o", "OUT", "--dask", "tcp://127.0.0.1:1"], "give one of them"),
        (["--dask", "nonsense://x", "-o", "OUT"], "no scheduler of Dask answers"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(news, tmp_path, capsys, given, line):
    words = [str(tmp_path / "out") if word == "OUT" else word for word in given]
    assert command(["build", str(news), *words]) == 2
    [told] = capsys.readouterr().err.splitlines()
    assert line in told


def test_a_folder_that_cannot_be_written_is_told(news, tmp_path, capsys):
    (tmp_path / "out").write_text("no folder", "utf-8")
    assert command(["build", str(news), "--jobs", "1", "-o", str(tmp_path / "out")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_single_dispatch_that_takes_too_long_is_refused(news, tmp_path, capsys, monkeypatch):
    from dispatchgraph import pipeline

    def slow(*_: object, **__: object) -> Iterator[None]:
        time.sleep(10)
        raise InputError("it was not ended")

    monkeypatch.setattr(pipeline, "build_dispatch", slow)
    given = [str(news / "depeche-00.txt"), "--lang", "fr", "--time-limit", "0.1", "-o", str(tmp_path / "x.ttl")]
    assert command(["build", *given]) == 2
    assert "depeche-00 takes longer than 0.1 s to read" in capsys.readouterr().err

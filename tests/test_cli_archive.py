"""The commands on archives, as a person types them."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dispatchgraph.archive import open_archive
from dispatchgraph.archive.folder import WriteFolder
from dispatchgraph.cli import run
from dispatchgraph.store import dumps

DISPATCHES = {
    "proposition": "MOSCOU, 5 décembre 2016 (AFP) - Le ministre russe des Affaires étrangères, Sergueï Lavrov, a proposé lundi une trêve à Alep.",
    "refus": "MOSCOU, 6 décembre 2016 (AFP) - Le ministre russe des Affaires étrangères, M. Lavrov, a rejeté mardi la résolution de l'ONU.",
}


@pytest.fixture
def texts(tmp_path) -> Path:
    """A folder with two dispatches."""
    folder = tmp_path / "depeches"
    folder.mkdir()
    for name, text in DISPATCHES.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture(params=["store", "archive.trig"])
def store(request, texts, tmp_path) -> str:
    """An archive of the two, in a folder and in a file."""
    where = str(tmp_path / request.param)
    assert run(["add", where, str(texts)]) == 0
    return where


def test_add_says_what_became_of_each(texts, tmp_path, capsys):
    where = str(tmp_path / "store")
    assert run(["add", where, str(texts)]) == 0
    assert capsys.readouterr().err == "dispatchgraph: 2 added\n"
    assert run(["add", where, str(texts)]) == 0
    assert capsys.readouterr().err == "dispatchgraph: 2 there already\n"
    (texts / "refus.txt").write_text(DISPATCHES["refus"] + " Il l'a dit mardi.", "utf-8")
    assert run(["add", where, str(texts)]) == 0
    assert capsys.readouterr().err == "dispatchgraph: 1 replaced by a new version, 1 there already\n"


def test_what_is_there_already_is_not_even_parsed(store, texts, monkeypatch):
    monkeypatch.setattr("dispatchgraph.pipeline.build_dispatch", None)
    assert run(["add", store, str(texts)]) == 0


def test_graphs_that_are_built_already_can_be_added(store, texts, tmp_path, capsys):
    built, zipped = tmp_path / "graphs", tmp_path / "graphs.nq.gz"
    assert run(["build", str(texts), "-o", f"{built}/", "--format", "trig"]) == 0
    assert run(["build", str(texts), "-o", str(tmp_path / "all.nq")]) == 0
    zipped.write_bytes(gzip.compress((tmp_path / "all.nq").read_bytes()))
    capsys.readouterr()
    for graphs in (built, zipped, tmp_path / "all.nq"):
        assert run(["add", str(tmp_path / "other"), str(graphs)]) == 0
    assert capsys.readouterr().err.splitlines()[1:] == ["dispatchgraph: 2 there already"] * 2
    exported = []
    for where in (store, str(tmp_path / "other")):
        assert run(["export", where, "--format", "nquads"]) == 0
        exported.append(capsys.readouterr().out)
    assert exported[0] == exported[1]


@pytest.mark.parametrize("format", ["nquads", "trig"])
def test_an_archive_written_graph_by_graph_is_the_same_as_written_at_once(store, tmp_path, format):
    assert run(["export", store, "--format", format, "-o", str(tmp_path / "exported")]) == 0
    with open_archive(store) as archive:
        whole = archive.dataset()
    assert (tmp_path / "exported").read_bytes() == dumps(whole, format=format)


def test_list_shows_the_dispatches_by_day(store, capsys):
    assert run(["list", store]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[:2]] == [["2016-12-05", "proposition"], ["2016-12-06", "refus"]]
    assert lines[2] == "(2 dispatches)"


def test_info_counts_what_the_archive_holds(store, capsys):
    assert run(["info", store]) == 0
    told = dict(re.findall(r"^(.+?)\s{2,}(.+)$", capsys.readouterr().out, re.MULTILINE))
    assert told["dispatches"] == "2"
    assert int(told["statements"]) > 100


def test_remove_takes_a_dispatch_out(store, capsys):
    assert run(["remove", store, "refus"]) == 0
    assert run(["list", store]) == 0
    assert "refus" not in capsys.readouterr().out
    assert run(["remove", store, "refus"]) == 2
    assert "there is no dispatch 'refus'" in capsys.readouterr().err


def test_an_archive_is_asked_like_a_graph(store, capsys):
    who = "SELECT ?who WHERE { ?event a dg:Reject ; dg:agent/rdfs:label ?who }"
    assert run(["query", store, who, "--format", "csv"]) == 0
    assert capsys.readouterr().out.split() == ["who", "Sergueï", "Lavrov"]
    assert run(["query", store, "--name", "most-connected"]) == 0
    assert "Sergueï Lavrov" in capsys.readouterr().out


def test_a_question_that_asks_for_what_is_elsewhere_is_refused(store, capsys):
    for sparql in (
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    ):
        assert run(["query", store, sparql]) == 2
        assert "is refused" in capsys.readouterr().err


def test_view_draws_what_is_around_an_entity(store, tmp_path):
    page = tmp_path / "lavrov.html"
    assert run(["view", store, "--about", "Sergueï Lavrov", "-o", str(page)]) == 0
    drawn = page.read_text("utf-8")
    assert "Sergueï Lavrov" in drawn
    assert run(["view", store, "--about", "Personne", "-o", str(page)]) == 2
    assert page.read_text("utf-8") == drawn


def test_merge_and_split_put_a_persons_decision_in_force(store, capsys):
    assert run(["merge", store, "russie", "onu"]) == 0
    assert run(["split", store, "russie", "--from", "onu"]) == 0
    assert [line.startswith("dispatchgraph: decided;") for line in capsys.readouterr().err.splitlines()[-2:]] == [
        True,
        True,
    ]
    assert run(["merge", store, "russie"]) == 2
    assert run(["split", store, "russie"]) == 2


def test_bad_dispatches_are_listed_at_the_end_and_in_a_report(texts, tmp_path, capsys):
    (texts / "binaire.txt").write_bytes(bytes(range(256)) * 8)
    (texts / "vide.txt").write_text("", "utf-8")
    (texts / "casse.nq").write_text("<urn:a> <urn:b>", "utf-8")
    where = tmp_path / "store"
    assert run(["add", str(where), str(texts)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "dispatchgraph: 2 added, 3 refused"
    assert said[-1] == f"dispatchgraph: what was refused is listed in {where / 'refused.tsv'}"
    listed = (where / "refused.tsv").read_text("utf-8").splitlines()
    assert {Path(line.split("\t")[0]).name for line in listed} == {"binaire.txt", "vide.txt", "casse.nq"}
    assert run(["add", str(tmp_path / "none"), str(texts / "vide.txt")]) == 2


@pytest.mark.parametrize("command", [["list"], ["info"], ["query", "--name", "vetoes"], ["export"], ["remove", "x"]])
def test_a_folder_that_is_no_store_is_told_in_one_line(command, tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("x")
    assert run([command[0], str(tmp_path), *command[1:]]) == 2
    said = capsys.readouterr().err
    assert "is no store" in said and said.count("\n") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_a_second_writer_says_who_has_the_store_or_waits(tmp_path, texts, capsys):
    where = tmp_path / "store"
    first = WriteFolder(where)
    assert run(["add", str(where), str(texts), "--wait", "0"]) == 2
    assert f"is being written by process {os.getpid()}" in capsys.readouterr().err
    assert run(["list", str(where)]) == 0  # readers go on
    first.close()
    assert run(["add", str(where), str(texts), "--wait", "0"]) == 0


def test_an_archive_is_asked_without_loading_what_reads_dispatches(store):
    script = (
        "import json, sys; from dispatchgraph.cli import run; run(sys.argv[1:]); print(json.dumps(sorted(sys.modules)))"
    )
    command = [sys.executable, "-c", script, "query", store, "ASK { ?s ?p ?o }"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == "yes"
    assert not {"spacy", "networkx", "pyvis"} & set(json.loads(done.stdout.splitlines()[-1]))

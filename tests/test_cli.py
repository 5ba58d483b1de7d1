"""The command line: what goes where, which exit code, and one line for everything a user can get wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from rdflib import RDFS, Dataset, Literal, URIRef

from dispatchgraph import cli, pipeline, store
from dispatchgraph.errors import QueryError
from dispatchgraph.vocab import bind

NEWS = "BREST (France), 3 mars 2020 (AFP) - Le gouvernement a présenté mardi l’accord sur la pêche."


def _built(dispatch, *, base, text):
    dataset = Dataset(default_union=True)
    bind(dataset)
    node = URIRef(f"{base}dispatch/{dispatch.id}")
    dataset.graph(URIRef(f"{node}/graph")).add((node, RDFS.label, Literal(f"{dispatch.date} {text}")))
    return dataset


@pytest.fixture(autouse=True)
def _without_a_model(monkeypatch, tmp_path):
    monkeypatch.setattr(pipeline, "build_dispatch", _built)
    monkeypatch.setitem(
        sys.modules,
        "dispatchgraph.view",
        SimpleNamespace(LIMIT=9, render=lambda graph, title, **_: f"<h1>{title}</h1>"),
    )
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "peche.txt"
    path.write_text(NEWS, "utf-8")
    return path


def _stub(monkeypatch, name: str, **members: object) -> None:
    stub = SimpleNamespace(**members)
    monkeypatch.setitem(sys.modules, f"dispatchgraph.{name}", stub)
    monkeypatch.setattr(f"dispatchgraph.{name}", stub, raising=False)


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """The queries that are asked."""
    queries: list[str] = []

    def question(name: str) -> SimpleNamespace:
        if name != "vetoes":
            raise QueryError(f"there is no question {name!r}; there is: vetoes")
        return SimpleNamespace(name=name, title="Who vetoed what", sparql="SELECT vetoes")

    def ask(graph: str, sparql: str, *, seconds: float) -> str:
        queries.append(sparql)
        return "result"

    forms = {f"to_{f}": lambda result, f=f: f"{f} of {result}" for f in ("table", "csv", "json", "tsv")}
    monkeypatch.setattr("dispatchgraph.cli.graphs.asked", ask)
    _stub(monkeypatch, "answer", **forms)
    _stub(monkeypatch, "questions", question=question, questions=lambda: [question("vetoes")])
    return queries


# --- build ------------------------------------------------------------------------------------------------------


def test_a_dispatch_goes_into_a_folder_as_trig_turtle_and_page(news, tmp_path, capsys):
    assert cli.run(["build", str(news), "-o", "out/"]) == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["peche.html", "peche.trig", "peche.ttl"]
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[0] == "dispatchgraph: wrote out/peche.trig"


def test_one_format_can_be_chosen_for_a_folder(news, tmp_path):
    (tmp_path / "out").mkdir()
    assert cli.run(["build", str(news), "-o", "out", "--format", "json-ld"]) == 0
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["peche.jsonld"]


def test_without_an_output_the_graph_goes_to_standard_output(news, capfd):
    assert cli.run(["build", str(news), "--date", "2020-03-04", "--no-text", "--base", "urn:x:"]) == 0
    said = capfd.readouterr()
    assert '<urn:x:dispatch/peche> rdfs:label "2020-03-04 False"' in said.out
    assert said.err == ""


def test_many_dispatches_go_into_one_file(news, tmp_path):
    (tmp_path / "autre.txt").write_text(NEWS + " Bis.", "utf-8")
    assert cli.run(["build", str(news), "autre.txt", "-o", "all.trig"]) == 0
    assert len(list(store.load("all.trig").quads())) == 2
    assert cli.run(["build", str(news), "-o", "page.html"]) == 0
    assert Path("page.html").read_text("utf-8") == "<h1>peche</h1>"


def test_warnings_are_told_and_change_nothing(tmp_path, capsys):
    (tmp_path / "x.txt").write_text("Le gouvernement a présenté mardi l’accord sur la pêche.", "utf-8")
    assert cli.run(["build", "x.txt", "-o", "x.ttl"]) == 0
    assert "dispatchgraph: x: no date" in capsys.readouterr().err


def test_one_bad_dispatch_is_reported_and_the_others_are_built(news, tmp_path, capsys):
    (tmp_path / "bad.txt").write_bytes(b"\0")
    assert cli.run(["build", str(tmp_path), "-o", "out/", "--format", "turtle"]) == 1
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["peche.ttl"]
    assert "bad.txt is binary" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "none.txt"],
        ["build", "empty.txt"],
        ["build", "blank.txt"],
        ["build", "binary.txt"],
        ["build", "english.txt"],
        ["build", "folder"],
        ["build", "peche.txt", "--date", "demain"],
        ["build", "peche.txt", "--base", "no base"],
        ["build", "peche.txt", "--base", "https://[/"],
        ["build", "peche.txt", "--base", "https://x:-1/"],
        ["build", "peche.txt", "--format", "doc"],
        ["build", "peche.txt", "--lang", "xx"],
        ["build", "peche.txt", "-o", "peche.txt/out/"],
        ["build", "a\x1b[31m\nb.txt"],
        ["build"],
        ["build", "--nonsense"],
        ["nonsense"],
        ["query", "bad.ttl", "SELECT *"],
        ["query", "good.ttl"],
        ["query", "good.ttl", "SELECT *", "--name", "vetoes"],
        ["query", "good.ttl", "--name", "unknown"],
        ["query", "good.ttl", "none.rq"],
        ["query", "good.ttl", "SELECT *", "--format", "doc"],
        ["validate", "none.ttl"],
        ["view", "bad.ttl"],
        ["export", "good.ttl", "-o", "x.doc"],
        ["export", "bad.ttl", "-o", "old.ttl"],
    ],
)
def test_what_a_user_gets_wrong_is_one_line_and_exit_2(arguments, news, tmp_path, capsys):
    (tmp_path / "folder").mkdir()
    contents = {
        "empty.txt": b"",
        "blank.txt": b" \n",
        "binary.txt": b"\0\1",
        "bad.ttl": b"Le roi est mort.",
        "old.ttl": b"old",
    }
    contents["english.txt"] = (
        b"The government said on Tuesday that the agreement would be signed by the end of the year."
    )
    contents["good.ttl"] = b"<urn:a> <urn:b> <urn:c> ."
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    assert cli.run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("dispatchgraph: ")
    assert said.err.count("\n") == 1
    assert said.err.strip().isprintable()
    assert (tmp_path / "old.ttl").read_bytes() == b"old"


# --- query, validate, view, export ------------------------------------------------------------------------------


@pytest.fixture
def graph(tmp_path: Path) -> str:
    (tmp_path / "g.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    return "g.ttl"


def test_a_query_is_taken_as_given_from_a_file_or_by_name(graph, asked, tmp_path, capfd):
    (tmp_path / "q.rq").write_text("SELECT file")
    for arguments in (["SELECT given"], ["q.rq"], ["--name", "vetoes"]):
        assert cli.run(["query", graph, *arguments]) == 0
    assert asked == ["SELECT given", "SELECT file", "SELECT vetoes"]
    assert capfd.readouterr().out == "table of result\n" * 3


@pytest.mark.parametrize("form", ["table", "csv", "json", "tsv"])
def test_an_answer_comes_in_four_forms(form, graph, asked, capfd):
    assert cli.run(["query", graph, "SELECT *", "--format", form]) == 0
    assert capfd.readouterr().out == f"{form} of result\n"


def test_the_questions_are_listed_without_a_graph(asked, capfd):
    assert cli.run(["query", "--list"]) == 0
    assert capfd.readouterr().out == "vetoes  Who vetoed what\n"


@pytest.mark.parametrize(("conforms", "code"), [(True, 0), (False, 1)])
def test_a_graph_that_does_not_conform_is_a_no(conforms, code, graph, monkeypatch, capfd):
    class Report(SimpleNamespace):
        def __str__(self) -> str:
            return "the report"

    _stub(monkeypatch, "validate", validate=lambda _: Report(conforms=conforms))
    assert cli.run(["validate", graph]) == code
    assert capfd.readouterr().out == "the report\n"


def test_a_graph_is_drawn(graph, tmp_path):
    assert cli.run(["view", graph, "-o", "g.html", "--title", "Accord"]) == 0
    assert (tmp_path / "g.html").read_text() == "<h1>Accord</h1>"


def test_a_graph_is_exported_by_suffix_and_by_name(graph, tmp_path, capfd):
    assert cli.run(["export", graph, "-o", "g.nt"]) == 0
    assert (tmp_path / "g.nt").read_text() == "<urn:a> <urn:b> <urn:c> .\n"
    assert cli.run(["export", graph, "--format", "nquads"]) == 0
    assert capfd.readouterr().out == "<urn:a> <urn:b> <urn:c> .\n"


# --- the program ------------------------------------------------------------------------------------------------


def test_an_interrupted_run_says_so_with_its_exit_code(graph, monkeypatch):
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "load", interrupt)
    assert cli.run(["export", graph]) == 130


def _program(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "dispatchgraph", *arguments], capture_output=True, **options)


def test_the_program_knows_its_version_and_helps():
    assert _program("--version").stdout.startswith(b"dispatchgraph 0.")
    for arguments in ((), ("--help",), ("build", "--help"), ("query", "--help")):
        done = _program(*arguments)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"Usage: dispatchgraph" in done.stdout


def test_a_closed_pipe_ends_the_program_quietly(tmp_path):
    (tmp_path / "big.nt").write_text("".join(f"<urn:a:{n}> <urn:b> <urn:c> .\n" for n in range(20_000)))
    done = subprocess.run(
        f"{sys.executable} -m dispatchgraph export big.nt | head -n 1", shell=True, capture_output=True, cwd=tmp_path
    )
    assert done.stderr == b""


def test_graphs_are_utf_8_in_every_locale(tmp_path):
    (tmp_path / "g.ttl").write_text('<urn:a> <urn:b> "été 😀" .', "utf-8")
    done = _program("export", "g.ttl", env=os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}, cwd=tmp_path)
    assert "été 😀" in done.stdout.decode("utf-8")

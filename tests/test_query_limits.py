"""`dispatchgraph query` ends: by its answer, its limit of time or memory, or Ctrl-C, and says so in one line."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef

from dispatchgraph import cli, query, store
from dispatchgraph.answer import to_csv
from dispatchgraph.cli.asking import asked
from dispatchgraph.errors import QueryError
from dispatchgraph.iri import DEFAULT_BASE
from dispatchgraph.questions import questions
from dispatchgraph.serve.once import Most, ask
from dispatchgraph.syntax import by_name

SAMPLE = Path(__file__).parent / "graphs" / "sample.trig"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
BACKTRACKING = f"SELECT ?x {{ ?x ?y ?z FILTER(REGEX('{'a' * 40}b', '^(a+)+$')) }}"


def children_of(pid: int) -> list[int]:
    """The processes that a process has started, as Linux tells them."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(child) for child in found.split()]


def await_true(condition, seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < until:
        time.sleep(0.01)
    return bool(found)


@pytest.mark.parametrize("name", [q.name for q in questions()])
def test_a_question_on_a_file_has_the_rows_that_python_gets(name):
    text = next(q.sparql for q in questions() if q.name == name)
    assert to_csv(asked(str(SAMPLE), text, seconds=60)) == to_csv(query.run(store.load(SAMPLE), text))


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml", "no suffix", "mark"])
def test_a_file_is_asked_in_every_form(form, tmp_path):
    name = "turtle" if form == "mark" else "trig" if form == "no suffix" else form
    path = tmp_path / ("graph" if form == "no suffix" else f"graph{by_name(name).suffixes[0]}")
    data = store.dumps(store.load(SAMPLE), format=name)
    path.write_bytes(b"\xef\xbb\xbf" + data if form == "mark" else data)
    rows = asked(str(path), "SELECT ?who { ?who dg:vetoes ?what }", seconds=60).bindings
    assert [str(value) for row in rows for value in row.values()] == [f"{DEFAULT_BASE}entity/norvege"]


@pytest.mark.parametrize("form", ["SELECT *", "SELECT DISTINCT *", "select*"])
def test_all_columns_stand_in_the_order_of_the_query(form):
    rows = asked(str(SAMPLE), f"{form} {{ ?z dg:vetoes ?b . ?b rdfs:label ?a }}", seconds=60)
    assert [str(v) for v in rows.vars] == ["z", "b", "a"]


def test_graphs_are_answers_too():
    assert len(asked(str(SAMPLE), "CONSTRUCT WHERE { ?x dg:vetoes ?y }", seconds=60).graph) == 1
    assert len(asked(str(SAMPLE), f"DESCRIBE <{DEFAULT_BASE}entity/oslo>", seconds=60).graph) > 3
    assert asked(str(SAMPLE), "ASK { ?x dg:vetoes ?y }", seconds=60).askAnswer is True


def test_a_statement_as_a_value_is_shown(tmp_path):
    (tmp_path / "g.ttl").write_text('<urn:a> <urn:b> <<( <urn:c> <urn:d> "e"@fr )>> .')
    (row,) = asked(str(tmp_path / "g.ttl"), "SELECT ?o { ?s ?p ?o }", seconds=60).bindings
    assert [str(value) for value in row.values()] == ['<urn:c> <urn:d> "e"@fr']


def test_a_query_over_its_time_ends_with_one_line_and_leaves_no_process(capsys):
    before = children_of(threading.get_native_id())
    assert cli.run(["query", str(SAMPLE), ENDLESS, "--timeout", "0.3"]) == 2
    said = capsys.readouterr()
    assert said.err == "dispatchgraph: the query takes more than 0.3 s and was ended (--timeout)\n"
    assert said.out == ""
    assert await_true(lambda: set(children_of(threading.get_native_id())) <= set(before))


def test_a_query_over_its_memory_ends(tmp_path):
    (tmp_path / "g.nt").write_text("".join(f"<urn:{n}> <urn:b> <urn:{n % 99}> .\n" for n in range(2_000)))
    hungry = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a"
    with pytest.raises(QueryError, match="needs more than 64 MB of memory"):
        ask(tmp_path / "g.nt", hungry, name="g", media="text/csv", most=Most(memory=64 << 20))


def test_an_answer_over_its_size_ends():
    most = Most(size=1_000)
    with pytest.raises(QueryError, match="more than 1000 bytes"):
        ask(SAMPLE, "SELECT * { ?a ?b ?c }", name="g", media="text/csv", most=most)


@pytest.fixture
def running() -> Iterator[subprocess.Popen[bytes]]:
    """A query without end, whose worker has begun."""
    command = [sys.executable, "-m", "dispatchgraph", "query", str(SAMPLE), ENDLESS, "--timeout", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert await_true(lambda: children_of(process.pid))
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_signal_ends_a_query_and_its_worker_at_once(running, number, code):
    (worker,) = children_of(running.pid)
    running.send_signal(number)
    _, said = running.communicate(timeout=20)
    assert (running.returncode, said) == (code, b"")
    assert await_true(lambda: not Path(f"/proc/{worker}").exists())


# --- in Python: rdflib ------------------------------------------------------------------------------------------


def crowd() -> Graph:
    graph = Graph()
    for number in range(60):
        graph.add((URIRef(f"urn:{number}"), URIRef("urn:b"), Literal("a" * 40 + "b")))
    return graph


@pytest.mark.parametrize("sparql", [ENDLESS, BACKTRACKING], ids=["product", "regex"])
def test_a_query_of_python_ends_at_the_limit_it_was_given(sparql):
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(QueryError, match=r"takes more than 0\.2 s"):
        query.run(crowd(), sparql, timeout=0.2)
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert query.run(crowd(), "ASK { ?x ?y ?z }", timeout=20).askAnswer is True


def test_a_limit_that_cannot_be_kept_is_refused():
    said: list[str] = []

    def elsewhere() -> None:
        with pytest.raises(QueryError) as caught:
            query.run(crowd(), "ASK {}", timeout=1)
        said.append(str(caught.value))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert said == ["a time limit needs the main thread, on a system with alarms"]

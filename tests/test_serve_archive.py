"""An archive in a folder, served while others write to it: real processes, real sockets."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("uvicorn", reason="the extra «server» is not installed")

TEXT = "MOSCOU, 5 décembre 2016 (AFP) - La Russie a opposé lundi son veto à la résolution de l'ONU."
OTHER = "PEKIN, 6 décembre 2016 (AFP) - La Chine a opposé mardi son veto à la résolution de l'ONU."
WHO = "SELECT DISTINCT ?who { ?event a dg:Veto ; dg:agent/rdfs:label ?who } ORDER BY ?who"


@dataclass(frozen=True)
class Service:
    """A service that runs."""

    address: str
    store: Path

    def ask(self, sparql: str) -> list[list[str]]:
        """The rows of a SELECT."""
        with urllib.request.urlopen(f"{self.address}sparql?{urllib.parse.urlencode({'query': sparql})}") as answer:
            rows = json.load(answer)["results"]["bindings"]
        return [[term["value"] for term in row.values()] for row in rows]

    def update(self, sparql: str, token: str = "jeton") -> int:
        """The status of an update."""
        request = urllib.request.Request(
            f"{self.address}update",
            data=sparql.encode(),
            headers={"Content-Type": "application/sparql-update", "Authorization": f"Bearer {token}"},
        )
        try:
            with urllib.request.urlopen(request) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code


def run(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "dispatchgraph", *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[Service]:
    """The archive of one dispatch, served with a token for writing."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "russie.txt").write_text(TEXT, "utf-8")
    (folder / "chine.txt").write_text(OTHER, "utf-8")
    run("add", folder / "store", folder / "russie.txt")
    command = ["-m", "dispatchgraph", "serve", folder / "store", "--port", "0", "--write", "jeton"]
    process = subprocess.Popen([sys.executable, *map(str, command)], stderr=subprocess.PIPE, text=True)
    assert process.stderr
    said = process.stderr.readline()
    found = re.search(r"listening on (http://\S+)", said)
    assert found, said
    yield Service(found[1], folder / "store")
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_an_archive_answers_over_http(service):
    assert service.ask(WHO)[0] == ["Russie"]


def test_every_statement_counts_once_though_two_graphs_hold_it(service):
    added = '{ <urn:s> rdfs:label "deux fois" }'
    assert service.update(f"INSERT DATA {{ GRAPH <urn:a> {added} GRAPH <urn:b> {added} }}") == 204
    assert service.ask('SELECT (COUNT(*) AS ?n) { ?s rdfs:label "deux fois" }') == [["1"]]
    assert service.ask('SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s rdfs:label "deux fois" } }') == [["2"]]


def test_who_writes_sees_it_written_at_once(service):
    for number in range(5):
        assert service.update(f'INSERT DATA {{ GRAPH <urn:notes> {{ <urn:n{number}> rdfs:label "note" }} }}') == 204
        assert service.ask('SELECT (COUNT(?n) AS ?all) { ?n rdfs:label "note" }') == [[str(number + 1)]]


def test_what_is_added_while_it_runs_is_served(service):
    run("add", service.store, service.store.parent / "chine.txt")
    seen = [service.ask(WHO)]
    while seen[-1] != [["Chine"], ["Russie"]] and len(seen) < 500:
        seen.append(service.ask(WHO))
    assert seen[-1] == [["Chine"], ["Russie"]]


def test_only_who_has_the_token_writes(service):
    assert service.update("INSERT DATA { GRAPH <urn:x> { <urn:s> <urn:p> 1 } }", token="autre") == 401
    assert service.update("LOAD <http://127.0.0.1:9/>") == 400
    assert service.ask("SELECT * { GRAPH <urn:x> { ?s ?p ?o } }") == []

"""Shards are loaded into stores of other makes with the very commands of docs/scale.md."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from dispatchgraph.archive import open_archive
from dispatchgraph.cli import run as command
from dispatchgraph.pipeline import nquads
from dispatchgraph.read import read_text
from servers import Server, free_port, virtuoso_server

ROOT = Path(__file__).parents[1]
TEXTS = {
    "veto": "GENÈVE, 3 mai 2024 (AFP) - Le Pérou a opposé vendredi son veto à la résolution, selon le ministre Ruben Castillo.",
    "refus": "GENÈVE, 4 mai 2024 (AFP) - Le Chili a rejeté samedi la proposition du Pérou.",
}


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the folder `shards/`: two of them, packed as `build --jobs` does."""
    folder = tmp_path_factory.mktemp("scale")
    (folder / "shards").mkdir()
    for number, (name, text) in enumerate(TEXTS.items()):
        data = nquads(read_text(text, id=name, language="fr"))
        (folder / "shards" / f"shard-{number:06}.nq.gz").write_bytes(gzip.compress(data, mtime=0))
    return folder


@pytest.fixture(scope="module")
def statements(shards: Path) -> int:
    return sum(gzip.decompress(p.read_bytes()).count(b"\n") for p in shards.glob("shards/*.gz"))


def commands(heading: str) -> str:
    """The shell commands that stand under a heading."""
    under = (ROOT / "docs/scale.md").read_text("utf-8").partition(f"### {heading}\n")[2]
    found = re.search(r"```sh\n(.*?)```", under, re.DOTALL)
    assert found
    return found[1]


def shell(text: str, folder: Path, **names: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
    return subprocess.run(
        ["sh", "-ec", text], cwd=folder, env={"PATH": path, **names}, capture_output=True, text=True, timeout=120
    )


def counted(url: str, query: str) -> int:
    given = {"query": query, "format": "application/sparql-results+json"}
    answer = httpx.get(url, params=given, headers={"Accept": "application/sparql-results+json"}, timeout=60)
    [row] = answer.raise_for_status().json()["results"]["bindings"]
    return int(row["n"]["value"])


OURS = "FILTER(STRSTARTS(STR(?g), 'https://w3id.org/dispatchgraph/data/'))"
ALL = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {OURS} }}"
UNION = """SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE { VALUES ?kind {
  <https://w3id.org/dispatchgraph/ontology#Veto> <https://w3id.org/dispatchgraph/ontology#Reject> } ?e a ?kind }"""


def test_virtuoso_loads_shards_with_the_commands_that_we_document(shards, statements):
    server = virtuoso_server(shards)
    if not shutil.which("isql-vt"):
        pytest.skip("no isql-vt on this machine: apt-get install virtuoso-opensource-7-bin")
    port = re.search(r"ServerPort = 127\.0\.0\.1:(\d+)", (shards / "virtuoso.ini").read_text())
    assert port
    server.start()
    try:
        done = shell(commands("Virtuoso"), shards, VIRTUOSO_PORT=port[1])
        assert (done.returncode, "0 Rows." in done.stdout) == (0, True), done.stdout + done.stderr
        assert counted(server.url, ALL) == statements
        assert counted(server.url, UNION) == 2
    finally:
        server.kill()


def test_oxigraph_loads_shards_with_the_commands_that_we_document(shards, statements):
    if not shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin"):
        pytest.skip("no Oxigraph server on this machine: pip install oxigraph")
    *loading, serving = commands("Oxigraph").splitlines()
    done = shell("\n".join(loading), shards)
    assert done.returncode == 0, done.stderr
    port = str(free_port())
    words = ["sh", "-c", f"exec {serving}"]
    path = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
    url = f"http://127.0.0.1:{port}/query"
    server = Server("Oxigraph", ["env", f"PATH={path}", f"OXIGRAPH_PORT={port}", *words], shards, url)
    server.start()
    try:
        assert counted(url, ALL) == statements
        assert counted(url, UNION) == 2
    finally:
        server.kill()


def test_shards_are_added_to_an_archive(shards, tmp_path):
    assert command(["add", str(tmp_path / "store"), str(shards / "shards")]) == 0
    with open_archive(tmp_path / "store") as archive:
        assert {entry.id for entry in archive.dispatches()} == set(TEXTS)

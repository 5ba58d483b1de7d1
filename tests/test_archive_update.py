"""SPARQL updates of an archive in a folder."""

from __future__ import annotations

import pytest

from dispatchgraph.archive import open_archive
from dispatchgraph.archive.updating import update_folder
from dispatchgraph.errors import QueryError
from dispatchgraph.iri import PREFIXES


@pytest.fixture
def folder(tmp_path):
    open_archive(tmp_path / "store", write=True).close()
    return tmp_path / "store"


def update(folder, sparql):
    update_folder(folder, sparql, prefixes=dict(PREFIXES))


def values(folder, sparql):
    with open_archive(folder) as archive:
        return sorted(row[0].value for row in archive.backend.select(sparql))


def test_what_is_inserted_into_a_graph_is_in_the_merge_of_all_once(folder):
    update(folder, 'INSERT DATA { GRAPH <urn:a> { <urn:s> rdfs:label "x" } GRAPH <urn:b> { <urn:s> rdfs:label "x" } }')
    assert values(folder, "SELECT ?o { ?s rdfs:label ?o }") == ["x"]
    update(folder, 'DELETE DATA { GRAPH <urn:a> { <urn:s> rdfs:label "x" } } ;')
    assert values(folder, "SELECT ?o { ?s rdfs:label ?o }") == ["x"]
    update(folder, "DELETE WHERE { GRAPH ?g { ?s rdfs:label ?o } }")
    assert values(folder, "SELECT ?o { ?s rdfs:label ?o }") == []


def test_the_default_graph_is_nothing_but_the_merge(folder):
    update(folder, 'INSERT DATA { <urn:s> rdfs:label "astray" }')
    assert values(folder, "SELECT ?o { ?s rdfs:label ?o }") == []


@pytest.mark.parametrize(
    "sparql",
    [
        "LOAD <http://127.0.0.1:9/> INTO GRAPH <urn:a>",
        "DROP ALL",
        "SELECT * { ?s ?p ?o }",
        "INSERT DATA { GRAPH <urn:a> { <urn:s> <urn:p> } }",
        "INSERT { GRAPH <urn:a> { ?s ?p ?o } } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "",
    ],
)
def test_what_is_no_update_or_would_fetch_or_empty_is_refused(folder, sparql):
    with pytest.raises(QueryError):
        update(folder, sparql)
    assert values(folder, "SELECT ?o { ?s ?p ?o }") == []

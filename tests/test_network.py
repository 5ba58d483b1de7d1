"""The projection onto networkx: what is drawn, in which words, with which evidence, and how it is exported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from rdflib import Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import FOAF, RDF, RDFS

from dispatchgraph.network import project, to_gexf, to_graphml

SAMPLE = Path(__file__).parent / "graphs" / "sample.trig"
DG = Namespace("https://w3id.org/dispatchgraph/ontology#")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
EX = Namespace("https://example.org/")


@pytest.fixture(scope="module")
def sample() -> nx.MultiDiGraph:
    dataset = Dataset()
    dataset.parse(SAMPLE, format="trig")
    return project(dataset)


def told(
    cls: str, *, agent: tuple[str, ...] = (), patient: tuple[str, ...] = (), status: str = "occurred", **roles: str
) -> Graph:
    """One event of a class with named people in its roles."""
    graph = Graph()
    graph.add((EX.event, RDF.type, DG.Event))
    graph.add((EX.event, RDF.type, DG[cls]))
    graph.add((EX.event, DG.status, DG[status]))
    cast = [(DG.agent, a) for a in agent] + [(DG.patient, p) for p in patient]
    cast += [(SEM.hasPlace if role == "place" else DG[role], name) for role, name in roles.items()]
    for role, name in cast:
        graph.add((EX.event, role, EX[name]))
        graph.add((EX[name], RDF.type, DG.City if role == SEM.hasPlace else DG.Person))
        graph.add((EX[name], RDFS.label, Literal(name, lang="fr")))
    return graph


def drawn(network: nx.MultiDiGraph) -> set[tuple[str, str, str]]:
    """The edges that are not folded, by labels."""
    label = network.nodes(data="label")
    return {(label[u], data["label"], label[v]) for u, v, data in network.edges(data=True) if not data["folded"]}


def node(network: nx.MultiDiGraph, label: str) -> dict[str, object]:
    return next(data for _, data in network.nodes(data=True) if data["label"] == label)


def test_the_sample_is_drawn_in_the_words_of_the_ontology(sample):
    assert {("Norvège", "oppose son veto à", "traité sur la pêche"), ("Havfolk", "accuse", "police")} <= drawn(sample)


def test_kinds_are_told_apart(sample):
    kinds = {data["label"]: data["kind"] for _, data in sample.nodes(data=True)}
    expected = {"Norvège": "state", "Jon Arnarson": "person", "Bergen": "place", "marins": "group", "Veto": "event"}
    assert expected.items() <= kinds.items()
    assert kinds["Union européenne"] == "body"
    assert kinds["traité sur la pêche"] == "document"


def test_spans_claims_and_figures_are_evidence_and_no_nodes(sample):
    assert not {data["class"] for _, data in sample.nodes(data=True)} & {"Claim", "Figure", "Affiliation", "Dispatch"}


def test_a_veto_carries_its_sentence_and_its_mention(sample):
    (veto,) = [d for *_, d in sample.edges(data=True) if d["label"] == "oppose son veto à"]
    items = json.loads(veto["evidence"])
    assert any("a mis son veto" in item["sentence"] for item in items)
    for item in items:
        assert item["sentence"][item["at"] : item["to"]] == item["mention"]
        assert item["published"] == "2025-03-03"


def test_what_is_claimed_keeps_its_speaker_and_his_words(sample):
    (request,) = [d for *_, d in sample.edges(data=True) if d["kind"] == "relation" and d["label"] == "demande"]
    (item,) = json.loads(request["evidence"])
    assert (item["speaker"], item["quotation"]) == ("Jon Arnarson", "Nous demandons un nouveau vote")


def test_what_is_alleged_keeps_its_status(sample):
    (blow,) = [d for *_, d in sample.edges(data=True) if d["kind"] == "relation" and d["label"] == "attaque"]
    assert blow["status"] == "alleged"


def test_a_figure_stands_in_the_evidence_of_what_it_counts(sample):
    items = json.loads(str(node(sample, "marins")["evidence"]))
    assert {"police", "Havfolk"} <= {item.get("speaker") for item in items}


def test_an_event_between_two_is_an_arrow_alone():
    network = project(told("Accuse", agent=("Ada",), patient=("Bob",)))
    assert drawn(network) == {("Ada", "accuse", "Bob")}
    assert network.nodes[str(EX.event)]["folded"] == 1


def test_an_event_of_equals_has_a_line_without_direction():
    network = project(told("Meet", agent=("Ada", "Bob")))
    (line,) = [d for *_, d in network.edges(data=True) if not d["folded"]]
    assert (line["label"], line["directed"]) == ("rencontre", 0)


def test_a_place_that_nothing_else_holds_brings_its_event_back():
    network = project(told("Meet", agent=("Ada", "Bob"), place="Oslo"))
    assert network.nodes[str(EX.event)]["folded"] == 0
    assert ("Rencontre", "lieu", "Oslo") in drawn(network)


def test_a_recipient_gives_the_event_a_node_and_the_arrow_stays():
    network = project(told("Accuse", agent=("Ada",), patient=("Bob",), recipient="Cy"))
    assert ("Ada", "accuse", "Bob") in drawn(network)
    assert ("Accusation", "à l’égard de", "Cy") in drawn(network)
    assert not any(label == "vise" for _, label, _ in drawn(network))


def test_nobody_drawn_is_left_without_a_tie_that_he_has(sample):
    for name, data in sample.nodes(data=True):
        edges = [*sample.in_edges(name, data=True), *sample.out_edges(name, data=True)]
        assert data["folded"] or not edges or any(not d["folded"] for *_, d in edges), data["label"]


def test_a_plain_event_is_labelled_with_its_lemma():
    graph = told("Event", agent=("Ada",), patient=("Bob",))
    graph.add((EX.event, DG.lemma, Literal("saluer", lang="fr")))
    assert drawn(project(graph)) == {("Ada", "saluer", "Bob")}


def test_labels_are_french_first_and_english_when_asked():
    graph = told("Accuse", agent=("Ada",), patient=("Bob",))
    graph.add((EX.Ada, RDFS.label, Literal("Ada the first", lang="en")))
    assert project(graph).nodes[str(EX.Ada)]["label"] == "Ada"
    assert project(graph, language="en").nodes[str(EX.Ada)]["label"] == "Ada the first"


def test_a_graph_without_sentences_is_projected_all_the_same():
    (line,) = [
        d for *_, d in project(told("Accuse", agent=("Ada",), patient=("Bob",))).edges(data=True) if not d["folded"]
    ]
    assert line["evidence"] == "[]"


def test_a_foreign_graph_is_drawn_by_its_labels():
    graph = Graph()
    graph.add((EX.ada, RDF.type, FOAF.Person))
    graph.add((EX.ada, FOAF.name, Literal("Ada")))
    graph.add((EX.ada, FOAF.knows, EX.bob))
    network = project(graph)
    assert drawn(network) == {("Ada", "knows", "bob")}
    assert network.nodes[str(EX.ada)]["kind"] == "person"


def test_an_empty_graph_has_no_nodes():
    assert len(project(Graph())) == len(project(Dataset())) == 0


def test_all_attributes_are_plain(sample):
    values = [v for _, d in sample.nodes(data=True) for v in d.values()]
    values += [v for *_, d in sample.edges(data=True) for v in d.values()]
    assert {type(v) for v in values} <= {str, int, float}


@pytest.mark.parametrize("write", [to_graphml, to_gexf])
def test_an_export_is_xml_with_every_node_and_edge(sample, write):
    root = ElementTree.fromstring(write(sample))
    tags = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert tags.count("node") == len(sample)
    assert tags.count("edge") == sample.number_of_edges()


@pytest.mark.parametrize("write", [to_graphml, to_gexf])
def test_an_export_outlives_names_that_xml_cannot_hold(write):
    graph = told("Accuse", agent=("Ada",), patient=("Bob",))
    graph.set((EX.Ada, RDFS.label, Literal("A\x00d\x1ba <&> ]]>\uffff")))
    assert "Ada &lt;&amp;&gt; ]]&gt;" in ElementTree.tostring(ElementTree.fromstring(write(project(graph))), "unicode")


def test_graphml_comes_back_as_the_same_graph(sample):
    again = nx.parse_graphml(to_graphml(sample).decode(), force_multigraph=True)
    assert again.nodes(data="label") == sample.nodes(data="label")
    assert again.number_of_edges() == sample.number_of_edges()


def test_exports_are_the_same_under_every_hash_seed():
    code = (
        "import hashlib, sys; from rdflib import Dataset;"
        "from dispatchgraph.network import *; from dispatchgraph.view import render;"
        "d = Dataset(); d.parse(sys.argv[1], format='trig'); n = project(d);"
        "print(*(hashlib.sha256(x).hexdigest() for x in (to_graphml(n), to_gexf(n), render(n).encode())))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(SAMPLE)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(runs) == 1


def test_a_relation_to_a_stranger_of_the_ontology_is_left_out():
    graph = told("Accuse", agent=("Ada",), patient=("Bob",))
    graph.add((EX.event, DG.patient, URIRef("urn:nobody")))
    assert "urn:nobody" not in project(graph)

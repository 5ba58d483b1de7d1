"""The page, as a browser sees it: legible, French, with its evidence, deaf to attacks and silent on the network."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from rdflib import Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import FOAF, RDF, RDFS

from dispatchgraph.network import project
from dispatchgraph.view import render
from dispatchgraph.view.layout import positions
from dispatchgraph.view.selection import select

SAMPLE = Path(__file__).parent / "graphs" / "sample.trig"
DG = Namespace("https://w3id.org/dispatchgraph/ontology#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
GAF = Namespace("http://groundedannotationframework.org/gaf#")
EX = Namespace("https://example.org/")

ATTACKS = [
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 1</script>",
    '<img src=x onerror="window.hacked = 1"> href',
    "\"'><svg onload=window.hacked=1>",
    '{{ 7 * 7 }}<a href="javascript:window.hacked=1">href</a>\u2028window.hacked=1\u2029',
    "javascript:window.hacked=1",
    "<!--<script>",
]


@pytest.fixture(scope="module")
def sample() -> nx.MultiDiGraph:
    dataset = Dataset()
    dataset.parse(SAMPLE, format="trig")
    return project(dataset)


def click_on(page: Any, label: str) -> None:
    """Press the mouse where the picture shows `label`."""
    spot = page.evaluate(
        """label => {
            const { network, state } = dispatchgraph;
            const node = state.data.nodes.find(one => one.label === label);
            const { x, y } = network.canvasToDOM(network.getPositions([node.id])[node.id]);
            const box = document.getElementById("picture").getBoundingClientRect();
            return [box.left + x, box.top + y];
        }""",
        label,
    )
    page.mouse.click(*spot)
    page.wait_for_timeout(350)


def choose_line(page: Any, label: str) -> None:
    """Choose the first line whose label begins with `label`."""
    page.evaluate(
        "label => dispatchgraph.act.chooseEdge(dispatchgraph.state.shown.lines.find(e => e.label.startsWith(label)).id)",
        label,
    )


def attacked(words: str) -> Graph:
    """A graph whose every name, sentence and address is `words`."""
    graph = Graph()
    dispatch, span, whole = EX.dispatch, EX["dispatch#char=0,3"], EX["dispatch#char=0,9"]
    graph.add((dispatch, RDF.type, DG.Dispatch))
    graph.add((dispatch, URIRef("https://schema.org/headline"), Literal(words)))
    for name, cls in ((EX.ada, DG.Person), (EX.bob, DG.Organization), (EX.event, DG.Accuse)):
        graph.add((name, RDF.type, cls))
        graph.add((name, RDFS.label, Literal(words)))
        graph.add((name, GAF.denotedBy, span))
    graph.add((EX.event, DG.agent, EX.ada))
    graph.add((EX.event, DG.patient, EX.bob))
    graph.add((EX.event, DG.status, DG.occurred))
    graph.add((EX.event, DG.accordingTo, EX.bob))
    graph.add((EX.event, DG.timeExpression, Literal(words)))
    graph.add((EX.ada, URIRef("http://www.w3.org/2002/07/owl#sameAs"), URIRef("javascript:window.hacked=1")))
    graph.add((span, NIF.anchorOf, Literal(words[:5])))
    graph.add((span, NIF.beginIndex, Literal(0)))
    graph.add((span, NIF.endIndex, Literal(5)))
    graph.add((span, NIF.referenceContext, dispatch))
    graph.add((span, NIF.sentence, whole))
    graph.add((whole, NIF.anchorOf, Literal(words)))
    graph.add((whole, NIF.beginIndex, Literal(0)))
    return graph


def test_the_page_asks_nobody_for_anything(sample, open_page):
    page = open_page(render(sample, title="Pêche"))
    assert [url for url in page.asked if not url.startswith("file:")] == []
    assert len(page.asked) == 1
    assert page.complaints == []


def test_the_page_names_no_server_and_no_outside_file(sample):
    html = render(sample)
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", html)
    assert "sourceMappingURL" not in html


def test_the_page_is_a_modern_document_in_its_language(sample):
    assert render(sample).startswith('<!doctype html>\n<html lang="fr">')
    assert '<html lang="en">' in render(sample, language="en")


def test_the_policy_lets_in_these_very_scripts_and_no_other(sample):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', render(sample))
    assert policy and "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]


@pytest.mark.parametrize("words", ATTACKS)
def test_an_attack_in_names_sentences_title_and_addresses_runs_nothing(words, open_page):
    page = open_page(render(project(attacked(words)), title=words))
    for node in page.evaluate("dispatchgraph.state.data.nodes.map(n => n.id)"):
        page.evaluate("id => dispatchgraph.act.chooseNode(id)", node)
    page.evaluate("dispatchgraph.act.chooseEdge(dispatchgraph.state.shown.lines[0].id)")
    page.fill("#search", words[:4])
    page.mouse.move(700, 450)
    page.wait_for_timeout(100)
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.querySelectorAll('a, img, svg, iframe').length") == 0
    assert page.complaints == []
    assert len(page.asked) == 1


def test_an_attack_through_addresses_of_a_foreign_graph_runs_nothing(open_page):
    graph = Graph()
    graph.add((URIRef("javascript:window.hacked=1"), EX["p</script>"], URIRef("urn:</script><script>window.hacked=1")))
    page = open_page(render(project(graph)))
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("dispatchgraph.state.data.nodes.length") == 2


def test_a_hostile_language_stays_inside_its_attribute(sample):
    assert "<script>window" not in render(sample, language='"><script>window.hacked=1</script>')


def test_a_click_on_a_name_shows_its_sentences_with_the_mention_marked(sample, open_page):
    page = open_page(render(sample))
    click_on(page, "Jon Arnarson")
    assert page.inner_text("#panel h2") == "Jon Arnarson"
    assert page.locator("#panel mark").all_inner_texts()[:2] == ["Le ministre islandais", "Jon Arnarson"]
    assert "ministre Islande" in page.inner_text("#panel .ties")


def test_a_line_shows_who_says_so_and_its_status(sample, open_page):
    page = open_page(render(sample))
    choose_line(page, "demande")
    assert page.inner_text("#panel .speaker") == "selon Jon Arnarson"
    assert "Nous demandons un nouveau vote" in page.inner_text("#panel .sentence")
    choose_line(page, "attaque")
    assert "non confirmé" in page.inner_text("#panel .facts")


def test_dates_are_written_in_french(sample, open_page):
    page = open_page(render(sample))
    click_on(page, "Rencontre")
    assert "14 mars 2025" in page.inner_text("#panel .facts >> nth=0")


def test_a_click_beside_everything_closes_the_panel(sample, open_page):
    page = open_page(render(sample))
    click_on(page, "Norvège")
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").count() == 0


def test_lines_are_labelled_in_french_and_what_is_no_fact_says_so(sample, open_page):
    page = open_page(render(sample))
    lines = {e["label"]: e["id"] for e in page.evaluate("dispatchgraph.state.shown.lines")}
    drawn = {e["id"]: e for e in page.evaluate("dispatchgraph.sets.edges.get()")}
    assert {"oppose son veto à", "accuse", "situé dans", "ministre"} <= lines.keys()
    looks = [drawn[lines[name]]["dashes"] for name in ("signe (nié)", "attaque (non confirmé)", "accuse")]
    assert looks[0] and looks[1] and looks[0] != looks[1] and not looks[2]
    assert drawn[lines["signe (nié)"]]["arrows"]["to"]["type"] == "bar"


def test_no_label_lies_on_another_and_every_name_is_shown(sample, open_page):
    page = open_page(render(sample))
    labels = page.evaluate("dispatchgraph.state.labels.map(j => ({ node: j.node, ...j.box }))")
    assert sum(label["node"] for label in labels) == page.evaluate("dispatchgraph.state.shown.nodes.length")
    for place, a in enumerate(labels):
        for b in labels[place + 1 :]:
            apart = (
                a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
            )
            assert apart


def test_kinds_have_a_sign_and_a_colour_of_their_own(sample, open_page):
    page = open_page(render(sample))
    shapes = {n["kind"]: n["shape"] for n in page.evaluate("dispatchgraph.state.data.nodes")}
    colours = page.evaluate("dispatchgraph.state.colours.kinds")
    assert len(set(shapes.values())) == len(shapes) >= 7
    assert len(set(colours.values())) == 8
    assert page.locator("#legend li").count() >= 9


def test_search_finds_without_accents_and_by_other_names(sample, open_page):
    page = open_page(render(sample))
    page.fill("#search", "norveg")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "Norvège"
    page.fill("#search", "texte")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "traité sur la pêche"


def test_pointing_shows_a_line_of_text(sample, open_page):
    page = open_page(render(sample))
    click_on(page, "Genève")
    page.mouse.move(20, 500)
    click_on(page, "Genève")
    assert page.inner_text("#tooltip").splitlines() == ["Genève", "Ville"]


def test_nothing_moves_by_itself(sample, open_page):
    page = open_page(render(sample))
    before = page.evaluate("dispatchgraph.network.getPositions()")
    page.wait_for_timeout(300)
    assert page.evaluate("dispatchgraph.network.getPositions()") == before
    given = page.evaluate(
        "Object.fromEntries(dispatchgraph.state.shown.nodes.map(({ id, places: { relations: [x, y] } }) => [id, { x, y }]))"
    )
    assert before == given


def test_an_empty_graph_gives_a_page_that_says_so(open_page):
    page = open_page(render(project(Graph()), title="Rien"))
    assert "vide" in page.inner_text("main")
    assert page.locator("script").count() == 0
    assert page.complaints == []


def test_a_foreign_graph_is_drawn(open_page):
    graph = Graph()
    graph.add((EX.ada, FOAF.name, Literal("Ada")))
    graph.add((EX.ada, FOAF.knows, EX.bob))
    page = open_page(render(project(graph)))
    assert page.evaluate("dispatchgraph.state.data.nodes.map(n => n.label)") == ["Ada", "bob"]
    click_on(page, "Ada")
    assert "knows bob" in page.inner_text("#panel")


def test_any_networkx_graph_with_labels_is_drawn():
    bare = nx.MultiDiGraph()
    bare.add_edge("a", "b", label="connaît")
    assert '"label":"connaît"' in render(bare)


def test_too_many_nodes_are_cut_to_the_most_tied_and_the_page_says_so():
    star = nx.MultiDiGraph()
    star.add_edges_from(("hub", f"leaf {number}") for number in range(30))
    html = render(star, limit=10)
    assert "Les 10 plus cités sur 31 sont dans cette page" in html
    assert '"id":"hub"' in html


def test_large_parts_are_laid_out_without_scipy(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "scipy", None)
    ring = nx.MultiDiGraph(nx.cycle_graph(700))
    picture = select(nx.relabel_nodes(ring, str), limit=1000, statuses={})
    assert len(set(positions(picture).values())) == 700


def test_the_page_follows_light_and_dark(sample, open_page):
    page = open_page(render(sample))
    light = page.evaluate("dispatchgraph.state.colours.paper")
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(100)
    assert page.evaluate("dispatchgraph.state.colours.paper") != light


def test_a_sentence_is_sent_once_however_many_mentions_it_holds(sample):
    html = render(sample)
    more = json.loads(re.search(r'id="graph-more">(.*?)</script>', html)[1])
    assert len(set(more["sentences"])) == len(more["sentences"])
    assert max(item["sentence"] for item in more["items"]) < len(more["sentences"])


def test_projecting_and_rendering_leave_the_network_as_it_was(sample):
    before = nx.node_link_data(sample, edges="edges")
    render(sample)
    assert nx.node_link_data(sample, edges="edges") == before

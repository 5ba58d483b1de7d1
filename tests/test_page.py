"""What a reader finds in the page by clicking alone, in the graph of the example and in others."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from rdflib import Dataset, Graph, Literal, Namespace
from rdflib.namespace import RDF, RDFS, XSD

from dispatchgraph import store
from dispatchgraph.network import project
from dispatchgraph.view import render

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "output" / "alep-2016-12-05.trig"
DG = Namespace("https://w3id.org/dispatchgraph/ontology#")
EX = Namespace("https://example.org/")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")


@pytest.fixture(scope="module")
def example() -> Dataset:
    return store.load(EXAMPLE)


@pytest.fixture(scope="module")
def html(example) -> str:
    return render(project(example), title="Alep")


@pytest.fixture
def page(html, open_page) -> Any:
    return open_page(html)


def press(page: Any, name: str) -> None:
    """Press the button or tab that a reader sees under `name`."""
    page.locator("button:visible, summary:visible").filter(has_text=name).first.click()
    page.wait_for_timeout(120)


def search(page: Any, words: str) -> None:
    page.fill("#search", words)
    page.keyboard.press("Enter")
    page.wait_for_timeout(450)


def tick(page: Any, choice: str) -> None:
    """Tick a filter; the rare ones are shown when all are asked for."""
    page.evaluate("document.querySelectorAll('#controls fieldset .more').forEach(b => b.click())")
    page.locator("#controls .choice", has_text=choice).locator("input").check()


def labels(page: Any) -> set[str]:
    """The names of the signs that the picture shows."""
    return set(page.evaluate("dispatchgraph.state.shown.nodes.map(n => n.label)"))


def saved(page: Any, name: str) -> bytes:
    """What the reader gets from the menu of downloads."""
    page.click("#save-menu summary")
    with page.expect_download() as download:
        page.click(f"text={name}")
    return Path(download.value.path()).read_bytes()


# --- what someone who has not read the dispatch finds by clicking alone


def test_who_vetoed_what_and_where_it_was_read(page):
    search(page, "resolution")
    assert "Russie" in page.inner_text("#details .ties") and "Chine" in page.inner_text("#details .ties")
    page.locator("#details .tie", has_text="oppose son veto à").filter(has_text="Russie").click()
    assert "oppose son veto à" in page.inner_text("#details h2")
    assert "La Russie a opposé lundi son veto" in page.inner_text("#details .sentence >> nth=0")
    assert page.inner_text("#details mark >> nth=0") == "a opposé lundi son veto"
    page.locator("#details .read").first.click()
    assert page.locator("#text .prose").is_visible()
    assert page.locator("#text .mention", has_text="opposé lundi").first.is_visible()


def test_who_says_how_many_fighters_there_are_and_who_disagrees(page):
    press(page, "Chiffres")
    quarrel = page.locator("#figures .quarrel").filter(has_text="combattants")
    said = quarrel.locator(".side").all_inner_texts()
    numbers = {"".join(text.split()): text for text in said}
    assert any(text.startswith("8000") and "Nationsunies" in text for text in numbers)
    assert any(text.startswith("15000") and "Observatoiresyrien" in text for text in numbers)
    quarrel.locator(".side").first.click()
    assert "En désaccord avec" in page.inner_text("#details")
    assert "8.000 combattants" in page.inner_text("#details mark")


def test_what_is_planned_for_tuesday(page):
    press(page, "Chronologie")
    day = page.locator("#timeline .day", has_text="6 déc. 2016")
    planned = day.locator("xpath=following-sibling::ul[2]")
    assert "Négociation" in planned.inner_text() and "prévu" in planned.inner_text()
    planned.locator("button", has_text="Rencontre").click()
    assert "États-Unis, Russie" in page.inner_text("#details h2") and "Genève" in page.inner_text("#details h2")
    assert "selon Vitali Tchourkine" in page.inner_text("#details")
    assert "prévue mardi à Genève" in page.inner_text("#details .sentence")


def test_groups_reject_what_lavrov_proposes(page):
    search(page, "lavrov")
    page.locator("#details .tie", has_text="propose").click()
    page.locator("#details h2 .end").last.click()
    assert "rejette groupes rebelles" in page.inner_text("#details .ties").replace("\n", " ")


# --- the text and the graph lead to each other


def test_a_click_on_a_name_in_the_text_chooses_it_in_the_graph(page):
    press(page, "Texte")
    page.locator("#text .mention", has_text="Vitali Tchourkine").first.click()
    assert page.evaluate("dispatchgraph.state.data.node.get(dispatchgraph.state.chosen).label") == "Vitali Tchourkine"
    assert page.evaluate("dispatchgraph.network.getSelectedNodes().length") == 1


def test_a_click_on_a_node_marks_all_its_mentions_in_the_text(page):
    search(page, "chine")
    press(page, "Texte")
    marked = page.locator("#text .mention.is-chosen").all_inner_texts()
    assert {"Chine", "Pékin"} <= set(marked)


def test_the_text_in_the_pane_is_the_text_of_the_dispatch(page, example):
    press(page, "Texte")
    NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
    whole = next(o for _, _, o, _ in example.quads((None, NIF.isString, None, None)))
    assert page.evaluate("document.querySelector('#text .prose').textContent") == str(whole)


# --- filters


def test_the_legend_leaves_out_a_kind_and_brings_it_back(page):
    before = labels(page)
    page.locator("#legend .key[data-key=place]").click()
    assert "Genève" in before and "Genève" not in labels(page)
    assert page.locator("#legend .key[data-key=place]").get_attribute("aria-pressed") == "false"
    page.locator("#legend .key[data-key=place]").click()
    assert labels(page) == before


def test_what_is_denied_can_be_left_out(page):
    denied = "dispatchgraph.state.shown.lines.filter(l => l.look === 'negated').length"
    assert page.evaluate(denied) > 0
    page.locator("#legend .key[data-key=negated]").click()
    assert page.evaluate(denied) == 0


def test_filters_combine(page):
    press(page, "Filtres")
    tick(page, "Veto")
    assert labels(page) == {"Russie", "Chine", "résolution du Conseil de sécurité de l'ONU"}
    assert page.inner_text("#filter-count") == "1"
    tick(page, "Sana")
    assert labels(page) == set()
    press(page, "Tout remettre")
    assert len(labels(page)) > 50


def test_a_speaker_filter_keeps_only_what_he_says(page):
    press(page, "Filtres")
    tick(page, "Michele Sison")
    said = page.evaluate("dispatchgraph.state.shown.lines.flatMap(l => l.ties.map(t => t.speakers))")
    assert said and all(len(s) == 1 and s[0].endswith("michele-sison") for s in said)


def test_the_slider_keeps_what_happens_in_a_period(page):
    press(page, "Filtres")
    assert page.locator("#controls .histogram .bar").count() >= 4
    end = page.locator("#controls .slider").last
    end.focus()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    dates = page.evaluate("dispatchgraph.state.shown.lines.flatMap(l => l.ties.map(t => t.begins))")
    assert dates == [] or max(dates) < "2012"
    assert "to=2011" in page.url


def test_hiding_the_unconnected_leaves_only_what_is_tied(page):
    press(page, "Filtres")
    page.check("#lone")
    tied = page.evaluate("dispatchgraph.state.shown.lines.flatMap(l => [l.from, l.to])")
    assert set(page.evaluate("dispatchgraph.state.shown.nodes.map(n => n.id)")) == set(tied)


def test_the_count_tells_what_is_shown(page):
    assert page.inner_text("#tally").startswith("57 noms")
    page.locator("#legend .key[data-key=person]").click()
    assert not page.inner_text("#tally").startswith("57 noms")


def test_a_view_that_is_sent_opens_the_same(page, html, open_page):
    press(page, "Événements")
    press(page, "Filtres")
    tick(page, "Négociation")
    page.locator("#legend .key[data-key=hypothetical]").click()
    fragment = page.evaluate("location.hash")
    again = open_page(html, fragment=fragment)
    assert labels(again) == labels(page)
    assert again.locator("#view-events").get_attribute("aria-pressed") == "true"
    assert again.complaints == []


@pytest.mark.parametrize(
    "fragment", ["#view=nonsense&from=x&dispatches=99&chosen=<script>", "#%E0%A4%A", "#unfolded=|&kinds=|"]
)
def test_a_broken_address_opens_the_page_all_the_same(html, open_page, fragment):
    page = open_page(html, fragment=fragment)
    assert page.complaints == []
    assert len(labels(page)) > 50


# --- the two readings


def test_events_stand_in_the_order_of_time(page):
    press(page, "Événements")
    spots = page.evaluate(
        """dispatchgraph.state.shown.nodes.filter(n => n.kind === "event" && n.begins)
           .map(n => [n.begins, dispatchgraph.network.getPosition(n.id).x])"""
    )
    ordered = sorted(spots)
    assert len({day for day, _ in ordered}) > 3
    assert all(a[1] < b[1] for a, b in pairwise(ordered) if a[0] < b[0])


def test_events_without_a_date_stand_left_of_all_dates(page):
    press(page, "Événements")
    undated, dated = page.evaluate(
        """[n => !n.begins && !n.ends, n => n.begins || n.ends].map(want => dispatchgraph.state.shown.nodes
           .filter(n => n.kind === "event" && want(n)).map(n => dispatchgraph.network.getPosition(n.id).x))"""
    )
    assert max(undated) < min(dated)


def test_an_event_that_comes_in_later_never_stands_under_a_date(open_page):
    page = open_page(render(project(campaigns(400))), fragment="#view=events")
    waiting = page.evaluate("dispatchgraph.state.data.nodes.length - dispatchgraph.state.shown.nodes.length")
    press(page, "Tout dessiner")
    late = page.evaluate(
        """(() => {
            const { state, network } = dispatchgraph;
            const late = state.shown.nodes.filter(n => n.kind === "event" && !n.places.events).map(n => network.getPosition(n.id));
            return [late.length, late.filter(({ x, y }) => state.data.bands.some(b => x > b.left && x < b.right && y > b.top && y < b.bottom)).length];
        })()"""
    )
    assert waiting > 0 and late[0] > 100 and late[1] == 0


def campaigns(count: int) -> Graph:
    """Accusations, one a day, between a few dozen people."""
    graph = Graph()
    for number in range(count):
        event, day = (
            EX[f"event/{number}"],
            Literal(f"2024-{1 + number % 12:02}-{1 + number % 28:02}", datatype=XSD.date),
        )
        graph.add((event, RDF.type, DG.Accuse))
        graph.add((event, SEM.hasBeginTimeStamp, day))
        for role, person in ((DG.agent, EX[f"p{number % 31}"]), (DG.patient, EX[f"p{number % 37 + 31}"])):
            graph.add((event, role, person))
            graph.add((person, RDF.type, DG.Person))
            graph.add((person, RDFS.label, Literal(str(person)[-4:])))
    return graph


def test_each_event_is_a_node_in_the_reading_by_events(page, example):
    press(page, "Événements")
    events = {str(s) for s, _, _, _ in example.quads((None, RDF.type, DG.Event, None))}
    assert (
        set(page.evaluate("dispatchgraph.state.shown.nodes.filter(n => n.kind === 'event').map(n => n.id)")) == events
    )


def test_statuses_differ_by_dash_and_by_colour(page):
    lines = page.evaluate(
        "dispatchgraph.sets.edges.get().map(e => [dispatchgraph.state.lineShown.get(e.id).look, JSON.stringify(e.dashes), e.width])"
    )
    looks = {look: (dash, width) for look, dash, width in lines}
    assert {"occurred", "claimed", "planned", "requested", "hypothetical", "negated"} <= looks.keys()
    assert len(set(looks.values())) == len(looks)
    assert len(set(page.evaluate("Object.values(dispatchgraph.state.colours.looks)"))) == 7


# --- figures


def test_the_table_of_figures_sorts_by_its_titles(page):
    press(page, "Chiffres")
    values = "dispatchgraph.state.data.figures.length"
    head = page.locator("#figures th", has_text="Combien")
    head.locator("button").click()
    cells = page.locator("#figures td.of-value").all_inner_texts()
    assert len(cells) == page.evaluate(values)
    assert page.locator("#figures th", has_text="Combien").get_attribute("aria-sort") == "ascending"
    page.locator("#figures th", has_text="Combien").locator("button").click()
    assert page.locator("#figures td.of-value").all_inner_texts() == cells[::-1] or cells[0] != cells[-1]
    assert "300" in page.locator("#figures td.of-value").first.inner_text()


# --- taking away


def test_the_visible_statements_as_turtle_are_triples_of_the_graph(page, example):
    press(page, "Filtres")
    tick(page, "Veto")
    told = Graph().parse(data=saved(page, "Turtle"), format="turtle")
    whole = {(s, p, o) for s, p, o, _ in example.quads()}
    assert set(told) <= whole
    assert {str(o).rsplit("/", 1)[-1] for o in told.objects(None, DG.agent)} == {"russie", "chine"}


def test_all_of_the_picture_as_turtle_is_read_back(page, example):
    told = Graph().parse(data=saved(page, "Turtle"), format="turtle")
    whole = {(s, p, o) for s, p, o, _ in example.quads()}
    assert set(told) <= whole and len(told) > 500


def test_the_visible_statements_as_csv_name_speaker_and_sentence(page):
    rows = list(csv.DictReader(io.StringIO(saved(page, "CSV").decode("utf-8-sig"))))
    veto = next(r for r in rows if r["subject"] == "Russie" and r["predicate"] == "oppose son veto à")
    assert veto["status"] == "occurred" and "La Russie a opposé lundi" in veto["sentence"]
    assert any(r["speaker"] == "Michele Sison" for r in rows)


def test_the_picture_is_saved_as_an_image(page):
    assert saved(page, "PNG").startswith(b"\x89PNG")


# --- keyboard, phone, paper


def test_the_picture_is_walked_with_the_arrow_keys(page):
    page.focus("#picture")
    page.keyboard.press("ArrowRight")
    walked = [page.evaluate("dispatchgraph.state.chosen")]
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        walked.append(page.evaluate("dispatchgraph.state.chosen"))
    assert None not in walked and len(set(walked)) >= 3
    page.keyboard.press("Escape")
    assert page.evaluate("dispatchgraph.state.chosen") is None


def test_everything_that_can_be_pressed_has_a_name(page):
    unnamed = page.evaluate(
        """[...document.querySelectorAll("button, input, select, [role=button]")].filter(e =>
           !(e.textContent.trim() || e.getAttribute("aria-label") || e.labels?.length)).map(e => e.outerHTML)"""
    )
    assert unnamed == []


def test_a_phone_shows_it_without_scrolling_sideways(html, open_page):
    page = open_page(html, size=(390, 844), is_mobile=True, has_touch=True)
    for view in ("Relations", "Événements", "Chronologie", "Chiffres"):
        press(page, view)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.complaints == []


def test_paper_carries_the_picture_and_not_the_buttons(page):
    page.emulate_media(media="print")
    assert page.locator("#picture").is_visible()
    assert not page.locator("#search").is_visible() and not page.locator("#filters-open").is_visible()


def test_the_page_speaks_english(example, open_page):
    page = open_page(render(project(example, language="en"), language="en"))
    press(page, "Figures")
    assert "Who says so" in page.inner_text("#figures")
    assert "vetoes" in set(page.evaluate("dispatchgraph.state.shown.lines.map(l => l.label)"))


def test_links_lead_only_to_addresses_of_the_web(page):
    search(page, "russie")
    links = page.evaluate("[...document.querySelectorAll('#details a')].map(a => a.href)")
    assert any("wikidata.org" in link for link in links)
    assert all(link.startswith("http") for link in links)


def test_nothing_is_asked_of_anyone_whatever_is_pressed(page):
    for name in ("Événements", "Chronologie", "Chiffres", "Texte", "Filtres", "Relations"):
        press(page, name)
    assert [url for url in page.asked if not url.startswith("file:")] == []
    assert page.complaints == []


# --- large and strange graphs


def star(leaves: int) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    for number in range(leaves):
        graph.add_node(f"n{number:04}", label=f"Nom {number}")
    graph.add_edges_from((f"n{number // 3:04}", f"n{number:04}") for number in range(1, leaves))
    return graph


def test_a_large_graph_opens_on_its_most_tied_part_and_grows(open_page):
    page = open_page(render(star(700)))
    opened = page.evaluate("dispatchgraph.state.shown.nodes.length")
    assert opened == 300
    edge = page.evaluate("dispatchgraph.state.shown.nodes.find(n => dispatchgraph.state.shown.waiting(n.id) === 3).id")
    page.evaluate("id => dispatchgraph.act.chooseNode(id)", edge)
    press(page, "Montrer aussi ses 3 autres voisins")
    assert page.evaluate("dispatchgraph.state.shown.nodes.length") == opened + 3
    press(page, "Tout dessiner")
    assert page.evaluate("dispatchgraph.state.shown.nodes.length") == 700
    places = page.evaluate("Object.values(dispatchgraph.network.getPositions()).map(p => `${p.x} ${p.y}`)")
    assert len(set(places)) == 700


def test_what_waits_is_found_by_search_and_takes_a_free_place(open_page):
    page = open_page(render(star(700)))
    search(page, "Nom 699")
    assert "Nom 699" in labels(page)
    spots = page.evaluate("Object.values(dispatchgraph.network.getPositions())")
    last = page.evaluate("dispatchgraph.network.getPosition('n0699')")
    assert sum(abs(s["x"] - last["x"]) < 40 and abs(s["y"] - last["y"]) < 20 for s in spots) == 1


def test_a_page_refuses_to_hold_more_than_its_limit_and_says_how_to_get_the_rest():
    html = render(star(700), limit=100)
    assert "Les 100 plus cités sur 700" in html and "dispatchgraph export" in html


def test_labels_of_500_characters_and_from_right_to_left_stay_in_their_place(open_page):
    graph = Graph()
    for name, label in ((EX.long, "très " * 100), (EX.word, "x" * 500), (EX.arab, "محمد بن سلمان")):
        graph.add((name, RDF.type, DG.Person))
        graph.add((name, RDFS.label, Literal(label)))
    graph.add((EX.event, RDF.type, DG.Accuse))
    graph.add((EX.event, DG.agent, EX.arab))
    graph.add((EX.event, DG.patient, EX.long))
    page = open_page(render(project(graph)))
    widths = page.evaluate("dispatchgraph.state.labels.map(j => j.box.right - j.box.left)")
    assert max(widths) < 320
    search(page, "محمد")
    assert page.inner_text("#details h2") == "محمد بن سلمان"
    assert page.evaluate("document.querySelector('#details h2').dir") == "auto"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1400


def test_physics_runs_only_on_demand(page):
    where = "dispatchgraph.network.getPositions()"
    before = page.evaluate(where)
    page.click("#loosen")
    page.wait_for_timeout(700)
    page.click("#loosen")
    page.wait_for_timeout(100)
    rested = page.evaluate(where)
    assert rested != before
    page.wait_for_timeout(300)
    assert page.evaluate(where) == rested


def test_the_same_graph_gives_the_same_page(example):
    assert render(project(example)) == render(project(example))


def test_the_data_in_the_page_is_smaller_than_its_evidence_said_each_time(html):
    start = html.index('id="graph-more">') + len('id="graph-more">')
    more = json.loads(html[start : html.index("</script>", start)])
    assert all("dispatch" not in item for item in more["items"])

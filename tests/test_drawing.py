"""The drawing for print: sound XML in its own colours, the same every time, legible, deaf to attacks."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import networkx as nx
import pytest
from rdflib import Dataset, Graph, Literal, Namespace
from rdflib.namespace import FOAF

from dispatchgraph import cli, pipeline, store
from dispatchgraph.network import project
from dispatchgraph.view import draw
from dispatchgraph.view.colours import light
from dispatchgraph.view.labelling import Box
from dispatchgraph.view.scene import Scene, scene_of
from dispatchgraph.view.selection import select

SAMPLE = Path(__file__).parent / "graphs" / "sample.trig"
SVG = "{http://www.w3.org/2000/svg}"
EX = Namespace("https://example.org/")

ATTACKS = [
    "<script>alert(1)</script>",
    "]]></text><script>alert(1)</script>",
    "\"'/><svg onload='alert(1)'/>",
    "&lt;b&gt; &xxe; <!--",
    "javascript:alert(1)",
    "url(https://example.org/x)",
]


@pytest.fixture(scope="module")
def sample() -> nx.MultiDiGraph:
    return project(store.load(SAMPLE))


@pytest.fixture(scope="module")
def scene(sample) -> Scene:
    return scene_of(select(sample, limit=300, statuses={}))


def tied(*ties: dict[str, Any], **labels: str) -> nx.MultiDiGraph:
    """A network of two nodes, `a` and `b`, and the given ties between them."""
    network = nx.MultiDiGraph()
    for node in ("a", "b"):
        network.add_node(node, label=labels.get(node, node), kind="person")
    for tie in ties:
        network.add_edge("a", "b", **{"label": "dit", "kind": "relation", "event": "e"} | tie)
    return network


def parsed(svg: str) -> Element:
    return ElementTree.fromstring(svg.encode("utf-8"))


def texts(svg: str) -> list[str]:
    return [text.text or "" for text in parsed(svg).iter(f"{SVG}text")]


def overlap(a: Box, b: Box) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


def test_a_drawing_is_an_svg_file_that_tells_screen_readers_what_it_shows(sample):
    root = parsed(draw(sample, title="Pêche"))
    assert (root.tag, root.get("version"), root.get("role")) == (f"{SVG}svg", "1.1", "img")
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    named = {e.get("id"): e.text for e in root if e.get("id")}
    title, description = (named[name] for name in root.get("aria-labelledby", "").split())
    assert title == "Pêche"
    assert "18 traits" in description and "Norvège" in description


def test_a_drawing_holds_no_script_and_asks_nobody_for_anything(sample):
    svg = draw(sample)
    root = parsed(svg)
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {
        *("svg", "title", "desc", "defs", "marker", "g", "path", "rect", "text")
    }
    names = {name for e in root.iter() for name in e.attrib}
    assert not {n for n in names if n.startswith("on") or n.endswith("href")}
    ids = {e.get("id") for e in root.iter()}
    assert set(re.findall(r"url\(#([^)]*)\)", svg)) <= ids
    assert not re.search(r"url\((?!#)", svg)


def test_all_colours_are_those_of_the_page_in_its_light_theme(sample):
    paints = {e.get(name, "none") for e in parsed(draw(sample)).iter() for name in ("fill", "stroke")}
    assert paints - {"none"} <= set(light().values())


def test_the_same_graph_gives_the_same_bytes_under_any_hash_seed(sample):
    script = (
        "import sys; from dispatchgraph import store; from dispatchgraph.network import project;"
        "from dispatchgraph.view import draw; sys.stdout.buffer.write(draw(project(store.load(sys.argv[1]))).encode())"
    )
    drawn = [
        subprocess.run(
            [sys.executable, "-c", script, str(SAMPLE)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert drawn[0] == drawn[1] == draw(sample).encode("utf-8") == draw(sample).encode("utf-8")


def test_every_name_is_written_and_no_label_lies_on_another_or_on_a_sign(scene):
    assert {label.wish.key for label in scene.labels if isinstance(label.wish.key, str)} == set(scene.places)
    assert not [pair for pair in combinations([label.box for label in scene.labels], 2) if overlap(*pair)]
    for spot in scene.picture.spots:
        half, (x, y) = spot.size * 0.9, scene.places[spot.id]
        sign = Box(x - half, y - half, x + half, y + half)
        assert not [label for label in scene.labels if overlap(sign, label.box)]


def test_nearly_all_lines_are_labelled(scene):
    labelled = {label.wish.key for label in scene.labels if isinstance(label.wish.key, int)}
    assert len(labelled) >= 0.9 * len(scene.picture.lines)


def test_lines_end_at_their_signs(scene):
    size = {s.id: s.size for s in scene.picture.spots}
    for line, curve in zip(scene.picture.lines, scene.curves, strict=True):
        for end, node in ((curve.start, line.source), (curve.end, line.target)):
            away = sum((a - b) ** 2 for a, b in zip(end, scene.places[node], strict=True)) ** 0.5
            assert away == pytest.approx(size[node] + 2.5, abs=0.5)


def test_a_line_bows_around_a_sign_that_is_in_its_way(monkeypatch):
    row = nx.MultiDiGraph()
    row.add_edge("a", "c", label="voit")
    row.add_node("b")
    places = {"a": (0, 0), "b": (200, 0), "c": (400, 0)}
    monkeypatch.setattr("dispatchgraph.view.scene.positions", lambda _: places)
    [curve] = scene_of(select(row, limit=9, statuses={})).curves
    assert abs(curve.point(0.5)[1]) > 10


def test_ways_of_telling_are_told_apart_without_colour():
    ways = [{"status": s} for s in ("occurred", "planned", "requested", "hypothetical", "alleged", "negated")]
    looks = set()
    for way in (*ways, {"speaker": "Havfolk"}):
        [line] = [e for e in parsed(draw(tied(way))).iter(f"{SVG}g") if e.get("data-status")]
        path = line.find(f"{SVG}path")
        head = path.get("marker-end").split("-")[1]
        looks.add((path.get("stroke-dasharray"), head, path.get("stroke-width")))
    assert len(looks) == 7


def test_what_is_denied_between_two_ends_in_a_bar_on_both_sides():
    svg = draw(tied({"status": "negated", "directed": 0}))
    [line] = [e for e in parsed(svg).iter(f"{SVG}g") if e.get("data-status")]
    assert "bar" in line.find(f"{SVG}path").get("marker-start")


def test_an_event_that_is_no_fact_is_hollow():
    network = nx.MultiDiGraph()
    for node, status in (("fact", "occurred"), ("plan", "planned")):
        network.add_node(node, label=node, kind="event", status=status)
    signs = {e.get("data-id"): e for e in parsed(draw(network)).iter(f"{SVG}g") if e.get("data-id")}
    fact, plan = (signs[name].find(f"{SVG}path") for name in ("fact", "plan"))
    assert (fact.get("fill"), fact.get("stroke-dasharray")) == (light()["event"], None)
    assert plan.get("fill") == light()["card"] and plan.get("stroke-dasharray")


def test_every_kind_has_an_outline_of_its_own(sample):
    signs = {e.get("data-kind"): e for e in parsed(draw(sample)).iter(f"{SVG}g") if e.get("data-id")}
    outlines = {re.sub(r"[\d. -]", "", sign.find(f"{SVG}path").get("d")) for sign in signs.values()}
    assert len(outlines) == len(signs) >= 7


def test_the_legend_names_what_is_there_and_nothing_else(sample):
    words = texts(draw(sample))
    assert {"Personne", "Lieu", "prévu", "nié"} <= set(words)
    assert not {"Autre", "hypothétique"} & set(words)
    assert {"Person", "planned"} <= set(texts(draw(sample, language="en")))


def test_the_sources_are_named_by_day_and_headline(sample):
    words = texts(draw(sample, title="Figure 1"))
    assert "2025-03-03" in words
    assert "Pêche : la Norvège met son veto au traité, Agence du Nord" in words
    assert texts(draw(sample))[0] == "Pêche : la Norvège met son veto au traité"


@pytest.mark.parametrize("words", ATTACKS)
def test_an_attack_in_names_labels_and_titles_stays_text(words):
    network = tied({"label": words, "status": words}, a=words, b=words)
    network.graph["dispatches"] = json.dumps([{"dispatch": words, "published": words, "publisher": words, "id": words}])
    network.add_node(words, label=words, kind=words, status=words)
    root = parsed(draw(network, title=words, language=words))
    assert {e.tag for e in root.iter()} == {e.tag for e in parsed(draw(tied({}), title="x")).iter()}
    assert {name for e in root.iter() for name in e.attrib if name.startswith("on")} == set()
    assert root.findtext(f"{SVG}title") == words
    assert words in {e.get("data-id") for e in root.iter()}


def test_what_xml_cannot_hold_is_left_out():
    svg = draw(tied({"label": "a\ud800b"}, a="nul\x00\x0b", b="\ufffe😀"), title="\x1b[31mrouge")
    assert {"nul", "😀", "[31mrouge"} <= set(texts(svg))


def test_a_name_of_five_hundred_letters_is_cut_and_told_whole_to_who_points_at_it():
    long, endless = "très " * 99 + "long", "x" * 500
    svg = draw(tied({}, a=long, b=endless))
    root = parsed(svg)
    assert float(root.get("width")) < 900 and float(root.get("height")) < 700
    assert {long, endless} <= {title.text for title in root.iter(f"{SVG}title")}


def test_a_name_that_reads_leftwards_does_and_turns_nothing_else_around():
    svg = draw(tied({"label": "يلتقي"}, a="بشار الأسد (Assad)", b="Ada"), title="حلب")
    ways = {text.text: (text.get("direction"), text.get("style")) for text in parsed(svg).iter(f"{SVG}text")}
    leftwards = ("rtl", "unicode-bidi:isolate")
    assert [ways[w] for w in ("بشار الأسد (Assad)", "يلتقي", "حلب")] == [leftwards] * 3
    assert ways["Ada"] == (None, None)


def test_an_empty_graph_gives_a_drawing_that_says_so():
    assert texts(draw(project(Graph()), title="Rien"))[0] == "Rien"
    assert any("vide" in words for words in texts(draw(project(Graph()))))
    assert any("empty" in words for words in texts(draw(project(Graph()), language="en")))


def test_a_foreign_graph_is_drawn_by_its_labels():
    graph = Graph()
    graph.add((EX.ada, FOAF.name, Literal("Ada")))
    graph.add((EX.ada, FOAF.knows, EX.bob))
    assert {"Ada", "bob", "knows"} <= set(texts(draw(project(graph))))


def test_a_cut_graph_says_of_how_much_it_is_a_part():
    star = nx.MultiDiGraph()
    star.add_edges_from(("hub", f"leaf {number}") for number in range(30))
    svg = draw(star, limit=10)
    assert any("10 signes sur 31" in words for words in texts(svg))
    assert len([e for e in parsed(svg).iter() if e.get("data-id")]) == 10


def test_drawing_leaves_the_network_as_it_was(sample):
    before = nx.node_link_data(sample, edges="edges")
    draw(sample)
    assert nx.node_link_data(sample, edges="edges") == before


# --- from the shell and from Python -----------------------------------------------------------------------------


def test_a_graph_is_exported_as_a_drawing_by_suffix_and_by_name(tmp_path, capfd):
    assert cli.run(["export", str(SAMPLE), "-o", str(tmp_path / "out.SVG")]) == 0
    drawn = (tmp_path / "out.SVG").read_text("utf-8")
    assert drawn == draw(project(store.load(SAMPLE)))
    capfd.readouterr()
    assert cli.run(["export", str(SAMPLE), "--format", "svg", "--title", "Figure 1", "--lang", "en"]) == 0
    assert texts(capfd.readouterr().out)[0] == "Figure 1"


def test_dispatches_are_built_into_drawings(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "build_dispatch", lambda *_, **__: store.load(SAMPLE))
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(
        "OSLO, 3 mars 2025 (AFP) - Le gouvernement a rejeté lundi le traité sur la pêche.", "utf-8"
    )
    assert cli.run(["build", "a.txt", "-o", "out/", "--format", "svg"]) == 0
    assert cli.run(["build", "a.txt", "-o", "one.svg"]) == 0
    assert "Norvège" in texts(Path("out/a.svg").read_text("utf-8")) and "Norvège" in texts(
        Path("one.svg").read_text("utf-8")
    )


def test_a_graph_in_python_is_drawn_into_a_file(tmp_path):
    graph = pipeline.KnowledgeGraph(store.load(SAMPLE), title="Pêche")
    assert texts(graph.view(tmp_path / "g.svg").read_text("utf-8"))[0] == "Pêche"


def test_an_empty_dataset_is_drawn():
    assert "vide" in pipeline.drawing(Dataset(), title="")


# --- as a browser shows it --------------------------------------------------------------------------------------


def test_words_run_no_wider_than_was_reckoned(sample, scene, browser, tmp_path):
    (tmp_path / "drawing.svg").write_text(draw(sample), "utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "drawing.svg").as_uri())
    shown = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('text')].map(t => [t.textContent, t.getComputedTextLength()]))"
    )
    for label in scene.labels:
        for row in (r for r in label.wish.rows if r in shown):
            assert shown[row] <= label.box.right - label.box.left


def test_nothing_is_drawn_beyond_the_edge_of_the_sheet(sample, browser, tmp_path):
    (tmp_path / "drawing.svg").write_text(draw(sample), "utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "drawing.svg").as_uri())
    box = page.evaluate("(({ x, y, width, height }) => [x, y, width, height])(document.documentElement.getBBox())")
    sheet = [float(n) for n in parsed(draw(sample)).get("viewBox").split()]
    assert box == pytest.approx(sheet, abs=1)

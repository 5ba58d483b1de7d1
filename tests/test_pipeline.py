"""From text to graph: the same on every machine, conforming, and safe with whatever a dispatch may hold."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic

import dispatchgraph
from dispatchgraph import iri
from dispatchgraph.errors import InputError, NotADispatch
from dispatchgraph.model import Dispatch
from dispatchgraph.pipeline import KnowledgeGraph, build, build_dispatch, read_record
from dispatchgraph.read import read_text
from dispatchgraph.validate import validate
from dispatchgraph.vocab import DG, GAF, NIF, SCHEMA, SEM, union

NEWS = (
    "LIMA (Pérou), 13 mars 2024 (AFP) - Le président chilien Gabriel Boric a signé mardi un traité avec le Pérou. "
    "« C’est une étape », a-t-il dit à Lima. Selon la police, 5000 manifestants ont défilé; 20 000 selon le syndicat. "
    "L’opposition a rejeté le texte. La Bolivie menace de quitter les négociations."
)
TEXTS = {
    "news": NEWS,
    "one word": "Attaque.",
    "no verb": "Trois morts à Lima.",
    "markup": 'Le maire a dit : « <script>alert("x")</script> & adieu ». L’armée a bombardé <b>Homs</b>.',
    "braces": 'L’ONU {a} condamné l’attaque \\n de "Goma" @fr ^^xsd:date <http://example.org/> .',
    "other scripts": "Le président 習近平 a rencontré Владимир Путин 😀 à Paris.",
    "lines": "Un titre sans point\n\n\nL’armée a repris Goma.\r\n\r\n- Les rebelles ont fui\n- Deux morts",
    "open marks": "« Nous partons, a dit Paul Girard. (Il reste. L’armée a bombardé « Homs.",
    "long": "La Chine a mis son veto à la résolution. " * 40,
    "capitals": "LA RUSSIE A MIS SON VETO À LA RÉSOLUTION. MOSCOU NIE.",
}


@pytest.fixture(scope="module")
def graphs() -> dict[str, KnowledgeGraph]:
    return {name: build(text, date="2024-03-13") for name, text in TEXTS.items()}


# --- every graph ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEXTS)
def test_every_graph_conforms_to_the_shapes(graphs, name):
    assert str(validate(graphs[name].dataset)) == "conforms"


@pytest.mark.parametrize("name", TEXTS)
def test_every_span_says_what_stands_there(graphs, name):
    graph = union(graphs[name].dataset)
    (text,) = {str(o) for o in graph.objects(None, NIF.isString)}
    spans = [
        (int(graph.value(s, NIF.beginIndex)), int(graph.value(s, NIF.endIndex)), s)
        for s in graph.subjects(NIF.anchorOf)
    ]
    assert [str(graph.value(s, NIF.anchorOf)) for *_, s in spans] == [text[b:e] for b, e, _ in spans]


@pytest.mark.parametrize("name", TEXTS)
def test_everything_said_has_words_behind_it(graphs, name):
    graph = union(graphs[name].dataset)
    told = {s for kind in (DG.Event, DG.Claim, DG.Figure, DG.Affiliation) for s in graph.subjects(RDF.type, kind)}
    told |= {o for p in (DG.agent, DG.patient, DG.recipient, DG.speaker, SEM.hasPlace) for o in graph.objects(None, p)}
    assert {s for s in told if graph.value(s, GAF.denotedBy) is None} == set()


@pytest.mark.parametrize("name", TEXTS)
def test_every_event_has_one_status_and_every_claim_one_speaker(graphs, name):
    graph = union(graphs[name].dataset)
    assert {len(list(graph.objects(s, DG.status))) for s in graph.subjects(RDF.type, DG.Event)} <= {1}
    assert {len(list(graph.objects(s, DG.speaker))) for s in graph.subjects(RDF.type, DG.Claim)} <= {1}


def test_the_news_is_told(graphs):
    answer = graphs["news"].query("SELECT ?who WHERE { ?who dg:signs ?text }")
    assert [str(row.who).rsplit("/", 1)[-1] for row in answer] == ["gabriel-boric"]


def test_markup_is_text_like_any_other(graphs):
    graph = union(graphs["markup"].dataset)
    assert Literal(TEXTS["markup"]) in set(graph.objects(None, NIF.isString))


def test_a_graph_shows_itself_as_a_page_that_runs_no_markup(graphs, tmp_path):
    assert "<script>alert" not in graphs["markup"]._repr_html_()
    assert '<script>alert("x")' not in graphs["markup"].view(tmp_path / "page.html").read_text("utf-8")


def test_markup_in_a_quotation_stays_in_its_claim(reading):
    told = reading(TEXTS["markup"])
    assert told.roles("Bombard")["agent"] == {"armée"}


# --- one input, one output --------------------------------------------------------------------------------------------

SCRIPT = """
import sys
from pathlib import Path
from dispatchgraph.pipeline import build
graph = build(sys.argv[1], date="2024-03-13")
for suffix in ("ttl", "trig"):
    graph.save(Path(sys.argv[2]) / f"graph.{suffix}")
"""


def test_the_same_text_gives_the_same_bytes_whatever_the_hash_seed(tmp_path):
    folders = [tmp_path / seed for seed in ("1", "4242")]
    for folder in folders:
        folder.mkdir()
    runs = [
        subprocess.Popen([sys.executable, "-c", SCRIPT, NEWS, str(f)], env=os.environ | {"PYTHONHASHSEED": f.name})
        for f in folders
    ]
    assert [run.wait() for run in runs] == [0, 0]
    one, two = ([hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(f.iterdir())] for f in folders)
    assert len(one) == 2
    assert one == two


def test_reading_twice_gives_the_same_record():
    dispatch = read_text(NEWS, id="essai", language="fr")
    assert read_record(dispatch) == read_record(dispatch)


def test_a_saved_graph_is_the_graph(tmp_path, graphs):
    path = graphs["news"].save(tmp_path / "news.ttl")
    assert isomorphic(Graph().parse(path), union(graphs["news"].dataset))


# --- ways in ----------------------------------------------------------------------------------------------------------


def test_text_bytes_file_and_dispatch_give_the_same_events(tmp_path):
    path = tmp_path / "news.txt"
    path.write_text(NEWS, encoding="utf-8")
    sources = (NEWS, NEWS.encode("utf-8"), path, read_text(NEWS))
    told = [{str(o) for o in build(source, date="2024-03-13").dataset.objects(None, DG.lemma)} for source in sources]
    assert told[0] and told == [told[0]] * 4


@pytest.mark.parametrize("nothing", ["", "   ", "\n\n", b"", "\u00a0"])
def test_nothing_is_no_dispatch(nothing):
    with pytest.raises(NotADispatch):
        build(nothing)


def test_a_wrong_date_is_refused_in_one_line():
    with pytest.raises(InputError, match="write it as 2016-12-05"):
        build(NEWS, date="hier")


def test_the_public_names_are_those_of_the_package():
    assert all(hasattr(dispatchgraph, name) for name in dispatchgraph.__all__)
    assert dispatchgraph.build is build


# --- options ----------------------------------------------------------------------------------------------------------


def test_all_data_stands_under_the_base():
    graph = union(build(NEWS, base="https://example.org/data/").dataset)
    minted = {s for s in graph.subjects() if isinstance(s, URIRef)}
    assert minted and all(str(s).startswith("https://example.org/data/") for s in minted)


def test_a_base_that_ends_nowhere_is_refused():
    with pytest.raises(InputError, match="is no base"):
        build(NEWS, base="https://example.org/data")


def test_the_text_may_be_left_out():
    kept, left = (union(build(NEWS, keep_text=keep).dataset) for keep in (True, False))
    assert set(kept) - set(left) == {(s, NIF.isString, o) for s, o in kept.subject_objects(NIF.isString)}
    assert validate(left).conforms


def test_the_date_given_stands_for_the_dates_of_the_dateline():
    graph = union(build(NEWS, date="2020-01-01").dataset)
    assert [str(o) for o in graph.objects(None, SCHEMA.datePublished)] == ["2020-01-01"]


def test_the_agency_of_the_dateline_is_the_publisher():
    dispatch = next(build(NEWS).dataset.objects(None, SCHEMA.publisher), None)
    assert str(dispatch).endswith("/entity/afp")


# --- no date ----------------------------------------------------------------------------------------------------------

UNDATED = "L’armée a bombardé Homs lundi. La Norvège a ratifié le traité en 2014."


def test_without_a_date_there_is_a_warning():
    assert [w for w in build(UNDATED).warnings if "no date" in w]
    assert not build(UNDATED, date="2024-03-13").warnings


def test_without_a_date_relative_days_stay_words(reading):
    told = reading(UNDATED, date=None)
    assert told.days("Bombard") == "/"
    assert told.event("Bombard").time_expressions == ("lundi",)


def test_without_a_date_a_full_date_is_a_date(reading):
    assert reading(UNDATED, date=None).days("Sign") == "2014-01-01/2014-12-31"


def test_without_a_date_the_dispatch_has_none():
    assert not list(build(UNDATED).dataset.objects(None, SCHEMA.datePublished))


# --- the dataset ------------------------------------------------------------------------------------------------------


def test_a_dispatch_has_one_named_graph():
    dataset = build_dispatch(read_text(NEWS, id="essai"))
    assert {str(g) for *_, g in dataset.quads()} == {"https://w3id.org/dispatchgraph/data/dispatch/essai/graph"}


def test_an_empty_body_gives_a_conforming_graph():
    graph = build_dispatch(Dispatch(id="essai", text="LIMA -", sha256="0" * 64, body=6))
    assert validate(graph).conforms


def test_two_dispatches_share_their_entities():
    one, two = (
        union(build(text, date="2024-03-13").dataset) for text in ("La Russie nie.", "Moscou a signé le traité.")
    )
    merged = one + two
    assert len({s for s in merged.subjects(GAF.denotedBy) if str(s).endswith("/russie")}) == 1
    assert len(list(merged.objects(URIRef("https://w3id.org/dispatchgraph/data/entity/russie"), GAF.denotedBy))) == 2


@pytest.mark.parametrize("words", ["™", "℠℡", "ſ", "İ", "ŉ", "Ａ"])
def test_a_name_in_any_signs_gives_a_part_of_an_address_that_stays_as_it_is(words):
    assert iri.slug(words).casefold() == iri.slug(words) == iri.slug(iri.slug(words))

"""Graphs in files: the same bytes from run to run, every form read back, hostile files refused, whole files only."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, XSD, BNode, Dataset, Graph, Literal, Namespace, URIRef

from dispatchgraph import store
from dispatchgraph.errors import GraphError, InputError, OutputError
from dispatchgraph.syntax import SYNTAXES
from dispatchgraph.syntax.statements import COLUMNS, safe
from dispatchgraph.vocab import DG, GAF, NIF, ORG, SEM, bind

BASE = "https://w3id.org/dispatchgraph/data/"
E = Namespace(f"{BASE}entity/")
D = URIRef(f"{BASE}dispatch/mairie")
READABLE = [s.name for s in SYNTAXES if s.parser]


def _span(begin: int, end: int) -> URIRef:
    return URIRef(f"{D}#char={begin},{end}")


def _dataset() -> Dataset:
    """A mayor resigns from a town hall, in one graph; a second graph repeats her name."""
    sentence = "La maire « Zoé » a quitté\nla mairie."
    dataset = Dataset(default_union=True)
    bind(dataset)
    graph = dataset.graph(URIRef(f"{D}/graph"))
    event, post = URIRef(f"{D}/event/19-25"), URIRef(f"{D}/affiliation/3-8")
    for triple in [
        (D, RDF.type, DG.Dispatch), (D, NIF.isString, Literal(sentence)),
        (E.zoe, RDF.type, DG.Person), (E.zoe, RDFS.label, Literal("Zoé", lang="fr")),
        (E.zoe, GAF.denotedBy, _span(11, 14)),
        (E.mairie, RDF.type, DG.Organization), (E.mairie, RDFS.label, Literal("=mairie", lang="fr")),
        (E.mairie, GAF.denotedBy, _span(29, 35)), (E.zoe, OWL.sameAs, URIRef("http://www.wikidata.org/entity/Q1")),
        (event, RDF.type, DG.Event), (event, DG.lemma, Literal("quitter", lang="fr")), (event, DG.agent, E.zoe),
        (event, SEM.hasPlace, E.mairie), (event, GAF.denotedBy, _span(19, 25)), (event, DG.accordingTo, E.zoe),
        (event, SEM.hasBeginTimeStamp, Literal("2020-03-03", datatype=XSD.date)),
        (post, RDF.type, DG.Affiliation), (post, ORG.member, E.zoe), (post, ORG.organization, E.mairie),
        (post, GAF.denotedBy, _span(3, 8)), (E.zoe, ORG.memberOf, E.mairie),
        (post, DG.value, Literal(324)), (post, DG.share, Literal("7.50", datatype=XSD.decimal)),
    ]:  # fmt: skip
        graph.add(triple)
    for begin, end in [(3, 8), (11, 14), (19, 25), (29, 35), (0, 36)]:
        node = _span(begin, end)
        for predicate, value in [
            (RDF.type, NIF.OffsetBasedString), (NIF.beginIndex, Literal(begin)), (NIF.endIndex, Literal(end)),
            (NIF.anchorOf, Literal(sentence[begin:end])), (NIF.referenceContext, D), (NIF.sentence, _span(0, 36)),
        ]:  # fmt: skip
            graph.add((node, predicate, value))
    dataset.graph(URIRef(f"{BASE}dispatch/autre/graph")).add((E.zoe, RDFS.label, Literal("Zoé", lang="fr")))
    return dataset


def _triples(dataset: Dataset) -> set:
    return {(s, p, o) for s, p, o, _ in dataset.quads((None, None, None, None))}


def _quads(dataset: Dataset) -> set:
    return set(dataset.quads((None, None, None, None)))


# --- forms ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READABLE)
def test_every_form_says_all_and_only_what_the_graph_says(name):
    assert _triples(store.loads(store.dumps(_dataset(), format=name), format=name)) == _triples(_dataset())


@pytest.mark.parametrize("name", ["trig", "nquads", "jsonld"])
def test_forms_with_named_graphs_keep_them(name):
    assert _quads(store.loads(store.dumps(_dataset(), format=name), format=name)) == _quads(_dataset())


@pytest.mark.parametrize("name", READABLE)
def test_a_form_written_read_and_written_is_the_same(name):
    first = store.dumps(_dataset(), format=name)
    assert store.dumps(store.loads(first, format=name), format=name) == first


_PRINT = """
import hashlib, sys
sys.path.insert(0, {tests!r})
from test_store import _dataset
from dispatchgraph import store
from dispatchgraph.syntax import SYNTAXES
for s in SYNTAXES:
    print(s.name, hashlib.sha256(store.dumps(_dataset(), format=s.name)).hexdigest())
"""


def test_every_form_has_the_same_bytes_whatever_the_hash_seed():
    script = _PRINT.format(tests=str(Path(__file__).parent))
    runs = [
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "4711")
    ]
    assert runs[0] == runs[1]
    assert len(runs[0].splitlines()) == len(SYNTAXES) == 9


def test_turtle_is_for_people_to_read():
    text = store.dumps(_dataset()).decode()
    assert f'<{E.zoe}> a dg:Person ;\n    rdfs:label "Zoé"@fr ;\n' in text
    assert "dg:value 324" in text
    assert text.index("#char=3,8>") < text.index("#char=11,14>")
    assert "@prefix brick:" not in text


_TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60)


@settings(deadline=None)
@given(_TEXTS)
def test_any_words_come_back_from_every_form_of_lines(words):
    dataset = Dataset()
    dataset.add((E.a, RDFS.label, Literal(words)))
    dataset.add((E.a, RDFS.comment, Literal(words, lang="fr")))
    for name in ("turtle", "trig", "nquads", "ntriples", "jsonld"):
        assert _triples(store.loads(store.dumps(dataset, format=name), format=name)) == _triples(dataset)


def test_xml_refuses_what_it_cannot_hold():
    dataset = Dataset()
    dataset.add((E.a, RDFS.label, Literal("a\x0cb")))
    with pytest.raises(OutputError, match=r"U\+000C"):
        store.dumps(dataset, format="rdfxml")
    dataset = Dataset()
    dataset.add((E.a, URIRef("urn:x:1"), E.b))
    with pytest.raises(OutputError, match="cannot name the predicate"):
        store.dumps(dataset, format="rdfxml")


def test_xml_keeps_markup_and_line_ends_as_words():
    dataset = Dataset()
    dataset.add((E.a, RDFS.label, Literal("<script>]]>&\r\n\t«")))
    assert _triples(store.loads(store.dumps(dataset, format="rdfxml"), format="rdfxml")) == _triples(dataset)


def test_foreign_names_are_written_so_that_they_can_be_read():
    dataset = Dataset()
    dataset.bind("ex", "http://example.org/ns/")
    for iri in (
        "http://example.org/ns/a.b",
        "http://example.org/ns/",
        "http://example.org/ns/é",
        "urn:x:y",
        "http://example.org/ns/%41-",
    ):
        dataset.add((URIRef(iri), URIRef("http://example.org/ns/p"), BNode("b1")))
    for name in ("turtle", "trig", "rdfxml", "jsonld", "nquads"):
        again = store.loads(store.dumps(dataset, format=name), format=name)
        assert {s for s, _, _ in _triples(again)} == {s for s, _, _ in _triples(dataset)}


# --- CSV --------------------------------------------------------------------------------------------------------


def _rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(store.dumps(_dataset(), format="csv").decode())))


def test_a_row_of_csv_leads_from_a_statement_to_its_sentence_and_speaker():
    row = next(r for r in _rows() if r["predicate"] == str(DG.agent))
    assert tuple(row) == COLUMNS
    assert (row["subject_label"], row["object_label"], row["speaker"]) == ("quitter", "Zoé", "Zoé")
    assert (row["sentence"], row["begins"]) == ("La maire « Zoé » a quitté\nla mairie.", "2020-03-03")


def test_a_direct_triple_has_the_sentence_it_comes_from():
    row = next(r for r in _rows() if r["predicate"] == str(ORG.memberOf))
    assert row["sentence"].startswith("La maire")


def test_csv_runs_no_formula():
    assert "'=mairie" in {r["object_label"] for r in _rows()}
    assert (safe("+1"), safe("-12,5"), safe("@x"), safe("\t=x"), safe("a=b")) == ("+1", "-12,5", "'@x", "'\t=x", "a=b")


# --- loading ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READABLE)
def test_a_file_without_a_known_suffix_is_read_by_its_content(name, tmp_path):
    (tmp_path / "graph").write_bytes(store.dumps(_dataset(), format=name))
    assert _triples(store.load(tmp_path / "graph")) == _triples(_dataset())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.ttl", b"Le roi est mort."),
        ("x.ttl", b"<a> <b> "),
        ("x.ttl", b""),
        ("x.ttl", b"\xff\xfe\x00"),
        ("x.trig", b"<a> { <b> <c> }"),
        ("x.nq", b"Le roi est mort."),
        ("x.nt", b"<a> <b> <c> <d> <e> ."),
        ("x.jsonld", b"{"),
        ("x.jsonld", b"[" * 100_000),
        ("x.rdf", b"<rdf:RDF>"),
        ("x.rdf", b"Le roi est mort."),
        ("x", b"Le roi est mort."),
        ("x.graphml", b"<graphml/>"),
        ("x.csv", b"a,b"),
    ],
)
def test_a_file_that_is_no_graph_is_refused_in_one_line(name, content, tmp_path):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(GraphError) as caught:
        store.load(tmp_path / name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_graph_and_a_folder_are_told(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        store.load(tmp_path / "none.ttl")
    with pytest.raises(InputError, match="is a folder"):
        store.load(tmp_path)


_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="urn:x">&b;</rdf:Description></rdf:RDF>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_rdf_xml_with_entities_is_refused_in_every_encoding(encoding):
    with pytest.raises(GraphError, match="document type"):
        store.loads(_BOMB.encode(encoding), format="rdfxml")


@pytest.mark.parametrize(
    "document",
    [
        '{"@context": "http://127.0.0.1:9/c"}',
        '{"@context": ["file:///etc/hostname", {}]}',
        '{"@context": {"@import": "http://127.0.0.1:9/c"}}',
        '{"@graph": [{"a": {"@context": "c.jsonld"}}]}',
        '{"@context": {"t": {"@id": "urn:t", "@context": "c.jsonld"}}}',
    ],
)
def test_json_ld_fetches_no_context(document, monkeypatch):
    opened: list[object] = []
    monkeypatch.setattr("rdflib.parser._urlopen", opened.append, raising=False)
    with pytest.raises(GraphError, match="nothing is fetched"):
        store.loads(document.encode(), format="jsonld")
    assert opened == []


def test_relative_names_do_not_tell_where_a_file_was(tmp_path):
    (tmp_path / "x.ttl").write_text("<a> <b> <c> .")
    assert "file:" not in store.dumps(store.load(tmp_path / "x.ttl"), format="nquads").decode()


def test_merging_keeps_graphs_and_adds_nothing():
    other = Dataset()
    other.add((E.a, RDF.type, DG.Thing))
    merged = store.merge([_dataset(), other, other])
    assert _quads(merged) == _quads(_dataset()) | _quads(other)
    assert len(Graph() + merged.graph(URIRef(f"{D}/graph"))) == len(_dataset().graph(URIRef(f"{D}/graph")))


# --- writing ----------------------------------------------------------------------------------------------------


def test_a_suffix_names_the_form_and_a_name_comes_before_it(tmp_path):
    assert store.save(_dataset(), tmp_path / "new" / "x.nq").read_bytes() == store.dumps(_dataset(), format="nquads")
    assert store.save(_dataset(), tmp_path / "x.ttl", format="nt").read_bytes() == store.dumps(_dataset(), format="nt")
    with pytest.raises(OutputError, match="names no format"):
        store.save(_dataset(), tmp_path / "x.doc")
    with pytest.raises(InputError, match="there is no format 'doc'"):
        store.save(_dataset(), tmp_path / "x.doc", format="doc")


def test_a_failed_write_leaves_what_was_there_and_nothing_else(tmp_path, monkeypatch):
    target = store.write_text(tmp_path / "x.ttl", "old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        store.write_text(target, "new")
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.ttl"]


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path):
    (tmp_path / "x").write_text("no folder")
    with pytest.raises(OutputError, match="cannot be written"):
        store.write_text(tmp_path / "x" / "y.ttl", "text")
    with pytest.raises(OutputError, match="cannot be written"):
        store.write_text(tmp_path, "text")


def test_a_link_is_written_through_and_rights_are_kept(tmp_path):
    target = store.write_text(tmp_path / "real.ttl", "old")
    target.chmod(0o640)
    (tmp_path / "link.ttl").symlink_to(target)
    store.write_text(tmp_path / "link.ttl", "new")
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("new", 0o640)
    assert (tmp_path / "link.ttl").is_symlink()


@pytest.mark.parametrize("name", ["turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml"])
def test_a_value_stays_as_it_is_written_and_a_wrong_one_is_nobodys_traceback(name, caplog):
    graph = store.loads(
        b'<urn:a> <urn:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer>, "no"^^<http://www.w3.org/2001/XMLSchema#date> .',
        format="turtle",
    )
    written = store.dumps(graph, format="ntriples")
    assert b'"01"' in written and b'"no"' in written
    again = store.loads(store.dumps(graph, format=name), format=name)
    assert store.dumps(again, format="ntriples") == written
    assert caplog.text == ""


@pytest.mark.parametrize("encoding", ["U-TF-8", "", "idna", "zlib", "utf-7"])
def test_rdf_xml_in_an_encoding_that_is_none_is_refused_in_one_line(encoding):
    with pytest.raises(GraphError, match="no rdfxml"):
        store.loads(f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode(), format="rdfxml")

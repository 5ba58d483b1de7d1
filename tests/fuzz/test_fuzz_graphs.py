"""Whatever a graph holds is written so that others read the same; whatever is given for a graph is read or refused."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from unicodedata import bidirectional, category
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from fuzzing import fuzz, one_line, soup, spoilt
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, Dataset, Literal, URIRef

from dispatchgraph import iri, pipeline, query, store
from dispatchgraph.errors import GraphError, InputError, OutputError
from dispatchgraph.vocab import DG

HOSTILE = soup(
    *("<", ">", '"', "'", "\\", "\\u0022", "&", "&lt;", "]]>", "<!--", "-->", "</script>", "<script>alert(1)</script>"),
    *(
        "\n",
        "\r\n",
        "\t",
        "\x0b",
        "\u2028",
        "\u202e",
        "\u00a0",
        "é",
        "e\u0301",
        "𝄞",
        "\ufffe",
        "\U0010ffff",
        "=1+1",
        "@x",
        "{{7*7}}",
        "${x}",
    ),
    *("javascript:", "onerror=", "\x1b[31m", "%41", "%", "http://a/", "#", "^^", "@fr", ".", ";", "_:b", "0", "-"),
    most=12,
)
WORDS = HOSTILE.map(lambda t: "".join(c for c in t if not "\ud800" <= c <= "\udfff"))
LEGAL = WORDS.map(lambda t: "".join(c for c in t if c in "\t\n\r" or " " <= c < "\ufffe" or c >= "\U00010000"))
TYPES = [
    XSD.date,
    XSD.integer,
    XSD.decimal,
    XSD.boolean,
    XSD.dateTime,
    XSD.string,
    RDF.XMLLiteral,
    RDF.HTML,
    URIRef("urn:t"),
]
PREDICATES = [
    RDFS.label,
    RDF.type,
    DG.agent,
    DG.status,
    URIRef("urn:p#é"),
    URIRef("http://example.org/a/b-1.2"),
    URIRef("urn:p"),
]

TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")  #: signs that turn the rest of a line around


def literals(words: st.SearchStrategy[str]) -> st.SearchStrategy[Literal]:
    return st.one_of(
        words.map(Literal),
        st.builds(lambda w, tag: Literal(w, lang=tag), words, st.sampled_from(["fr", "ar", "en-gb"])),
        st.builds(lambda w, t: _written(w, t), words, st.sampled_from(TYPES)),
    )


def _written(words: str, datatype: URIRef) -> Literal:
    return Literal(words, datatype=datatype, normalize=False)


def datasets(words: st.SearchStrategy[str]) -> st.SearchStrategy[Dataset]:
    nodes = st.one_of(
        words.map(lambda w: URIRef(iri.entity(iri.DEFAULT_BASE, w))),
        st.sampled_from([URIRef("urn:a"), URIRef("urn:b:é")]),
    )
    triples = st.tuples(nodes, st.sampled_from(PREDICATES), st.one_of(nodes, literals(words)))
    graphs = st.sampled_from([None, URIRef("urn:g"), URIRef("urn:h#")])

    def made(quads: list[tuple[tuple[URIRef, URIRef, URIRef | Literal], URIRef | None]]) -> Dataset:
        found = Dataset()
        for triple, name in quads:
            (found if name is None else found.graph(name)).add(triple)
        return found

    return st.lists(st.tuples(triples, graphs), min_size=1, max_size=6).map(made)


def lines(dataset: Dataset, name: str) -> set[bytes]:
    return set(store.dumps(dataset, format=name).splitlines())


FORMS = {
    "turtle": (ox.RdfFormat.TURTLE, "ntriples"),
    "ntriples": (ox.RdfFormat.N_TRIPLES, "ntriples"),
    "trig": (ox.RdfFormat.TRIG, "nquads"),
    "nquads": (ox.RdfFormat.N_QUADS, "nquads"),
    "jsonld": (ox.RdfFormat.JSON_LD, "nquads"),
    "rdfxml": (ox.RdfFormat.RDF_XML, "ntriples"),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", FORMS)
def test_what_is_written_is_read_as_the_same_by_two_readers(name):
    form, plain = FORMS[name]

    def test_written(dataset: Dataset) -> None:
        try:
            data = store.dumps(dataset, format=name)
        except OutputError as error:
            assert name == "rdfxml"
            return one_line(error)
        assert data == store.dumps(dataset, format=name)
        expected = lines(dataset, plain)
        assert lines(store.loads(data, format=name), plain) == expected
        quads = {q if plain == "nquads" else ox.Quad(*q.triple) for q in ox.parse(data, format=form)}
        assert quads == set(ox.parse(b"\n".join(expected), format=ox.RdfFormat.N_QUADS))

    test_written.__qualname__ = f"{name}"
    assert fuzz(test_written, datasets(LEGAL if name == "rdfxml" else WORDS), few=25)


@pytest.mark.filterwarnings("ignore")
def test_pictures_are_xml_and_tables_are_rows():
    def test_drawn(dataset: Dataset) -> None:
        for name in ("graphml", "gexf"):
            ElementTree.fromstring(store.dumps(dataset, format=name))
        ElementTree.fromstring(pipeline.drawing(dataset, title="x"))
        assert store.dumps(dataset, format="csv")

    assert fuzz(test_drawn, datasets(WORDS), few=10)


class _Markup(HTMLParser):
    """What in a page may do something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        loud = [name for name, value in attrs if name.startswith("on") or "javascript:" in (value or "")]
        if loud or tag in ("script", "iframe", "object", "base", "form", "img", "meta", "link"):
            self.found.append((tag, loud))


def _loud(page: str) -> list[object]:
    seen = _Markup()
    seen.feed(page)
    return seen.found


def test_no_word_of_a_graph_is_markup_in_its_page():
    calm = Dataset()
    calm.add((URIRef("urn:a"), RDFS.label, Literal("x")))
    expected = _loud(pipeline.page(calm, title="x"))

    def test_page(words: str, title: str) -> None:
        graph = Dataset()
        for end, kind in (("a", DG.Person), ("b", DG.Organization)):
            node = URIRef(iri.entity(iri.DEFAULT_BASE, end))
            graph.add((node, RDF.type, kind))
            graph.add((node, RDFS.label, Literal(words or "x")))
        assert _loud(pipeline.page(graph, title=title)) == expected

    assert fuzz(test_page, WORDS, WORDS, few=6)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [None, *FORMS])
def test_what_is_given_for_a_graph_is_read_or_refused_in_one_line(name):
    sample = Dataset()
    for value in (Literal("l'été", lang="fr"), Literal(3), Literal("2016-12-05", datatype=XSD.date), URIRef("urn:b")):
        sample.graph(URIRef("urn:g")).add((URIRef("http://example.org/a"), RDFS.label, value))
    good = store.dumps(sample, format=name or "trig")
    pieces = (
        "@prefix ex: <urn:x> .",
        "ex:a",
        "<urn:a>",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        '"x"',
        "@fr",
        "^^",
        " ",
        ".",
        ";",
        "GRAPH",
        "a",
        "<<",
        ">>",
        "_:b",
    )
    more = (
        '{"@id":"urn:a",',
        '"@context":{',
        '"@graph":[',
        '"@type":',
        "null",
        "<rdf:RDF>",
        "<!DOCTYPE a>",
        "&a;",
        "\\u12",
        "\ufeff",
        "1e9",
        "'''",
    )

    def test_loaded(data: bytes) -> None:
        try:
            found = store.loads(data, format=name)
        except (GraphError, InputError) as error:
            return one_line(error)
        try:
            store.dumps(found, format="nquads")
        except OutputError as error:
            one_line(error)

    broken = st.one_of(
        spoilt(good), soup(*pieces, *more).map(lambda t: t.encode("utf-8", "replace")), st.binary(max_size=60)
    )
    test_loaded.__qualname__ = f"loads {name}"
    assert fuzz(test_loaded, broken, few=30)


def test_an_answer_is_written_in_every_form_and_runs_nothing():
    def test_answered(words: str) -> None:
        graph = Dataset()
        graph.add((URIRef("urn:a"), RDFS.label, Literal(words)))
        found = query.run(graph, "SELECT ?s ?o { ?s ?p ?o }")
        assert len(json.loads(query.to_json(found))["results"]["bindings"]) == 1
        assert query.to_tsv(found).count("\n") == 2
        cell = query.to_csv(found).split(",", 2)[-1]
        assert not cell.startswith(("=", "+", "@", "\t"))
        assert not [
            c for c in query.to_table(found) if c != "\n" and (category(c) == "Cc" or bidirectional(c) in TURNS)
        ]

    assert fuzz(test_answered, WORDS, few=30)

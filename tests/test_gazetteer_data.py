"""What must hold of every file of `ontology/gazetteer/`, whoever edits its tables."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from dispatchgraph.iri import slug

FILES = ("bodies", "cities", "countries", "regions")
DG = Namespace("https://w3id.org/dispatchgraph/ontology#")
KNOWN = Namespace("https://w3id.org/dispatchgraph/data/entity/")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
CLASSES = {
    *("Country", "City", "Region", "District", "Facility", "Place", "Organization", "IntergovernmentalOrganization"),
    *("Government", "ArmedGroup", "MilitaryForce", "PoliticalParty", "Company", "NewsAgency", "NGO", "Court"),
    "Legislature",
}
ARTICLES = {"Le", "La", "Les", "L'", "Un", "Une", "Des", "Du", "De", "Et", "Il", "Elle", "On", "Ce", "En", "Au"}
#: 25 000 triples take rdflib about a second: the price of every start.
MOST_TRIPLES = 27_000


@cache
def file(name: str) -> Graph:
    path = Path(__file__).parents[1] / "ontology" / "gazetteer" / f"{name}.ttl"
    return Graph(bind_namespaces="none").parse(path, format="turtle")


@cache
def everything() -> Graph:
    graph = Graph(bind_namespaces="none")
    for name in FILES:
        for triple in file(name):
            graph.add(triple)
    return graph


def entries() -> list[Node]:
    return sorted(everything().subjects(RDF.type, None, unique=True))


def french(entry: Node, predicate: URIRef) -> list[str]:
    values = everything().objects(entry, predicate)
    return sorted(str(v) for v in values if isinstance(v, Literal) and v.language == "fr")


def words() -> list[tuple[str, str]]:
    """Each French name or metonym with the entry's slug."""
    predicates = (RDFS.label, SKOS.altLabel, DG.metonym)
    return [(w, str(e).removeprefix(KNOWN)) for e in entries() for p in predicates for w in french(e, p)]


def entry(name: str) -> URIRef:
    return KNOWN[name]


def test_every_entry_has_one_class_and_the_contract_knows_it():
    wrong = {e: c for e in entries() if len(c := list(everything().objects(e, RDF.type))) != 1}
    assert not wrong
    assert {str(c).removeprefix(DG) for c in everything().objects(None, RDF.type)} <= CLASSES


def test_every_entry_has_one_french_and_one_english_label():
    for e in entries():
        assert sorted(label.language for label in everything().objects(e, RDFS.label)) == ["en", "fr"], e


def test_a_slug_belongs_to_one_file_alone():
    seen = Counter(e for name in FILES for e in set(file(name).subjects(RDF.type, None)))
    assert [e for e, count in seen.items() if count > 1] == []


def test_a_slug_is_readable_ascii_that_slugging_leaves_alone():
    keys = [str(e).removeprefix(KNOWN) for e in entries()]
    assert [k for k in keys if not k.isascii() or slug(k) != k] == []


def test_no_two_entries_share_a_french_label_and_a_class():
    seen = Counter((french(e, RDFS.label)[0], everything().value(e, RDF.type)) for e in entries())
    assert [pair for pair, count in seen.items() if count > 1] == []


def test_there_is_no_blank_node():
    assert [t for t in everything() if any(isinstance(term, BNode) for term in t)] == []


def test_an_identity_link_belongs_to_one_entry():
    seen = Counter(everything().objects(None, OWL.sameAs))
    assert [link for link, count in seen.items() if count > 1] == []


def test_identity_links_lead_to_wikidata_or_geonames():
    form = re.compile(r"http://www\.wikidata\.org/entity/Q\d+|https://sws\.geonames\.org/\d+/")
    assert [link for link in everything().objects(None, OWL.sameAs) if not form.fullmatch(str(link))] == []


@pytest.mark.parametrize(("predicate", "classes"), [(DG.capital, {DG.City}), (DG.locatedIn, None), (DG.partOf, None)])
def test_what_an_entry_points_to_is_an_entry(predicate: URIRef, classes: set[URIRef] | None):
    for source, target in everything().subject_objects(predicate):
        found = everything().value(target, RDF.type)
        assert found is not None and (classes is None or found in classes), (source, target)


def test_a_capital_lies_in_its_state():
    for state, city in everything().subject_objects(DG.capital):
        assert (city, DG.locatedIn, state) in everything(), state


def test_nothing_lies_in_itself_however_far_one_climbs():
    for e in entries():
        above, steps = e, 0
        while above := everything().value(above, DG.locatedIn) or everything().value(above, DG.partOf):
            steps += 1
            assert above != e and steps < 9, e


def test_every_city_has_a_point_on_earth():
    form = re.compile(r"POINT\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)")
    for city in everything().subjects(RDF.type, DG.City):
        wkt = everything().value(everything().value(city, GEO.hasGeometry), GEO.asWKT)
        assert wkt is not None and wkt.datatype == GEO.wktLiteral, city
        longitude, latitude = map(float, form.fullmatch(str(wkt)).groups())
        assert -180 <= longitude <= 180 and -90 <= latitude <= 90, city


def test_every_state_of_the_un_is_known():
    codes = [str(c) for c in everything().objects(None, DG.isoCode)]
    assert len(codes) == len(set(codes)) >= 195
    assert all(re.fullmatch("[A-Z]{2}", c) for c in codes)


def test_adjectives_are_lower_case_and_demonyms_are_not():
    for e in entries():
        assert all(a == a.lower() for a in french(e, DG.adjective)), e
        assert all(d[0].isupper() for d in french(e, DG.demonym)), e


def test_no_name_is_empty_padded_or_an_article():
    assert [w for w, _ in words() if w != w.strip() or not w or w in ARTICLES or "  " in w] == []


def test_no_entry_says_a_name_twice():
    for e in entries():
        names = [*french(e, RDFS.label), *french(e, SKOS.altLabel)]
        assert len(names) == len(set(names)), e


def test_accented_capitals_also_go_without_accent():
    assert {"Etats-Unis", "États-Unis"} <= {w for w, e in words() if e == "etats-unis"}


def test_a_metonym_stands_for_one_state():
    seen = Counter(w for e in entries() for w in french(e, DG.metonym))
    assert [w for w, count in seen.items() if count > 1] == []


@pytest.mark.parametrize(
    ("key", "predicate", "word"),
    [
        ("russie", DG.metonym, "Kremlin"),
        ("russie", DG.adjective, "russes"),
        ("grece", DG.adjective, "grecques"),
        ("turquie", DG.adjective, "turque"),
        ("niger", DG.adjective, "nigériens"),
        ("nigeria", DG.adjective, "nigérians"),
        ("coree-du-nord", DG.demonym, "Nord-Coréens"),
        ("etats-unis", DG.adjectivePrefix, "américano"),
        ("republique-democratique-du-congo", SKOS.altLabel, "RDC"),
        ("onu", SKOS.altLabel, "Nations unies"),
        ("union-europeenne", DG.metonym, "Bruxelles"),
    ],
)
def test_a_well_known_word_names_what_it_should(key: str, predicate: URIRef, word: str):
    assert word in french(entry(key), predicate)


@pytest.mark.parametrize(
    ("key", "link"),
    [("france", "Q142"), ("syrie", "Q858"), ("hong-kong", "Q8646"), ("conseil-de-securite-de-l-onu", "Q37470")],
)
def test_a_well_known_entry_links_to_wikidata(key: str, link: str):
    assert (entry(key), OWL.sameAs, URIRef(f"http://www.wikidata.org/entity/{link}")) in everything()


def test_the_gazetteer_stays_small_enough_to_read_at_every_start():
    assert 15_000 < len(everything()) < MOST_TRIPLES

"""The ontology is whole: every term explained in two languages, every class in its place, every shortcut declared."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef

from dispatchgraph import knowledge
from dispatchgraph.vocab import DG, PREFIXES, SEM, shortened

ONTOLOGY = URIRef("https://w3id.org/dispatchgraph/ontology")

CHILDREN = {
    "Organization": "Government IntergovernmentalOrganization ArmedGroup MilitaryForce PoliticalParty Company "
    "NewsAgency NGO Court Legislature",
    "Place": "City Region District Facility",
    "Meet": "Negotiate Visit",
    "Agree": "Sign",
    "Reject": "Veto",
    "Protest": "Strike Riot",
    "Attack": "Bombard Fight Besiege",
    "Disaster": "Earthquake Flood Storm Fire Outbreak",
    "Concede": "Ceasefire Surrender",
}
PARENTS = {child: parent for parent, children in CHILDREN.items() for child in children.split()}
TOP = {*("Person", "Organization", "Country", "Place", "Group", "Document", "Thing")} | {
    *("Dispatch", "Event", "Claim", "Figure", "Affiliation"),
    *("Identity", "Profile", "Decision", "Happening", "Series"),
}
VALUE_CLASSES = {"Status", "Bound", "Measure", "SpeechAct", "Decider", "Verdict"}
UNSHORTENED = {"Event", "Die", "Accident", "Disaster", "Earthquake", "Flood", "Storm", "Fire", "Outbreak", "Bankruptcy"}
SYMMETRIC = {"Meet", "Negotiate", "Agree", "Cooperate", "Fight", "Merge", "Ceasefire"}
VALUES = {
    "Status": "occurred ongoing planned requested hypothetical alleged negated",
    "Bound": "exactly atLeast atMost moreThan lessThan about",
    "Measure": "killed injured displaced evacuated arrested missing strength population share duration amount change "
    "votes other",
    "SpeechAct": "direct indirect mixed",
    "Decider": "machine person",
    "Verdict": "sameEntity differentEntity",
}


@cache
def ontology() -> Graph:
    return knowledge.ontology()


def local(term: object) -> str:
    return shortened(str(term)).removeprefix("dg:")


def classes() -> set[str]:
    return {local(c) for c in ontology().subjects(RDF.type, OWL.Class)}


def properties() -> set[URIRef]:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    return {p for kind in kinds for p in ontology().subjects(RDF.type, kind) if isinstance(p, URIRef)}


def languages(term: URIRef, *predicates: URIRef) -> Counter[str | None]:
    values = [v for p in predicates for v in ontology().objects(term, p)]
    return Counter(v.language for v in values if isinstance(v, Literal) and v.strip())


TERMS = sorted(DG[name] for name in dir(DG))


def test_no_node_is_blank():
    assert not [n for n in ontology().all_nodes() if isinstance(n, BNode)]


def test_the_ontology_says_its_version_and_licence():
    assert ontology().value(ONTOLOGY, OWL.versionInfo) == Literal("0.1.0")
    assert ontology().value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/0.1.0")
    assert ontology().value(ONTOLOGY, URIRef("http://purl.org/dc/terms/license")) is not None


def test_the_closed_namespace_holds_every_term_and_no_other():
    described = {s for s in ontology().subjects() if str(s).startswith(str(DG))}
    assert set(TERMS) == described
    with pytest.raises(AttributeError):
        _ = DG.vetoed


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_every_term_has_one_label_and_one_comment_in_french_and_in_english(term):
    assert languages(term, RDFS.label) == {"fr": 1, "en": 1}
    assert languages(term, RDFS.comment) == {"fr": 1, "en": 1}


def test_no_term_of_ours_is_used_without_being_described():
    used = {n for triple in ontology() for n in triple if isinstance(n, URIRef) and str(n).startswith(str(DG))}
    assert used <= set(TERMS)


def test_every_class_has_the_parent_that_is_expected():
    parents = knowledge.entity_parents()
    events = {c for c in classes() if "Event" in knowledge.ancestors(c)} - {"Event"}
    expected = dict.fromkeys(events, "Event") | PARENTS
    assert parents == expected
    assert classes() == set(expected) | TOP | VALUE_CLASSES
    assert len(events) == 79


def test_a_class_has_at_most_one_parent_of_ours():
    pairs = [(c, p) for c, p in ontology().subject_objects(RDFS.subClassOf) if str(p).startswith(str(DG))]
    assert max(Counter(c for c, _ in pairs).values()) == 1


def test_every_event_class_but_misfortunes_has_a_shortcut():
    assert {n for n, t in knowledge.event_types().items() if t.shortcut is None} == UNSHORTENED


def test_every_shortcut_is_a_property_of_one_event_class():
    shortcuts = [DG[t.shortcut] for t in knowledge.event_types().values() if t.shortcut]
    assert set(shortcuts) <= properties()
    assert max(Counter(shortcuts).values()) == 1


def test_the_symmetric_classes_are_marked():
    assert {n for n, t in knowledge.event_types().items() if t.symmetric} == SYMMETRIC


def test_no_two_shortcuts_read_the_same():
    shortcuts = [DG[t.shortcut] for t in knowledge.event_types().values() if t.shortcut]
    for language in ("fr", "en"):
        labels = Counter(str(v) for s in shortcuts for v in ontology().objects(s, RDFS.label) if v.language == language)
        assert {label for label, n in labels.items() if n > 1} == set()


def test_a_veto_reads_as_a_sentence_in_french():
    assert Literal("oppose son veto à", lang="fr") in set(ontology().objects(DG.vetoes, RDFS.label))


@pytest.mark.parametrize("name", sorted(VALUES))
def test_a_list_of_values_is_a_concept_scheme(name):
    scheme = DG[name[0].lower() + name[1:] + "Scheme"]
    listed = {DG[v] for v in VALUES[name].split()}
    assert (scheme, RDF.type, SKOS.ConceptScheme) in ontology()
    assert set(ontology().subjects(SKOS.inScheme, scheme)) == listed == set(ontology().subjects(RDF.type, DG[name]))
    assert all(languages(v, SKOS.prefLabel) == {"fr": 1, "en": 1} for v in listed)


@pytest.mark.parametrize("term", sorted(properties()), ids=local)
def test_every_property_says_what_it_joins(term):
    assert ontology().value(term, RDFS.domain) or ontology().value(term, DG.domainIncludes)
    assert ontology().value(term, RDFS.range) or ontology().value(term, DG.rangeIncludes)


@pytest.mark.parametrize("role", ["agent", "patient", "recipient", "instrument", "about"])
def test_every_role_is_a_way_of_taking_part(role):
    assert (DG[role], RDFS.subPropertyOf, SEM.hasActor) in ontology()


def test_codes_of_other_typologies_are_typed():
    notations = list(ontology().objects(None, SKOS.notation))
    assert notations
    assert {n.datatype for n in notations} == {DG.plover, DG.cameo}
    assert Literal("129", datatype=DG.cameo) in set(ontology().objects(DG.Veto, SKOS.notation))


def test_every_prefix_stands_for_another_vocabulary():
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert PREFIXES["schema"] == "https://schema.org/"

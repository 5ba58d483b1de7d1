"""A graph conforms, or the report says in plain words where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, XSD, BNode, Dataset, Graph, Literal, URIRef
from rdflib.namespace import SH

from dispatchgraph.validate import Finding, Report, shapes, validate
from dispatchgraph.vocab import DATA_BASE, DG, GAF, NIF, ORG, SCHEMA, SEM, union

SAMPLE = Path(__file__).parent / "graphs" / "sample.trig"
D = URIRef(f"{DATA_BASE}dispatch/peche-2025-03-03")
VETO = URIRef(f"{D}/event/19-31")
FIGURE = URIRef(f"{D}/figure/305-314")
CLAIM = URIRef(f"{D}/claim/272-286")
MEETING = URIRef(f"{D}/event/509-525")
POST = URIRef(f"{D}/affiliation/182-203")
NORWAY = URIRef(f"{DATA_BASE}entity/norvege")
WORDS = URIRef(f"{D}#char=19,31")


@pytest.fixture
def sample() -> Graph:
    dataset = Dataset(default_union=True)
    dataset.parse(SAMPLE, format="trig")
    return union(dataset)


def test_the_sample_conforms_as_a_dataset_and_as_one_graph(sample):
    dataset = Dataset()
    dataset.parse(SAMPLE, format="trig")
    assert validate(dataset) == validate(sample) == Report(conforms=True)


def test_an_empty_graph_conforms():
    assert str(validate(Graph())) == "conforms"


def test_validation_leaves_the_graph_as_it_was(sample):
    before = set(sample)
    validate(sample)
    assert set(sample) == before


BROKEN = {
    "an event without status": (VETO, DG.status, None, "dg:status"),
    "an event with two statuses": (VETO, DG.status, [DG.occurred, DG.planned], "dg:status"),
    "a status that is not in the list": (VETO, DG.status, [DG.killed], "dg:status"),
    "an event without mention": (VETO, GAF.denotedBy, None, "gaf:denotedBy"),
    "an event without lemma": (VETO, DG.lemma, None, "dg:lemma"),
    "an agent that is no entity": (VETO, DG.agent, [D], "dg:agent"),
    "a source that is no entity": (VETO, DG.accordingTo, [D], "dg:accordingTo"),
    "an event about an entity": (VETO, DG.about, [NORWAY], "dg:about"),
    "a day that is no date": (MEETING, SEM.hasEndTimeStamp, [Literal("14 mars")], "sem:hasEndTimeStamp"),
    "an event that ends before it begins": (
        MEETING,
        SEM.hasEndTimeStamp,
        [Literal("2025-03-01", datatype=XSD.date)],
        "sem:hasBeginTimeStamp",
    ),
    "a claim without speaker": (CLAIM, DG.speaker, None, "dg:speaker"),
    "a claim with two speakers": (CLAIM, DG.speaker, [NORWAY, URIRef(f"{DATA_BASE}entity/islande")], "dg:speaker"),
    "a claim without cue": (CLAIM, DG.cue, None, "dg:cue"),
    "a claim without content": (CLAIM, DG.contentSpan, None, "dg:contentSpan"),
    "a claim of unknown form": (CLAIM, DG.speechAct, [DG.exactly], "dg:speechAct"),
    "a figure without value": (FIGURE, DG.value, None, "dg:value"),
    "a figure in words": (FIGURE, DG.value, [Literal("douze")], "dg:value"),
    "a range upside down": (FIGURE, DG.upperValue, [Literal(3)], "dg:value"),
    "a figure without bound": (FIGURE, DG.bound, None, "dg:bound"),
    "a figure with a measure of its own": (FIGURE, DG.measure, [DG.occurred], "dg:measure"),
    "an affiliation without member": (POST, ORG.member, None, "org:member"),
    "an affiliation without body": (POST, ORG.organization, None, "org:organization"),
    "an entity without name": (NORWAY, URIRef("http://www.w3.org/2000/01/rdf-schema#label"), None, "rdfs:label"),
    "a dispatch without digest": (D, DG.sha256, None, "dg:sha256"),
    "a dispatch without language": (D, SCHEMA.inLanguage, None, "schema:inLanguage"),
    "a span that ends before it begins": (WORDS, NIF.endIndex, [Literal(4)], "nif:beginIndex"),
    "a span without words": (WORDS, NIF.anchorOf, None, "nif:anchorOf"),
    "a span of no dispatch": (WORDS, NIF.referenceContext, None, "nif:referenceContext"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_report_finds(case, sample):
    subject, predicate, values, path = BROKEN[case]
    sample.remove((subject, predicate, None))
    for value in values or ():
        sample.add((subject, predicate, value))
    report = validate(sample)
    assert not report.conforms
    assert {f.focus for f in report.findings} == {str(subject)}
    assert path in {f.path for f in report.findings}


def test_a_span_without_sentence_is_found(sample):
    sample.remove((WORDS, NIF.sentence, None))
    assert [f.focus for f in validate(sample).findings] == [str(WORDS)]


def test_a_blank_node_is_no_event(sample):
    blank = BNode()
    for predicate, value in list(sample.predicate_objects(VETO)):
        sample.add((blank, predicate, value))
    assert not validate(sample).conforms


def test_a_range_of_whole_numbers_conforms(sample):
    sample.add((FIGURE, DG.upperValue, Literal("15.5", datatype=XSD.decimal)))
    assert validate(sample).conforms


def test_the_message_is_in_the_language_asked_for(sample):
    sample.remove((VETO, DG.status, None))
    french, english = (validate(sample, language=language).findings[0].message for language in ("fr", "en"))
    assert french == "Un événement a exactement un statut, pris dans la liste."
    assert english == "An event has exactly one status, taken from the list."


def test_a_finding_is_one_line_with_node_path_message_and_value():
    finding = Finding(focus="urn:x", path="dg:status", message="No.", value="dg:killed")
    assert str(finding) == "urn:x dg:status: No. [dg:killed]"
    assert str(Report(conforms=False, findings=(finding, finding))).count("\n") == 1


def test_every_message_is_short_and_in_both_languages():
    for shape in set(shapes().subjects(SH.message)):
        said = list(shapes().objects(shape, SH.message))
        assert sorted(m.language for m in said) == ["en", "fr"], shape
        assert max(map(len, said)) < 100, shape


def test_the_shapes_are_core_and_every_property_shape_has_a_name_and_a_message():
    assert not list(shapes().triples((None, SH.sparql, None)))
    named = set(shapes().subjects(RDF.type, SH.PropertyShape))
    assert named >= set(shapes().objects(None, SH.property))
    assert not [s for s in named if isinstance(s, BNode)]

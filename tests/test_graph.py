"""Each part of a record as triples: all of them, and none besides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Dataset, Literal, URIRef
from rdflib.namespace import GEO, ORG, PROV

from dispatchgraph import graph
from dispatchgraph.graph import Origin, to_dataset, triples
from dispatchgraph.knowledge import Gazetteer, Known
from dispatchgraph.model import (
    Affiliation,
    Claim,
    Dispatch,
    Entity,
    Event,
    Figure,
    Interval,
    Record,
    Span,
)
from dispatchgraph.syntax.lines import named, nquads
from dispatchgraph.vocab import DG, GAF, NIF, SCHEMA, SEM

BASE = "https://example.org/"
TEXT = "Le Pérou a signé le traité. Selon Lima, 12 pays suivront."
ORIGIN = Origin(software="dispatchgraph 0", model="fr 3", lexicon="abc")
SENTENCES = (Span(0, 27), Span(28, 57))
D = URIRef(BASE + "dispatch/essai")
GRAPH = URIRef(BASE + "dispatch/essai/graph")
PERU, TREATY, STATES = (URIRef(BASE + f"entity/{key}") for key in ("perou", "essai.traite", "essai.pays"))
SIGNED = URIRef(f"{D}/event/9-16")
SAID = URIRef(f"{D}/claim/40-56")
COUNT = URIRef(f"{D}/figure/40-47")
POST = URIRef(f"{D}/affiliation/0-8")

DISPATCH = Dispatch(id="essai", text=TEXT, sha256="00")
ENTITIES = (
    Entity(key="perou", type="Country", label="Pérou", mentions=(Span(3, 8),), known="perou"),
    Entity(key="essai.traite", type="Document", label="traité", mentions=(Span(20, 26),)),
    Entity(key="essai.pays", type="Group", label="pays", mentions=(Span(43, 47),)),
)
EVENT = Event(
    key="event/9-16",
    type="Sign",
    lemma="signer",
    status="occurred",
    mentions=(Span(9, 16),),
    roles=(("agent", "perou"), ("patient", "essai.traite")),
    rule="essai",
)
CLAIM = Claim(
    key="claim/40-56", speaker="perou", cue=Span(28, 33), contents=(Span(40, 56),), act="indirect", rule="essai"
)
FIGURE = Figure(
    key="figure/40-47", value=Decimal(12), bound="exactly", measure="other", mentions=(Span(40, 47),), rule="essai"
)
AFFILIATION = Affiliation(
    key="affiliation/0-8", member="essai.pays", organization="perou", mentions=(Span(0, 8),), rule="essai"
)
KNOWN = Gazetteer.of(
    [
        Known(
            key="perou",
            type="Country",
            label="Pérou",
            same_as=("http://www.wikidata.org/entity/Q419",),
            wkt="POINT(-76 -10)",
        )
    ]
)


def span(begin: int, end: int) -> URIRef:
    return URIRef(f"{D}#char={begin},{end}")


def fr(words: str) -> Literal:
    return Literal(words, lang="fr")


def day(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)


def told(text: bool = True, dispatch: Dispatch = DISPATCH, known: Gazetteer = KNOWN, **parts) -> set:
    """The triples of a record with these parts."""
    record = Record(dispatch=dispatch, sentences=SENTENCES, **({"entities": ENTITIES} | parts))
    return set(to_dataset(record, known, ORIGIN, base=BASE, text=text).graph(GRAPH))


def about(node: URIRef, graph: set) -> set:
    """What a graph says of a node: predicate and value."""
    return {(p, o) for s, p, o in graph if s == node}


# --- the dispatch -----------------------------------------------------------------------------------------------------


def test_a_bare_dispatch_is_its_text_and_its_origin():
    reading = URIRef(f"{D}/reading")
    assert told(entities=()) == {
        (D, RDF.type, DG.Dispatch),
        (D, RDF.type, SCHEMA.NewsArticle),
        (D, RDF.type, NIF.Context),
        (D, DG.sha256, Literal("00")),
        (D, SCHEMA.inLanguage, Literal("fr")),
        (D, NIF.isString, Literal(TEXT)),
        (GRAPH, PROV.wasDerivedFrom, D),
        (GRAPH, PROV.wasGeneratedBy, reading),
        (reading, RDF.type, PROV.Activity),
        (reading, DG.software, Literal("dispatchgraph 0")),
        (reading, DG.languageModel, Literal("fr 3")),
        (reading, DG.lexiconVersion, Literal("abc")),
    }


def test_an_envelope_gives_date_headline_and_publisher():
    dispatch = replace(DISPATCH, date=date(2024, 3, 13), headline=Span(0, 8), publisher=Span(34, 38))
    lima = Entity(key="lima", type="NewsAgency", label="Lima", mentions=(Span(34, 38),), known="lima")
    known = Gazetteer.of([Known(key="lima", type="NewsAgency", label="Lima", names=("Lima",))])
    said = about(D, told(dispatch=dispatch, entities=(lima,), known=known))
    assert {
        (SCHEMA.datePublished, day("2024-03-13")),
        (SCHEMA.headline, fr("Le Pérou")),
        (SCHEMA.publisher, URIRef(BASE + "entity/lima")),
    } <= said


def test_without_text_only_the_text_is_left_out():
    assert told() - told(text=False) == {(D, NIF.isString, Literal(TEXT))}


# --- entities ---------------------------------------------------------------------------------------------------------


def test_an_entity_has_label_class_and_mention():
    assert about(TREATY, told()) == {
        (RDF.type, DG.Document),
        (RDFS.label, fr("traité")),
        (GAF.denotedBy, span(20, 26)),
    }


def test_a_known_entity_has_its_identity_and_place_on_earth():
    graph = told()
    geometry = URIRef(f"{PERU}#geometry")
    assert {
        (OWL.sameAs, URIRef("http://www.wikidata.org/entity/Q419")),
        (GEO.hasGeometry, geometry),
    } <= about(PERU, graph)
    assert about(geometry, graph) == {(GEO.asWKT, Literal("POINT(-76 -10)", datatype=GEO.wktLiteral))}


def test_a_class_brings_the_classes_above_it():
    army = Entity(key="armee", type="MilitaryForce", label="armée", mentions=(Span(0, 2),))
    kinds = {o for p, o in about(URIRef(BASE + "entity/armee"), told(entities=(army,))) if p == RDF.type}
    assert kinds == {DG.MilitaryForce, DG.Organization}


def test_other_names_places_and_allies_are_told():
    lima = Entity(
        key="lima",
        type="City",
        label="Lima",
        names=("Lime",),
        mentions=(Span(34, 38),),
        located_in=("perou", "absent"),
        allied_with=("essai.pays",),
    )
    said = about(URIRef(BASE + "entity/lima"), told(entities=(*ENTITIES, lima)))
    assert {(SKOS.altLabel, fr("Lime")), (DG.locatedIn, PERU), (DG.alliedWith, STATES)} <= said
    assert (DG.locatedIn, URIRef(BASE + "entity/absent")) not in said


# --- events -----------------------------------------------------------------------------------------------------------


def test_an_event_has_class_lemma_status_roles_and_mention():
    assert about(SIGNED, told(events=(EVENT,))) == {
        (RDF.type, DG.Event),
        (RDF.type, DG.Agree),
        (RDF.type, DG.Sign),
        (DG.lemma, fr("signer")),
        (DG.status, DG.occurred),
        (DG.rule, Literal("essai")),
        (DG.agent, PERU),
        (DG.patient, TREATY),
        (GAF.denotedBy, span(9, 16)),
    }


def test_a_dated_event_has_time_stamps_and_words():
    when = Interval(date(2024, 3, 11), date(2024, 3, 12))
    said = about(SIGNED, told(events=(replace(EVENT, when=when, time_expressions=("lundi ou mardi",)),)))
    assert {
        (SEM.hasBeginTimeStamp, day("2024-03-11")),
        (SEM.hasEndTimeStamp, day("2024-03-12")),
        (DG.timeExpression, fr("lundi ou mardi")),
    } <= said


def test_an_open_end_gives_no_time_stamp():
    said = about(SIGNED, told(events=(replace(EVENT, when=Interval(date(2012, 1, 1), None)),)))
    assert {p for p, _ in said if p in {SEM.hasBeginTimeStamp, SEM.hasEndTimeStamp}} == {SEM.hasBeginTimeStamp}


@pytest.mark.parametrize(
    ("role", "term"),
    [
        ("agent", DG.agent),
        ("patient", DG.patient),
        ("recipient", DG.recipient),
        ("instrument", DG.instrument),
        ("place", SEM.hasPlace),
    ],
)
def test_each_role_has_its_property(role, term):
    said = about(SIGNED, told(events=(replace(EVENT, roles=((role, "perou"),)),)))
    assert {p for p, o in said if o == PERU} == {term}


def test_an_event_may_be_about_another():
    other = replace(EVENT, key="event/0-8", type="Condemn", mentions=(Span(0, 8),), roles=(("about", "event/9-16"),))
    assert (DG.about, SIGNED) in about(URIRef(f"{D}/event/0-8"), told(events=(EVENT, other)))


def test_what_is_claimed_names_speaker_and_claim():
    said = about(SIGNED, told(events=(replace(EVENT, according_to=("perou",), claimed_in=("claim/40-56",)),)))
    assert {(DG.accordingTo, PERU), (DG.claimedIn, SAID)} <= said


# --- shortcuts --------------------------------------------------------------------------------------------------------


def shortcuts(event: Event, *others: Event) -> set:
    """What the graph says of entities and events beyond the event's own node."""
    with_event = told(events=(event, *others))
    return {(s, p, o) for s, p, o in with_event if p in {DG.signs, DG.condemns, DG.fleesFrom, DG.meets, DG.aids}}


@pytest.mark.parametrize("status", ["occurred", "ongoing"])
def test_what_happened_or_goes_on_has_a_shortcut(status):
    assert shortcuts(replace(EVENT, status=status)) == {(PERU, DG.signs, TREATY)}


@pytest.mark.parametrize("status", ["planned", "requested", "hypothetical", "alleged", "negated"])
def test_what_is_not_sure_has_no_shortcut(status):
    assert shortcuts(replace(EVENT, status=status)) == set()


def test_a_shortcut_needs_both_ends():
    assert shortcuts(replace(EVENT, roles=(("agent", "perou"),))) == set()
    assert shortcuts(replace(EVENT, roles=(("patient", "essai.traite"),))) == set()


@pytest.mark.parametrize(
    ("type_", "role", "term"),
    [("Condemn", "about", DG.condemns), ("Flee", "place", DG.fleesFrom), ("Aid", "recipient", DG.aids)],
)
def test_a_shortcut_ends_at_what_the_event_has_for_patient(type_, role, term):
    first = replace(EVENT, roles=())
    target = first.key if role == "about" else "essai.traite"
    event = replace(
        EVENT, key="event/0-8", type=type_, mentions=(Span(0, 8),), roles=(("agent", "perou"), (role, target))
    )
    assert shortcuts(event, first) == {(PERU, term, SIGNED if role == "about" else TREATY)}


def test_both_sides_of_a_meeting_meet_each_other():
    event = replace(EVENT, type="Meet", roles=(("agent", "perou"), ("agent", "essai.pays")))
    assert shortcuts(event) == {(PERU, DG.meets, STATES), (STATES, DG.meets, PERU)}


# --- claims, figures, affiliations ------------------------------------------------------------------------------------


def test_a_claim_has_speaker_cue_and_content():
    assert about(SAID, told(claims=(CLAIM,))) == {
        (RDF.type, DG.Claim),
        (DG.speaker, PERU),
        (DG.speechAct, DG.indirect),
        (DG.cue, span(28, 33)),
        (DG.rule, Literal("essai")),
        (DG.contentSpan, span(40, 56)),
        (GAF.denotedBy, span(40, 56)),
    }


def test_a_claim_has_addressee_and_statements():
    said = about(SAID, told(claims=(replace(CLAIM, addressee="essai.pays", states=("event/9-16", "figure/40-47")),)))
    assert {(DG.addressee, STATES), (DG.states, SIGNED), (DG.states, COUNT)} <= said


def test_a_figure_has_value_bound_and_measure():
    assert about(COUNT, told(figures=(FIGURE,))) == {
        (RDF.type, DG.Figure),
        (DG.value, Literal(12)),
        (DG.bound, DG.exactly),
        (DG.measure, DG.other),
        (DG.rule, Literal("essai")),
        (GAF.denotedBy, span(40, 47)),
    }


def test_a_figure_has_all_that_it_is_of():
    figure = replace(
        FIGURE,
        upper=Decimal(20),
        bound="about",
        unit="EUR",
        counts="essai.pays",
        of_event="event/9-16",
        subset_of="figure/0-2",
        places=("perou",),
        when=Interval(date(2024, 3, 11), None),
        according_to=("perou",),
        claimed_in=("claim/40-56",),
        disagrees_with=("figure/0-2",),
    )
    other = URIRef(f"{D}/figure/0-2")
    assert {
        (DG.bound, DG.about),
        (DG.upperValue, Literal(20)),
        (DG.unit, Literal("EUR")),
        (DG.counts, STATES),
        (DG.ofEvent, SIGNED),
        (DG.subsetOf, other),
        (SEM.hasPlace, PERU),
        (SEM.hasBeginTimeStamp, day("2024-03-11")),
        (DG.accordingTo, PERU),
        (DG.claimedIn, SAID),
        (DG.disagreesWith, other),
    } <= about(COUNT, told(figures=(figure,)))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("12", Literal(12)),
        ("12.0", Literal(12)),
        ("15000", Literal(15000)),
        ("1E+6", Literal(1000000)),
        ("3.50", Literal(Decimal("3.5"))),
        ("-0.2", Literal(Decimal("-0.2"))),
    ],
)
def test_a_whole_number_is_an_integer_and_another_a_decimal(value, written):
    values = [o for p, o in about(COUNT, told(figures=(replace(FIGURE, value=Decimal(value)),))) if p == DG.value]
    assert values == [written]
    assert values[0].datatype == written.datatype


def test_an_affiliation_has_member_and_body_and_a_shortcut():
    graph = told(affiliations=(AFFILIATION,))
    assert about(POST, graph) == {
        (RDF.type, DG.Affiliation),
        (RDF.type, ORG.Membership),
        (ORG.member, STATES),
        (ORG.organization, PERU),
        (DG.rule, Literal("essai")),
        (GAF.denotedBy, span(0, 8)),
    }
    assert (STATES, ORG.memberOf, PERU) in graph


def test_an_affiliation_may_have_a_post_somewhere():
    post = replace(AFFILIATION, post="ambassadeur", posted_to="essai.traite")
    assert {(DG.post, fr("ambassadeur")), (DG.postedTo, TREATY)} <= about(POST, told(affiliations=(post,)))


# --- the text behind it -----------------------------------------------------------------------------------------------


def test_a_mention_is_a_stretch_of_the_text_in_its_sentence():
    assert about(span(20, 26), told()) == {
        (RDF.type, NIF.OffsetBasedString),
        (NIF.referenceContext, D),
        (NIF.beginIndex, Literal(20)),
        (NIF.endIndex, Literal(26)),
        (NIF.anchorOf, Literal("traité")),
        (NIF.sentence, span(0, 27)),
    }


def test_a_sentence_is_a_stretch_of_the_text_too():
    assert about(span(0, 27), told()) == {
        (RDF.type, NIF.OffsetBasedString),
        (RDF.type, NIF.Sentence),
        (NIF.referenceContext, D),
        (NIF.beginIndex, Literal(0)),
        (NIF.endIndex, Literal(27)),
        (NIF.anchorOf, Literal(TEXT[:27])),
    }


def test_every_span_referred_to_is_described():
    graph = told(events=(EVENT,), claims=(CLAIM,), figures=(FIGURE,), affiliations=(AFFILIATION,))
    referred = {o for _, p, o in graph if p in {GAF.denotedBy, DG.cue, DG.contentSpan, NIF.sentence}}
    assert referred == {s for s, p, o in graph if o == NIF.OffsetBasedString}


# --- as a whole -------------------------------------------------------------------------------------------------------

WHOLE = Record(
    dispatch=DISPATCH,
    sentences=SENTENCES,
    entities=ENTITIES,
    events=(EVENT,),
    claims=(CLAIM,),
    figures=(FIGURE,),
    affiliations=(AFFILIATION,),
)


def test_no_node_is_blank():
    dataset = to_dataset(WHOLE, KNOWN, ORIGIN, base=BASE)
    assert not any(isinstance(term, BNode) for quad in dataset.quads() for term in quad)


def test_the_same_record_gives_the_same_triples_in_the_same_order():
    one, two = (list(triples(WHOLE, KNOWN, ORIGIN, base=BASE, text=True)) for _ in range(2))
    assert one == two


def test_a_dataset_holds_all_in_the_named_graph_of_the_dispatch():
    dataset = to_dataset(WHOLE, KNOWN, ORIGIN, base=BASE)
    assert {g for *_, g in dataset.quads()} == {GRAPH}
    assert len(dataset.graph(GRAPH)) == len(set(triples(WHOLE, KNOWN, ORIGIN, base=BASE, text=True)))


def test_statements_written_straight_away_are_those_of_the_dataset():
    straight = named(str(GRAPH), triples(WHOLE, KNOWN, ORIGIN, base=BASE, text=True))
    assert straight == nquads(to_dataset(WHOLE, KNOWN, ORIGIN, base=BASE))


@given(st.text(), st.sampled_from(["", "fr", "ar"]))
def test_any_words_come_back_from_what_is_written_straight_away(words: str, language: str):
    written = named(str(GRAPH), [(str(D), str(RDFS.label), graph.Literal(words, language=language))]).decode()
    expected = Literal(words, lang=language or None)
    [(_, _, by_rdflib, _)] = Dataset().parse(data=written, format="nquads").quads()
    [by_oxigraph] = pyoxigraph.parse(written, format=pyoxigraph.RdfFormat.N_QUADS)
    assert by_rdflib == expected
    assert (by_oxigraph.object.value, by_oxigraph.object.language or "") == (words, language)


def test_a_letter_outside_ascii_is_escaped_in_an_iri():
    entity = Entity(key="été", type="Thing", label="été", mentions=(Span(0, 2),))
    assert (URIRef(BASE + "entity/%C3%A9t%C3%A9"), RDFS.label, fr("été")) in told(entities=(entity,))

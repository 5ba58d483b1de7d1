"""Graphs against gold: each layer on hand-made graphs, each complaint, the command, and the figures that are kept."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from rdflib import Dataset

from dispatchgraph import cli, pipeline, store
from dispatchgraph.errors import GoldError, InputError
from dispatchgraph.evaluate import (
    LAYERS,
    Comparison,
    Gold,
    Tally,
    compare,
    evaluate,
    fidelity,
    gold_files,
    load_gold,
    load_golds,
    report,
    total,
)
from dispatchgraph.evaluate.claims import likeness
from dispatchgraph.evaluate.classes import akin, event_classes, named_classes, with_families
from dispatchgraph.evaluate.fields import span_of
from dispatchgraph.evaluate.identity import Identities, bare
from dispatchgraph.evaluate.tally import scores
from dispatchgraph.knowledge import ancestors
from dispatchgraph.model import Span

TEXT = """Oslo refuse l'accord

OSLO, 4 mai 2021 (AFP) - La Norvège a rejeté mardi l'accord de pêche. Selon le syndicat des marins, l'accord ruinerait
les ports du nord et 1200 emplois seraient perdus. La ministre Astrid Moen a annoncé un vote en juin.
Le vote aura lieu à Bergen, a dit Astrid Moen.
"""

ENTITIES = {
    "norway": {"type": "Country", "names": ["Norvège", "Oslo"], "sameAs": "wd:Q20"},
    "deal": {"type": "Document", "names": ["accord de pêche", "accord"]},
    "union": {"type": "Organization|Group", "names": ["syndicat des marins"]},
    "moen": {"type": "Person", "names": ["Astrid Moen", "ministre"]},
    "bergen": {"type": "City", "names": ["Bergen"]},
}
REJECT = {
    "type": "Reject",
    "trigger": "a rejeté",
    "agent": ["norway"],
    "patient": ["deal"],
    "begin": "2021-05-04",
    "end": "2021-05-04",
    "status": "occurred",
}

PREFIXES = """
@prefix : <urn:x:> . @prefix dg: <https://w3id.org/dispatchgraph/ontology#> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix gaf: <http://groundedannotationframework.org/gaf#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
KNOWN = """
:norway a dg:Country ; rdfs:label "Royaume de Norvège" ; owl:sameAs wd:Q20 ; gaf:denotedBy «La Norvège» .
:deal a dg:Document ; rdfs:label "l'accord" ; gaf:denotedBy «l'accord de pêche» .
:union a dg:Organization ; rdfs:label "syndicat des marins" ; gaf:denotedBy «le syndicat des marins» .
:moen a dg:Person ; rdfs:label "Astrid Moen" ; gaf:denotedBy «Astrid Moen» .
:bergen a dg:City, dg:Place ; rdfs:label "Bergen" ; gaf:denotedBy «Bergen» .
"""
REJECTED = """
:reject a dg:Event, dg:Reject ; dg:lemma "rejeter" ; gaf:denotedBy «rejeté» ; dg:agent :norway ; dg:patient :deal ;
    dg:status dg:occurred ; sem:hasBeginTimeStamp "2021-05-04"^^xsd:date ; sem:hasEndTimeStamp "2021-05-04"^^xsd:date .
"""


def drawn(turtle: str) -> Dataset:
    """A dataset written by hand: «words» are the span of the text where they first stand."""
    words = sorted(set(re.findall(r"«(.+?)»", turtle)))
    spans = {each: span_of(TEXT, each) for each in words}
    assert None not in spans.values(), spans
    told = "".join(
        f'{_span(s)} nif:beginIndex {s.begin} ; nif:endIndex {s.end} ; nif:anchorOf "{w}" .\n' for w, s in spans.items()
    )
    body = re.sub(r"«(.+?)»", lambda m: _span(spans[m[1]]), turtle)
    return store.loads((PREFIXES + body + told).encode(), format="turtle")


def _span(span: Span) -> str:
    return f"<urn:x:d#char={span.begin},{span.end}>"


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes a gold file, with its text beside it."""

    def _written(name: str = "peche", **parts: Any) -> Path:
        (tmp_path / "peche.txt").write_text(TEXT, "utf-8")
        gold = {
            "dispatch": {"id": "peche", "date": "2021-05-04", "language": "fr", "text": "peche.txt"},
            **{"entities": ENTITIES, "events": [], "claims": [], "figures": [], "affiliations": []},
            **parts,
        }
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(gold, ensure_ascii=False), "utf-8")
        return path

    return _written


@pytest.fixture
def compared(written) -> Callable[..., Comparison]:
    """Compares a gold with a graph drawn by hand."""
    return lambda turtle, **parts: compare(load_gold(written(**parts)), drawn(turtle))


def counts(comparison: Comparison, layer: str) -> tuple[int, int, int]:
    """Right, spurious and missed of a layer."""
    tally = comparison.tallies[layer]
    return tally.right, tally.spurious, tally.missed


def told(comparison: Comparison, layer: str) -> list[tuple[str, str]]:
    """The misses of a layer: kind and what."""
    return [(miss.kind, miss.what) for miss in comparison.misses if miss.layer == layer]


# --- figures ----------------------------------------------------------------------------------------------------------


def test_a_tally_gives_precision_recall_and_their_harmonic_mean():
    tally = Tally(right=3, spurious=1, missed=3)
    assert (tally.precision, tally.recall) == (0.75, 0.5)
    assert tally.f1 == pytest.approx(0.6)


def test_a_tally_of_nothing_scores_nought():
    assert (Tally().precision, Tally().recall, Tally().f1) == (0, 0, 0)


def test_fidelity_is_the_mean_of_nine_layers_where_three_are_accuracies():
    every = dict.fromkeys(LAYERS, Tally(right=1, missed=1))
    assert scores(every)["times"] == 0.5
    assert scores(every)["events"] == pytest.approx(2 / 3)
    assert fidelity(every) == pytest.approx((3 * 0.5 + 6 * 2 / 3) / 9)


# --- names and classes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("L’Accord", "accord"),
        ("de la  Norvège", "norvège"),
        ("« les ports »", "ports"),
        ("The port", "port"),
        ("Oslo", "oslo"),
    ],
)
def test_names_are_compared_without_case_apostrophes_and_determiners(name, plain):
    assert bare(name) == plain


def test_an_identity_elsewhere_goes_before_names(written):
    known = Identities.of(load_gold(written()).entities)
    assert known.identify(["http://www.wikidata.org/entity/Q20"], [(3, "bergen")], named=True) == "norway"


def test_labels_weigh_more_than_other_names_and_mentions(written):
    known = Identities.of(load_gold(written()).entities)
    assert known.identify([], [(3, "bergen"), (2, "oslo")], named=True) == "bergen"
    assert known.identify([], [(3, "bergen"), (2, "oslo"), (2, "norvège")], named=True) == "norway"
    assert known.identify([], [(2, "oslo"), (2, "bergen")], named=True) == "norway"


def test_only_what_has_no_named_class_is_recognised_by_a_name_inside_its_own(written):
    known = Identities.of(load_gold(written()).entities)
    assert known.identify([], [(3, "nouvel accord signé")], named=False) == "deal"
    assert known.identify([], [(3, "nouvel accord signé")], named=True) is None
    assert known.identify([], [(3, "désaccord")], named=False) is None
    assert known.identify([], [(3, "maire de bergen")], named=False) is None


def test_a_class_is_right_within_its_family():
    assert with_families({"Court"}) & with_families({"Company"})
    assert with_families({"Country"}) & with_families({"City"})
    assert not with_families({"Country"}) & with_families({"Organization"})
    assert "Group" not in named_classes()


def test_an_event_may_be_told_by_a_wider_or_a_narrower_class():
    assert akin("Veto", {"Reject"}) and akin("Reject", {"Veto"})
    assert not akin("Veto", {"Agree"})
    assert "Event" not in event_classes()


# --- entities ---------------------------------------------------------------------------------------------------------


def test_entities_are_right_missed_spurious_split_or_of_the_wrong_class(compared):
    found = compared(
        """
        :norway a dg:Country ; rdfs:label "Norvège" . :oslo a dg:City ; rdfs:label "Oslo" ; gaf:denotedBy «Oslo» .
        :moen a dg:Company ; rdfs:label "Astrid Moen" ; gaf:denotedBy «Astrid Moen» .
        :afp a dg:NewsAgency ; rdfs:label "AFP" ; gaf:denotedBy «AFP» . :ports a dg:Group ; rdfs:label "ports" .
        :bergen a dg:City ; rdfs:label "Bergen" .
        """
    )
    assert counts(found, "entities") == (2, 3, 3)
    assert told(found, "entities") == [
        ("spurious", "«AFP»"),
        ("split", "norway"),
        ("missed", "deal"),
        ("missed", "union"),
        ("wrong class", "moen"),
    ]


def test_an_optional_entity_is_right_if_found_and_no_harm_if_not(compared):
    entities = {"moen": {**ENTITIES["moen"], "optional": True}}
    assert counts(compared("", entities=entities), "entities") == (0, 0, 0)
    found = compared(':m a dg:Person ; rdfs:label "Astrid Moen" .', entities=entities)
    assert counts(found, "entities") == (1, 0, 0)


# --- events -----------------------------------------------------------------------------------------------------------


def test_an_event_that_is_told_right_is_right_in_every_layer(compared):
    found = compared(KNOWN + REJECTED, events=[REJECT])
    assert [counts(found, layer) for layer in LAYERS[:6]] == [
        *((5, 0, 0), (1, 0, 0), (2, 0, 0)),
        *((1, 0, 0), (1, 0, 0), (1, 0, 0)),
    ]
    assert found.misses == ()


def test_a_missed_event_is_missed_with_all_that_belongs_to_it_and_told_once(compared):
    found = compared(KNOWN, events=[REJECT])
    assert [counts(found, layer) for layer in LAYERS[1:6]] == [(0, 0, 1), (0, 0, 2), (0, 0, 1), (0, 0, 1), (0, 0, 1)]
    assert [(m.layer, m.kind, m.what) for m in found.misses] == [("events", "missed", "Reject «a rejeté»")]


def test_a_spurious_event_is_spurious_with_everyone_in_it(compared):
    found = compared(KNOWN + REJECTED)
    assert (counts(found, "events"), counts(found, "arguments")) == ((0, 1, 0), (0, 2, 0))
    assert told(found, "events") == [("spurious", "Reject «rejeter»")]


def test_a_plain_event_is_neither_right_nor_wrong(compared):
    found = compared(':e a dg:Event ; dg:lemma "dire" ; gaf:denotedBy «rejeté» .', events=[REJECT])
    assert counts(found, "events") == (0, 0, 1)


def test_an_event_of_another_class_is_missed_and_spurious(compared):
    found = compared(":e a dg:Event, dg:Agree ; gaf:denotedBy «rejeté» .", events=[REJECT])
    assert counts(found, "events") == (0, 1, 1)
    assert "another event there" in told(found, "events")[1][1]


def test_each_event_matches_one_of_the_gold_and_the_same_class_goes_first(compared):
    veto = {**REJECT, "type": "Veto"}
    vetoed = ":veto a dg:Event, dg:Reject, dg:Veto ; gaf:denotedBy «rejeté» ; dg:status dg:negated ."
    found = compared(KNOWN + REJECTED + vetoed, events=[REJECT, veto])
    assert counts(found, "events") == (2, 0, 0)
    assert told(found, "status") == [("wrong", "Veto «a rejeté»")]


def test_an_optional_event_excuses_whatever_stands_there(compared):
    optional = {**REJECT, "optional": True}
    assert counts(compared(KNOWN, events=[optional]), "events") == (0, 0, 0)
    assert counts(compared(":e a dg:Agree ; gaf:denotedBy «rejeté» .", events=[optional]), "events") == (0, 0, 0)
    assert counts(compared(KNOWN + REJECTED, events=[optional]), "events") == (1, 0, 0)


def test_an_event_is_found_by_any_of_its_triggers_and_by_the_nth_place_of_words(compared):
    vote = {"type": "Vote", "trigger": [["vote", 2], "a dit"], "status": "planned"}
    found = compared(":v a dg:Vote ; gaf:denotedBy «un vote» ; dg:status dg:planned .", events=[vote])
    assert counts(found, "events") == (0, 1, 1)
    found = compared(":v a dg:Vote ; gaf:denotedBy «Le vote» ; dg:status dg:planned .", events=[vote])
    assert counts(found, "events") == (1, 0, 0)


def test_recipients_count_as_patients(compared):
    event = {**REJECT, "patient": [], "recipient": ["deal"]}
    assert counts(compared(KNOWN + REJECTED, events=[event]), "arguments") == (2, 0, 0)


def test_arguments_are_compared_role_by_role(compared):
    event = {**REJECT, "agent": ["deal"], "place": ["bergen"]}
    found = compared(KNOWN + REJECTED, events=[event])
    assert counts(found, "arguments") == (1, 1, 2)
    wrong = next(miss for miss in found.misses if miss.what.startswith("agent"))
    assert (wrong.wanted, wrong.got) == ("deal", "norway")


def test_optional_arguments_are_no_harm_in_any_role_where_the_event_is_told(compared):
    event = {**REJECT, "agent": [], "patient": ["deal", "moen"], "optional_args": ["norway", "moen"]}
    assert counts(compared(KNOWN + REJECTED, events=[event]), "arguments") == (1, 0, 0)
    assert counts(compared(KNOWN, events=[event]), "arguments") == (0, 0, 2)


def test_a_stranger_among_the_arguments_is_shown_by_its_name(compared):
    stranger = ':s a dg:Group ; rdfs:label "ports" . :reject dg:agent :s .'
    found = compared(KNOWN + REJECTED + stranger, events=[REJECT])
    assert counts(found, "arguments") == (2, 1, 0)
    assert next(miss.got for miss in found.misses) == "norway, «ports»"


def test_times_must_be_the_same_at_both_ends(compared):
    event = {**REJECT, "end": ""}
    found = compared(KNOWN + REJECTED, events=[event])
    assert counts(found, "times") == (0, 0, 1)
    wrong = next(miss for miss in found.misses)
    assert (wrong.wanted, wrong.got) == ("2021-05-04/", "2021-05-04/2021-05-04")


def test_times_are_left_aside_where_the_gold_gives_none(compared):
    event = {key: value for key, value in REJECT.items() if key not in {"begin", "end"}}
    assert counts(compared(KNOWN + REJECTED, events=[event]), "times") == (0, 0, 0)


def test_sources_of_an_event_must_be_the_same(compared):
    found = compared(KNOWN + REJECTED + ":reject dg:accordingTo :moen .", events=[REJECT])
    assert counts(found, "sources") == (0, 0, 1)
    assert [(m.wanted, m.got) for m in found.misses] == [("—", "moen")]


# --- claims -----------------------------------------------------------------------------------------------------------

CLAIM = {"speaker": "union", "content": "l'accord ruinerait\nles ports du nord"}


def test_likeness_is_what_is_in_both_of_what_is_in_either():
    assert likeness(Span(0, 10), [Span(0, 10)]) == 1
    assert likeness(Span(0, 10), [Span(5, 15)]) == pytest.approx(1 / 3)
    assert likeness(Span(0, 10), []) == 0


@pytest.mark.parametrize(
    ("speaker", "content", "counted"),
    [
        (":union", "«les ports du nord et 1200»", (0, 1, 1)),
        (":union", "«ruinerait», «les ports du nord»", (1, 0, 0)),
        (":moen", "«ruinerait», «les ports du nord»", (0, 1, 1)),
    ],
)
def test_a_claim_needs_its_speaker_and_half_of_its_content(compared, speaker, content, counted):
    found = compared(KNOWN + f":c a dg:Claim ; dg:speaker {speaker} ; dg:contentSpan {content} .", claims=[CLAIM])
    assert counts(found, "claims") == counted


def test_an_optional_claim_excuses_what_overlaps_it(compared):
    optional = [{**CLAIM, "optional": True}]
    assert counts(compared(KNOWN, claims=optional), "claims") == (0, 0, 0)
    stray = KNOWN + ":c a dg:Claim ; dg:speaker :moen ; dg:contentSpan «les ports du nord» ."
    assert counts(compared(stray, claims=optional), "claims") == (0, 0, 0)
    assert counts(compared(stray), "claims") == (0, 1, 0)


def test_a_claim_of_the_graph_answers_for_one_of_the_gold(compared):
    one = KNOWN + ":c a dg:Claim ; dg:speaker :union ; dg:contentSpan «ruinerait», «les ports du nord» ."
    assert counts(compared(one, claims=[CLAIM, CLAIM]), "claims") == (1, 0, 1)


# --- figures ----------------------------------------------------------------------------------------------------------

JOBS = {"text": "1200 emplois", "value": 1200, "measure": "other", "according_to": ["union"]}
COUNTED = """:f a dg:Figure ; dg:value 1200 ; dg:bound dg:exactly ; dg:measure dg:other ; gaf:denotedBy «1200» ;
    dg:accordingTo :union ."""


def test_a_figure_is_right_with_its_value_bound_measure_and_source(compared):
    found = compared(KNOWN + COUNTED, figures=[JOBS])
    assert (counts(found, "figures"), counts(found, "sources")) == ((1, 0, 0), (1, 0, 0))


@pytest.mark.parametrize("change", [{"bound": "atLeast"}, {"measure": "killed"}])
def test_a_figure_of_another_bound_or_measure_is_spurious_and_missed(compared, change):
    found = compared(KNOWN + COUNTED, figures=[{**JOBS, **change, "optional": True}])
    assert (counts(found, "figures"), counts(found, "sources")) == ((0, 1, 1), (1, 0, 0))


def test_a_figure_of_another_value_is_another_figure(compared):
    found = compared(KNOWN + COUNTED, figures=[{**JOBS, "value": 12}])
    assert (counts(found, "figures"), counts(found, "sources")) == ((0, 1, 1), (0, 0, 1))
    assert told(found, "figures") == [("missed", "«1200 emplois», other"), ("spurious", "1200, other")]


def test_a_figure_without_its_source_is_a_miss_of_sources(compared):
    found = compared(KNOWN + COUNTED, figures=[{**JOBS, "according_to": []}])
    assert told(found, "sources") == [("wrong", "«1200 emplois»")]


def test_an_optional_figure_may_be_missing(compared):
    found = compared(KNOWN, figures=[{**JOBS, "optional": True}])
    assert (counts(found, "figures"), counts(found, "sources")) == ((0, 0, 0), (0, 0, 0))


# --- affiliations -----------------------------------------------------------------------------------------------------

MINISTER = {"member": "moen", "organization": "norway", "post": "ministre"}
MEMBER = ":a a dg:Affiliation ; org:member :moen ; org:organization :norway ; gaf:denotedBy «ministre» ."


def test_affiliations_are_pairs_that_are_right_missed_or_spurious(compared):
    assert counts(compared(KNOWN + MEMBER, affiliations=[MINISTER]), "affiliations") == (1, 0, 0)
    assert counts(compared(KNOWN, affiliations=[MINISTER]), "affiliations") == (0, 0, 1)
    found = compared(KNOWN + MEMBER)
    assert counts(found, "affiliations") == (0, 1, 0)
    assert told(found, "affiliations") == [("spurious", "moen of norway")]


def test_an_optional_affiliation_counts_neither_way(compared):
    optional = [{**MINISTER, "optional": True}]
    assert counts(compared(KNOWN + MEMBER, affiliations=optional), "affiliations") == (0, 0, 0)
    assert counts(compared(KNOWN, affiliations=optional), "affiliations") == (0, 0, 0)


# --- several, and the reports -----------------------------------------------------------------------------------------


def test_an_empty_graph_misses_everything(written):
    found = compare(load_gold(written(events=[REJECT])), Dataset(default_union=True))
    assert (counts(found, "entities"), fidelity(found.tallies)) == ((0, 0, 5), 0)


def test_the_counts_of_several_dispatches_are_added_up(written):
    golds = load_golds([written("a", events=[REJECT]), written("b")])
    found = evaluate(golds, build=lambda dispatch: drawn(KNOWN + REJECTED))
    assert total(found)["events"] == Tally(right=1, spurious=1)


def test_a_miss_is_shown_under_its_layer_with_its_sentence(compared):
    sentence = "«La Norvège a rejeté mardi l'accord de pêche.» a nif:Sentence ."
    found = compared(KNOWN + sentence, events=[REJECT])
    assert report.misses([found]).splitlines() == [
        "events (1)",
        "  peche: missed: Reject «a rejeté»",
        "      La Norvège a rejeté mardi l'accord de pêche.",
    ]


def test_outside_every_sentence_of_the_graph_a_miss_is_shown_with_its_line(compared):
    found = compared(KNOWN, events=[{**REJECT, "trigger": "a dit"}])
    assert report.misses([found]).endswith("      Le vote aura lieu à Bergen, a dit Astrid Moen.")


def test_the_table_has_a_line_for_each_layer_and_the_fidelity(compared):
    lines = report.table([compared(KNOWN + REJECTED, events=[REJECT])]).splitlines()
    assert [line.split()[0] for line in lines] == ["layer", *LAYERS, "fidelity"]
    assert lines[2].split() == ["events", "1.000", "1.000", "1.000", "1", "0", "0"]
    assert lines[4].split() == ["times", "1.000", "1", "0"]
    assert lines[-1] == "fidelity      0.667"


# --- complaints -------------------------------------------------------------------------------------------------------


def test_what_is_no_json_is_told_with_line_and_column(tmp_path):
    (tmp_path / "x.json").write_text('{"dispatch": \n', "utf-8")
    with pytest.raises(GoldError, match=r"x\.json: no JSON: line 2, column 1"):
        load_gold(tmp_path / "x.json")


@pytest.mark.parametrize("content", [b"[]", b"\xff", b'"x"', b"[" * 100_000])
def test_what_is_no_gold_is_refused(tmp_path, content):
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(GoldError, match=r"x\.json: "):
        load_gold(tmp_path / "x.json")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(GoldError, match=r"none\.json: No such file"):
        load_golds([tmp_path / "none.json"])


def test_a_folder_without_gold_is_told(tmp_path):
    with pytest.raises(GoldError, match="there is no gold"):
        gold_files(tmp_path)


@pytest.mark.parametrize("key", ["entities", "events", "claims", "figures", "affiliations", "dispatch"])
def test_a_part_that_is_missing_is_named(written, key):
    path = written()
    gold = json.loads(path.read_text("utf-8"))
    del gold[key]
    path.write_text(json.dumps(gold), "utf-8")
    with pytest.raises(GoldError, match=rf"peche\.json: lacks '{key}'"):
        load_gold(path)


def _without(thing: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in thing.items() if name != key}


DISPATCH = {"id": "peche", "date": "2021-05-04", "language": "fr", "text": "peche.txt"}


@pytest.mark.parametrize(
    ("parts", "complaint"),
    [
        ({"dispatch": _without(DISPATCH, "date")}, "dispatch: lacks 'date'"),
        ({"dispatch": {**DISPATCH, "text": "autre.txt"}}, "dispatch: there is no text file .*autre.txt"),
        ({"dispatch": {**DISPATCH, "date": "mardi"}}, "dispatch: 'mardi' is no date"),
        ({"dispatch": {**DISPATCH, "language": "tlh"}}, "dispatch: .*'tlh'"),
        ({"entities": {"x": {"type": "Person"}}}, "entities 'x': lacks 'names'"),
        ({"entities": {"x": {"type": "Person", "names": "X"}}}, "entities 'x': 'names' is no list"),
        ({"entities": {"x": "X"}}, "entities 'x' is no object"),
        ({"events": {}}, "'events' is no list"),
        ({"events": [REJECT, _without(REJECT, "status")]}, "events 2: lacks 'status'"),
        ({"events": [{**REJECT, "type": "Refuse"}]}, "events 1: unknown event class 'Refuse'"),
        ({"events": [{**REJECT, "type": "Event"}]}, "events 1: unknown event class 'Event'"),
        ({"events": [{**REJECT, "trigger": "a accepté"}]}, "events 1: 'trigger': «a accepté» is not in the text"),
        ({"events": [{**REJECT, "trigger": ["a rejeté", 2]}]}, "«a rejeté» for time 2 is not in the text"),
        ({"events": [{**REJECT, "trigger": ["a rejeté", 0]}]}, "neither words nor words with their number"),
        ({"events": [{**REJECT, "agent": ["sweden"]}]}, "events 1: 'agent' names unknown entities: sweden"),
        ({"events": [{**REJECT, "according_to": ["x"]}]}, "events 1: 'according_to' names unknown entities: x"),
        ({"events": [{**REJECT, "begin": 2021}]}, "events 1: 'begin' is no text: 2021"),
        ({"claims": [{**CLAIM, "speaker": "x"}]}, "claims 1: 'speaker' names an unknown entity: x"),
        ({"claims": [{**CLAIM, "content": "rien"}]}, "claims 1: 'content': «rien» is not in the text"),
        ({"figures": [{**JOBS, "place": ["x"]}]}, "figures 1: 'place' names unknown entities: x"),
        ({"figures": [{**JOBS, "value": "mille"}]}, "figures 1: 'value' is no number: 'mille'"),
        ({"figures": [_without(JOBS, "text")]}, "figures 1: lacks 'text'"),
        ({"affiliations": [{**MINISTER, "member": "x"}]}, "affiliations 1: 'member' names an unknown entity: x"),
    ],
)
def test_a_gold_that_does_not_fit_is_refused_with_file_and_place(written, parts, complaint):
    with pytest.raises(GoldError, match=rf"peche\.json: {complaint}" if complaint[0] not in "«n" else complaint):
        load_gold(written(**parts))


def test_what_was_recorded_in_a_folder_is_no_gold(written, tmp_path):
    path = written()
    (tmp_path / "recorded.json").write_text('{"fidelity": 0.5}', "utf-8")
    assert gold_files(tmp_path) == (path,)


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def by_hand(monkeypatch) -> None:
    """Builds the same graph of every dispatch."""
    monkeypatch.setattr(pipeline, "build_dispatch", lambda dispatch: drawn(KNOWN + REJECTED))


def test_the_command_prints_a_table(written, by_hand, capfd):
    assert cli.run(["evaluate", str(written(events=[REJECT]))]) == 0
    said = capfd.readouterr()
    assert said.out.splitlines()[-1] == "fidelity      0.667"
    assert said.err == ""


def test_the_command_shows_misses_when_asked(written, by_hand, capfd):
    assert cli.run(["evaluate", str(written()), "--misses"]) == 0
    assert "events (1)\n  peche: spurious: Reject «rejeter»\n" in capfd.readouterr().out


def test_the_command_takes_folders_and_tells_each_dispatch(written, by_hand, capfd):
    folder = written("a", events=[REJECT]).parent
    written("b", events=[REJECT])
    assert cli.run(["evaluate", str(folder)]) == 0
    assert [line.split() for line in capfd.readouterr().out.splitlines()[-3:]] == [
        ["a", "0.667"],
        ["b", "0.667"],
        ["fidelity", "0.667"],
    ]


def test_the_command_writes_json(written, by_hand, capfd):
    assert cli.run(["evaluate", str(written(events=[REJECT], figures=[JOBS])), "--json"]) == 0
    answer = json.loads(capfd.readouterr().out)
    assert list(answer) == ["fidelity", "layers", "dispatches", "misses"]
    assert answer["layers"]["events"] == {
        **{"precision": 1, "recall": 1, "f1": 1},
        **{"right": 1, "spurious": 0, "missed": 0},
    }
    assert answer["layers"]["sources"] == {"accuracy": 0.5, "right": 1, "spurious": 0, "missed": 1}
    assert [(one["name"], one["fidelity"]) for one in answer["dispatches"]] == [("peche", answer["fidelity"])]
    (miss,) = answer["misses"]
    assert (miss["layer"], miss["what"], TEXT[miss["begin"] : miss["end"]]) == (
        "figures",
        "«1200 emplois», other",
        "1200 emplois",
    )


def test_the_command_keeps_the_figures_when_asked(written, by_hand, tmp_path, capfd):
    assert cli.run(["evaluate", str(written(events=[REJECT])), "--record", str(tmp_path / "kept.json")]) == 0
    kept = json.loads((tmp_path / "kept.json").read_text("utf-8"))
    assert list(kept) == ["fidelity", *LAYERS, "dispatches"]
    assert (kept["fidelity"], kept["events"], kept["dispatches"]) == (0.6667, 1.0, ["peche"])
    assert "wrote" in capfd.readouterr().err


def test_a_gold_that_is_wrong_ends_the_command_with_one_line(written, by_hand, capfd):
    good, bad = written("good"), written("bad", events=[{**REJECT, "type": "Refuse"}])
    assert cli.run(["evaluate", str(good), str(bad)]) == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [f"dispatchgraph: {bad}: events 1: unknown event class 'Refuse'"]


def test_the_command_builds_with_the_pipeline(written, capfd):
    assert cli.run(["evaluate", str(written(events=[REJECT])), "--json"]) == 0
    layers = json.loads(capfd.readouterr().out)["layers"]
    assert layers["events"]["right"] == 1
    assert layers["times"]["accuracy"] == 1


# --- the dispatches that are kept -------------------------------------------------------------------------------------

HERE = Path(__file__).parent / "gold"
SHARED = Path(__file__).parents[2] / "shared"
RECORDED = json.loads((HERE / "recorded.json").read_text("utf-8"))
SLACK = 0.01  # a point of fidelity


def _kept() -> list[Path]:
    """The gold files here and in ../shared/gold that are whole."""
    there = [path for folder in (HERE, SHARED / "gold") if folder.is_dir() for path in gold_files(folder)]
    return [path for path in there if _is_whole(path)]


def _is_whole(path: Path) -> bool:
    try:
        return bool(load_gold(path))
    except InputError:
        return False


@cache
def built(path: Path) -> tuple[Gold, Dataset]:
    gold = load_gold(path)
    return gold, pipeline.build_dispatch(gold.dispatch)


def test_fidelity_stays_what_was_recorded():
    found = [compare(*built(HERE / f"{name}.json")) for name in RECORDED["dispatches"]]
    assert fidelity(total(found)) >= RECORDED["fidelity"] - SLACK, report.table(found)


def test_the_record_has_every_layer():
    assert list(RECORDED) == ["fidelity", *LAYERS, "dispatches"]
    assert RECORDED["fidelity"] == pytest.approx(sum(RECORDED[layer] for layer in LAYERS) / len(LAYERS), abs=1e-4)


in_its_place = pytest.mark.skipif(
    not (SHARED / "gold" / "score.py").is_file(),
    reason="no scorer in ../shared/gold beside the project to agree with",
)


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_scorer", SHARED / "gold" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scored(scorer: ModuleType, path: Path, folder: Path) -> dict[str, Any]:
    """The tallies of the scorer for one gold and the graph of its text, written as N-Quads."""
    gold, _ = scorer.load_gold(path)
    graph = folder / f"{path.stem}.nq"
    graph.write_bytes(store.dumps(built(path)[1], format="nquads"))
    tallies = {layer: scorer.Tally() for layer in scorer.LAYERS}
    scorer.score(gold, scorer.load_graph(str(graph)), tallies, lambda *words: None)
    return tallies


@in_its_place
@pytest.mark.parametrize("path", _kept(), ids=lambda path: path.stem)
def test_all_counts_are_those_of_the_scorer(scorer, path, tmp_path):
    theirs = {layer: (t.tp, t.fp, t.fn) for layer, t in scored(scorer, path, tmp_path).items()}
    ours = {layer: (t.right, t.spurious, t.missed) for layer, t in compare(*built(path)).tallies.items()}
    assert ours == theirs


@in_its_place
def test_the_figures_of_all_dispatches_are_those_of_the_scorer(scorer, tmp_path):
    theirs = {layer: scorer.Tally() for layer in scorer.LAYERS}
    for path in _kept():
        for layer, tally in scored(scorer, path, tmp_path).items():
            theirs[layer].add(tally.tp, tally.fp, tally.fn)
    kind = {layer: 1 if layer in scorer.RECALL_ONLY else 2 for layer in scorer.LAYERS}
    counts = total(compare(*built(path)) for path in _kept())
    assert scores(counts) == {layer: theirs[layer].prf[kind[layer]] for layer in scorer.LAYERS}


@in_its_place
def test_the_ontology_has_the_classes_and_parents_of_the_contract():
    import csv

    with (SHARED / "design" / "event-types.csv").open(encoding="utf-8") as rows:
        parents = {row["class"]: row["parent"] for row in csv.DictReader(rows)}
    assert {name: ancestors(name)[1] for name in event_classes()} == parents


@pytest.mark.parametrize("text", ["/etc/hostname", "../secret.txt", "in/../../secret.txt"])
def test_a_gold_names_no_text_but_one_beside_it(text, tmp_path):
    (tmp_path / "secret.txt").write_text("Le maire a dit non.")
    folder = tmp_path / "golds"
    (folder / "in").mkdir(parents=True)
    gold = {"dispatch": {"text": text, "date": "2024-01-01", "language": "fr"}}
    (folder / "g.json").write_text(json.dumps(gold))
    with pytest.raises(GoldError, match="does not stand beside it"):
        load_gold(folder / "g.json")

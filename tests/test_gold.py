"""How true the graphs of gold dispatches are, by the gold's own scorer, and what must be in the first of them."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dispatchgraph.pipeline import KnowledgeGraph, build

GOLD = Path(__file__).parents[2] / "shared" / "gold"
pytestmark = pytest.mark.skipif(
    not (GOLD / "score.py").is_file(),
    reason="no gold dispatches with their scorer in ../shared/gold beside the project",
)
ALEPPO = "alep-2016-12-05"
NAMES = (ALEPPO, "fr-belgique", "fr-haiti-2010", "fr-hongkong-2019")
FLOOR = 0.75


@dataclass(frozen=True)
class Scored:
    graph: KnowledgeGraph
    gold: dict[str, Any]
    path: Path


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", GOLD / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scored(scorer: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scored]:
    folder = tmp_path_factory.mktemp("gold")
    built = {}
    for name in NAMES:
        gold, _ = scorer.load_gold(GOLD / f"{name}.json")
        graph = build(GOLD / gold["dispatch"]["text"], date=gold["dispatch"]["date"])
        built[name] = Scored(graph, gold, graph.save(folder / f"{name}.trig"))
    return built


def fidelity(scorer: ModuleType, *dispatches: Scored) -> float:
    """The mean of the scorer's nine layers over dispatches, told together."""
    tallies = {layer: scorer.Tally() for layer in scorer.LAYERS}
    for each in dispatches:
        scorer.score(each.gold, scorer.load_graph(each.path), tallies, lambda *words: None)
    layers = [tallies[layer].prf[1 if layer in scorer.RECALL_ONLY else 2] for layer in scorer.LAYERS]
    return sum(layers) / len(layers)


def test_the_first_dispatch_reaches_the_floor(scorer, scored):
    assert fidelity(scorer, scored[ALEPPO]) >= FLOOR


def test_all_dispatches_together_reach_the_floor(scorer, scored):
    assert fidelity(scorer, *scored.values()) >= FLOOR


@pytest.mark.parametrize("name", NAMES)
def test_no_dispatch_stays_far_below_the_floor(scorer, scored, name):
    assert fidelity(scorer, scored[name]) >= FLOOR - 0.1


@pytest.mark.parametrize("name", NAMES)
def test_every_graph_of_a_gold_dispatch_conforms(scored, name):
    assert str(scored[name].graph.validate()) == "conforms"


# --- facts of the first dispatch --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ask(scored: dict[str, Scored]):
    """The rows of a SPARQL query on the first dispatch, as tuples of words."""
    graph = scored[ALEPPO].graph

    def _ask(where: str, select: str = "*") -> set[tuple[str, ...]]:
        return {tuple(map(str, row)) for row in graph.query(f"SELECT DISTINCT {select} WHERE {{ {where} }}")}

    return _ask


def test_russia_and_china_each_veto_the_same_resolution(ask):
    vetoes = ask("?who dg:vetoes ?text . ?text a dg:Document . ?who owl:sameAs ?id", "?id ?text")
    russia, china = ({text for id_, text in vetoes if id_.endswith(q)} for q in ("/Q159", "/Q148"))
    assert len(russia) == 1
    assert russia == china


def test_the_two_vetoes_are_two_events(ask):
    assert len(ask("?v a dg:Veto ; dg:status dg:occurred ; dg:agent ?who", "?v ?who")) == 2


def test_insurgent_groups_reject_what_moscow_offers(ask):
    rows = ask(
        "?e a dg:Reject ; dg:status dg:occurred ; dg:agent ?who . ?who a dg:Group ; gaf:denotedBy/nif:anchorOf ?words",
        "?words",
    )
    assert any("insurgés" in words for (words,) in rows)


def test_lavrov_claims_twice(ask):
    said = "?c a dg:Claim ; dg:speaker/rdfs:label 'Sergueï Lavrov'@fr ; dg:contentSpan/nif:anchorOf ?words"
    words = {w for (w,) in ask(said, "?words")}
    assert len(ask(said, "?c")) == 2
    assert any("mettre en place tous les moyens" in w for w in words)
    assert any("une trêve entrera en vigueur" in w for w in words)


def test_lavrov_is_russias_minister(ask):
    assert ask("?who rdfs:label 'Sergueï Lavrov'@fr ; org:memberOf/owl:sameAs wd:Q159")


def test_two_estimates_of_the_fighters_disagree(ask):
    un = "?a dg:measure dg:strength ; dg:value 8000 ; dg:accordingTo/owl:sameAs wd:Q1065"
    osdh = "?b dg:measure dg:strength ; dg:value 15000 ; dg:accordingTo/gaf:denotedBy/nif:anchorOf 'OSDH'"
    assert len(ask(f"{un} . {osdh} . ?a dg:disagreesWith ?b . ?b dg:disagreesWith ?a", "?a ?b")) == 1


def test_324_civilians_of_whom_44_children_were_killed_says_the_osdh(ask):
    whole = "?a dg:measure dg:killed ; dg:value 324 ; dg:bound dg:atLeast ; dg:counts/rdfs:label 'civils'@fr"
    part = "?b dg:measure dg:killed ; dg:value 44 ; dg:subsetOf ?a ; dg:counts/rdfs:label 'enfants'@fr"
    source = "?a dg:accordingTo ?who . ?b dg:accordingTo ?who . ?who gaf:denotedBy/nif:anchorOf 'OSDH'"
    assert len(ask(f"{whole} . {part} . {source}", "?a ?b ?who")) == 1


def test_rebels_were_evacuated_from_homs_in_2014(ask):
    rows = ask(
        "?e a dg:Evacuate ; dg:status dg:occurred ; dg:patient/gaf:denotedBy/nif:anchorOf ?whom ; "
        "sem:hasPlace/rdfs:label 'Homs'@fr ; sem:hasBeginTimeStamp ?from ; sem:hasEndTimeStamp ?to",
        "?whom ?from ?to",
    )
    assert {row[1:] for row in rows} == {("2014-01-01", "2014-12-31")}
    assert any("rebelles" in row[0] for row in rows)


def test_what_the_osdh_says_is_not_the_dispatchs_own(ask):
    assert not ask("?f a dg:Figure ; dg:value 324 . FILTER NOT EXISTS { ?f dg:accordingTo ?who }", "?f")

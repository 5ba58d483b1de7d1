"""An archive: one thing is one node, rival accounts stay, and it does not matter in which order dispatches came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from dispatchgraph.archive import Archive, open_archive
from dispatchgraph.archive.embedded import Embedded
from dispatchgraph.archive.graphs import quads_in
from dispatchgraph.errors import InputError, QueryError
from dispatchgraph.iri import DEFAULT_BASE
from dispatchgraph.pipeline import build_dispatch
from dispatchgraph.read import read_text
from dispatchgraph.vocab import PREFIXES

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (f"2016-12-0{day}" for day in (5, 6, 7, 8))

BOMBING = (
    "ALEP (Syrie), 5 décembre 2016 (AFP) - Au moins douze civils ont été tués lundi dans un bombardement de l'armée "
    "syrienne à Alep, selon l'Observatoire syrien des droits de l'homme (OSDH). Sergueï Lavrov rencontrera John Kerry "
    "mardi à Genève, a annoncé la France. Les secours cherchaient encore des victimes dans les décombres du quartier."
)
TEXTS = {
    "proposition": (
        "MOSCOU, 5 décembre 2016 (AFP) - Le ministre russe des Affaires étrangères, Sergueï Lavrov, a proposé lundi une "
        "trêve à Alep. Jean Martin, ministre belge de la Défense, a critiqué lundi la Russie.",
        MONDAY,
    ),
    "refus": (
        "MOSCOU, 6 décembre 2016 (AFP) - Le ministre russe des Affaires étrangères, M. Lavrov, a rejeté mardi la "
        "résolution de l'ONU.",
        TUESDAY,
    ),
    "prisons": (
        "PARIS, 7 décembre 2016 (AFP) - Jean Martin, ministre français de la Justice, a annoncé mercredi une réforme des "
        "prisons. M. Martin a rencontré Sergueï Lavrov à Paris.",
        WEDNESDAY,
    ),
    "demission": ("PARIS, 8 décembre 2016 (AFP) - Jean Martin a démissionné jeudi, selon une source.", THURSDAY),
    "bombardement": (BOMBING, MONDAY),
    "reprise": ("Syrie: douze civils tués\n\n" + BOMBING, MONDAY),
    "rencontre": (
        "GENEVE, 6 décembre 2016 (AFP) - Sergueï Lavrov a rencontré John Kerry mardi à Genève. Le bombardement de lundi à "
        "Alep a tué trente civils, selon l'ONU.",
        TUESDAY,
    ),
    "annulation": (
        "GENEVE, 7 décembre 2016 (Reuters) - Sergueï Lavrov n'a pas rencontré John Kerry mardi à Genève, a dit la Suisse.",
        WEDNESDAY,
    ),
}


@pytest.fixture(scope="module")
def graphs() -> dict[str, list[Quad]]:
    """The graph of each text, by id."""
    return {
        key: quads_in(build_dispatch(read_text(text, id=key, date=day, language="fr")))
        for key, (text, day) in TEXTS.items()
    }


@pytest.fixture
def archive(tmp_path) -> Iterator[Archive]:
    """An empty archive in a folder."""
    with open_archive(tmp_path / "store", write=True) as opened:
        yield opened


@pytest.fixture
def filled(graphs) -> Callable[..., Archive]:
    """An archive in memory with the dispatches that are named, in that order."""

    def _filled(*keys: str) -> Archive:
        made = Archive(Embedded(Store(), prefixes=dict(PREFIXES)), base=DEFAULT_BASE)
        for key in keys:
            made.add(graphs[key])
        return made

    return _filled


def statements(archive: Archive) -> set[Quad]:
    return set(archive.backend.quads())


def rows(archive: Archive, sparql: str) -> set[tuple[str, ...]]:
    """The rows of a SELECT, every term by the tail of its IRI or by its words."""
    base = archive.names.base

    def said(term: Any) -> str:
        return term.value.removeprefix(base).split("#")[-1] if term else ""

    return {tuple(said(term) for term in row) for row in archive.backend.select(sparql)}


IDENTITIES = "SELECT ?unit ?entity ?reason { ?unit a dg:Identity ; dg:identityOf ?entity ; dg:reason ?reason }"


def identity(archive: Archive, unit: str) -> tuple[str, str]:
    """Which entity a thing of a dispatch is, and why."""
    found = {row[0]: row[1:] for row in rows(archive, IDENTITIES)}
    return found[f"identity/{unit}"]  # type: ignore[return-value]


# --- one dispatch more or less ------------------------------------------------------------------------------------


def test_a_dispatch_has_a_graph_of_its_own(archive, graphs):
    assert archive.add(graphs["refus"]).outcome == "new"
    (entry,) = archive.dispatches()
    assert (entry.id, entry.date, entry.publisher) == ("refus", TUESDAY, "Agence France-Presse")
    assert archive.names.graph("refus") in set(archive.backend.graphs())


def test_the_same_dispatch_twice_changes_nothing(archive, graphs):
    archive.add(graphs["refus"])
    before = statements(archive)
    assert archive.add(graphs["refus"]).outcome == "unchanged"
    assert statements(archive) == before


def test_reading_a_dispatch_again_changes_nothing_where_it_reads_the_same(archive, graphs):
    for key in graphs:
        archive.add(graphs[key])
    before = statements(archive)
    archive.add(graphs["prisons"], anew=True)
    assert statements(archive) == before


def test_a_corrected_version_takes_the_place_of_the_old_one_and_remembers_it(archive, graphs):
    text = TEXTS["refus"][0].replace("mardi la", "mardi matin la")
    corrected = quads_in(build_dispatch(read_text(text, id="refus", date=TUESDAY, language="fr")))
    archive.add(graphs["refus"])
    old = next(q.object.value for q in graphs["refus"] if q.predicate.value.endswith("#sha256"))
    assert archive.add(corrected).outcome == "revised"
    told = "SELECT ?sha { ?dispatch prov:wasRevisionOf ?old . ?old dg:sha256 ?sha }"
    assert rows(archive, told) == {(old,)}
    assert not any("refus" in q.graph_name.value and "mardi la" in str(q.object) for q in archive.backend.quads())
    (entry,) = archive.dispatches()
    assert entry.versions == 2


def test_another_text_by_the_same_id_is_no_version_of_it(archive, graphs):
    archive.add(graphs["refus"])
    other, _ = TEXTS["prisons"]
    placed = archive.placement("refus", "f" * 64, other)
    assert (placed.outcome, placed.id) == ("new", "refus-ffffffff")
    assert archive.placement("refus", "f" * 64, TEXTS["refus"][0].replace("mardi la", "la")).outcome == "revised"


def test_removing_a_dispatch_leaves_what_the_others_leave_without_it(filled):
    keys = list(TEXTS)
    for gone in keys:
        archive = filled(*keys)
        archive.remove(gone)
        assert statements(archive) == statements(filled(*(k for k in keys if k != gone))), gone


def test_removing_what_is_not_there_is_refused(archive):
    with pytest.raises(InputError, match="no dispatch 'absente'"):
        archive.remove("absente")


def test_an_archive_without_dispatches_is_empty_again(filled):
    archive = filled(*TEXTS)
    for key in TEXTS:
        archive.remove(key)
    assert statements(archive) == set()
    assert list(archive.backend.store) == []


@pytest.mark.parametrize(
    "keys", [("proposition", "refus", "prisons", "demission"), ("bombardement", "reprise", "rencontre", "annulation")]
)
def test_the_order_in_which_dispatches_come_does_not_matter(filled, keys):
    found = {frozenset(statements(filled(*order))) for order in permutations(keys)}
    assert len(found) == 1


def test_every_statement_of_a_query_is_there_once_however_many_dispatches_make_it(filled):
    archive = filled("proposition", "refus", "prisons")
    counted = "SELECT (COUNT(*) AS ?n) { ?who rdfs:label ?name FILTER(STR(?name) = 'Agence France-Presse') }"
    assert rows(archive, counted) == {("1",)}
    in_graphs = (
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?who rdfs:label ?name FILTER(STR(?name) = 'Agence France-Presse') } }"
    )
    assert rows(archive, in_graphs) == {("3",)}


def test_a_statement_that_one_of_two_dispatches_made_stays_when_that_one_goes(filled):
    archive = filled("proposition", "refus")
    archive.remove("refus")
    assert rows(archive, "SELECT ?name { <https://w3id.org/dispatchgraph/data/entity/afp> rdfs:label ?name }")


# --- one thing, one node ------------------------------------------------------------------------------------------


def test_tuesdays_minister_lavrov_is_mondays_serguei_lavrov(filled):
    archive = filled("proposition", "refus")
    assert identity(archive, "refus/lavrov") == ("entity/serguei-lavrov", "surname-and-post")
    assert rows(
        archive, "SELECT ?name { <https://w3id.org/dispatchgraph/data/entity/serguei-lavrov> rdfs:label ?name }"
    ) == {("Sergueï Lavrov",)}


def test_a_surname_alone_is_known_in_its_dispatch_only(filled):
    archive = filled("refus")
    assert identity(archive, "refus/lavrov") == ("entity/refus.lavrov", "alone")


def test_two_ministers_of_one_name_stay_two(filled):
    archive = filled("proposition", "prisons")
    assert identity(archive, "proposition/jean-martin")[0] == "entity/jean-martin"
    assert identity(archive, "prisons/jean-martin")[0] == "entity/prisons.jean-martin"


def test_who_could_be_either_of_two_is_said_to_be_neither(filled):
    archive = filled("proposition", "prisons", "demission")
    assert identity(archive, "demission/jean-martin") == ("entity/demission.jean-martin", "alone")


def test_a_second_bearer_of_a_name_parts_what_was_one(filled):
    archive = filled("proposition", "demission")
    assert identity(archive, "demission/jean-martin")[0] == "entity/jean-martin"
    archive.add(list(filled("prisons").backend.quads(None, None, None, archive.names.graph("prisons"))))
    assert identity(archive, "demission/jean-martin")[0] == "entity/demission.jean-martin"


# --- what a person decides ----------------------------------------------------------------------------------------


def test_a_persons_merge_outranks_the_program_and_holds_for_dispatches_to_come(filled, graphs):
    archive = filled("proposition", "prisons")
    assert archive.merge("jean-martin", "prisons.jean-martin") == 1
    assert identity(archive, "prisons/jean-martin") == ("entity/jean-martin", "decision")
    archive.add(graphs["demission"])
    archive.add(graphs["prisons"], anew=True)
    assert identity(archive, "prisons/jean-martin") == ("entity/jean-martin", "decision")


def test_a_merge_can_be_undone(filled):
    archive = filled("proposition", "prisons", "demission")
    before = {q for q in statements(archive) if "archive/decisions" not in q.graph_name.value}
    archive.merge("jean-martin", "prisons.jean-martin")
    archive.split("jean-martin", other="prisons.jean-martin")
    assert {q for q in statements(archive) if "archive/decisions" not in q.graph_name.value} == before


def test_two_things_of_one_dispatch_can_be_made_one_and_two_again(filled):
    archive = filled("proposition", "prisons")
    before = {q for q in statements(archive) if "archive/decisions" not in q.graph_name.value}
    archive.merge("jean-martin", "serguei-lavrov")
    assert identity(archive, "proposition/serguei-lavrov")[0] == identity(archive, "proposition/jean-martin")[0]
    archive.split("jean-martin", other="serguei-lavrov")
    assert {q for q in statements(archive) if "archive/decisions" not in q.graph_name.value} == before


def test_a_split_gives_what_one_dispatch_says_to_another(filled):
    archive = filled("proposition", "demission")
    assert archive.split("jean-martin", told_in=["demission"]) == 1
    entity, reason = identity(archive, "demission/jean-martin")
    assert (entity != "entity/jean-martin", reason) == (True, "decision")
    resigned = "SELECT ?who { ?event a dg:Resign ; dg:agent ?who }"
    assert rows(archive, resigned) == {(entity,)}


def test_a_split_names_dispatches_that_speak_of_the_entity(filled):
    archive = filled("proposition", "refus")
    with pytest.raises(InputError, match="'refus' does not speak of 'jean-martin'"):
        archive.split("jean-martin", told_in=["refus"])
    with pytest.raises(InputError, match="say from what"):
        archive.split("jean-martin")


def test_a_name_that_several_bear_is_not_guessed(filled):
    archive = filled("proposition", "prisons")
    with pytest.raises(QueryError, match="may be several entities"):
        archive.merge("Jean Martin", "Sergueï Lavrov")
    with pytest.raises(QueryError, match="no entity is called 'Personne'"):
        archive.merge("Personne", "Sergueï Lavrov")


# --- what ties dispatches -----------------------------------------------------------------------------------------


def test_a_copy_is_linked_with_what_it_repeats(filled):
    archive = filled("bombardement", "reprise", "rencontre")
    assert rows(archive, "SELECT ?copy ?of { ?copy dg:repeats ?of }") == {("dispatch/reprise", "dispatch/bombardement")}


def test_one_bombing_told_by_three_dispatches_is_one_happening_and_three_events(filled):
    archive = filled("bombardement", "reprise", "rencontre")
    told = (
        "SELECT ?happening (COUNT(?event) AS ?n) { ?event a dg:Bombard ; dg:happening ?happening } GROUP BY ?happening"
    )
    assert {n for _, n in rows(archive, told)} == {"3"}
    assert rows(archive, "SELECT (COUNT(?h) AS ?n) { ?h a dg:Happening FILTER EXISTS { ?e dg:happening ?h } }") != {
        ("0",)
    }


def test_a_meeting_that_was_announced_and_took_place_is_a_plan_fulfilled(filled):
    archive = filled("bombardement", "rencontre")
    ((plan, end),) = rows(archive, "SELECT ?plan ?end { ?plan dg:fulfilledBy ?end }")
    assert plan.startswith("dispatch/bombardement/event/") and end.startswith("dispatch/rencontre/event/")


def test_a_meeting_that_was_announced_and_is_said_not_to_have_been_is_a_plan_cancelled(filled):
    archive = filled("bombardement", "annulation")
    ((_, end),) = rows(archive, "SELECT ?plan ?end { ?plan dg:cancelledBy ?end }")
    assert end.startswith("dispatch/annulation/event/")


def test_two_sources_that_disagree_on_what_happened_both_stay(filled):
    archive = filled("bombardement", "rencontre", "annulation")
    ends = rows(archive, "SELECT ?end { ?plan dg:fulfilledBy|dg:cancelledBy ?end }")
    assert {end.split("/")[1] for (end,) in ends} == {"rencontre", "annulation"}


# --- input --------------------------------------------------------------------------------------------------------


def test_a_graph_of_no_dispatch_or_of_two_is_refused(archive, graphs):
    with pytest.raises(InputError, match="tells of 0 dispatches"):
        archive.add([])
    with pytest.raises(InputError, match="tells of 2 dispatches"):
        archive.add([*graphs["refus"], *graphs["prisons"]])


def test_a_dispatch_in_another_graph_than_its_own_is_refused(archive, graphs):
    astray = [Quad(q.subject, q.predicate, q.object, NamedNode("urn:autre")) for q in graphs["refus"]]
    with pytest.raises(InputError, match="is not the dispatch's own graph"):
        archive.add(astray)


def test_a_dispatch_under_another_base_is_refused(archive):
    other = quads_in(
        build_dispatch(read_text(TEXTS["refus"][0], id="refus", language="fr"), base="https://exemple.fr/")
    )
    with pytest.raises(InputError, match="does not stand under the archive's base"):
        archive.add(other)
    assert statements(archive) == set()


def test_an_archive_in_a_file_is_trig_that_any_program_reads(tmp_path, graphs):
    path = tmp_path / "archive.trig"
    with open_archive(path, write=True) as archive:
        archive.add(graphs["refus"])
        held = statements(archive)
    assert set(parse(path.read_bytes(), format=RdfFormat.TRIG)) == held
    with open_archive(path) as again:
        assert statements(again) == held


def test_rdflib_asks_the_archive_itself(filled):
    archive = filled("proposition", "refus")
    found = archive.graph().query("SELECT ?who WHERE { ?event a dg:Reject ; dg:agent ?who }")
    assert {str(row.who) for row in found} == {"https://w3id.org/dispatchgraph/data/entity/serguei-lavrov"}


def test_words_of_a_dispatch_that_look_like_sparql_stay_words(archive, graphs):
    hostile = '" } } ; DROP ALL \\'
    altered = [
        Quad(q.subject, q.predicate, Literal(hostile, language="fr"), q.graph_name)
        if q.predicate.value.endswith("#label")
        else q
        for q in graphs["refus"]
    ]
    archive.add(altered)
    archive.add(graphs["prisons"])
    archive.remove("prisons")
    assert (hostile,) in rows(archive, "SELECT ?name { ?e rdfs:label ?name }")
    with pytest.raises(QueryError, match="no entity"):
        archive.around('x" } DROP ALL #')


def test_what_is_around_an_entity_is_part_of_the_archive(filled):
    archive = filled(*TEXTS)
    around = archive.around("Sergueï Lavrov")
    everything = {str(q.triple) for q in statements(archive)}
    told = quads_in(around)
    assert told
    assert {str(q.triple) for q in told} <= everything
    assert {"dispatch/rencontre", "dispatch/prisons"} <= {
        q.graph_name.value.removeprefix(archive.names.base).removesuffix("/graph") for q in told
    }

"""A node of a graph leads back to its words, its speaker and the line of the rule that read it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, URIRef

from dispatchgraph import KnowledgeGraph, cli, store
from dispatchgraph.errors import QueryError
from dispatchgraph.explain import LANGUAGES, Explanation, Rule, explain, told
from dispatchgraph.explain.lexicon import entries
from dispatchgraph.explain.nodes import Nodes
from dispatchgraph.explain.rules import PACKAGE, patterns, read_rule
from dispatchgraph.explain.wording import BOLD
from dispatchgraph.explain.words import words_of
from dispatchgraph.languages.events import event_lexicon, modality
from dispatchgraph.languages.nominals import nominals
from dispatchgraph.languages.speech import speech
from dispatchgraph.vocab import DG, RDF

ROOT = Path(__file__).parents[1]
ALEPPO = ROOT / "output" / "alep-2016-12-05.trig"
SAMPLE = ROOT / "tests" / "graphs" / "sample.trig"
LEXICA = sorted((PACKAGE / "languages").glob("*/**/*.toml"))

HEAD = """
@base <http://x/> .
@prefix dg: <https://w3id.org/dispatchgraph/ontology#> .
@prefix gaf: <http://groundedannotationframework.org/gaf#> .
@prefix my: <http://x/entity/> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

PORT = """
<dispatch/port> a dg:Dispatch ; schema:inLanguage "fr" ; schema:datePublished "2024-03-13"^^xsd:date .
<dispatch/port#char=0,36> a nif:Sentence, nif:OffsetBasedString ; nif:anchorOf "Elle a fermé lundi le port de Brest." ;
    nif:beginIndex 0 ; nif:endIndex 36 ; nif:referenceContext <dispatch/port> ; nif:sentence <dispatch/port#char=0,36> .
<dispatch/port#char=0,4> a nif:OffsetBasedString ; nif:anchorOf "Elle" ; nif:beginIndex 0 ; nif:endIndex 4 ;
    nif:referenceContext <dispatch/port> ; nif:sentence <dispatch/port#char=0,36> ; dg:rule "pronoun:elle" .
<dispatch/port#char=5,12> a nif:OffsetBasedString ; nif:anchorOf "a fermé" ; nif:beginIndex 5 ; nif:endIndex 12 ;
    nif:referenceContext <dispatch/port> ; nif:sentence <dispatch/port#char=0,36> .
my:ville a dg:Place ; rdfs:label "Ville de Brest"@fr ; skos:altLabel "Brest"@fr ; owl:sameAs wd:Q12193 ;
    gaf:denotedBy <dispatch/port#char=0,4> .
<dispatch/port/event/5-12> a dg:Close, dg:Event ; dg:lemma "fermer"@fr ; dg:agent my:ville ; dg:status dg:occurred ;
    dg:timeExpression "lundi"@fr ; gaf:denotedBy <dispatch/port#char=5,12> ; dg:rule "plain" .
"""


def graph_of(turtle: str) -> Dataset:
    return store.loads((HEAD + turtle).encode(), format="turtle")


def text_of(turtle: str, name: str, *, language: str = "en") -> str:
    return told(explain(graph_of(turtle), name, language=language))


def rows_of(it: Explanation) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in it.rows:
        found.setdefault(row.name, []).append(row.value)
    return found


def lines_at(rule: Rule) -> list[str]:
    return [place.path.read_text("utf-8").splitlines()[place.line - 1] for place in rule.places]


# --- a statement ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def aleppo() -> Dataset:
    return store.load(ALEPPO)


def test_an_event_tells_its_sentence_speaker_status_date_roles_and_rule(aleppo):
    veto = next(n for n in aleppo.subjects(RDF.type, DG.Veto) if "opposer" in str(aleppo.value(n, DG.lemma)))
    it = explain(aleppo, str(veto), language="en")
    sentence, rows = it.passages[0], rows_of(it)
    assert sentence.sentence[sentence.begin : sentence.end] == "a opposé lundi son veto"
    assert sentence.sentence.startswith("La Russie ")
    assert rows["said by"] == ["the dispatch itself"]
    assert rows["status"] == ["occurred: The event took place."]
    assert rows["date"] == ["2016-12-05, read from “lundi”"]
    assert rows["agent"][0].startswith("Russie (entity/russie), here “Russie”")
    assert it.rules[0].value == "fr/events/diplomacy#Veto:opposer veto"
    assert '"opposer veto"' in lines_at(it.rules[0])[0]


def test_what_a_source_says_names_the_source_its_claim_and_the_words_that_say_so(aleppo):
    figure = next(aleppo.subjects(DG.accordingTo, URIRef("https://w3id.org/dispatchgraph/data/entity/russie")))
    said_by = rows_of(explain(aleppo, str(figure)))["dit par"]
    assert re.fullmatch(r"Russie \(entity/russie\), claim/[\d-]+ «.+»", said_by[0])


def test_every_statement_of_the_example_has_its_words_and_a_rule_with_a_line(aleppo):
    kinds = (DG.Event, DG.Claim, DG.Figure, DG.Affiliation)
    nodes = sorted({n for kind in kinds for n in aleppo.subjects(RDF.type, kind)})
    assert len(nodes) > 50
    for node in nodes:
        it = explain(aleppo, str(node))
        assert it.passages, node
        assert [rule for rule in it.rules if rule.words and rule.places and not rule.missing], node


def test_every_node_of_a_graph_can_be_explained_in_both_languages():
    graph = store.load(SAMPLE)
    nodes = {n for n in graph.subjects() if isinstance(n, URIRef)}
    for language in LANGUAGES:
        assert all(told(explain(graph, str(node), language=language)) for node in nodes)


def test_a_pronoun_is_shown_where_the_participant_is_one():
    assert "Ville de Brest (entity/ville), here “Elle”" in text_of(PORT, "fermer")


def test_words_that_gave_no_day_are_shown_as_such():
    assert "“lundi”, which gives no day" in text_of(PORT, "fermer")


def test_open_ends_of_time_are_told():
    assert rows_of(explain(graph_of('<e> a dg:Event ; sem:hasBeginTimeStamp "2012-01-01"^^xsd:date .'), "http://x/e"))[
        "date"
    ] == ["depuis le 2012-01-01"]
    assert "until 2012-01-01" in text_of('<e> a dg:Event ; sem:hasEndTimeStamp "2012-01-01"^^xsd:date .', "http://x/e")


def test_a_figure_is_told_with_its_bound_its_range_and_what_contradicts_it():
    other = "<g> a dg:Figure ; dg:value 9 ; dg:accordingTo my:ville ."
    figure = "<f> a dg:Figure ; dg:value 3 ; dg:upperValue 5 ; dg:bound dg:about ; dg:disagreesWith <g> ."
    it = explain(graph_of(PORT + other + figure), "http://x/f", language="en")
    assert it.title == "about 3–5"
    assert rows_of(it)["disagrees with"] == ["x/g: 9, according to Ville de Brest"]


def test_a_statement_without_words_and_without_rule_says_so():
    text = text_of("<e> a dg:Event .", "http://x/e")
    assert "No words of a dispatch stand behind this node." in text
    assert "rule     none: the graph does not tell what made this statement" in text


def test_words_without_their_sentence_stand_alone():
    span = '<d#char=3,7> a nif:OffsetBasedString ; nif:anchorOf "veto" ; nif:beginIndex "three" .'
    assert "›veto‹" in text_of(span + "<e> a dg:Event ; gaf:denotedBy <d#char=3,7> .", "http://x/e")


def test_words_that_run_over_the_end_of_their_sentence_are_shown_whole():
    spans = """
    <d#char=0,9> a nif:Sentence, nif:OffsetBasedString ; nif:anchorOf "Il a dit." ; nif:beginIndex 0 ; nif:endIndex 9 .
    <d#char=5,14> a nif:OffsetBasedString ; nif:anchorOf "dit. Non." ; nif:beginIndex 5 ; nif:endIndex 14 ;
        nif:sentence <d#char=0,9> .
    """
    assert "Il a ›dit. Non.‹" in text_of(spans + "<e> a dg:Claim ; gaf:denotedBy <d#char=5,14> .", "http://x/e")


def test_two_readings_of_one_dispatch_name_both_rules():
    it = explain(graph_of('<e> a dg:Event ; dg:rule "plain", "figures#bare" .'), "http://x/e")
    assert [rule.value for rule in it.rules] == ["figures#bare", "plain"]


# --- other nodes ------------------------------------------------------------------------------------------------


def test_an_entity_tells_its_names_identity_mentions_and_statements():
    it = explain(graph_of(PORT), "my:ville", language="en")
    rows = rows_of(it)
    assert (it.kind, it.title) == ("entity", "Ville de Brest")
    assert (rows["other name"], rows["identity"]) == (["Brest"], ["wd:Q12193"])
    assert [(line.name, line.role) for line in it.statements] == [("event/5-12", "agent")]
    assert "char=0,4: ›Elle‹ a fermé lundi le port de Brest. [pronoun:elle: the pronoun" in told(it)


def test_what_an_entity_says_is_told_once_by_the_claim():
    claim = '<c> a dg:Claim ; dg:speaker my:ville ; dg:states <f> ; dg:rule "cue:selon" .'
    figure = "<f> a dg:Figure ; dg:value 3 ; dg:accordingTo my:ville ; dg:claimedIn <c> ."
    it = explain(graph_of(PORT + claim + figure), "my:ville")
    assert sorted(line.name for line in it.statements) == ["event/5-12", "x/c"]


def test_a_long_sentence_is_cut_around_an_entity_s_mention(aleppo):
    text = told(explain(aleppo, "russie", language="en"))
    assert "…" in text
    assert max(len(line) for line in text.splitlines() if line.startswith("  char=")) < 250


def test_a_mention_tells_what_it_stands_for():
    it = explain(graph_of(PORT), "char=5,12", language="en")
    assert (it.kind, it.passages[0].begin) == ("mention", 5)
    assert [line.name for line in it.statements] == ["event/5-12"]


def test_a_sentence_tells_the_statements_in_it():
    text = text_of(PORT, "0,36")
    assert text.startswith("sentence char=0,36")
    assert "Statements of this sentence (1)\n  event/5-12: fermer (agent: Ville de Brest), occurred" in text


def test_a_node_of_another_vocabulary_shows_its_properties():
    assert text_of("<a> <urn:v#colour> 'red' ; a <urn:v#Thing> .", "http://x/a") == (
        "node x/a\n\nclass   urn:v#Thing\ncolour  red"
    )


# --- names of nodes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["http://x/entity/ville", "<http://x/entity/ville>", "my:ville", "wd:Q12193", "ville", "entity/ville", "ille",
     "Ville de Brest", "ville de brest", "BREST", "elle"],
)  # fmt: skip
def test_a_node_is_found_by_iri_curie_tail_label_and_words(name):
    assert Nodes(graph_of(PORT)).find(name) == URIRef("http://x/entity/ville")


def test_a_whole_segment_is_meant_before_the_end_of_another():
    graph = graph_of("my:alep a dg:City . my:vieil-alep a dg:District . <entity/d.alep> a dg:City .")
    assert Nodes(graph).find("alep") == URIRef("http://x/entity/alep")


def test_an_iri_with_escapes_is_found_by_its_letters():
    assert Nodes(graph_of("<entity/%E4%BA%AC> a dg:City .")).find("京") == URIRef("http://x/entity/%E4%BA%AC")


def test_the_short_name_of_a_node_finds_it_again():
    nodes = Nodes(Graph().parse(ALEPPO.with_suffix(".ttl")))
    assert all(nodes.find(nodes.short(node)) == node for node in nodes.all)


def test_two_dispatches_with_the_same_offsets_keep_their_nodes_apart():
    nodes = Nodes(graph_of("<dispatch/a/event/1-2> a dg:Event . <dispatch/b/event/1-2> a dg:Event ."))
    assert [nodes.short(n) for n in nodes.all] == ["a/event/1-2", "b/event/1-2"]
    with pytest.raises(QueryError, match="may be several nodes: a/event/1-2, b/event/1-2"):
        nodes.find("event/1-2")


@pytest.mark.parametrize("name", ["", "  ", "<>", "???", "zzzzzz", "dg:Veto", "a b\nc"])
def test_what_no_node_is_called_is_an_error(name):
    with pytest.raises(QueryError, match="no node is called"):
        Nodes(graph_of(PORT)).find(name)


def test_an_unknown_name_is_told_what_is_near_it():
    with pytest.raises(QueryError, match="near it: entity/ville"):
        Nodes(graph_of(PORT)).find("vile")


# --- rules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LEXICA, ids=lambda p: p.stem)
def test_entries_are_found_where_the_parser_finds_them(path):
    data = tomllib.loads(path.read_text("utf-8"))
    arrays = {name: found for name, found in data.items() if isinstance(found, list) and isinstance(found[0], dict)}
    listed = [
        (n, t.get("class", ""), lemma) for n, found in arrays.items() for t in found for lemma in t.get("lemmas", ())
    ]
    located = [e for e in entries(path) if e.table in arrays]
    assert sorted((e.table, e.type, e.lemma) for e in located) == sorted(listed)
    lines = path.read_text("utf-8").splitlines()
    assert all(f'"{e.lemma}"' in lines[e.line - 1] for e in located)


def test_every_entry_of_the_event_lexicon_is_found_by_its_rule():
    lexicon = event_lexicon("fr")
    frames = [f for found in (lexicon.verbs, lexicon.nouns) for fs in found.values() for f in fs]
    assert len(frames) > 500
    for frame in frames:
        rule = read_rule(frame.rule)
        assert all(f'"{frame.rule.split(":", 1)[1]}"' in line for line in lines_at(rule)), frame.rule
        assert rule.places, frame.rule


def test_every_governor_verb_of_saying_cue_and_post_is_found_by_its_rule():
    said, common = speech("fr"), nominals("fr")
    rules = [g.rule for found in modality("fr").governors.values() for g in found]
    rules += [f"speech:{v.words[0]}:que" for found in said.verbs.values() for v in found]
    rules += [f"cue:{' '.join(c.words)}" for found in said.cues.values() for c in found]
    rules += [f"post:{' '.join(n.words)}:de" for found in common.nouns.values() for n in found if n.post]
    lost = [r for r in rules if not any("languages" in p.path.parts for p in read_rule(r).places)]
    assert lost == []


def test_every_rule_that_code_names_is_known():
    named = {
        node.value
        for path in (PACKAGE / "extract").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"(figures#|speech:|gazetteer:)\w+", node.value)
    }
    assert len(named) > 5
    assert [value for value in sorted(named) if not read_rule(value).words] == []


def test_the_functions_that_the_rules_name_are_there():
    codes = {p.code for p in patterns() if p.code}
    for code in codes:
        module, function = code.split(":")
        inside = PACKAGE.joinpath(*module.split("."))
        path = inside / "__init__.py" if inside.is_dir() else inside.with_suffix(".py")
        assert f"\ndef {function}(" in path.read_text("utf-8"), code


def test_a_verb_in_an_expression_leads_to_the_expression():
    assert all('"faire ' in line for line in lines_at(read_rule("speech:faire:noun"))[:-1])


@pytest.mark.parametrize("value", ["", "nonsense", "fr/../../x#A:b", "xx", "FR/events/diplomacy#Veto:opposer veto"])
def test_a_rule_that_no_pattern_fits_is_unknown(value):
    assert read_rule(value) == Rule(value=value)


@pytest.mark.parametrize(
    "value", ["fr/events/diplomacy#Veto:danser", "fr/events/nothing#Veto:x", "de/events/diplomacy#Veto:x"]
)
def test_a_rule_whose_entry_is_gone_says_which_file_should_have_it(value):
    rule = read_rule(value)
    assert (rule.places, rule.missing) == ((), f"languages/{value.split('#')[0]}.toml")
    assert "has no such entry" in text_of(f'<e> a dg:Event ; dg:rule "{value}" .', "http://x/e")


# --- words ------------------------------------------------------------------------------------------------------


def test_both_languages_have_the_same_words():
    french, english = words_of("fr"), words_of("en")
    slots = re.compile(r"\{\w+\}")
    assert french.keys() == english.keys()
    for key, words in french.items():
        if isinstance(words, dict):
            assert words.keys() == english[key].keys()
        else:
            assert sorted(slots.findall(words)) == sorted(slots.findall(english[key])), key


def test_an_explanation_is_in_the_language_asked_for():
    assert rows_of(explain(graph_of(PORT), "fermer", language="fr"))["statut"] == ["survenu: L’événement a eu lieu."]
    with pytest.raises(QueryError, match="no words in the language 'de'"):
        explain(graph_of(PORT), "ville", language="de")


def test_a_graph_cannot_command_a_terminal():
    text = text_of('<e> a dg:Thing ; rdfs:label "a\\u001B[31m\\u202Eb\\nc" ; <urn:p\\u202E> "\\u0007" .', "http://x/e")
    assert all(c.isprintable() or c == "\n" for c in text)
    assert "a[31mb c" in text


def test_a_place_is_named_from_the_package_on_or_by_a_path_that_opens():
    it = explain(graph_of(PORT), "fermer", language="en")
    assert f"to mend  {PACKAGE.name}/extract/events/plain.py:" in told(it)
    assert f"to mend  {PACKAGE / 'extract' / 'events' / 'plain.py'}:" in told(it, root=Path("/nowhere"))
    assert "to mend  extract/events/plain.py:" in told(it, root=PACKAGE)


# --- the command and the method ---------------------------------------------------------------------------------


def test_the_command_prints_the_explanation_plain_where_no_terminal_is(capfd):
    assert cli.run(["explain", str(ALEPPO), "opposer veto", "--lang", "en"]) == 0
    said = capfd.readouterr()
    assert said.err == ""
    assert "La Russie ›a opposé lundi son veto‹ à une résolution" in said.out
    assert re.search(r"^to mend  dispatchgraph/languages/fr/events/diplomacy\.toml:\d+$", said.out, re.MULTILINE)


def test_the_command_prints_bold_words_and_a_path_on_a_terminal(monkeypatch, capfd):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert cli.run(["explain", str(ALEPPO), "opposer veto"]) == 0
    said = capfd.readouterr().out
    assert "a opposé lundi son veto".join(BOLD) in said
    path = re.search(r"^à corriger +(.+\.toml):\d+$", said, re.MULTILINE)
    assert path is not None
    assert Path(path[1]).is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["good.ttl", "rusie"], "no node is called 'rusie'; near it: entity/russie"),
        (["good.ttl", "1-2"], "'1-2' may be several nodes: claim/1-2, event/1-2"),
        (["bad.ttl", "x"], "bad.ttl: no turtle"),
        (["none.ttl", "x"], "none.ttl: No such file"),
        (["good.ttl", "russie", "--lang", "de"], "--lang"),
        (["good.ttl"], "IRI"),
    ],
)
def test_what_cannot_be_explained_is_one_line_and_exit_2(arguments, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    things = "my:russie a dg:Country . <d/event/1-2> a dg:Event . <d/claim/1-2> a dg:Claim ."
    Path("good.ttl").write_text(HEAD + things, "utf-8")
    Path("bad.ttl").write_text("Le roi est mort.", "utf-8")
    assert cli.run(["explain", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert said in shown.err


def test_a_graph_explains_its_nodes_in_python():
    graph = KnowledgeGraph(graph_of(PORT))
    assert graph.explain("fermer", language="en") == text_of(PORT, "fermer")
    assert graph.explain("fermer").startswith("événement event/5-12: fermer\n\nElle ›a fermé‹ lundi")

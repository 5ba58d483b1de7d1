"""The pages as a program sees them: what they hold, in which forms, what is refused; and that no name is markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

pytest.importorskip("starlette", reason="the extra «server» is not installed")
pytest.importorskip("httpx", reason="the extra «remote» is not installed")

import pyoxigraph as ox

import hostile
from dispatchgraph.archive import open_archive
from dispatchgraph.iri import DEFAULT_BASE, PREFIXES
from dispatchgraph.serve.pages.addresses import Addresses
from dispatchgraph.serve.pages.quotes import marked as marked_words
from dispatchgraph.serve.pages.spans import Span, marked
from dispatchgraph.serve.pages.visit import Link
from dispatchgraph.serve.pages.wording import LANGUAGES, language_of, wording
from dispatchgraph.serve.pages.writing import in_parts, looking_for, node, text
from dispatchgraph.serve.refusal import Refusal
from hostile import PAYLOADS, WORD
from serving import Service, serving

ALEP = Path(__file__).parents[1] / "output" / "alep-2016-12-05.trig"
DISPATCH = "/dispatch/alep-2016-12-05"
VETO = f"{DISPATCH}/event/118-141"
HTML = {"accept": "text/html", "accept-language": "fr"}


def make_archive(folder: Path) -> Path:
    """An archive of a real dispatch, a copy of it under another name, and hostile ones."""
    quads = list(ox.parse(path=ALEP, format=ox.RdfFormat.TRIG))
    copied = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert copied is not None
    other = copied.replace(b"alep-2016-12-05", b"relais-2016-12-06").replace(b"d46e2643", b"d46e2644")
    with open_archive(folder, write=True) as archive:
        archive.add(quads)
        archive.add(list(ox.parse(other, format=ox.RdfFormat.N_QUADS)))
        for number in range(len(PAYLOADS)):
            archive.add(list(hostile.quads(number)))
    return folder


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = make_archive(tmp_path_factory.mktemp("pages") / "archive")
    with serving(folder, bounds={"workers": 2}, options={"title": "Fonds d’essai"}) as running:
        yield running


def got(service: Service, path: str, **headers: str) -> str:
    """A page for a person, which is there."""
    found = service.http.get(path, headers={**HTML, **headers})
    assert found.status_code == 200, (path, found.status_code, found.text[-400:])
    return found.text


def words(page: str) -> str:
    """What a page says, without its markup."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


# --- what goes into queries ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        '"',
        '\\" . } DROP ALL #',
        "'''",
        "a\nb\r\t\x0b",
        "\\u0022 }",
        "${7*7}",
        "é\U0001f600",
        "\ud800",
        "\x00",
        *PAYLOADS,
    ],
)
def test_a_text_in_a_query_is_a_text_and_nothing_else(value: str):
    rows = list(ox.Store().query(f"SELECT ({text(value)} AS ?x) {{}}"))
    assert [row["x"].value for row in rows] == [value.encode("utf-8", "replace").decode()]


@pytest.mark.parametrize("value", ["urn:a> ?p ?o } #", "urn:a b", 'urn:"', "urn:\\u003e", "urn:{", "urn:\n", "urn:`"])
def test_what_is_no_iri_never_gets_into_a_query(value: str):
    with pytest.raises(Refusal) as refused:
        node(value)
    assert refused.value.status == 400
    assert list(in_parts([value])) == []


def test_many_iris_are_asked_for_in_parts_that_queries_may_have():
    iris = [f"urn:{number:0100}" for number in range(2_000)]
    parts = list(in_parts(iris))
    assert max(map(len, parts)) < 90_000
    assert " ".join(parts).split() == [f"<{iri}>" for iri in iris]


@pytest.mark.parametrize("value", ["a.*", "(", "[", "\\", "a{9999}", "^$", "é+", "x" * 40, "œuvre", "l’été", "%"])
def test_what_is_looked_for_is_words_and_no_pattern(value: str):
    query = f'SELECT (REGEX({text("un " + value)}, {text(looking_for(value))}, "i") AS ?x) {{}}'
    assert [row["x"].value for row in ox.Store().query(query)] == ["true"]
    assert (
        ox.Store().query(f'ASK {{ FILTER REGEX("autre chose", {text(looking_for(value))}, "i") }}').__bool__() is False
    )


# --- addresses and words ------------------------------------------------------------------------------------------


def test_an_address_never_leads_to_another_host():
    at = Addresses(base="https://h/")
    assert at.path("https://h//evil.example/x") == ""
    assert at.href("javascript:alert(1)") == at.href("data:text/html,x") == at.href("https://a/<b>") == ""
    assert at.path('https://h/entity/a b"\'<>?q=1#x"') == "/entity/a%20b%22'%3C%3E%3Fq=1#x%22"


@pytest.mark.parametrize("base", ["https://h/data/", "urn:x:", "https://h/data#"])
def test_every_iri_under_a_base_is_found_again_by_its_path(base: str):
    at = Addresses(base=base)
    for tail in ("entity/x", "dispatch/a%3Ab%2Fc/event/1-2", "entity/%E6%A0%AA", "entity/é"):
        path = at.path(base + tail)
        assert path.startswith("/")
        assert base + tail in at.iris(quote(path, safe="/%:"))


def test_the_languages_of_the_pages_say_the_same_things():
    def keys(part: Any, before: str = "") -> set[str]:
        return {k for n, v in part.items() for k in (keys(v, f"{before}{n}.") if isinstance(v, dict) else {before + n})}

    first, *others = (keys(wording(language).strings) for language in LANGUAGES)
    assert all(first == other for other in others)


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "fr"),
        ("en", "en"),
        ("de-CH", "fr"),
        ("en;q=0.1, fr-CA", "fr"),
        ("fr;q=0, en;q=0.2", "en"),
        ("x;q=9,", "fr"),
    ],
)
def test_a_page_speaks_the_language_that_is_liked_best(accept: str, language: str):
    assert language_of("", accept, "fr") == language


def test_numbers_and_days_are_written_as_the_language_does():
    french, english = wording("fr"), wording("en")
    assert (french.value("12345.50"), english.value("12345.50")) == ("12\u202f345,5", "12,345.5")
    assert (french.day("2016-05-01"), english.day("2016-05-01")) == ("1er mai 2016", "1 May 2016")
    assert french.period("2014-01-01", "2014-12-31") == "2014"
    assert french.value("many") == "many"
    assert french.day("someday") == "someday"
    assert (french.count("events", 0), english.count("events", 0)) == ("0\u00a0événement", "0\u00a0events")


# --- spans --------------------------------------------------------------------------------------------------------


class Nesting(HTMLParser):
    """Checks that markup nests and that no link holds a link; gathers the text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(str(markup))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in ("span", "a")
        assert "a" not in self.open
        self.open.append(tag)
        self.ids += [value or "" for name, value in attributes if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def span(begin: int, end: int, kind: str = "person") -> Span:
    return Span(begin=begin, end=end, kind=kind, link=Link(label=kind, href=f"/{begin}-{end}"))


@pytest.mark.parametrize(
    "spans",
    [
        [span(0, 5), span(3, 8)],
        [span(0, 9), span(3, 8), span(4, 6)],
        [span(2, 4), span(2, 4, "event"), span(2, 4)],
        [span(0, 5), span(3, 8), span(4, 12), span(1, 30)],
        [span(5, 3), span(-1, 2), span(0, 99), span(3, 3)],
        [Span(begin=0, end=10, kind="sentence"), span(8, 12)],
        [span(b, b + length) for b in range(12) for length in (1, 2, 5, 9)],
    ],
)
def test_marks_nest_whatever_the_spans_do_and_the_text_stays_the_same(spans: list[Span]):
    told = "Où\U0001f600 «<b>&amp;</b>» vont ils ?"
    read = Nesting(marked(told, spans))
    assert read.text == told
    assert len(read.ids) == len(set(read.ids))


def test_offsets_count_characters_not_their_parts():
    told = marked("\U0001f600\U0001f600 Lavrov parle", [span(3, 9)])
    assert '<a href="/3-9" title="person">Lavrov</a>' in told


def test_a_word_leads_to_the_innermost_thing_that_it_tells():
    told = marked("le ministre russe parle", [span(0, 17), span(12, 17, "state")])
    assert re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)', told) == [("/0-17", "le ministre "), ("/12-17", "russe")]


def test_words_are_marked_once_where_spans_overlap():
    assert marked_words("abcdef", [(1, 3), (2, 5), (9, 12)]) == (("a", False), ("bc", True), ("de", True), ("f", False))


# --- the pages ----------------------------------------------------------------------------------------------------


def test_the_first_page_tells_what_there_is(service: Service):
    page = words(got(service, "/"))
    assert "7 dépêches" in page
    assert "Moscou et Pékin bloquent une trêve à Alep" in page
    assert "Qui a mis son veto à quoi ?" in page


def test_a_page_is_in_english_for_those_who_want_that_and_stays_so(service: Service):
    page = got(service, "/", **{"accept-language": "en"})
    assert '<html lang="en">' in page
    assert "Who vetoed what?" in page
    assert 'href="/query?question=vetoes"' in page
    assert 'href="/query?question=vetoes&amp;lang=en"' in got(service, "/?lang=en")
    assert '<html lang="fr">' in got(service, "/?lang=xx")


def test_an_entity_page_tells_who_it_is_and_what_happened_with_it(service: Service):
    page = got(service, "/entity/russie")
    told = words(page)
    assert "http://www.wikidata.org/entity/Q159" in page
    assert "https://sws.geonames.org/2017370/" in page
    assert "Sergueï Lavrov , ministre des Affaires étrangères" in told
    assert "Russie oppose son veto à résolution du Conseil de sécurité de l'ONU" in told
    assert "<mark>a opposé lundi son veto</mark>" in page
    assert "Rapporté comme établi" in told and "Prévu ou demandé" in told
    assert "entrée connue" in told


def test_the_parts_of_an_entity_page_go_on_page_by_page(service: Service):
    first = got(service, "/entity/russie?part=dispatches")
    assert "relais-2016-12-06" in first
    assert 'aria-current="true">Dépêches' in first
    assert "Établi" not in words(got(service, "/entity/russie?part=dispatches&page=99")).partition("Tout")[0]
    assert got(service, "/entity/russie?part=nonsense&page=-1")


def test_a_dispatch_page_marks_its_text_and_links_it(service: Service):
    page = got(service, DISPATCH)
    assert '<span class="mention of-event" id="char=118,141">' in page
    assert 'href="/entity/russie"' in page
    prose = re.search(r'<div class="prose"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert prose
    original = next(
        q.object.value for q in ox.parse(path=ALEP, format=ox.RdfFormat.TRIG) if q.predicate.value.endswith("#isString")
    )
    assert Nesting(prose[1]).text == original
    told = words(page)
    assert "Vitali Tchourkine déclare" in told
    assert "au moins 324 tués civils" in told


def test_copies_are_told_on_both_sides(service: Service):
    pages = got(service, DISPATCH), got(service, "/dispatch/relais-2016-12-06")
    told = [words(page) for page in pages]
    assert sorted(("Reprend :" in t, "Reprise par :" in t) for t in told) == [(False, True), (True, False)]


def test_a_timeline_keeps_to_its_period_and_its_entity(service: Service):
    of_all, of_one = (
        got(service, "/timeline"),
        got(service, f"/timeline?entity={DEFAULT_BASE}entity/russie&to=2016-12-31"),
    )
    assert "1er mai 2024" in words(of_all)
    assert "5 déc. 2016" in words(of_one)
    assert "mai 2024" not in words(of_one).partition("Montrer")[2]
    assert "Aucun événement" in words(got(service, "/timeline?from=1900&to=1901"))


def test_a_happening_that_two_dispatches_tell_stands_once_in_the_timeline(service: Service):
    told = service.rows(
        """SELECT DISTINCT ?first ?second ?day {
          ?second dg:happening ?one ; sem:hasBeginTimeStamp ?day ; dg:sameHappening ?first
          FILTER(STR(?one) = CONCAT(STR(?first), "/happening"))
        } LIMIT 1"""
    )[0]
    page = got(service, f"/timeline?from={told['day']}&to={told['day']}")
    detail = '<a href="{}">Détail</a>'
    assert detail.format(told["first"].removeprefix(DEFAULT_BASE[:-1])) in page
    assert detail.format(told["second"].removeprefix(DEFAULT_BASE[:-1])) not in page
    assert "Aussi raconté" in words(page)


@pytest.mark.parametrize("sought", ["russie", "RUSSIE", "lavrov", "serguei lav", "Sergueï"])
def test_search_finds_names_whatever_their_accents_and_case(service: Service, sought: str):
    found = service.http.get("/suggest", params={"q": sought}).json()
    assert found[0]["href"] in ("/entity/russie", "/entity/serguei-lavrov")
    assert found[0]["href"] in got(service, f"/search?q={quote(sought)}")


def test_search_finds_dispatches_by_their_headlines(service: Service):
    assert DISPATCH in got(service, "/search?q=treve+pekin")


@pytest.mark.parametrize("sought", ["", " ", "\\", '"', "?x } #", "(((", "a" * 5000, "\x00", *PAYLOADS])
def test_no_search_breaks_the_page(service: Service, sought: str):
    assert service.http.get("/search", params={"q": sought}, headers=HTML).status_code == 200
    assert isinstance(service.http.get("/suggest", params={"q": sought}).json(), list)


def test_a_shipped_question_is_answered_without_script(service: Service):
    page = got(service, "/query?question=vetoes")
    assert "<textarea" in page and "PREFIX dg:" in page
    assert "<td" in page and "Russie" in page


def test_a_query_answers_in_a_table_whose_iris_lead_to_pages(service: Service):
    page = got(service, "/query?query=" + quote("SELECT ?v ?l { ?v a dg:Veto ; dg:lemma ?l }"))
    assert f'<a href="{VETO}">' in page
    assert "/graph?query=SELECT" in page
    assert "/sparql?query=SELECT" in page


def test_a_table_shows_the_first_rows_of_many(service: Service):
    page = got(service, "/query?query=" + quote("SELECT * { ?a ?b ?c . ?d ?e ?f }"))
    assert page.count("<tr>") == 501
    assert "Les 500 premières lignes" in words(page)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ASK { ?v a dg:Veto }", "Oui"),
        ("CONSTRUCT { ?v a dg:Veto } WHERE { ?v a dg:Veto }", "dg:Veto"),
        ("DESCRIBE dg:Veto", ""),
    ],
)
def test_every_form_of_query_is_shown(service: Service, query: str, told: str):
    assert told in words(got(service, "/query?query=" + quote(query)))


@pytest.mark.parametrize("query", ["SELECT", "SELECT * { SERVICE <http://a/> {} }", "DROP ALL", "{" * 5000])
def test_a_query_that_is_refused_is_told_beside_the_query(service: Service, query: str):
    found = service.http.get("/query", params={"query": query}, headers=HTML)
    assert found.status_code == 400
    assert 'role="alert"' in found.text
    assert "<textarea" in found.text


def test_a_long_query_may_be_posted(service: Service):
    query = "SELECT ?x { ?x a dg:Veto } #" + "x" * 60_000
    found = service.http.post("/query", data={"query": query}, headers=HTML)
    assert found.status_code == 200 and VETO in found.text


def test_the_graph_of_an_entity_is_a_page_with_its_own_policy(service: Service):
    found = service.http.get("/graph", params={"about": f"{DEFAULT_BASE}entity/russie"}, headers=HTML)
    assert found.status_code == 200
    assert "script-src 'sha256-" in found.headers["content-security-policy"]
    assert "unsafe" not in found.headers["content-security-policy"]
    held = json.loads(re.findall(r'id="graph-data">(.*?)</script>', found.text)[0])
    assert {"Russie", "Vitali Tchourkine", "Genève"} <= {one["label"] for one in held["nodes"]}
    assert '<a href="/entity/russie" rel="up">' in found.text


@pytest.mark.parametrize(
    "about", [f"{DEFAULT_BASE}dispatch/alep-2016-12-05", f"{DEFAULT_BASE}dispatch/alep-2016-12-05/event/118-141"]
)
def test_a_dispatch_and_an_event_have_a_graph(service: Service, about: str):
    found = service.http.get("/graph", params={"about": about}, headers=HTML)
    assert found.status_code == 200
    assert "résolution du Conseil" in found.text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?v { ?v a dg:Veto }",
        "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?g), 'alep')) }",
    ],
)
def test_the_answer_to_a_query_can_be_drawn(service: Service, query: str):
    found = service.http.get("/graph", params={"query": query}, headers=HTML)
    assert found.status_code == 200
    assert "Chine" in found.text


def test_a_graph_of_nothing_says_so(service: Service):
    assert service.http.get("/graph", headers=HTML).status_code == 400
    assert service.http.get("/graph", params={"query": "SELECT (1 AS ?x) {}"}, headers=HTML).status_code == 400
    assert service.http.get("/graph", params={"about": "no iri"}, headers=HTML).status_code == 400


# --- linked data --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("text/turtle;q=0.5, text/html;q=0.4", "text/turtle; charset=utf-8"),
    ],
)
def test_an_iri_answers_in_the_form_that_is_accepted(service: Service, accept: str, media: str):
    found = service.http.get(VETO, headers={"accept": accept})
    assert found.status_code == 200
    assert found.headers["content-type"] == media
    assert "Accept" in found.headers["vary"]
    assert f'<{VETO}.jsonld>; rel="alternate"; type="application/ld+json"' in found.headers["link"] or "json" in media


@pytest.mark.parametrize(
    ("suffix", "media"), [("ttl", "text/turtle"), ("nt", "application/n-triples"), ("rdf", "application/rdf+xml")]
)
def test_a_suffix_chooses_the_form_and_what_comes_is_rdf_about_the_node(service: Service, suffix: str, media: str):
    found = service.http.get(f"/entity/russie.{suffix}", headers=HTML)
    triples = list(ox.parse(found.content, format=ox.RdfFormat.from_media_type(media)))
    subject = ox.NamedNode(f"{DEFAULT_BASE}entity/russie")
    assert {local(t.predicate) for t in triples if t.subject == subject} >= {"type", "label", "sameAs", "denotedBy"}
    assert {local(t.predicate) for t in triples if t.object == subject} >= {"agent", "identityOf", "organization"}
    assert found.headers["access-control-allow-origin"] == "*"


def local(term: ox.NamedNode) -> str:
    return re.split("[#/]", term.value)[-1]


def test_every_iri_under_the_base_answers(service: Service):
    found = service.rows(
        f"SELECT DISTINCT ?x {{ {{ ?x ?p ?o }} UNION {{ ?s ?p ?x FILTER(isIRI(?x)) }} UNION {{ GRAPH ?x {{}} }} "
        f'FILTER(STRSTARTS(STR(?x), "{DEFAULT_BASE}") && !CONTAINS(STR(?x), "#")) }}'
    )
    kinds: dict[str, list[str]] = {}
    for row in found:
        tail = row["x"].removeprefix(DEFAULT_BASE)
        kinds.setdefault("/".join(re.sub(r"[^/]*[\d%.][^/]*", "*", tail).split("/")), []).append(tail)
    assert len(kinds) > 8
    for tails in kinds.values():
        for tail in tails[:2]:
            assert service.http.get(f"/{tail}", headers=HTML).status_code == 200, tail
            assert service.http.get(f"/{tail}", headers={"accept": "text/turtle"}).status_code == 200, tail


def test_a_graph_is_given_whole(service: Service):
    found = service.http.get(f"{DISPATCH}/graph.nt")
    told = sum(1 for _ in ox.parse(path=ALEP, format=ox.RdfFormat.TRIG))
    assert found.text.count(" .\n") >= told


def test_an_iri_is_found_however_its_path_is_encoded(service: Service):
    path = hostile.dispatch(0).removeprefix(DEFAULT_BASE)
    assert "%" in path
    assert service.http.get(f"/{path}", headers=HTML).status_code == 200
    assert service.http.get("/" + path.replace("%3A", ":"), headers=HTML).status_code == 200
    assert service.http.get("/dispatchgraph/data/entity/russie", headers=HTML).status_code == 200


def test_what_the_archive_does_not_hold_is_404_for_people_and_programs(service: Service):
    for path in ("/entity/nobody", "/nothing.ttl", "/entity/", "/..%2f..%2fetc/passwd", "/%00", "/entity/%3E%20%7D"):
        page = service.http.get(path, headers=HTML)
        assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8"), path
        assert "Il n’y a rien sous ce nom" in page.text
        assert service.http.get(path, headers={"accept": "text/turtle"}).status_code == 404


def test_a_form_that_there_is_none_of_is_406(service: Service):
    assert service.http.get(VETO, headers={"accept": "image/png"}).status_code == 406


def test_a_page_that_has_not_changed_is_not_sent_again(service: Service):
    first = service.http.get("/entity/russie", headers=HTML)
    tag = first.headers["etag"]
    assert service.http.get("/entity/russie", headers={**HTML, "if-none-match": tag}).status_code == 304
    other = service.http.get("/entity/russie", headers={**HTML, "accept-language": "en", "if-none-match": tag})
    assert other.status_code == 200


@pytest.mark.parametrize("name", ["path", "self", "lang", "q", "status", "template", "visit"])
def test_no_parameter_of_an_address_breaks_a_page(service: Service, name: str):
    assert got(service, f"/search?{name}=x&{name}=y&q=russie")


@pytest.mark.parametrize("path", ["//evil.example/", "/%5Cevil.example", "/\\evil.example"])
def test_no_path_makes_a_link_to_another_host(service: Service, path: str):
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", service.port)
    connection.putrequest("GET", path, skip_accept_encoding=True)
    connection.putheader("accept", "text/html")
    connection.endheaders()
    page = connection.getresponse().read().decode()
    assert re.findall(r'href="(?://|/\\|https?:)[^"]*"', page) == []


# --- hostile names ------------------------------------------------------------------------------------------------


class Elements(HTMLParser):
    """What a page could run or fetch: elements with their attributes, and what links lead to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.schemes: set[str] = set()
        self.scripts: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(name for name, _ in attributes)
        for name, value in attributes:
            if name in ("href", "action") and value and ":" in value.partition("/")[0]:
                self.schemes.add(value.partition(":")[0])
            if name == "src":
                self.scripts.add((value or "").partition("?")[0])


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_hostile_names_bring_nothing_into_a_page_that_runs_or_is_fetched(service: Service, number: int):
    payload = PAYLOADS[number]
    dispatch = hostile.dispatch(number)
    query = f"SELECT * {{ ?s ?p ?o FILTER(CONTAINS(STR(?o), {text(payload)})) }} #{payload}"
    named = service.rows(f"SELECT DISTINCT ?e {{ ?e rdfs:label ?l ; gaf:denotedBy/nif:referenceContext <{dispatch}> }}")
    who = named[0]["e"].removeprefix(DEFAULT_BASE)
    for path in (
        f"/{who}",
        f"/{who}?view=data",
        f"/{dispatch.removeprefix(DEFAULT_BASE)}",
        f"/{hostile.event(number).removeprefix(DEFAULT_BASE)}",
        f"/search?q={quote(f'{WORD} {payload}')}",
        f"/timeline?entity={quote(DEFAULT_BASE + who)}",
        f"/query?query={quote(query)}",
        f"/nothing/{quote(payload, safe='')}?{quote(payload)}={quote(payload)}",
    ):
        page = service.http.get(path, headers=HTML).text
        found = Elements(page)
        assert found.elements.isdisjoint({"img", "iframe", "object", "embed", "base", "style"}), path
        assert not {name for name in found.attributes if name.startswith("on") or name in ("style", "autofocus")}, path
        assert found.schemes <= {"http", "https"}, path
        assert found.scripts <= {"/assets/search.js", "/assets/query.js", "/assets/yasgui.min.js"}, path
        assert page.count("<script") == page.count("<script type") + page.count("<script defer src"), path
        assert "alert(" in unquote(page), path


def test_policies_let_nothing_in(service: Service):
    for path in ("/", "/entity/russie", "/query", "/nothing"):
        policy = service.http.get(path, headers=HTML).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_assets_are_kept_and_nothing_else_is_among_them(service: Service):
    address = re.findall(r'href="(/assets/pages\.css\?v=\w+)"', got(service, "/"))[0]
    found = service.http.get(address)
    assert "immutable" in found.headers["cache-control"]
    assert "--paper" in found.text
    for name in ("..%2f__init__.py", "editor.toml", "pages.css/x", "%00", "query.html"):
        assert service.http.get(f"/assets/{name}").status_code == 404
    assert service.http.get("/favicon.ico").headers["content-type"] == "image/svg+xml"
    assert "Disallow: /query" in service.http.get("/robots.txt").text


def test_prefixes_of_the_pages_are_those_of_the_archive():
    assert PREFIXES["dg"].endswith("ontology#")

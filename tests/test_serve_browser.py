"""The pages as a reader meets them: in a browser, with and without script, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

pytest.importorskip("starlette", reason="the extra «server» is not installed")
pytest.importorskip("httpx", reason="the extra «remote» is not installed")

import hostile
from dispatchgraph.iri import DEFAULT_BASE
from dispatchgraph.serve.pages import assets
from hostile import PAYLOADS, WORD
from serving import Service, serving
from test_serve_pages import DISPATCH, VETO, make_archive

VETOES = "/query?question=vetoes"
PAGES = ("/", "/search?q=al", "/entity/russie", DISPATCH, VETO, "/timeline", VETOES, "/nothing")
EDITED = pytest.mark.skipif(not assets.has_editor(), reason="the editor was not brought: built without a network")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = make_archive(tmp_path_factory.mktemp("browsed") / "archive")
    with serving(folder, bounds={"workers": 2}, options={"title": "Fonds d’essai"}) as running:
        yield running


@pytest.fixture
def visit(browser: Any, service: Service) -> Iterator[Callable[..., Any]]:
    """Opens a page; at the end, nothing was asked of any other host and nothing complained."""
    contexts: list[Any] = []
    asked: list[str] = []
    complaints: list[str] = []

    def opened(path: str, *, size: tuple[int, int] = (1280, 900), **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, **{"locale": "fr-FR", **options}, base_url=service.url
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: asked.append(r.url))
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.on("dialog", lambda d: (complaints.append(d.message), d.dismiss()))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((f"{service.url}/", "data:"))] == []
    assert [c for c in complaints if "status of 404" not in c and "status of 400" not in c] == []


# --- search -------------------------------------------------------------------------------------------------------


def test_names_appear_while_one_types_and_the_keyboard_chooses(visit: Callable[..., Any]):
    page = visit("/entity/russie")
    field = page.get_by_role("combobox")
    field.press_sequentially("lavr")
    page.get_by_role("option", name="Sergueï Lavrov").wait_for()
    field.press("ArrowDown")
    assert page.get_by_role("option", selected=True).inner_text().startswith("Sergueï Lavrov")
    field.press("Enter")
    page.wait_for_url("**/entity/serguei-lavrov")
    assert page.get_by_role("heading", level=1).inner_text() == "Sergueï Lavrov"


def test_a_name_is_chosen_by_a_click_and_escape_closes_the_list(visit: Callable[..., Any]):
    page = visit("/")
    field = page.get_by_role("combobox")
    field.press_sequentially("russ")
    page.get_by_role("option").first.wait_for()
    field.press("Escape")
    page.get_by_role("listbox").wait_for(state="hidden")
    field.press_sequentially("i")
    page.get_by_role("option", name="Russie").click()
    page.wait_for_url("**/entity/russie")


def test_enter_searches_where_nothing_is_chosen(visit: Callable[..., Any]):
    page = visit("/")
    page.get_by_role("combobox").fill("zzzz")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/search?q=zzzz")
    assert "Rien dans cette archive" in page.inner_text("main")


# --- pages --------------------------------------------------------------------------------------------------------


def test_an_entity_page_opens_and_leads_to_the_words_in_the_text(visit: Callable[..., Any]):
    page = visit("/entity/russie")
    page.get_by_role("article").locator("a[href='/dispatch/alep-2016-12-05#char=118,141']").click()
    page.wait_for_url("**/dispatch/*#char=118,141")
    marked = page.locator(":target")
    assert marked.inner_text() == "a opposé lundi son veto"
    assert marked.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top < innerHeight")


def test_a_word_of_the_text_leads_to_what_it_names(visit: Callable[..., Any]):
    page = visit(DISPATCH)
    page.locator(".prose").get_by_role("link", name="Sergueï Lavrov").first.click()
    page.wait_for_url("**/entity/serguei-lavrov")


def test_the_graph_of_an_entity_is_drawn_and_leads_back(visit: Callable[..., Any]):
    page = visit("/entity/russie")
    page.get_by_role("link", name="Voir le graphe").click()
    page.locator("#picture canvas").wait_for()
    assert "noms" in page.inner_text("#tally")
    page.get_by_role("link", name="←").click()
    page.wait_for_url("**/entity/russie")


def test_bars_of_the_timeline_lead_to_their_period(visit: Callable[..., Any]):
    page = visit("/timeline")
    page.locator(".bars a").last.click()
    page.wait_for_url("**/timeline?from=2024**")
    assert page.locator(".bars [aria-current]").count() == 1
    assert page.locator(".of-day").count() >= 1


# --- asking -------------------------------------------------------------------------------------------------------


def test_a_shipped_question_is_asked_by_a_click_and_its_iris_lead_on(visit: Callable[..., Any]):
    page = visit("/")
    page.get_by_role("link", name="Qui a mis son veto à quoi ?").click()
    page.get_by_role("table").wait_for()
    assert "Russie" in page.get_by_role("table").inner_text()


@EDITED
def test_the_editor_colours_a_query_and_asks_it(visit: Callable[..., Any], service: Service):
    page = visit("/query")
    editor = page.locator(".CodeMirror")
    editor.wait_for()
    assert page.locator("textarea#query").is_hidden()
    assert page.locator(".cm-keyword").count() > 1
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("SELECT ?veto { ?veto a dg:Veto } ORDER BY ?veto")
    page.keyboard.press("Control+Enter")
    page.get_by_role("table").wait_for()
    assert "/query?query=SELECT" in page.url
    page.get_by_role("table").get_by_role("link", name="dispatch/alep-2016-12-05/event/118-141").click()
    page.wait_for_url(f"**{VETO}")


@EDITED
def test_the_editor_keeps_its_words_to_itself_and_lets_the_keyboard_leave(visit: Callable[..., Any]):
    page = visit(VETOES)
    page.locator(".CodeMirror").wait_for()
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" ?wh")
    page.keyboard.press("Control+Space")
    page.locator(".CodeMirror-hint", has_text="?who").first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Interroger"
    assert page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })") == "{}"


@EDITED
def test_the_editor_knows_the_prefixes_that_need_no_declaration(visit: Callable[..., Any]):
    page = visit("/query")
    editor = page.locator(".CodeMirror")
    editor.wait_for()
    faults = page.locator(".CodeMirror .parseErrorIcon")
    assert faults.count() == 0
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("SELECT ?veto { ?veto a nowhere:Veto }")
    faults.wait_for()


@EDITED
def test_a_long_query_is_posted_from_the_editor(visit: Callable[..., Any], service: Service):
    page = visit("/query")
    page.locator(".CodeMirror").wait_for()
    long = "ASK { ?v a dg:Veto } #" + "x" * 8000
    page.evaluate("q => document.querySelector('.CodeMirror').CodeMirror.setValue(q)", long)
    page.get_by_role("button", name="Interroger").click()
    page.locator(".truth").wait_for()
    assert page.url == f"{service.url}/query"


# --- without script -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_whole_without_script(visit: Callable[..., Any], path: str):
    page = visit(path, java_script_enabled=False)
    assert len(page.inner_text("main")) > 60
    assert page.locator("form[role=search] input[type=search]").is_visible()


def test_search_and_questions_work_without_script(visit: Callable[..., Any]):
    page = visit("/", java_script_enabled=False)
    page.fill("input[type=search]", "lavrov")
    page.press("input[type=search]", "Enter")
    page.get_by_role("link", name="Sergueï Lavrov").click()
    page.wait_for_url("**/entity/serguei-lavrov")
    page.get_by_role("link", name="Interroger").click()
    page.fill("#query", "SELECT ?v { ?v a dg:Veto }")
    page.get_by_role("button", name="Interroger").click()
    page.get_by_role("table").wait_for()


# --- hostile names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_nothing_that_a_name_holds_runs(visit: Callable[..., Any], service: Service, number: int):
    payload, dispatch = PAYLOADS[number], hostile.dispatch(number)
    named = service.rows(f"SELECT DISTINCT ?e {{ ?e rdfs:label ?l ; gaf:denotedBy/nif:referenceContext <{dispatch}> }}")
    who = named[0]["e"]
    found = f"SELECT ?e ?l {{ ?e rdfs:label ?l FILTER(STRSTARTS(?l, '{WORD}')) }} #{payload}"
    page = visit(f"/{who.removeprefix(DEFAULT_BASE)}")
    for path in (
        f"/{dispatch.removeprefix(DEFAULT_BASE)}",
        f"/{hostile.event(number).removeprefix(DEFAULT_BASE)}",
        f"/query?query={quote(found)}",
        f"/search?q={quote(payload)}",
        f"/graph?about={quote(who, safe='')}",
        f"/graph?query={quote(found)}",
        "/",
    ):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.title()
    field = page.get_by_role("combobox")
    field.fill(f"{WORD} ")
    page.get_by_role("option").first.wait_for()
    assert WORD in page.get_by_role("listbox").inner_text()
    page.mouse.move(400, 400)
    assert page.locator("[onerror], [onload], [onmouseover], [onfocus], img, iframe").count() == 0


# --- how they look ------------------------------------------------------------------------------------------------

#: The least contrast of any text of a page with what lies behind it, with the text.
CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return rgb("Canvas");
  };
  let least = [99, ""];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest("script, style, .hidden")) continue;
    const [one, other] = [light(rgb(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => a - b);
    const ratio = (other + 0.05) / (one + 0.05);
    if (ratio < least[0]) least = [ratio, `${element.className} ${walker.currentNode.data.trim().slice(0, 40)}`];
  }
  return least;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_text_stands_out_from_what_lies_behind_it(visit: Callable[..., Any], path: str, scheme: str):
    page = visit(path, color_scheme=scheme)
    if path == VETOES and assets.has_editor():
        page.locator(".cm-keyword").first.wait_for()
    least, said = page.evaluate(CONTRAST)
    assert least >= 4.5, said


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(visit: Callable[..., Any], path: str):
    page = visit(path, size=(360, 740), has_touch=True, is_mobile=True)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_one_heading_a_language_and_names_for_all_that_one_can_use(visit: Callable[..., Any], path: str):
    page = visit(path)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "fr"
    unnamed = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), textarea, summary")]
      .filter((e) => e.checkVisibility() && !(e.textContent.trim() || e.getAttribute("aria-label") || e.labels?.length))
      .map((e) => e.outerHTML.slice(0, 120))"""
    assert page.evaluate(unnamed) == []
    ids = "() => { const all = [...document.querySelectorAll('[id]')].map((e) => e.id); return all.length - new Set(all).size; }"
    assert page.evaluate(ids) == 0


def test_the_keyboard_reaches_the_content_at_once(visit: Callable[..., Any]):
    page = visit("/entity/russie")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")


def test_a_printed_page_is_the_text_without_the_tools(visit: Callable[..., Any]):
    page = visit(DISPATCH, color_scheme="dark")
    page.emulate_media(media="print")
    assert page.locator(".prose").is_visible()
    assert page.locator("form[role=search]").first.is_hidden()
    assert page.evaluate(CONTRAST)[0] >= 4.5

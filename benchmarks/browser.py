"""What a page costs in Chromium: until it is drawn, at each move of a drag, in memory, and what it asks the network."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

__all__ = ["MOVES", "Drag", "Visit", "chromium", "open_browser", "visit"]

MOVES = 20  #: of the mouse in one drag
STEP = 6  #: pixels from one move to the next
REST = 500  #: milliseconds from one drag to the next: vis-network takes no notice of a press that comes at once
PATIENCE = 40.0  #: seconds after which a drag is given up
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-precise-memory-info")
SCRIPT = (Path(__file__).parent / "browser.js").read_text("utf-8")


@dataclass(frozen=True, kw_only=True)
class Drag:
    """Milliseconds from each move of the mouse until the frame that shows it is painted."""

    times: tuple[float, ...]
    moved: bool  #: whether what was dragged is somewhere else now

    @property
    def median(self) -> float:
        """The usual move."""
        return median(self.times)

    @property
    def worst(self) -> float:
        """The slowest move."""
        return max(self.times)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One page, as one visitor saw it; nothing where it did not come to that in time."""

    nodes: int | None
    lines: int | None
    drawn: float | None  #: milliseconds from the navigation to the first picture
    stabilised: float | None  #: milliseconds until the physics came to rest
    background: Drag | None
    node: Drag | None
    heap: int | None  #: bytes
    asked: tuple[str, ...]  #: addresses it tried to load


def chromium(path: str = "") -> str:
    """The browser's executable; raises `SystemExit` where there is none."""
    found = path or ("/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else shutil.which("chromium"))
    if not found:
        raise SystemExit("no Chromium on this machine: name its executable with --browser")
    return found


@contextmanager
def open_browser(executable: str) -> Iterator[Browser]:
    """A browser of one's own, so that no page inherits the memory of another."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def visit(executable: str, file: Path, *, limit: float, physics: bool = False) -> list[Visit]:
    """Open `file` without a network and use it: as it opens and, where it has a button for that, with all drawn."""
    with open_browser(executable) as browser:
        context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="fr-FR", offline=True)
        context.add_init_script(SCRIPT)
        page, asked = context.new_page(), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri(), wait_until="commit", timeout=limit * 1000)
        marks = _waited(page, "stabilised" if physics else "drawn", limit)
        outside = tuple(url for url in asked if url != file.as_uri())
        visits = [_used(page, marks, asked=outside)]
        if page.evaluate("benchmark.canShowAll()"):
            drawn = page.evaluate("limit => benchmark.showAll(limit)", limit * 1000)
            visits.append(_used(page, {"drawn": drawn}, asked=()))
        return visits


def _waited(page: Page, mark: str, limit: float) -> Mapping[str, float]:
    """The marks of a page, once it has `mark` or the time is over."""
    until = time.monotonic() + limit
    while True:
        marks: dict[str, float] = page.evaluate("benchmark.marks")
        if mark in marks or time.monotonic() > until:
            return {name: value for name, value in marks.items() if value <= limit * 1000}
        time.sleep(0.2)


def _used(page: Page, marks: Mapping[str, float | None], *, asked: tuple[str, ...]) -> Visit:
    drawn = marks.get("drawn") is not None
    heap = _heap(page) if drawn else None
    count = page.evaluate("benchmark.count()") if drawn else {}
    return Visit(
        nodes=count.get("nodes"),
        lines=count.get("lines"),
        drawn=marks.get("drawn"),
        stabilised=marks.get("stabilised"),
        background=_dragged(page, page.evaluate("benchmark.emptySpot()")) if drawn else None,
        node=_dragged(page, page.evaluate("benchmark.nodeSpot()")) if drawn else None,
        heap=heap,
        asked=asked,
    )


def _dragged(page: Page, spot: Mapping[str, Any] | None) -> Drag | None:
    """Press the mouse at `spot`, move it to and fro, let go; nothing where there is no such spot."""
    if spot is None:
        return None
    before = page.evaluate("spot => benchmark.whereabouts(spot)", spot)
    page.mouse.move(spot["x"], spot["y"])
    page.mouse.down()
    times, until = [], time.monotonic() + PATIENCE
    for move in range(1, MOVES + 1):
        page.evaluate("benchmark.listen()")
        page.mouse.move(spot["x"] + spot["way"] * STEP * move, spot["y"] + STEP * (move % 3))
        times.append(page.evaluate("benchmark.heard"))
        if time.monotonic() > until:
            break
    after = page.evaluate("spot => benchmark.whereabouts(spot)", spot)
    page.mouse.up()
    page.wait_for_timeout(REST)
    return Drag(times=tuple(times), moved=before != after)


def _heap(page: Page) -> int:
    """Bytes of JavaScript objects after a collection of garbage."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    session.detach()
    return int(next(m["value"] for m in metrics if m["name"] == "JSHeapUsedSize"))

"""Fixtures that tests share: French dispatches read once, and what was read told in plain words."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dispatchgraph.knowledge import Gazetteer, gazetteer
from dispatchgraph.model import Claim, Entity, Event, Figure, Interval, Record, Span
from dispatchgraph.pipeline import read_record
from dispatchgraph.read import read_text

BROWSER = Path("/usr/bin/chromium") if Path("/usr/bin/chromium").exists() else shutil.which("chromium")
WEDNESDAY = "2024-03-13"

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell's background jobs are deaf to it, and so are their own
    signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class Said:
    """One claim, every key of it told by a name and every span by its words."""

    speaker: str
    contents: tuple[str, ...]
    act: str
    cue: str
    addressee: str | None
    states: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """A record in words: entities by their labels, events by their classes."""

    record: Record

    # events

    @property
    def classes(self) -> list[str]:
        """The classes of all events, in text order."""
        return [e.type for e in sorted(self.record.events, key=lambda e: e.mentions[0])]

    def event(self, type_: str) -> Event:
        """The one event of a class."""
        found = [e for e in self.record.events if e.type == type_]
        assert len(found) == 1, f"{len(found)} events of class {type_} among {self.classes}"
        return found[0]

    def roles(self, type_: str) -> dict[str, set[str]]:
        """The participants of the one event of a class: role → labels (classes, for events)."""
        roles: dict[str, set[str]] = {}
        for role, key in self.event(type_).roles:
            roles.setdefault(role, set()).add(self.name(key))
        return roles

    def status(self, type_: str) -> str:
        """How real the one event of a class is."""
        return self.event(type_).status

    def days(self, type_: str) -> str:
        """The days of the one event of a class as «begin/end», open ends empty."""
        when = self.event(type_).when or Interval(None, None)
        return "/".join(d.isoformat() if d else "" for d in when)

    def sources(self, type_: str) -> set[str]:
        """Who vouches for the one event of a class; nobody but the dispatch for the empty set."""
        return {self.name(key) for key in self.event(type_).according_to}

    def words(self, type_: str) -> list[str]:
        """The words that tell the one event of a class."""
        return [self.at(span) for span in self.event(type_).mentions]

    # entities

    def at(self, span: Span) -> str:
        """The words of a span."""
        return span.of(self.record.dispatch.text)

    def name(self, key: str) -> str:
        """The label of an entity, the class of an event."""
        labels = {e.key: e.label for e in self.record.entities} | {e.key: e.type for e in self.record.events}
        return labels[key]

    def entity(self, words: str) -> Entity:
        """The one entity that has `words` for label or mention."""
        found = [
            e for e in self.record.entities if words == e.label or words in {self.bare(self.at(s)) for s in e.mentions}
        ]
        assert len(found) == 1, f"{words}: {[e.key for e in found]} of {[e.key for e in self.record.entities]}"
        return found[0]

    def bare(self, words: str) -> str:
        """`words` without an article before them."""
        for article in ("le ", "la ", "les ", "l'", "l’", "un ", "une ", "des "):
            if words.lower().startswith(article):
                return words[len(article) :]
        return words

    def mentions(self, words: str) -> list[str]:
        """All the words for the entity that has `words` for one of its own."""
        return [self.at(s) for s in self.entity(words).mentions]

    @property
    def labels(self) -> set[str]:
        """The labels of all entities."""
        return {e.label for e in self.record.entities}

    # claims, figures, affiliations

    @property
    def said(self) -> list[Said]:
        """The claims, in text order of their cues."""
        return [self._said(c) for c in sorted(self.record.claims, key=lambda c: c.cue)]

    def _said(self, claim: Claim) -> Said:
        kinds = {f.key: "Figure" for f in self.record.figures} | {a.key: "Post" for a in self.record.affiliations}
        return Said(
            speaker=self.name(claim.speaker),
            contents=tuple(map(self.at, claim.contents)),
            act=claim.act,
            cue=self.at(claim.cue),
            addressee=self.name(claim.addressee) if claim.addressee else None,
            states=tuple(kinds.get(k) or self.name(k) for k in claim.states),
        )

    @property
    def posts(self) -> set[tuple[str, str, str]]:
        """Who is what in which body."""
        return {(self.name(a.member), a.post, self.name(a.organization)) for a in self.record.affiliations}

    def figure(self, value: int) -> Figure:
        """The one figure of a value."""
        found = [f for f in self.record.figures if f.value == value]
        assert len(found) == 1, f"{value}: {found}"
        return found[0]


@pytest.fixture(scope="session")
def known() -> Gazetteer:
    """What is known before reading French."""
    return gazetteer("fr")


@pytest.fixture(scope="session")
def read() -> Callable[..., Record]:
    """Reads a French text, by default one of Wednesday 13 March 2024, into its record."""

    @cache
    def _read(text: str, *, date: str | None = WEDNESDAY) -> Record:
        return read_record(read_text(text, id="essai", date=date, language="fr"))

    return _read


@pytest.fixture(scope="session")
def reading(read: Callable[..., Record]) -> Iterator[Callable[..., Reading]]:
    """Reads a French text and tells in words what was read."""
    yield lambda text, **options: Reading(read(text, **options))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium without network; tests that need one are skipped where there is none."""
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not BROWSER:
        pytest.skip("no Chromium on this machine: nothing to open a page with")
    with sync.sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=str(BROWSER), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser, tmp_path) -> Iterator[Callable[..., Any]]:
    """Open HTML from a file, offline, at 1400 × 900 or `size`; the page knows what it `asked` and its `complaints`.

    `fragment` is the part of the address behind the «#»; other arguments are those of a browser's context.
    """
    contexts = []

    def opened(html: str, *, fragment: str = "", size: tuple[int, int] = (1400, 900), **options: Any) -> Any:
        file = tmp_path / "page.html"
        file.write_text(html, "utf-8")
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="fr-FR", **options)
        context.set_offline(True)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda r: page.asked.append(r.url))
        page.on("console", lambda m: page.complaints.append(m.text))
        page.on("pageerror", lambda e: page.complaints.append(str(e)))
        page.on("dialog", lambda d: page.complaints.append(d.message))
        page.goto(file.as_uri() + fragment)
        page.wait_for_timeout(400)
        return page

    yield opened
    for context in contexts:
        context.close()

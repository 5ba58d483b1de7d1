"""Measures the page that we write beside the one that pyvis writes of the same graph; prints a table in Markdown."""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

from pyvis.network import Network

from browser import MOVES, Drag, Visit, chromium, open_browser, visit
from dispatchgraph.view import render
from graphs import Size, Subject, drawn_part, subject

SIZES = ("100/200", "500/1000", "1000/2000", "2000/4000", "5000/10000")
LIMIT = 120.0  #: seconds until a page must be drawn, or its physics at rest
LOADS = 3  #: times that a page is opened; one whose physics run is opened once

# --- the pages ------------------------------------------------------------------------------------------------------


def ours(of: Subject) -> str:
    """Our page, with all nodes in it."""
    return render(of.network, title="Archive", limit=max(1, of.nodes))


def stock(of: Subject, *, physics: bool) -> str:
    """The page of pyvis, used as its documentation shows."""
    network = Network(height="750px", width="100%", directed=True, cdn_resources="in_line")
    network.from_nx(drawn_part(of.network))
    if not physics:
        network.toggle_physics(False)
    return str(network.generate_html(notebook=False))


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A way to write a page."""

    name: str
    write: Callable[[Subject], str]
    physics: bool = False


KINDS = (
    Kind(name="dispatchgraph", write=ours),
    Kind(name="pyvis, physics off", write=lambda of: stock(of, physics=False)),
    Kind(name="pyvis, as it comes", write=lambda of: stock(of, physics=True), physics=True),
)

# --- measuring ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Row:
    """One page of one size."""

    size: Size
    name: str
    seconds: float | None  #: to write it; nothing for what is the same file
    bytes: int | None
    visits: tuple[Visit, ...]
    limit: float
    physics: bool


def rows(of: Subject, *, executable: str, limit: float, loads: int) -> Iterator[Row]:
    """Each kind of page of one network, written once and opened a few times."""
    for kind in KINDS:
        print(f"{of.size}: {kind.name} …", file=sys.stderr)
        start = perf_counter()
        html = kind.write(of)
        seconds = perf_counter() - start
        views = _views(html, kind, executable=executable, limit=limit, loads=loads)
        for name, visits in zip((kind.name, f"{kind.name}, all shown"), views, strict=False):
            whole = name == kind.name
            yield Row(
                size=of.size,
                name=name,
                seconds=seconds if whole else None,
                bytes=len(html.encode()) if whole else None,
                visits=visits,
                limit=limit,
                physics=kind.physics,
            )


def _views(html: str, kind: Kind, *, executable: str, limit: float, loads: int) -> list[tuple[Visit, ...]]:
    """The visits of the page as it opens and, where it can show all, those of all of it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(html, "utf-8")
        times = 1 if kind.physics else loads
        found = [visit(executable, file, limit=limit, physics=kind.physics) for _ in range(times)]
    return list(zip(*found, strict=True))


# --- the table ------------------------------------------------------------------------------------------------------

HEAD = (
    ("size asked", "page", "nodes / lines drawn", "write, s", "file, MB", "first picture, ms", "at rest, s"),
    ("drag background, ms", "drag node, ms", "heap, MB", "requests tried"),
)
GRAPHS = ("size asked", "statements", "nodes", "ties", "project, s")


def report(subjects: Sequence[Subject], found: Sequence[Row], *, machine: Iterable[str]) -> str:
    """All that was measured, and how, as Markdown."""
    asked = sorted({url for row in found for v in row.visits for url in v.asked})
    parts = (
        "# What a page costs",
        *machine,
        "## The graphs",
        table(GRAPHS, (_graph(of) for of in subjects)),
        "## The pages",
        table(tuple(c for cells in HEAD for c in cells), (_cells(row) for row in found)),
        NOTES.strip(),
        "Addresses that pages tried to load (none was reachable):" if asked else "No page tried to load anything.",
        "\n".join(f"- {url}" for url in asked),
    )
    return "\n\n".join(p for p in parts if p) + "\n"


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table in Markdown.

    >>> print(table(("a", "b"), [("1", "2")]))
    | a | b |
    | --- | --- |
    | 1 | 2 |
    """
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *lines))


def _graph(of: Subject) -> tuple[str, ...]:
    return str(of.size), f"{of.statements}", f"{of.nodes}", f"{of.ties}", f"{of.seconds:.1f}"


def _cells(row: Row) -> tuple[str, ...]:
    first = row.visits[0]
    late = f"> {row.limit:.0f} s"
    return (
        str(row.size),
        row.name,
        f"{first.nodes} / {first.lines}" if first.nodes is not None else "–",
        f"{row.seconds:.1f}" if row.seconds is not None else "same file",
        f"{row.bytes / 1e6:.1f}" if row.bytes is not None else "same file",
        _middle((v.drawn for v in row.visits), "{:.0f}", missing=late),
        _middle((v.stabilised and v.stabilised / 1000 for v in row.visits), "{:.0f}", missing=late)
        if row.physics
        else "–",
        _drag([v.background for v in row.visits]),
        _drag([v.node for v in row.visits]),
        _middle((v.heap and v.heap / 1e6 for v in row.visits), "{:.0f}", missing="–"),
        str(len(first.asked)),
    )


def _middle(values: Iterable[float | None], form: str, *, missing: str) -> str:
    """The median of `values`, or what stands for one that did not come in time."""
    known = list(values)
    there = [v for v in known if v is not None]
    return form.format(median(there)) if len(there) == len(known) else missing


def _drag(drags: Sequence[Drag | None]) -> str:
    """«median (worst)» of all moves; what did not move is no drag."""
    made = [d for d in drags if d is not None and d.moved]
    times = [t for d in made for t in d.times]
    if len(made) < len(drags):
        return "did not move" if any(drags) else "–"
    few = "" if len(times) == MOVES * len(made) else f", {len(times)} moves"
    return f"{median(times):.0f} ({max(times):.0f}{few})"


NOTES = """
How it was measured. The graphs are invented (`benchmarks/archive.py`); each page draws the part of the network that is
not folded. Our page bundles parallel ties into one line and carries the sentences behind every statement; the page of
pyvis has a label for each node and tie and one sentence for each node.
*Write* is `render` for us, `from_nx` and `generate_html` for pyvis; *project* comes before either.
*First picture* runs from the navigation to the second animation frame after the page has its network (ours) or after
the first drawing that is not hidden (pyvis hides its physics until 1 000 rounds are over); in the row of a page that
was made to show all of it, from the press of the button to the second frame after there was more. *At rest* is when
the physics report it. The window is 1400 × 900 pixels; the picture of pyvis is 750 high, as in its tutorial.
*Drag* is median (worst) over the moves of a real drag with the mouse, of an empty place or of the node with the most
ties in sight: from the time stamp of the move to the beginning of the frame after the one that drew it. A screen of
60 frames a second makes that about 17 to 33 ms even for an empty page. *Heap* is the JavaScript heap after a
collection of garbage. Chromium ran without a window, without a GPU and without a network: figures with a GPU are
lower, and only those of one run compare. Stock pyvis puts nodes at random places, so that its drawing and its drags
vary from load to load.
"""


def machine(executable: str, *, loads: int) -> Iterator[str]:
    """Where and how the figures were taken."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with open_browser(executable) as browser:
        chrome = browser.version
    yield (
        f"{date.today().isoformat()}; {os.cpu_count()} processors ({platform.machine()}), {memory:.0f} GB of memory, "
        f"load {os.getloadavg()[0]:.1f} at the start; Chromium {chrome}, Python {platform.python_version()}, "
        f"dispatchgraph {version('dispatchgraph')}, networkx {version('networkx')}, pyvis {version('pyvis')}. "
        f"Each page was opened {loads} × (where its physics run: once), in a browser of its own; figures are medians."
    )
    yield f"Written by `{shlex.join(['python', 'benchmarks/page.py', *sys.argv[1:]])}`."


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=Size.of, default=[Size.of(s) for s in SIZES], metavar="NODES/TIES")
    parser.add_argument("--output", type=Path, help="file for the table; else it is printed")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds that a page has (%(default)s)")
    parser.add_argument("--loads", type=int, default=LOADS, help="times that a page is opened (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the archive (%(default)s)")
    parser.add_argument("--browser", default="", help="Chromium's executable")
    given = parser.parse_args()
    executable = chromium(given.browser)
    about = list(machine(executable, loads=given.loads))
    subjects = [subject(size, seed=given.seed) for size in given.sizes]
    found = [r for s in subjects for r in rows(s, executable=executable, limit=given.limit, loads=given.loads)]
    text = report(subjects, found, machine=about)
    if given.output:
        given.output.write_text(text, "utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()

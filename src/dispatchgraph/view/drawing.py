"""The picture as a drawing for print: one SVG file without scripts, that any program draws alike.

`scene` sets nodes and words, `strokes` and `signs` give them their look, `blocks` puts the heading above, and the
legend and the sources beneath. Colours are those of the page in its light theme, on white.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dispatchgraph.view.blocks import Block, heading, legend, sources, stacked
from dispatchgraph.view.colours import light
from dispatchgraph.view.labelling import AIR, Label
from dispatchgraph.view.lettering import LEADING, TEXT, words
from dispatchgraph.view.scene import Scene, scene_of
from dispatchgraph.view.selection import Picture, select
from dispatchgraph.view.signs import sign
from dispatchgraph.view.strokes import heads, stroke_of
from dispatchgraph.view.svg import Element, element, number, written
from dispatchgraph.view.wording import strings

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["LIMIT", "draw"]

LIMIT = 300  #: nodes that a sheet holds unless told otherwise
MARGIN = 24.0  #: around everything
GAP = 22.0  #: between the picture and what stands above and beneath
NARROWEST = 560.0  #: room for words, whatever the picture's width
HALO = 4.0  #: white around letters
NAMED = 12  #: names that the description for screen readers tells

Colours = Mapping[str, str]


def draw(network: nx.MultiDiGraph, *, title: str = "", language: str = "fr", limit: int = LIMIT) -> str:
    """The drawing of `network` (see `dispatchgraph.network`) as the text of an SVG file.

    Draws the `limit` most tied nodes and says so where there are more. Without a title it is called after its
    dispatch. The same network gives the same text.
    """
    said, colours = strings(language), light()
    picture = select(network, limit=limit, statuses=said["statuses"])
    named = title or _headline(picture) or str(said["title"])
    note = _tally(picture, said) if picture.spots else str(said["empty"])
    if not picture.spots:
        return _sheet([heading(named, note, colours, room=NARROWEST)], _Words(named, note, language), width=NARROWEST)
    scene = scene_of(picture)
    room = max(scene.box.right - scene.box.left, NARROWEST)
    blocks = [
        heading(named, note, colours, room=room),
        _picture(scene, picture, colours, room=room),
        legend(picture, said, colours, room=room),
        sources(picture, colours, title=named, room=room),
    ]
    described = _Words(named, _description(picture, note, said), language)
    return _sheet(blocks, described, width=room, heads=heads(picture, colours))


@dataclass(frozen=True)
class _Words:
    """What a screen reader says of a drawing."""

    title: str
    description: str
    language: str


def _sheet(blocks: Sequence[Block], told: _Words, *, width: float, heads: Sequence[Element] = ()) -> str:
    """The whole file."""
    drawn, end = stacked(blocks, x=MARGIN, y=MARGIN, gap=GAP)
    wide, high = number(round(width + 2 * MARGIN)), number(round(end + MARGIN))
    root = element(
        "svg",
        element("title", text=told.title, id="dispatchgraph-title"),
        element("desc", text=told.description, id="dispatchgraph-description"),
        *([element("defs", *heads)] if heads else []),
        element("rect", width=wide, height=high, fill=light()["card"]),
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        version="1.1",
        width=wide,
        height=high,
        viewBox=f"0 0 {wide} {high}",
        role="img",
        aria_labelledby="dispatchgraph-title dispatchgraph-description",
        font_family=TEXT,
    )
    root.set("xml:lang", told.language)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + written(root)


def _headline(picture: Picture) -> str:
    return str(picture.dispatches[0].get("dispatch", "")) if len(picture.dispatches) == 1 else ""


def _tally(picture: Picture, said: Mapping[str, Any]) -> str:
    """How much is drawn, and of how much where that is not all."""
    events = sum(s.kind == "event" for s in picture.spots)
    names = len(picture.spots) - events
    counted = str(said["count_graph"]).format(names=names, events=events, ties=len(picture.lines))
    part = str(said["part"]).format(shown=len(picture.spots), total=picture.total)
    return f"{counted} {part}" if picture.total > len(picture.spots) else counted


def _description(picture: Picture, note: str, said: Mapping[str, Any]) -> str:
    first = sorted((s for s in picture.spots if s.degree), key=lambda s: (-s.degree, s.id))[:NAMED]
    named = f" {said['most_cited']} : {', '.join(s.label for s in first)}." if first else ""
    return f"{said['graph_label']}. {note}.{named}"


def _picture(scene: Scene, picture: Picture, colours: Colours, *, room: float) -> Block:
    """Lines, signs on them, words on top."""
    box = scene.box
    aside = (room - (box.right - box.left)) / 2
    moved = f"translate({aside - box.left:.1f} {-box.top:.1f})"
    labels = {s.id: s.label for s in picture.spots}
    layers = (
        element("g", *_lines(scene, picture, labels, colours), fill="none", stroke_linecap="butt"),
        element("g", *_signs(scene, picture, colours)),
        _written(scene, colours),
    )
    return Block(height=box.bottom - box.top, parts=(element("g", *layers, transform=moved),))


def _lines(scene: Scene, picture: Picture, labels: Mapping[str, str], colours: Colours) -> list[Element]:
    drawn = []
    for line, curve in zip(picture.lines, scene.curves, strict=True):
        arrow = " → " if line.directed else " — "
        told = f"{labels[line.source]}{arrow}{labels[line.target]} : {', '.join(line.labels)}"
        path = stroke_of(line).drawn(curve, colours)
        drawn.append(element("g", element("title", text=told), path, data_status=line.status, data_kind=line.kind))
    return drawn


def _signs(scene: Scene, picture: Picture, colours: Colours) -> list[Element]:
    drawn = []
    for spot in picture.spots:
        x, y = scene.places[spot.id]
        told = element("title", text=spot.label)
        shapes = sign(spot.kind, spot.size, colours, status=str(spot.data.get("status", "")))
        place = f"translate({number(x)} {number(y)})"
        drawn.append(element("g", told, *shapes, transform=place, data_id=spot.id, data_kind=spot.kind))
    return drawn


def _written(scene: Scene, colours: Colours) -> Element:
    """All labels, with a white edge that keeps them off the lines."""
    return element(
        "g",
        *(_label(label, scene, colours) for label in scene.labels),
        text_anchor="middle",
        stroke=colours["card"],
        stroke_width=HALO,
        stroke_linejoin="round",
        paint_order="stroke",
    )


def _label(label: Label, scene: Scene, colours: Colours) -> Element:
    wish, box = label.wish, label.box
    x, step = (box.left + box.right) / 2, wish.size * LEADING
    whole = " ".join(wish.rows)
    rows = [
        words(row, x, box.top + AIR / 2 + step * (at + 0.5) + wish.size * 0.35, whole=whole)
        for at, row in enumerate(wish.rows)
    ]
    line = scene.picture.lines[wish.key] if isinstance(wish.key, int) else None
    fill = colours["ink"] if line is None else colours["denied"] if line.status == "negated" else colours["muted"]
    weight, slant = "bold" if wish.bold else None, "italic" if line is None and not wish.bold else None
    return element("g", *rows, font_size=wish.size, font_weight=weight, font_style=slant, fill=fill)

"""All that a page holds: both readings with their places, the figures, the texts and what they share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dispatchgraph.view.chronology import Band, chronological, with_casts
from dispatchgraph.view.layout import positions
from dispatchgraph.view.payload import DASHES, Shared, drawn_edge, drawn_node, figure_rows
from dispatchgraph.view.selection import Picture, Spot

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Sheet", "sheet_of"]

Places = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What the template is filled with."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    more: Mapping[str, Any]
    total: int  #: nodes of the network
    held: int  #: nodes that the page can draw
    opened: int  #: nodes that it draws at first


def sheet_of(network: nx.MultiDiGraph, pictures: Mapping[str, Picture], *, opening: int) -> Sheet:
    """The sheet for the pictures of the readings; each node has a place in those where it is drawn at first."""
    relations, events = pictures["relations"], pictures["events"]
    first = {"relations": relations.part(opening), "events": with_casts(events, opening // 2)}
    at, bands = chronological(first["events"])
    places = {"relations": positions(first["relations"]), "events": at}
    wide = positions(relations) if len(relations.spots) > opening else {}
    shared = Shared(dispatches={str(d["id"]): number for number, d in enumerate(relations.dispatches)})
    held = {reading: {s.id for s in picture.spots} for reading, picture in pictures.items()}
    nodes = [
        {**_placed(drawn_node(spot, shared), places, wide), "readings": [r for r in held if spot.id in held[r]]}
        for spot in _spots(pictures)
    ]
    place = {node["id"]: number for number, node in enumerate(nodes)}
    edges = [
        {**drawn_edge(line, f"{reading}-{number}", shared, place), "reading": reading}
        for reading, picture in pictures.items()
        for number, line in enumerate(picture.lines)
    ]
    figures = figure_rows(json.loads(network.graph.get("figures", "[]")), shared)
    return Sheet(
        nodes=nodes,
        edges=edges,
        more=_more(shared, bands, figures, relations),
        total=relations.total,
        held=len(relations.spots),
        opened=len(first["relations"].spots),
    )


def _spots(pictures: Mapping[str, Picture]) -> list[Spot]:
    """The nodes of all readings, each once and as large as in the reading where it has most ties."""
    found: dict[str, Spot] = {}
    for picture in pictures.values():
        for spot in picture.spots:
            known = found.get(spot.id, spot)
            found[spot.id] = replace(spot, degree=max(known.degree, spot.degree))
    return [found[node] for node in sorted(found)]


def _placed(node: dict[str, Any], places: Mapping[str, Places], wide: Places) -> dict[str, Any]:
    own = {reading: of[node["id"]] for reading, of in places.items() if node["id"] in of}
    return {**node, "places": own, **({"wide": wide[node["id"]]} if node["id"] in wide else {})}


def _more(shared: Shared, bands: tuple[Band, ...], figures: list[dict[str, Any]], picture: Picture) -> dict[str, Any]:
    return {
        "items": shared.items.values,
        "sentences": shared.sentences.values,
        "dispatches": list(picture.dispatches),
        "figures": figures,
        "bands": [vars(band) for band in bands],
        "terms": shared.terms.values,
        "triples": shared.triples.values,
        "dashes": DASHES,
    }

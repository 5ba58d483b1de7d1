"""Nodes, lines, figures and evidence as the page's script reads them; what many share is sent once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dispatchgraph.view.selection import Line, Spot

__all__ = ["Shared", "drawn_edge", "drawn_node", "figure_rows"]

#: What a node tells of itself, where the network has it.
TOLD = ("class", "class_label", "names", "status", "begins", "ends", "when", "place", "told")

#: What a tie that is no part of an event tells of itself.
CIRCUMSTANCES = ("status", "begins", "ends", "when")

#: Signs of vis-network nearest to ours: the page's script draws its own (`script/shapes.js`).
SHAPES = {
    "person": "dot",
    "body": "square",
    "state": "hexagon",
    "place": "triangleDown",
    "group": "star",
    "document": "box",
    "event": "diamond",
    "thing": "ellipse",
}

#: Line styles as runs of pixels drawn and left out; none is a whole line.
DASHES: dict[str, list[int]] = {
    "planned": [12, 5],
    "requested": [5, 5],
    "hypothetical": [2, 5],
    "alleged": [10, 4, 2, 4],
    "negated": [16, 4],
}

#: A line of N-Triples: subject, predicate and object.
TRIPLE = re.compile(r"(\S+) (\S+) (.*) \.")


@dataclass(frozen=True, kw_only=True)
class Store:
    """Values, each kept once and named by its number."""

    values: list[Any] = field(default_factory=list)
    _number: dict[str, int] = field(default_factory=dict)

    def number(self, value: Any) -> int:
        """The number of `value`, which is kept where it is new."""
        key = json.dumps(value, sort_keys=True)
        if key not in self._number:
            self._number[key] = len(self.values)
            self.values.append(value)
        return self._number[key]


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What nodes, lines and figures refer to by number."""

    dispatches: Mapping[str, int]  #: the number of each dispatch, by IRI
    items: Store = field(default_factory=Store)
    sentences: Store = field(default_factory=Store)
    terms: Store = field(default_factory=Store)
    triples: Store = field(default_factory=Store)

    def evidence(self, items: Iterable[Mapping[str, Any]]) -> list[int]:
        """The numbers of pieces of evidence, in the order of the text."""
        return list(dict.fromkeys(self._item(item) for item in items))

    def rdf(self, lines: str) -> list[int]:
        """The numbers of the triples in lines of N-Triples."""
        found = (TRIPLE.fullmatch(line) for line in lines.split("\n") if line)
        return [self.triples.number([self.terms.number(t) for t in line.groups()]) for line in found if line]

    def _item(self, item: Mapping[str, Any]) -> int:
        """A dispatch that the page lists is named by number; its title and date need not be said again."""
        known = self.dispatches.get(str(item.get("context", "")))
        aside = {"context", "dispatch", "published", "mention"} if known is not None else {"context", "mention"}
        told = {key: value for key, value in item.items() if key not in aside}
        told["sentence"] = self.sentences.number(str(item.get("sentence", "")))
        return self.items.number(told if known is None else {**told, "in": known})


def _packed(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(str(data.get("evidence") or "[]"))
    return found


def drawn_node(spot: Spot, shared: Shared) -> dict[str, Any]:
    """One node for vis-network, with what the panel tells of it; its places come from the layout."""
    told = {key: str(spot.data[key]) for key in TOLD if spot.data.get(key)}
    return {
        "id": spot.id,
        "label": spot.label,
        "kind": spot.kind,
        "shape": SHAPES.get(spot.kind, "dot"),
        "size": spot.size,
        "degree": spot.degree,
        "links": [link for link in str(spot.data.get("same_as", "")).split(", ") if link],
        "speakers": str(spot.data.get("speakers", "")).split(),
        **told,
        "evidence": shared.evidence(_packed(spot.data)),
        "rdf": shared.rdf(str(spot.data.get("rdf", ""))),
    }


def drawn_edge(line: Line, name: str, shared: Shared, place: Mapping[str, int]) -> dict[str, Any]:
    """One line for vis-network, with the ties it stands for; `place` numbers the nodes, which are named by number."""
    return {
        "id": name,
        "from": place[line.source],
        "to": place[line.target],
        "kind": line.kind,
        "directed": int(line.directed),
        **({"bend": line.bend} if line.bend else {}),
        "ties": [_tie(tie, shared, place) for tie in line.ties],
    }


def _tie(data: Mapping[str, Any], shared: Shared, place: Mapping[str, int]) -> dict[str, Any]:
    """A tie of an event names the event, whose node tells the rest."""
    told = {"label": str(data.get("label", "")), "kind": str(data.get("kind", "relation"))}
    if data.get("event") in place:
        return {**told, "event": place[str(data["event"])]}
    own = {key: str(data[key]) for key in CIRCUMSTANCES if data.get(key)}
    return {
        **told,
        **own,
        "speakers": str(data.get("speakers", "")).split(),
        "evidence": shared.evidence(_packed(data)),
        "rdf": shared.rdf(str(data.get("rdf", ""))),
    }


def figure_rows(figures: Iterable[Mapping[str, Any]], shared: Shared) -> list[dict[str, Any]]:
    """The rows of the table of figures."""
    return [
        {**row, "evidence": shared.evidence(row["evidence"]), "rdf": shared.rdf(str(row.get("rdf", "")))}
        for row in figures
    ]

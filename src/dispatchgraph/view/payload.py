"""Nodes and lines as the page's script reads them; sentences that many share are sent once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dispatchgraph.view.selection import Line, Spot

__all__ = ["SharedEvidence", "drawn_edge", "drawn_node", "shared_evidence"]

#: What a node tells of itself in the panel, where the network has it.
TOLD = ("class_label", "names", "same_as", "status", "begins", "ends", "when", "place", "speaker")

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
    "planned": [10, 6],
    "requested": [5, 5],
    "hypothetical": [2, 5],
    "alleged": [10, 4, 2, 4],
    "negated": [10, 6],
}


@dataclass(frozen=True, kw_only=True)
class SharedEvidence:
    """Evidence gathered while nodes and lines are drawn; they refer to it by number."""

    items: list[dict[str, Any]] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    _items: dict[str, int] = field(default_factory=dict)
    _sentences: dict[str, int] = field(default_factory=dict)

    def numbers(self, packed: str) -> list[int]:
        """The numbers of the items in `packed` (JSON, as the network keeps it), in the order of the text."""
        return list(dict.fromkeys(self._item(item) for item in json.loads(packed or "[]")))

    def _item(self, item: Mapping[str, Any]) -> int:
        key = json.dumps(item, sort_keys=True)
        if key not in self._items:
            self._items[key] = len(self.items)
            self.items.append({**item, "sentence": self._sentence(str(item.get("sentence", "")))})
        return self._items[key]

    def _sentence(self, words: str) -> int:
        if words not in self._sentences:
            self._sentences[words] = len(self.sentences)
            self.sentences.append(words)
        return self._sentences[words]


def shared_evidence() -> SharedEvidence:
    """An empty store of evidence."""
    return SharedEvidence()


def drawn_node(spot: Spot, place: tuple[int, int], evidence: SharedEvidence) -> dict[str, Any]:
    """One node for vis-network, with what the panel tells of it."""
    told = {key: str(spot.data[key]) for key in TOLD if spot.data.get(key)}
    return {
        "id": spot.id,
        "label": spot.label,
        "kind": spot.kind,
        "shape": SHAPES.get(spot.kind, "dot"),
        "size": spot.size,
        "x": place[0],
        "y": place[1],
        "degree": spot.degree,
        **told,
        "evidence": evidence.numbers(str(spot.data.get("evidence", "[]"))),
    }


def drawn_edge(line: Line, number: int, evidence: SharedEvidence) -> dict[str, Any]:
    """One line for vis-network, with the ties it stands for."""
    drawn: dict[str, Any] = {
        "id": f"line-{number}",
        "from": line.source,
        "to": line.target,
        "label": "\n".join(line.labels),
        "kind": line.kind,
        "status": line.status,
        "attributed": int(line.attributed),
        "arrows": _arrows(line),
        "dashes": DASHES.get(line.status, False),
        "evidence": list(dict.fromkeys(n for t in line.ties for n in evidence.numbers(str(t.get("evidence", "[]"))))),
    }
    return drawn | ({"smooth": _smooth(line.bend)} if line.bend else {})


def _arrows(line: Line) -> dict[str, Any]:
    if not line.directed:
        return {}
    return {"to": {"enabled": True, "type": "bar" if line.status == "negated" else "arrow", "scaleFactor": 0.55}}


def _smooth(bend: float) -> dict[str, Any]:
    return {"enabled": True, "type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": abs(bend)}

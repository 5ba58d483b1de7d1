"""The figures of a graph as rows of a table: what is counted, how many, who says so, and who says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rdflib import RDF, URIRef
from rdflib.term import Node

from dispatchgraph.network.evidence import DG, Reader, ordered
from dispatchgraph.network.labels import local_name
from dispatchgraph.network.triples import described

__all__ = ["figures"]


def figures(reader: Reader, name: Callable[[Node], str]) -> list[dict[str, Any]]:
    """One row for each figure, in the order of the text; `name` tells what is counted.

    Keys, where they hold something: `id`, `what` (words), `of` (IRIs of what is counted and of its event), `value`,
    `upper`, `bound` (local name), `unit`, `measure` (words), `subset_of` (IRI of the whole), `disagrees` (IRIs of the
    figures that cannot hold together with this one), `speakers` (IRIs), `rdf` (N-Triples), `evidence`, and what
    `Reader.circumstances` says.
    """
    rows = [_row(reader, figure, name) for figure in ordered(reader.graph.subjects(RDF.type, DG.Figure))]
    return sorted(rows, key=_place)


def _place(row: dict[str, Any]) -> tuple[str, int, str]:
    first = row["evidence"][0] if row["evidence"] else {}
    return (str(first.get("context", "")), int(first.get("begin", 0)), str(row["id"]))


def _row(reader: Reader, figure: Node, name: Callable[[Node], str]) -> dict[str, Any]:
    def of(predicate: URIRef) -> list[Node]:
        return reader.objects(figure, predicate)

    values: dict[str, Any] = {
        "value": reader.text(figure, DG.value),
        "upper": reader.text(figure, DG.upperValue),
        "unit": reader.text(figure, DG.unit),
        "bound": ", ".join(local_name(o) for o in reader.objects(figure, DG.bound)),
        "what": ", ".join(name(o) for o in of(DG.counts) or of(DG.ofEvent)),
        "of": [str(o) for o in reader.objects(figure, DG.counts, DG.ofEvent)],
        "subset_of": reader.text(figure, DG.subsetOf),
        "disagrees": [str(o) for o in reader.objects(figure, DG.disagreesWith)],
        "speakers": [str(o) for o in reader.objects(figure, DG.accordingTo)],
        **reader.circumstances(figure),
    }
    held = {key: value for key, value in values.items() if value}
    return {"id": str(figure), **held, "rdf": described(reader.graph, figure), "evidence": reader.evidence(figure)}

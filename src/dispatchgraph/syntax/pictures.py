"""GraphML and GEXF: the network that a picture shows, for the programs that draw networks."""

from __future__ import annotations

from rdflib import Dataset

from dispatchgraph.network import project, to_gexf, to_graphml

__all__ = ["gexf", "graphml"]


def graphml(dataset: Dataset) -> bytes:
    """The picture of `dataset` as GraphML."""
    return to_graphml(project(dataset))


def gexf(dataset: Dataset) -> bytes:
    """The picture of `dataset` as GEXF."""
    return to_gexf(project(dataset))

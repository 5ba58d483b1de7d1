"""A dispatch as RDF: its text, its envelope, and how its graph was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF

from dispatchgraph.annotate import plain
from dispatchgraph.graph.nodes import Nodes
from dispatchgraph.graph.terms import Literal, Triple, day
from dispatchgraph.vocab import DG, NIF, PROV, SCHEMA

__all__ = ["Origin", "of_dispatch", "of_origin"]


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What made a graph: told in its provenance."""

    software: str  #: «dispatchgraph 0.1.0»
    model: str  #: «fr_core_news_md 3.8.0»
    lexicon: str  #: digest of the lexicon's files


def of_dispatch(nodes: Nodes, *, text: bool) -> Iterator[Triple]:
    """The text and its envelope; `text=False` leaves the text itself out."""
    it, node = nodes.record.dispatch, nodes.dispatch
    for kind in (DG.Dispatch, SCHEMA.NewsArticle, NIF.Context):
        yield node, RDF.type, kind
    yield node, DG.sha256, Literal(it.sha256)
    yield node, SCHEMA.inLanguage, Literal(it.language)
    if it.date:
        yield node, SCHEMA.datePublished, day(it.date)
    if it.headline:
        yield node, SCHEMA.headline, nodes.said(it.headline.of(it.text))
    publisher = _publisher(nodes)
    if publisher:
        yield node, SCHEMA.publisher, publisher
    if text:
        yield node, NIF.isString, Literal(it.text)


def _publisher(nodes: Nodes) -> str | None:
    """The known agency that the envelope names, if it is among the entities."""
    it = nodes.record.dispatch
    key = nodes.gazetteer.key_of(plain(it.publisher.of(it.text))) if it.publisher else None
    return nodes.entity(key) if key and key in nodes.entities else None


def of_origin(nodes: Nodes, origin: Origin) -> Iterator[Triple]:
    """Whence the graph: the dispatch, and the software that read it."""
    activity = nodes.part("reading")
    yield nodes.graph, PROV.wasDerivedFrom, nodes.dispatch
    yield nodes.graph, PROV.wasGeneratedBy, activity
    yield activity, RDF.type, PROV.Activity
    yield activity, DG.software, Literal(origin.software)
    yield activity, DG.languageModel, Literal(origin.model)
    yield activity, DG.lexiconVersion, Literal(origin.lexicon)

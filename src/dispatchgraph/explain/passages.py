"""The words of a dispatch that stand behind a node, in their sentences."""

from __future__ import annotations

from dataclasses import replace

from rdflib import Graph
from rdflib.term import Node

from dispatchgraph.explain.explanation import Passage
from dispatchgraph.explain.nodes import Nodes
from dispatchgraph.network.evidence import Reader
from dispatchgraph.vocab import GAF, NIF, SCHEMA

__all__ = ["in_sentences_of", "offset", "passage", "position", "spans_of"]


def spans_of(graph: Graph, node: Node) -> list[Node]:
    """The spans that denote `node`, in the order of the text."""
    return sorted(graph.objects(node, GAF.denotedBy), key=lambda span: position(graph, span))


def position(graph: Graph, span: Node | None) -> tuple[str, int, int, str]:
    """Where a span stands: dispatch, offsets, IRI."""
    context = str(graph.value(span, NIF.referenceContext) or "")
    return context, offset(graph, span, NIF.beginIndex), offset(graph, span, NIF.endIndex), str(span)


def offset(graph: Graph, span: Node | None, predicate: Node) -> int:
    """An offset of a span in code points; 0 where it has none."""
    value = str(graph.value(span, predicate))
    return int(value) if value.isascii() and value.isdigit() else 0


def in_sentences_of(graph: Graph, node: Node, other: Node) -> list[Node]:
    """The spans of `other` in the sentences in which `node` is told."""
    sentences = {graph.value(s, NIF.sentence) for s in graph.objects(node, GAF.denotedBy)} - {None}
    return [s for s in spans_of(graph, other) if graph.value(s, NIF.sentence) in sentences]


def passage(reader: Reader, nodes: Nodes, span: Node) -> Passage:
    """`span` in its sentence; alone where the graph does not have the sentence."""
    graph, words = reader.graph, reader.words(span)
    sentence = graph.value(span, NIF.sentence)
    text, context = reader.words(sentence), graph.value(span, NIF.referenceContext)
    at = offset(graph, span, NIF.beginIndex) - offset(graph, sentence, NIF.beginIndex)
    alone = Passage(
        span=nodes.short(span),
        sentence=words,
        begin=0,
        end=len(words),
        dispatch=nodes.short(context).rsplit("/", 1)[-1] if context is not None else "",
        published=reader.text(context, SCHEMA.datePublished)[:10] if context is not None else "",
    )
    end = at + len(words)
    whole = at >= 0 and text[at:end] == words
    return replace(alone, sentence=text, begin=at, end=end) if whole else _across(alone, text, at)


def _across(alone: Passage, text: str, at: int) -> Passage:
    """Words that run over the end of their sentence: what of them is in it, and the rest after it."""
    begun = text[at:] if 0 <= at < len(text) else ""
    goes_on = begun and alone.sentence.startswith(begun)
    return replace(alone, sentence=text[:at] + alone.sentence, begin=at, end=at + alone.end) if goes_on else alone

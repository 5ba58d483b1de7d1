"""The text behind a graph: each stretch that it refers to, in its sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from rdflib import RDF

from dispatchgraph.graph.nodes import Nodes
from dispatchgraph.graph.terms import Literal, Triple, number
from dispatchgraph.model import Span
from dispatchgraph.vocab import NIF

__all__ = ["of_spans"]


def of_spans(nodes: Nodes) -> Iterator[Triple]:
    """Each stretch of text referred to so far, and its sentence."""
    sentences = sorted(nodes.record.sentences)
    begins = [sentence.begin for sentence in sentences]
    within = {span: _sentence(span, sentences, begins) for span in nodes.referred}
    for span in sorted({*within, *within.values()}):
        yield from _of_span(span, nodes)
    for span, sentence in sorted(within.items()):
        yield nodes.span(span), NIF.sentence, nodes.span(sentence)
    for sentence in sorted(set(within.values())):
        yield nodes.span(sentence), RDF.type, NIF.Sentence


def _of_span(span: Span, nodes: Nodes) -> Iterator[Triple]:
    node = nodes.span(span)
    yield node, RDF.type, NIF.OffsetBasedString
    yield node, NIF.referenceContext, nodes.dispatch
    yield node, NIF.beginIndex, number(span.begin)
    yield node, NIF.endIndex, number(span.end)
    yield node, NIF.anchorOf, Literal(span.of(nodes.record.dispatch.text))


def _sentence(span: Span, sentences: Sequence[Span], begins: Sequence[int]) -> Span:
    """The sentence a span begins in; the span itself outside every sentence (a dateline)."""
    number = bisect_right(begins, span.begin) - 1
    return sentences[number] if number >= 0 and span.begin < sentences[number].end else span

"""One gold against one dataset, and many against what is built of their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatchgraph.evaluate.affiliations import compare_affiliations
from dispatchgraph.evaluate.claims import compare_claims
from dispatchgraph.evaluate.entities import compare_entities
from dispatchgraph.evaluate.events import compare_events
from dispatchgraph.evaluate.figures import compare_figures
from dispatchgraph.evaluate.found import Found
from dispatchgraph.evaluate.gold import Gold
from dispatchgraph.evaluate.reading import read_graph
from dispatchgraph.evaluate.tally import Finding, Tally, tallies
from dispatchgraph.model import Dispatch, Span

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["Comparison", "compare", "evaluate", "total"]

_LAYERS: tuple[Callable[[Gold, Found], Iterator[Finding]], ...] = (
    compare_entities,
    compare_events,
    compare_claims,
    compare_figures,
    compare_affiliations,
)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What came of one dispatch."""

    gold: Gold
    findings: tuple[Finding, ...]
    sentences: tuple[Span, ...] = ()  #: those that the graph knows

    @property
    def tallies(self) -> dict[str, Tally]:
        """The counts of all layers."""
        return tallies(self.findings)

    @property
    def misses(self) -> tuple[Finding, ...]:
        """What a person should see."""
        return tuple(finding for finding in self.findings if finding.is_miss)

    def sentence(self, span: Span | None) -> str:
        """The sentence that a span begins in, on one line: the graph's, else the line of the text."""
        if span is None:
            return ""
        here = next((s for s in self.sentences if s.begin <= span.begin < s.end), None)
        return " ".join((here or self._line(span)).of(self.gold.dispatch.text).split())

    def _line(self, span: Span) -> Span:
        text = self.gold.dispatch.text
        end = text.find("\n", span.begin)
        return Span(text.rfind("\n", 0, span.begin) + 1, end if end >= 0 else len(text))


def compare(gold: Gold, dataset: Dataset) -> Comparison:
    """What is right, spurious and missed in the graph of one dispatch."""
    found = read_graph(dataset, gold)
    findings = tuple(finding for layer in _LAYERS for finding in layer(gold, found))
    return Comparison(gold=gold, findings=findings, sentences=found.sentences)


def evaluate(golds: Iterable[Gold], *, build: Callable[[Dispatch], Dataset]) -> tuple[Comparison, ...]:
    """Compare each gold with the dataset that `build` makes of its dispatch."""
    return tuple(compare(gold, build(gold.dispatch)) for gold in golds)


def total(comparisons: Iterable[Comparison]) -> dict[str, Tally]:
    """The counts of all dispatches together."""
    return tallies(finding for comparison in comparisons for finding in comparison.findings)

"""Counting: what each comparison finds right, spurious or missed, and the figures made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dispatchgraph.model import Span

__all__ = ["ACCURACY", "LAYERS", "Finding", "Tally", "fidelity", "scores", "tallies"]

LAYERS = ("entities", "events", "arguments", "times", "status", "sources", "claims", "figures", "affiliations")
ACCURACY = frozenset({"times", "status", "sources"})  #: scored over all that the gold has, and nothing is spurious


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One comparison: what it adds to the counts of a layer, and what to tell of it if something is wrong."""

    layer: str
    right: int = 0
    spurious: int = 0
    missed: int = 0
    kind: str = ""  #: «missed», «spurious», «wrong», …
    what: str = ""  #: what is missed or spurious, in the gold's or the graph's words
    wanted: str = ""
    got: str = ""
    span: Span | None = None  #: where in the text
    implied: bool = False  #: counted, and told already by the finding that it follows from

    @property
    def is_miss(self) -> bool:
        """Whether a person should see it."""
        return bool(self.spurious or self.missed) and not self.implied


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Counts, and the shares made of them.

    >>> tally = Tally(right=3, spurious=1, missed=3)
    >>> tally.precision, tally.recall, tally.f1
    (0.75, 0.5, 0.6)
    """

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: Tally | Finding) -> Tally:
        return Tally(
            right=self.right + other.right,
            spurious=self.spurious + other.spurious,
            missed=self.missed + other.missed,
        )

    @property
    def precision(self) -> float:
        """The share of what the graph says that is right; 0 where it says nothing."""
        return self.right / (self.right + self.spurious) if self.right + self.spurious else 0.0

    @property
    def recall(self) -> float:
        """The share of what the gold has that the graph says; 0 where the gold has nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


def tallies(findings: Iterable[Finding]) -> dict[str, Tally]:
    """The counts of all layers."""
    found = dict.fromkeys(LAYERS, Tally())
    for finding in findings:
        found[finding.layer] += finding
    return found


def scores(counts: Mapping[str, Tally]) -> dict[str, float]:
    """The one figure of each layer: its accuracy or its F1."""
    return {layer: counts[layer].recall if layer in ACCURACY else counts[layer].f1 for layer in LAYERS}


def fidelity(counts: Mapping[str, Tally]) -> float:
    """The mean of the nine layers' figures."""
    return sum(scores(counts).values()) / len(LAYERS)

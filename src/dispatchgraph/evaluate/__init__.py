"""How true graphs are: what a careful reader found in a dispatch (the gold) against what its graph says.

    Gold + rdflib Dataset ─reading→ Found ─one module a layer→ Findings ─counted→ Tally, score, fidelity

`compare` is a pure function of one gold and one dataset; `evaluate` builds a dataset for each gold with the function
that it is given. Nine layers are scored: F1 for entities, events, their arguments, claims, figures and affiliations,
accuracy for times, status and sources. Fidelity is the mean of the nine.
"""

from dispatchgraph.evaluate.compare import Comparison, compare, evaluate, total
from dispatchgraph.evaluate.gold import Gold
from dispatchgraph.evaluate.loading import gold_files, load_gold, load_golds
from dispatchgraph.evaluate.tally import LAYERS, Finding, Tally, fidelity

__all__ = [
    "LAYERS",
    "Comparison",
    "Finding",
    "Gold",
    "Tally",
    "compare",
    "evaluate",
    "fidelity",
    "gold_files",
    "load_gold",
    "load_golds",
    "total",
]

"""What an evaluation found, for people and for programs: a table, a list of misses, a JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dispatchgraph.evaluate.compare import Comparison, total
from dispatchgraph.evaluate.tally import ACCURACY, LAYERS, Finding, Tally, fidelity, scores

__all__ = ["misses", "record", "table", "to_json"]

_HEADS = ("layer", "precision", "recall", "F1", "accuracy", "right", "spurious", "missed")


def table(comparisons: Sequence[Comparison]) -> str:
    """The layers of all dispatches together, one a line, then the fidelity: of each dispatch, where there are more."""
    counts = total(comparisons)
    rows = [_HEADS, *(_row(layer, counts[layer]) for layer in LAYERS)]
    ends = [(c.gold.name, fidelity(c.tallies)) for c in comparisons] if len(comparisons) > 1 else []
    width = max(len(name) for name in (*LAYERS, "fidelity", *(name for name, _ in ends)))
    lines = [_line(row, width) for row in rows]
    lines += [f"{name:<{width}}  {share:.3f}" for name, share in (*ends, ("fidelity", fidelity(counts)))]
    return "\n".join(lines)


def _row(layer: str, tally: Tally) -> tuple[str, ...]:
    """The cells of one layer; nothing is spurious where only what the gold has is looked at."""
    numbers = (str(tally.right), "" if layer in ACCURACY else str(tally.spurious), str(tally.missed))
    if layer in ACCURACY:
        return (layer, "", "", "", f"{tally.recall:.3f}", *numbers)
    return (layer, f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}", "", *numbers)


def _line(cells: Sequence[str], width: int) -> str:
    figures = (f"{cell:>{max(len(head), 5)}}" for cell, head in zip(cells[1:], _HEADS[1:], strict=True))
    return "  ".join([f"{cells[0]:<{width}}", *figures]).rstrip()


def misses(comparisons: Sequence[Comparison]) -> str:
    """Every miss under its layer, with the sentence it stands in; empty where there is none."""
    return "\n".join(line for layer in LAYERS for line in _misses_of(layer, comparisons))


def _misses_of(layer: str, comparisons: Sequence[Comparison]) -> Iterator[str]:
    found = [(one, miss) for one in comparisons for miss in one.misses if miss.layer == layer]
    if found:
        yield f"{layer} ({len(found)})"
    for comparison, miss in found:
        yield f"  {comparison.gold.name}: {_told(miss)}"
        if sentence := comparison.sentence(miss.span):
            yield f"      {sentence}"


def _told(miss: Finding) -> str:
    """A miss on one line."""
    pairs = (("wanted", miss.wanted), ("got", miss.got))
    details = "; ".join(f"{name} {' '.join(words.split())}" for name, words in pairs if words)
    return f"{miss.kind}: {' '.join(miss.what.split())}" + (f": {details}" if details else "")


def to_json(comparisons: Sequence[Comparison]) -> str:
    """All of it as one JSON object: `fidelity`, `layers`, the same for each of `dispatches`, and the `misses`."""
    every = {
        **_figures(total(comparisons)),
        "dispatches": [
            {"name": one.gold.name, "gold": one.gold.path.as_posix(), **_figures(one.tallies)} for one in comparisons
        ],
        "misses": [_miss(miss, one) for one in comparisons for miss in one.misses],
    }
    return json.dumps(every, ensure_ascii=False, indent=2)


def record(comparisons: Sequence[Comparison]) -> str:
    """The figures that a later evaluation is held against, as JSON: fidelity, each layer, and of which dispatches."""
    counts = total(comparisons)
    figures = {"fidelity": fidelity(counts), **scores(counts)}
    every = {name: round(share, 4) for name, share in figures.items()}
    return json.dumps({**every, "dispatches": [one.gold.name for one in comparisons]}, ensure_ascii=False, indent=2)


def _figures(counts: Mapping[str, Tally]) -> dict[str, Any]:
    return {
        "fidelity": round(fidelity(counts), 4),
        "layers": {layer: _layer(layer, counts[layer]) for layer in LAYERS},
    }


def _layer(layer: str, tally: Tally) -> dict[str, float]:
    """The shares, rounded to four places, and the counts of one layer."""
    names = ("accuracy",) if layer in ACCURACY else ("precision", "recall", "f1")
    shares = {"accuracy": tally.recall, "precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    return {
        **{name: round(shares[name], 4) for name in names},
        "right": tally.right,
        "spurious": tally.spurious,
        "missed": tally.missed,
    }


def _miss(miss: Finding, comparison: Comparison) -> dict[str, Any]:
    span = {"begin": miss.span.begin, "end": miss.span.end} if miss.span else {}
    return {
        "dispatch": comparison.gold.name,
        "layer": miss.layer,
        "kind": miss.kind,
        "what": miss.what,
        "wanted": miss.wanted,
        "got": miss.got,
        **span,
        "sentence": comparison.sentence(miss.span),
    }

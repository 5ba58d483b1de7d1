"""`dispatchgraph evaluate`: the graphs of dispatches against what a careful reader found in them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dispatchgraph import pipeline
from dispatchgraph.cli.talk import put_text, say

__all__ = ["evaluate"]


def evaluate(
    golds: Annotated[list[Path], typer.Argument(metavar="GOLD…", help="Gold files (.json), or folders of them.")],
    misses: Annotated[bool, typer.Option("--misses", help="Show each miss with its sentence.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write it all as one JSON object.")] = False,
    record: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep the figures there, to hold a later run against.")
    ] = None,
) -> None:
    """Measure how true graphs are: build those of gold dispatches, and compare.

    The text of each gold stands beside it. Each layer is told with its counts; fidelity is the mean of the nine.
    """
    from dispatchgraph import evaluate as gold
    from dispatchgraph import store
    from dispatchgraph.evaluate import report

    found = gold.evaluate(gold.load_golds(golds), build=pipeline.build_dispatch)
    parts = [report.to_json(found)] if json else [report.table(found), report.misses(found) if misses else ""]
    if record is not None:
        say(f"wrote {store.write_text(record, report.record(found) + chr(10))}")
    put_text("\n\n".join(part for part in parts if part))

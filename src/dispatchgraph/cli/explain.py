"""`dispatchgraph explain`: where a node of a graph comes from."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from dispatchgraph import store
from dispatchgraph.cli.options import GraphFile, Language
from dispatchgraph.cli.talk import put_text

__all__ = ["explain"]


def explain(
    graph: GraphFile,
    iri: Annotated[str, typer.Argument(metavar="IRI", help="A node: IRI, CURIE, the tail of an IRI, or a label.")],
    lang: Annotated[Language, typer.Option("--lang", help="The language of the explanation.")] = Language.fr,
) -> None:
    """Tell where a node of a graph comes from: its sentence, who says it, how real it is, and the rule that read it."""
    loaded = store.load(graph)
    from dispatchgraph.explain import explain as tell
    from dispatchgraph.explain import told
    from dispatchgraph.explain.wording import BOLD, MARKS

    explanation = tell(loaded, iri, language=lang.value)
    terminal = sys.stdout.isatty()
    put_text(
        told(explanation, marks=BOLD if terminal and _has_bold() else MARKS, root=Path.cwd() if terminal else None)
    )


def _has_bold() -> bool:
    """Whether the terminal shows bold letters, as far as its environment says."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

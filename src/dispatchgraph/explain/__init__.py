"""Where a node of a graph comes from, in words: its sentence, who says it, how real it is, and the rule that read it.

    dataset, name ─find→ node ─tell→ Explanation ─wording→ text

`explain` gives the values, `told` the text. What between the graph's own words is ours stands in `strings/`, one file a
language; what the values of `dg:rule` mean, in `rules.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatchgraph.errors import QueryError
from dispatchgraph.explain.explanation import Explanation, Line, Passage, Place, Row, Rule
from dispatchgraph.explain.tell import tell
from dispatchgraph.explain.telling import Telling
from dispatchgraph.explain.wording import told
from dispatchgraph.explain.words import LANGUAGES
from dispatchgraph.vocab import union

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["LANGUAGES", "Explanation", "Line", "Passage", "Place", "Row", "Rule", "explain", "told"]


def explain(graph: Graph, name: str, *, language: str = "fr") -> Explanation:
    """What `graph` tells of the node called `name`: IRI, CURIE, the tail of an IRI, a label or words of the text.

    All named graphs of a dataset count as one. Raises `QueryError` where no node or several are called so.
    """
    if language not in LANGUAGES:
        raise QueryError(f"no words in the language {language!r}; there are: {', '.join(LANGUAGES)}")
    flat = union(graph)
    for prefix, namespace in graph.namespaces():
        flat.bind(prefix, namespace, override=False)
    telling = Telling(flat, language=language)
    return tell(telling.nodes.find(name), telling)

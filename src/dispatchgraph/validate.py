"""Whether a graph keeps to the shapes of `ontology/shapes.ttl`: SHACL Core, without network, imports or inference."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rdflib import RDF, Graph, Literal
from rdflib.term import Node

from dispatchgraph.errors import GraphError
from dispatchgraph.knowledge import ontology_path, parse
from dispatchgraph.vocab import SH, shortened, union

if TYPE_CHECKING:
    from pyshacl.pytypes import GraphLike

__all__ = ["Finding", "Report", "shapes", "validate"]


@dataclass(frozen=True, kw_only=True, order=True)
class Finding:
    """One thing wrong with one node."""

    focus: str  #: IRI of the node
    path: str = ""  #: the property, as «dg:status»; empty where the node as a whole is wrong
    message: str
    value: str = ""  #: the value that is wrong, where there is one

    def __str__(self) -> str:
        where = f"{self.focus} {self.path}".strip()
        return f"{where}: {self.message}" + (f" [{self.value}]" if self.value else "")


@dataclass(frozen=True, kw_only=True)
class Report:
    """The answer: it conforms, or here is what does not."""

    conforms: bool
    findings: tuple[Finding, ...] = ()

    def __str__(self) -> str:
        return "\n".join(map(str, self.findings)) if self.findings else "conforms"


@cache
def shapes() -> Graph:
    """`ontology/shapes.ttl`."""
    return parse(ontology_path("shapes.ttl"))


def validate(graph: Graph, *, language: str = "en") -> Report:
    """Check `graph`, all the named graphs of a dataset together; messages are in `language`, «en» or «fr».

    Raises `GraphError` where the graph is such that it cannot be checked.
    """
    answer = _checked(union(graph))
    results = answer.subjects(RDF.type, SH.ValidationResult)
    found = {_finding(answer, result, language=language) for result in results}
    return Report(conforms=not found, findings=tuple(sorted(found)))


def _checked(graph: Graph) -> GraphLike:
    from pyshacl import validate as check
    from pyshacl.errors import ReportableRuntimeError

    try:
        # No rules, no scripts, nothing fetched or inferred: what is checked is what is written.
        _, answer, text = check(
            graph, shacl_graph=shapes(), inference="none", advanced=False, js=False, do_owl_imports=False
        )
    except ReportableRuntimeError as error:
        raise GraphError(f"the graph cannot be checked: {error}") from error
    if not isinstance(answer, Graph):
        raise GraphError(f"the graph cannot be checked: {str(text).splitlines()[0]}")
    return answer


def _finding(answer: GraphLike, result: Node, *, language: str) -> Finding:
    path, value = answer.value(result, SH.resultPath), answer.value(result, SH.value)
    return Finding(
        focus=str(answer.value(result, SH.focusNode)),
        path=shortened(str(path)) if path is not None else "",
        message=_message(answer, result, language=language),
        value=shortened(str(value)) if value is not None else "",
    )


def _message(answer: GraphLike, result: Node, *, language: str) -> str:
    said = [m for m in answer.objects(result, SH.resultMessage) if isinstance(m, Literal)]
    best = min(said, key=lambda m: (m.language != language, m.language != "en", str(m)), default="")
    return str(best)

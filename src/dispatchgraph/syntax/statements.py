"""CSV for a spreadsheet: one statement a row, with labels, the sentence that says it and who says it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from rdflib import OWL, RDF, RDFS, SKOS, Dataset, Graph, Literal
from rdflib.term import Node

from dispatchgraph.knowledge import event_types
from dispatchgraph.network.evidence import Reader, columns
from dispatchgraph.syntax.terms import Triple, order
from dispatchgraph.vocab import DG, GAF, GEO, ORG, union

__all__ = ["COLUMNS", "safe", "statements"]

COLUMNS = (
    "subject", "predicate", "object", "subject_label", "predicate_label", "object_label",
    "status", "begins", "ends", "sentence", "speaker", "dispatch",
)  # fmt: skip
# What belongs to a statement's evidence or to a name, and is no statement of its own.
_ASIDE = frozenset(
    {GAF.denotedBy, DG.cue, DG.contentSpan, DG.rule, DG.accordingTo, DG.claimedIn, DG.states}
    | {RDFS.label, SKOS.altLabel, OWL.sameAs, GEO.hasGeometry}
)
_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?\Z")


def statements(dataset: Dataset) -> bytes:
    """What `dataset` says of entities, events, claims, figures and affiliations as CSV (RFC 4180, UTF-8)."""
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    rows.writerows([safe(cell) for cell in row] for row in _Rows(union(dataset)).all())
    return out.getvalue().encode()


def safe(cell: str) -> str:
    """`cell`, with a mark before what a spreadsheet would run as a formula.

    >>> safe("=SUM(A1)"), safe("-12,5")
    ("'=SUM(A1)", '-12,5')
    """
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.match(cell) else cell


class _Rows:
    """Turns the triples of one graph into rows."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.reader = Reader(graph, language="fr")
        self.told = set(graph.subjects(GAF.denotedBy, None))

    def all(self) -> Iterator[list[str]]:
        """The rows, in the order of subject, predicate and object."""
        wanted = [t for t in self.graph if t[0] in self.told and t[1] not in _ASIDE]
        for triple in sorted(wanted, key=lambda t: [order(term) for term in t]):
            yield self._row(triple)

    def _row(self, triple: Triple) -> list[str]:
        subject, predicate, value = triple
        evidence = [item for node in self._tellers(triple) for item in self.reader.evidence(node)]
        named = predicate == RDF.type and (subject, RDFS.label, None) in self.graph
        said = columns(evidence[:1] if named else evidence)  # a thing's class needs no more than its first mention
        names = [self._label(subject), self.reader.label(predicate), self._label(value)]
        return [*map(str, triple), *names, *(said[name] for name in COLUMNS[6:])]

    def _label(self, term: Node) -> str:
        """A thing's name, an event's word, the words of what has neither; nothing for a literal."""
        if isinstance(term, Literal):
            return ""
        lemma = self.graph.value(term, DG.lemma)
        if lemma is None and term in self.told and (term, RDFS.label, None) not in self.graph:
            lemma = next(iter(self.reader.evidence(term)), {}).get("mention")  # type: ignore[assignment]
        return str(lemma) if lemma is not None else self.reader.label(term)

    def _tellers(self, triple: Triple) -> list[Node]:
        """The nodes whose words say `triple`: what a direct triple is derived from, else its subject."""
        subject, predicate, value = triple
        if predicate == ORG.memberOf:
            found = set(self.graph.subjects(ORG.member, subject)) & set(self.graph.subjects(ORG.organization, value))
        else:
            classes = _classes_of(predicate)
            both = set(self.graph.subjects(None, subject)) & set(self.graph.subjects(None, value)) if classes else set()
            found = {node for node in both if classes & set(self.graph.objects(node, RDF.type))}
        return sorted(found & self.told, key=order) or [subject]


def _classes_of(predicate: Node) -> set[Node]:
    """The event classes that give `predicate` as their direct triple."""
    return {DG[name] for name, kind in event_types().items() if kind.shortcut and DG[kind.shortcut] == predicate}

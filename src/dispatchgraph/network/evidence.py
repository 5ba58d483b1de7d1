"""Where a statement stands in the text: what a reader is shown when he asks «who says so?»."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.term import Node

from dispatchgraph.network.labels import best_label, local_name, term_label

__all__ = ["DG", "GAF", "NIF", "ORG", "SCHEMA", "SEM", "Reader", "columns", "ordered", "packed"]

DG = Namespace("https://w3id.org/dispatchgraph/ontology#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
GAF = Namespace("http://groundedannotationframework.org/gaf#")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
SCHEMA = Namespace("https://schema.org/")
ORG = Namespace("http://www.w3.org/ns/org#")

#: One piece of evidence: plain values under the keys that `Reader.evidence` documents.
Evidence = dict[str, str | int]


def ordered(terms: Iterable[Node]) -> list[Node]:
    """Terms of a graph in an order that no hash seed changes, kinds and languages included."""
    return sorted(terms, key=repr)


class Reader:
    """Reads evidence out of one graph, in one language; answers are in a fixed order.

    >>> Reader(Graph(), language="fr").evidence(URIRef("urn:x"))
    []
    """

    def __init__(self, graph: Graph, *, language: str) -> None:
        self.graph = graph
        self.language = language
        self._known: dict[Node, list[Evidence]] = {}

    def label(self, term: Node) -> str:
        """The name of a thing in this graph, or of a term of the ontology."""
        return best_label(self.graph, term, language=self.language) or term_label(term, language=self.language)

    def objects(self, subject: Node, *predicates: URIRef) -> list[Node]:
        """All values of `predicates`, those of the first predicate first, each sorted."""
        return [o for p in predicates for o in ordered(self.graph.objects(subject, p))]

    def text(self, subject: Node, *predicates: URIRef) -> str:
        """The values of `predicates` as one string, parted by commas."""
        return ", ".join(dict.fromkeys(str(o) for o in self.objects(subject, *predicates)))

    def names(self, subject: Node, *predicates: URIRef) -> str:
        """The labels of the things that `predicates` lead to, parted by commas."""
        return ", ".join(dict.fromkeys(self.label(o) for o in self.objects(subject, *predicates)))

    def evidence(self, subject: Node) -> list[Evidence]:
        """One item for each mention of `subject`, in the order of the text.

        Keys: `sentence` and `mention` (words), `at` and `to` (the mention in the sentence, code points),
        `dispatch` (headline or id), `context` (its IRI), `begin` (the mention in the whole text), `published`; and what
        `circumstances` says.
        """
        if subject not in self._known:
            said = self.circumstances(subject)
            spans = sorted(self.objects(subject, GAF.denotedBy), key=self._position)
            self._known[subject] = [self._quoted(span) | said for span in spans]
        return list(self._known[subject])

    def circumstances(self, subject: Node) -> Evidence:
        """What is said of a statement beside its words: `speaker`, `status`, `begins`, `ends`, `when`, `place`, …"""
        values: Evidence = {
            "speaker": self.names(subject, DG.accordingTo) or self.names(subject, DG.speaker),
            "status": ", ".join(local_name(o) for o in self.objects(subject, DG.status)),
            "begins": self.text(subject, SEM.hasBeginTimeStamp),
            "ends": self.text(subject, SEM.hasEndTimeStamp),
            "when": self.text(subject, DG.timeExpression),
            "place": self.names(subject, SEM.hasPlace),
            "measure": self.names(subject, DG.measure),
            "post": self.text(subject, DG.post),
            "quotation": self._quotations(subject),
        }
        return {key: value for key, value in values.items() if value}

    def _quotations(self, subject: Node) -> str:
        claims = self.objects(subject, DG.claimedIn) or [subject]
        return " … ".join(dict.fromkeys(str(q) for c in claims for q in self.objects(c, DG.quotation)))

    def _position(self, span: Node) -> tuple[str, int, str]:
        return (str(self.graph.value(span, NIF.referenceContext)), self._index(span, NIF.beginIndex), str(span))

    def _index(self, span: Node | None, predicate: URIRef) -> int:
        value = self.graph.value(span, predicate)
        try:
            return int(str(value))
        except ValueError:
            return 0

    def words(self, span: Node | None) -> str:
        """The text that a span covers: as it says itself, else cut from its dispatch's text."""
        anchor = self.graph.value(span, NIF.anchorOf)
        if anchor is not None or span is None:
            return str(anchor or "")
        whole = str(self.graph.value(self.graph.value(span, NIF.referenceContext), NIF.isString) or "")
        return whole[self._index(span, NIF.beginIndex) : self._index(span, NIF.endIndex)]

    def _quoted(self, span: Node) -> Evidence:
        mention, sentence = self.words(span), self.graph.value(span, NIF.sentence)
        words = self.words(sentence)
        at = self._index(span, NIF.beginIndex) - self._index(sentence, NIF.beginIndex)
        if not words or words[at : at + len(mention)] != mention:
            words, at = words or mention, words.find(mention) if words else 0
        place = {"at": at, "to": at + len(mention)} if at >= 0 else {"at": 0, "to": 0}
        return {"sentence": words, "mention": mention, **place, **self._source(span)}

    def _source(self, span: Node) -> Evidence:
        context = self.graph.value(span, NIF.referenceContext)
        if context is None:
            return {}
        return {"context": str(context), "begin": self._index(span, NIF.beginIndex), **self.dispatch(context)}

    def dispatch(self, context: Node) -> Evidence:
        """What a dispatch is called and when it came out."""
        named = best_label(self.graph, context, language=self.language)
        values: Evidence = {
            "dispatch": named or local_name(context),
            "published": self.text(context, SCHEMA.datePublished)[:10],
        }
        return {key: value for key, value in values.items() if value}

    def dispatches(self) -> list[Evidence]:
        """The dispatches of the graph with `publisher`, `id` and, where the graph keeps it, `text`; oldest first."""
        found = [
            {
                "id": str(d),
                **self.dispatch(d),
                "publisher": self.names(d, SCHEMA.publisher),
                "text": self.text(d, NIF.isString),
            }
            for d in set(self.graph.subjects(RDF.type, DG.Dispatch))
        ]
        return sorted(found, key=lambda d: (str(d.get("published", "")), str(d["id"])))


def packed(items: Iterable[Any]) -> str:
    """Evidence as one plain string: GraphML and GEXF know no lists."""
    return json.dumps(list(items), ensure_ascii=False, sort_keys=True)


def columns(items: list[Evidence]) -> dict[str, str]:
    """What a spreadsheet reader wants of evidence: each key once, different values parted by « | »."""
    keys = ("sentence", "mention", "speaker", "status", "begins", "ends", "when", "place", "dispatch")
    return {key: " | ".join(dict.fromkeys(str(i[key]) for i in items if i.get(key))) for key in keys}

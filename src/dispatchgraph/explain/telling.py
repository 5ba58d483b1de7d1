"""The things of a graph in words: a name for each, one line for each statement, one row for each thing said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from dispatchgraph.explain.explanation import Rule
from dispatchgraph.explain.nodes import Nodes
from dispatchgraph.explain.rules import read_rule
from dispatchgraph.explain.words import words_of
from dispatchgraph.knowledge import ancestors, ontology
from dispatchgraph.network.evidence import Reader
from dispatchgraph.network.labels import term_label
from dispatchgraph.vocab import DG, GAF, NIF, ORG, SCHEMA, SEM, shortened

__all__ = ["STATEMENTS", "Telling"]

STATEMENTS = {DG.Event: "event", DG.Claim: "claim", DG.Figure: "figure", DG.Affiliation: "affiliation"}
_ROLES = (DG.agent, DG.patient, DG.recipient, DG.instrument, DG.about, SEM.hasPlace)
_LONGEST = 90  # code points of a claim's words in one line


class Telling:
    """Tells of one graph in one language, that of the words between what the graph says."""

    def __init__(self, graph: Graph, *, language: str) -> None:
        self.graph = graph
        self.language = language
        self.reader = Reader(graph, language=language)
        self.nodes = Nodes(graph)
        self.strings = words_of(language)

    # --- words

    def say(self, key: str, **values: object) -> str:
        """Our own words."""
        return str(self.strings[key]).format_map(values)

    def quoted(self, words: Iterable[str]) -> str:
        """Words of the text between quotation marks."""
        return ", ".join(self.say("quote", words=w) for w in words)

    def property(self, predicate: Node) -> str:
        """What a property is called."""
        told: Mapping[str, str] = self.strings["rows"]
        return told.get(_local(predicate)) or term_label(predicate, language=self.language)

    def label(self, node: Node) -> str:
        """What a node is called: as the graph says, else by its lemma, its words, the ontology's label or its IRI."""
        own = (RDFS.label, DG.lemma, SCHEMA.headline, NIF.anchorOf)
        if any((node, p, None) in self.graph for p in (RDFS.label, SKOS.prefLabel, SCHEMA.headline)):
            return self.reader.label(node)
        found = self.reader.text(node, *own)
        return found or (self._term(node) if _is_ours(node) else "")

    # --- kinds

    def kind(self, node: Node) -> str:
        """What sort of thing a node is: a key of `[kinds]` in the strings."""
        types = set(self.graph.objects(node, RDF.type))
        kinds = STATEMENTS | {DG.Dispatch: "dispatch", NIF.Sentence: "sentence", NIF.OffsetBasedString: "mention"}
        named = (node, RDFS.label, None) in self.graph or (node, GAF.denotedBy, None) in self.graph
        return next((kind for type_, kind in kinds.items() if type_ in types), "entity" if named else "node")

    def rules(self, node: Node) -> tuple[Rule, ...]:
        """What made a statement; nothing where the graph does not say."""
        values = [str(o) for o in self.reader.objects(node, DG.rule) if str(o)]
        return tuple(read_rule(v, text=self.text_language(node), language=self.language) for v in values)

    def text_language(self, node: Node) -> str:
        """The language of the dispatch that a node comes from."""
        spans = (node, *self.graph.objects(node, GAF.denotedBy))
        contexts = (self.graph.value(s, NIF.referenceContext) for s in spans)
        told = (self.graph.value(c, SCHEMA.inLanguage) for c in contexts if c is not None)
        return next((str(language) for language in told if language is not None), "fr")

    # --- one line

    def line(self, node: Node) -> str:
        """A statement in one line; another node by its label."""
        ways = {"event": self._event, "claim": self._claim, "figure": self._figure, "affiliation": self._affiliation}
        way = ways.get(self.kind(node))
        return way(node) if way else self.label(node)

    def _event(self, node: Node) -> str:
        roles = "; ".join(f"{self.property(p)}: {names}" for p in _ROLES if (names := self._names(node, p)))
        said = [self.label(node) + (f" ({roles})" if roles else ""), self._names(node, DG.status), self.days(node)]
        return ", ".join([*filter(None, said), *self._sources(node)])

    def _claim(self, node: Node) -> str:
        cue = " ".join(self._words(node, DG.cue))
        words = " … ".join(self._words(node, DG.contentSpan)) or self.reader.text(node, DG.quotation)
        who = self._names(node, DG.speaker) + (f" ({cue})" if cue else "")
        return f"{who}: {self.quoted([_cut(words)])}"

    def _figure(self, node: Node) -> str:
        counted = [self._names(node, DG.counts), self._names(node, DG.measure), self._names(node, SEM.hasPlace)]
        about = "; ".join(filter(None, counted))
        said = [self.amount(node) + (f" ({about})" if about else ""), self.days(node)]
        return ", ".join([*filter(None, said), *self._sources(node)])

    def _affiliation(self, node: Node) -> str:
        ties = [(ORG.memberOf, self._names(node, ORG.organization)), (DG.postedTo, self._names(node, DG.postedTo))]
        told = "; ".join(f"{self.property(p)}: {names}" for p, names in ties if names)
        said = [self._names(node, ORG.member), self.reader.text(node, DG.post)]
        return ", ".join([*filter(None, said), *self._sources(node)]) + (f" ({told})" if told else "")

    def amount(self, node: Node) -> str:
        """A figure's number with its bound and unit."""
        bounds = [b for b in self.reader.objects(node, DG.bound) if b != DG.exactly]
        values = "–".join(filter(None, (self.reader.text(node, DG.value), self.reader.text(node, DG.upperValue))))
        return " ".join(filter(None, (*map(self.label, bounds), values, self.reader.text(node, DG.unit))))

    def days(self, node: Node) -> str:
        """When a thing was; "" where the graph gives no day."""
        begin, end = self.reader.text(node, SEM.hasBeginTimeStamp), self.reader.text(node, SEM.hasEndTimeStamp)
        if not begin and not end:
            return ""
        key = "until" if not begin else "since" if not end else "day" if begin == end else "days"
        return self.say(key, begin=begin, end=end)

    def _names(self, node: Node, predicate: URIRef) -> str:
        return ", ".join(dict.fromkeys(self.label(o) or str(o) for o in self.reader.objects(node, predicate)))

    def _words(self, node: Node, predicate: URIRef) -> list[str]:
        return [self.reader.words(span) for span in self.reader.objects(node, predicate)]

    def _sources(self, node: Node) -> list[str]:
        speakers = self._names(node, DG.accordingTo)
        return [self.say("according_to", speakers=speakers)] if speakers else []

    # --- one value

    def value(self, value: Node) -> str:
        """One value of a property: a literal as it is, words in quotation marks, a term with its meaning, …"""
        if isinstance(value, Literal):
            return str(value)
        if (value, NIF.anchorOf, None) in self.graph:
            return self.quoted([self.reader.words(value)])
        if _is_ours(value):
            meaning = self._meaning(value)
            return self.label(value) + (f": {meaning}" if meaning else "")
        if (value, None, None) not in self.graph:
            return shortened(str(value))
        if self.kind(value) in STATEMENTS.values():
            return f"{self.nodes.short(value)}: {self.line(value)}"
        label = self.label(value)
        return f"{label} ({self.nodes.short(value)})" if label else self.nodes.short(value)

    def _term(self, term: Node) -> str:
        """A value of ours, such as a status or bound; `dg:about` is a bound here, not the property."""
        return self._in_ontology(term, SKOS.prefLabel) or term_label(term, language=self.language)

    def _meaning(self, term: Node) -> str:
        return self._in_ontology(term, SKOS.definition) or self._in_ontology(term, RDFS.comment)

    def _in_ontology(self, term: Node, predicate: URIRef) -> str:
        told = (o for o in ontology().objects(term, predicate) if isinstance(o, Literal))
        return next((str(o) for o in told if o.language == self.language), "")

    def classes(self, node: Node) -> str:
        """A node's classes, the narrowest first: «veto (dg:Veto), rejet (dg:Reject)»."""
        types = [t for t in self.reader.objects(node, RDF.type) if t != OWL.NamedIndividual]
        return ", ".join(self._class(t) for t in sorted(types, key=_depth))

    def _class(self, type_: Node) -> str:
        label = term_label(type_, language=self.language) if _is_ours(type_) else ""
        return f"{label} ({shortened(str(type_))})" if label else shortened(str(type_))


def _local(term: Node) -> str:
    return str(term).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _is_ours(term: Node) -> bool:
    return isinstance(term, URIRef) and str(term).startswith(str(DG))


def _depth(type_: Node) -> tuple[int, str]:
    """Classes of ours by how deep they lie in the ontology, deepest first; others after them."""
    return (-len(ancestors(_local(type_))) if _is_ours(type_) else 0, str(type_))


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"

"""What the archive says of some nodes, gathered: their properties with the names of what these lead to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from dispatchgraph.iri import PREFIXES
from dispatchgraph.serve.pages.visit import Link, Visit
from dispatchgraph.serve.site import Rows, Term

__all__ = ["NAMES", "Node", "best_label", "gathered", "value"]

_FEW = 12  #: properties that are asked for by name

#: What nodes are called, in rows of ?o and ?name or ?class.
NAMES = """SELECT DISTINCT ?o ?name ?class WHERE { VALUES ?o { $THESE }
  { ?o rdfs:label ?name } UNION { ?o dg:lemma ?name } UNION { ?o schema:headline ?name } UNION { ?o a ?class }
} LIMIT 20000"""


def value(row: dict[str, Term], name: str) -> str:
    """The text of a variable's value; empty where it has none."""
    return row[name].value if name in row else ""


def best_label(terms: Collection[Term], language: str) -> str:
    """The one in `language` if there is one, else one without a language, else any; the first of several."""
    return min(terms, key=lambda t: (t.language != language, t.language != "", t.value)).value if terms else ""


@dataclass(frozen=True, kw_only=True)
class Node:
    """One node: its properties (as «dg:agent») and, for each value, what it is called and its classes."""

    iri: str
    values: dict[str, list[Term]] = field(default_factory=dict)
    names: dict[str, list[Term]] = field(default_factory=dict)
    classes: dict[str, set[str]] = field(default_factory=dict)

    def texts(self, *properties: str) -> list[str]:
        """The values of properties as text, each once."""
        return list(dict.fromkeys(term.value for p in properties for term in self.values.get(p, ())))

    def text(self, name: str) -> str:
        """The first value of a property in order; empty where there is none."""
        return min(self.texts(name), default="")

    def label(self, name: str, language: str) -> str:
        """The value of a property whose values are names."""
        return best_label(self.values.get(name, ()), language)

    def links(self, visit: Visit, *properties: str) -> tuple[Link, ...]:
        """Links to the values of properties, by their names; values that are texts lead nowhere."""
        found = {}
        for term in (term for p in properties for term in self.values.get(p, ())):
            found[term.value] = self._link(visit, term)
        return tuple(sorted(found.values(), key=lambda link: (link.label.casefold(), link.iri)))

    def _link(self, visit: Visit, term: Term) -> Link:
        if term.kind != "uri":
            return Link(label=term.value)
        kind = visit.known.most_special(self.classes.get(term.value, ()))
        label = best_label(self.names.get(term.value, ()), visit.language)
        if visit.known.kind(kind) == "event" and kind != "Event":
            label = visit.known.label(PREFIXES["dg"] + kind, visit.language)
        return visit.link(term.value, label, visit.known.kind(kind))


async def gathered(visit: Visit, iris: Sequence[str], properties: Sequence[str]) -> dict[str, Node]:
    """The named properties («dg:agent») of nodes, in the order of `iris`."""
    found = {iri: Node(iri=iri) for iri in iris}
    shorter = {_whole(p): p for p in properties}
    for row in await _statements(visit, iris, properties):
        name = shorter.get(row["p"].value)
        if name and row["o"] not in (terms := found[row["s"].value].values.setdefault(name, [])):
            terms.append(row["o"])
    await _name(visit, list(found.values()))
    return found


async def _statements(visit: Visit, iris: Sequence[str], properties: Sequence[str]) -> Rows:
    """Statements of nodes: where many properties are wanted, all of them, which is sooner found."""
    wanted = "?s ?p ?o"
    if len(properties) <= _FEW:
        wanted = " UNION ".join(f"{{ ?s {name} ?o BIND({name} AS ?p) }}" for name in properties)
    return await visit.of(iris, f"SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?s {{ $THESE }} {wanted} }} LIMIT 20000")


async def _name(visit: Visit, found: Sequence[Node]) -> None:
    """Find names and classes of what lies under the base and is led to."""
    led_to: dict[str, list[Node]] = {}
    for it in found:
        for term in (term for terms in it.values.values() for term in terms):
            if term.kind == "uri" and visit.addresses.path(term.value):
                led_to.setdefault(term.value, []).append(it)
    for row in await visit.of(led_to, NAMES):
        for it in led_to[row["o"].value]:
            if "name" in row:
                it.names.setdefault(row["o"].value, []).append(row["name"])
            if "class" in row:
                it.classes.setdefault(row["o"].value, set()).add(row["class"].value)


def _whole(name: str) -> str:
    """The IRI that a short name stands for.

    >>> _whole("dg:agent")
    'https://w3id.org/dispatchgraph/ontology#agent'
    """
    prefix, _, tail = name.partition(":")
    return PREFIXES[prefix] + tail

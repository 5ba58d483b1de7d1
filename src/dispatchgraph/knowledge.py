"""What is known before reading: the ontology's event classes and the gazetteer, loaded once from `ontology/`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dispatchgraph.errors import KnowledgeError

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = [
    "EventType",
    "Gazetteer",
    "Known",
    "ancestors",
    "entity_parents",
    "event_types",
    "gazetteer",
    "ontology_path",
]

_DG = "https://w3id.org/dispatchgraph/ontology#"
_LETTERS = re.compile(r"\w*")
_GEO = "http://www.opengis.net/ont/geosparql#"


def ontology_path(name: str = "") -> Path:
    """The file or folder `name` of `ontology/`, in an installed wheel or in a checkout.

    Raises `KnowledgeError` where it is in neither.
    """
    here = Path(__file__).resolve().parent
    for root in (here / "ontology", here.parents[1] / "ontology"):
        if (root / name).exists():
            return root / name
    raise KnowledgeError(f"ontology/{name} is missing: install dispatchgraph again")


def parse(path: Path) -> Graph:
    """One Turtle file of `ontology/` as an rdflib graph."""
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    try:
        graph.parse(data=path.read_text("utf-8"), format="turtle")
    except Exception as error:  # rdflib's Turtle parser has no exception of its own for all it raises
        raise KnowledgeError(f"{path.name}: {str(error).splitlines()[0]}") from error
    return graph


def _local(iri: object) -> str:
    return str(iri).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


@cache
def ontology() -> Graph:
    """`ontology/dispatchgraph.ttl`."""
    return parse(ontology_path("dispatchgraph.ttl"))


@cache
def entity_parents() -> Mapping[str, str]:
    """Each class of our ontology (local name) and its parent in it."""
    from rdflib import RDFS

    return {
        _local(c): _local(p)
        for c, p in sorted(ontology().subject_objects(RDFS.subClassOf))
        if str(c).startswith(_DG) and str(p).startswith(_DG)
    }


@cache
def ancestors(name: str) -> tuple[str, ...]:
    """A class and all above it in our ontology, nearest first.

    >>> ancestors("Veto")
    ('Veto', 'Reject', 'Event')
    """
    parent = entity_parents().get(name)
    return (name, *ancestors(parent)) if parent else (name,)


@dataclass(frozen=True, kw_only=True)
class EventType:
    """An event class as the engine needs it."""

    name: str
    shortcut: str | None
    symmetric: bool


@cache
def event_types() -> Mapping[str, EventType]:
    """The event classes of the ontology by local name, `Event` itself among them."""
    return {name: _event_type(name) for name in sorted((*entity_parents(), "Event")) if "Event" in ancestors(name)}


def _event_type(name: str) -> EventType:
    from rdflib import URIRef

    graph, node = ontology(), URIRef(_DG + name)
    shortcut = graph.value(node, URIRef(_DG + "shortcut"))
    symmetric = graph.value(node, URIRef(_DG + "symmetric"))
    return EventType(name=name, shortcut=_local(shortcut) if shortcut else None, symmetric=str(symmetric) == "true")


@dataclass(frozen=True, kw_only=True)
class Known:
    """One entry of the gazetteer."""

    key: str
    type: str
    label: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    located_in: str | None = None
    part_of: str | None = None
    same_as: tuple[str, ...] = ()
    wkt: str | None = None
    population: int = 0


@dataclass(frozen=True, kw_only=True)
class Gazetteer:
    """The known entities, by key and by each way a text may name them (names are case-sensitive)."""

    entries: Mapping[str, Known] = field(default_factory=dict)
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_metonym: Mapping[str, str] = field(default_factory=dict)
    by_demonym: Mapping[str, str] = field(default_factory=dict)
    by_adjective: Mapping[str, str] = field(default_factory=dict)
    by_prefix: Mapping[str, str] = field(default_factory=dict)
    by_folded_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: for datelines in capitals
    small: frozenset[str] = frozenset()  #: words in lower case that names begin with: «armée» of «armée syrienne»
    lengths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  #: of names and metonyms, by their first word

    @classmethod
    def of(cls, entries: Iterable[Known]) -> Gazetteer:
        """Index `entries`; where two share a name, the state or the more populous place comes first."""
        by_key = {e.key: e for e in entries}
        ranked = sorted(by_key.values(), key=_prominence)
        names: dict[str, list[str]] = defaultdict(list)
        for entry in ranked:
            for name in entry.names:
                names[name].append(entry.key)
        return cls(
            entries=by_key,
            by_name={n: tuple(keys) for n, keys in names.items()},
            by_folded_name={n.casefold(): tuple(keys) for n, keys in names.items()},
            by_metonym=_first((m, e.key) for e in ranked for m in e.metonyms),
            by_demonym=_first((d, e.key) for e in ranked for d in e.demonyms),
            by_adjective=_first((a, e.key) for e in ranked for a in e.adjectives),
            by_prefix=_first((p, e.key) for e in ranked for p in e.prefixes),
            small=frozenset(re.split(r"[ ]|(?<=')", n)[0] for n in names if n[:1].islower()),
            lengths=_lengths((*names, *(m for e in ranked for m in e.metonyms))),
        )

    def key_of(self, name: str) -> str | None:
        """The most prominent entry of that name, with plain apostrophes."""
        return next(iter(self.by_name.get(name, ())), None)

    def lengths_from(self, text: str, begin: int) -> Iterator[int]:
        """The code points of the names and metonyms that stand in `text` from `begin` on, the longest first."""
        for length in self.lengths.get(_first_word(text, begin), ()):
            words = text[begin : begin + length]
            if words in self.by_name or words in self.by_metonym:
                yield length


def _prominence(entry: Known) -> tuple[bool, int, str]:
    return (entry.type != "Country", -entry.population, entry.key)


def _first_word(text: str, begin: int = 0) -> str:
    """The letters and digits at `begin`."""
    return _LETTERS.match(text, begin)[0]  # type: ignore[index]


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = defaultdict(set)
    for name in names:
        found[_first_word(name)].add(len(name))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


def _first(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, key in pairs:
        found.setdefault(name, key)
    return found


@cache
def gazetteer(language: str = "fr") -> Gazetteer:
    """All of `ontology/gazetteer/*.ttl`, with names in `language`."""
    paths = sorted(ontology_path("gazetteer").glob("*.ttl"))
    return Gazetteer.of(entry for path in paths for entry in _entries(path, language=language))


Facts = Mapping[str, Mapping[str, list[str]]]  #: subject → predicate → values


def _facts(path: Path, *, language: str) -> Facts:
    """What a file says, but for texts in other languages; read by Oxigraph, as rdflib takes a second for it."""
    from pyoxigraph import Literal, RdfFormat, Triple
    from pyoxigraph import parse as statements

    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    try:
        for quad in statements(path=path, format=RdfFormat.TURTLE):
            subject, predicate, value = quad.triple
            assert not isinstance(subject, Triple) and not isinstance(value, Triple)
            if not isinstance(value, Literal) or value.language in {None, language}:
                facts[subject.value][predicate.value].append(value.value)
    except (SyntaxError, OSError) as error:
        raise KnowledgeError(f"{path.name}: {' '.join(str(error).split())}") from error
    return facts


def _entries(path: Path, *, language: str) -> Iterable[Known]:
    """The entities of one file that have a class and a label."""
    facts = _facts(path, language=language)
    return [known for subject in sorted(facts) if (known := _known(subject, facts)) is not None]


def _known(subject: str, facts: Facts) -> Known | None:
    from rdflib import OWL, RDF, RDFS, SKOS

    def texts(name: str) -> tuple[str, ...]:
        return tuple(sorted(facts[subject].get(name, ())))

    types = [_local(t) for t in texts(str(RDF.type)) if t.startswith(_DG)]
    labels = texts(str(RDFS.label))
    if not types or not labels:
        return None
    return Known(
        key=_local(subject),
        type=types[0],
        label=labels[0],
        names=(*labels, *texts(str(SKOS.altLabel))),
        demonyms=texts(_DG + "demonym"),
        adjectives=texts(_DG + "adjective"),
        prefixes=texts(_DG + "adjectivePrefix"),
        metonyms=texts(_DG + "metonym"),
        located_in=next(map(_local, texts(_DG + "locatedIn")), None),
        part_of=next(map(_local, texts(_DG + "partOf")), None),
        same_as=texts(str(OWL.sameAs)),
        wkt=_wkt(texts(_GEO + "hasGeometry"), facts),
        population=int(next(iter(texts(_DG + "population")), "0")),
    )


def _wkt(geometries: Iterable[str], facts: Facts) -> str | None:
    """The first coordinates that one of `geometries` has."""
    return next((texts[0] for g in geometries if g in facts and (texts := facts[g].get(_GEO + "asWKT"))), None)

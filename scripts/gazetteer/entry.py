"""One known entity, and its Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["PLACES", "Entry", "Point", "turtle"]

#: Classes whose whole is a `dg:locatedIn`; that of any other is a `dg:partOf`.
PLACES = frozenset({"Country", "City", "Region", "District", "Facility", "Place"})

_PREFIXES = {
    "dg": "https://w3id.org/dispatchgraph/ontology#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "known": "https://w3id.org/dispatchgraph/data/entity/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"'})


class Point(NamedTuple):
    """Degrees, WGS 84."""

    longitude: float
    latitude: float


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the gazetteer says of one entity; words are French unless `english` says otherwise."""

    slug: str
    type: str
    french: str
    english: str
    aliases: tuple[str, ...] = ()
    english_aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    within: str = ""  #: slug of the place that it lies in or the body that it belongs to
    capital: str = ""  #: slug of a city
    iso: str = ""  #: ISO 3166-1 alpha-2
    population: int = 0
    point: Point | None = None
    same_as: tuple[str, ...] = ()


def turtle(entries: Iterable[Entry], *, comment: str) -> str:
    """A Turtle file of `entries` in the order of their slugs, `comment` on top."""
    blocks = [_block(e) for e in sorted(entries, key=lambda e: e.slug)]
    head = [f"# {line}" for line in comment.splitlines()]
    body = "\n".join(blocks)
    used = [f"@prefix {p}: <{iri}> ." for p, iri in _PREFIXES.items() if f"{p}:" in body]
    return "\n".join([*head, "", *used, "", body])


def _block(entry: Entry) -> str:
    lines = [f"    {predicate} {', '.join(objects)}" for predicate, objects in _facts(entry) if objects]
    described = " ;\n".join([f"known:{entry.slug} a dg:{entry.type}", *lines])
    return f"{described} .\n{_geometry(entry)}"


def _facts(entry: Entry) -> Iterator[tuple[str, list[str]]]:
    within = "dg:locatedIn" if entry.type in PLACES else "dg:partOf"
    yield "rdfs:label", [*_literals([entry.french]), *_literals([entry.english], language="en")]
    yield "skos:altLabel", [*_literals(entry.aliases), *_literals(entry.english_aliases, language="en")]
    yield "dg:demonym", _literals(entry.demonyms)
    yield "dg:adjective", _literals(entry.adjectives)
    yield "dg:adjectivePrefix", _literals(entry.prefixes)
    yield "dg:metonym", _literals(entry.metonyms)
    yield within, _known(entry.within)
    yield "dg:capital", _known(entry.capital)
    yield "dg:isoCode", [f'"{entry.iso}"'] if entry.iso else []
    yield "dg:population", [str(entry.population)] if entry.population else []
    yield "geo:hasGeometry", [f"<{_geometry_iri(entry)}>"] if entry.point else []
    yield "owl:sameAs", [f"<{iri}>" for iri in entry.same_as]


def _literals(words: Iterable[str], *, language: str = "fr") -> list[str]:
    return [f'"{word.translate(_ESCAPES)}"@{language}' for word in words]


def _known(slug: str) -> list[str]:
    return [f"known:{slug}"] if slug else []


def _geometry_iri(entry: Entry) -> str:
    return f"{_PREFIXES['known']}{entry.slug}#geometry"


def _geometry(entry: Entry) -> str:
    if entry.point is None:
        return ""
    point = f"POINT({entry.point.longitude} {entry.point.latitude})"
    return f'<{_geometry_iri(entry)}> geo:asWKT "{point}"^^geo:wktLiteral .\n'

"""An entity: who or what it is, what it says, what is said to happen with it, and where one reads of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from dispatchgraph.iri import PREFIXES
from dispatchgraph.serve.pages.home import Dated, newest
from dispatchgraph.serve.pages.paper import page
from dispatchgraph.serve.pages.statements import Node, gathered, value
from dispatchgraph.serve.pages.telling import GROUPS, ROLES, Told, group_of, told
from dispatchgraph.serve.pages.visit import Link, Visit
from dispatchgraph.serve.pages.writing import node

__all__ = ["entity"]

_FEW = 4  #: of each part on the first page
_EACH = 25  #: on a page of a part
_HEAD = ("rdf:type", "rdfs:label", "skos:altLabel", "owl:sameAs", "dg:locatedIn", "dg:alliedWith")
_IDENTITY = ("dg:toldIn", "dg:localKey", "dg:score", "dg:reason", "dg:decidedBy")
_TAKES_PART = f"?x {ROLES} $E ; dg:status ?status"
_SAID = "EXISTS { ?x dg:accordingTo ?by }"
_DAY = "OPTIONAL { ?x sem:hasBeginTimeStamp ?day }"
_PUBLISHED = "OPTIONAL { ?x gaf:denotedBy/nif:referenceContext/schema:datePublished ?day }"
_PARTS = {
    "posts": "?x org:member|org:organization|dg:postedTo $E " + _PUBLISHED,
    "claims": "?x dg:speaker $E " + _PUBLISHED,
    "figures": "?x dg:counts|dg:accordingTo|sem:hasPlace $E ; dg:value ?amount " + _PUBLISHED,
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the page: how many there are, and those that are shown."""

    name: str
    count: int
    items: Sequence[Told] = ()
    dispatches: Sequence[Dated] = ()
    merges: Sequence[Merge] = ()
    pages: int = 1


@dataclass(frozen=True, kw_only=True)
class Merge:
    """Why what a dispatch speaks of is this entity."""

    dispatch: Link
    key: str
    score: str
    reason: str
    by: str
    href: str


@dataclass(frozen=True, kw_only=True)
class _Head:
    label: str
    name: str
    kind: str
    others: tuple[str, ...]
    identities: tuple[Link, ...]
    within: tuple[Link, ...]
    allies: tuple[Link, ...]


async def entity(visit: Visit, iri: str) -> Response:
    """The page of an entity, or one part of it, page by page."""
    written = node(iri)
    found, counts = await asyncio.gather(gathered(visit, [iri], _HEAD), _counts(visit, written))
    asked = visit.asked.get("part", "")
    names = [asked] if counts.get(asked) else [name for name, count in counts.items() if count]
    single = names == [asked]
    number = visit.number("page") if single else 1
    parts = await _parts(visit, written, {n: counts[n] for n in names}, each=_EACH if single else _FEW, number=number)
    return page(
        visit,
        "entity",
        iri=iri,
        head=_head(visit, found[iri]),
        counts=counts,
        parts_list=parts,
        strings=visit.words.strings,
        single=single,
        number=number,
    )


def _head(visit: Visit, told: Node) -> _Head:
    cls = visit.known.most_special(told.texts("rdf:type"))
    label = told.label("rdfs:label", visit.language)
    others = sorted({*told.texts("rdfs:label"), *told.texts("skos:altLabel")} - {label}, key=str.casefold)
    return _Head(
        label=label or visit.called(told.iri),
        name=visit.known.label(PREFIXES["dg"] + cls, visit.language) if cls else "",
        kind=visit.known.kind(cls),
        others=tuple(others),
        identities=tuple(visit.link(iri, _elsewhere(iri)) for iri in sorted(told.texts("owl:sameAs"))),
        within=told.links(visit, "dg:locatedIn"),
        allies=told.links(visit, "dg:alliedWith"),
    )


def _elsewhere(iri: str) -> str:
    """What an identity elsewhere is called: «Wikidata Q159»."""
    name = iri.rstrip("/").rpartition("/")[2]
    if iri.startswith(PREFIXES["wd"]):
        return f"Wikidata {name}"
    return f"GeoNames {name}" if "geonames.org/" in iri else ""


# --- how many of each part


async def _counts(visit: Visit, written: str) -> dict[str, int]:
    """How many there are of each part, in the order of the page."""
    kinds = " UNION ".join(
        f'{{ SELECT ("{name}" AS ?part) (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }} }}'
        for name, pattern in {
            **{name: pattern.partition("OPTIONAL")[0] for name, pattern in _PARTS.items()},
            "dispatches": "$E gaf:denotedBy/nif:referenceContext ?x",
            "identities": "?x dg:identityOf $E ; dg:toldIn ?d",
        }.items()
    )
    events = f"""SELECT ?status ?said (COUNT(DISTINCT ?x) AS ?n) WHERE {{
      {_TAKES_PART} BIND({_SAID} AS ?said)
    }} GROUP BY ?status ?said"""
    others, by_status = await asyncio.gather(
        visit.rows(_about(written, f"SELECT ?part ?n WHERE {{ {kinds} }}")), visit.rows(_about(written, events))
    )
    counts = dict.fromkeys(("posts", "claims", *GROUPS, "figures", "dispatches", "identities"), 0)
    for row in others:
        counts[value(row, "part")] = int(value(row, "n"))
    for row in by_status:
        status = value(row, "status").removeprefix(PREFIXES["dg"])
        counts[group_of(status, claimed=value(row, "said") == "true")] += int(value(row, "n"))
    return counts


def _about(written: str, query: str) -> str:
    return query.replace("$E", written)


# --- the parts themselves


async def _parts(visit: Visit, written: str, counts: dict[str, int], *, each: int, number: int) -> list[Part]:
    listed = [name for name in counts if name in _PARTS or name in GROUPS]
    chosen = await _chosen(visit, written, listed, each=each, offset=(number - 1) * each)
    items, dispatches, merges = await asyncio.gather(
        told(visit, list(dict.fromkeys(iri for iris in chosen.values() for iri in iris))),
        _dispatches(visit, written, each=each, number=number, asked="dispatches" in counts),
        _merges(visit, written, each=each, number=number, asked="identities" in counts),
    )
    by_iri = {item.iri: item for item in items}
    return [
        Part(
            name=name,
            count=count,
            items=[by_iri[iri] for iri in chosen.get(name, ())],
            dispatches=dispatches if name == "dispatches" else (),
            merges=merges if name == "identities" else (),
            pages=-(-count // each),
        )
        for name, count in counts.items()
    ]


async def _chosen(visit: Visit, written: str, names: Sequence[str], *, each: int, offset: int) -> dict[str, list[str]]:
    """The IRIs of some parts that are shown, the newest first: one question for all."""
    if not names:
        return {}
    parts = " UNION ".join(
        f"""{{ SELECT ("{name}" AS ?part) ?x (MAX(?day) AS ?last) WHERE {{ {_pattern(name)} }}
            GROUP BY ?x ORDER BY DESC(?last) ?x LIMIT {each} OFFSET {offset} }}"""
        for name in names
    )
    rows = await visit.rows(_about(written, f"SELECT ?part ?x ?last WHERE {{ {parts} }}"))
    found: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda r: value(r, "x")):
        found.setdefault(value(row, "part"), []).append(row["x"].value)
    last = {row["x"].value: value(row, "last") for row in rows}
    return {name: sorted(iris, key=lambda iri: last[iri], reverse=True) for name, iris in found.items()}


def _pattern(name: str) -> str:
    """What makes ?x one of a part."""
    if name in _PARTS:
        return _PARTS[name]
    statuses = ", ".join(f"dg:{status}" for status in GROUPS[name])
    said = {"stated": f"FILTER NOT {_SAID}", "claimed": f"FILTER {_SAID}"}
    return f"{_TAKES_PART} FILTER(?status IN ({statuses})) {said.get(name, '')} {_DAY}"


async def _dispatches(visit: Visit, written: str, *, each: int, number: int, asked: bool) -> list[Dated]:
    if not asked:
        return []
    pattern = _about(
        written,
        """{ SELECT ?d (COUNT(DISTINCT ?span) AS ?m) WHERE { $E gaf:denotedBy ?span . ?span nif:referenceContext ?d }
            GROUP BY ?d }""",
    )
    return await newest(visit, limit=each, pattern=pattern, offset=(number - 1) * each)


async def _merges(visit: Visit, written: str, *, each: int, number: int, asked: bool) -> list[Merge]:
    if not asked:
        return []
    rows = await visit.rows(
        f"""SELECT DISTINCT ?x WHERE {{ ?x dg:identityOf {written} ; dg:toldIn ?d }}
        ORDER BY ?x LIMIT {each} OFFSET {(number - 1) * each}"""
    )
    found = await gathered(visit, [row["x"].value for row in rows], _IDENTITY)
    return [_merge(visit, it) for it in found.values()]


def _merge(visit: Visit, it: Node) -> Merge:
    return Merge(
        dispatch=next(iter(it.links(visit, "dg:toldIn")), Link(label="")),
        key=it.text("dg:localKey"),
        score=visit.words.value(it.text("dg:score")),
        reason=visit.words.of("reasons", it.text("dg:reason")),
        by=visit.words.of("deciders", it.text("dg:decidedBy").removeprefix(PREFIXES["dg"])),
        href=visit.link(it.iri).href,
    )

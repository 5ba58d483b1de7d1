"""The interactive picture of what surrounds a node, of a graph that a query makes, or of what its rows name.

What is drawn is fetched through the pool as N-Triples, within a bound; the page is made by a process of its own, which
may be killed and holds up nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import aclosing
from html import unescape

from starlette.responses import HTMLResponse, Response

from dispatchgraph.serve.pages import easel
from dispatchgraph.serve.pages.answers import answered, checked, piecewise
from dispatchgraph.serve.pages.statements import gathered, value
from dispatchgraph.serve.pages.visit import Visit
from dispatchgraph.serve.pages.writing import in_parts, node, nodes
from dispatchgraph.serve.refusal import Refusal

__all__ = ["graph"]

BYTES = 16 << 20  #: characters of N-Triples that are drawn
PARTS = 200  #: events, claims, figures and posts around an entity, those of the newest dispatches first
SEEDS = 200  #: nodes that rows name
_NT = "application/n-triples"
_TO = (
    "dg:agent|dg:patient|dg:recipient|dg:instrument|sem:hasPlace|dg:speaker|dg:addressee|dg:accordingTo|dg:counts"
    "|org:member|org:organization|dg:postedTo"
)
_NEEDED = "dg:about|dg:claimedIn|dg:states|dg:ofEvent|dg:subsetOf"
_SPAN = "gaf:denotedBy|dg:cue|dg:contentSpan"
_NAMING = ("rdf:type", "rdfs:label", "skos:altLabel", "owl:sameAs", "dg:locatedIn")
_READ = "?p NOT IN (dg:block, dg:fingerprint)"  #: not what the archive keeps for its own use
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')


async def graph(visit: Visit) -> Response:
    """The page of a picture: around ?about=, or of the answer to ?query=."""
    about, query = visit.asked.get("about", "").strip(), visit.asked.get("query", "").strip()
    if about:
        key = (about, visit.language, visit.chosen)
        text = await visit.pictures.get(visit.site.pool.version, key, lambda: _around(visit, about))
    elif query:
        text = await _found(visit, query)
    else:
        raise Refusal(400, "/graph draws what stands around a node, ?about=IRI, or what a query finds, ?query=SPARQL")
    return _page(text)


def _page(text: str) -> Response:
    """A page of the interactive picture, whose own policy allows its own script and nothing else."""
    found = _POLICY.search(text)
    policy = unescape(found[1]) if found else "default-src 'none'"
    return HTMLResponse(text, headers={"content-security-policy": f"{policy}; frame-ancestors 'none'"})


async def _around(visit: Visit, iri: str) -> str:
    label = (await gathered(visit, [iri], ("rdfs:label", "schema:headline")))[iri]
    title = label.label("rdfs:label", visit.language) or label.label("schema:headline", visit.language)
    parts, drawn = await _parts(visit, iri)
    told = await _triples(visit, [drawn] if drawn else await _around_parts(visit, parts or [iri]))
    return await easel.drawn(
        told, title=title or visit.called(iri), language=visit.language, back=visit.link(iri).href or visit.to("/")
    )


async def _found(visit: Visit, query: str) -> str:
    back = visit.to("/query", query=query)
    if checked(query).form in ("CONSTRUCT", "DESCRIBE"):
        told = await _triples(visit, [query])
    else:
        answer = await answered(visit, query, rows=SEEDS, size=0)
        named = [term.value for row in answer.rows for term in row.values() if visit.addresses.path(term.value)]
        seeds = list(dict.fromkeys(named))[:SEEDS]
        if not seeds:
            raise Refusal(400, "no row names a node of this archive: there is nothing to draw")
        told = await _triples(visit, await _around_parts(visit, seeds))
    return await easel.drawn(told, title=visit.words("graph_of_query"), language=visit.language, back=back)


async def _triples(visit: Visit, queries: Sequence[str]) -> bytes:
    """What CONSTRUCTs give, as N-Triples; raises `Refusal` where it is too much to be drawn."""
    pieces, size = [], 0
    for query in queries:
        async with aclosing(piecewise(visit, query, _NT)) as told:
            async for piece in told:
                pieces.append(piece)
                size += len(piece)
                if size > BYTES:
                    raise Refusal(503, f"a picture is drawn of {BYTES >> 20} MB at most: ask for less", limit="size")
    return "".join(pieces).encode()


async def _parts(visit: Visit, iri: str) -> tuple[list[str], str]:
    """What takes part with an entity, the newest first; or, for a dispatch or a graph, the query for its graph."""
    written = node(iri)
    graphs = await visit.rows(
        f"""SELECT ?g WHERE {{ VALUES ?g {{ {nodes([iri, f"{iri}/graph"])} }}
        FILTER EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} }} }} LIMIT 1"""
    )
    if graphs:
        named = node(value(graphs[0], "g"))
        return [], f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {named} {{ ?s ?p ?o }} }}"
    rows = await visit.rows(
        f"""SELECT ?x (MAX(?day) AS ?last) WHERE {{ ?x {_TO} {written} ; gaf:denotedBy/nif:referenceContext ?d .
          OPTIONAL {{ ?d schema:datePublished ?day }}
        }} GROUP BY ?x ORDER BY DESC(?last) ?x LIMIT {PARTS}"""
    )
    return await _with_needed(visit, [row["x"].value for row in rows]), ""


async def _with_needed(visit: Visit, parts: list[str]) -> list[str]:
    """Parts, and those without which these cannot be told."""
    needed = await visit.of(parts, f"SELECT DISTINCT ?x WHERE {{ VALUES ?part {{ $THESE }} ?part {_NEEDED} ?x }}")
    about = await visit.of(parts, "SELECT DISTINCT ?x WHERE { VALUES ?part { $THESE } ?x dg:about ?part }")
    return list(dict.fromkeys([*parts, *(row["x"].value for row in (*needed, *about)[:PARTS])]))


async def _around_parts(visit: Visit, parts: Sequence[str]) -> list[str]:
    """CONSTRUCTs of some parts, of who is in them, and of the words that they were read from."""
    led_to, spans, dispatches = [
        [
            row["it"].value
            for row in await visit.of(parts, f"SELECT DISTINCT ?it WHERE {{ VALUES ?x {{ $THESE }} {told} }}")
        ]
        for told in ("?x ?p ?it FILTER(isIRI(?it))", f"?x {_SPAN} ?it", f"?x {_SPAN} ?m . ?m nif:referenceContext ?it")
    ]
    entities = sorted({iri for iri in led_to if visit.addresses.path(iri)} - set(spans) | set(parts))
    names = " UNION ".join(f"{{ ?it {name} ?o BIND({name} AS ?p) }}" for name in _NAMING)
    mentions = f"?it gaf:denotedBy ?m . ?m nif:referenceContext ?d FILTER(?d IN ({', '.join(map(node, dispatches))}))"
    return [
        *_of(parts, f"CONSTRUCT {{ ?it ?p ?o }} WHERE {{ $THESE ?it ?p ?o FILTER({_READ}) }}"),
        *_of(entities, f"CONSTRUCT {{ ?it ?p ?o }} WHERE {{ $THESE {names} }}"),
        *_of(spans, "CONSTRUCT { ?it ?p ?o } WHERE { $THESE ?it ?p ?o }"),
        *_of(spans, "CONSTRUCT { ?s ?p ?o } WHERE { $THESE ?it nif:sentence ?s . ?s ?p ?o }"),
        *_of(dispatches, f"CONSTRUCT {{ ?it ?p ?o }} WHERE {{ $THESE ?it ?p ?o FILTER({_READ}) }}"),
        *_of(entities, f"CONSTRUCT {{ ?it gaf:denotedBy ?m . ?m ?p ?o }} WHERE {{ $THESE {mentions} ?m ?p ?o }}"),
    ]


def _of(iris: Sequence[str], query: str) -> list[str]:
    return [query.replace("$THESE", f"VALUES ?it {{ {part} }}") for part in in_parts(iris)]

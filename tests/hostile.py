"""Dispatches in which everything that a page shows tries to be more than text."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Quad

from dispatchgraph import iri
from dispatchgraph.iri import DEFAULT_BASE, PREFIXES

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "' onmouseover='alert(3)' autofocus onfocus='alert(3)",
    "</textarea></title></style><svg onload=alert(4)>",
    "javascript:alert(5)//{{7*7}}${alert(5)}]]>",
)
WORD = "Hostile"  #: with which each label begins, so that it is found
_ID = "hostile-{}"


def _term(name: str) -> NamedNode:
    prefix, _, tail = name.partition(":")
    return NamedNode(PREFIXES[prefix] + tail)


def identifier(number: int) -> str:
    """The id of a dispatch; one holds what may stand in no path as it is."""
    return f"{_ID.format(number)}:é/ #?%" if number == 0 else _ID.format(number)


def entity(number: int) -> str:
    return iri.entity(DEFAULT_BASE, f"hostile-{number}")


def dispatch(number: int) -> str:
    return iri.dispatch(DEFAULT_BASE, identifier(number))


def event(number: int) -> str:
    return f"{dispatch(number)}/event/0-7"


def quads(number: int) -> Iterator[Quad]:
    """The graph of one dispatch, whose every text is one of the payloads."""
    payload = PAYLOADS[number]
    label = f"{WORD} {payload}"
    text = f"{label} a dit : {payload}. {payload}\n"
    graph = NamedNode(f"{dispatch(number)}/graph")
    for subject, predicate, value in _statements(number, label, payload, text):
        yield Quad(NamedNode(subject), _term(predicate), value, graph)


def _statements(number: int, label: str, payload: str, text: str) -> Iterator[tuple[str, str, NamedNode | Literal]]:
    it, who, what = dispatch(number), entity(number), event(number)
    claim, figure = f"{it}/claim/8-12", f"{it}/figure/2-4"
    whole, part, word = f"{it}#char=0,{len(text) - 1}", f"{it}#char=0,{len(label)}", f"{it}#char=3,9"
    for name in ("dg:Dispatch", "schema:NewsArticle", "nif:Context"):
        yield it, "rdf:type", _term(name)
    yield it, "schema:headline", Literal(label, language="fr")
    yield it, "schema:datePublished", Literal("2024-05-01", datatype=_term("xsd:date"))
    yield it, "schema:inLanguage", Literal("fr")
    yield it, "dg:sha256", Literal(sha256(text.encode()).hexdigest())
    yield it, "nif:isString", Literal(text)
    yield f"{it}/graph", "prov:wasDerivedFrom", NamedNode(it)
    yield whole, "rdf:type", _term("nif:Sentence")
    for span, begin, end in ((whole, 0, len(text) - 1), (part, 0, len(label)), (word, 3, 9)):
        yield span, "rdf:type", _term("nif:OffsetBasedString")
        yield span, "nif:referenceContext", NamedNode(it)
        yield span, "nif:beginIndex", Literal(begin)
        yield span, "nif:endIndex", Literal(end)
        yield span, "nif:anchorOf", Literal(text[begin:end])
        yield span, "nif:sentence", NamedNode(whole)
    yield who, "rdf:type", _term("dg:Person")
    yield who, "rdfs:label", Literal(label, language="fr")
    yield who, "skos:altLabel", Literal(f"{payload} {number}", language="fr")
    yield who, "owl:sameAs", NamedNode("javascript:alert(6)")
    yield who, "gaf:denotedBy", NamedNode(part)
    for name in ("dg:Event", "dg:Accuse"):
        yield what, "rdf:type", _term(name)
    yield what, "dg:lemma", Literal(payload, language="fr")
    yield what, "dg:agent", NamedNode(who)
    yield what, "dg:status", _term("dg:occurred")
    yield what, "dg:timeExpression", Literal(payload, language="fr")
    yield what, "sem:hasBeginTimeStamp", Literal("2024-05-01", datatype=_term("xsd:date"))
    yield what, "dg:accordingTo", NamedNode(who)
    yield what, "dg:claimedIn", NamedNode(claim)
    yield what, "gaf:denotedBy", NamedNode(word)
    yield claim, "rdf:type", _term("dg:Claim")
    yield claim, "dg:speaker", NamedNode(who)
    yield claim, "dg:quotation", Literal(payload, language="fr")
    yield claim, "dg:speechAct", _term("dg:direct")
    yield claim, "dg:contentSpan", NamedNode(part)
    yield claim, "gaf:denotedBy", NamedNode(part)
    yield claim, "dg:states", NamedNode(what)
    yield figure, "rdf:type", _term("dg:Figure")
    yield figure, "dg:value", Literal(number + 2)
    yield figure, "dg:unit", Literal(payload)
    yield figure, "dg:bound", _term("dg:exactly")
    yield figure, "dg:measure", _term("dg:killed")
    yield figure, "dg:counts", NamedNode(who)
    yield figure, "gaf:denotedBy", NamedNode(word)

"""Events, claims, figures and posts told to a reader: who does what to whom, how sure that is, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatchgraph.iri import PREFIXES
from dispatchgraph.serve.pages.quotes import Quote, quotes
from dispatchgraph.serve.pages.statements import Node, gathered
from dispatchgraph.serve.pages.visit import Link, Visit

__all__ = ["GROUPS", "ROLES", "Fact", "Told", "group_of", "told"]

_DG = PREFIXES["dg"]

#: How sure an event is, and the statuses that say so; of what occurred, who says so counts besides.
GROUPS = {
    "stated": ("occurred", "ongoing"),
    "claimed": ("occurred", "ongoing"),
    "planned": ("planned", "requested"),
    "uncertain": ("alleged", "hypothetical"),
    "denied": ("negated",),
}
_PROPERTIES = (
    *("rdf:type", "rdfs:label", "dg:lemma", "dg:status", "dg:accordingTo", "dg:timeExpression"),
    *("dg:agent", "dg:patient", "dg:recipient", "dg:instrument", "dg:about", "sem:hasPlace"),
    *("sem:hasBeginTimeStamp", "sem:hasEndTimeStamp"),
    *("dg:speaker", "dg:addressee", "dg:speechAct", "dg:quotation", "dg:states", "dg:claimedIn"),
    *("dg:value", "dg:upperValue", "dg:bound", "dg:unit", "dg:counts", "dg:measure", "dg:ofEvent", "dg:subsetOf"),
    *("org:member", "org:organization", "dg:post", "dg:postedTo"),
    *("dg:happening", "dg:sameHappening", "dg:fulfilledBy", "dg:cancelledBy", "dg:disagreesWith", "dg:series"),
)
#: How one takes part in an event, as a path.
ROLES = "dg:agent|dg:patient|dg:recipient|dg:instrument|sem:hasPlace"
_ROLES = ("dg:agent", "dg:patient", "dg:recipient", "dg:about", "dg:instrument", "sem:hasPlace")
_CLAIM = ("dg:addressee",)
_FIGURE = ("dg:counts", "dg:ofEvent", "dg:subsetOf", "sem:hasPlace")
_AFFILIATION = ("dg:postedTo",)
_TIES = ("dg:sameHappening", "dg:fulfilledBy", "dg:cancelledBy", "dg:disagreesWith")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A named list of links: «lieu: Alep»."""

    name: str
    links: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Told:
    """One thing that dispatches tell. Its title is `before` – `verb` – `after`, of which some are empty."""

    iri: str
    href: str
    kind: str  #: event, claim, figure or affiliation
    name: str  #: of its class
    before: tuple[Link, ...] = ()
    verb: str = ""
    after: tuple[Link, ...] = ()
    facts: tuple[Fact, ...] = ()
    ties: tuple[Fact, ...] = ()
    status: str = ""
    group: str = ""
    when: str = ""
    day: str = ""
    speakers: tuple[Link, ...] = ()
    quotation: str = ""
    quotes: tuple[Quote, ...] = ()


async def told(visit: Visit, iris: Sequence[str], *, quoting: bool = True) -> list[Told]:
    """What is told, in the order of `iris`; without `quoting` the sentences are left out."""
    found = await gathered(visit, iris, _PROPERTIES)
    said = await quotes(visit, iris) if quoting else {}
    return [_told(visit, node, said.get(iri, ())) for iri, node in found.items()]


def _told(visit: Visit, node: Node, said: tuple[Quote, ...]) -> Told:
    cls = visit.known.most_special(node.texts("rdf:type"))
    kind = visit.known.kind(cls) or "thing"
    begin, end = node.text("sem:hasBeginTimeStamp"), node.text("sem:hasEndTimeStamp")
    before, verb, after, names = _title(visit, node, kind, cls)
    status = node.text("dg:status").removeprefix(_DG)
    return Told(
        iri=node.iri,
        href=visit.link(node.iri).href,
        kind=kind,
        name=visit.known.label(_DG + cls, visit.language) if cls else "",
        before=before,
        verb=verb,
        after=after,
        facts=_facts(visit, node, names),
        ties=_facts(visit, node, _TIES),
        status=status,
        group=group_of(status, claimed=bool(node.values.get("dg:accordingTo"))) if status else "",
        when=visit.words.period(begin, end) if begin or end else "",
        day=begin[:10],
        speakers=node.links(visit, "dg:accordingTo") if kind != "claim" else (),
        quotation=" … ".join(node.texts("dg:quotation")),
        quotes=said,
    )


def group_of(status: str, *, claimed: bool) -> str:
    """How sure an event of a status is, as one of `GROUPS`."""
    found = next((name for name, statuses in GROUPS.items() if status in statuses), "uncertain")
    return "claimed" if found == "stated" and claimed else found


_Title = tuple[tuple[Link, ...], str, tuple[Link, ...], tuple[str, ...]]


def _title(visit: Visit, node: Node, kind: str, cls: str) -> _Title:
    """The parts of a title, and the properties that are still to be told."""
    if kind == "claim":
        return node.links(visit, "dg:speaker"), _act(visit, node), (), _CLAIM
    if kind == "figure":
        return (), amount(visit, node), node.links(visit, "dg:counts"), _FIGURE[1:]
    if kind == "affiliation":
        post = node.label("dg:post", visit.language) or visit.words("member")
        return node.links(visit, "org:member"), post, node.links(visit, "org:organization"), _AFFILIATION
    return _event_title(visit, node, cls)


def _event_title(visit: Visit, node: Node, cls: str) -> _Title:
    """Who does what to whom where the ontology has a verb for what happened, else the name of its class."""
    target = next((role for role in ("dg:patient", "dg:about", "sem:hasPlace") if role in node.values), "")
    real = node.text("dg:status").removeprefix(_DG) in GROUPS["stated"]
    if real and cls in visit.known.shortcuts and len(node.texts("dg:agent")) == 1 and target:
        verb = visit.known.label(visit.known.shortcuts[cls], visit.language)
        rest = tuple(role for role in _ROLES if role not in ("dg:agent", target))
        return node.links(visit, "dg:agent"), verb, node.links(visit, target), rest
    lemma = node.label("dg:lemma", visit.language)
    plain = lemma if cls == "Event" and lemma else visit.known.label(_DG + cls, visit.language)
    return (), plain[:1].upper() + plain[1:], (), _ROLES


def _act(visit: Visit, node: Node) -> str:
    return visit.words.of("acts", node.text("dg:speechAct").removeprefix(_DG) or "indirect")


def amount(visit: Visit, node: Node) -> str:
    """A figure in words: «au moins 324 tués», «8 à 12 %»."""
    words = visit.words
    bound = node.text("dg:bound").removeprefix(_DG)
    low, high = words.value(node.text("dg:value")), words.value(node.text("dg:upperValue"))
    number = words("range", low=low, high=high) if high else low
    unit = node.text("dg:unit")
    measure = node.text("dg:measure")
    parts = [words.of("bounds", bound) if bound not in ("", "exactly") else "", number]
    parts.append(words.of("units", unit) if unit else "")
    if measure and not measure.endswith(("#other", "#share", "#amount", "#duration", "#change", "#strength")):
        parts.append(visit.known.label(measure, visit.language))
    return " ".join(part for part in parts if part)


def _facts(visit: Visit, node: Node, names: Sequence[str]) -> tuple[Fact, ...]:
    return tuple(
        Fact(name=visit.words.of("roles", name.partition(":")[2]), links=node.links(visit, name))
        for name in names
        if name in node.values
    )

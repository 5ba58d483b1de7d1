"""Which form an answer takes: by `?format=`, else by what the client says it accepts, else JSON or Turtle.

>>> chosen("SELECT", accept="text/csv;q=0.5, application/sparql-results+xml").media
'application/sparql-results+xml'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dispatchgraph.serve.refusal import Refusal

__all__ = ["GRAPHS", "RESULTS", "Form", "best", "chosen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of answers: its media type, others it goes by, and what `?format=` calls it."""

    media: str
    others: tuple[str, ...] = ()
    names: tuple[str, ...]


#: The forms of rows and truth values, and those of graphs, in the order in which they are preferred.
RESULTS = (
    Form(media="application/sparql-results+json", others=("application/json",), names=("json",)),
    Form(media="application/sparql-results+xml", others=("application/xml",), names=("xml",)),
    Form(media="text/csv", names=("csv",)),
    Form(media="text/tab-separated-values", names=("tsv",)),
)
GRAPHS = (
    Form(media="text/turtle", others=("application/x-turtle",), names=("turtle", "ttl")),
    Form(media="application/n-triples", names=("ntriples", "nt")),
    Form(media="application/ld+json", others=("application/json",), names=("jsonld", "json-ld")),
    Form(media="application/rdf+xml", others=("application/xml",), names=("rdfxml", "rdf", "xml")),
    Form(media="application/trig", names=("trig",)),
    Form(media="application/n-quads", names=("nquads", "nq")),
)
_LONGEST = 2_000  #: characters of an Accept header that are read


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A form, and the name of it that the client knows."""

    media: str
    told: str

    @property
    def content_type(self) -> str:
        return f"{self.told}; charset=utf-8" if self.told.startswith("text/") else self.told


def chosen(form: str, *, accept: str = "", name: str = "") -> Chosen:
    """The form of the answer to a query of the form SELECT, ASK, CONSTRUCT or DESCRIBE.

    Raises `Refusal` (406), with what there is, where none is accepted.
    """
    return _chosen(RESULTS if form in ("SELECT", "ASK") else GRAPHS, accept[:_LONGEST], name)


@lru_cache(maxsize=256)
def _chosen(forms: tuple[Form, ...], accept: str, name: str) -> Chosen:
    if name:
        for form in forms:
            if name.lower() in (*form.names, form.media, *form.others):
                return Chosen(media=form.media, told=form.media)
    else:
        told = best(accept, [media for form in forms for media in (form.media, *form.others)])
        for form in forms:
            if told in (form.media, *form.others):
                return Chosen(media=form.media, told=told)
    there = ", ".join(form.media for form in forms)
    raise Refusal(406, f"no such form of an answer to this query; there are: {there}")


def best(accept: str, offers: Iterable[str]) -> str:
    """The one of `offers` that `accept` prefers, the first of several; empty where it accepts none.

    >>> best("text/*;q=0.3, text/html;q=0.7, */*;q=0.1", ["text/turtle", "image/png"])
    'text/turtle'
    """
    ranges = _ranges(accept or "*/*")
    found, quality = "", 0.0
    for offer in offers:
        said = _quality(offer, ranges)
        if said > quality:
            found, quality = offer, said
    return found


def _ranges(accept: str) -> dict[str, float]:
    """What is accepted, as media ranges and how much each is liked."""
    found: dict[str, float] = {}
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media:
            found[media if media != "*" else "*/*"] = _liking(parameters)
    return found


def _liking(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _quality(offer: str, ranges: dict[str, float]) -> float:
    """How much `offer` is liked: what is said of it most precisely counts."""
    for media in (offer, f"{offer.partition('/')[0]}/*", "*/*"):
        if media in ranges:
            return ranges[media]
    return 0.0

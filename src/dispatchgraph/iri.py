"""IRIs minted from what they stand for: the same input gives the same IRI on every machine.

Spans follow RFC 5147 (`#char=begin,end`), as NIF does. Nothing here needs RDF: IRIs are plain strings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote

from dispatchgraph.errors import InputError
from dispatchgraph.model import Span

__all__ = [
    "DEFAULT_BASE",
    "PREFIXES",
    "check_base",
    "dispatch",
    "entity",
    "graph",
    "part",
    "part_of",
    "slug",
    "span",
    "span_of",
]

DEFAULT_BASE = "https://w3id.org/dispatchgraph/data/"

#: What a query may write without declaring it, and what our files declare.
PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "dg": "https://w3id.org/dispatchgraph/ontology#",
        "gaf": "http://groundedannotationframework.org/gaf#",
        "geo": "http://www.opengis.net/ont/geosparql#",
        "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "wd": "http://www.wikidata.org/entity/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)

# An absolute IRI of RFC 3987, as far as a base needs it: a machine's name and a path, or a URN; then a fragment.
_SIGN = r"(?:[^\s\x00-\x20\x7f-\xa0<>\"{}|\\^`%\[\]#\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U0001fffe-\U0010ffff]"
_SIGN += r"|%[0-9A-Fa-f]{2})"
_HOST = rf"(?:(?![/?:@]){_SIGN})+(?::[0-9]{{1,5}})?"
_BASE = re.compile(rf"(?:https?://{_HOST}(?=[/?#])(?:[/?]{_SIGN}*)?|urn:{_SIGN}*)(?:\#{_SIGN}*)?")
_SPELLED = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "’": "-", "'": "-"})


@lru_cache(maxsize=1 << 14)
def slug(words: str) -> str:
    """`words` as one lower-case path segment.

    >>> slug("Sergueï Lavrov"), slug("Côte d’Ivoire"), slug("株式会社")
    ('serguei-lavrov', 'cote-d-ivoire', '株式会社')
    """
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_SPELLED)).casefold()  # «™» becomes «TM»
    kept = "".join(c if c.isalnum() else "-" for c in plain if not unicodedata.combining(c))
    return re.sub(r"-+", "-", kept).strip("-")[:120].strip("-") or "x"


def check_base(base: str) -> str:
    """`base` if data IRIs may stand under it; raises `InputError` otherwise."""
    if not _BASE.fullmatch(base) or not base.endswith(("/", "#", ":")):
        raise InputError(f"{base!r} is no base for IRIs: it must be an absolute IRI that ends in «/», «#» or «:»")
    return base


@lru_cache(maxsize=1 << 14)
def entity(base: str, key: str) -> str:
    """The IRI of an entity by its key (a slug)."""
    return f"{base}entity/{quote(key, safe='')}"


@lru_cache(maxsize=1 << 10)
def dispatch(base: str, identifier: str) -> str:
    """The IRI of a dispatch."""
    return f"{base}dispatch/{quote(identifier, safe='')}"


def graph(base: str, identifier: str) -> str:
    """The IRI of the named graph that holds what was read from a dispatch."""
    return f"{dispatch(base, identifier)}/graph"


def span(base: str, identifier: str, words: Span) -> str:
    """The IRI of a stretch of a dispatch's text."""
    return span_of(dispatch(base, identifier), words)


def span_of(text: str, words: Span) -> str:
    """The IRI of a stretch of the dispatch whose IRI is `text`."""
    return f"{text}#char={words.begin},{words.end}"


def part(base: str, identifier: str, key: str) -> str:
    """The IRI of an event, claim, figure or affiliation; `key` is «event/12-20»."""
    return part_of(dispatch(base, identifier), key)


def part_of(text: str, key: str) -> str:
    """The IRI of an event, claim, figure or affiliation of the dispatch whose IRI is `text`."""
    return f"{text}/{key}"

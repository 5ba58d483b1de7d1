"""The words that a picture shows for the terms of our ontology, in one language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from rdflib import RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DC, DCTERMS, FOAF
from rdflib.term import Node

from dispatchgraph import knowledge
from dispatchgraph.errors import KnowledgeError

__all__ = ["best_label", "local_name", "spaced", "term_label", "tie_label"]

_NAMING = (
    RDFS.label,
    SKOS.prefLabel,
    URIRef("https://schema.org/name"),
    URIRef("http://schema.org/name"),
    URIRef("https://schema.org/headline"),
    FOAF.name,
    DCTERMS.title,
    DC.title,
)


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files(__package__).joinpath("labels.toml").read_text("utf-8"))


def tie_label(tie: str, *, language: str) -> str:
    """The words on the arrow of a role or tie («lieu», «membre de»); French where the language has none.

    >>> tie_label("place", language="fr")
    'lieu'
    """
    table = _table()
    return table.get(language, table["fr"])[tie]


def local_name(term: object) -> str:
    """What stands after the last `#`, `/` or `:` of an IRI.

    >>> local_name("https://schema.org/name")
    'name'
    """
    text = str(term)
    return re.split(r"[#/:]", text.rstrip("#/:"))[-1] or text


def spaced(name: str) -> str:
    """A local name as words.

    >>> spaced("ceasesFireWith"), spaced("is_part-of")
    ('ceases fire with', 'is part of')
    """
    return " ".join(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", re.sub(r"[_\-]+", " ", name)).lower().split()) or name


def best_label(graph: Graph, term: Node, *, language: str) -> str | None:
    """The name that `graph` gives `term`: in `language` if there is one, else without a language, else any."""
    for naming in _NAMING:
        named = [o for o in graph.objects(term, naming) if isinstance(o, Literal)]
        if named:
            return str(min(named, key=lambda o: (o.language != language, o.language is not None, str(o))))
    return None


def term_label(term: object, *, language: str) -> str:
    """The ontology's label of one of its terms, or the term's local name as words.

    Only the terms that the ontology describes have a label of its own; nothing is looked up elsewhere.
    """
    try:
        named = best_label(knowledge.ontology(), URIRef(str(term)), language=language)
    except KnowledgeError:
        named = None
    return named or spaced(local_name(term))

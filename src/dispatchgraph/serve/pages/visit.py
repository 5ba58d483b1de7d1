"""One request for a page: who asks, in which language, and how links lead on from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlencode

from dispatchgraph.serve.pages.addresses import PATH, Addresses
from dispatchgraph.serve.pages.once import Once
from dispatchgraph.serve.pages.vocabulary import Vocabulary, short
from dispatchgraph.serve.pages.wording import Wording
from dispatchgraph.serve.pages.writing import in_parts
from dispatchgraph.serve.site import Rows, Site

__all__ = ["Link", "Visit"]

_LAST = 4_000  #: the highest page: who wants more asks by SPARQL


@dataclass(frozen=True, kw_only=True)
class Link:
    """A name that leads somewhere, or nowhere where `href` is empty."""

    label: str
    href: str = ""
    iri: str = ""
    kind: str = ""  #: «person», «state»…: how it is underlined
    away: bool = False  #: it leads out of this service


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What a page is made for. `chosen` tells that the language was asked for, so that links keep it."""

    site: Site
    words: Wording
    known: Vocabulary
    addresses: Addresses
    once: Once
    pictures: Once
    path: str  #: percent-encoded, as it came
    asked: Mapping[str, str]  #: what stands behind the question mark, or in the form
    accept: str = ""
    chosen: bool = False

    @property
    def language(self) -> str:
        return self.words.language

    async def rows(self, sparql: str, *, limit: int = 1000) -> Rows:
        """The rows of a SELECT of ours, which bounds itself."""
        return await self.site.pool.rows(sparql, limit=limit)

    async def of(self, iris: Iterable[str], sparql: str, *, limit: int = 20_000) -> Rows:
        """The rows of a SELECT about some nodes, whose VALUES stand where it says $THESE; in parts where they are many.

        One VALUES and plain patterns are found at once in an archive of any size; two VALUES in a group, or an OPTIONAL
        of two patterns, are not.
        """
        asked = [sparql.replace("$THESE", part) for part in in_parts(iris)]
        return [row for rows in [await self.rows(query, limit=limit) for query in asked] for row in rows]

    def to(self, path: str, /, **parameters: object) -> str:
        """The address of a page of ours; parameters that are empty are left out."""
        kept = {name.rstrip("_"): value for name, value in parameters.items() if value not in ("", None)}
        if self.chosen and "lang" not in kept:
            kept["lang"] = self.language
        before, mark, fragment = path.partition("#")
        before = "/" + quote(before.lstrip("/"), safe=PATH)  # two slashes would lead to another host
        query = urlencode({k: v for k, v in kept.items() if v != "-"})
        return f"{before}{'?' + query if query else ''}{mark}{fragment}"

    def link(self, iri: str, label: str = "", kind: str = "") -> Link:
        """A link to what an IRI stands for; without `label` it is called as the ontology or its own tail says."""
        path = self.addresses.path(iri)
        href = self.to(path) if path else self.addresses.href(iri)
        return Link(label=label or self.called(iri), href=href, iri=iri, kind=kind, away=bool(href) and not path)

    def called(self, iri: str) -> str:
        """The name of a term of the ontology, else the IRI as short as it can be told."""
        if iri in self.known.labels:
            return self.known.label(iri, self.language)
        if not self.addresses.path(iri):
            return short(iri)
        tail = unquote(iri.removeprefix(self.site.base))
        return tail.partition("/")[2] if tail.count("/") == 1 else tail

    def number(self, name: str, *, otherwise: int = 1, most: int = _LAST) -> int:
        """A whole number that is asked for, within 1 and `most`."""
        said = self.asked.get(name, "")
        return min(max(int(said), 1), most) if said.isascii() and said.isdigit() and len(said) < 9 else otherwise

    def elsewhere(self, /, **parameters: object) -> str:
        """This page with other parameters."""
        return self.to(self.path, **{**{k: v for k, v in self.asked.items() if k != "lang"}, **parameters})

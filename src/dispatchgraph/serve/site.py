"""What a page knows of the service that it stands in: its archive, through the pool that asks it, and its names.

A page never opens a store and never builds SPARQL from text it was given but through `Term.sparql`:

>>> Term(kind="literal", value='he said "no"', language="en").sparql
'"he said \\\\"no\\\\""@en'
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Asks", "Rows", "Site", "Term"]

_STRING = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})
_NOT_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_LANGUAGE = re.compile(r"[A-Za-z]+(-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One RDF term of an answer: `kind` is «uri», «literal» or «bnode»."""

    kind: str
    value: str
    language: str = ""
    datatype: str = ""  #: its IRI; empty for plain strings and strings with a language

    @property
    def sparql(self) -> str:
        """The term as SPARQL writes it, whatever its text; raises `ValueError` where no query can name it."""
        if self.kind == "uri":
            if _NOT_IRI.search(self.value):
                raise ValueError("no IRI: it holds a character that IRIs may not have")
            return f"<{self.value}>"
        if self.kind != "literal":
            raise ValueError("a blank node has no name in a query")
        if self.language and not _LANGUAGE.fullmatch(self.language):
            raise ValueError("no language tag")
        ending = f"@{self.language}" if self.language else ""
        if self.datatype:
            ending = f"^^{Term(kind='uri', value=self.datatype).sparql}"
        return f'"{self.value.translate(_STRING)}"{ending}'


Rows = list[dict[str, Term]]  #: the rows of a SELECT: what each variable is bound to; one that is not bound is absent


class Asks(Protocol):
    """What pages need of the pool. All raise `serve.refusal.Refusal`, which the application turns into its answer.

    Our prefixes (`iri.PREFIXES`) need no declaration; the default graph has each statement of all graphs once.
    """

    async def rows(self, sparql: str, *, limit: int = 1000) -> Rows:
        """The rows of a SELECT, in its order; raises where there are more than `limit`."""
        ...

    async def ask(self, sparql: str) -> bool:
        """The answer to an ASK."""
        ...

    def graph(self, sparql: str, *, media: str = "text/turtle") -> AsyncIterator[bytes]:
        """What a CONSTRUCT or DESCRIBE gives, written as `media`, piece by piece.

        A SELECT or ASK is answered too, where `media` is a format of results.
        """
        ...

    @property
    def version(self) -> str:
        """Names the snapshot that is asked now: another text means other data (good for an ETag)."""
        ...


@dataclass(frozen=True, kw_only=True)
class Site:
    """One running service.

    `base` is where its data IRIs stand ({base}entity/…, {base}dispatch/…), `title` what people call the archive,
    `version` that of the software, `language` that of the pages' own words.
    """

    base: str
    pool: Asks
    title: str
    version: str
    language: str = "fr"

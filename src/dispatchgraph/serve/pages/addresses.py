"""Where an IRI is shown: those under the base have pages here, others are links to elsewhere, or words.

An IRI `{base}entity/x` is shown at `/entity/x`, whatever host the base names; a server that stands where the base says
gets it by the base's own path as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

__all__ = ["PATH", "Addresses"]

PATH = "/%:@!$&'()*+,;=-._~"  #: what may stand in a path as it is
_NOT_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """The addresses of one service by its base.

    >>> at = Addresses(base="https://w3id.org/dispatchgraph/data/")
    >>> at.path("https://w3id.org/dispatchgraph/data/dispatch/a#char=1,5")
    '/dispatch/a#char=1,5'
    >>> at.iris("/entity/x")
    ('https://w3id.org/dispatchgraph/data/entity/x',)
    """

    base: str

    def path(self, iri: str) -> str:
        """The path and fragment where an IRI under the base is shown; empty for any other."""
        tail = iri[len(self.base) :] if iri.startswith(self.base) else ""
        before, mark, fragment = tail.partition("#")
        if not before or before.startswith("/"):  # a path of two slashes would be another host
            return ""
        return f"/{quote(before, safe=PATH)}{mark}{quote(fragment, safe=PATH)}"

    def href(self, iri: str) -> str:
        """What a link to an IRI leads to: its path here, the IRI itself where it is of the web, else nothing."""
        if path := self.path(iri):
            return path
        return iri if iri.startswith(("http://", "https://")) and not _NOT_IRI.search(iri) else ""

    def iris(self, raw_path: str) -> tuple[str, ...]:
        """The IRIs that a path, percent-encoded as it came, may be the address of; the likeliest first."""
        tails = [raw_path.removeprefix("/")]
        own = urlsplit(self.base).path
        if own not in ("", "/") and raw_path.startswith(own):
            tails.append(raw_path[len(own) :])
        found = [f"{self.base}{form}" for tail in tails for form in _forms(tail) if form]
        return tuple(iri for iri in dict.fromkeys(found) if not _NOT_IRI.search(iri))


def _forms(tail: str) -> tuple[str, ...]:
    """A path as it came, as our IRIs are minted, and decoded: clients encode as much as they like."""
    minted = "/".join(quote(unquote(segment), safe="") for segment in tail.split("/"))
    return tail, minted, unquote(tail)

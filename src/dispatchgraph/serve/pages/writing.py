"""SPARQL out of what was given: an IRI or a text goes into a query only through these."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from dispatchgraph.serve.refusal import Refusal
from dispatchgraph.serve.site import Term

__all__ = ["in_parts", "looking_for", "node", "nodes", "text", "typed"]

_PART = 80_000  #: bytes of the IRIs in one query, of the 100 000 that it may have
_XSD = "http://www.w3.org/2001/XMLSchema#"


def node(iri: str) -> str:
    """An IRI as SPARQL writes it; raises `Refusal` where it is none.

    >>> node("urn:a")
    '<urn:a>'
    """
    try:
        return Term(kind="uri", value=iri).sparql
    except ValueError:
        raise Refusal(400, "that is no IRI") from None


def nodes(iris: Iterable[str]) -> str:
    """IRIs as the values of a VALUES block; those that no query can name are left out."""
    return " ".join(_written(iris))


def in_parts(iris: Iterable[str]) -> Iterator[str]:
    """IRIs as the values of VALUES blocks, each short enough for one query."""
    part: list[str] = []
    size = 0
    for written in _written(iris):
        if part and size + len(written) > _PART:
            yield " ".join(part)
            part, size = [], 0
        part.append(written)
        size += len(written.encode()) + 1
    if part:
        yield " ".join(part)


def _written(iris: Iterable[str]) -> Iterator[str]:
    for iri in dict.fromkeys(iris):
        try:
            yield Term(kind="uri", value=iri).sparql
        except ValueError:
            continue


def text(value: str) -> str:
    """A text as SPARQL writes it, whatever it holds.

    >>> print(text('" . } #'))
    "\\" . } #"
    """
    return Term(kind="literal", value=_whole(value)).sparql


def typed(value: str, kind: str) -> str:
    """A value of a type of XML Schema, by its local name."""
    return Term(kind="literal", value=_whole(value), datatype=_XSD + kind).sparql


def _whole(value: str) -> str:
    """`value` without halves of characters, which no query can be sent with."""
    return value.encode("utf-8", "replace").decode("utf-8")


_VARIANTS = {
    "a": "aàáâãäåāăą",
    "c": "cçćč",
    "d": "dďđ",
    "e": "eèéêëēėęě",
    "g": "gğģ",
    "i": "iìíîïīįı",
    "l": "lłľ",
    "n": "nñńňņ",
    "o": "oòóôõöøōő",
    "r": "rřŕ",
    "s": "sśšşș",
    "t": "tťţț",
    "u": "uùúûüūůűų",
    "y": "yýÿ",
    "z": "zźżž",
}
_DASHES = "[-‐‑–— .'’ʼ]"


def looking_for(word: str) -> str:
    """A regular expression, for the flag «i», that finds a word of a name from its beginning, accents or not.

    >>> import re
    >>> bool(re.search(looking_for("ete"), "L’été", re.I)), bool(re.search(looking_for("té"), "été", re.I))
    (True, False)
    """
    plain = unicodedata.normalize("NFKD", word.casefold().replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(_letter(c) for c in plain if not unicodedata.combining(c))
    joined = _letter("o") + _letter("e")
    return rf"(^|\W){letters.replace(joined, f'(?:{joined}|[œŒ])')}"


def _letter(letter: str) -> str:
    if letter in _VARIANTS:
        small = _VARIANTS[letter]
        return f"[{small}{small.upper()}]"
    if letter in "-‐‑–—.'’ʼ":
        return _DASHES
    return re.escape(letter)

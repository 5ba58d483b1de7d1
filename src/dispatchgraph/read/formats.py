"""The formats a dispatch may come in, by suffix and by content: the one place to add another.

A format is a name, the suffixes it owns, a test of content, and a function from bytes to articles: text with what
the format itself says of it. NewsML, ninjs or a feed, which hold many items, would yield many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from dispatchgraph.errors import NotADispatch
from dispatchgraph.read.decode import decode

__all__ = ["FORMATS", "Article", "Format", "format_of", "may_be_dispatch"]


@dataclass(frozen=True, kw_only=True)
class Article:
    """An item as its format gives it: what a text's envelope need not be asked for."""

    text: str
    id: str | None = None
    date: date | None = None
    language: str | None = None


@dataclass(frozen=True, kw_only=True)
class Format:
    """A format of dispatches."""

    name: str
    suffixes: frozenset[str]  #: lower case, with the dot; "" for none
    sniff: Callable[[bytes], bool]  #: whether the first bytes look like it
    articles: Callable[[bytes], Iterator[Article]]


# How files begin that are text and yet no prose: markup, data, RDF, programs.
_OTHER_BEGINNINGS = (b"<", b"{", b"[", b"@prefix", b"@base", b"PREFIX", b"prefix", b"#!", b"BEGIN:")
# Files that stand beside dispatches, our own output among them.
_OTHER_SUFFIXES = frozenset(
    {".bak", ".cfg", ".csv", ".gexf", ".graphml", ".htm", ".html", ".ini", ".js", ".json", ".jsonl", ".jsonld", ".log"}
    | {".n3", ".nq", ".nt", ".owl", ".py", ".rdf", ".rq", ".sh", ".toml", ".trig", ".tsv", ".ttl", ".xml", ".yaml"}
    | {".yml"}
)


def _plain_articles(data: bytes) -> Iterator[Article]:
    yield Article(text=decode(data))


def _is_prose(data: bytes) -> bool:
    """Whether `data` is text that does not begin like markup or data."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_OTHER_BEGINNINGS):
        return False
    try:
        decode(data)
    except NotADispatch:
        return False
    return True


FORMATS: tuple[Format, ...] = (
    Format(
        name="text",
        suffixes=frozenset({".txt", ".text", ".md", ".markdown"}),
        sniff=_is_prose,
        articles=_plain_articles,
    ),
)


def format_of(name: str, data: bytes) -> Format:
    """The format of a file called `name`: by its suffix, else by its content, else plain text."""
    suffix = PurePath(name).suffix.lower()
    owners = [f for f in FORMATS if suffix in f.suffixes] or [f for f in FORMATS if f.sniff(data)]
    return next(iter(owners), FORMATS[0])


def may_be_dispatch(name: str, head: Callable[[], bytes]) -> bool:
    """Whether a file found in a folder is worth reading: `head` gives its content where its name does not tell."""
    suffix = PurePath(name).suffix.lower()
    if any(suffix in f.suffixes for f in FORMATS):
        return True
    return suffix not in _OTHER_SUFFIXES and any(f.sniff(head()) for f in FORMATS)

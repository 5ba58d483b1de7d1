"""The tokens of SPARQL 1.1, in one pass that takes time in proportion to the text, whatever the text.

From what begins no token of SPARQL (a quotation mark without its end, a stray backslash) to the end of the text all is
one token of the kind «broken». Every repetition is possessive, so nothing is ever read twice.

>>> [t.text for t in tokens("ASK { ?s ex:p 'SERVICE' } # SERVICE")]
['ASK', '{', '?s', 'ex:p', "'SERVICE'", '}']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

__all__ = ["Token", "in_order", "place", "tokens"]


_Name = TypeVar("_Name", bound=str)


class Token(NamedTuple):
    """A piece of a query, at the offset `begin`.

    `kind` is string, iri, variable, blank, name (with its prefix), word (a keyword), number, language, mark or broken.
    """

    kind: str
    text: str
    begin: int


_C = r"0-9A-Za-z_\x80-\U0010ffff"  # what names are made of; some of it no engine takes, which does no harm here
_BEGIN = r"[A-Za-z_\x80-\U0010ffff]"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_LOCAL = rf"(?:(?:[{_C}:]|{_ESCAPED})(?:[{_C}\-:]|\.++(?=[{_C}\-:%\\])|{_ESCAPED})*+)?+"

# A word and a prefix look alike as far as the colon, so they are read as one and told apart by what follows.
_TOKEN = re.compile(
    rf"""
      (?P<space>   (?:[ \t\r\n]|\#[^\r\n]*+)++ )
    | (?P<string>  '''(?:[^'\\]|\\.|'(?!''))*+''' | \"""(?:[^"\\]|\\.|"(?!""))*+\"""
                 | '(?!'')(?:[^'\\\r\n]|\\[^\r\n])*+' | "(?!"")(?:[^"\\\r\n]|\\[^\r\n])*+" )
    | (?P<iri>     <(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+> )
    | (?P<variable>[?$][{_C}]++ )
    | (?P<blank>   _:{_LOCAL} )
    | (?P<word>    {_BEGIN}[{_C}.\-]*+ ) (?P<name> :{_LOCAL} )?+
    | (?P<local>   :{_LOCAL} )
    | (?P<number>  [0-9]++(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+ | \.[0-9]++(?:[eE][+-]?[0-9]++)?+ )
    | (?P<language>@[A-Za-z][A-Za-z0-9\-]*+ )
    | (?P<mark>    \|\| | && | \^\^ | <= | >= | != | [{{}}()\[\]<>=!|+*/.,;^?~\-] )
    | (?P<broken>  .++ )
    """,
    re.VERBOSE | re.DOTALL,
)
_PART = re.compile(r"[^.\-]++|.")


def tokens(query: str) -> Iterator[Token]:
    """The tokens of `query`, without spaces and comments."""
    for found in _TOKEN.finditer(query):
        kind, text = found.lastgroup, found[0]
        if kind == "space":
            continue
        if kind == "word" and ("." in text or "-" in text):  # no prefix after all: «true.» and «true-1» are several
            for part in _PART.finditer(text):
                yield Token("mark" if part[0] in ".-" else "word", part[0], found.start() + part.start())
        else:
            yield Token("name" if kind == "local" else kind or "mark", text, found.start())


def in_order(names: Iterable[_Name], query: str) -> list[_Name]:
    """The names of variables in the order in which `query` has them first.

    >>> in_order(["a", "b"], "SELECT * { ?b ?c ?a }")
    ['b', 'a']
    """
    first: dict[str, int] = {}
    for token in tokens(query):
        if token.kind == "variable":
            first.setdefault(token.text[1:], token.begin)
    return sorted(names, key=lambda name: (first.get(str(name), len(query)), str(name)))


def place(query: str, offset: int) -> tuple[int, int]:
    """Line and column of `offset`, both counted from 1.

    >>> place("ASK\\n{", 4)
    (2, 1)
    """
    begin = query.rfind("\n", 0, offset) + 1
    return query.count("\n", 0, offset) + 1, offset - begin + 1

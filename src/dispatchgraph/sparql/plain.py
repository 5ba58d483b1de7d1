"""Most queries are short and plain, and can be seen to be harmless without reading their tokens.

Each limit of the guard counts what takes at least one character, so a short query with few brackets, signs and
separators, wherever they stand, is within all of them. What may mean more than it seems, a word that reaches out or a
number for a character, is left to the guard, as is all that is not plain.
"""

from __future__ import annotations

import re

__all__ = ["form_of"]

_LONGEST = 900  #: characters: no 500 clauses have room beside 40 brackets
_BRACKETS, _SIGNS, _MARKS = 40, 20, 250  #: fewer than the guard's limits on depth, signs in a row, and chains
_CHAINS = (".;,", "/^", "+-*|&!?<")  # what parts patterns, makes steps, operates
# What has a meaning for the guard beyond its place: services, numbers for characters, graphs of a query's own choice,
# answers that are not the same each time.
_TELLING = re.compile(r"SERVICE|FROM|USING|WITH|NOW|RAND|UUID|BNODE|\\", re.IGNORECASE)
_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*+>"
_BEGIN = re.compile(
    rf"\s*+(?:(?:PREFIX\s++[\w\-]*+:\s*+{_IRI}|BASE\s++{_IRI})\s*+)*+(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w.:\-])",
    re.IGNORECASE | re.ASCII,
)


def form_of(query: str) -> str | None:
    """SELECT, ASK, CONSTRUCT or DESCRIBE, where `query` is so plain that the guard has nothing against it; else None.

    What it lets pass need not be SPARQL.

    >>> form_of("PREFIX ex: <urn:x> SELECT * { ?s ex:p 1 }"), form_of("SELECT * { SERVICE <urn:x> {} }")
    ('SELECT', None)
    """
    if len(query) > _LONGEST or (not query.isprintable() and not query.replace("\n", " ").isprintable()):
        return None
    count = query.count
    if count("{") + count("(") + count("[") > _BRACKETS or count("!") + count("+") + count("-") > _SIGNS:
        return None
    if any(sum(map(count, marks)) > _MARKS for marks in _CHAINS) or _TELLING.search(query):
        return None
    begin = _BEGIN.match(query)
    return begin[1].upper() if begin else None

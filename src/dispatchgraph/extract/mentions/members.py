"""The persons that a plural description introduces: «les ministres X et Y»."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from dispatchgraph.extract.syntax import SUBJECTS, conjuncts
from dispatchgraph.extract.words import is_plural
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Mention, Span
from dispatchgraph.parse import Parse, Word

__all__ = ["find_members", "joined_names"]

_REACH = 40  # words from a pronoun back to the names that it takes up

_BRACKETS = re.compile(r"\([^)]*\)")


def find_members(doc: Parse, group: Mention, named: Sequence[Mention]) -> tuple[Span, ...]:
    """The heads of the persons' names that follow `group`, joined by commas and «et»; none where there is only one.

    `named` are in text order.
    """
    if not group.plural:
        return ()
    found: list[Span] = []
    at = group.span.end
    for name in named[bisect_right(named, group.head.end, key=_begin) :]:
        if not _continues(doc, at, name, first=not found):
            if found and doc.text[name.span.begin - 1] == "(":  # «X (parti), Y»
                continue
            break
        if name.type != "Person":
            break
        found.append(name.head)
        at = name.span.end
    return tuple(found) if len(found) > 1 else ()


def joined_names(pronoun: Word, mentions: Mapping[int, Mention]) -> tuple[Span, ...]:
    """The heads of «X et Y» that «ils» or «elles» takes up: the names joined as the nearest plural subject before."""
    doc = pronoun.doc
    for token in reversed(list(doc[max(pronoun.i - _REACH, 0) : pronoun.i])):
        if token.dep_ not in SUBJECTS or token.pos_ not in {"NOUN", "PROPN"}:
            continue
        found = [mentions.get(t.i) for t in conjuncts(token)]
        names = [m for m in found if m is not None and m.kind == "name"]
        if len(names) > 1 and len(names) == len(found):
            return tuple(m.head for m in names)
        if is_plural(token):
            return ()
    return ()


def _begin(mention: Mention) -> int:
    return mention.span.begin


def _continues(doc: Parse, at: int, name: Mention, *, first: bool) -> bool:
    """Whether nothing but what joins stands between `at` and a name that may be a person's."""
    between = _BRACKETS.sub("", doc.text[at : name.span.begin]).strip()
    joins = not between or (not first and between in grammar(doc.language).joints)
    return joins and name.type != "Organization"

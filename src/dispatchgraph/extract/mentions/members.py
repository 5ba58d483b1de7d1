"""The persons that a plural description introduces: «les ministres X et Y»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["find_members"]

_BRACKETS = re.compile(r"\([^)]*\)")


def find_members(doc: Doc, group: Mention, named: Sequence[Mention]) -> tuple[Span, ...]:
    """The heads of the persons' names that follow `group`, joined by commas and «et»; none where there is only one."""
    if not group.plural:
        return ()
    found: list[Span] = []
    at = group.span.end
    for name in sorted((n for n in named if n.span.begin > group.head.end), key=lambda n: n.span):
        if not _continues(doc, at, name, first=not found):
            if found and doc.text[name.span.begin - 1] == "(":  # «X (parti), Y»
                continue
            break
        if name.type != "Person":
            break
        found.append(name.head)
        at = name.span.end
    return tuple(found) if len(found) > 1 else ()


def _continues(doc: Doc, at: int, name: Mention, *, first: bool) -> bool:
    """Whether nothing but what joins stands between `at` and a name that may be a person's."""
    between = _BRACKETS.sub("", doc.text[at : name.span.begin]).strip()
    joins = not between or (not first and between in grammar(doc.lang_).joints)
    return joins and name.type != "Organization"

"""Verbs and expressions as a lexicon lists them: «se retirer», «mettre veto»."""

from __future__ import annotations

from dataclasses import dataclass

from dispatchgraph.languages.syntax import grammar

__all__ = ["Expression", "parse_expression"]


@dataclass(frozen=True, kw_only=True)
class Expression:
    """The lemmas of an expression, and whether its verb is reflexive."""

    words: tuple[str, ...]  #: the head first, then what must hang below it
    reflexive: bool = False


def parse_expression(text: str, language: str) -> Expression:
    """An entry of a lexicon.

    >>> parse_expression("s'emparer", "fr")
    Expression(words=('emparer',), reflexive=True)
    """
    prefixes = grammar(language).reflexive_prefixes
    bare = text
    for prefix in prefixes:
        bare = bare.removeprefix(prefix)
    return Expression(words=tuple(bare.split()), reflexive=text.startswith(prefixes))

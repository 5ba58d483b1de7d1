"""The noun that a number counts: «50 000 habitants», «onze de ses soldats», «70 % des électeurs»."""

from __future__ import annotations

from collections.abc import Sequence

from dispatchgraph.extract.amounts import Amount
from dispatchgraph.extract.page import Page, has
from dispatchgraph.parse import Word

__all__ = ["NOUNS", "counted_noun", "numbered_noun", "quantity_noun"]

NOUNS = frozenset({"NOUN", "PROPN"})
_FARTHEST = 6  # words between a number and its noun: «trois des cinq anciens hauts responsables»
_PASSED = frozenset({"DET", "ADJ", "NUM"})
_BARE = frozenset({"money", "duration", "quantity", "point"})  # units that count nothing but themselves


def _is_noun(page: Page, token: Word) -> bool:
    return token.pos_ in NOUNS or has(page.grammar.nouns, token) or has(page.grammar.people, token)


def _head_noun(page: Page, tokens: Sequence[Word]) -> Word | None:
    """The first noun after determiners and adjectives; an adjective that no noun follows stands for one."""
    adjective: Word | None = None
    for token in tokens[:_FARTHEST]:
        if _is_noun(page, token):
            return token
        if token.lower_ in page.grammar.others or token.text == "«":  # «onze «terroristes»»
            continue
        if token.pos_ not in _PASSED:
            break
        adjective = token if token.pos_ == "ADJ" else adjective
    return adjective


def _agrees(page: Page, amount: Amount, noun: Word | None) -> bool:
    """Whether a noun may follow a number of two or more: it is plural, or a name."""
    many = amount.value >= 2 or amount.upper is not None
    return noun is None or not many or noun.text[0].isupper() or noun.lower_.endswith(page.grammar.plural_endings)


def counted_noun(page: Page, amount: Amount) -> Word | None:
    """The noun that an amount counts; None for «3 euros», «trois jours», and where none follows."""
    if amount.unit and amount.unit.kind in _BARE:
        return None
    tokens = [t for t, _ in zip(page.after(amount.span.end), range(_FARTHEST + 2), strict=False)]
    if not tokens:
        return None
    of = page.is_of(tokens[0])
    if amount.scaled or amount.unit:
        return _head_noun(page, tokens[1:]) if of else None
    if of:
        return _head_noun(page, tokens[1:]) if _is_partitive(page, tokens) else None
    noun = _head_noun(page, tokens) if tokens[0].pos_ != "DET" else None
    return noun if _agrees(page, amount, noun) else None


def _is_partitive(page: Page, tokens: Sequence[Word]) -> bool:
    """«Onze de ses soldats», «trois des otages», but not «le 5 de cœur»."""
    return tokens[0].lower_ in page.grammar.contracted_of or (len(tokens) > 1 and tokens[1].pos_ == "DET")


def numbered_noun(page: Page, amount: Amount) -> Word | None:
    """The noun that a number after it values: «une **magnitude** de 7,2»."""
    token = page.before(amount.span.begin)
    if token is not None and token.lower_ in page.grammar.numbered_links:
        token = page.before(token.idx)
    return token if token is not None and has(page.grammar.numbered, token) else None


def quantity_noun(page: Page, amount: Amount) -> Word | None:
    """«Le nombre de **combattants** est estimé à 8.000», «portant à 125 le nombre de **morts**»."""
    number = page.last(amount.number)
    verb = next((a for a in number.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    beside = [c for c in verb.children if c.dep_.startswith(("nsubj", "obj"))] if verb is not None else []
    heads = [t for t in (number.head, *beside) if has(page.grammar.quantity_nouns, t)]
    return next((n for h in heads for n in h.children if n.dep_ == "nmod" and n.i > h.i and n.pos_ == "NOUN"), None)

"""Figures: numbers that count something, with the noun they count.

`find_figures` reads the text alone; `measure_figures` (of `extract.measures`) adds what events make of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatchgraph.extract.amounts import Amount, bound_after, find_amounts
from dispatchgraph.extract.counted import (
    counted_noun,
    first_token,
    in_lexicon,
    is_no_figure,
    is_year_like,
    last_token,
    numbered_noun,
)
from dispatchgraph.extract.measures import ends_with_cue, measure_figures
from dispatchgraph.extract.numbers import fold
from dispatchgraph.languages.figures import FigureGrammar, figure_grammar
from dispatchgraph.model import Bound, FigureMention, Span, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["find_figures", "measure_figures"]


def _span_of(token: Token) -> Span:
    return Span(token.idx, token.idx + len(token.text))


def find_figures(
    doc: Doc, times: Sequence[TimeExpression] = (), *, language: str = "fr", vague: bool = False
) -> tuple[FigureMention, ...]:
    """All figures of `doc`, in order; numbers inside `times` are none.

    `vague` adds «des milliers de», read as «plus de mille».
    """
    found: list[FigureMention] = []
    for amount in find_amounts(doc.text, apart=tuple(t.span for t in times), language=language):
        if amount.vague and not vague:
            continue
        figure = _figure(doc, amount, found, language=language)
        if figure is not None:
            found.append(figure)
    return tuple(found)


def _figure(doc: Doc, amount: Amount, earlier: Sequence[FigureMention], *, language: str) -> FigureMention | None:
    amount = _unsigned(amount)
    noun = counted_noun(doc, amount, language=language)
    numbered = None if noun else numbered_noun(doc, amount, language=language)
    if is_no_figure(doc, amount, noun or numbered, language=language):
        return None
    if noun is not None or numbered is not None or amount.unit is not None:
        return _made(doc, amount, noun or numbered, language=language)
    return _bare(doc, amount, earlier, language=language)


def _unsigned(amount: Amount) -> Amount:
    """A minus before a count is a dash; before a percentage it is a minus."""
    if amount.value >= 0 or (amount.unit and amount.unit.kind in {"percent", "point", "quantity"}):
        return amount
    shift = Span(amount.number.begin + 1, amount.number.end)
    span = Span(min(amount.span.begin + 1, shift.begin), amount.span.end)
    return replace(amount, value=-amount.value, number=shift, span=span)


def _made(doc: Doc, amount: Amount, noun: Token | None, *, language: str, rule: str = "noun") -> FigureMention:
    """The figure of an amount whose noun stands beside it, or that has a unit."""
    at = _span_of(noun) if noun is not None else None
    apart = at is not None and _another_number_between(doc, amount, at)
    begin = min(amount.span.begin, at.begin) if at and not apart else amount.span.begin
    end = max(amount.span.end, at.end) if at and not apart else amount.span.end
    after = _bound_behind(doc, end, language=language) if amount.bound in {None, "about"} else None
    return FigureMention(
        span=Span(begin, after[1] if after else end),
        number=amount.number,
        value=amount.value,
        upper=amount.upper,
        bound="moreThan" if amount.vague else after[0] if after else amount.bound or "exactly",
        unit=amount.unit.code if amount.unit else None,
        measure=_measure_of_unit(amount),
        noun=at,
        sentence=_sentence(doc, amount),
        rule=f"figures#{'unit' if noun is None else rule}",
    )


def _bound_behind(doc: Doc, end: int, *, language: str) -> tuple[Bound, int] | None:
    """«Trois personnes au moins»; but in «au plus fort de» no bound."""
    after = bound_after(fold(doc.text), end, language=language)
    if after is None:
        return None
    follows = first_token(doc, Span(after[1], min(after[1] + 2, len(doc.text)))) if after[1] < len(doc.text) else None
    return None if follows is not None and follows.idx >= after[1] and follows.pos_ in {"ADJ", "ADV"} else after


def _measure_of_unit(amount: Amount) -> str:
    return {"percent": "share", "duration": "duration", "money": "amount"}.get(amount.unit.kind if amount.unit else "", "other")


def _another_number_between(doc: Doc, amount: Amount, noun: Span) -> bool:
    """«50 000 des 250 000 habitants»: the noun belongs to the second figure's words."""
    between = doc.text[amount.span.end : noun.begin]
    return any(c.isdigit() for c in between)


def _sentence(doc: Doc, amount: Amount) -> Span:
    sent = first_token(doc, amount.number).sent
    return Span(sent.start_char, sent.end_char)


# --- numbers with no noun of their own ------------------------------------------------------------------------------


def _bare(doc: Doc, amount: Amount, earlier: Sequence[FigureMention], *, language: str) -> FigureMention | None:
    """A number alone: it counts what an earlier figure or «le nombre de X» names, or it is no figure."""
    if is_year_like(amount, language=language):
        return None
    grammar = figure_grammar(language)
    figure = _made(doc, amount, None, language=language)
    noun = _noun_of_quantity(doc, amount, grammar)
    if noun is not None:
        return replace(figure, noun=_span_of(noun), rule="figures#quantity")
    source = _source(doc, amount, earlier, grammar)
    if source is not None:
        return replace(figure, noun=source.noun, rule="figures#inherited")
    return replace(figure, rule="figures#bare") if _stands_for_people(doc, amount) and amount.bound else None


def _noun_of_quantity(doc: Doc, amount: Amount, grammar: FigureGrammar) -> Token | None:
    """«Le nombre de **combattants** est estimé à 8.000»."""
    number = last_token(doc, amount.number)
    verb = next((a for a in number.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    if verb is None:
        return None
    heads = [c for c in verb.children if c.i < number.i and c.dep_.startswith("nsubj") and in_lexicon(c, grammar.quantity_nouns)]
    return next((n for h in heads for n in h.children if n.dep_ == "nmod" and n.i > h.i and n.pos_ == "NOUN"), None)


def _source(
    doc: Doc, amount: Amount, earlier: Sequence[FigureMention], grammar: FigureGrammar
) -> FigureMention | None:
    """The figure before it whose noun a bare number shares."""
    counted = [f for f in earlier[-8:] if f.noun is not None and f.unit is None and f.rule != "figures#bare"]
    if not counted:
        return None
    last, sentence = counted[-1], _sentence(doc, amount)
    if last.sentence == sentence:
        return last if _continues(doc, amount, last, grammar) else None
    previous = first_token(doc, sentence).i
    near = previous and last.sentence.end >= doc[previous - 1].idx - 1
    if not near or not (_stands_for_people(doc, amount) or _has_en(doc, amount)):
        return None
    whole = [f for f in counted if f.sentence == last.sentence and f.noun and not in_lexicon(last_token(doc, f.noun), grammar.strong)]
    return whole[-1] if whole else last


def _continues(doc: Doc, amount: Amount, last: FigureMention, grammar: FigureGrammar) -> bool:
    """Whether a number goes on counting what the sentence's last figure counts."""
    if amount.grouped or amount.bound or ends_with_cue(doc.text, amount.span.begin, grammar):
        return True
    first = first_token(doc, amount.span)
    before = first.nbor(-1) if first.i > first.sent.start else first
    after = next((t for t in doc[first.i : first.sent.end] if t.idx >= amount.span.end and not t.is_space), None)
    if after is not None and after.lower_ in grammar.others:
        return True
    if _counts_votes(doc, last, grammar):
        return before.lower_ in grammar.vote_links or (after is not None and after.lower_ in grammar.vote_links)
    return before.pos_ == "CCONJ" or (before.text == "," and after is not None and after.pos_ in {"ADP", "VERB", "ADJ"})


def _counts_votes(doc: Doc, figure: FigureMention, grammar: FigureGrammar) -> bool:
    noun = last_token(doc, figure.noun) if figure.noun else None
    return noun is not None and any(grammar.nouns.get(w) == "votes" for w in _forms(noun))


def _forms(token: Token) -> tuple[str, ...]:
    return (token.lower_, token.lemma_.lower(), token.lower_.rstrip("sx"))


def _stands_for_people(doc: Doc, amount: Amount) -> bool:
    """Whether a number is itself a verb's subject: «14 ont été arrêtés»."""
    number = last_token(doc, amount.number)
    return number.dep_.startswith("nsubj") and number.head.pos_ in {"VERB", "AUX", "ADJ"} and number.i < number.head.i


def _has_en(doc: Doc, amount: Amount) -> bool:
    """«La police n'**en** a compté que 338.000»."""
    number = first_token(doc, amount.number)
    verb = next((a for a in number.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    return verb is not None and any(c.lower_ == "en" and c.pos_ == "PRON" and c.i < verb.i for c in verb.children)

"""Figures: numbers that count something, with the noun they count.

`find_figures` reads text and parse; `measure_figures` (of `extract.measures`) adds what events make of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dispatchgraph.extract.amounts import Amount, bound_after, find_amounts
from dispatchgraph.extract.counted import counted_noun, numbered_noun, quantity_noun
from dispatchgraph.extract.measures import ends_with_cue, measure_figures
from dispatchgraph.extract.page import Page, has, open_page, singular
from dispatchgraph.extract.refusals import is_no_figure, is_year_like
from dispatchgraph.extract.words import span_of
from dispatchgraph.model import Bound, FigureMention, Span, TimeExpression
from dispatchgraph.parse import Parse, Word

__all__ = ["find_figures", "measure_figures"]

_BACK = 8  # figures that a bare number may take its noun from
_SIGNED = frozenset({"percent", "point", "quantity"})
_MEASURES = {"percent": "share", "duration": "duration", "money": "amount"}
_VERBAL = frozenset({"VERB", "AUX", "ADJ"})


def find_figures(
    doc: Parse, times: Sequence[TimeExpression] = (), *, language: str = "fr", vague: bool = False
) -> tuple[FigureMention, ...]:
    """All figures of `doc`, in order; numbers inside `times` are none.

    `vague` adds «des milliers de», read as «plus de mille».
    """
    page = open_page(doc, language=language)
    found: list[FigureMention] = []
    for amount in find_amounts(page.text, apart=tuple(t.span for t in times), language=language):
        figure = _figure(page, _unsigned(amount), found) if vague or not amount.vague else None
        if figure is not None:
            found.append(figure)
    return tuple(found)


def _unsigned(amount: Amount) -> Amount:
    """A minus before a count is a dash; before a percentage it is a minus."""
    if amount.value >= 0 or (amount.unit and amount.unit.kind in _SIGNED):
        return amount
    number = Span(amount.number.begin + 1, amount.number.end)
    begin = number.begin if amount.span.begin == amount.number.begin else amount.span.begin
    return replace(amount, value=-amount.value, number=number, span=Span(begin, amount.span.end))


def _figure(page: Page, amount: Amount, earlier: Sequence[FigureMention]) -> FigureMention | None:
    noun = counted_noun(page, amount) or numbered_noun(page, amount)
    if is_no_figure(page, amount, noun):
        return None
    if noun is not None or amount.unit is not None:
        return _made(page, amount, noun)
    return _bare(page, amount, earlier)


def _made(page: Page, amount: Amount, noun: Word | None) -> FigureMention:
    """The figure of an amount that stands beside its noun, or that has a unit."""
    at = span_of(noun) if noun is not None else None
    own = at is not None and not any(c.isdigit() for c in page.text[amount.span.end : at.begin])
    begin, end = amount.span
    if at is not None and own:
        begin, end = min(begin, at.begin), max(end, at.end)
    after = _bound_behind(page, end) if amount.bound in {None, "about"} else None
    return FigureMention(
        span=Span(begin, after[1] if after else end),
        number=amount.number,
        value=amount.value,
        upper=amount.upper,
        bound="moreThan" if amount.vague else after[0] if after else amount.bound or "exactly",
        unit=amount.unit.code if amount.unit else None,
        measure=_MEASURES.get(amount.unit.kind, "other") if amount.unit else "other",
        noun=at,
        sentence=page.sentence(amount.number),
        rule="figures#noun" if noun is not None else "figures#unit",
    )


def _bound_behind(page: Page, end: int) -> tuple[Bound, int] | None:
    """«Trois personnes au moins»; but in «au plus fort de» no bound."""
    after = bound_after(page.text, end, language=page.language)
    follows = page.next(after[1]) if after else None
    return None if follows is not None and follows.pos_ in {"ADJ", "ADV"} else after


# --- numbers with no noun of their own ----------------------------------------------------------------------------


def _bare(page: Page, amount: Amount, earlier: Sequence[FigureMention]) -> FigureMention | None:
    """A number alone: it counts what an earlier figure or «le nombre de X» names, or it is no figure."""
    if is_year_like(page, amount):
        return None
    figure = _made(page, _with_others(page, amount), None)
    noun = quantity_noun(page, amount)
    if noun is not None:
        return replace(figure, noun=span_of(noun), rule="figures#quantity")
    source = _source(page, amount, earlier)
    if source is not None:
        return replace(figure, noun=source.noun, rule="figures#inherited")
    stands = _among_them(page, amount) or (amount.bound is not None and _is_subject(page, amount))
    return replace(figure, rule="figures#bare") if stands else None


def _with_others(page: Page, amount: Amount) -> Amount:
    """«56 autres»: the pronoun belongs to the figure's words."""
    after = page.next(amount.span.end)
    if after is None or after.lower_ not in page.grammar.others:
        return amount
    return replace(amount, span=Span(amount.span.begin, after.idx + len(after.text)))


def _source(page: Page, amount: Amount, earlier: Sequence[FigureMention]) -> FigureMention | None:
    """The figure before it whose noun a bare number shares."""
    counted = [f for f in earlier[-_BACK:] if f.noun is not None and f.unit is None]
    if not counted:
        return None
    last, sentence = counted[-1], page.sentence(amount.number)
    if last.sentence == sentence:
        return last if _continues(page, amount, last) else None
    near = not page.text[last.sentence.end : sentence.begin].strip()
    if not near or not (_is_subject(page, amount) or _has_en(page, amount) or _among_them(page, amount)):
        return None
    return _most_general(page, [f for f in counted if f.sentence == last.sentence])


def _most_general(page: Page, figures: Sequence[FigureMention]) -> FigureMention:
    """The last that counts people or things as such, not «morts» or «blessés»."""
    general = [f for f in figures if f.noun and not has(page.grammar.strong, page.last(f.noun))]
    return general[-1] if general else figures[-1]


def _continues(page: Page, amount: Amount, last: FigureMention) -> bool:
    """Whether a number goes on counting what the sentence's last figure counts."""
    grammar = page.grammar
    if amount.grouped or amount.bound or ends_with_cue(page, amount.span.begin) or _among_them(page, amount):
        return True
    before, after = page.before(amount.span.begin), page.next(amount.span.end)
    if (after is not None and after.lower_ in grammar.others) or _has_en(page, amount):
        return True
    if _counts_votes(page, last):
        return any(t is not None and t.lower_ in grammar.vote_links for t in (before, after))
    if before is None or before.pos_ == "CCONJ" or before.lower_ in grammar.comparing:
        return before is not None  # «619 morts, contre 754 l'an dernier»
    return before.text == "," and after is not None and after.pos_ in {"ADP", "VERB", "ADJ", "ADV"}


def _counts_votes(page: Page, figure: FigureMention) -> bool:
    noun = page.last(figure.noun) if figure.noun else None
    return noun is not None and any(page.grammar.nouns.get(w) == "votes" for w in singular(noun))


def _among_them(page: Page, amount: Amount) -> bool:
    """«Onze d'entre eux»."""
    return page.text.startswith(page.grammar.among_them, amount.span.end)


def _is_subject(page: Page, amount: Amount) -> bool:
    """Whether a number is itself a verb's subject: «14 ont été arrêtés»."""
    number = page.last(amount.number)
    if number.head.lower_ in page.grammar.others:
        number = number.head
    return number.dep_.startswith("nsubj") and number.head.pos_ in _VERBAL and number.i < number.head.i


def _has_en(page: Page, amount: Amount) -> bool:
    """«La préfecture n'**en** a vu que 2.500»."""
    number = page.first(amount.number)
    verb = next((a for a in number.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    return verb is not None and any(c.lower_ in page.grammar.of_it and c.i < verb.i for c in verb.children)

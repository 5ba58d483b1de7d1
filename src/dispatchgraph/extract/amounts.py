"""Numbers with the words that belong to them whatever they count: ranges, bounds, units.

Purely textual, like `extract.numbers`: an `Amount` is a stretch of text with a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise, zip_longest

from dispatchgraph.extract.numbers import Numeral, alternatives, find_numerals, fold, plain_decimal
from dispatchgraph.languages.figures import BoundWords, FigureGrammar, Unit, figure_grammar
from dispatchgraph.model import Bound, Span

__all__ = ["Amount", "bound_after", "find_amounts"]

_REACH = 70  # how far before a number its bound may begin
_LAST_WORD = re.compile(r"([^\W_]+)[\W_]*\Z")
_FIRST_WORD = re.compile(r" ?([^\W_]+|[^\w\s])")  # or the sign that stands there
_CASED = 4  # a unit of so few letters is a symbol: «km», never «KM»


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A value in the text with its bound and unit; what it counts is not yet known."""

    span: Span  #: bound, number and unit
    number: Span
    value: Decimal
    upper: Decimal | None = None
    bound: Bound | None = None  #: None where no word says
    unit: Unit | None = None
    kind: str  #: "digits", "words" or "collective"
    grouped: bool = False  #: surely a quantity: grouped digits, a decimal mark or a scale
    scaled: bool = False  #: needs «de» before a noun
    vague: bool = False


@cache
def _unit_pattern(language: str) -> re.Pattern[str]:
    grammar = figure_grammar(language)
    any_case = alternatives(u for u in grammar.units if len(u) > _CASED)
    cased = alternatives(u for u in grammar.units if len(u) <= _CASED)
    of = rf"(?i:{alternatives(grammar.of)})?"
    scale = rf"(?P<scale>{alternatives(grammar.symbol_scales)}(?=[^\w\s]))?"
    return re.compile(rf" ?{of}{scale}(?P<unit>(?i:{any_case})|{cased})(?![^\W_])")


@cache
def _unit_openings(language: str) -> frozenset[str]:
    """The first words, or signs, of all that may follow a number as its unit."""
    grammar = figure_grammar(language)
    words = (*grammar.units, *grammar.of, *grammar.symbol_scales)
    return frozenset(first[1].lower() for word in words if (first := _FIRST_WORD.match(word)))


@cache
def _sign_before(language: str) -> re.Pattern[str]:
    signs = [u for u, unit in figure_grammar(language).units.items() if unit.kind == "money" and not u[-1].isalpha()]
    return re.compile(rf"(?P<unit>{alternatives(signs)}) ?\Z")


@cache
def _half_pattern(language: str) -> re.Pattern[str]:
    return re.compile(rf" {alternatives(figure_grammar(language).half)}(?!\w)", re.IGNORECASE)


@cache
def _range_patterns(language: str) -> tuple[tuple[re.Pattern[str] | None, re.Pattern[str]], ...]:
    """What must stand before a range's first number, and between the two: maybe the unit, then a link."""
    grammar = figure_grammar(language)
    unit = rf"(?: ?(?:{alternatives(grammar.of)})?(?P<unit>{alternatives(grammar.units)}))?"
    return tuple(
        (
            re.compile(rf"(?<![^\W_]){alternatives(r.open)} \Z", re.IGNORECASE) if r.open else None,
            re.compile(rf"{unit} {alternatives(r.link)} ", re.IGNORECASE),
        )
        for r in grammar.ranges
    )


@cache
def _longest_link(language: str) -> int:
    """The most code points that may stand between the two ends of a range."""
    grammar = figure_grammar(language)
    parts = (grammar.of, grammar.units, [r for each in grammar.ranges for r in each.link])
    return sum(max(map(len, words), default=0) for words in parts) + len("   ")


@cache
def _level_pattern(language: str) -> re.Pattern[str]:
    grammar = figure_grammar(language)
    return re.compile(
        rf"(?<!\w){alternatives(grammar.level_verbs)}(?: \w+){{0,2}} {alternatives(grammar.of)}\Z", re.IGNORECASE
    )


def _bound_words(bound: BoundWords, grammar: FigureGrammar) -> str:
    """All ways to say a bound before a number; «dépasser» may have an adverb and an article after it."""
    ways = [alternatives(bound.before)] if bound.before else []
    if bound.verbs:
        adverb, article = alternatives(grammar.bound_adverbs), alternatives(grammar.bound_articles)
        ways.append(rf"{alternatives(bound.verbs)}(?: {adverb})?(?: {article})?")
    return "(?:" + "|".join(ways) + ")"


@cache
def _bounds_before(language: str) -> tuple[tuple[Bound, re.Pattern[str]], ...]:
    grammar = figure_grammar(language)
    return tuple(
        (b.bound, re.compile(rf"(?<![\w-]){_bound_words(b, grammar)} ?\Z", re.IGNORECASE))
        for b in grammar.bounds
        if b.before or b.verbs
    )


@cache
def _bounds_after(language: str) -> tuple[tuple[Bound, re.Pattern[str]], ...]:
    bounds = [b for b in figure_grammar(language).bounds if b.after]
    return tuple((b.bound, re.compile(rf" {alternatives(b.after)}(?!\w)", re.IGNORECASE)) for b in bounds)


@cache
def _bound_endings(language: str) -> frozenset[str]:
    """The last words of all ways to say a bound before a number."""
    grammar = figure_grammar(language)
    verbal = (*grammar.bound_adverbs, *grammar.bound_articles)
    ways = (way for b in grammar.bounds for way in (*b.before, *((*b.verbs, *verbal) if b.verbs else ())))
    return frozenset(map(_last_word, ways))


def _last_word(text: str) -> str:
    match = _LAST_WORD.search(text)
    return match[1].lower() if match else ""


def _bound_ending(text: str, end: int, *, language: str) -> tuple[Bound, int] | None:
    """The longest bound that ends at `end`, and where it begins."""
    low = max(0, end - _REACH)
    window = text[low:end]
    if _last_word(window) not in _bound_endings(language):
        return None
    hits = [(m.start(), bound) for bound, pattern in _bounds_before(language) if (m := pattern.search(window))]
    if not hits:
        return None
    begin, bound = min(hits)
    return bound, low + begin


def _bound(text: str, begin: int, *, language: str) -> tuple[Bound | None, int]:
    """The bound before a number; of two («jusqu'à près de») the one that is not a mere «about»."""
    inner = _bound_ending(text, begin, language=language)
    if inner is None:
        return None, begin
    outer = _bound_ending(text, inner[1], language=language)
    if outer is None:
        return inner
    return (outer[0] if inner[0] == "about" else inner[0]), outer[1]


def bound_after(text: str, end: int, *, language: str) -> tuple[Bound, int] | None:
    """A bound that follows at `end` («trois personnes au moins») and where it ends, if no number follows it."""
    for bound, pattern in _bounds_after(language):
        match = pattern.match(text, end)
        if match and not find_numerals(text[match.end() : match.end() + 12].split(",")[0][:12], language=language):
            return bound, match.end()
    return None


def _unit(text: str, numeral: Numeral, *, language: str) -> tuple[Unit, Decimal, Span] | None:
    """The unit at a numeral, its factor («3 M€») and the span that number and unit cover."""
    grammar = figure_grammar(language)
    begin, end = numeral.span
    first = _FIRST_WORD.match(text, end)
    opens = first is not None and first[1].lower() in _unit_openings(language)
    if opens and (match := _unit_pattern(language).match(text, end)):
        unit = _named_unit(match["unit"], grammar)
        factor = grammar.symbol_scales.get(match["scale"] or "", Decimal(1))
        return (unit, factor, Span(begin, match.end())) if unit.certain else None
    if match := _sign_before(language).search(text[max(0, begin - 4) : begin]):
        return grammar.units[match["unit"]], Decimal(1), Span(begin - len(match.group()), end)
    return None


def _named_unit(word: str, grammar: FigureGrammar) -> Unit:
    if word in grammar.units:
        return grammar.units[word]
    return next(unit for name, unit in grammar.units.items() if name.lower() == word.lower())


def _before(text: str, begin: int) -> str:
    return text[max(0, begin - _REACH) : begin]


def _is_range(first: Numeral, second: Numeral, text: str, *, language: str) -> bool:
    if second.span.begin - first.span.end > _longest_link(language):
        return False
    between, before = text[first.span.end : second.span.begin], _before(text, first.span.begin)
    for opens, links in _range_patterns(language):
        link = links.fullmatch(between)
        if (
            link
            and (opens is None or opens.search(before))
            and _one_unit(link["unit"], second, text, language=language)
        ):
            return not _level_pattern(language).search(before)
    return False


def _one_unit(word: str | None, second: Numeral, text: str, *, language: str) -> bool:
    """Whether both ends of a range are of one unit: «3 % à 5 %», not «3 % à 12 euros»."""
    if word is None:
        return True
    unit = _unit(text, second, language=language)
    return unit is not None and unit[0] == _named_unit(word, figure_grammar(language))


def _lower_end(first: Numeral, second: Numeral) -> Decimal:
    """«20 à 25 millions» means twenty millions."""
    shared = first.scale == 1 and second.scale > 1 and first.value * second.scale < second.value
    return first.value * second.scale if shared else first.value


def _amount(text: str, numerals: tuple[Numeral, ...], *, language: str) -> Amount:
    first, last = numerals[0], numerals[-1]
    ranged = len(numerals) > 1
    value = _lower_end(first, last) if ranged else first.value
    upper = last.value if ranged else None
    number = Span(first.span.begin, last.span.end)
    unit, factor, covered = _unit(text, last, language=language) or (None, Decimal(1), last.span)
    end = covered.end
    if unit and unit.kind == "duration" and (half := _half_pattern(language).match(text, end)):
        value, end = value + Decimal("0.5"), half.end()
    bound, begin = _bound(text, min(number.begin, covered.begin), language=language)
    return Amount(
        span=Span(begin, end),
        number=number,
        value=plain_decimal(value * factor),
        upper=plain_decimal(upper * factor) if upper is not None else None,
        bound=bound or ("about" if last.kind == "collective" else None),
        unit=unit,
        kind=last.kind,
        grouped=first.grouped or last.grouped,
        scaled=last.scaled,
        vague=first.vague,
    )


def _ranges(numerals: tuple[Numeral, ...], text: str, *, language: str) -> list[tuple[Numeral, ...]]:
    """The numerals, two by two where they are the ends of a range."""
    pairs = [_is_range(a, b, text, language=language) and _lower_end(a, b) < b.value for a, b in pairwise(numerals)]
    found: list[tuple[Numeral, ...]] = []
    taken = False
    for i, numeral in enumerate(numerals):
        if taken:
            taken = False
            continue
        taken = i < len(pairs) and pairs[i]
        found.append((numeral, numerals[i + 1]) if taken else (numeral,))
    return found


def find_amounts(text: str, *, apart: tuple[Span, ...] = (), language: str = "fr") -> tuple[Amount, ...]:
    """All amounts of `text` in order, but for numbers inside the spans `apart` (dates).

    >>> [(str(a.value), str(a.upper), a.unit.code) for a in find_amounts("entre 3 et 5 %, 20 à 25 millions d'euros")]
    [('3', '5', 'percent'), ('20000000', '25000000', 'EUR')]
    """
    text = fold(text)
    dated = _covered(apart)
    numerals = tuple(n for n in find_numerals(text, language=language) if not dated.intersection(range(*n.span)))
    amounts = [_amount(text, group, language=language) for group in _ranges(numerals, text, language=language)]
    return tuple(_levels(amounts, text, language=language))


def _levels(amounts: list[Amount], text: str, *, language: str) -> list[Amount]:
    """«Passé de 3 à 5 %»: the first level has the unit of the second."""
    return [
        replace(a, unit=b.unit)
        if b and a.unit is None and b.unit and _level_pattern(language).search(_before(text, a.span.begin))
        else a
        for a, b in zip_longest(amounts, amounts[1:])
    ]


def _covered(spans: tuple[Span, ...]) -> frozenset[int]:
    return frozenset(i for span in spans for i in range(*span))

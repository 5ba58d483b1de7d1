"""Numbers as they are written in running text: digits, words, scales and collectives, before any meaning.

The grammar is a closed one, so it is a regular expression made from `languages/LANGUAGE/figures.toml`; a run of
number words that it delimits is valued by text2num, which must not see running text. Every pattern is bounded, so
reading is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from text_to_num import text2num

from dispatchgraph.languages.figures import FigureGrammar, figure_grammar
from dispatchgraph.model import Span

__all__ = ["Numeral", "alternatives", "find_numerals", "fold", "number_pattern", "plain_decimal", "read_number"]

_SIGNS = str.maketrans("’ʼ‘\u00a0\u202f\u2009\u2007\n\t\r\u2011\u2010\u2212", "'''       ---")
_MOST_WORDS = 12  # «neuf cent quatre-vingt-dix-neuf mille neuf cent …»: no number in news has more
_MOST_DIGITS = 15
_NEEDS_OF = 1_000_000  # from here on a scale is a noun: «deux mille femmes», «deux millions de femmes»
_RUN = re.compile(r"[^\W_]+")
_FOUR_PAIRS = re.compile(r"(?<!\d)\d{2}(?:[ .]\d{2}){3,}(?!\d)")  # a telephone number


@dataclass(frozen=True, kw_only=True)
class Numeral:
    """A number as written."""

    span: Span
    value: Decimal
    kind: str  #: "digits", "words" or "collective"
    grouped: bool = False  #: written with a thousands separator, a decimal mark or a scale: surely a quantity
    scaled: bool = False  #: ends in a word that needs «de» before a noun: «million», «dizaine»
    scale: Decimal = Decimal(1)  #: what its last word multiplies by: a range shares it
    vague: bool = False  #: «des milliers»: at least one of them


@lru_cache(maxsize=4)
def fold(text: str) -> str:
    """`text` with plain apostrophes, hyphens and spaces, one code point for one.

    >>> fold("l’an\\u00a02016")
    "l'an 2016"
    """
    return text.translate(_SIGNS)


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of `words`, the longest first.

    >>> alternatives(["an", "ans"])
    '(?:ans|an)'
    """
    return (
        "(?:" + "|".join(re.escape(w).replace(r"\ ", " ") for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")"
    )


def _digits(grammar: FigureGrammar) -> str:
    marks, point = "".join(re.escape(m) for m in grammar.thousands), re.escape(grammar.decimal)
    glued = rf"{alternatives(grammar.symbol_scales)}?{alternatives(grammar.units)}(?![^\W\d_])"  # «3M€», «20km»
    before = r"(?<![^\W_])(?<![^\W_][-/:])(?<!\d[.,])"
    after = rf"(?![-/:.{point}]?\d)(?!-[^\W\d_])(?:(?![^\W\d])|(?={glued}))"
    grouped = rf"[1-9]\d{{0,2}}(?P<mark>[{marks}])\d{{3}}(?:(?P=mark)\d{{3}}){{0,4}}"
    return rf"{before}-?(?:{grouped}|\d{{1,{_MOST_DIGITS}}})(?:{point}\d{{1,6}})?{after}"


def _word_run(grammar: FigureGrammar) -> str:
    word = alternatives(grammar.words)
    joined = rf"(?:[ -]{alternatives(grammar.joins)})?[ -]{word}"
    return rf"(?<![^\W_])(?<![^\W_]-){word}(?:{joined}){{0,{_MOST_WORDS}}}(?![^\W_]|-[^\W_])"


def _collective(grammar: FigureGrammar) -> str:
    fixed = alternatives([*grammar.collective_one, *grammar.collective_definite, *grammar.collective_vague])
    adjective, noun = alternatives(grammar.collective_adjectives), alternatives(grammar.collectives)
    return rf"(?<![^\W_])(?P<det>{fixed})(?: {adjective})? (?P<coll>{noun})(?![\w-])"


@cache
def _pattern(language: str) -> re.Pattern[str]:
    grammar = figure_grammar(language)
    kinds = {"collective": _collective(grammar), "digits": _digits(grammar), "words": _word_run(grammar)}
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()), re.IGNORECASE)


@cache
def _first_words(language: str) -> frozenset[str]:
    """The first words of all numbers that begin with a word."""
    grammar = figure_grammar(language)
    fixed = (*grammar.collective_one, *grammar.collective_definite, *grammar.collective_vague)
    return frozenset(match[0] for words in (*grammar.words, *fixed) if (match := _RUN.search(words.lower())))


def _starts(text: str, *, language: str) -> Iterator[int]:
    """Where a number may begin: at digits, their sign, and the words that numbers begin with."""
    first_words = _first_words(language)
    for run in _RUN.finditer(text):
        begin, word = run.start(), run[0]
        if word[0].isdigit():
            yield from (begin - 1, begin) if text[begin - 1 : begin] == "-" else (begin,)
        elif word.lower() in first_words:
            yield begin


@cache
def _half_more(language: str) -> re.Pattern[str]:
    return re.compile(f" {alternatives(figure_grammar(language).half)}(?!\\w)", re.IGNORECASE)


@cache
def _tail(language: str) -> re.Pattern[str]:
    """A scale or collective after a number: « millions», « de milliers», and «et demi»."""
    grammar = figure_grammar(language)
    of, half = alternatives(grammar.of), alternatives(grammar.half)
    scale = alternatives([*grammar.scales, *grammar.collectives])
    return re.compile(rf" (?P<of>{of})?(?P<scale>{scale})(?![\w-])(?P<half> {half}(?!\w))?", re.IGNORECASE)


@cache
def number_pattern(language: str) -> str:
    """A regular expression, without named groups, for a number before a noun: «3», «trente-deux», «une dizaine de»."""
    grammar = figure_grammar(language)
    word, joins = alternatives(grammar.words), alternatives(grammar.joins)
    first = alternatives(w for w in grammar.words if w not in grammar.never_first)
    article = rf"{alternatives(grammar.collective_one)} (?:{alternatives(grammar.collective_adjectives)} )?"
    collective = rf"{article}{alternatives(grammar.collectives)} {alternatives(w.rstrip() for w in grammar.of)}"
    return rf"(?:\d{{1,6}}|{collective}|{first}(?:(?:[ -]{joins})?[ -]{word}){{0,{_MOST_WORDS}}})"


def read_number(words: str, *, language: str) -> Decimal | None:
    """The value of `words` that are one number and nothing else; None where they are not.

    >>> read_number("trente-deux", language="fr")
    Decimal('32')
    """
    numerals = find_numerals(words, language=language)
    return numerals[0].value if len(numerals) == 1 else None


def _value_of_words(run: str, *, language: str) -> tuple[str, Decimal] | None:
    """The longest beginning of a run of number words that is one number, and its value."""
    ends = [m.end() for m in re.finditer(r"[^ -]+", run)]
    for end in reversed(ends):
        try:
            return run[:end], Decimal(text2num(run[:end].lower(), language))
        except ValueError:
            continue
    return None


def _value_of_digits(written: str, grammar: FigureGrammar) -> Decimal:
    for mark in grammar.thousands:
        written = written.replace(mark, "")
    return plain_decimal(Decimal(written.replace(grammar.decimal, ".")))


def plain_decimal(value: Decimal) -> Decimal:
    """Without trailing zeros after the point, and without an exponent."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def _from_collective(match: re.Match[str], grammar: FigureGrammar) -> Numeral:
    value = grammar.collectives[match["coll"].lower()]
    vague = match["det"].lower() in grammar.collective_vague
    span = Span(match.start(), match.end())
    return Numeral(span=span, value=value, kind="collective", grouped=True, scaled=True, vague=vague)


def _from_digits(match: re.Match[str], grammar: FigureGrammar) -> Numeral:
    written = match["digits"]
    value = _value_of_digits(written, grammar)
    grouped = bool(match["mark"]) or grammar.decimal in written
    return Numeral(span=Span(match.start(), match.end()), value=value, kind="digits", grouped=grouped)


def _from_words(match: re.Match[str], *, language: str) -> Numeral | None:
    grammar = figure_grammar(language)
    read = _value_of_words(match["words"], language=language)
    if read is None:
        return None
    written, value = read
    words = re.split(r"[ -]", written.lower())
    if words[0] in grammar.never_first:
        return None
    scale = grammar.scales.get(words[-1], Decimal(1)) if len(words) > 1 else Decimal(1)
    scaled = scale >= _NEEDS_OF
    span = Span(match.start(), match.start() + len(written))
    return Numeral(span=span, value=value, scale=scale, kind="words", scaled=scaled, grouped=scaled)


def _read(match: re.Match[str], *, language: str) -> Numeral | None:
    grammar = figure_grammar(language)
    if match["collective"]:
        return _from_collective(match, grammar)
    return _from_digits(match, grammar) if match["digits"] else _from_words(match, language=language)


def _scaled(numeral: Numeral, text: str, *, language: str) -> Numeral:
    """The numeral with the scales that follow it: «2,5» → «2,5 milliards», «une dizaine» → «… de milliers»."""
    grammar = figure_grammar(language)
    for _ in range(2):
        match = _tail(language).match(text, numeral.span.end)
        if match is None or bool(match["of"]) != numeral.scaled:
            break
        word = match["scale"].lower()
        factor = grammar.scales.get(word) or grammar.collectives[word]
        numeral = replace(
            numeral,
            span=Span(numeral.span.begin, match.end()),
            value=plain_decimal(numeral.value * factor + (factor / 2 if match["half"] else 0)),
            scale=numeral.scale * factor,
            kind=numeral.kind if word in grammar.scales else "collective",
            grouped=True,
            scaled=factor >= _NEEDS_OF or word in grammar.collectives,
        )
    return numeral


def _half(numeral: Numeral, text: str, *, language: str) -> Numeral:
    """«deux millions et demi»: half of the scale that a run of words ends in."""
    if not numeral.scaled or numeral.kind != "words":
        return numeral
    match = _half_more(language).match(text, numeral.span.end)
    if match is None:
        return numeral
    value = plain_decimal(numeral.value + numeral.scale / 2)
    return replace(numeral, value=value, span=Span(numeral.span.begin, match.end()))


def find_numerals(text: str, *, language: str = "fr") -> tuple[Numeral, ...]:
    """All numbers written in `text`, in order; ordinals, codes, hours and telephone numbers are none.

    >>> [str(n.value) for n in find_numerals("2,5 milliards, une dizaine de milliers, le G7, 16H53 et trente-deux")]
    ['2500000000', '10000', '32']
    """
    text = fold(text)
    telephones = [Span(*m.span()) for m in _FOUR_PAIRS.finditer(text)]
    found: list[Numeral] = []
    position = 0
    pattern = _pattern(language)
    for start in _starts(text, language=language):
        match = pattern.match(text, start) if start >= position else None
        if match is None:
            continue
        numeral = _read(match, language=language)
        position = match.end()
        if numeral is None:
            continue
        numeral = _half(_scaled(numeral, text, language=language), text, language=language)
        position = max(numeral.span.end, match.start() + 1)
        if not any(numeral.span.overlap(t) for t in telephones):
            found.append(numeral)
    return tuple(found)

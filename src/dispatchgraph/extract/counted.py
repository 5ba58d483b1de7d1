"""What a number counts, and whether it counts at all: ages, codes, titles and «les deux pays» do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from dispatchgraph.extract.amounts import Amount
from dispatchgraph.extract.numbers import alternatives
from dispatchgraph.languages.figures import FigureGrammar, figure_grammar
from dispatchgraph.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["counted_noun", "first_token", "in_lexicon", "is_no_figure", "is_year_like", "last_token", "numbered_noun", "singular"]

_FARTHEST = 6  # words between a number and its noun: «trois des cinq anciens hauts responsables»
_TITLE = 8  # words of a quoted title
_NOUNS = frozenset({"NOUN", "PROPN"})
_PASSED = frozenset({"DET", "ADJ", "NUM"})
_BARE = frozenset({"money", "duration", "quantity", "point"})  # units that count nothing but themselves


def singular(token: Token) -> Iterator[str]:
    """The forms under which a word may stand in a lexicon of singular nouns."""
    word = token.lower_
    yield from (word, token.lemma_.lower())
    if word[-1:] in {"s", "x"}:
        yield word[:-1]


def in_lexicon(token: Token, words: frozenset[str]) -> bool:
    """Whether a word or its singular is one of `words`."""
    return any(w in words for w in singular(token))


def first_token(doc: Doc, span: Span) -> Token:
    """The first word that `span` touches."""
    return doc.char_span(*span, alignment_mode="expand")[0]


def last_token(doc: Doc, span: Span) -> Token:
    """The last word that `span` touches."""
    return doc.char_span(*span, alignment_mode="expand")[-1]


def _after(doc: Doc, end: int) -> Iterator[Token]:
    """The words from offset `end` on, to the end of the sentence, blanks left out."""
    if end >= len(doc.text):
        return
    start = doc.char_span(max(0, end - 1), end, alignment_mode="expand")[-1]
    sentence = start.sent.end
    for token in doc[start.i : sentence]:
        if token.idx >= end and not token.is_space:
            yield token


def _is_noun(token: Token, grammar: FigureGrammar) -> bool:
    return token.pos_ in _NOUNS or in_lexicon(token, frozenset(grammar.nouns)) or in_lexicon(token, grammar.people)


def _is_of(token: Token, grammar: FigureGrammar) -> bool:
    return token.lower_ in {w.rstrip() for w in grammar.of} or (token.lower_ in grammar.contracted_of)


def _head_noun(tokens: Iterator[Token], grammar: FigureGrammar) -> Token | None:
    """The first noun after determiners and adjectives; an adjective that no noun follows stands for one."""
    adjective: Token | None = None
    for token, _ in zip(tokens, range(_FARTHEST), strict=False):
        if _is_noun(token, grammar):
            return token
        if token.pos_ == "ADJ" and token.lower_ not in grammar.others:
            adjective = token
        elif token.pos_ not in _PASSED and token.lower_ not in grammar.others:
            break
    return adjective


def counted_noun(doc: Doc, amount: Amount, *, language: str) -> Token | None:
    """The noun that an amount counts: «50 000 **habitants**», «onze de ses **soldats**», «70 % des **électeurs**»."""
    grammar = figure_grammar(language)
    if amount.unit and amount.unit.kind in _BARE:
        return None
    tokens = list(_after(doc, amount.span.end))[: _FARTHEST + 2]
    if not tokens:
        return None
    of = _is_of(tokens[0], grammar)
    if amount.scaled or amount.unit:
        return _head_noun(iter(tokens[1:]), grammar) if of else None
    if not of:
        return _head_noun(iter(tokens), grammar) if tokens[0].pos_ != "DET" else None
    definite = tokens[0].lower_ in grammar.contracted_of or (len(tokens) > 1 and tokens[1].pos_ == "DET")
    return _head_noun(iter(tokens[1:]), grammar) if definite else None


def numbered_noun(doc: Doc, amount: Amount, *, language: str) -> Token | None:
    """The noun that a number after it values: «une **magnitude** de 7,2»."""
    grammar = figure_grammar(language)
    token = first_token(doc, amount.span)
    for _ in range(2):
        if token.i == token.sent.start:
            return None
        token = token.nbor(-1)
        if in_lexicon(token, grammar.numbered):
            return token
        if token.lower_ not in grammar.numbered_links:
            return None
    return None


# --- what is no figure --------------------------------------------------------------------------------------------


@cache
def _age_words(language: str) -> re.Pattern[str]:
    grammar = figure_grammar(language)
    approximate = alternatives(grammar.age_approximate)
    return re.compile(rf"(?<!\w){alternatives(grammar.age_words)}(?: {approximate})? \Z", re.IGNORECASE)


def is_year_like(amount: Amount, *, language: str) -> bool:
    """Whether a number is written as years are: four digits together, of our time."""
    years = figure_grammar(language).years
    if amount.kind != "digits" or amount.grouped or amount.unit or amount.bound:
        return False
    return all(v == int(v) and int(v) in years for v in (amount.value, amount.upper or amount.value))


def _before(doc: Doc, amount: Amount) -> Token | None:
    first = first_token(doc, amount.span)
    return first.nbor(-1) if first.i > first.sent.start else None


def _next(doc: Doc, end: int) -> Token | None:
    return next(_after(doc, end), None)


def _is_age(doc: Doc, amount: Amount, grammar: FigureGrammar, *, language: str) -> bool:
    """«22 ans» of a person: after «âgé de», between commas, or «de 35 ans» after a noun that does not last."""
    if amount.unit is None or amount.unit.code not in grammar.age_units or amount.value >= grammar.age_below:
        return False
    text = doc.text[: amount.number.begin]
    if _age_words(language).search(text[-60:]) or _age_words(language).search(doc.text[: amount.span.begin][-60:]):
        return True
    before, after = _before(doc, amount), _next(doc, amount.span.end)
    if before is None:
        return False
    if before.text in grammar.age_opens and (after is None or after.text in grammar.age_closes):
        return True
    if not _is_of(before, grammar) or before.i == before.sent.start:
        return False
    noun = next((t for t in reversed(doc[before.sent.start : before.i]) if t.pos_ in _NOUNS), None)
    return noun is not None and before.i - noun.i <= 3 and not in_lexicon(noun, grammar.lasting)


def _is_label(doc: Doc, amount: Amount, noun: Token | None, grammar: FigureGrammar) -> bool:
    """«L'article 49», «France 2», «zone 4»: a number that names."""
    before = _before(doc, amount)
    if before is None or amount.bound:
        return False
    if in_lexicon(before, grammar.labels):
        return True
    return amount.unit is None and noun is None and amount.kind == "digits" and not amount.grouped and before.pos_ in _NOUNS


def _is_definite(doc: Doc, amount: Amount, noun: Token | None, grammar: FigureGrammar) -> bool:
    """«Les deux pays», «ces trois jours»: known already, no news; «les trois morts» is."""
    before = _before(doc, amount)
    if before is None or amount.bound or before.lower_ not in grammar.definites:
        return False
    if noun is None and amount.unit is None:
        return True
    return amount.value < grammar.definite_below and not (noun is not None and in_lexicon(noun, grammar.strong))


def _is_article(doc: Doc, amount: Amount, noun: Token | None, text: str, grammar: FigureGrammar) -> bool:
    """«Un» that is no numeral."""
    if amount.number.of(text).lower() not in grammar.ones or amount.upper is not None or amount.bound:
        return False
    if amount.unit is not None:
        return not _is_single_unit(doc, amount, grammar)
    if noun is None or not in_lexicon(noun, grammar.single_nouns) or noun.i != last_token(doc, amount.number).i + 1:
        return True
    return noun.dep_ == "nsubj"


def _is_single_unit(doc: Doc, amount: Amount, grammar: FigureGrammar) -> bool:
    """«Un an», «pendant une heure», «un mois de prison»: numerals all."""
    word = last_token(doc, amount.span)
    if in_lexicon(word, grammar.single_nouns) and not in_lexicon(word, grammar.single_weak):
        return True
    before, after = _before(doc, amount), _next(doc, amount.span.end)
    led = before is not None and before.lower_ in grammar.single_prepositions
    return led or (after is not None and _is_of(after, grammar) and in_lexicon(word, grammar.single_weak))


def _is_name(doc: Doc, amount: Amount, noun: Token | None) -> bool:
    """«Vingt-Sept», «24 Heures», «les Quatre Cents Coups»: capitals where a sentence does not begin."""
    first = first_token(doc, amount.number)
    begins = first.i == first.sent.start or not any(t.is_alpha or t.is_digit for t in doc[first.sent.start : first.i])
    if not begins and amount.kind == "words" and first.text[0].isupper() and not first.nbor(-1).text == ":":
        return True
    unit = last_token(doc, amount.span)
    if amount.unit and amount.unit.kind == "duration" and unit.i > first.i:
        after = [t for t in _after(doc, amount.span.end)][:2]
        return unit.text[0].isupper() or (len(after) == 2 and after[0].lower_ == "du" and after[1].pos_ == "PROPN")
    return False


def _is_quoted_title(doc: Doc, amount: Amount) -> bool:
    """Whether a number stands in a short quotation without a verb that begins with a capital."""
    token = first_token(doc, amount.number)
    low, high = max(token.sent.start, token.i - _TITLE), min(token.sent.end, token.i + _TITLE)
    opens = [t.i for t in doc[low : token.i] if t.text in {"«", "»"}]
    closes = [t.i for t in doc[token.i : high] if t.text in {"«", "»"}]
    if not opens or not closes or doc[opens[-1]].text == "»" or doc[closes[0]].text == "«":
        return False
    words = [t for t in doc[opens[-1] + 1 : closes[0]] if not t.is_space]
    verbless = not any(t.pos_ in {"VERB", "AUX"} for t in words)
    return bool(words) and len(words) <= _TITLE and words[0].text[0].isupper() and verbless


def _is_skipped(doc: Doc, amount: Amount, noun: Token | None, grammar: FigureGrammar) -> bool:
    """«Deux fois», «trois quarts»."""
    after = _next(doc, amount.span.end)
    return any(t is not None and in_lexicon(t, grammar.skip_nouns) for t in (noun, after))


def _is_round_the_clock(doc: Doc, amount: Amount, text: str) -> bool:
    """«24 heures sur 24»."""
    number = re.escape(amount.number.of(text))
    return bool(re.match(rf" \w+ \w+ {number}(?!\w)", text[amount.number.end : amount.number.end + 40]))


def is_no_figure(doc: Doc, amount: Amount, noun: Token | None, *, language: str) -> bool:
    """Whether an amount is an age, a name, an article or anything else that tells no quantity."""
    grammar, text = figure_grammar(language), doc.text
    if is_year_like(amount, language=language) and (noun is None or noun.pos_ != "NOUN" or _follows_noun(doc, amount)):
        return True
    return (
        _is_skipped(doc, amount, noun, grammar)
        or _is_article(doc, amount, noun, text, grammar)
        or _is_definite(doc, amount, noun, grammar)
        or _is_label(doc, amount, noun, grammar)
        or _is_age(doc, amount, grammar, language=language)
        or _is_name(doc, amount, noun)
        or _is_round_the_clock(doc, amount, text)
        or _is_quoted_title(doc, amount)
    )


def _follows_noun(doc: Doc, amount: Amount) -> bool:
    before = _before(doc, amount)
    return before is not None and before.pos_ in _NOUNS

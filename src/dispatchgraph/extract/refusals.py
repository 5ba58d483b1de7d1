"""Numbers that are no figures: ages, names, codes, years, articles, ratios, and what is known already."""

from __future__ import annotations

import re
from functools import cache

from dispatchgraph.extract.amounts import Amount
from dispatchgraph.extract.counted import NOUNS
from dispatchgraph.extract.numbers import alternatives, find_numerals
from dispatchgraph.extract.page import Page, has
from dispatchgraph.languages.figures import figure_grammar
from dispatchgraph.parse import Word

__all__ = ["is_no_figure", "is_year_like"]

_REACH = 60
_TITLE = 8  # words of a quoted title, or from «condamné» to «à 3 ans»
_NEAR = 3  # words from a person to «de 35 ans», or marks before a sentence's first word


def is_no_figure(page: Page, amount: Amount, noun: Word | None) -> bool:
    """Whether an amount tells no quantity, given the noun beside it."""
    return (
        (is_year_like(page, amount) and not _counts_at_once(page, amount, noun))
        or _is_skipped(page, amount, noun)
        or _is_article(page, amount, noun)
        or _is_definite(page, amount, noun)
        or _is_label(page, amount, noun)
        or _is_age(page, amount)
        or _is_name(page, amount)
        or _is_ratio(page, amount, noun)
        or _is_quoted_title(page, amount)
    )


def is_year_like(page: Page, amount: Amount) -> bool:
    """Whether a number is written as years are: four digits together, of our time."""
    if amount.kind != "digits" or amount.grouped or amount.unit or amount.bound:
        return False
    ends = (amount.value, amount.value if amount.upper is None else amount.upper)
    return all(v == int(v) and int(v) in page.grammar.years for v in ends)


def _counts_at_once(page: Page, amount: Amount, noun: Word | None) -> bool:
    """«2000 soldats», but not «le budget 2019 belge»."""
    before = page.before(amount.span.begin)
    return noun is not None and noun.pos_ == "NOUN" and (before is None or before.pos_ not in NOUNS)


def _is_skipped(page: Page, amount: Amount, noun: Word | None) -> bool:
    """«Deux fois», «trois quarts»."""
    after = page.next(amount.span.end)
    return any(t is not None and has(page.grammar.skip_nouns, t) for t in (noun, after))


# --- articles -----------------------------------------------------------------------------------------------------


def _is_article(page: Page, amount: Amount, noun: Word | None) -> bool:
    """«Un» that is no numeral."""
    if amount.number.of(page.text).lower() not in page.grammar.ones or amount.upper is not None:
        return False
    if amount.bound:
        said = page.text[amount.span.begin : amount.number.begin].replace("’", "'").strip().lower()
        return said in page.grammar.before_article and amount.unit is None
    if amount.unit is not None:
        return not _is_single_unit(page, amount)
    if noun is None or not has(page.grammar.single_nouns, noun) or noun.i != page.last(amount.number).i + 1:
        return True
    return noun.dep_ == "nsubj"


def _is_single_unit(page: Page, amount: Amount) -> bool:
    """«Un an», «pendant une heure», «un mois de prison»: numerals all."""
    grammar, word = page.grammar, page.last(amount.span)
    weak = has(grammar.single_weak, word)
    if has(grammar.single_nouns, word) and not weak:
        return True
    before = page.before(amount.span.begin)
    led = before is not None and before.lower_ in grammar.single_prepositions
    return led or (weak and page.is_of(page.next(amount.span.end)))


def _is_definite(page: Page, amount: Amount, noun: Word | None) -> bool:
    """«Les deux pays», «ces trois jours»: known already, no news; «les trois morts» is."""
    before = page.before(amount.span.begin)
    if before is None or amount.bound or before.lower_ not in page.grammar.definites:
        return False
    if noun is None and amount.unit is None:
        return True
    return amount.value < page.grammar.definite_below and not (noun is not None and has(page.grammar.strong, noun))


# --- ages ---------------------------------------------------------------------------------------------------------


@cache
def _age_words(language: str) -> re.Pattern[str]:
    grammar = figure_grammar(language)
    approximate = alternatives(grammar.age_approximate)
    return re.compile(rf"(?<!\w){alternatives(grammar.age_words)}(?: {approximate})? ?\Z", re.IGNORECASE)


def _is_age(page: Page, amount: Amount) -> bool:
    """«22 ans» of a person: after «âgé de», between commas, or «de 35 ans» after a noun that does not last."""
    grammar = page.grammar
    if amount.unit is None or amount.unit.code not in grammar.age_units or amount.value >= grammar.age_below:
        return False
    begins = {amount.number.begin, amount.span.begin}
    if any(_age_words(page.language).search(page.text[max(0, b - _REACH) : b]) for b in begins):
        return True
    before, after = page.before(amount.span.begin), page.next(amount.span.end)
    if before is None:
        return False
    if before.text in grammar.age_opens:
        return after is None or after.text in grammar.age_closes
    if before.lower_ in grammar.age_prepositions and not page.is_of(after):
        lead = page.doc[max(page.sentence_start(before), before.i - _TITLE) : before.i]
        return not any(t.lemma_.lower() in grammar.age_not_after for t in lead)
    some = amount.bound is not None and before.lower_ in grammar.definites  # «les moins de 18 ans»
    return some or (page.is_of(before) and _is_of_person(page, before))


def _is_of_person(page: Page, of: Word) -> bool:
    """Whether «de N ans» hangs on a noun close by that names nothing that lasts."""
    words = page.doc[max(page.sentence_start(of), of.i - _NEAR) : of.i]
    noun = next((t for t in reversed(words) if t.pos_ in NOUNS), None)
    return noun is not None and not has(page.grammar.lasting, noun)


# --- names --------------------------------------------------------------------------------------------------------


def _is_label(page: Page, amount: Amount, noun: Word | None) -> bool:
    """«L'article 49», «France 2», «zone 4»: a number that names."""
    before = page.before(amount.span.begin)
    if before is None or amount.bound:
        return False
    if has(page.grammar.labels, before):
        return True
    plain = amount.unit is None and noun is None and amount.kind == "digits" and not amount.grouped
    return plain and before.pos_ in NOUNS


def _is_name(page: Page, amount: Amount) -> bool:
    """«Les Vingt-Sept», «les 24 Heures»: capitals where a sentence does not begin."""
    first = page.first(amount.number)
    start = page.sentence_start(first)
    opens = first.i - start < _NEAR and not any(
        t.text.isalpha() or t.text.isdigit() or t.text == ":" for t in page.doc[start : first.i]
    )
    if not opens and amount.kind == "words" and first.text[0].isupper():
        return True
    unit = page.last(amount.span)
    if not amount.unit or amount.unit.kind != "duration" or unit.i == first.i:
        return False
    return unit.text[0].isupper() or _leads_to_name(page, amount)


def _leads_to_name(page: Page, amount: Amount) -> bool:
    """«Vingt-quatre heures du Mans»."""
    words = [t for t, _ in zip(page.after(amount.span.end), range(2), strict=False)]
    return len(words) == 2 and words[0].lower_ in page.grammar.contracted_of and words[1].pos_ == "PROPN"


def _is_quoted_title(page: Page, amount: Amount) -> bool:
    """Whether a number stands in a short quotation without a verb that begins with a capital."""
    token = page.first(amount.number)
    before = page.doc[max(page.sentence_start(token), token.i - _TITLE) : token.i]
    after = page.doc[token.i : min(page.sentence_end(token), token.i + _TITLE)]
    opening = next((t for t in reversed(before) if t.text in {"«", "»"}), None)
    closing = next((t for t in after if t.text in {"«", "»"}), None)
    if opening is None or closing is None or opening.text == "»" or closing.text == "«":
        return False
    words = [t for t in page.doc[opening.i + 1 : closing.i] if not t.is_space]
    return bool(words) and words[0].text[0].isupper() and not any(t.pos_ in {"VERB", "AUX"} for t in words)


# --- ratios -------------------------------------------------------------------------------------------------------


def _is_ratio(page: Page, amount: Amount, noun: Word | None) -> bool:
    """«Deux vols sur cinq», «24 heures sur 24»: how many of each so many; «52 voix sur 150» is a count."""
    end = max(amount.span.end, noun.idx + len(noun.text) if noun is not None else 0)
    word = page.next(end)
    if word is None or word.lower_ not in page.grammar.ratio or amount.grouped:
        return False
    if noun is not None and any(page.grammar.nouns.get(w) == "votes" for w in (noun.lower_, noun.lemma_)):
        return False
    following = find_numerals(page.text[word.idx + len(word.text) + 1 :][:12], language=page.language)
    return bool(following) and following[0].span.begin == 0 and following[0].value <= page.grammar.ratio_to

"""What loads the model faster leaves its words as they are."""

from __future__ import annotations

import re

import pytest

from dispatchgraph.annotate import pipeline_of
from dispatchgraph.annotate.compact import compact, compact_patterns

WORDS = [
    "faux-vampire", "Premier-ministre", "États-Unis", "saut-de-ski", "pet-en-l'air", "entr'abat", "grand'mère", "new-yorkais",
    "Alep-Est", "aujourd'hui", "ex-président", "demi-heure", "arc-en-ciel", "a-t-elle", "dit-il", "mot", "l'armée", "-", "'",
]  # fmt: skip


@pytest.fixture(scope="module")
def patterns():
    """spaCy's pattern for French words with hyphens, and the shorter one that we load it as."""
    from spacy.lang.fr import tokenizer_exceptions as listed

    whole = "(?iu)" + "|".join(f"(?:{each})" for each in listed._regular_exp)
    return listed, re.compile(whole), re.compile(compact(whole))


def test_the_short_pattern_fits_the_words_that_the_long_one_fits(patterns):
    from spacy.lang.fr._tokenizer_exceptions_list import FR_BASE_EXCEPTIONS

    listed, long, short = patterns
    begun = [f"{part}-{word}" for part in listed._hyphen_prefix for word in ("mot", "Mot", "l'eau", "2")]
    words = [
        *FR_BASE_EXCEPTIONS[::5],
        *WORDS,
        *begun,
        *(w.upper() for w in WORDS),
        *(w.replace("-", "–") for w in WORDS),
    ]
    fits = [word for word in words if long.match(word)]
    assert fits == [word for word in words if short.match(word)]
    assert len(fits) > 400


def test_the_short_pattern_is_short(patterns):
    _, long, short = patterns
    assert len(short.pattern) < len(long.pattern) / 20


def test_other_patterns_are_compiled_as_they_are():
    with compact_patterns():
        assert re.compile("a|b", re.IGNORECASE).pattern == "a|b"
    assert re.compile("a" * 200_000).pattern == "a" * 200_000


def test_the_model_cuts_words_as_spacy_would(patterns):
    _, long, _ = patterns
    tokenizer = pipeline_of("fr").tokenizer
    assert [bool(tokenizer.token_match(word)) for word in WORDS] == [bool(long.match(word)) for word in WORDS]

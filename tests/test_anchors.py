"""Dates are looked for only near words that they cannot do without, and none is missed for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatchgraph.extract.anchors import anchored, anchors_of
from dispatchgraph.extract.numbers import fold
from dispatchgraph.extract.times import _patterns

GOLD = sorted((Path(__file__).parent / "gold").glob("*.txt"))
NUMBERS = range(len(_patterns("fr").patterns))


def everywhere(text: str) -> list[tuple[int, tuple[int, int]]]:
    """What each pattern fits when it is tried at every place."""
    return [(n, m.span()) for n, p in enumerate(_patterns("fr").patterns) for m in p.finditer(text)]


def near_anchors(text: str) -> list[tuple[int, tuple[int, int]]]:
    return [(n, m.span()) for n, m in _patterns("fr").matches(text)]


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_no_date_of_a_dispatch_is_missed(path):
    text = fold(path.read_text("utf-8"))
    assert near_anchors(text) == everywhere(text)


@given(st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_that_a_pattern_fits_is_missed(data):
    number = data.draw(st.sampled_from(NUMBERS))
    pattern = _patterns("fr").patterns[number]
    text = fold(data.draw(st.from_regex(pattern)))
    assert [found for found in near_anchors(text) if found[0] == number] == [
        (number, match.span()) for match in pattern.finditer(text)
    ]


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("(?:le )?lundi(?! gras)", {"lundi"}),
        ("(?:hier|demain) au", {"demain", "hier"}),
        ("{unit}s?", set()),
        ("{month}(?: {year})?", {"janv", "mai"}),
        (r"\d+ (?:ans)?", set()),
    ],
)
def test_a_pattern_needs_what_no_branch_of_it_lacks(pattern, needed):
    assert anchors_of(pattern, {"month": ["janv.", "mai"]}) == needed


def test_what_needs_no_word_is_tried_everywhere():
    index = anchored([(re.compile(r"\d\d?h"), frozenset())])
    assert [m[0] for _, m in index.matches("à 9h ou 10h")] == ["9h", "10h"]

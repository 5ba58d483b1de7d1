"""Who is called whose ally."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("La Russie, alliée du régime syrien, a mis son veto.", {"Russie", "régime syrien"}),
        ("L'Iran est un allié de la Syrie.", {"Iran", "Syrie"}),
        ("La Hongrie, grande alliée de la Serbie, a voté contre.", {"Hongrie", "Serbie"}),
    ],
)
def test_two_actors_called_allies_are_linked_both_ways(read, text, pair):
    record = read(text)
    label = {e.key: e.label for e in record.entities}
    assert {(e.label, label[k]) for e in record.entities for k in e.allied_with} == {tuple(p) for p in _both(pair)}


def test_an_ally_of_nobody_named_links_nothing(read):
    assert all(e.allied_with == () for e in read("La Russie a reçu un allié. La Syrie a voté.").entities)


def _both(pair):
    one, other = sorted(pair)
    return [(one, other), (other, one)]

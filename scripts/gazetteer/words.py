"""Forms of French words: adjectives of nationality, nouns for inhabitants, spellings the press uses."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import chain
from pathlib import Path

__all__ = ["adjective_forms", "demonym_forms", "spellings"]

_INITIAL = re.compile(r"(?<!\w)[À-ÖØ-Ý]")
_LETTERS = re.compile(r"\w+")


@cache
def _endings() -> tuple[dict[str, str], ...]:
    table = tomllib.loads(Path(__file__).with_name("inflection.toml").read_text("utf-8"))
    return tuple(table["ending"])


def adjective_forms(adjective: str) -> tuple[str, ...]:
    """Masculine and feminine, singular and plural of an adjective given as «français» or «turc/turque».

    >>> adjective_forms("malien"), adjective_forms("grec/grecque")
    (('malien', 'malienne', 'maliens', 'maliennes'), ('grec', 'grecque', 'grecs', 'grecques'))
    """
    masculine, _, feminine = adjective.partition("/")
    plural = masculine if masculine[-1] in "sxz" else f"{masculine}s"
    if not feminine:
        ending = next(e for e in _endings() if masculine.endswith(e["is"]))
        stem = masculine.removesuffix(ending["is"])
        feminine, plural = stem + ending["f"], stem + ending["mp"]
    return tuple(dict.fromkeys((masculine, feminine, plural, f"{feminine}s")))


def demonym_forms(adjective: str) -> tuple[str, ...]:
    """The forms of the noun for inhabitants, with the capitals that the press gives them.

    >>> demonym_forms("sud-coréen")[:3]
    ('Sud-Coréen', 'Sud-coréen', 'Sud-Coréenne')
    """
    forms = adjective_forms(adjective)
    return spellings(chain.from_iterable((_capitalised(f), f[0].upper() + f[1:]) for f in forms))


def _capitalised(form: str) -> str:
    return _LETTERS.sub(lambda word: word[0][0].upper() + word[0][1:], form)


def spellings(names: Iterable[str]) -> tuple[str, ...]:
    """`names`, each followed by its spelling without accents on capitals; apostrophes are the typewriter's.

    >>> spellings(["États-Unis", "Égypte", "Cuba"])
    ('États-Unis', 'Etats-Unis', 'Égypte', 'Egypte', 'Cuba')
    """
    return tuple(dict.fromkeys(s for n in names for s in (n, _INITIAL.sub(_bare, n))))


def _bare(letter: re.Match[str]) -> str:
    return unicodedata.normalize("NFD", letter[0])[0]

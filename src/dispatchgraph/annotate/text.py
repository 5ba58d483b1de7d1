"""The text that the model reads: plain signs, no envelope, nothing that is too long to be a word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from dispatchgraph.languages import table
from dispatchgraph.model import Dispatch
from dispatchgraph.read.decode import long_runs

__all__ = ["plain", "readable"]

_PLAIN = str.maketrans(
    {
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u2007": " ",
        "\u2011": "-",
        "\u2010": "-",
        "\u200b": " ",
        "\ufeff": " ",
        "“": "«",
        "”": "»",
        "„": "«",
        "…": ".",
    }
)
_OPENING = re.compile(r"(?<![^\s(\[«'])\"(?=\S)")


def plain(text: str) -> str:
    """`text` with typographic signs made plain and all quotation marks made «», one code point for one.

    >>> plain("l’an\\u00a02016")
    "l'an 2016"
    >>> plain('"Oui", dit-il')
    '«Oui», dit-il'
    """
    return _OPENING.sub("«", text.translate(_PLAIN)).replace('"', "»")


def readable(dispatch: Dispatch) -> str:
    """The text the model reads: the envelope blanked out, but for a headline's words, and so are endless words."""
    text, head = _accented(_without_runs(plain(dispatch.text)), dispatch.language), dispatch.headline
    kept = " " * head.begin + head.of(text) if head else ""
    return kept.ljust(dispatch.body) + text[dispatch.body :]


def _without_runs(text: str) -> str:
    """`text` with blanks for what is too long to be words."""
    for begin, end in long_runs(text):
        text = text[:begin] + " " * (end - begin) + text[end:]
    return text


def _accented(text: str, language: str) -> str:
    """`text` with the accents that capitals at the beginning of sentences lack: «A Lyon», «Elu en 2016»."""
    accents: Mapping[str, str] = table(language, "language")["accents"]
    return _opening_words(language).sub(lambda m: accents[m[0]], text)


@cache
def _opening_words(language: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, table(language, "language")["accents"]))
    return re.compile(rf"(?:^|(?<=[.!?»:;] )|(?<=[«(-] )|(?<=[«(–]))(?:{words})(?= )", re.MULTILINE)

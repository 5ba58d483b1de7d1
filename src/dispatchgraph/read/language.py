"""Which language a text is in, among those that have a model here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dispatchgraph.errors import UnknownLanguage
from dispatchgraph.languages import available

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["check_language", "detect"]

_SURE = 0.8  # a probability: below it, a foreign language is a guess on too few words
_ENOUGH = 20_000  # code points; more do not change the answer


def check_language(code: str) -> str:
    """`code` if there is a model for it; raises `UnknownLanguage` otherwise."""
    if code not in available():
        raise UnknownLanguage(f"is in the language {code!r}, and there is a model for: {', '.join(available())}")
    return code


def detect(text: str) -> tuple[str, bool]:
    """The ISO 639-1 code of `text`'s language, and whether that is sure.

    Raises `UnknownLanguage` where it is surely one that has no model. A text too short to tell is taken for the
    likeliest of those that have one.
    """
    ranked = _identifier().rank(text[:_ENOUGH])
    best, probability = ranked[0]
    if best in available():
        return best, True
    if probability >= _SURE:
        check_language(best)
    return next(code for code, _ in ranked if code in available()), False


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

"""The lemma of a word, where the tagger's is mended by `lemmas.toml` and by what verbs the lexicons know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dispatchgraph.languages.events import event_lexicon
from dispatchgraph.languages.nominals import lemmas
from dispatchgraph.languages.speech import speech
from dispatchgraph.parse import Word, remembered

__all__ = ["future_stems", "known_infinitives", "lemma_of", "lemmas_below"]


@remembered
def lemma_of(token: Word) -> str:
    """The lemma in lower case, corrected by `lemmas.toml` and, for a verb we know, by its ending."""
    known = lemmas(token.doc.language)
    verb = token.pos_ in {"VERB", "AUX"}
    lemma: str = token.lemma_.lower()
    right = (known.verbs.get(token.lower_) if verb else None) or known.of.get(token.lower_)
    if right:
        return right
    if verb and not lemma.endswith(token.grammar.infinitives):
        return known.verbs.get(lemma) or _known_infinitive(token) or _accented(token) or lemma
    if verb and token.text[0].isupper() and not _is_known_verb(lemma, token):
        return _accented(token) or lemma
    return known.participles.get(lemma, lemma) if token.pos_ == "ADJ" and _takes_auxiliary(token) else lemma


@remembered
def lemmas_below(token: Word) -> frozenset[str]:
    """The lemmas of all words below a word."""
    return frozenset(lemma_of(t) for t in token.subtree if t is not token)


def _takes_auxiliary(token: Word) -> bool:
    return any(c.dep_.startswith("aux") or c.dep_ == "cop" for c in token.children)


def _known_infinitive(token: Word) -> str | None:
    return next(known_infinitives(token), None)


def known_infinitives(token: Word) -> Iterator[str]:
    """The infinitives in a lexicon of which a word may be a future or an -er form."""
    return (i for i in _infinitives(token) if _is_known_verb(i, token))


def _infinitives(token: Word) -> Iterator[str]:
    words = token.grammar
    for stem in future_stems(token, (*words.future, *words.conditional)):
        yield from (stem, stem + "e")
    for ending in words.er_endings:
        if token.lower_.endswith(ending):
            yield token.lower_.removesuffix(ending) + "er"


def future_stems(token: Word, endings: Iterable[str]) -> Iterator[str]:
    """What is left of a form without each of the future's `endings` that it has: «viendr» of «viendra»."""
    for ending in endings:
        stem = token.lower_.removesuffix(ending)
        if stem != token.lower_ and stem.endswith("r"):
            yield stem


def _accented(token: Word) -> str | None:
    """The verb of a capital that lost its accent: «Evacué», «Elu»."""
    bare = token.text[0].isupper() and token.lower_[:1] == "e"
    known = lemmas(token.doc.language)
    form, lemma = f"é{token.lower_[1:]}", f"é{token.lemma_.lower()[1:]}"
    found = (known.verbs.get(form), known.participles.get(form), lemma if _is_known_verb(lemma, token) else None)
    return next((f for f in found if f), None) if bare else None


def _is_known_verb(infinitive: str, token: Word) -> bool:
    language = token.doc.language
    return infinitive in event_lexicon(language).verbs or infinitive in speech(language).verbs

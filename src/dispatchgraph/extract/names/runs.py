"""Runs of capitalised words that may be names: by writing and by the model's entities."""

from __future__ import annotations

from collections.abc import Iterator

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.names.name import Run, begins
from dispatchgraph.languages.nominals import names, nominals
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.parse import Parse, Word, remembered

__all__ = ["find_runs", "is_name", "is_portfolio"]

_PARTICLES = 3  # that may join the parts of a family name
_SHORT_ARTICLE = 3  # letters: a longer word tagged as a determiner is a name's
_NO_NAMES = frozenset({"DET", "ADP", "PRON"})
_PORTFOLIO = 5  # words from a post to the field it is of: «ministre déléguée chargée de la Ville»
_TAIL = frozenset({"VERB", "AUX", "ADP", "DET"})
_SIGNS = frozenset({"«", "»", ",", "("})


def find_runs(doc: Parse) -> Iterator[Run]:
    """The model's entities with their label, then runs of capitalised words with the particles between them."""
    for ent in doc.ents:
        start, end = _trimmed(doc, ent.start, ent.end)
        if start < end:
            yield Run(start=start, end=end, label=ent.label_)
    i = 0
    while i < len(doc):
        end = _run_end(doc, i) if _opens(doc[i]) else i
        if end > i:
            yield Run(start=i, end=end)
        i = max(end, i + 1)


def _trimmed(doc: Parse, start: int, end: int) -> tuple[int, int]:
    """An entity without the articles, titles and signs the model leaves on it."""
    while start < end and _is_lead(doc[start]):
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space or doc[end - 1].pos_ in _TAIL):
        end -= 1
    return start, next((i for i in range(start, end) if _breaks(doc[i])), end)


def _is_lead(token: Word) -> bool:
    if not token.is_capital or token.text in nominals(token.doc.language).titles:
        return True
    return token.pos_ in {"DET", "ADP"} and bool(token.is_sent_start)


def _breaks(token: Word) -> bool:
    return (token.is_space and "\n" in token.text) or token.text in _SIGNS


def _opens(token: Word) -> bool:
    """Whether a capital begins a name, not merely a sentence."""
    language = token.doc.language
    if not token.is_capital or token.text in nominals(language).titles:
        return False
    if not begins(token):
        long_article = token.pos_ == "DET" and len(token.text) > _SHORT_ARTICLE
        return long_article or token.pos_ not in {*_NO_NAMES, "CCONJ", "SCONJ"}
    if token.pos_ in _NO_NAMES:
        return False
    if token.pos_ in {"PROPN", "X"} or token.text in names(language).given:
        return True
    return _is_acronym(token) and token.text.isalpha() and token.pos_ != "ADV"


def _is_acronym(token: Word) -> bool:
    return token.text.isupper() and len(token.text) > 1


def _run_end(doc: Parse, start: int) -> int:
    end = start + 1
    while end < len(doc) and not _is_new_name(doc, start, end):
        step = _step(doc, start, end)
        if not step:
            break
        end += step
    return end


def _step(doc: Parse, start: int, end: int) -> int:
    """How many words after `end` go on with the run: a capitalised one, particles with another, or none."""
    particles = names(doc.language).particles
    if doc[end].is_capital and (doc[end].pos_ not in _NO_NAMES or _is_particle(doc[end])):
        return 1
    skip = end
    while skip < len(doc) and skip - end < _PARTICLES and doc[skip].text.rstrip("'") in particles:
        skip += 1
    joins = end < skip < len(doc) and doc[skip].is_capital and _is_family(doc, start, end, skip)
    return skip + 1 - end if joins else 0


def _is_particle(token: Word) -> bool:
    return token.pos_ == "ADP" and token.lower_ in names(token.doc.language).particles


def _is_new_name(doc: Parse, start: int, end: int) -> bool:
    """Whether a person's name begins right after an acronym: «l'AFP Abou X»."""
    return end - start == 1 and _is_acronym(doc[start]) and doc[end].text in names(doc.language).given


def _is_family(doc: Parse, start: int, end: int, skip: int) -> bool:
    """Whether particles join a family name: after a given name, or never an ordinary «de»."""
    ordinary = grammar(doc.language).ordinary_particles
    if all(doc[i].lower_ not in ordinary for i in range(end, skip)):
        return True
    return doc[start].text in names(doc.language).given and doc[skip].ent_type_ == "PER"


# --- names and common nouns -----------------------------------------------------------------------------------------


def is_name(doc: Parse, run: Run) -> bool:
    """Whether a run is no common noun written with a capital («Parlement», «Premier»)."""
    words = doc[run.start : run.end]
    if is_portfolio(doc[run.start]):
        return False
    if len(words) == 1:
        return _is_single_name(words[0], run.label)
    if run.label == "MISC" and any(t.pos_ in {"VERB", "AUX"} for t in words):
        return False
    return any(t.is_capital for t in words)


@remembered
def is_portfolio(token: Word) -> bool:
    """«le ministre du Logement», «son collègue de la Santé»: the field of a post is no name, and denotes nothing."""
    words, start = token.grammar, token.i
    before = [t for t in token.doc[max(start - _PORTFOLIO, 0) : start] if t.sent.start == token.sent.start]
    if not before or before[-1].lower_ not in words.portfolio_links:
        return False
    return any(t.lower_.removeprefix("ex-") in words.portfolios for t in before[-_PORTFOLIO:-1])


def _is_single_name(token: Word, label: str) -> bool:
    nouns = nominals(token.doc.language).nouns
    if lemma_of(token) in nouns or token.lower_ in nouns or token.text in token.grammar.not_names:
        return False
    if not label and begins(token) and not token.text.isupper() and not _stands_elsewhere(token):
        return False
    return len(token.text) > 1 and any(c.isalpha() for c in token.text)


def _stands_elsewhere(token: Word) -> bool:
    """Whether a word also has its capital inside a sentence."""
    return token.text in _inside(token.doc[0])


@remembered
def _inside(first: Word) -> frozenset[str]:
    """The words that stand somewhere inside a sentence, in the text that begins with `first`."""
    return frozenset(t.text for t in first.doc if not begins(t))

"""Where expressions of the nominal lexicon stand in a parse."""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from functools import lru_cache
from typing import NamedTuple

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.languages.nominals import Nominal, nominals
from dispatchgraph.parse import Parse, Word, remembered

_NOMINAL = frozenset({"obj", "nsubj", "nsubj:pass", "obl:arg", "obl:mod", "obl:agent", "nmod"})

__all__ = ["Match", "find_expressions", "match_at"]


class Match(NamedTuple):
    """An entry of the lexicon and the tokens it stands on."""

    nominal: Nominal
    start: int
    end: int  #: exclusive


def match_at(token: Word, *, taken: Container[int], between: Container[str]) -> Match | None:
    """The longest entry that begins at `token`; `taken` are tokens of names, `between` words it may have inside."""
    entries = _entries(token)
    further = _further(token, between) if any(len(n.words) > 1 for n in entries) else ()
    for nominal in entries:
        if len(nominal.words) > 1 and _bare(nominal.words[1]) not in further:
            continue
        end = _end(token, nominal.words, taken=taken, between=between)
        if end and _may_stand(token, nominal, end):
            return Match(nominal, token.i, end)
    return None


def find_expressions(doc: Parse, *, between: Container[str]) -> frozenset[int]:
    """Tokens of the lexicon's expressions of several words that hold a capital: no names, whatever they look like.

    `between` are words that an expression may have inside.
    """
    long = (
        (token, nominal)
        for token in doc
        if (entries := [n for n in _entries(token) if len(n.words) > 1])
        for further in (_further(token, between),)
        for nominal in entries
        if _bare(nominal.words[1]) in further
    )
    stretches = (range(token.i, _end(token, nominal.words, between=between)) for token, nominal in long)
    return frozenset(i for s in stretches if any(doc[i].text[0].isupper() for i in s) for i in s)


@remembered
def _entries(token: Word) -> tuple[Nominal, ...]:
    """The entries whose first word a word may be a form of."""
    nouns = nominals(token.doc.language).nouns
    found = [nouns[form] for form in _forms(token) if form in nouns]
    return found[0] if len(found) == 1 else tuple(nominal for entries in found for nominal in entries)


@remembered
def _forms(token: Word) -> tuple[str, ...]:
    """The forms under which a word may stand in the lexicon."""
    lower, lemma, contracted = token.lower_, lemma_of(token), token.grammar.contracted
    if lower == lemma and lower not in contracted and lower[-1:] != "'" and lower[:3] != "ex-":
        return (lower,)
    forms = (lower, lemma, contracted.get(lower, lower), lower.rstrip("'"), lower.removeprefix("ex-"))
    return tuple(dict.fromkeys(forms))


def _further(token: Word, between: Container[str]) -> frozenset[str]:
    """What the second word of an expression may be that begins at `token`, without accent: a look before `_end`'s."""
    found: set[str] = set()
    for place in range(token.i + 1, len(token.doc)):
        after = token.doc[place]
        found.update(map(_bare, _forms(after)))
        if not (after.lower_ in token.grammar.skipped_articles or after.lower_ in between):
            break
    return frozenset(found)


def _end(token: Word, words: tuple[str, ...], *, taken: Container[int] = (), between: Container[str] = ()) -> int:
    """Where `words` end if they stand from `token` on, articles and adjectives of states left out; 0 otherwise."""
    i, doc = token.i, token.doc
    for n, word in enumerate(words):
        while n and i < len(doc) and _is_skipped(doc[i], word, between):
            i += 1
        if i >= len(doc) or i in taken or not _is_form(doc[i], word):
            return 0
        i += 1
    return i


def _is_skipped(token: Word, word: str, between: Container[str]) -> bool:
    return token.lower_ in token.grammar.skipped_articles or (token.lower_ in between and token.lower_ != word)


def _is_form(token: Word, word: str) -> bool:
    """Whether a word is a form of `word`: «Etat» of «état» too, as a capital may go without its accent."""
    if word in _forms(token):
        return True
    return token.text[0].isupper() and _bare(word) == _bare(token.lower_)


@lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    first = unicodedata.normalize("NFD", word[:1])[:1]
    return first + word[1:]


def _may_stand(token: Word, nominal: Nominal, end: int) -> bool:
    whole = len(nominal.words) > 1 or _is_noun(token)
    return whole and (not nominal.part or _is_part_of(token.doc, end))


def _is_part_of(doc: Parse, end: int) -> bool:
    """Whether «de X» follows, or the part stands for itself after «côté»: «le nord du pays»."""
    if end >= len(doc):
        return False
    return doc[end].lower_ in doc[end].grammar.genitives or doc[end - 1].pos_ == "ADJ"


def _is_led(token: Word) -> bool:
    """Whether a determiner, a number or a preposition leads a word: «un parti», not «un avion parti de Lyon»."""
    near = token.doc[max(token.i - 2, token.sent.start) : token.i]
    return _is_determined(token) or any(t.pos_ in {"DET", "NUM", "ADP"} or t.like_num for t in near[-1:])


def _is_after_number(token: Word) -> bool:
    """«onze «terroristes»»."""
    before = token.doc[max(token.i - 2, token.sent.start) : token.i]
    return any(t.like_num for t in before)


def _is_determined(token: Word) -> bool:
    return any(c.pos_ in {"DET", "NUM"} and c.i < token.i for c in token.children)


def _is_noun(token: Word) -> bool:
    """A noun, or an adjective or participle used as one: «les blessés», «des insurgés»."""
    if token.lower_ in token.grammar.determined and not _is_led(token):
        return False
    if token.pos_ in {"NOUN", "PROPN"}:
        return token.lower_ not in token.grammar.negations or _is_determined(token)  # «personne n'est parti»
    if token.pos_ == "ADJ" and token.dep_ in _NOMINAL and not token.text[0].isupper() and _is_after_number(token):
        return True
    has_article = any(c.dep_ == "det" and c.i < token.i for c in token.children)
    return token.pos_ in {"ADJ", "VERB"} and has_article and token.dep_ not in {"amod", "ROOT", "acl"}

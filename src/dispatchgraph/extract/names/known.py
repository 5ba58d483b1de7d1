"""Names that the gazetteer knows, and what they stand for where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.names.name import PLACES, Name
from dispatchgraph.extract.syntax import SUBJECTS, preposition
from dispatchgraph.knowledge import Gazetteer
from dispatchgraph.languages.events import event_lexicon
from dispatchgraph.parse import Parse, Word, remembered

__all__ = ["find_known", "is_of_people"]

#: Classes of what is done to parties, never to places.
_OF_PARTIES = frozenset({
    "Accuse", "Condemn", "Threaten", "Warn", "Support", "Request", "Sanction", "Deny", "Propose", "Negotiate", "Pledge",
})  # fmt: skip
_LONGEST = 9  # tokens in a gazetteer name


def find_known(doc: Parse, gazetteer: Gazetteer) -> Iterator[Name]:
    """The longest known name at each place, not overlapping."""
    i = 0
    while i < len(doc):
        participle = bool(doc[i].is_sent_start) and doc[i].pos_ == "VERB"  # «Hué par la foule»
        may_begin = (doc[i].is_capital and not participle) or doc[i].text in gazetteer.small
        name = _known_at(doc, i, gazetteer) if may_begin else None
        if name:
            yield name
        i = name.end if name else i + 1


def _known_at(doc: Parse, i: int, gazetteer: Gazetteer) -> Name | None:
    """The longest name from a word on: of an entry, of what stands for a state, else of a part or a people."""
    begin = doc[i].idx
    for length in gazetteer.lengths_from(doc.text, begin):
        end = _end_at(doc, begin + length)
        if i < end <= i + _LONGEST and (name := _known_as(doc, i, end, gazetteer)) is not None:
            return name
    return _known_as(doc, i, i + 1, gazetteer)


def _end_at(doc: Parse, offset: int) -> int:
    """The place after the word that ends right at `offset`; -1 where none does."""
    last = doc.place(offset - 1)
    return last + 1 if last >= 0 and doc[last].idx + len(doc[last].text) == offset else -1


def _known_as(doc: Parse, start: int, end: int, gazetteer: Gazetteer) -> Name | None:
    """The name that words are, exactly: of an entry, of what stands for a state, of a people."""
    words = doc.words(start, end).text
    if known := gazetteer.key_of(words):
        return _read_as(doc, start, end, gazetteer, key=known)
    if key := gazetteer.by_metonym.get(words):
        return _state(start, end, gazetteer, key=key)
    if end > start + 1:
        return None
    if kind := _part_of_place(doc[start], words, gazetteer):
        return Name(start=start, end=end, type=kind, rule="gazetteer:part")
    key = gazetteer.by_demonym.get(words)
    if not key or is_of_people(doc[start]):
        return None
    kind = gazetteer.entries[key].type
    return Name(start=start, end=end, type=kind, known=key, demonym=True, rule="gazetteer:demonym")


@remembered
def is_of_people(demonym: Word) -> bool:
    """«un Erythréen», «deux Egyptiens», «le Ghanéen X»: people, where «les Russes» is their state."""
    words = demonym.grammar
    before = [c for c in demonym.children if c.i < demonym.i and c.pos_ in {"DET", "NUM"}]
    if not before and demonym.i:
        before = [demonym.nbor(-1)] if demonym.nbor(-1).pos_ in {"DET", "NUM"} else []
    single = words.singular_determiners | words.cardinals
    return any(t.lower_ in single or t.like_num for t in before)


def _part_of_place(token: Word, words: str, gazetteer: Gazetteer) -> str:
    """The class of «Alep-Ouest»: a District of a town, a Region of anything larger; "" for no part of a place."""
    whole, _, side = words.rpartition("-")
    key = gazetteer.key_of(whole) if side.casefold() in token.grammar.compass else None
    kind = gazetteer.entries[key].type if key else ""
    if kind not in PLACES:
        return ""
    return "District" if kind in {"City", "District"} else "Region"


def _state(start: int, end: int, gazetteer: Gazetteer, *, key: str) -> Name:
    kind = gazetteer.entries[key].type
    return Name(start=start, end=end, type=kind, known=key, metonym=True, rule="gazetteer:metonym")


def _read_as(doc: Parse, start: int, end: int, gazetteer: Gazetteer, *, key: str) -> Name:
    """A known name, or the state that its capital stands for here."""
    entry = gazetteer.entries[key]
    state = gazetteer.by_metonym.get(doc.words(start, end).text)
    if state and entry.type in PLACES - {"Country"} and _acts(doc.words(start, end).root):
        return _state(start, end, gazetteer, key=state)
    return Name(start=start, end=end, type=entry.type, known=key, rule="gazetteer:name")


def _acts(token: Word) -> bool:
    """Whether a capital's name stands where an actor stands: subject of a verb, «selon Paris», «le veto de Moscou»."""
    head, words = token.head, token.grammar
    if token.dep_ == "conj":
        return _acts(head)
    prep = preposition(token)
    if token.dep_ in SUBJECTS and not prep:
        return head.pos_ in {"VERB", "AUX"} and lemma_of(head) not in words.stative
    if prep in words.actor_prepositions or token.dep_ == "obl:agent":
        return True
    if token.dep_ == "obj" and not prep and head.pos_ == "VERB":  # «accuse Lilongwe», not «bombarde Alep»
        told = event_lexicon(token.doc.language).verbs.get(lemma_of(head), ())
        return bool(told) and all(f.type in _OF_PARTIES for f in told)
    frames = event_lexicon(token.doc.language).nouns.get(lemma_of(head), ())
    return prep == words.of and any(f.de[:1] == ("agent",) for f in frames)

"""Descriptions of entities: «le régime syrien», «deux médecins russes», «les blessés»."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from dispatchgraph.extract.mentions.lexicon import Match, match_at
from dispatchgraph.extract.names import Name
from dispatchgraph.extract.names.known import is_of_people
from dispatchgraph.extract.names.runs import is_portfolio
from dispatchgraph.extract.words import feature, has_feature, is_plural, sentence_of, span_of, words_of
from dispatchgraph.knowledge import Gazetteer
from dispatchgraph.languages.nominals import Nominal
from dispatchgraph.model import Mention
from dispatchgraph.parse import Parse, Word

__all__ = ["find_nominals"]

_MODIFIERS = frozenset({"DET", "NUM", "ADJ"})
_MANY_AS_ONE = frozenset({"Document", "Thing", "Group", "MilitaryForce"})  #: whose class the plural leaves
_RELATED = 3  # words from «proche de» to what it is close to
_GENDERS = {"Masc": "m", "Fem": "f"}

Gender = Literal["m", "f"]


@dataclass(frozen=True, kw_only=True)
class _Phrase:
    """A description: the tokens of its noun or expression within those of the whole."""

    head: Word
    start: int
    end: int
    first: int
    last: int

    @property
    def doc(self) -> Parse:
        return self.head.doc

    @property
    def before(self) -> str:
        """The word before the phrase, in lower case."""
        return self.doc[self.first - 1].lower_ if self.first else ""

    @property
    def determiners(self) -> frozenset[str]:
        return frozenset(t.lower_ for t in self.doc[self.first : self.start] if t.pos_ in {"DET", "ADP"})


def find_nominals(doc: Parse, gazetteer: Gazetteer, *, taken: Mapping[int, Name]) -> Iterator[Mention]:
    """Each noun phrase whose noun the lexicon knows; `taken` are the tokens of names."""
    until = 0
    for token in doc:
        if token.i < until or token.i in taken or token.is_punct or token.is_space:
            continue
        if token.is_capital and is_portfolio(token):
            continue
        match = match_at(token, taken=taken, between=gazetteer.by_adjective) or _people(token, gazetteer)
        if match:
            until = match.end
            yield _mention(_phrase(doc, match, taken), match.nominal, gazetteer, taken)


def _people(token: Word, gazetteer: Gazetteer) -> Match | None:
    """«un Erythréen», «deux Egyptiens»: persons of a people, told by its name."""
    if token.text not in gazetteer.by_demonym or not is_of_people(token):
        return None
    return Match(Nominal(words=(token.lower_,), type="Person"), token.i, token.i + 1)


def _mention(phrase: _Phrase, nominal: Nominal, gazetteer: Gazetteer, taken: Mapping[int, Name]) -> Mention:
    doc, words = phrase.doc, phrase.head.grammar
    plural = _is_plural(phrase)
    lemma = " ".join(nominal.words)
    return Mention(
        span=words_of(doc[phrase.first : phrase.last]),
        head=span_of(phrase.head),
        sentence=sentence_of(phrase.head),
        kind="nominal",
        type=_class(nominal, plural=plural),
        text=doc.words(_label_start(phrase), phrase.last).text,
        lemma=lemma,
        noun=_noun(phrase, gazetteer),
        gender=_gender(phrase),
        plural=plural,
        definite=_is_definite(phrase),
        demonstrative=bool(phrase.determiners & words.demonstratives),
        complement=_complement(phrase, gazetteer, taken),
        rule=f"nominals:{lemma}",
    )


# --- extent ---------------------------------------------------------------------------------------------------------


def _phrase(doc: Parse, match: Match, taken: Mapping[int, Name]) -> _Phrase:
    """The words of a description: its determiner and number before, adjectives and one «de X» after."""
    head = _head(doc, match)
    first, last = match.start, match.end
    while first > 0 and _leads(doc[first - 1], head, range(first, match.end), taken):
        first -= 1
    while last < len(doc) and _follows(doc[last], range(first, last)):
        last += 1
    last = _complement_end(doc, last, taken=taken, part=match.nominal.part)
    last = _relation_end(doc, last)
    return _Phrase(head=head, start=match.start, end=match.end, first=first, last=last)


def _head(doc: Parse, match: Match) -> Word:
    words, inside = doc.words(match.start, match.end), range(match.start, match.end)
    return next((t for t in words if t.pos_ in {"NOUN", "PROPN"} and t.head.i not in inside), words.root)


def _leads(token: Word, head: Word, inside: range, taken: Mapping[int, Name]) -> bool:
    """Whether a word before belongs to the description."""
    if token.pos_ not in _MODIFIERS or token.sent.start != head.sent.start or token.head.i < token.i:
        return False
    return token.i not in taken and (token.pos_ != "ADJ" or token.head.i in inside)


def _follows(token: Word, inside: range) -> bool:
    return token.pos_ == "ADJ" and token.head.i in inside and not token.is_punct


def _complement_end(doc: Parse, last: int, *, taken: Mapping[int, Name], part: bool) -> int:
    """Where «de X» after a description ends: a name, or the noun that a part of a place is of."""
    if last >= len(doc) or doc[last].lower_ not in doc[last].grammar.genitives:
        return last
    reach = next((i for i in range(last + 1, len(doc)) if doc[i].pos_ != "DET"), len(doc))
    if reach in taken:
        return taken[reach].end
    return reach + 1 if part and reach < len(doc) and doc[reach].pos_ == "NOUN" else last


def _relation_end(doc: Parse, last: int) -> int:
    """Where «proche de l'enquête» behind a description ends."""
    words = doc[last - 1].grammar
    if doc[last - 1].lower_ not in words.relational or last >= len(doc) or doc[last].lower_ not in words.genitives:
        return last
    noun = next((t.i for t in doc[last + 1 : last + 1 + _RELATED] if t.pos_ in {"NOUN", "PROPN"}), last - 1)
    return noun + 1


# --- features -------------------------------------------------------------------------------------------------------


def _is_plural(phrase: _Phrase) -> bool:
    words = phrase.head.grammar
    if phrase.determiners & words.singular_determiners:
        return False
    determiners = {t.lower_ for t in phrase.doc[max(phrase.first - 1, 0) : phrase.start]}
    return is_plural(phrase.head) or not determiners.isdisjoint(words.plural_determiners)


def _is_definite(phrase: _Phrase) -> bool:
    """Whether the phrase is of something known.

    «des X» after a preposition is «de + les», before a subject it is indefinite: the tagger tells them apart.
    """
    words, determiners = phrase.head.grammar, phrase.determiners
    if determiners & words.indefinites:
        return False
    near = phrase.doc[max(phrase.first - 1, 0) : phrase.start]
    tagged = any(t.pos_ in {"DET", "ADP"} and has_feature(t, "Definite", "Def") for t in near)
    fused = phrase.before in words.fused_articles and not determiners
    return tagged or fused or bool(determiners & words.articles)


def _label_start(phrase: _Phrase) -> int:
    """Where the description without its determiner and number begins."""
    start, cardinals = phrase.start, phrase.head.grammar.cardinals
    while (
        start > phrase.first and phrase.doc[start - 1].pos_ == "ADJ" and phrase.doc[start - 1].lower_ not in cardinals
    ):
        start -= 1
    return start


def _noun(phrase: _Phrase, gazetteer: Gazetteer) -> str:
    """The lexicon's expression as it stands in the text, adjectives of states left out."""
    words = (t.text for t in phrase.doc[phrase.start : phrase.end] if t.lower_ not in gazetteer.by_adjective)
    return " ".join(words).replace("' ", "'").replace("’ ", "’")


def _gender(phrase: _Phrase) -> Gender | None:
    """Of the determiner, else of the adjectives, else what the tagger thinks of the noun."""
    head, words = phrase.head, phrase.head.grammar
    own = [t for t in phrase.doc[phrase.first : phrase.last] if t.i != head.i and t.head.i == head.i]
    said = next((g for t in own if (g := words.determiner_genders.get(t.lower_))), None)
    if not said and head.lower_.endswith(words.feminine_endings):
        return "f"  # «l'ambassadrice adjointe», whatever the tagger thinks
    adjectives = [g for t in own if t.pos_ == "ADJ" for g in t.morph.get("Gender", [])]
    if not said and not adjectives and head.lower_.endswith(words.unmarked_plural):
        return None  # the tagger only guesses
    tagged = _GENDERS.get((adjectives or [feature(head, "Gender")])[0])
    return cast("Gender | None", said or words.determiner_genders.get(phrase.before) or tagged)


def _class(nominal: Nominal, *, plural: bool) -> str:
    """Several persons, bodies or places told by a common noun are a group."""
    return "Group" if plural and nominal.type not in _MANY_AS_ONE else nominal.type


def _complement(phrase: _Phrase, gazetteer: Gazetteer, taken: Mapping[int, Name]) -> str:
    """Who or what the description is of, as a slug or words: «syrie» in «le régime syrien»."""
    doc = phrase.doc
    near = (t for t in doc[phrase.start : phrase.last + 1] if t.pos_ in {"ADJ", "NOUN"} and t.i != phrase.head.i)
    state = next((key for t in near if (key := gazetteer.by_adjective.get(t.lower_))), "")
    name = next((taken[i] for i in range(phrase.start, phrase.last) if i in taken), None)
    if state or name is None:
        return state
    return name.known or doc.words(name.start, name.end).text

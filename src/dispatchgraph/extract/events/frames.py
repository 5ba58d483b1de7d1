"""Which frames of the lexicon a word evokes in its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dispatchgraph.extract.lemmas import lemma_of, lemmas_below
from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.participants import agents, objects, obliques, subjects
from dispatchgraph.extract.syntax import conjuncts, content_head, is_passive, is_reflexive, preposition
from dispatchgraph.extract.words import is_participle
from dispatchgraph.knowledge import ancestors
from dispatchgraph.languages.events import Frame, event_lexicon
from dispatchgraph.languages.nominals import nominals
from dispatchgraph.parse import Word

__all__ = ["ACTORS", "Evoked", "joined_frames", "noun_complements", "noun_frame", "verb_frame"]

ACTORS = frozenset({"Person", "Group", "Organization", "Country"})
_ANYONE = frozenset({"Pronoun", "Actor", "Human", "Person", "Group", "ArmedGroup", "MilitaryForce", "Country"})
_VERB_AND_OBJECT = 2  # words of an expression that others may be joined to
_NOUN_COMPLEMENTS = frozenset({"nmod", "obl", "obl:arg", "obl:mod", "obl:agent", "appos"})


class Evoked(NamedTuple):
    """A frame and the tokens of its expression, the head first."""

    frame: Frame
    tokens: tuple[Word, ...]
    joined: bool = False  #: whether the verb tells another event by the object before: «17 morts et **40 blessés**»

    @property
    def indices(self) -> frozenset[int]:
        """Where its tokens stand."""
        return frozenset(t.i for t in self.tokens)


# --- kinds of participants ------------------------------------------------------------------------------------------


def _fit(tokens: Iterable[Word], wanted: frozenset[str], mentions: Mentions) -> bool:
    """Whether any of `tokens` is of a wanted kind."""
    return any(_kinds(t, mentions) & wanted for t in tokens)


def _kinds(token: Word, mentions: Mentions) -> frozenset[str]:
    """What a participant may count as when a frame asks for a kind."""
    token = content_head(token)
    type_ = mentions.type_at(token)
    if token.pos_ == "NUM" or token.like_num:
        return frozenset({"Number"})
    if token.pos_ == "PRON":
        return _ANYONE if type_ is None else _ANYONE | {type_}
    if type_ is not None:
        return _with_families(frozenset(ancestors(type_)) | _one_of(token, mentions), type_)
    tells = lemma_of(token) in event_lexicon(token.doc.language).nouns
    return frozenset({"Event" if tells else "Unknown"})


def _with_families(line: frozenset[str], type_: str) -> frozenset[str]:
    """Classes with the wider kinds that frames ask for."""
    line = line | {"Place", "Body"} if type_ == "Country" else line
    families = {"Actor": ACTORS, "Body": {"Organization"}, "Human": {"Person", "Group"}}
    return line | {family for family, classes in families.items() if line & classes}


def _one_of(token: Word, mentions: Mentions) -> frozenset[str]:
    """The class of one member of a group: «des écoles» are facilities."""
    mention = mentions.at(token)
    if mention is None or mention.kind != "nominal" or not mention.plural:
        return frozenset()
    entry = nominals(token.doc.language).exact(mention.lemma)
    return frozenset(ancestors(entry.type)) if entry is not None else frozenset()


# --- expressions ----------------------------------------------------------------------------------------------------


def _expression(head: Word, words: Sequence[str]) -> tuple[Word, ...] | None:
    """The tokens of a multiword expression, each below the last or below the first."""
    found = [head]
    for word in words[1:]:
        token = _below(found[-1], word) if len(found) > 1 else None
        token = token or _beside(head, word, found)
        if token is None:
            return None
        found.append(token)
    return tuple(found)


def _below(head: Word, lemma: str) -> Word | None:
    """A word of that lemma right below `head`, or counted there: «une dizaine de morts»."""
    return next((w for c in head.children for w in (c, content_head(c)) if lemma_of(w) == lemma), None)


def _beside(head: Word, word: str, found: Sequence[Word]) -> Word | None:
    """The next word of an expression where the parser hung it on the first; no «de X» beside another object."""
    token = _below(head, word)
    if token is None or token.dep_ == "obj" or token.head.i != head.i or preposition(token) != head.grammar.of:
        return token
    return None if any(c.dep_ == "obj" and c not in found for c in head.children) else token


def _has_company(token: Word, frame: Frame) -> bool:
    """Whether the words below are those that a frame asks for, and none that it bars."""
    if not frame.with_any and not frame.without:
        return True
    below = lemmas_below(token)
    return (not frame.with_any or not below.isdisjoint(frame.with_any)) and below.isdisjoint(frame.without)


# --- verbs ----------------------------------------------------------------------------------------------------------


def verb_frame(verb: Word, mentions: Mentions) -> Evoked | None:
    """The frame a verb evokes here and the tokens of its expression; None where no frame fits."""
    frames = event_lexicon(verb.doc.language).verbs.get(lemma_of(verb), ())
    if not frames:
        return None
    reflexive, below = is_reflexive(verb), lemmas_below(verb)
    for frame in frames:
        may_be = frame.reflexive == reflexive and below.issuperset(frame.words[1:])
        tokens = _expression(verb, frame.words) if may_be else None
        if tokens is not None and _meets(verb, frame, mentions):
            return Evoked(frame, tokens)
    return None


def joined_frames(evoked: Evoked, mentions: Mentions) -> list[Evoked]:
    """«a fait 17 morts et 40 blessés»: what else a verb tells by the objects joined to that of its expression."""
    verb, told = evoked.tokens[0], {evoked.frame.type}
    found: list[Evoked] = []
    for noun in _joined_objects(evoked):
        frame = _frame_with(verb, noun, evoked.frame, mentions)
        if frame is not None and frame.type not in told:
            told.add(frame.type)
            found.append(Evoked(frame, (verb, noun), joined=True))
    return found


def _joined_objects(evoked: Evoked) -> list[Word]:
    """What is joined to the object in an expression of a verb and its object."""
    if evoked.frame.noun or len(evoked.tokens) != _VERB_AND_OBJECT:
        return []
    verb, own = evoked.tokens
    listed = ([content_head(c) for c in conjuncts(o)] for o in verb.children if o.dep_ == "obj")
    return next((nouns[1:] for nouns in listed if nouns[0] == own), [])


def _frame_with(verb: Word, noun: Word, other: Frame, mentions: Mentions) -> Frame | None:
    """The frame of a verb with this noun for its object, reflexive or not as another."""
    frames = (f for f in event_lexicon(verb.doc.language).verbs[other.words[0]] if f.words[1:] == (lemma_of(noun),))
    return next((f for f in frames if f.reflexive == other.reflexive and _meets(verb, f, mentions)), None)


def _meets(verb: Word, frame: Frame, mentions: Mentions) -> bool:
    """Whether a verb's clause is as a frame asks for."""
    if not frame.conditions:
        return _has_company(verb, frame)
    passive, words = is_passive(verb), verb.grammar
    doers, undergoers = agents(verb), subjects(verb) if passive else objects(verb)
    by_prep: dict[str, list[Word]] = {}
    for prep, noun in obliques(verb):
        by_prep.setdefault(prep, []).append(noun)
    clause = any(c.dep_ in {"ccomp", "xcomp"} for c in verb.children)
    clitics = (words.clitics.get(c.lower_) for c in verb.children if c.pos_ == "PRON")
    has = {f"prep:{p}" for p in (*by_prep, *(c for c in clitics if c))} | ({"subject", "agent"} if doers else set())
    has |= {"object"} if undergoers or clause else set()
    return (
        frame.voice in {"", "passive" if passive else "active"}
        and frame.needs <= has
        and _has_company(verb, frame)
        and (not frame.subject_is or _fit(doers, frame.subject_is, mentions))
        and (
            not frame.object_is or (clause and "Text" in frame.object_is) or _fit(undergoers, frame.object_is, mentions)
        )
        and all(_fit(by_prep.get(p, ()), kinds, mentions) for p, kinds in frame.prep_is.items())
    )


# --- nouns ----------------------------------------------------------------------------------------------------------


def noun_frame(noun: Word, mentions: Mentions) -> Evoked | None:
    """The frame an event noun evokes and the tokens of its expression («frappe aérienne»)."""
    if not _is_common(noun):
        return None
    below = lemmas_below(noun)
    for frame in event_lexicon(noun.doc.language).nouns.get(lemma_of(noun), ()):
        tokens = _expression(noun, frame.words) if below.issuperset(frame.words[1:]) else None
        if tokens is not None and _suits(noun, frame, mentions):
            return Evoked(frame, tokens)
    return None


def _is_common(noun: Word) -> bool:
    return noun.pos_ == "NOUN" or (noun.pos_ == "PROPN" and (noun.text.islower() or bool(noun.is_sent_start)))


def _suits(noun: Word, frame: Frame, mentions: Mentions) -> bool:
    """Whether what stands around a noun is as a frame asks for."""
    if not _has_company(noun, frame) or (frame.governed_by and lemma_of(noun.head) not in frame.governed_by):
        return False
    wanted = [*frame.prep_is.items(), *([(noun.grammar.of, frame.de_is)] if frame.de_is else [])]
    complements = noun_complements(noun)
    return all(_fit((t for p, t in complements if p == prep), kinds, mentions) for prep, kinds in wanted)


def noun_complements(noun: Word) -> list[tuple[str, Word]]:
    """«de X», «par Y», «entre A et B» of an event noun; also of a participle on it: «réunion prévue entre …»."""
    words = noun.grammar
    found: list[tuple[str, Word]] = []
    for child in noun.children:
        if child.dep_ in _NOUN_COMPLEMENTS and child.i > noun.i and (prep := preposition(child)):
            found.extend((prep, t) for t in conjuncts(child))
        if child.dep_ == "acl" and is_participle(child):
            found.extend((p, t) for p, t in obliques(child) if p not in {words.of, words.by})
    return found

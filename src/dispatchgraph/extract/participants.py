"""Who stands around a verb: subjects, objects and complements, through relatives, coordination and control."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.syntax import (
    child_with,
    conjuncts,
    is_passive,
    is_verbal,
    own_subjects,
    preposition,
)
from dispatchgraph.extract.words import is_infinitive, is_participle, nouns_before
from dispatchgraph.parse import Word, remembered

__all__ = ["agents", "objects", "obliques", "relative_antecedent", "subjects"]

_OBLIQUE = frozenset({"obl", "obl:arg", "obl:mod", "obl:agent", "nmod", "advmod", "iobj", "dep"})
_COMPLEMENTS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"})
_CONTROLLED = frozenset({"xcomp", "ccomp", "obl", "obl:arg", "obj"})
_DEPTH = 6  # verbs to climb in search of a subject
_PARTITIVE_REACH = 4  # words from «dont» to the part it takes


# --- relatives ------------------------------------------------------------------------------------------------------


def relative_antecedent(verb: Word) -> Word | None:
    """The noun a relative clause is about."""
    node = verb
    while node.dep_ in {"conj", "xcomp"} and node.head != node:
        node = node.head
    noun = node.head
    return noun if node.dep_.startswith("acl") and noun != node and not is_verbal(noun) else None


def _antecedent(pronoun: Word, verb: Word) -> Word:
    """What a relative pronoun stands for; the pronoun itself where it is none."""
    words, word = verb.grammar, pronoun.lower_
    relative = any(word in r for r in (words.subject_relatives, words.object_relatives, words.genitive_relatives))
    noun = (_person_before(pronoun) or relative_antecedent(verb)) if relative else None
    if noun is None and word in words.subject_relatives:
        noun = next(nouns_before(pronoun), None)
    return noun if noun is not None else pronoun


def _person_before(pronoun: Word) -> Word | None:
    """«sa directrice pour l'Afrique, Fatou X, qui …»: the person named right before a relative."""
    before = pronoun.nbor(-1) if pronoun.i > pronoun.sent.start + 1 else pronoun
    name = before.nbor(-1) if before.text == "," else before
    if name.ent_type_ != "PER" or name.pos_ != "PROPN":
        return None
    while name.dep_ == "flat:name" and name.head.i < name.i:
        name = name.head
    return name


def _meant(tokens: Iterable[Word], verb: Word) -> list[Word]:
    return [c for t in tokens for c in conjuncts(_whole(_antecedent(t, verb)))]


def _whole(token: Word) -> Word:
    """«324 civils, dont 44 enfants, ont été tués»: the whole that «dont» takes a part of."""
    partitive = token.grammar.genitive_relatives
    near = token.doc[max(token.i - _PARTITIVE_REACH, token.sent.start) : token.i]
    dont = next((t for t in near if t.lower_ in partitive), None)
    if dont is None or any(t.pos_ in {"VERB", "AUX", "DET"} for t in token.doc[dont.i : token.i]):
        return token
    return next(nouns_before(dont), token)


# --- subjects -------------------------------------------------------------------------------------------------------


@remembered
def subjects(verb: Word) -> list[Word]:
    """Who the verb's subject is, through relatives, coordination, participles and control."""
    return _subjects(verb, depth=_DEPTH)


def _subjects(verb: Word, *, depth: int) -> list[Word]:
    own = own_subjects(verb)
    if own:
        return _meant(own, verb)
    head = verb.head
    if depth == 0 or head == verb:
        return []
    if verb.dep_ == "conj" and is_verbal(head):
        return _subjects(_joined_before(verb), depth=depth - 1)
    if verb.dep_.startswith("acl"):
        return conjuncts(head) if head.pos_ in {"NOUN", "PROPN", "PRON"} else []
    compound = any(c.dep_.startswith("aux") and is_infinitive(c) for c in verb.children)
    return _controllers(verb, depth=depth - 1) if compound or is_infinitive(verb) or is_participle(verb) else []


def _joined_before(verb: Word) -> Word:
    """The verb that another is joined to: the last before it that hangs on the same one, else that one."""
    before = (c for c in verb.head.children if c.dep_ == "conj" and c.i < verb.i and is_verbal(c) and own_subjects(c))
    return max(before, key=lambda c: c.i, default=verb.head)


def _controllers(verb: Word, *, depth: int) -> list[Word]:
    """Who does an infinitive or a detached participle: the governing verb's object or subject."""
    head = verb.head
    if head.pos_ == "ADJ" and not own_subjects(head) and head.head.i != head.i:  # «se dit prêt à recevoir»
        return _subjects(head.head, depth=depth) if is_verbal(head.head) else conjuncts(head.head)
    if not is_verbal(head):
        return conjuncts(head) if _falls_to(head) else []
    if verb.dep_ in _CONTROLLED and lemma_of(head) in verb.grammar.object_control:
        return [t for t in _told(head, depth=depth) if t != verb and t.pos_ != "VERB"]
    return _subjects(head, depth=depth)


def _told(verb: Word, *, depth: int) -> list[Word]:
    """Whom a verb of asking or letting makes do something."""
    if is_passive(verb):
        return _subjects(verb, depth=depth)
    to = verb.grammar.to
    return objects(verb) or [t for p, t in obliques(verb) if p == to and t.pos_ != "VERB"]


def _falls_to(noun: Word) -> bool:
    """«c'est aux banques de payer»: whose turn it is."""
    return preposition(noun) == noun.grammar.to and child_with(noun, "cop") is not None


# --- objects and complements ----------------------------------------------------------------------------------------


@remembered
def objects(verb: Word) -> list[Word]:
    """The direct objects, clitics and relatives among them."""
    words = verb.grammar
    own = [
        c for c in verb.children if c.dep_ == "obj" and c.pos_ != "VERB" and c.lower_ not in words.reflexive_pronouns
    ]
    relative = (c for c in verb.children if c.lower_ in words.object_relatives and c.pos_ == "PRON" and c not in own)
    return _meant(own, verb) + [noun for c in relative if (noun := _antecedent(c, verb)).i != c.i]


@remembered
def obliques(verb: Word) -> list[tuple[str, Word]]:
    """Each prepositional complement with its preposition, coordinated ones each."""
    return [found for child in verb.children for found in _brought_by(child)]


def _brought_by(child: Word) -> list[tuple[str, Word]]:
    words = child.grammar
    compound = f"{preposition(child)} {child.lower_} {words.of}"
    if compound not in words.compound_prepositions:
        return [*_complements(child), *_below_adverb(child)]
    nouns = (t for c in child.children if preposition(c) == words.of for t in conjuncts(c))
    return [(compound, t) for t in nouns]  # «en faveur de X»


def _complements(child: Word) -> Iterator[tuple[str, Word]]:
    if child.dep_ in _OBLIQUE and child.pos_ in _COMPLEMENTS:
        prep = child.grammar.by if child.dep_ == "obl:agent" else preposition(child)
        yield from ((prep, each) for each in conjuncts(child))


def _below_adverb(child: Word) -> Iterator[tuple[str, Word]]:
    """«près de Damas»."""
    of = child.grammar.of
    if child.pos_ == "ADV":
        nouns = (t for t in child.children if t.pos_ in {"NOUN", "PROPN"} and preposition(t) == of)
        yield from ((f"{child.lower_} {of}", t) for t in nouns)


@remembered
def agents(verb: Word) -> list[Word]:
    """Who does what the verb tells: the subject, of a passive what «par» brings."""
    if not is_passive(verb):
        return subjects(verb)
    by = verb.grammar.by
    return [t for p, t in obliques(verb) if p == by]

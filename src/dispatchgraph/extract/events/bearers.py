"""The words beside an event's own that its date and place may hang on: its carrier, participles, modals, relatives."""

from __future__ import annotations

from collections.abc import Iterator

from dispatchgraph.extract.events.frames import Evoked
from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.participants import relative_antecedent
from dispatchgraph.extract.syntax import child_with, is_reflexive, is_verbal
from dispatchgraph.extract.words import is_infinitive, is_participle
from dispatchgraph.languages.speech import speech
from dispatchgraph.parse import Word

__all__ = [
    "bearers",
    "carried_infinitives",
    "carrying_relatives",
    "happenings",
    "is_happening",
    "participles",
    "place_antecedent",
]


def bearers(evoked: Evoked, carrier: Word, heads: frozenset[int]) -> set[int]:
    """The words that what dates an event may hang on; `heads` are those of all events."""
    head = evoked.tokens[0]
    said = (*participles(head), *happenings(head), *carrying_relatives(head))
    below = (c for c in carried_infinitives(carrier) if c.i not in heads)
    around = {t.i for t in (*said, *below, *_around_clause(head, heads))}
    return {*evoked.indices, carrier.i, *_modals(head, heads), *around}


def carried_infinitives(verb: Word) -> list[Word]:
    """«doit avoir lieu», «devrait se tenir»: the infinitives below a verb that only tell that its subject happens."""
    below = (c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and is_infinitive(c))
    return [c for c in below if is_happening(c) or lemma_of(c) in c.grammar.inchoative]


# --- below a noun ---------------------------------------------------------------------------------------------------


def participles(noun: Word) -> list[Word]:
    """The participles said of a noun: «une réunion prévue mardi»."""
    return [c for c in noun.children if noun.pos_ == "NOUN" and c.dep_ == "acl" and is_participle(c)]


def happenings(noun: Word) -> list[Word]:
    """The verbs of relatives that only tell that, when and where it happened: «l'épidémie qui sévit depuis …»."""
    nouns = (noun, *(c for c in noun.children if c.dep_ == "nmod" and c.i > noun.i))
    relatives = noun.grammar.subject_relatives
    return [c for n in nouns for c in _relatives(n, relatives) if is_happening(c)]


def _relatives(noun: Word, pronouns: frozenset[str]) -> Iterator[Word]:
    """The verbs of a noun's relative clauses that open with one of `pronouns`."""
    clauses = (c for c in noun.children if c.dep_ == "acl:relcl")
    return (c for c in clauses if any(t.lower_ in pronouns and t.i < c.i for t in c.subtree))


def carrying_relatives(noun: Word) -> list[Word]:
    """«la visite qu'il devait effectuer mardi à Pékin»: relatives whose verb only carries the noun."""
    words = noun.grammar
    found: list[Word] = []
    for verb in _relatives(noun, words.object_relatives):
        full = child_with(verb, "xcomp") or verb
        if lemma_of(full) in words.support:
            found.extend(dict.fromkeys((full, verb)))
    return found


def is_happening(verb: Word) -> bool:
    """Whether a verb only tells that its subject happens: «avoir lieu», «se tenir»."""
    own = (words for words in verb.grammar.happening if lemma_of(verb) in words)
    below = {lemma_of(c) for c in verb.children} | ({verb.grammar.reflexive} if is_reflexive(verb) else set())
    return any({*words} - {lemma_of(verb)} <= below for words in own)


# --- above a verb ---------------------------------------------------------------------------------------------------


def _modals(head: Word, heads: frozenset[int]) -> Iterator[int]:
    """The verbs that only modify an infinitive: «a dû démissionner lundi» dates the resignation."""
    node, sayings = head, speech(head.doc.language).verbs
    while node.dep_ in {"xcomp", "ccomp"} and is_infinitive(node) and is_verbal(node.head):
        node = node.head
        if node.i in heads or lemma_of(node) in sayings:
            return
        yield node.i


def _around_clause(verb: Word, heads: frozenset[int]) -> Iterator[Word]:
    """What a clause of time or place is tied to: «a éclaté en mai, lorsque …», «au congrès de juin, où …»."""
    words = verb.grammar
    if verb.dep_ == "advcl" and verb.head.i not in heads and any(c.lower_ in words.when for c in verb.children):
        yield verb.head
    antecedent = place_antecedent(verb)
    if antecedent is not None and antecedent.i not in heads:
        yield antecedent
        if lemma_of(antecedent) in words.periods:  # «depuis 2004, année où …»
            yield from antecedent.ancestors


def place_antecedent(verb: Word) -> Word | None:
    """The noun before «où»."""
    relative = next((c for c in verb.children if c.lower_ in verb.grammar.place_relatives), None)
    if relative is None:
        return None
    found = relative_antecedent(verb)
    if found is not None and found.i < relative.i:
        return found
    before = (t for t in reversed(list(verb.doc[verb.sent.start : relative.i])) if t.pos_ in {"NOUN", "PROPN"})
    return next((_first_of(t) for t in before), None)


def _first_of(noun: Word) -> Word:
    """The noun that a complement or a date before «où» belongs to: «au congrès de juin, où»."""
    while noun.dep_ in {"nmod", "flat:name"} and noun.head.i < noun.i and noun.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head
    return noun

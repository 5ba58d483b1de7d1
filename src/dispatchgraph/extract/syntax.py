"""What the rules ask of one word in its clause: its preposition, its voice, whether it is denied.

The relations are those of Universal Dependencies.
"""

from __future__ import annotations

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.words import is_participle, is_past_participle
from dispatchgraph.parse import Word, remembered

__all__ = [
    "SUBJECTS", "child_with", "conjuncts", "content_head", "is_negated", "is_passive", "is_reflexive", "is_verbal",
    "own_subjects", "preposition",
]  # fmt: skip

SUBJECTS = frozenset({"nsubj", "nsubj:pass"})  #: relations of a nominal subject
_SUBJECTS = frozenset({*SUBJECTS, "nsubj:caus", "csubj"})
_CASE_TAGS = frozenset({"ADP", "SCONJ", "ADV", "DET"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"})
_PASSIVE = frozenset({"aux:pass", "nsubj:pass", "obl:agent"})
_BETWEEN_AUXILIARIES = frozenset({"ADV", "AUX", "ADP", "DET", "NOUN", "ADJ"})
_COUNTED = frozenset({"nmod", "obl:arg", "obl:mod", "obl"})
_DENIED_PARTS = frozenset({*_SUBJECTS, "obj", "obl:arg", "obl:mod", "xcomp"})
_AUXILIARY_REACH = 7  # words back to the first auxiliary
_QUANTITIES = 4  # of one another: «des dizaines de milliers de»
_RESTRICTION_REACH = 4  # words from a verb to its «que»


def child_with(token: Word, *relations: str) -> Word | None:
    """The first word that hangs on `token` by one of `relations`."""
    return next((c for c in token.children if c.dep_ in relations), None)


@remembered
def is_verbal(token: Word) -> bool:
    """Whether a word may head a clause: a verb, or a participle the tagger took for an adjective."""
    if token.pos_ in {"VERB", "AUX"}:
        return True
    return token.pos_ == "ADJ" and child_with(token, "cop", "aux:pass", "aux:tense") is not None


@remembered
def conjuncts(token: Word) -> list[Word]:
    """A noun and those coordinated with it, in text order; never a clause."""
    return [token, *(each for c in token.children if _is_joined_noun(c) for each in conjuncts(c))]


def _is_joined_noun(token: Word) -> bool:
    return token.dep_ == "conj" and token.pos_ in _NOMINAL and child_with(token, "nsubj", "cop") is None


# --- prepositions ---------------------------------------------------------------------------------------------------


@remembered
def preposition(token: Word) -> str:
    """The preposition before a noun, uncontracted: «aux rebelles» → «à»; "" where there is none."""
    case = _case(token)
    if not case:
        return ""
    contracted = token.grammar.contracted
    words = [case[0].lower_, *(f.lower_ for f in case[0].children if f.dep_ == "fixed")]
    found = [contracted.get(words[0], words[0]), *words[1:]]
    if len(case) > 1 and case[1].i == case[0].i + len(words):
        found.append(contracted.get(case[1].lower_, case[1].lower_))
    return " ".join(found)


def _case(noun: Word) -> list[Word]:
    case = [c for c in noun.children if c.dep_ in {"case", "mark"} and c.i < noun.i and c.pos_ in _CASE_TAGS]
    return case or _fused_case(noun)


def _fused_case(noun: Word) -> list[Word]:
    """«du», «aux» right before a noun, where the parser called them something else."""
    if not noun.i:
        return []
    before = noun.nbor(-1)
    fused = before.lower_ in noun.grammar.fused_prepositions and before.head == noun and before.pos_ == "ADP"
    return [before] if fused else []


# --- voice ----------------------------------------------------------------------------------------------------------


@remembered
def is_reflexive(verb: Word) -> bool:
    """Whether the verb has «se»."""
    pronouns = verb.grammar.reflexive_pronouns
    return any(c.lower_ in pronouns and c.pos_ == "PRON" for c in verb.children)


@remembered
def is_passive(verb: Word) -> bool:
    """Whether what stands as subject undergoes the verb."""
    words = verb.grammar
    if is_reflexive(verb) or lemma_of(verb) in words.etre:
        return False
    before = _auxiliary_forms(verb)
    if before & words.been:
        return True
    if before & words.have:
        return False
    return child_with(verb, *_PASSIVE) is not None or _is_passive_participle(verb)


def _is_passive_participle(verb: Word) -> bool:
    """A participle that only «être», or no auxiliary at all, stands with."""
    if not is_past_participle(verb) and verb.pos_ != "ADJ":
        return False
    auxiliaries = [lemma_of(c) for c in verb.children if c.dep_.startswith("aux") or c.dep_ == "cop"]
    if auxiliaries:
        return verb.grammar.be in auxiliaries
    if verb.dep_ == "conj" and not own_subjects(verb) and is_verbal(verb.head):
        return is_passive(verb.head)
    return child_with(verb, "obj") is None


def _auxiliary_forms(verb: Word) -> set[str]:
    """The auxiliaries before a participle, also where the parser hung them elsewhere."""
    found = {c.lower_ for c in verb.children if c.dep_.startswith("aux") and c.i < verb.i}
    been = verb.grammar.been if is_participle(verb) else frozenset()
    for i in range(verb.i - 1, max(verb.i - _AUXILIARY_REACH, verb.sent.start - 1), -1):
        token = verb.doc[i]
        if token.lower_ in been:
            return found | {token.lower_}
        if token.pos_ not in _BETWEEN_AUXILIARIES or token.is_punct:
            break
    return found


@remembered
def own_subjects(verb: Word) -> list[Word]:
    """The subjects that hang on the verb itself."""
    relatives = verb.grammar.object_relatives
    found = (c for c in verb.children if c.dep_ in _SUBJECTS and c.pos_ != "PUNCT" and c.lower_ not in relatives)
    nominal = (c for c in found if c.pos_ != "VERB" or child_with(c, "det") is not None)
    return [c for c in nominal if preposition(c) in {"", verb.grammar.of}]


# --- quantity -------------------------------------------------------------------------------------------------------


@remembered
def content_head(token: Word) -> Word:
    """What a quantity counts: «des milliers de victimes» → «victimes»."""
    for _ in range(_QUANTITIES):
        below = _counted(token)
        if below is None:
            return token
        token = below
    return token


def _counted(token: Word) -> Word | None:
    words = token.grammar
    if token.pos_ != "NUM" and not token.like_num and lemma_of(token) not in words.quantities:
        return None
    below = (c for c in token.children if c.i > token.i and c.dep_ in _COUNTED)
    return next((c for c in below if preposition(c) == words.of), None)


# --- negation -------------------------------------------------------------------------------------------------------


@remembered
def is_negated(verb: Word) -> bool:
    """Whether the verb is denied: «ne … pas», «aucun X n'a …»; not «ne … que»."""
    words = verb.grammar
    below = list(verb.children)
    if not any(c.lower_ in words.particle for c in below):
        return False
    parts = (part for c in below if c.dep_ in _DENIED_PARTS for part in c.children)
    negated = {c.lower_ for c in (*below, *parts)} & words.negations
    return bool(negated) and not (words.no_longer in negated and _is_restricted(verb))


def _is_restricted(verb: Word) -> bool:
    """«ne … plus que»."""
    after = (c for c in verb.sent if 0 < c.i - verb.i < _RESTRICTION_REACH)
    return any(c.lower_ in verb.grammar.restriction for c in after)

"""What hangs where grammar or meaning forbids it."""

from __future__ import annotations

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.syntax import child_with, preposition
from dispatchgraph.extract.words import feature, is_infinitive, is_participle, is_past_participle, phrase_at
from dispatchgraph.languages.speech import speech
from dispatchgraph.model import TimeExpression
from dispatchgraph.parse import Parse, Word, Words

__all__ = [
    "NOUNS",
    "free_adverbial",
    "free_auxiliary",
    "free_clause",
    "free_infinitive",
    "free_participle",
    "free_time",
    "join_name",
    "join_verbs",
    "lower_participle",
    "raise_causative",
    "rehang",
]

_TOLD = frozenset({"obj", "obl:arg", "obl:agent", "iobj", "nsubj:pass"})  #: relations of whom a verb asks or accuses
NOUNS = frozenset({"NOUN", "PROPN"})  #: tags of nouns
_COMPLEMENTS = frozenset({"nmod", "obl:arg", "obl:mod", "obl", "acl", "acl:relcl", "conj"})
_ADDRESSEES = frozenset({"obl:arg", "obl:mod", "obl"})


def rehang(child: Word, head: Word, relation: str = "") -> None:
    """Hang a word on another, where that makes no circle."""
    if child.i == head.i or child.is_ancestor(head):
        return
    child.hang(head, relation)


def join_name(ent: Words) -> None:
    """«Boko Haram»: the words of one name hang together."""
    if len(ent) < 2 or any(t.pos_ != "PROPN" for t in ent):
        return
    for token in ent.doc[ent.start + 1 : ent.end]:
        if token.head.i not in range(ent.start, ent.end) and token.dep_ != "ROOT":
            rehang(token, ent[0], "flat:name")


def free_auxiliary(token: Word) -> None:
    if not token.dep_.startswith("aux") or token.head.i == token.i:
        return
    for child in list(token.children):
        if child.dep_ not in {"conj", "cc"}:
            rehang(child, token.head)


def free_time(doc: Parse, expression: TimeExpression) -> None:
    words = phrase_at(doc, expression.span)
    if not len(words) or expression.is_apart:
        return
    inside, head = range(words.start, words.end), words.root
    if head.dep_ in {"obj", "xcomp"} and child_with(head, "case") is None:
        head.relate("obl:mod")
    if head.head.i in inside:
        return
    for child in [c for c in head.children if c.i < words.start and child_with(c, "nummod") is not None]:
        if head.head.pos_ == "VERB" and head.head.i < child.i and child_with(head.head, "obj") is None:
            rehang(child, head.head, "obj")  # «a tué six jeunes dimanche»
    for child in [c for t in words for c in t.children if c.i >= words.end and c.dep_ in _COMPLEMENTS]:
        argument = head.head.pos_ in {"VERB", "AUX"} and child.dep_ in {"nmod", "obl:mod"}
        bare = argument and child.pos_ in NOUNS and not preposition(child) and child_with(child, "det") is not None
        free = bare and child_with(head.head, "obj", "ccomp") is None
        rehang(child, head.head, "obj" if free else "obl:arg" if argument else "")


def free_clause(verb: Word) -> None:
    """«a déclaré à l'AFP que les rebelles partaient»: the clause hangs on «déclaré»."""
    addressee = verb.head
    if not verb.dep_.startswith("acl") or addressee.pos_ not in NOUNS or addressee.dep_ not in _ADDRESSEES:
        return
    marked = any(c.dep_ == "mark" and c.lower_ in verb.grammar.restriction for c in verb.children)
    if marked and lemma_of(addressee.head) in speech(verb.doc.language).verbs:
        rehang(verb, addressee.head, "ccomp")


def raise_causative(verb: Word) -> None:
    """«a fait savoir que …»: the infinitive hangs on «fait», which bears tense and subject."""
    infinitive = verb.head
    if infinitive.i != verb.i + 1 or lemma_of(verb) not in verb.grammar.causatives or not is_infinitive(infinitive):
        return
    above, relation = infinitive.head, infinitive.dep_
    verb.hang(*((verb, "ROOT") if above.i == infinitive.i else (above, relation)))
    for child in [c for c in infinitive.children if c.i < verb.i]:
        rehang(child, verb)
    rehang(infinitive, verb, "xcomp")


def free_infinitive(verb: Word) -> None:
    """«accuse le régime d'avoir bradé …»: what a verb accuses, asks or keeps somebody of hangs on that verb."""
    noun = verb.head
    if not verb.dep_.startswith("acl") or noun.pos_ not in {*NOUNS, "PRON"} or not _is_marked_infinitive(verb):
        return
    if noun.dep_ in _TOLD and lemma_of(noun.head) in verb.grammar.object_control and noun.head.i < noun.i:
        rehang(verb, noun.head, "xcomp")


def _is_marked_infinitive(verb: Word) -> bool:
    """Whether a verb is an infinitive, simple or compound, behind «de»."""
    bearers = (verb, *(c for c in verb.children if c.dep_.startswith("aux")))
    marked = any(c.dep_ in {"mark", "case"} and c.lower_ in verb.grammar.plain_links for c in verb.children)
    return marked and any(is_infinitive(t) for t in bearers)


def free_participle(verb: Word) -> None:
    """«L'armée dément, assurant que …»: a participle hangs on a clause's verb as a clause, not as on a noun."""
    if verb.dep_ == "acl" and is_participle(verb) and verb.head.pos_ in {"VERB", "AUX"}:
        verb.relate("advcl")


def lower_participle(verb: Word) -> None:
    """«a évoqué une réunion, prévue mardi»: a participle that disagrees with the subject is said of what agrees."""
    above = verb.head
    if verb.i == verb.sent.start or verb.nbor(-1).text != "," or not _is_bare_participle(verb) or above.i > verb.i:
        return
    subjects = [c for c in above.children if c.dep_.startswith("nsubj")]
    if above.pos_ != "VERB" or not subjects or any(_agree(verb, subject) for subject in subjects):
        return
    between = [t for t in verb.doc[above.i + 1 : verb.i] if t.pos_ == "NOUN" and above.is_ancestor(t)]
    noun = next((t for t in reversed(between) if _agree(verb, t)), None)
    if noun is not None:
        rehang(verb, noun, "acl")


def _is_bare_participle(verb: Word) -> bool:
    """Whether a past participle without auxiliary was hung on a verb as its adverbial."""
    bare = not any(c.dep_.startswith("aux") for c in verb.children)
    return bare and is_past_participle(verb) and verb.dep_ in {"advcl", "obl:mod", "obl:arg", "acl", "dep"}


def _agree(one: Word, other: Word) -> bool:
    return all(feature(one, name) == feature(other, name) != "" for name in ("Gender", "Number"))


def free_adverbial(noun: Word) -> None:
    """«la mission en cours de l'agence»: «en cours» is said of the noun before it, and has no complement."""
    words = noun.grammar
    if (
        noun.lower_ not in words.adverbial_nouns
        or noun.i < 2
        or preposition(noun) != words.adverbial_nouns[noun.lower_]
    ):
        return
    before = noun.nbor(-2)
    before = before.head if before.pos_ == "ADJ" else before
    if before.pos_ != "NOUN" or before.i > noun.i:
        return
    for child in [c for c in noun.children if c.i > noun.i]:
        rehang(child, before)
    rehang(noun, before, "nmod")


def join_verbs(participle: Word) -> None:
    """«a ouvert une enquête et perquisitionné le siège»: two verbs share the auxiliary, each has what follows it."""
    noun = participle.head
    if participle.dep_ != "conj" or noun.pos_ not in NOUNS or not is_past_participle(participle):
        return
    verb, words = noun.head, participle.grammar
    shares = verb.pos_ == "VERB" and any(c.dep_.startswith("aux") and c.lower_ in words.have for c in verb.children)
    invariable = feature(participle, "Gender") == "Masc" and feature(participle, "Number") == "Sing"
    if not shares or not invariable or verb.i > noun.i or child_with(participle, "aux:tense", "aux:pass") is not None:
        return
    rehang(participle, verb, "conj")
    for child in [c for c in verb.children if c.i > participle.i and c.dep_ in {*_COMPLEMENTS, "obj"} - {"conj"}]:
        rehang(child, participle)

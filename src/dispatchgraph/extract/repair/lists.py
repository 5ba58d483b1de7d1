"""Members of a list that the parser hung on the wrong word, and clauses it took for relatives."""

from __future__ import annotations

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.repair.hanging import NOUNS, rehang
from dispatchgraph.extract.syntax import child_with, content_head, is_passive, own_subjects, preposition
from dispatchgraph.extract.words import feature, is_past_participle
from dispatchgraph.languages.speech import speech
from dispatchgraph.parse import Word

__all__ = [
    "free_place",
    "free_quoted",
    "join_agents",
    "join_clause",
    "join_noun",
    "join_objects",
    "join_occasion",
    "join_partners",
    "join_relative",
    "reach_object",
]

_OBLIQUE = frozenset({"obl:mod", "obl:arg", "obl"})
_LOOSE = frozenset({*_OBLIQUE, "obj", "conj", "dep", "xcomp"})


def join_noun(noun: Word) -> None:
    """«Deux ingénieurs indiens et leur chauffeur»: a noun is joined to the noun, not to its adjective."""
    adjective = noun.head
    if noun.dep_ != "conj" or noun.pos_ not in NOUNS or adjective.pos_ != "ADJ" or adjective.dep_ != "amod":
        return
    if child_with(noun, "det") is not None and adjective.head.pos_ in NOUNS:
        rehang(noun, adjective.head)


def join_objects(noun: Word) -> None:
    """«a fait 200 morts et 1.500 blessés»: what is counted and listed behind an object is joined to it."""
    verb, start = noun.head, noun.left_edge.i
    if noun.dep_ not in _LOOSE or noun.pos_ not in NOUNS or verb.pos_ != "VERB" or preposition(noun):
        return
    before = [c for c in verb.children if c.dep_ == "obj" and verb.i < c.i < noun.i]
    near = noun.doc[max(start - 1, noun.sent.start) : start + 1]
    listed = any(t.dep_ == "cc" or (t.text == "," and before and _is_counted(before[-1])) for t in near)
    if before and listed and noun.i not in noun.doc.dated and _is_counted(noun):
        for child in [c for c in noun.children if c.i > noun.i and _is_adverbial(c)]:
            rehang(child, verb, "obl:mod")
        rehang(noun, before[-1], "conj")


def _is_adverbial(noun: Word) -> bool:
    """Whether a complement says when or where."""
    return noun.dep_ == "nmod" and (noun.i in noun.doc.dated or preposition(noun) in noun.grammar.strict_locative)


def _is_counted(noun: Word) -> bool:
    """«1.500 blessés», «une vingtaine de blessés»."""
    return child_with(noun, "nummod") is not None or content_head(noun).i != noun.i


def join_partners(noun: Word) -> None:
    """«les négociations entre l'ESA et l'agence Jaxa»: what follows «et» goes with what follows «entre»."""
    words, above = noun.grammar, noun.head
    if noun.dep_ != "conj" or noun.pos_ not in NOUNS or above.pos_ not in NOUNS or preposition(noun):
        return
    first = next((c for c in above.children if c.i < noun.i and preposition(c) == words.between), None)
    if first is not None and first.dep_ in {"nmod", "obl:arg", "obl:mod"}:
        rehang(noun, first, "conj")


def free_place(noun: Word) -> None:
    """«X, arrêté en octobre à l'aéroport de Y, …»: what follows a participle with a preposition of place is its."""
    above = noun.head
    if noun.dep_ != "nmod" or preposition(noun) not in noun.grammar.strict_locative or above.pos_ not in NOUNS:
        return
    said = (c for c in above.children if c.dep_ == "acl" and c.pos_ == "VERB" and above.i < c.i < noun.i)
    participle = next(said, None)
    if participle is not None:
        rehang(noun, participle, "obl:mod")


def join_occasion(noun: Word) -> None:
    """«…, tués dimanche dans un échange de tirs»: what follows a participle said of a noun is the participle's."""
    words, start = noun.grammar, noun.left_edge.i
    if noun.dep_ not in _OBLIQUE or start <= noun.sent.start or preposition(noun) not in words.during:
        return
    before = noun.doc[start - 1]
    participle = before.head if before.dep_ in _OBLIQUE else before
    said = participle.dep_ == "acl" and is_past_participle(participle) and participle.i < noun.i
    if said and noun.head.i < participle.i:
        rehang(noun, participle, "obl:mod")


def join_agents(name: Word) -> None:
    """«par la direction, la CFDT et l'Unsa»: a passive has no object, what follows its agent is another."""
    verb = name.head
    if name.dep_ != "obj" or name.pos_ not in NOUNS or not is_passive(verb) or preposition(name):
        return
    agent = next((c for c in verb.children if c.dep_ == "obl:agent" and c.i < name.i), None)
    if agent is not None:
        rehang(name, agent, "conj")


def join_clause(verb: Word) -> None:
    """«… et le Japon enverra …»: a clause with its own subject and no relative is joined to the one before."""
    words, own = verb.grammar, own_subjects(verb)
    if verb.dep_ != "acl:relcl" or verb.pos_ != "VERB" or not feature(verb, "Mood") or not own:
        return
    relatives = words.subject_relatives | words.object_relatives | words.genitive_relatives | words.place_relatives
    opening = verb.doc[max(own[0].left_edge.i - 1, verb.sent.start)]
    if opening.pos_ != "CCONJ" or any(t.lower_ in relatives for t in verb.doc[opening.i : verb.i]):
        return
    above = next((a for a in verb.ancestors if a.pos_ in {"VERB", "AUX"} and a.i < verb.i), None)
    if above is not None:
        rehang(verb, above, "conj")


def join_relative(verb: Word) -> None:
    """«…, qui donnera naissance à …», «la visite que X doit effectuer»: a relative hangs on the noun before it."""
    words = verb.grammar
    if verb.dep_ not in {"advcl", "ccomp", "parataxis", "dep"} or verb.pos_ != "VERB":
        return
    relatives = words.subject_relatives | words.object_relatives
    if verb.dep_ == "ccomp" and lemma_of(verb.head) in speech(verb.doc.language).verbs:
        return
    opening = next((c for c in verb.children if c.i < verb.i and _is_relative(c, relatives)), None)
    if opening is None or opening.i <= verb.sent.start + 1:
        return
    before = opening.nbor(-1)
    noun = before.nbor(-1) if before.text == "," else before
    if noun.pos_ in NOUNS and noun.head.i != verb.i and not noun.is_ancestor(verb):
        rehang(verb, noun, "acl:relcl")


def _is_relative(word: Word, relatives: frozenset[str]) -> bool:
    return word.lower_ in relatives and feature(word, "PronType") == "Rel"


def free_quoted(verb: Word) -> None:
    """«Mon client est un otage», s'est indigné X: what stands inside a quotation is no subject of a verb outside it."""
    for child in own_subjects(verb):
        between = verb.doc[child.i : verb.i]
        if any(t.text == "»" for t in between) and not any(t.text == "«" for t in between):
            child.relate("ccomp")


def reach_object(noun: Word) -> None:
    """«a suspendu pour trois mois le président»: a noun with its article hangs on no adverbial before it."""
    above = noun.head
    determined = child_with(noun, "det")
    if noun.dep_ not in {"nmod", "appos"} or noun.pos_ not in NOUNS or preposition(noun) or determined is None:
        return
    verb = above.head
    bare = above.dep_ in _OBLIQUE and above.i < noun.i and determined.i == above.i + 1
    if bare and verb.pos_ == "VERB" and verb.i < above.i and child_with(verb, "obj", "ccomp", "xcomp") is None:
        rehang(noun, verb, "nsubj:pass" if is_passive(verb) and not own_subjects(verb) else "obj")

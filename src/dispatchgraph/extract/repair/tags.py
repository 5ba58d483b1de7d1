"""Words whose tag cannot be right: verbs tagged as nouns and adverbs, participles and nouns as each other."""

from __future__ import annotations

from dispatchgraph.extract.lemmas import known_infinitives, lemma_of
from dispatchgraph.extract.repair.hanging import NOUNS, rehang
from dispatchgraph.extract.syntax import child_with, is_passive, preposition
from dispatchgraph.extract.words import feature, is_past_participle
from dispatchgraph.languages.nominals import lemmas
from dispatchgraph.parse import Word

__all__ = [
    "find_counted",
    "find_finite",
    "find_joined_participle",
    "find_opening_participle",
    "find_perfect",
    "find_present_participle",
    "find_reflexive",
    "find_said_participle",
]

_FINITE = "Mood=Ind|Number={number}|Person=3|Tense=Pres|VerbForm=Fin"
_PARTICIPLE = "Gender={gender}|Number={number}|Tense=Past|VerbForm=Part"
_NOMINAL = frozenset({"obj", "nsubj", "nsubj:pass", "obl:agent", "obl:arg", "obl:mod", "nmod", "conj"})
_WITHIN = frozenset({"amod", "nmod", "flat:name", "appos"})
_BACK = 12  # words from a participle back to its noun


# --- finite verbs ---------------------------------------------------------------------------------------------------


def find_finite(token: Word) -> None:
    """«L'armée dément», «ce que dément X»: a form that the lexicon knows as a verb's only, whatever its tag."""
    infinitive = lemmas(token.doc.language).finite.get(token.lower_)
    if infinitive is None or token.pos_ in {"VERB", "AUX"} or child_with(token, "det") is not None:
        return
    subject = _subject_of(token)
    if subject is None:
        return
    plural = token.lower_.endswith("ent") and len(infinitive) < len(token.text)
    token.retag("VERB", lemma=infinitive, morph=_FINITE.format(number="Plur" if plural else "Sing"))
    above = subject.head
    if above.i == subject.i or above.i == token.i:
        token.hang(token, "ROOT")
    else:
        token.hang(above, "parataxis")
    rehang(subject, token, "nsubj")
    for child in [c for c in subject.children if c.i > token.i]:
        rehang(child, token)


def _subject_of(token: Word) -> Word | None:
    """The noun phrase before a verb; behind «ce que» the one after it."""
    before = token.nbor(-1) if token.i > token.sent.start else token
    if before.lower_ in token.grammar.object_relatives:
        after = (t for t in token.doc[token.i + 1 : token.sent.end] if t.pos_ in NOUNS)
        return next(after, None)
    if before.i == token.i or before.pos_ not in {*NOUNS, "ADJ", "PRON"}:
        return None
    while before.dep_ in _WITHIN and before.head.i < before.i:
        before = before.head
    return before if before.pos_ in {*NOUNS, "PRON"} and not preposition(before) and before.i < token.i else None


# --- participles ----------------------------------------------------------------------------------------------------


def find_perfect(token: Word) -> None:
    """«Trois enfants sont morts»: a participle behind its «être», read as a noun; as an adjective it is understood."""
    if token.pos_ != "NOUN" or child_with(token, "det", "nummod") is not None or preposition(token):
        return
    words, infinitive = token.grammar, lemmas(token.doc.language).participles.get(token.lemma_.lower())
    led = (c for c in token.children if c.pos_ == "AUX" and c.i < token.i)
    if infinitive in words.etre and any(lemma_of(c) == words.be for c in led):
        token.retag("ADJ")


def find_joined_participle(token: Word) -> None:
    """«17 personnes ont été tuées et plus de 60 blessées»: a participle joined to a passive, its subject a number."""
    verb, number = token.head, child_with(token, "nummod")
    if token.dep_ != "conj" or token.pos_ not in {"NOUN", "ADJ"} or number is None or verb.pos_ != "VERB":
        return
    joins = is_past_participle(verb) and is_passive(verb) and child_with(token, "det") is None
    infinitive = next(known_infinitives(token), None)
    if not joins or infinitive is None or not token.lower_.endswith(token.grammar.participle_endings):
        return
    _make_participle(token, infinitive)
    number.relate("nsubj:pass")


def find_said_participle(token: Word) -> None:
    """«Une infirmière, arrivée lundi, est décédée»: a participle behind a comma that was read as the main noun."""
    if token.pos_ != "NOUN" or token.i <= token.sent.start or token.nbor(-1).text != ",":
        return
    infinitive = next(known_infinitives(token), None)
    noun = child_with(token, "nsubj", "nsubj:pass")
    ends = token.lower_.endswith(token.grammar.participle_endings)
    if infinitive is None or noun is None or not ends or child_with(token, "det") is not None or noun.i > token.i:
        return
    if token.i - noun.i > _BACK or not all(feature(noun, n) == feature(token, n) for n in ("Gender", "Number")):
        return
    _make_participle(token, infinitive)
    verb = next((c for c in token.children if c.i > token.i and _is_finite_group(c)), None)
    if verb is None or token.dep_ != "ROOT":
        return
    verb.hang(verb, "ROOT")
    rehang(noun, verb, "nsubj:pass" if is_passive(verb) else "nsubj")
    rehang(token, noun, "acl")


def find_present_participle(token: Word) -> None:
    """«…, blessant trois employés»: a participle read as a noun or an adjective."""
    before = token.nbor(-1) if token.i > token.sent.start else token
    if token.pos_ not in {"NOUN", "ADJ"} or before.text != "," or token.i + 1 >= token.sent.end:
        return
    after, infinitive = token.nbor(), next(known_infinitives(token), None)
    ends = token.lower_.endswith(token.grammar.present_participles)
    if not ends or infinitive is None or after.pos_ not in {"DET", "NUM"} or child_with(token, "det") is not None:
        return
    verb = next((t for t in reversed(list(token.doc[token.sent.start : token.i])) if _is_finite_group(t)), None)
    if verb is None:
        return
    token.retag("VERB", lemma=infinitive, morph="Tense=Pres|VerbForm=Part")
    rehang(token, verb, "advcl")
    noun = next((t for t in token.doc[after.i : token.sent.end] if t.pos_ in NOUNS), None)
    if noun is not None:
        rehang(noun, token, "obj")


def find_reflexive(token: Word) -> None:
    """«La Nasa s'en était retirée»: «s'» is «si» only before «il»."""
    words = token.grammar
    if token.pos_ != "SCONJ" or token.lower_ not in words.reflexive_pronouns or token.i + 1 >= len(token.doc):
        return
    if token.nbor().lower_ not in words.pronouns:
        token.retag("PRON")
        token.relate("expl:comp")


def find_opening_participle(token: Word) -> None:
    """«Inculpé à New York en 2016, le patron …»: a capital that opens the sentence is a participle, no name."""
    if not token.is_sent_start or token.pos_ not in {"NOUN", "PROPN", "ADJ"} or token.i + 2 >= token.sent.end:
        return
    ends = token.lower_.endswith(token.grammar.participle_endings)
    led = token.nbor().pos_ in {"ADP", "ADV"} and token.head.pos_ == "VERB" and token.head.i > token.i
    infinitive = next(known_infinitives(token), None)
    if not ends or not led or infinitive is None or child_with(token, "det") is not None or token.text.isupper():
        return
    plural, feminine = token.lower_.endswith("s"), token.lower_.removesuffix("s").endswith("ée")
    gender, number = "Fem" if feminine else "Masc", "Plur" if plural else "Sing"
    token.retag("VERB", lemma=infinitive, morph=_PARTICIPLE.format(gender=gender, number=number))
    token.relate("advcl")


def _is_finite_group(token: Word) -> bool:
    return token.pos_ == "VERB" and any(feature(t, "Mood") for t in (token, *token.children))


def _make_participle(token: Word, infinitive: str) -> None:
    gender, number = feature(token, "Gender") or "Masc", feature(token, "Number") or "Sing"
    token.retag("VERB", lemma=infinitive, morph=_PARTICIPLE.format(gender=gender, number=number))


# --- nouns ----------------------------------------------------------------------------------------------------------


def find_counted(token: Word) -> None:
    """«Plus de 200 civils»: an adjective behind a number that no noun follows is what is counted."""
    if _is_counted(token):
        token.retag("NOUN")
    number = token.head
    if token.pos_ != "ADJ" or token.dep_ != "amod" or not number.like_num or number.i != token.i - 1:
        return
    above, relation = number.head, number.dep_
    token.retag("NOUN")
    token.hang(*((token, "ROOT") if above.i == number.i else (above, relation)))
    for child in [c for c in number.children if c.i > token.i or c.dep_ == "case"]:
        rehang(child, token)
    rehang(number, token, "nummod")


def _is_counted(adjective: Word) -> bool:
    """«a tué vingt civils lundi»: whether an adjective stands where a noun does, with a number right before it."""
    if adjective.pos_ != "ADJ" or adjective.dep_ not in _NOMINAL or adjective.i == adjective.sent.start:
        return False
    before, nouns = adjective.nbor(-1), [c for c in adjective.children if c.pos_ in NOUNS and not preposition(c)]
    return before.dep_ == "nummod" and before.head.i == adjective.i and all(n.i in n.doc.dated for n in nouns)

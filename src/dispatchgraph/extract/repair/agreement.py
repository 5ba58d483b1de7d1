"""What the forms of words say against their parse: verbs read as nouns, subjects that do not agree with their verb."""

from __future__ import annotations

from dispatchgraph.extract.lemmas import known_infinitives
from dispatchgraph.extract.repair.hanging import NOUNS, rehang
from dispatchgraph.extract.syntax import child_with, content_head, is_passive, own_subjects, preposition
from dispatchgraph.extract.words import feature, is_plural
from dispatchgraph.parse import Word

__all__ = ["find_main_clause", "find_passive_subject", "find_present"]

_PRESENT = "Mood=Ind|Number={number}|Person=3|Tense=Pres|VerbForm=Fin"
_NAME_PARTS = frozenset({"flat:name", "flat:foreign", "appos", "nmod", "amod"})
_OPENINGS = frozenset({"DET", "ADP", "PRON", "SCONJ", "ADV"})
_DETERMINED = frozenset({"DET", "ADP", "NUM", "ADJ"})


# --- verbs read as nouns --------------------------------------------------------------------------------------------


def find_present(token: Word) -> None:
    """«L'OMS relève l'alerte»: a bare noun after a subject that is the present of a known verb is its verb."""
    if not _may_be_present(token):
        return
    infinitive = next(iter(known_infinitives(token)), None)
    subject = _subject_before(token)
    if infinitive is None or subject is None:
        return
    number = "Plur" if token.lower_.endswith("ent") else "Sing"
    token.retag("VERB", lemma=infinitive, morph=_PRESENT.format(number=number))
    _lead(token, subject)


def _may_be_present(token: Word) -> bool:
    if (
        token.pos_ not in {"NOUN", "PROPN", "ADJ"}
        or not token.text.islower()
        or not token.lower_.endswith(("e", "ent"))
    ):
        return False
    if token.i == token.sent.start or token.i + 2 >= token.sent.end or token.nbor().pos_ not in _OPENINGS:
        return False
    return not any(c.pos_ in _DETERMINED and c.i < token.i for c in token.children)


def _subject_before(token: Word) -> Word | None:
    """The noun that a verb would be of: the name right before it, or the noun of a sentence without a main verb."""
    before, root = token.nbor(-1), token.sent.root
    if before.text in {",", ")"}:
        return root if root.pos_ in NOUNS and root.i < token.i and not preposition(root) else None
    if before.pos_ not in NOUNS:
        return None
    if before.pos_ == "NOUN" and root.pos_ in {"VERB", "AUX"} and token.nbor().lower_ not in token.grammar.articles:
        return None
    while before.dep_ in _NAME_PARTS and before.head.i < before.i:
        before = before.head
    return None if preposition(before) or before.i >= token.i else before


def _lead(verb: Word, subject: Word) -> None:
    """Make a verb the head of its subject's clause."""
    above = subject.head
    if subject.head.i == subject.i or verb.is_ancestor(above):
        verb.hang(verb, "ROOT")
    else:
        verb.hang(above, "parataxis")
    rehang(subject, verb, "nsubj")


# --- subjects -------------------------------------------------------------------------------------------------------


def find_passive_subject(verb: Word) -> None:
    """«où sera élu un comité»: what follows a passive without subject is its subject."""
    after = child_with(verb, "obj")
    inverted = after is not None and after.i > verb.i and after.pos_ in NOUNS and verb.i > verb.sent.start
    if inverted and after is not None and not own_subjects(verb) and _is_auxiliary_passive(verb):
        after.relate("nsubj:pass")


def _is_auxiliary_passive(verb: Word) -> bool:
    auxiliary = child_with(verb, "aux:pass", "aux:tense")
    return auxiliary is not None and is_passive(verb)


def find_main_clause(verb: Word) -> None:
    """«des militants qui tentaient d'entrer ont été arrêtés»: the verb after a relative clause is its noun's."""
    bearer = next((c for c in verb.children if c.dep_.startswith("aux") and feature(c, "Mood")), verb)
    if verb.pos_ != "VERB" or not feature(bearer, "Mood"):
        return
    wrong = next((s for s in own_subjects(verb) if s.i < verb.i), None)
    if wrong is not None and not _disagrees(wrong, bearer):
        return
    noun = _relative_noun(verb) or (_bare_root(verb) if wrong is None and not own_subjects(verb) else None)
    if noun is None or not _agrees(noun, bearer):
        return
    if wrong is not None:
        rehang(wrong, _verb_before(wrong, verb), "obj")
    verb.hang(*((verb, "ROOT") if noun.head.i == noun.i else (noun.head, noun.dep_)))
    rehang(noun, verb, "nsubj:pass" if is_passive(verb) else "nsubj")


def _relative_noun(verb: Word) -> Word | None:
    """The bare noun that heads the sentence and whose relative clause a verb hangs below."""
    for above in verb.ancestors:
        if above.dep_.startswith("acl"):
            noun = above.head
            heads = noun.head.i == noun.i and noun.pos_ in NOUNS and not preposition(noun)
            opened = any(c.lower_ in verb.grammar.subject_relatives for c in above.children)
            return noun if heads and opened and noun.i < above.i < verb.i else None
    return None


def _bare_root(verb: Word) -> Word | None:
    """«Le président, entendu lundi, est ressorti»: the noun of a sentence without main verb, a comma before it."""
    root = verb.sent.root
    group = [c.i for c in verb.children if c.i < verb.i and (c.dep_.startswith("aux") or c.pos_ == "PRON")]
    start = min([verb.i, *group])
    bare = root.pos_ in NOUNS and root.i < start and not preposition(root) and child_with(root, "det") is not None
    return root if bare and start > verb.sent.start and verb.doc[start - 1].text == "," else None


def _disagrees(subject: Word, bearer: Word) -> bool:
    """Whether a noun is singular and its verb plural, or the other way round."""
    if subject.pos_ not in NOUNS or child_with(subject, "conj") is not None or content_head(subject).i != subject.i:
        return False
    numbers = {feature(subject, "Number"), feature(bearer, "Number")}
    return numbers == {"Sing", "Plur"}


def _agrees(noun: Word, bearer: Word) -> bool:
    plural = is_plural(content_head(noun)) or is_plural(noun) or child_with(noun, "conj") is not None
    return plural == is_plural(bearer)


def _verb_before(noun: Word, verb: Word) -> Word:
    """The last verb before a noun below its clause; the clause's own verb where there is none."""
    before = (t for t in reversed(list(noun.doc[noun.sent.start : noun.left_edge.i])) if t.pos_ == "VERB")
    return next(before, verb)

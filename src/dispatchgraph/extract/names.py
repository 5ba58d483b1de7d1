"""Proper names in a parse: the gazetteer, capitals and the model's entities, weighed against each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatchgraph.annotate import plain
from dispatchgraph.extract.syntax import lemma_of, preposition, subjects
from dispatchgraph.knowledge import Gazetteer, ancestors
from dispatchgraph.languages.events import event_lexicon
from dispatchgraph.languages.nominals import Names, Nominals, names, nominals
from dispatchgraph.languages.speech import speech
from dispatchgraph.languages.syntax import grammar

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Name", "find_names"]

LONGEST = 9  #: tokens in a gazetteer name
_NER = {"PER": "Person", "LOC": "Place", "ORG": "Organization", "MISC": "Thing"}
_PLACES = frozenset({"Place", "City", "Region", "District", "Facility", "Country"})


@dataclass(frozen=True, kw_only=True)
class Name:
    """A proper name: tokens `start` to `end` (exclusive) of the doc."""

    start: int
    end: int
    type: str
    known: str | None = None
    gender: str = ""
    metonym: bool = False
    demonym: bool = False
    rule: str = ""


def find_names(doc: Doc, gazetteer: Gazetteer, *, reserved: frozenset[int] = frozenset()) -> tuple[Name, ...]:
    """The names of `doc`, not overlapping, in text order.

    `reserved` are tokens of expressions the lexicon knows («Premier ministre», «Mercredi»), which no unknown name takes.
    """
    taken: set[int] = set()
    found: list[Name] = []
    for name in sorted(
        _candidates(doc, gazetteer, reserved), key=lambda n: (n.start - n.end, n.known is None, n.start)
    ):
        if taken.isdisjoint(range(name.start, name.end)):
            taken.update(range(name.start, name.end))
            found.append(name)
    return _agreed(doc, sorted(found, key=lambda n: n.start))


def _agreed(doc: Doc, found: list[Name]) -> tuple[Name, ...]:
    """One spelling has one class in a dispatch: the one most of its places speak for."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in found:
        votes[doc[name.start : name.end].text][name.type] += 1
    return tuple(
        n if n.known else replace(n, type=max(sorted(votes[doc[n.start : n.end].text].items()), key=lambda v: v[1])[0])
        for n in found
    )


def _candidates(doc: Doc, gazetteer: Gazetteer, reserved: frozenset[int]) -> Iterator[Name]:
    known = [n for n in _known(doc, gazetteer) if not set(range(n.start, n.end)) < reserved]
    yield from known
    walls = [Name(start=i, end=i + 1, type="", rule="reserved") for i in sorted(reserved)]
    for run in _runs(doc):
        for start, end, hint in _around(doc, sorted([*known, *walls], key=lambda n: n.start), *run):
            if _is_name(doc, start, end, hint):
                kind, gender, rule = _type(doc, start, end, hint)
                yield Name(start=start, end=end, type=kind, gender=gender, rule=rule)


def _around(doc: Doc, known: list[Name], start: int, end: int, hint: str) -> Iterator[tuple[int, int, str]]:
    """A run whole where it swallows the known names in it, else what is left beside them."""
    within = [n for n in known if n.start < end and start < n.end]
    if not within or _extends(doc, within, start, end):
        yield start, end, hint
        return
    for name in within:
        if start < name.start:
            yield start, name.start, hint
        start = max(start, name.end)
    if start < end:
        yield start, end, ""


def _extends(doc: Doc, within: list[Name], start: int, end: int) -> bool:
    """Whether a run may swallow the known names in it: «Bruxelles» in «FC Bruxelles», not «ONU» in «ONU Vitali»."""
    if (
        any(not n.type or n.demonym for n in within)
        or any(n.start < start or n.end > end for n in within)
        or any((n.start, n.end) == (start, end) for n in within)
    ):
        return False
    if doc[start].text in names(doc.lang_).given and not any(n.start == start and n.end - n.start > 1 for n in within):
        return True
    given = names(doc.lang_).given
    return all(n.type in _PLACES and (n.start > start or doc[n.end].text not in given) for n in within)


# --- what the gazetteer knows ------------------------------------------------------------------------------------


def _known(doc: Doc, gazetteer: Gazetteer) -> Iterator[Name]:
    i = 0
    while i < len(doc):
        name = _known_at(doc, i, gazetteer) if _capital(doc[i]) or doc[i].text in gazetteer.small else None
        if name:
            yield name
            i = name.end
        else:
            i += 1


def _known_at(doc: Doc, i: int, gazetteer: Gazetteer) -> Name | None:
    for end in range(min(i + LONGEST, len(doc)), i, -1):
        words = plain(doc[i:end].text)
        keys = gazetteer.by_name.get(words)
        if keys:
            return _read_as(doc, i, end, gazetteer, key=keys[0])
        if key := gazetteer.by_metonym.get(words):
            return Name(
                start=i, end=end, type=gazetteer.entries[key].type, known=key, metonym=True, rule="gazetteer:metonym"
            )
        if end == i + 1 and (key := gazetteer.by_demonym.get(words)):
            return Name(
                start=i, end=end, type=gazetteer.entries[key].type, known=key, demonym=True, rule="gazetteer:demonym"
            )
    return None


def _read_as(doc: Doc, i: int, end: int, gazetteer: Gazetteer, *, key: str) -> Name:
    """A known name, or the state that its capital stands for here."""
    entry = gazetteer.entries[key]
    state = gazetteer.by_metonym.get(plain(doc[i:end].text))
    if entry.type in _PLACES and entry.type != "Country" and state and _acts(doc[i]):
        return Name(
            start=i, end=end, type=gazetteer.entries[state].type, known=state, metonym=True, rule="gazetteer:metonym"
        )
    return Name(start=i, end=end, type=entry.type, known=key, rule="gazetteer:name")


def _acts(token: Token) -> bool:
    """Whether a capital's name stands where an actor stands: subject of a verb, «selon Paris», «le veto de Moscou»."""
    head = token.head
    prep = preposition(token)
    if token.dep_ == "conj":
        return _acts(head)
    if token.dep_ in {"nsubj", "nsubj:pass"} and not prep:
        return head.pos_ in {"VERB", "AUX"} and lemma_of(head) not in grammar(token.doc.lang_).stative
    if prep in grammar(token.doc.lang_).actor_prepositions or token.dep_ == "obl:agent":
        return True
    frames = event_lexicon(token.doc.lang_).nouns.get(lemma_of(head), ())
    return prep == "de" and any(f.de[:1] == ("agent",) for f in frames)


# --- what writing and the model tell --------------------------------------------------------------------------------


def _capital(token: Token) -> bool:
    return token.text[:1].isupper() and not token.is_punct


def _runs(doc: Doc) -> Iterator[tuple[int, int, str]]:
    """Runs of capitalised words with the particles between them, and the model's entities with their label."""
    for ent in doc.ents:
        start, end = _trim(doc, ent.start, ent.end)
        if start < end:
            yield start, end, ent.label_
    i = 0
    while i < len(doc):
        if _opens(doc[i]):
            end = _run_end(doc, i)
            yield i, end, ""
            i = end
        else:
            i += 1


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """An entity without the articles, titles and signs the model leaves on it."""
    titles = nominals(doc.lang_).titles
    while start < end and (
        not _capital(doc[start])
        or doc[start].text in titles
        or (doc[start].pos_ in {"DET", "ADP"}
        and doc[start].is_sent_start)
    ):
        start += 1
    while end > start and (
        doc[end - 1].is_punct or doc[end - 1].is_space or doc[end - 1].pos_ in {"VERB", "AUX", "ADP", "DET"}
    ):
        end -= 1
    for i in range(start, end):
        if (doc[i].is_space and "\n" in doc[i].text) or doc[i].text in {"«", "»", ",", "("}:
            return start, i
    return start, end


def _opens(token: Token) -> bool:
    """Whether a capital begins a name, not merely a sentence."""
    if not _capital(token) or token.text in nominals(token.doc.lang_).titles:
        return False
    if not _begins(token):
        return token.pos_ not in {"PRON", "DET", "ADP", "CCONJ", "SCONJ"} or (token.pos_ == "DET" and len(token.text) > 3)
    if token.pos_ in {"PROPN", "X"} or token.text in names(token.doc.lang_).given:
        return token.pos_ not in {"DET", "ADP", "PRON"}
    return (
        token.text.isupper()
        and len(token.text) > 1
        and token.text.isalpha()
        and token.pos_ not in {"DET", "ADP", "PRON", "ADV"}
    )


def _begins(token: Token) -> bool:
    before = token.nbor(-1) if token.i else None
    return (
        token.is_sent_start is True
        or before is None
        or before.text in {"«", "(", "-", "–", "—", ":"}
        or before.is_space
    )


def _run_end(doc: Doc, start: int) -> int:
    particles = names(doc.lang_).particles
    end = start + 1
    while end < len(doc) and not _new_name(doc, start, end):
        if _capital(doc[end]) and doc[end].pos_ not in {"DET", "PRON"} | (
            {"ADP"} if doc[end].lower_ not in particles else set()
        ):
            end += 1
            continue
        skip = end
        while skip < len(doc) and skip - end < 3 and doc[skip].text.rstrip("'") in particles:
            skip += 1
        if end < skip < len(doc) and _capital(doc[skip]) and _family(doc, start, end, skip):
            end = skip + 1
            continue
        break
    return end


def _new_name(doc: Doc, start: int, end: int) -> bool:
    """Whether a person's name begins right after an acronym: «l'AFP Abou X»."""
    acronym = doc[end - 1].text.isupper() and len(doc[end - 1].text) > 1 and end - start == 1
    return acronym and doc[end].text in names(doc.lang_).given


def _family(doc: Doc, start: int, end: int, skip: int) -> bool:
    """Whether particles join a family name: after a given name, or never an ordinary «de»."""
    if all(doc[i].lower_ not in grammar(doc.lang_).ordinary_particles for i in range(end, skip)):
        return True
    return doc[start].text in names(doc.lang_).given and doc[skip].ent_type_ == "PER"


def _is_name(doc: Doc, start: int, end: int, hint: str) -> bool:
    """Whether a run is no common noun written with a capital («Parlement», «Premier»)."""
    lexicon: Nominals = nominals(doc.lang_)
    first = doc[start]
    if end - start == 1:
        lemma = lemma_of(first)
        if lemma in lexicon.nouns or first.lower_ in lexicon.nouns:
            return False
        if not hint and _begins(first) and not first.text.isupper() and not _elsewhere(first):
            return False
        if first.text in grammar(doc.lang_).not_names:
            return False
        return len(first.text) > 1 and any(c.isalpha() for c in first.text)
    if hint in {"MISC"} and any(doc[i].pos_ in {"VERB", "AUX"} for i in range(start, end)):
        return False
    return any(_capital(doc[i]) for i in range(start, end))


def _elsewhere(token: Token) -> bool:
    """Whether a word also has its capital inside a sentence."""
    return any(t.text == token.text and not _begins(t) for t in token.doc)


def _type(doc: Doc, start: int, end: int, hint: str) -> tuple[str, str, str]:
    """Class, gender and reason: the class with most weight behind it."""
    weights: dict[str, float] = defaultdict(float)
    given: Names = names(doc.lang_)
    first, head = doc[start], doc[start:end].root
    labels = {doc[i].ent_type_ for i in range(start, end)} - {""}
    for label in {hint} if hint else labels:
        weights[_NER.get(label, "Thing")] += 1.0
    gender = given.given.get(first.text, "")
    if first.text in given.given or first.text.split("-")[0] in given.given:
        weights["Person"] += 2.0 if end - start > 1 else 0.8
    before = doc[start - 1] if start else None
    if before is not None and before.text in nominals(doc.lang_).titles:
        weights["Person"] += 4.0
        gender = nominals(doc.lang_).titles[before.text] or gender
    if before is not None:
        _weigh_noun_before(before, weights)
    if _speaks(head):
        weights["Person"] += 0.6 if end - start > 1 else 0.1
        weights["Organization"] += 0.3
        weights["Place"] -= 2.0
    if preposition(head) in {"à", "en", "dans", "vers"} and head.dep_.startswith(("obl", "nmod")):
        weights["Place"] += 0.5
    if end - start == 1 and first.text.isupper() and len(first.text) <= 6:
        weights["Organization"] += 1.2
        weights["Person"] -= 1.0
    if not weights:
        return "Thing", gender, "name:capital"
    kind = max(weights, key=lambda k: (weights[k], k))
    return kind, gender, "name:" + (hint.lower() or "run")


def _weigh_noun_before(before: Token, weights: dict[str, float]) -> None:
    """«le groupe X», «la ville de X», «le ministre X»: the noun tells the class."""
    noun = before
    if noun.pos_ == "ADP" and noun.lower_ in {"de", "d'", "du"} and noun.i:
        noun = noun.nbor(-1)
        linked = True
    else:
        linked = False
    if noun.pos_ == "ADJ" and noun.i and not linked:
        noun = noun.nbor(-1)
    entries = nominals(before.doc.lang_).nouns.get(lemma_of(noun), ())
    for entry in entries:
        if len(entry.words) == 1 and entry.type not in {"Group", "Document", "Thing"}:
            place = "Place" in ancestors(entry.type)
            if linked != place and entry.type not in {"City", "District", "Region", "Person"}:
                continue
            if linked and entry.type == "Person" and entry.post:
                weights["Organization"] += 0.8
            elif not linked or place:
                weights[entry.type] += 2.5
            return


def _speaks(token: Token) -> bool:
    """Whether a name is the subject of a verb of saying."""
    head = token.head
    verbs = speech(token.doc.lang_).verbs
    return head.pos_ == "VERB" and lemma_of(head) in verbs and any(s.i == token.i for s in subjects(head))

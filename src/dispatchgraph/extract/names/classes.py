"""What a name no list knows is a name of: the class with most weight behind it."""

from __future__ import annotations

from collections import defaultdict

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.names.name import Name, Run
from dispatchgraph.extract.participants import subjects
from dispatchgraph.extract.syntax import preposition
from dispatchgraph.knowledge import ancestors
from dispatchgraph.languages.nominals import Nominal, names, nominals
from dispatchgraph.languages.speech import speech
from dispatchgraph.parse import Parse, Word

__all__ = ["classified"]

_CLASSES = {"PER": "Person", "LOC": "Place", "ORG": "Organization", "MISC": "Thing"}  #: of the model's labels
_VAGUE = frozenset({"Group", "Document", "Thing"})
_WITH_AND_WITHOUT = frozenset({"City", "District", "Region", "Person"})  #: «la ville de X», «la ville X»
_ACRONYM = 6  # letters

Weights = dict[str, float]


def classified(doc: Parse, run: Run) -> Name:
    """The name that a run is, with its class and gender."""
    weights: Weights = defaultdict(float)
    _weigh_labels(doc, run, weights)
    _weigh_given_name(doc, run, weights)
    _weigh_before(doc, run, weights)
    _weigh_first_word(doc, run, weights)
    _weigh_syntax(doc.words(run.start, run.end).root, weights, alone=run.end - run.start == 1)
    _weigh_acronym(doc, run, weights)
    best = max(weights, key=lambda k: (weights[k], k), default="Thing")
    rule = run.label.lower() or "run" if weights else "capital"
    return Name(start=run.start, end=run.end, type=best, gender=_gender(doc, run), rule=f"name:{rule}")  # type: ignore[arg-type]


def _gender(doc: Parse, run: Run) -> str:
    """Of the title before a name, else of its given name."""
    title = nominals(doc.language).titles.get(doc[run.start - 1].text, "") if run.start else ""
    return title or names(doc.language).given.get(doc[run.start].text, "")


def _weigh_labels(doc: Parse, run: Run, weights: Weights) -> None:
    labels = {run.label} if run.label else {t.ent_type_ for t in doc[run.start : run.end]} - {""}
    for label in labels:
        weights[_CLASSES.get(label, "Thing")] += 1.0


def _weigh_given_name(doc: Parse, run: Run, weights: Weights) -> None:
    given, first = names(doc.language).given, doc[run.start].text
    if first in given or first.split("-")[0] in given:
        weights["Person"] += 2.0 if run.end - run.start > 1 else 0.8


def _weigh_before(doc: Parse, run: Run, weights: Weights) -> None:
    if not run.start:
        return
    before = doc[run.start - 1]
    if before.text in nominals(doc.language).titles:
        weights["Person"] += 4.0
    _weigh_noun_before(before, weights)


def _weigh_first_word(doc: Parse, run: Run, weights: Weights) -> None:
    """«Brigades Ghazi», «Institut géophysique du Pérou»: the noun that a name itself begins with."""
    if run.end - run.start < 2:
        return
    first, nouns = doc[run.start], nominals(doc.language).nouns
    forms = (first.lower_, first.lower_.removesuffix("s"))
    entries = (e for form in forms for e in nouns.get(form, ()) if len(e.words) == 1)
    entry = next((e for e in entries if not {"Organization", "Facility"}.isdisjoint(ancestors(e.type))), None)
    if entry is not None:
        weights[entry.type] += 2.2


def _weigh_noun_before(before: Word, weights: Weights) -> None:
    """«le groupe X», «la ville de X», «le ministre X»: the noun tells the class."""
    linked = before.pos_ == "ADP" and before.lower_ in before.grammar.singular_genitives and before.i > 0
    noun = before.nbor(-1) if linked or (before.pos_ == "ADJ" and before.i) else before
    noun = noun.nbor(-1) if noun.pos_ == "ADJ" and noun.i else noun  # «le directeur général de X»
    entries = nominals(before.doc.language).nouns.get(lemma_of(noun), ())
    entry = next((e for e in entries if len(e.words) == 1 and _may_name(e, linked=linked)), None)
    if entry is None:
        return
    if linked and entry.type == "Person" and entry.post:
        business = lemma_of(noun) in noun.grammar.business
        local = lemma_of(noun) in noun.grammar.local_posts
        weights["Company" if business else "Place" if local else "Organization"] += 2.2 if business else 1.2
    elif not linked and lemma_of(noun) in noun.grammar.either:
        return
    elif not linked or _is_place(entry):
        weights[entry.type] += 2.5


def _is_place(entry: Nominal) -> bool:
    return "Place" in ancestors(entry.type)


def _may_name(entry: Nominal, *, linked: bool) -> bool:
    """Whether a noun of that class stands so before a name: places with «de», bodies without, persons both."""
    return entry.type not in _VAGUE and (linked == _is_place(entry) or entry.type in _WITH_AND_WITHOUT)


def _weigh_syntax(head: Word, weights: Weights, *, alone: bool) -> None:
    if _speaks(head):
        weights["Person"] += 0.1 if alone else 0.6
        weights["Organization"] += 0.3
        weights["Place"] -= 2.0
    if head.dep_.startswith(("obl", "nmod")) and preposition(head) in head.grammar.place_before_name:
        weights["Place"] += 0.5


def _speaks(token: Word) -> bool:
    """Whether a name is the subject of a verb of saying."""
    head = token.head
    says = head.pos_ == "VERB" and lemma_of(head) in speech(token.doc.language).verbs
    return says and any(s.i == token.i for s in subjects(head))


def _weigh_acronym(doc: Parse, run: Run, weights: Weights) -> None:
    word = doc[run.start].text
    if run.end - run.start == 1 and word.isupper() and len(word) <= _ACRONYM:
        weights["Organization"] += 1.2
        weights["Person"] -= 1.0

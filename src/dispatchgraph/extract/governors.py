"""What stands over a figure in the parse, and what that says it measures."""

from __future__ import annotations

from collections.abc import Iterator

from dispatchgraph.extract.page import Page, has, singular
from dispatchgraph.model import FigureMention
from dispatchgraph.parse import Word

__all__ = [
    "are_people",
    "governors",
    "is_change",
    "is_passive",
    "listed",
    "measure_from_syntax",
    "measure_of_staff",
    "noun_of",
    "root",
    "verb_after",
    "verb_measure",
]

_CLIMB = 4  # words up the parse to what governs
_OF_PEOPLE = frozenset({"strength", "population"})  # measures of nouns that name people


def listed(page: Page, token: Word) -> str | None:
    """The form of a noun under which the lexicon gives it a measure."""
    return next((w for w in singular(token) if w in page.grammar.nouns), None)


def noun_of(page: Page, figure: FigureMention) -> Word | None:
    """The noun that a figure counts."""
    return page.last(figure.noun) if figure.noun else None


def are_people(page: Page, figure: FigureMention) -> bool:
    """Whether people are counted, as far as can be told."""
    noun = noun_of(page, figure)
    if noun is None:
        return True
    word = listed(page, noun)
    return has(page.grammar.people, noun) or (
        word is not None and page.grammar.nouns[word] in {"strength", "population"}
    )


# --- syntax -------------------------------------------------------------------------------------------------------


def verb_after(page: Page, end: int) -> Word | None:
    """The verb whose group begins right at `end`, so that what stands before is its subject."""
    token = page.next(end)
    while token is not None and token.pos_ == "AUX" and token.head.i > token.i:
        token = token.head
    return token if token is not None and token.pos_ in {"VERB", "AUX"} and _is_finite(token) else None


def _is_finite(verb: Word) -> bool:
    return "Fin" in verb.morph.get("VerbForm", []) or any(c.pos_ == "AUX" and c.i < verb.i for c in verb.children)


def root(page: Page, figure: FigureMention) -> Word:
    """The word of the figure on which the rest of it hangs."""
    noun = noun_of(page, figure)
    token = noun if noun is not None and figure.span.begin <= noun.idx < figure.span.end else page.last(figure.number)
    for _ in range(_CLIMB):
        if token.head == token or not figure.span.begin <= token.head.idx < figure.span.end:
            break
        token = token.head
    return token


def governors(page: Page, figure: FigureMention) -> Iterator[tuple[Word, Word]]:
    """What governs the figure, with the word that hangs on it: the first of a coordination hangs for all."""
    token = root(page, figure)
    for _ in range(_CLIMB):
        if token.head == token:
            return
        if token.dep_ != "conj":
            yield token, token.head
            return
        if token.head.pos_ in {"VERB", "AUX"}:
            return
        token = token.head


def is_passive(verb: Word) -> bool:
    """Whether what stands as subject undergoes the verb."""
    return any(c.dep_ in {"aux:pass", "nsubj:pass"} for c in verb.children)


def _role(figure: FigureMention, token: Word, verb: Word) -> str | None:
    """Whether a word is the subject or the (underlying) object of a verb; None after a preposition."""
    if any(c.dep_ == "case" and c.idx < figure.span.begin and c.i < token.i for c in token.children):
        return None
    has_subject = any(c.dep_.startswith("nsubj") and c != token for c in verb.children)
    if token.i > verb.i or (token.dep_ == "obj" and has_subject):
        return "object"
    return "object" if is_passive(verb) else "subject"


def verb_measure(page: Page, verb: Word, role: str | None) -> str | None:
    """What a verb of the lexicon does to its subject or object."""
    for entry in page.grammar.verbs.get(verb.lemma_.lower(), ()):
        near = {t.lower_ for t in verb.subtree} if entry.with_any else set()
        if entry.role == role and (not entry.with_any or entry.with_any & near):
            return entry.measure
    return None


def measure_from_syntax(page: Page, figure: FigureMention) -> str | None:
    """What the governing verb or event noun, or a participle on the noun, does to what is counted."""
    for token, head in governors(page, figure):
        if head.pos_ in {"VERB", "AUX", "ADJ"}:
            measure = verb_measure(page, head, _role(figure, token, head))
        else:
            of = token.dep_ == "nmod" and head.i < token.i
            measure = next(
                (page.grammar.of_nouns[w] for w in singular(head) if of and w in page.grammar.of_nouns), None
            )
        if measure is not None:
            return measure
    return _from_participle(page, figure)


def _from_participle(page: Page, figure: FigureMention) -> str | None:
    """«Deux personnes **tuées**»."""
    noun = root(page, figure)
    for child in noun.children:
        if child.i > noun.i and child.dep_ in {"acl", "amod"} and not _is_finite(child):
            entries = page.grammar.verbs.get(child.lemma_.lower(), ())
            measure = next((e.measure for e in entries if e.role == "object" and not e.with_any), None)
            if measure is not None:
                return measure
    return None


def measure_of_staff(page: Page, figure: FigureMention) -> str | None:
    """«Emploie 5.000 personnes», «réunit 300 membres»: a strength."""
    if figure.noun is None or not are_people(page, figure):
        return None
    near = any(head.lemma_.lower() in page.grammar.staff_verbs for _, head in governors(page, figure))
    return "strength" if near else None


# --- change -------------------------------------------------------------------------------------------------------


def is_change(page: Page, figure: FigureMention) -> bool:
    """«A reculé de 0,4 %», «une hausse de 3 points», «+2 %», «5 % de plus»."""
    grammar, end = page.grammar, figure.span.end
    if page.text.startswith(grammar.change_after, end + 1) or page.text[max(0, figure.number.begin - 1)] in "+-":
        return True
    before = page.before(figure.span.begin)
    of = page.is_of(before)
    if figure.value < 0 or (of and before is not None and _follows_change(page, before)):
        return True
    return any(_is_change_word(page, head, of=of, direct=before == head) for _, head in governors(page, figure))


def _is_change_word(page: Page, head: Word, *, of: bool, direct: bool) -> bool:
    """Whether a word says that what the figure gives is added or lost: «hausse de», «reculer de», «perdre»."""
    changes = head.lemma_.lower() in page.grammar.change_verbs and (of or direct)
    return changes or (of and has(page.grammar.change_nouns, head))


def _follows_change(page: Page, of: Word) -> bool:
    """«En hausse de», whatever the parse says."""
    word = page.before(of.idx)
    return word is not None and has(page.grammar.change_nouns, word)

"""Descriptions tied to the names beside them: «le ministre X», «X, ministre», «le quartier de X», «X (Y)»."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dispatchgraph.extract.mentions.classes import agree, is_body, may_be_named, narrower
from dispatchgraph.extract.mentions.members import find_members
from dispatchgraph.extract.names import Name
from dispatchgraph.extract.syntax import SUBJECTS
from dispatchgraph.extract.words import phrase_at, token_at
from dispatchgraph.languages.nominals import names, nominals
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Mention, Span
from dispatchgraph.parse import Parse, Word

__all__ = ["is_subject", "with_appositions"]

_REACH = 12  # tokens from a name back to its description
_NEAR = 5  # tokens from a comma to the description after it
_WALLS = frozenset({"VERB", "AUX", "PRON", "CCONJ", "SCONJ", "PUNCT", "SPACE"})
_BEFORE_NOUN = frozenset({"DET", "ADJ", "ADV", "NUM"})


def is_subject(head: Word) -> bool:
    """Whether a noun, or the first of those it is coordinated with, is a subject."""
    while head.dep_ == "conj" and head.head.i != head.i:
        head = head.head
    return head.dep_ in SUBJECTS


def with_appositions(
    doc: Parse, named: Sequence[Mention], described: Sequence[Mention], taken: Mapping[int, Name]
) -> list[Mention]:
    """All mentions in text order: descriptions tied to their names, names with the classes these tell."""
    page = _Page(doc, {token_at(doc, m.head).i: m for m in described}, taken)
    ties = _ties(page, named)
    types = _types(named, described, ties, grammar(doc.language).either)
    names = [replace(m, type=types[m.head]) if m.head in types else m for m in named]
    nouns = [
        replace(
            m,
            apposed_to=ties.get(m.head),
            subject=is_subject(token_at(doc, m.head)),
            members=find_members(doc, m, named),
        )
        for m in described
    ]
    return sorted([*names, *nouns], key=lambda m: (m.span, m.kind))


@dataclass(frozen=True)
class _Page:
    """A doc with its descriptions by the token of their head and its names by each of theirs."""

    doc: Parse
    by_head: Mapping[int, Mention]
    taken: Mapping[int, Name]


def _ties(page: _Page, named: Sequence[Mention]) -> dict[Span, Span]:
    """Head of a description → head of the name it is in apposition to, each used once."""
    ties: dict[Span, Span] = {}
    for name in named:
        words = phrase_at(page.doc, name.span)
        found = (_before(page, name, words.start), _after(page, name, words.end))
        description = next((d for d in found if d is not None and d.head not in ties), None)
        if description is not None:
            ties[description.head] = name.head
            ties |= {further.head: name.head for further in _chained(page, description, ties)}
    return ties


def _chained(page: _Page, description: Mention, ties: Mapping[Span, Span]) -> Iterator[Mention]:
    """«son porte-parole, le capitaine X»: the person's description before the comma before another."""
    start = phrase_at(page.doc, description.span).start
    if description.type != "Person" or description.plural or start < 2 or page.doc[start - 1].text != ",":
        return
    for token in _back(page.doc, start - 2, start):
        found = page.by_head.get(token.i)
        if found is not None and found.type == "Person":
            known = found.definite or phrase_at(page.doc, found.span)[0].lower_ in token.grammar.possessives
            if known and not found.plural and found.head not in ties:
                yield found
            return
        if _is_wall(token) or (found is not None and not _is_complement(token)):
            return


def _types(
    named: Sequence[Mention], described: Sequence[Mention], ties: Mapping[Span, Span], either: frozenset[str]
) -> dict[Span, str]:
    """The classes that descriptions tell of names, by the name's head."""
    names = {m.head: m for m in named}
    told = {m.head: m.type for m in described if m.type not in {None, "Group"} and m.lemma not in either}
    found = {
        head: narrower(names[head].type or "Thing", told[noun] or "Thing", known=names[head].known)
        for noun, head in ties.items()
        if noun in told
    }
    spelt = {names[head].text: kind for head, kind in found.items() if names[head].known is None}
    return {m.head: spelt[m.text] for m in named if m.known is None and m.text in spelt} | found


# --- before a name --------------------------------------------------------------------------------------------------


def _before(page: _Page, name: Mention, start: int) -> Mention | None:
    """The description that ends right before a name."""
    i = _skip_people(page, _skip_titles(page, start - 1))
    direct = i < 0 or page.doc[i].text != ","
    given = page.doc[start].text in names(page.doc.language).given
    linked = crossed = False
    end = phrase_at(page.doc, name.span).end
    closed = end < len(page.doc) and page.doc[end].text == ","
    for token in _back(page.doc, i if direct else i - 1, start):
        found = page.by_head.get(token.i)
        if found is not None and not (given and _bears_no_person(found, token)):
            fits = may_be_named(found, name, direct=direct, linked=linked, crossed=crossed, closed=closed)
            if fits:
                return found
        if _is_wall(token) or (found is not None and not _is_complement(token)):
            return None
        linked = linked or (not crossed and _links(token, start))
        crossed = crossed or token.i in page.taken
    return None


def _bears_no_person(found: Mention, token: Word) -> bool:
    """Whether a description is of a body that is not named after a person: «la Chambre Jean X» is no name."""
    return is_body(found.type) and found.lemma not in token.grammar.named_after


def _skip_titles(page: _Page, i: int) -> int:
    titles = nominals(page.doc.language).titles
    while i >= 0 and page.doc[i].text in titles and i not in page.by_head:
        i -= 1
    return i


def _skip_people(page: _Page, i: int) -> int:
    """«le président de la commission, le Ghanéen X»: past the people that a person is of, and its article."""
    before = page.taken.get(i)
    if before is None or not before.demonym or i < 1 or page.doc[i - 1].pos_ != "DET":
        return i
    return i - 2


def _back(doc: Parse, i: int, start: int) -> Iterator[Word]:
    """The words from `i` backwards, within the sentence of `start`."""
    first = max(i - _REACH + 1, 0)
    return (doc[k] for k in range(i, first - 1, -1) if doc[k].sent.start == doc[start].sent.start)


def _is_wall(token: Word) -> bool:
    return token.pos_ in _WALLS and token.text not in {"(", ")"}


def _links(token: Word, start: int) -> bool:
    """Whether a preposition stands right before the name, or before its article."""
    return token.pos_ == "ADP" and all(t.pos_ == "DET" for t in token.doc[token.i + 1 : start])


def _is_complement(token: Word) -> bool:
    """Whether a noun on the way is only a complement of the one looked for: «ministre de l'Intérieur»."""
    words = token.grammar
    before, further = (token.doc[token.i - n].lower_ if token.i >= n else "" for n in (1, 2))
    return before in words.complement_openings or further in words.plain_links


# --- after a name ---------------------------------------------------------------------------------------------------


def _after(page: _Page, name: Mention, end: int) -> Mention | None:
    """The description that follows a name and a comma: «Rami X, le directeur de l'OSDH»."""
    doc = page.doc
    if end >= len(doc) or doc[end].text != ",":
        return None
    begin = _skip_age(doc, end + 1)
    for token in doc[begin : begin + _NEAR]:
        found = page.by_head.get(token.i)
        if found is not None:
            return found if _fits(found, token, name) else None
        if token.pos_ not in _BEFORE_NOUN:
            return None
    return None


def _fits(found: Mention, token: Word, name: Mention) -> bool:
    return not found.plural and agree(found, name) and not _opens_clause(token, name)


def _skip_age(doc: Parse, i: int) -> int:
    """«Anne Petit, 31 ans, cadre de …»: past the age."""
    if i + 2 >= len(doc) or not doc[i].like_num or doc[i + 2].text != ",":
        return i
    return i + 3 if doc[i + 1].lower_.startswith(doc[i].grammar.age) else i


def _opens_clause(token: Word, name: Mention) -> bool:
    """Whether the noun after the comma begins the main clause instead: «Selon Lavrov, le ministre …»."""
    if token.dep_ not in SUBJECTS:
        return False
    head = token_at(token.doc, name.head)
    return head.dep_ not in {*SUBJECTS, "conj", "ROOT"} or token.head != head.head

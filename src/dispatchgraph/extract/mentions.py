"""All mentions of entities in a parse: names, descriptions, pronouns, and which stand in apposition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatchgraph.extract.descriptions import (
    find_adjectives,
    find_expressions,
    find_nominals,
    find_pronouns,
    sentence_of,
)
from dispatchgraph.extract.names import Name, find_names
from dispatchgraph.extract.syntax import lemma_of, span_of
from dispatchgraph.knowledge import Gazetteer, ancestors
from dispatchgraph.languages.nominals import names as given_names
from dispatchgraph.languages.nominals import nominals
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Mention, Span, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Mentions", "find_mentions"]

REACH = 12  #: tokens between a description and the name it is apposed to


@dataclass(frozen=True)
class Mentions:
    """The mentions of a doc, found by the token they are about."""

    all: tuple[Mention, ...]
    by_token: Mapping[int, Mention]  #: token index → the mention it is the head of, or a word of the name of
    adjectives: Mapping[int, tuple[Mention, ...]]  #: token index → actors that an adjective names

    def at(self, token: Token) -> Mention | None:
        """The entity mention that `token` is the head of or belongs to by name."""
        return self.by_token.get(token.i)

    def type_at(self, token: Token) -> str | None:
        """The class of what `token` denotes; None where it is unknown or no entity."""
        mention = self.at(token)
        return mention.type if mention else None


def find_mentions(doc: Doc, gazetteer: Gazetteer, times: Sequence[TimeExpression] = ()) -> Mentions:
    """Every mention in `doc`, in text order, none overlapping another of its kind; words of `times` are none."""
    dated = {t.i for x in times for t in doc.char_span(x.span.begin, x.span.end, alignment_mode="expand") or ()}
    names = find_names(doc, gazetteer, reserved=find_expressions(doc, gazetteer) | dated)
    taken = {i: n for n in names for i in range(n.start, n.end)}
    named = [_named(doc, n) for n in names]
    described = list(find_nominals(doc, gazetteer, taken=taken))
    described = [m for m in described if not _shadowed(doc, m, taken)]
    linked = _appositions(doc, named, described, taken)
    pronouns = list(find_pronouns(doc))
    adjectives = list(find_adjectives(doc, gazetteer, taken=taken))
    return _index(doc, [*linked, *pronouns], adjectives)


def _shadowed(doc: Doc, mention: Mention, taken: Mapping[int, Name]) -> bool:
    token = _token(doc, mention.head)
    return token is None or token.i in taken


def _token(doc: Doc, head: Span) -> Token | None:
    words = doc.char_span(head.begin, head.end, alignment_mode="expand")
    return words[0] if words is not None and len(words) else None


def _named(doc: Doc, name: Name) -> Mention:
    words = doc[name.start : name.end]
    head = words.root
    before = doc[name.start - 1].lower_ if name.start else ""
    return Mention(
        span=span_of(words),
        head=span_of(head),
        sentence=sentence_of(head),
        kind="name",
        type=name.type,
        text=words.text,
        lemma=words.text,
        known=name.known,
        gender=name.gender or None,  # type: ignore[arg-type]
        plural=before in {"les", "des", "aux"} or (name.demonym and before == "entre"),
        subject=_is_subject(head),
        definite=True,
        metonym=name.metonym or name.demonym,
        rule=name.rule,
    )


def _is_subject(head: Token) -> bool:
    while head.dep_ == "conj" and head.head.i != head.i:
        head = head.head
    return head.dep_ in {"nsubj", "nsubj:pass"}


# --- apposition -----------------------------------------------------------------------------------------------------


def _appositions(doc: Doc, named: list[Mention], described: list[Mention], taken: Mapping[int, Name]) -> list[Mention]:
    """Tie descriptions to the names beside them: «le ministre X», «X, ministre», «le quartier de X», «X (Y)»."""
    ties: dict[Span, Span] = {}
    types: dict[Span, str] = {}
    by_head = {_token(doc, m.head).i: m for m in described if _token(doc, m.head) is not None}  # type: ignore[union-attr]
    for name in named:
        start = next(t.i for t in doc.char_span(name.span.begin, name.span.end, alignment_mode="expand"))
        end = start + len(doc.char_span(name.span.begin, name.span.end, alignment_mode="expand"))
        for found in (_before(doc, name, start, by_head, taken), _after(doc, name, end, by_head, taken)):
            if found is not None and found.head not in ties:
                ties[found.head] = name.head
                if found.type not in {None, "Group"}:
                    types[name.head] = _narrower(
                        types.get(name.head, name.type or "Thing"), found.type or "Thing", known=name.known
                    )
                break
    out = [replace(m, type=types.get(m.head, m.type)) for m in named]
    members = {m.head: _members(doc, m, named) for m in described if m.plural}
    subject = {m.head: (t := _token(doc, m.head)) is not None and _is_subject(t) for m in described}
    out += [
        replace(m, apposed_to=ties.get(m.head), subject=subject[m.head], members=members.get(m.head, ()))
        for m in described
    ]
    return sorted(out, key=lambda m: (m.span, m.kind))


def _members(doc: Doc, group: Mention, named: Sequence[Mention]) -> tuple[Span, ...]:
    """«les ministres X et Y»: the persons that a plural description is followed by."""
    found: list[Span] = []
    at = group.span.end
    for name in sorted((n for n in named if n.span.begin > group.head.end), key=lambda n: n.span):
        between = _BRACKETS.sub("", doc.text[at : name.span.begin]).strip()
        if name.type == "Organization" or between not in ({""} if not found else {"", ",", "et", ", et"}):
            if found and doc.text[name.span.begin - 1] == "(":
                continue
            break
        if name.type != "Person":
            break
        found.append(name.head)
        at = name.span.end
    return tuple(found) if len(found) > 1 else ()


_BRACKETS = re.compile(r"\([^)]*\)")


def _narrower(old: str, new: str, *, known: str | None) -> str:
    if known or (new in ancestors(old) and new != "Thing"):
        return old
    return new


def _before(
    doc: Doc, name: Mention, start: int, by_head: Mapping[int, Mention], taken: Mapping[int, Name]
) -> Mention | None:
    """The description that ends right before a name."""
    i = start - 1
    titles = nominals(doc.lang_).titles
    while i >= 0 and doc[i].text in titles and i not in by_head:
        i -= 1
    comma = i >= 0 and doc[i].text == ","
    if comma:
        i -= 1
    steps, inside_name, linked = 0, False, False
    while i >= 0 and steps < REACH and doc[i].sent.start == doc[start].sent.start:
        token = doc[i]
        found = by_head.get(i)
        given = doc[start].text in given_names(doc.lang_).given
        if found is not None and _apposes(found, name, direct=not comma, linked=linked, crossed=inside_name, given=given):
            return found
        if found is not None and not _passes(found, doc, i):
            return None
        if token.pos_ in {"VERB", "AUX", "PRON", "CCONJ", "SCONJ", "PUNCT", "SPACE"} and token.text not in {"(", ")"}:
            return None
        linked = linked or (
            not inside_name and token.pos_ == "ADP" and all(doc[k].pos_ == "DET" for k in range(i + 1, start))
        )
        inside_name = inside_name or i in taken
        i, steps = i - 1, steps + 1
    return None


def _passes(found: Mention, doc: Doc, i: int) -> bool:
    """Whether a noun on the way is only a complement of the one looked for: «ministre de l'Intérieur»."""
    before = doc[i - 1].lower_ if i else ""
    further = doc[i - 2].lower_ if i > 1 else ""
    contracted = {"de", "d'", "du", "des", "à", "au", "aux", "l'", "la"}
    return before in contracted or further in {"de", "à", "d'"}


_NAMED_AFTER = frozenset({"groupe", "fondation", "association", "parti", "mouvement", "institut", "réseau", "société"})


def _apposes(found: Mention, name: Mention, *, direct: bool, linked: bool, crossed: bool, given: bool = False) -> bool:
    """Whether a description may be of the thing named: their classes agree; `given`: the name begins with a given name."""
    if found.plural or found.type is None or name.type is None:
        return False
    place = "Place" in ancestors(found.type) or found.type == "Country"
    if linked:  # «le quartier de Chaar»: only places are named so
        return place and _place_like(name) and not crossed and found.type in {"City", "District", "Region"}
    if place:
        return (
            direct
            and not crossed
            and found.type in {"Facility", "City"}
            and name.known is None
            and name.type in {"Place", "Thing", "Facility"}
        )
    if found.type == "Person" and not linked:
        return name.type == "Person" or (
            name.known is None and name.type in {"Thing", "Place", "Organization"} and not crossed and direct
        )
    if "Organization" in ancestors(found.type) and not linked and not (given and found.lemma not in _NAMED_AFTER):
        return (
            not crossed
            and (
                "Organization" in ancestors(name.type)
                or (name.type in {"Thing", "Place", "Person"}
                and name.known is None)
            )
            and direct
        )
    if found.type in {"Thing", "Document"} and not linked:
        return direct and not crossed and name.known is None
    return False


def _place_like(name: Mention) -> bool:
    return (
        (name.type in {"Thing", "Organization", "Person"} and name.known is None) or "Place" in ancestors(name.type or "")
    )


def _after(
    doc: Doc, name: Mention, end: int, by_head: Mapping[int, Mention], taken: Mapping[int, Name]
) -> Mention | None:
    """The description that follows a name and a comma: «Rami X, le directeur de l'OSDH»."""
    if end >= len(doc) or doc[end].text != ",":
        return None
    i = _skip_age(doc, end + 1)
    limit = min(i + 5, len(doc))
    while i < limit:
        found = by_head.get(i)
        if found is not None:
            fits = not found.plural and _agrees(found, name) and not _own_subject(doc, i, name)
            return found if fits else None
        if doc[i].pos_ not in {"DET", "ADJ", "ADV", "NUM"}:
            return None
        i += 1
    return None


def _agrees(found: Mention, name: Mention) -> bool:
    if found.type == "Person":
        return name.type == "Person"
    kinds = set(ancestors(found.type or "")) & set(ancestors(name.type or ""))
    return bool(kinds - {"Thing"}) or (found.type == "Country" and name.type == "Country")


def _skip_age(doc: Doc, i: int) -> int:
    """«Joshua Wong, 22 ans, figure de …»: past the age."""
    if i + 2 < len(doc) and doc[i].like_num and doc[i + 1].lower_.startswith("an") and doc[i + 2].text == ",":
        return i + 3
    return i


def _own_subject(doc: Doc, i: int, name: Mention) -> bool:
    """Whether the noun after the comma begins the main clause instead: «Selon Lavrov, le ministre …»."""
    token = doc[i]
    if token.dep_ not in {"nsubj", "nsubj:pass"}:
        return False
    head = _token(doc, name.head)
    return head is None or head.dep_ not in {"nsubj", "nsubj:pass", "conj", "ROOT"} or token.head != head.head


# --- index ----------------------------------------------------------------------------------------------------------


def _index(doc: Doc, mentions: Iterable[Mention], adjectives: Iterable[Mention]) -> Mentions:
    by_token: dict[int, Mention] = {}
    every = sorted(mentions, key=lambda m: (m.span, m.kind))
    for mention in every:
        if mention.kind == "possessive":
            continue
        words = doc.char_span(mention.span.begin, mention.span.end, alignment_mode="expand")
        indices = [t.i for t in words] if mention.kind == "name" else [_token(doc, mention.head).i]  # type: ignore[union-attr]
        if mention.kind == "name" and words.start and words[0].nbor(-1).text in nominals(doc.lang_).titles:
            indices.append(words.start - 1)
        for i in indices:
            by_token.setdefault(i, mention)
    actors: dict[int, list[Mention]] = {}
    for mention in adjectives:
        token = _token(doc, mention.head)
        if token is not None:
            actors.setdefault(token.i, []).append(mention)
    return Mentions(
        all=(*every, *(m for ms in actors.values() for m in ms)),
        by_token=by_token,
        adjectives={i: tuple(ms) for i, ms in actors.items()},
    )


def is_demonstrative(mention: Mention, language: str) -> bool:
    """Whether a pronoun is «ce dernier»."""
    return mention.lemma in grammar(language).latter


def noun_lemma(doc: Doc, mention: Mention) -> str:
    """The lemma of a mention's head word."""
    token = _token(doc, mention.head)
    return lemma_of(token) if token is not None else mention.lemma

"""Who belongs to which body without a post in words: from brackets, «de», verbs of leading, «le parti de X»."""

from __future__ import annotations

from collections.abc import Iterator

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.participants import agents, objects, subjects
from dispatchgraph.extract.syntax import content_head, is_passive, is_verbal
from dispatchgraph.extract.words import is_participle, phrase_at, span_of, token_at
from dispatchgraph.knowledge import ancestors
from dispatchgraph.model import AffiliationMention, Mention, Span
from dispatchgraph.parse import Parse, Word

__all__ = ["beside_name", "by_leading", "in_body"]

_NEAR = 6  # tokens from «, de» to the body it brings


def _is_body(mention: Mention | None) -> bool:
    return mention is not None and "Organization" in ancestors(mention.type or "")


# --- beside a name --------------------------------------------------------------------------------------------------


def beside_name(doc: Parse, mention: Mention, mentions: Mentions) -> Iterator[AffiliationMention]:
    """«Anne Petit (LR)», «Marc Leroy, du puissant syndicat X»."""
    body, rule = _body_after(phrase_at(doc, mention.span)[-1], mentions)
    if body is not None and _is_body(body):
        yield _membership(mention, body, f"name:{rule}")


def _membership(member: Mention, body: Mention, rule: str) -> AffiliationMention:
    begin, end = min(member.span.begin, body.span.begin), max(member.span.end, body.span.end)
    return AffiliationMention(span=Span(begin, end), member=member.head, organization=body.head, rule=rule)


def _body_after(last: Word, mentions: Mentions) -> tuple[Mention | None, str]:
    """The body that brackets or «, de» bring after the last word of a name, and which of them."""
    if last.i + 2 >= len(last.doc):
        return None, ""
    sign, first, words = last.nbor(1), last.nbor(2), last.grammar
    if sign.text == "(" and sign.sent.start == last.sent.start:
        return mentions.at(first), "brackets"
    if sign.text == "," and first.lower_ in words.genitives:
        return _first_body(first, mentions), words.of
    return None, ""


def _first_body(genitive: Word, mentions: Mentions) -> Mention | None:
    for token in genitive.doc[genitive.i + 1 : genitive.i + 1 + _NEAR]:
        mention = mentions.at(token)
        if mention is not None:
            return mention
        if token.pos_ not in {"DET", "ADJ", "ADV"}:
            return None
    return None


# --- by a verb ------------------------------------------------------------------------------------------------------


def by_leading(doc: Parse, mentions: Mentions) -> Iterator[AffiliationMention]:
    """«X, qui dirige le comité Y», «l'équipe conduite par X», «la mission, que dirige X»."""
    for verb in doc:
        if not (is_verbal(verb) or is_participle(verb)) or lemma_of(verb) not in verb.grammar.leading:
            continue
        persons = [m for t in _leaders(verb) if (m := _person(t, mentions)) is not None]
        bodies = [m for t in _led(verb) if (m := mentions.at(content_head(t))) is not None and _is_body(m)]
        if persons and bodies:
            yield _membership(persons[0], bodies[0], f"verb:{lemma_of(verb)}")


def _leaders(verb: Word) -> list[Word]:
    """Who leads: also behind «que dirige», where the parser sees an object."""
    inverted = [t for t in objects(verb) if t.i > verb.i]
    return agents(verb) if not _is_relative_object(verb) else [t for t in (*agents(verb), *inverted) if t.i > verb.i]


def _led(verb: Word) -> list[Word]:
    if _is_relative_object(verb):
        return [t for t in objects(verb) if t.i < verb.i]
    return subjects(verb) if is_passive(verb) else objects(verb)


def _is_relative_object(verb: Word) -> bool:
    relatives = verb.grammar.object_relatives
    return verb.dep_ == "acl:relcl" and any(c.lower_ in relatives and c.i < verb.i for c in verb.children)


def _person(token: Word, mentions: Mentions) -> Mention | None:
    """The named person at a word, or whom a description there is beside."""
    mention = mentions.at(token)
    if mention is None or mention.type != "Person":
        return None
    return mention if mention.kind == "name" or mention.apposed_to is not None else None


# --- «le parti de X» ------------------------------------------------------------------------------------------------


def in_body(doc: Parse, mention: Mention, mentions: Mentions) -> Iterator[AffiliationMention]:
    """«Nouvelle Concorde, le parti du Premier ministre», «son parti»: whose body it is belongs to it."""
    words = doc[0].grammar.own_bodies
    if mention.lemma not in words:
        return
    head = token_at(doc, mention.head)
    body = mention.apposed_to or mention.head
    owner = _owner(head, mentions)
    if owner is not None:
        yield AffiliationMention(span=mention.span, member=owner, organization=body, rule=f"body:{mention.lemma}")


def _owner(head: Word, mentions: Mentions) -> Span | None:
    """The person after «de», or the possessive before the noun."""
    for child in head.children:
        found = mentions.at(child)
        if child.i > head.i and found is not None and found.type == "Person":
            return found.apposed_to or found.head
        if child.pos_ == "DET" and child.lower_ in head.grammar.possessives:
            return span_of(child)
    return None

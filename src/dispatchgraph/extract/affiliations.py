"""Who holds which post in which body: from descriptions beside names and from names beside bodies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.syntax import span_of
from dispatchgraph.knowledge import ancestors
from dispatchgraph.languages.nominals import Nominal, nominals
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import AffiliationMention, Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["find_affiliations"]

REACH = 9  #: tokens from a post to the body it is held in


def find_affiliations(doc: Doc, mentions: Mentions) -> tuple[AffiliationMention, ...]:
    """Every post and membership told in `doc`."""
    found: list[AffiliationMention] = []
    for mention in mentions.all:
        if mention.kind == "nominal" and mention.type == "Person":
            found.extend(_of_post(doc, mention, mentions))
        elif mention.kind == "nominal" and mention.members:
            found.extend(
                a
                for m in mention.members
                for a in _of_post(doc, replace(mention, type="Person", apposed_to=m), mentions)
            )
        elif mention.kind == "name" and mention.type == "Person":
            found.extend(_beside_name(doc, mention, mentions))
    return tuple(sorted(found, key=lambda a: (a.span, a.member)))


def _entry(mention: Mention, language: str) -> Nominal | None:
    return nominals(language).exact(mention.lemma)


def _of_post(doc: Doc, mention: Mention, mentions: Mentions) -> Iterator[AffiliationMention]:
    entry = _entry(mention, doc.lang_)
    if entry is None or not entry.post:
        return
    member = mention.apposed_to or mention.head
    last, body, posted, rule = _body(doc, mention, mentions, entry)
    named = mention.apposed_to is not None
    if body is None and not (entry.of_state and (named or entry.unique)):
        return
    yield AffiliationMention(
        span=Span(mention.span.begin, max(mention.span.end, last)),
        member=member,
        organization=body,
        post=mention.noun,
        posted_to=posted,
        rule=f"post:{mention.lemma}:{rule}",
    )


def _body(doc: Doc, mention: Mention, mentions: Mentions, entry: Nominal) -> tuple[int, Span | None, Span | None, str]:
    """Where the phrase ends, the body or state the post is of, and the body it is posted to."""
    begin = next(t.i for t in doc.char_span(mention.head.begin, mention.head.end, alignment_mode="expand"))
    possessive = next(
        (c for c in doc[begin].children if c.pos_ == "DET" and c.lower_ in grammar(doc.lang_).possessives), None
    )
    body: Span | None = span_of(possessive) if possessive is not None else None
    posted: Span | None = None
    rule = "possessive" if body else "state"
    if body is None and (owner := _owner(doc, begin, mentions)) is not None:
        body, rule = owner.head, "dont"
    last = mention.span.end
    preposition = ""
    contracted = grammar(doc.lang_).contracted
    i = begin + 1
    while i < len(doc) and i - begin <= REACH and doc[i].sent.start == doc[begin].sent.start:
        token = doc[i]
        if token.text in {",", ";", "»", "("} or token.pos_ in {"VERB", "AUX", "CCONJ", "SCONJ", "PRON"}:
            break
        for adjective in mentions.adjectives.get(i, ()):
            if adjective.known and body is None:
                body, last, rule = adjective.head, span_of(token).end, "adjective"
        if token.pos_ == "ADP":
            preposition = contracted.get(token.lower_, token.lower_)
        found = mentions.at(token)
        if (
            found is not None
            and found.head != mention.apposed_to
            and found.head != mention.head
            and found.kind != "pronoun"
        ):
            if (found.kind == "name" and found.type == "Person") or not preposition:
                break
            if _may_employ(found):
                if preposition == "de" and body is None:
                    body, last, rule = found.head, found.span.end, "de"
                elif preposition in {"à", "auprès", "en", "pour", "chez"} and found.type != "City":
                    posted, last = found.head, found.span.end
                if body is not None and preposition == "de" and entry.of_state is False:
                    break
            elif found.type == "Person":
                break
        i += 1
    if body is None and posted is not None and not entry.of_state:
        body, posted, rule = posted, None, "à"
    return last, body, posted, rule


def _owner(doc: Doc, begin: int, mentions: Mentions) -> Mention | None:
    """«la fédération, dont la présidente»: the body before «dont»."""
    partitive = grammar(doc.lang_).genitive_relatives
    dont = next((i for i in range(max(begin - 3, 0), begin) if doc[i].lower_ in partitive), None)
    before = (mentions.at(doc[i]) for i in range((dont or 0) - 1, max((dont or 0) - 8, -1), -1))
    return next((m for m in before if m is not None and _may_employ(m)), None) if dont else None


def _may_employ(mention: Mention) -> bool:
    line = ancestors(mention.type or "")
    return (
        "Organization" in line
        or (mention.type in {"Country", "City", "Region", "Group"}
        and (mention.kind == "name" or mention.type == "Group"))
    )


def _beside_name(doc: Doc, mention: Mention, mentions: Mentions) -> Iterator[AffiliationMention]:
    """«Pieter De Crem (CD&V)», «Yasser al-Youssef, de l'influent groupe X»."""
    words = doc.char_span(mention.span.begin, mention.span.end, alignment_mode="expand")
    end = words.end
    if end + 1 >= len(doc):
        return
    body: Mention | None = None
    rule = ""
    if doc[end].text == "(" and doc[end].sent.start == words[0].sent.start:
        body, rule = mentions.at(doc[end + 1]), "brackets"
    elif doc[end].text == "," and doc[end + 1].lower_ in {"de", "d'", "du", "des"}:
        body, rule = _first_body(doc, end + 2, mentions), "de"
    if body is not None and "Organization" in ancestors(body.type or ""):
        yield AffiliationMention(
            span=Span(mention.span.begin, body.span.end),
            member=mention.head,
            organization=body.head,
            post="",
            rule=f"name:{rule}",
        )


def _first_body(doc: Doc, start: int, mentions: Mentions) -> Mention | None:
    for token in doc[start : start + 6]:
        mention = mentions.at(token)
        if mention is not None:
            return mention
        if token.pos_ not in {"DET", "ADJ", "ADV"}:
            return None
    return None


def _token(doc: Doc, span: Span) -> Token:
    return doc.char_span(span.begin, span.end, alignment_mode="expand")[0]

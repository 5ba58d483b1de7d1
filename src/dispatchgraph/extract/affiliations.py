"""Who holds which post in which body: from descriptions beside names and from names beside bodies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from dispatchgraph.extract.memberships import beside_name, by_leading, in_body
from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.mentions.classes import is_body
from dispatchgraph.extract.words import span_of, token_at
from dispatchgraph.knowledge import ancestors
from dispatchgraph.languages.nominals import nominals
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import AffiliationMention, Mention, Span
from dispatchgraph.parse import Parse, Word

__all__ = ["find_affiliations"]

_REACH = 9  # tokens from a post to the body it is held in
_RELATIVE = 3  # words from «dont» to the post
_OWNER = 7  # words from the body back from «dont»
_SIGNS = frozenset({",", ";", "»", "("})
_OTHER_CLAUSE = frozenset({"VERB", "AUX", "CCONJ", "SCONJ", "PRON"})


def find_affiliations(doc: Parse, mentions: Mentions) -> tuple[AffiliationMention, ...]:
    """Every post and membership told in `doc`."""
    found = [*by_leading(doc, mentions), *(a for m in mentions.all for a in _told_by(doc, m, mentions))]
    return tuple(sorted(found, key=lambda a: (a.span, a.member)))


def _told_by(doc: Parse, mention: Mention, mentions: Mentions) -> Iterator[AffiliationMention]:
    if mention.kind == "nominal" and mention.type == "Person":
        yield from _of_post(doc, mention, mentions)
    elif mention.kind == "nominal":
        yield from in_body(doc, mention, mentions)
        for member in mention.members:
            yield from _of_post(doc, replace(mention, type="Person", apposed_to=member), mentions)
    elif mention.kind == "name" and mention.type == "Person":
        yield from beside_name(doc, mention, mentions)


# --- posts ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Holding:
    """What the words after a post tell so far."""

    last: int  #: where they end
    body: Span | None = None  #: head of the body or state the post is of
    posted: Span | None = None  #: head of the body it is posted to
    rule: str = "state"


def _of_post(doc: Parse, mention: Mention, mentions: Mentions) -> Iterator[AffiliationMention]:
    entry = nominals(doc.language).exact(mention.lemma)
    if entry is None or not entry.post or mention.lemma in grammar(doc.language).either:
        return
    holding = _holding(doc, mention, mentions, of_state=entry.of_state)
    named = mention.apposed_to is not None
    envoy = mention.lemma in grammar(doc.language).envoys  # whose state is rarely that of the dateline
    if holding.body is None and not (entry.of_state and not envoy and (named or entry.unique)):
        return
    yield AffiliationMention(
        span=Span(mention.span.begin, max(mention.span.end, holding.last)),
        member=mention.apposed_to or mention.head,
        organization=holding.body,
        post=mention.noun,
        posted_to=holding.posted,
        former=entry.former,
        of_state=entry.of_state and not entry.unique,
        rule=f"post:{mention.lemma}:{holding.rule}",
    )


def _holding(doc: Parse, mention: Mention, mentions: Mentions, *, of_state: bool) -> _Holding:
    """What a post and the words after it tell, as far as they are about it."""
    head = token_at(doc, mention.head)
    found = _owned(head, mention, mentions)
    prep, of = "", grammar(doc.language).of
    for token in _after(head):
        if of_state or mention.lemma in grammar(doc.language).spokesmen:
            found = _with_adjective(found, token, mentions)
        if token.pos_ == "ADP":
            prep = token.grammar.contracted.get(token.lower_, token.lower_)
        other = mentions.at(token)
        if other is None or other.kind == "pronoun" or other.head in {mention.apposed_to, mention.head}:
            continue
        if not prep and other.kind == "name" and is_body(other.type) and other.span.begin - mention.span.end <= 1:
            return replace(found, body=other.head, last=other.span.end, rule="beside")  # «délégué CGT»
        if not prep or other.type == "Person":
            break
        if _may_employ(other):
            found = _with_body(found, other, prep, doc.language)
            if found.body is not None and prep == of and not of_state:
                break
    if found.body is None and found.posted is not None and not of_state:
        return replace(found, body=found.posted, posted=None, rule=grammar(doc.language).to)
    return found


def _owned(head: Word, mention: Mention, mentions: Mentions) -> _Holding:
    """«leur chef», «la fédération, dont la présidente»: what stands before a post."""
    owners = (c for c in head.children if c.pos_ == "DET" and c.lower_ in head.grammar.possessives)
    owner = next(owners, None) if mention.lemma not in head.grammar.counterparts else None
    if owner is not None:
        return _Holding(last=mention.span.end, body=span_of(owner), rule="possessive")
    body = _relative_owner(head, mentions)
    return _Holding(last=mention.span.end, body=body.head, rule="dont") if body else _Holding(last=mention.span.end)


def _relative_owner(head: Word, mentions: Mentions) -> Mention | None:
    """The body before «dont»."""
    doc, relatives = head.doc, head.grammar.genitive_relatives
    dont = next((t.i for t in doc[max(head.i - _RELATIVE, 0) : head.i] if t.lower_ in relatives), 0)
    before = (mentions.at(t) for t in reversed(list(doc[max(dont - _OWNER, 0) : dont])))
    owners = [m for m in before if m is not None and _may_employ(m)]
    return next((m for m in owners if m.type != "Group"), next(iter(owners), None))


def _after(head: Word) -> Iterator[Word]:
    """The words after a post that may tell of it."""
    near = head.doc[head.i + 1 : head.i + _REACH + 1]
    return takewhile(lambda t: t.sent.start == head.sent.start and not _is_end(t), near)


def _is_end(token: Word) -> bool:
    return token.text in _SIGNS or token.pos_ in _OTHER_CLAUSE


def _with_adjective(found: _Holding, token: Word, mentions: Mentions) -> _Holding:
    """«le ministre russe»."""
    state = next((a for a in mentions.adjectives.get(token.i, ()) if a.known), None)
    if state is None or found.body is not None:
        return found
    return replace(found, body=state.head, last=span_of(token).end, rule="adjective")


def _with_body(found: _Holding, other: Mention, prep: str, language: str) -> _Holding:
    """«le chef de X», «l'ambassadeur à Y»."""
    words = grammar(language)
    if prep == words.of and found.body is None:
        return replace(found, body=other.head, last=other.span.end, rule=words.of)
    if prep in words.posting and other.type != "City":
        return replace(found, posted=other.head, last=other.span.end)
    return found


def _may_employ(mention: Mention) -> bool:
    if "Organization" in ancestors(mention.type or "") or mention.type == "Group":
        return True
    if mention.type in {"Facility", "Region", "City"}:
        return mention.kind == "name" or mention.definite
    return mention.kind == "name" and mention.type == "Country"

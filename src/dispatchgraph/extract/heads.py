"""One head for each mention: whatever word of a name a rule met («M.» of «M. Michel»), it means the mention's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.words import span_of
from dispatchgraph.model import AffiliationMention, Extraction, FigureMention, Quote, Span, Trigger
from dispatchgraph.parse import Parse

__all__ = ["heads_of", "with_heads"]


def heads_of(doc: Parse, mentions: Mentions) -> dict[Span, Span]:
    """Each word of a mention → the mention's head."""
    return {span_of(doc[i]): mention.head for i, mention in mentions.by_token.items()}


def with_heads(extraction: Extraction, heads: Mapping[Span, Span]) -> Extraction:
    """The extraction with every reference to a word of a mention put to the mention's head."""
    return replace(
        extraction,
        triggers=tuple(_trigger(t, heads) for t in extraction.triggers),
        figures=tuple(_figure(f, heads) for f in extraction.figures),
        quotes=tuple(_quote(q, heads) for q in extraction.quotes),
        affiliations=tuple(_affiliation(a, heads) for a in extraction.affiliations),
    )


def _trigger(trigger: Trigger, heads: Mapping[Span, Span]) -> Trigger:
    heads_change = any(heads.get(a.head, a.head) != a.head for a in trigger.arguments)
    if not heads_change:
        return trigger
    arguments = (replace(a, head=heads.get(a.head, a.head)) for a in trigger.arguments)
    return replace(trigger, arguments=tuple(dict.fromkeys(arguments)))


def _figure(figure: FigureMention, heads: Mapping[Span, Span]) -> FigureMention:
    places = tuple(heads.get(p, p) for p in figure.places)
    return replace(figure, noun=_head(figure.noun, heads), places=places)


def _quote(quote: Quote, heads: Mapping[Span, Span]) -> Quote:
    return replace(quote, speaker=_head(quote.speaker, heads), addressee=_head(quote.addressee, heads))


def _affiliation(affiliation: AffiliationMention, heads: Mapping[Span, Span]) -> AffiliationMention:
    return replace(
        affiliation,
        member=heads.get(affiliation.member, affiliation.member),
        organization=_head(affiliation.organization, heads),
        posted_to=_head(affiliation.posted_to, heads),
    )


def _head(span: Span | None, heads: Mapping[Span, Span]) -> Span | None:
    return heads.get(span, span) if span is not None else None

"""From an extraction to a `Record`: every span replaced by the thing it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dispatchgraph.knowledge import Gazetteer
from dispatchgraph.model import (
    Affiliation,
    AffiliationMention,
    Claim,
    Dispatch,
    Entity,
    Event,
    Extraction,
    Figure,
    FigureMention,
    Interval,
    Mention,
    Quote,
    Record,
    Role,
    Span,
    TimeExpression,
    Trigger,
)
from dispatchgraph.resolve.coreference import Resolution, resolve_mentions
from dispatchgraph.resolve.figures import with_disagreements
from dispatchgraph.resolve.retellings import merge_retellings
from dispatchgraph.resolve.times import resolve_time

__all__ = ["resolve"]


def resolve(dispatch: Dispatch, extraction: Extraction, gazetteer: Gazetteer) -> Record:
    """What one dispatch says, with identity, dates, status and sources."""
    extraction = replace(extraction, triggers=tuple(_with_members(t, extraction.mentions) for t in extraction.triggers))
    subjects = frozenset(a.head for t in extraction.triggers for a in t.arguments if a.rule == "subject") | frozenset(
        q.speaker for q in extraction.quotes if q.speaker
    )
    resolution = resolve_mentions(dispatch, extraction.mentions, extraction.quotes, gazetteer, subjects=subjects)
    sources = _Sources(extraction.quotes, resolution)
    times = {t.span: t for t in extraction.times}
    keys = _keys("event", [t.span for t in extraction.triggers])
    by_trigger = {t.head: k for t, k in zip(extraction.triggers, keys, strict=True)}
    events = [
        _event(t, k, dispatch, resolution, sources, times, by_trigger)
        for t, k in zip(extraction.triggers, keys, strict=True)
    ]
    merged, renamed = merge_retellings(events, extraction.triggers)
    by_trigger = {head: renamed.get(key, key) for head, key in by_trigger.items()}
    figures = _figures(extraction.figures, dispatch, resolution, sources, times, by_trigger, merged)
    affiliations = _affiliations(extraction.affiliations, resolution, sources)
    used = _used(merged, figures, affiliations, sources)
    return Record(
        dispatch=dispatch,
        sentences=extraction.sentences,
        entities=tuple(e for e in resolution.entities if e.key in used or _stands(e, extraction)),
        events=tuple(merged),
        claims=sources.claims(merged, figures, affiliations),
        figures=figures,
        affiliations=affiliations,
    )


_STANDING = frozenset({"Group", "Document", "Government", "Legislature", "Court", "MilitaryForce", "PoliticalParty"})


def _stands(entity: Entity, extraction: Extraction) -> bool:
    """Whether an entity that does nothing here is worth a node: it has a name, or is a body, a group or a text."""
    names = {m.span for m in extraction.mentions if m.kind == "name" or (m.kind == "nominal" and m.text[:1].isupper())}
    described = {m.span for m in extraction.mentions if m.kind == "nominal"}
    return not names.isdisjoint(entity.mentions) or (
        entity.type in _STANDING and not described.isdisjoint(entity.mentions)
    )


def _used(
    events: Sequence[Event], figures: Sequence[Figure], affiliations: Sequence[Affiliation], sources: _Sources
) -> set[str]:
    used = {key for e in events for _, key in e.roles} | {k for f in figures for k in (f.counts, *f.places) if k}
    used |= {k for a in affiliations for k in (a.member, a.organization, a.posted_to) if k}
    return used | {c.speaker for c in sources.told} | {c.addressee for c in sources.told if c.addressee}


def _keys(kind: str, spans: Sequence[Span]) -> list[str]:
    """«event/12-20», with a suffix where two share a span."""
    seen: dict[Span, int] = {}
    keys = []
    for span in spans:
        n = seen[span] = seen.get(span, 0) + 1
        keys.append(f"{kind}/{span.begin}-{span.end}" + (f"-{n}" if n > 1 else ""))
    return keys


# --- claims -----------------------------------------------------------------------------------------------------------


class _Sources:
    """The claims of a dispatch, asked which of them a span stands in."""

    def __init__(self, quotes: Sequence[Quote], resolution: Resolution) -> None:
        spoken = [q for q in quotes if q.speaker is not None and q.speaker in resolution.by_head]
        keys = _keys("claim", [Span(q.contents[0].begin, q.contents[-1].end) for q in spoken])
        self._spans = [
            (q.contents, q.cue, k, resolution.by_head[q.speaker])
            for q, k in zip(spoken, keys, strict=True)
            if q.speaker
        ]
        self._quotes = spoken
        self.told = [_claim(q, k, resolution) for q, k in zip(spoken, keys, strict=True)]

    def of(self, span: Span) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Speakers and claims of the innermost content that covers `span`; nothing for the dispatch's own words."""
        around = [
            (sum(c.end - c.begin for c in cs), key, who)
            for cs, _, key, who in self._spans
            if any(c.covers(span) for c in cs)
        ]
        if not around:
            return (), ()
        least = min(size for size, _, _ in around)
        inner = [(key, who) for size, key, who in around if size == least]
        return tuple(dict.fromkeys(w for _, w in inner)), tuple(k for k, _ in inner)

    def claims(
        self, events: Sequence[Event], figures: Sequence[Figure], affiliations: Sequence[Affiliation]
    ) -> tuple[Claim, ...]:
        """The claims with what they state."""
        states: dict[str, list[str]] = {}
        for thing in (*events, *figures, *affiliations):
            for claim in thing.claimed_in:
                states.setdefault(claim, []).append(thing.key)
        return tuple(replace(c, states=tuple(states.get(c.key, ()))) for c in self.told)


def _claim(quote: Quote, key: str, resolution: Resolution) -> Claim:
    assert quote.speaker is not None
    return Claim(
        key=key,
        speaker=resolution.by_head[quote.speaker],
        cue=quote.cue,
        contents=quote.contents,
        act=quote.act,
        addressee=resolution.by_head.get(quote.addressee) if quote.addressee else None,
        quotations=tuple(f"{q.begin},{q.end}" for q in quote.quotations),
        rule=quote.rule,
    )


# --- events -----------------------------------------------------------------------------------------------------------


def _event(
    trigger: Trigger,
    key: str,
    dispatch: Dispatch,
    resolution: Resolution,
    sources: _Sources,
    times: Mapping[Span, TimeExpression],
    by_trigger: Mapping[Span, str],
) -> Event:
    expressions = [times[t] for t in trigger.times if t in times]
    when = _when(expressions, trigger, dispatch.date)
    who, claims = sources.of(trigger.head)
    return Event(
        key=key,
        type=trigger.type,
        lemma=trigger.lemma,
        status=_status(trigger, when, expressions, dispatch.date),  # type: ignore[arg-type]
        mentions=(trigger.span,),
        roles=_roles(trigger, resolution, by_trigger),
        when=when,
        time_expressions=tuple(e.span.of(dispatch.text) for e in expressions),
        according_to=who,
        claimed_in=claims,
        rule=trigger.rule,
    )


def _with_members(trigger: Trigger, mentions: Sequence[Mention]) -> Trigger:
    """The trigger with each «les ministres X et Y» among its arguments replaced by X and Y."""
    members = {m.head: m.members for m in mentions if m.members}
    arguments = [replace(a, head=h) for a in trigger.arguments for h in (members.get(a.head) or (a.head,))]
    return replace(trigger, arguments=tuple(dict.fromkeys(arguments)))


def _roles(trigger: Trigger, resolution: Resolution, by_trigger: Mapping[Span, str]) -> tuple[tuple[Role, str], ...]:
    found: list[tuple[Role, str]] = []
    for argument in trigger.arguments:
        key = resolution.by_head.get(argument.head) or by_trigger.get(argument.head)
        if key is None or any(k == key and argument.role in {r, "place"} for r, k in found):
            continue
        found.append((argument.role, key))
    return tuple(found)


def _direction(trigger: Trigger) -> str:
    if trigger.status in {"planned", "requested", "hypothetical"} or trigger.tense == "future":
        return "future"
    return "past"


def _when(expressions: Sequence[TimeExpression], trigger: Trigger, reference: date | None) -> Interval | None:
    """The event's days: the narrowest of its expressions, their ends joined where one begins and one ends."""
    found = [
        i for e in expressions if (i := resolve_time(e, reference=reference, direction=_direction(trigger))) is not None
    ]
    closed = [i for i in found if i.begin and i.end]
    if closed and trigger.begins and trigger.status in {"occurred", "ongoing"}:
        return Interval(min(i.begin for i in closed if i.begin), None)
    if closed:
        return min(closed, key=lambda i: (i.end - i.begin, i.begin))  # type: ignore[operator]
    begins = [i.begin for i in found if i.begin]
    ends = [i.end for i in found if i.end]
    return Interval(min(begins, default=None), max(ends, default=None)) if begins or ends else None


def _status(
    trigger: Trigger, when: Interval | None, expressions: Sequence[TimeExpression], reference: date | None
) -> str:
    """What has a date to come is a plan; what lasts «depuis» goes on."""
    if trigger.status == "occurred" and reference and when and when.begin and when.begin > reference:
        return "planned"
    since = any(e.relation == "since" for e in expressions)
    if trigger.status == "occurred" and since and trigger.tense == "present":
        return "ongoing"
    return trigger.status


# --- figures and affiliations -------------------------------------------------------------------------------------------


def _figures(
    mentions: Sequence[FigureMention],
    dispatch: Dispatch,
    resolution: Resolution,
    sources: _Sources,
    times: Mapping[Span, TimeExpression],
    by_trigger: Mapping[Span, str],
    events: Sequence[Event],
) -> tuple[Figure, ...]:
    keys = _keys("figure", [m.span for m in mentions])
    by_number = {m.number: k for m, k in zip(mentions, keys, strict=True)}
    by_key = {e.key: e for e in events}
    found = []
    for mention, key in zip(mentions, keys, strict=True):
        event = by_key.get(by_trigger.get(mention.event, "")) if mention.event else None
        who, claims = sources.of(mention.number)
        found.append(
            Figure(
                key=key,
                value=mention.value,
                upper=mention.upper,
                bound=mention.bound,
                unit=mention.unit,
                measure=mention.measure,
                mentions=(mention.span,),
                counts=resolution.by_head.get(mention.noun) if mention.noun else None,
                of_event=event.key if event else None,
                subset_of=by_number.get(mention.subset_of) if mention.subset_of else None,
                places=tuple(k for r, k in event.roles if r == "place") if event else (),
                when=event.when if event else None,
                according_to=who,
                claimed_in=claims,
                rule=mention.rule,
            )
        )
    return with_disagreements(found)


def _affiliations(
    mentions: Sequence[AffiliationMention], resolution: Resolution, sources: _Sources
) -> tuple[Affiliation, ...]:
    keys = _keys("affiliation", [m.span for m in mentions])
    found: dict[tuple[str, str], Affiliation] = {}
    for mention, key in zip(mentions, keys, strict=True):
        member = resolution.by_head.get(mention.member)
        body = resolution.by_head.get(mention.organization) if mention.organization else resolution.home
        if member is None or body is None or member == body:
            continue
        who, claims = sources.of(mention.span)
        old = found.get((member, body))
        if old is not None:
            found[member, body] = replace(old, mentions=(*old.mentions, mention.span), post=old.post or mention.post)
            continue
        found[member, body] = Affiliation(
            key=key,
            member=member,
            organization=body,
            mentions=(mention.span,),
            post=mention.post,
            posted_to=resolution.by_head.get(mention.posted_to) if mention.posted_to else None,
            according_to=who,
            claimed_in=claims,
            rule=mention.rule,
        )
    return tuple(found.values())

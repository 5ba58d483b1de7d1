"""From an extraction to a `Record`: every span replaced by the thing it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dispatchgraph.annotate import plain
from dispatchgraph.knowledge import Gazetteer
from dispatchgraph.model import Affiliation, Dispatch, Entity, Event, Extraction, Figure, Record, Span
from dispatchgraph.resolve.affiliations import resolve_affiliations
from dispatchgraph.resolve.anchors import anchors
from dispatchgraph.resolve.claims import Sources, find_sources
from dispatchgraph.resolve.coreference import Resolution, resolve_mentions
from dispatchgraph.resolve.course import with_shared_course
from dispatchgraph.resolve.events import Telling, direction_of, resolve_event, with_members
from dispatchgraph.resolve.figures import resolve_figures
from dispatchgraph.resolve.keys import keys_at
from dispatchgraph.resolve.retellings import merge_retellings

__all__ = ["resolve"]

_STANDING = frozenset({"Group", "Document", "Government", "Legislature", "Court", "MilitaryForce", "PoliticalParty"})


def resolve(dispatch: Dispatch, extraction: Extraction, gazetteer: Gazetteer) -> Record:
    """What one dispatch says, with identity, dates, status and sources."""
    members = {m.head: m.members for m in extraction.mentions if m.members}
    extraction = replace(extraction, triggers=tuple(with_members(t, members) for t in extraction.triggers))
    subjects = _subjects(extraction)
    resolution = resolve_mentions(
        dispatch,
        extraction.mentions,
        extraction.quotes,
        gazetteer,
        subjects=subjects,
        apart=_apart(extraction),
        bodies={a.member: a.organization for a in extraction.affiliations if not a.former},
    )
    sources = find_sources(extraction.quotes, resolution, dispatch.text)
    events, by_head = _events(dispatch, extraction, resolution, sources)
    figures = resolve_figures(extraction.figures, resolution, sources, by_head)
    affiliations = resolve_affiliations(extraction.affiliations, resolution, sources)
    allies = _allies(extraction, resolution)
    used = _used(events, figures, affiliations, sources) | set(allies)
    told = _Told.of(extraction)
    kept = (e for e in resolution.entities if e.key in used or told.stands(e))
    entities = [replace(e, allied_with=allies[e.key]) if e.key in allies else e for e in kept]
    return Record(
        dispatch=dispatch,
        sentences=extraction.sentences,
        entities=(*entities, *_publisher(dispatch, entities, gazetteer)),
        events=events,
        claims=sources.stating((*events, *figures, *affiliations)),
        figures=figures,
        affiliations=affiliations,
    )


def _subjects(extraction: Extraction) -> frozenset[Span]:
    """Heads that stand as subject of an event or as speaker."""
    doers = {a.head for t in extraction.triggers for a in t.arguments if a.rule == "subject"}
    return frozenset(doers | {q.speaker for q in extraction.quotes if q.speaker and not q.rule.startswith("cue:")})


def _apart(extraction: Extraction) -> dict[Span, frozenset[Span]]:
    """The heads that each head takes part in one event with, by another role: a pronoun is none of them."""
    found: dict[Span, set[Span]] = {}
    for trigger in extraction.triggers:
        core = [a for a in trigger.arguments if a.rule in {"subject", "object"} and a.role != "about"]
        for one in core:
            found.setdefault(one.head, set()).update(a.head for a in core if a.rule != one.rule)
    return {head: frozenset(others) for head, others in found.items()}


def _events(
    dispatch: Dispatch, extraction: Extraction, resolution: Resolution, sources: Sources
) -> tuple[tuple[Event, ...], Mapping[Span, Event]]:
    """The events, retellings folded, and each by the heads of its triggers."""
    triggers = extraction.triggers
    keys = keys_at("event", [t.span for t in triggers])
    by_head = {t.head: key for t, key in zip(triggers, keys, strict=True)}
    told = sorted(triggers, key=lambda t: direction_of(t) == "past")  # what is past dates before what is asked for
    directions = {time: direction_of(t) for t in told for time in t.times}
    days = anchors(extraction.times, directions, dispatch.date)
    telling = Telling(dispatch, resolution, sources, {t.span: t for t in extraction.times}, by_head, days)
    found = [resolve_event(t, key, telling) for t, key in zip(triggers, keys, strict=True)]
    merged, renamed = merge_retellings(found, triggers, headline=dispatch.headline)
    final = {head: renamed.get(key, key) for head, key in by_head.items()}
    events = with_shared_course(merged, triggers, final)
    by_key = {e.key: e for e in events}
    return events, {head: by_key[key] for head, key in final.items()}


def _allies(extraction: Extraction, resolution: Resolution) -> dict[str, tuple[str, ...]]:
    """Each entity that the text calls an ally, or whose ally it calls another, with its allies."""
    found: dict[str, tuple[str, ...]] = {}
    for heads in extraction.alliances:
        one, other = (resolution.by_head.get(h) for h in heads)
        if one and other and one != other:
            found[one] = tuple(dict.fromkeys((*found.get(one, ()), other)))
            found[other] = tuple(dict.fromkeys((*found.get(other, ()), one)))
    return found


def _publisher(dispatch: Dispatch, entities: Sequence[Entity], gazetteer: Gazetteer) -> Iterator[Entity]:
    """The agency that the dateline names, where the news does not speak of it."""
    words = plain(dispatch.publisher.of(dispatch.text)) if dispatch.publisher else ""
    key = gazetteer.key_of(words)
    if dispatch.publisher and key and all(e.key != key for e in entities):
        known = gazetteer.entries[key]
        yield Entity(
            key=key, type=known.type, label=known.label, names=(words,), mentions=(dispatch.publisher,), known=key
        )


# --- which entities are worth a node --------------------------------------------------------------------------------


def _used(
    events: Sequence[Event], figures: Sequence[Figure], affiliations: Sequence[Affiliation], sources: Sources
) -> set[str]:
    """Keys of all that takes part in something."""
    taking_part = {key for e in events for _, key in e.roles}
    counted = {key for f in figures for key in (f.counts, *f.places) if key}
    posted = {key for a in affiliations for key in (a.member, a.organization, a.posted_to) if key}
    heard = {key for c in sources.told for key in (c.speaker, c.addressee) if key}
    return taking_part | counted | posted | heard


@dataclass(frozen=True, kw_only=True)
class _Told:
    """How the words of a dispatch tell of things."""

    named: frozenset[Span]  #: names, and descriptions with a capital
    described: frozenset[Span]

    @classmethod
    def of(cls, extraction: Extraction) -> _Told:
        nominals = [m for m in extraction.mentions if m.kind == "nominal"]
        names = {m.span for m in extraction.mentions if m.kind == "name"}
        capitals = {m.span for m in nominals if m.text[:1].isupper()}
        return cls(named=frozenset(names | capitals), described=frozenset(m.span for m in nominals))

    def stands(self, entity: Entity) -> bool:
        """Whether an entity that does nothing here is worth a node: it has a name, or is a body, a group or a text."""
        if not self.named.isdisjoint(entity.mentions):
            return True
        return entity.type in _STANDING and not self.described.isdisjoint(entity.mentions)

"""The sentences of an invented dispatch, and what each says: one event or two, who claims it, how many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from casting import Cast
from dispatchgraph.model import Affiliation, Claim, Event, Figure, Interval, Role, Span, SpeechAct, Status
from draft import Draft
from wording import (
    BOUNDS,
    CASUALTIES,
    MONTHS,
    REPORTING,
    STATUSES,
    TALKS,
    VERBS,
    WEEKDAYS,
    Matter,
    Target,
    Told,
    Verb,
    conjugated,
    elided,
)
from world import Thing

__all__ = ["Desk", "tell_all_of", "tell_next"]

CLAIMED, PLACED, DATED, INTRODUCED, ALLIED = 0.35, 0.35, 0.7, 0.6, 0.03  #: shares of what could be

When = tuple[str, Interval]
Roles = list[tuple[Role, str]]
Fact = TypeVar("Fact", Event, Figure)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What a writer has at hand: chance, the cast, the matter, and the dispatch so far."""

    rng: Random
    cast: Cast
    matter: Matter
    things: Mapping[str, Thing]
    draft: Draft

    def happens(self, share: float) -> bool:
        """Whether a thing of this share is so this time."""
        return self.rng.random() < share

    def pick(self, category: Target, *, besides: Sequence[Thing] = ()) -> Thing | None:
        """Someone or something that may be named next."""
        return self.cast.pick(category, besides=besides)

    def name(self, thing: Thing) -> Span:
        """Write the article and name of `thing`."""
        self.draft.write(thing.article)
        return self.bare(thing)

    def bare(self, thing: Thing) -> Span:
        """Write the name of `thing`, and count that it came in."""
        self.cast.came_in(thing)
        return self.draft.name(thing)


def tell_next(desk: Desk, *, most: int) -> int:
    """Write one sentence that tells at most `most` events; returns how many it told."""
    chance = desk.rng.random()
    told = 0
    if chance < 0.12 and most > 1:
        told = _tell_talk(desk)
    elif chance < 0.26:
        told = _tell_casualties(desk)
    told = told or _tell_plain(desk)
    desk.cast.left -= told
    return told


def tell_all_of(desk: Desk, things: Sequence[Thing]) -> None:
    """Name `things` without saying what they did."""
    for at in range(0, len(things), 4):
        desk.draft.begin()
        desk.draft.write("ont aussi été cités ")
        for place, thing in enumerate(things[at : at + 4]):
            desk.draft.write(", " if place else "")
            desk.name(thing)
        desk.draft.end(paragraph=False)


# --- one event ------------------------------------------------------------------------------------------------------


def _tell_plain(desk: Desk) -> int:
    verb, agents, target = _scene(desk)
    status = desk.rng.choices(list(STATUSES), weights=[share for share, *_ in STATUSES.values()])[0]
    place = None if verb.target == "place" or not desk.happens(PLACED) else desk.pick("place")
    when = _when(desk)

    def clause() -> list[Event]:
        _introduce(desk, agents)
        desk.draft.write(" ")
        many = len(agents) > 1 or agents[0].plural
        trigger = desk.draft.write(conjugated(verb.stem, status, plural=many))
        roles: Roles = [("agent", a.key) for a in agents]
        if target:
            desk.draft.write(" ")
            desk.name(target)
            roles.append(("patient", target.key))
        if when:
            desk.draft.write(f" {when[0]}")
        if place:
            desk.draft.write(f" {place.at}")
            desk.bare(place)
            roles.append(("place", place.key))
        return [_event(verb.type, f"{verb.stem}er", status, trigger, roles, when)]

    _attributed(desk, clause, opening=_opening(desk, agents[0]), besides=agents)
    return 1


def _scene(desk: Desk) -> tuple[Verb, list[Thing], Thing | None]:
    """A verb, who does it, and what it is done to; a verb without any of its kind at hand gives way to another."""
    agents = [desk.pick("actor") or desk.cast.told["actor"][0]]
    verbs = list(VERBS[desk.matter if desk.happens(0.7) else desk.rng.choice(list(VERBS))])
    desk.rng.shuffle(verbs)
    for verb in verbs:
        if verb.target == "none" and (other := desk.pick("actor", besides=agents)):
            return verb, [*agents, other], None
        if verb.target != "none" and (target := desk.pick(verb.target, besides=agents)):
            return verb, agents, target
    return Verb(type="Event", stem="hésit", target="none"), agents, None


def _introduce(desk: Desk, agents: Sequence[Thing]) -> None:
    """Name who acts: someone new with a post, now and then with an ally."""
    for place, agent in enumerate(agents):
        desk.draft.write(" et " if place else "")
        known = desk.draft.knows(agent)
        desk.name(agent)
        if len(agents) == 1 and not known and agent.body and desk.happens(INTRODUCED):
            _tell_post(desk, agent, desk.things[agent.body])
        elif len(agents) == 1 and agent.kind in {"Country", "Organization"} and desk.happens(ALLIED):
            _tell_ally(desk, agent)


def _tell_post(desk: Desk, person: Thing, body: Thing) -> None:
    draft = desk.draft
    draft.write(", ")
    begin = draft.write(person.post).begin
    draft.write(f" {body.of}")
    span = desk.bare(body)._replace(begin=begin)
    draft.write(",")
    key = f"affiliation/{span.begin}-{span.end}"
    draft.affiliations.append(
        Affiliation(
            key=key,
            member=person.key,
            organization=body.key,
            mentions=(span,),
            post=person.post,
            rule=f"archive#post:{person.post}",
        )
    )


def _tell_ally(desk: Desk, agent: Thing) -> None:
    ally = desk.pick("actor", besides=[agent])
    if ally:
        desk.draft.write(f", allié {ally.of}")
        desk.bare(ally)
        desk.draft.write(",")
        desk.draft.allies[agent.key].add(ally.key)


# --- an event about another -----------------------------------------------------------------------------------------


def _tell_talk(desk: Desk) -> int:
    """«X a réclamé l’évacuation de Y»: two events; none where no one is at hand."""
    agent = desk.pick("actor")
    told: Told = desk.rng.choice(TALKS)
    other = desk.pick(told.target, besides=[agent] if agent else [])
    if agent is None or other is None:
        return 0
    verb = desk.rng.choice(REPORTING)
    when = _when(desk)

    def clause() -> list[Event]:
        _introduce(desk, [agent])
        desk.draft.write(" ")
        outer = desk.draft.write(conjugated(verb.stem, "occurred", plural=agent.plural))
        desk.draft.write(f" {when[0]} {told.article}" if when else f" {told.article}")
        inner = desk.draft.write(told.noun)
        desk.draft.write(f" {other.of}")
        desk.bare(other)
        status: Status = "occurred" if verb.type == "Condemn" else "requested"
        content = _event(told.type, told.noun, status, inner, [(told.role, other.key)], None)
        roles: Roles = [("agent", agent.key), ("about", content.key)]
        return [_event(verb.type, f"{verb.stem}er", "occurred", outer, roles, when), content]

    _attributed(desk, clause, opening=_opening(desk, agent), besides=[agent])
    return 2


# --- figures --------------------------------------------------------------------------------------------------------


def _tell_casualties(desk: Desk) -> int:
    """«À X, au moins 12 mineurs ont été tués lundi, selon Y», and sometimes «, 30 selon Z»."""
    group, place, one = desk.pick("group"), desk.pick("place"), desk.pick("actor")
    if group is None or place is None or one is None:
        return 0
    other = desk.pick("actor", besides=[one]) if desk.happens(0.3) else None
    cls, measure, participle = desk.rng.choice(CASUALTIES)
    bound, qualifier = BOUNDS[0] if other else desk.rng.choice(BOUNDS)
    value, when, draft = round(desk.rng.paretovariate(0.7)) % 90_000 + 1, _when(desk), desk.draft
    desk.draft.begin()
    draft.write(place.at)
    desk.bare(place)
    draft.write(", ")
    begin = draft.write(f"{qualifier}{_number(value)} ").begin
    counted = desk.bare(group)._replace(begin=begin)
    draft.write(" ")
    trigger = draft.write(f"ont été {participle}")
    content = draft.write(f" {when[0]}" if when else "")._replace(begin=begin)
    roles: Roles = [("patient", group.key), ("place", place.key)]
    event = _event(cls, f"{participle[:-2]}er", "occurred", trigger, roles, when)
    draft.write(", ")
    figure = Figure(
        key=f"figure/{counted.begin}-{counted.end}",
        value=Decimal(value),
        bound=bound,
        measure=measure,
        mentions=(counted,),
        counts=group.key,
        of_event=event.key,
        places=(place.key,),
        when=event.when,
        rule="archive#figure",
    )
    cue = draft.write("selon")
    claim = _claim(cue, content, "indirect", [event, figure], one)
    draft.events.append(_sourced(event, claim))
    draft.claims.append(claim)
    _said_by(desk, one)
    figures = [_sourced(figure, claim)]
    if other:
        figures = _disputed(desk, figures[0], other)
    draft.figures += figures
    draft.end(paragraph=desk.happens(0.4))
    return 1


def _disputed(desk: Desk, figure: Figure, speaker: Thing) -> list[Figure]:
    """`figure`, and another that `speaker` gives instead."""
    draft, value = desk.draft, figure.value * 2 + 3
    draft.write(", ")
    span = draft.write(_number(int(value)))
    draft.write(" ")
    cue = draft.write("selon")
    rival = replace(figure, key=f"figure/{span.begin}-{span.end}", value=value, mentions=(span,))
    claim = _claim(cue, span, "indirect", [rival], speaker)
    draft.claims.append(claim)
    _said_by(desk, speaker)
    return [
        replace(figure, disagrees_with=(rival.key,)),
        replace(_sourced(rival, claim), disagrees_with=(figure.key,)),
    ]


def _number(value: int) -> str:
    """As agencies write it in French: «12.000»."""
    return f"{value:,}".replace(",", ".")


# --- who says so ----------------------------------------------------------------------------------------------------


def _attributed(desk: Desk, clause: Callable[[], list[Event]], *, opening: str, besides: Sequence[Thing]) -> None:
    """Write a sentence around `clause`, which begins with `opening`: as the dispatch's own, or as someone's words."""
    draft = desk.draft
    speaker = desk.pick("actor", besides=besides) if desk.happens(CLAIMED) else None
    act: SpeechAct = "mixed" if desk.happens(0.25) else "indirect"
    ahead = desk.happens(0.5)
    desk.draft.begin()
    if speaker is None:
        draft.events += clause()
        return draft.end(paragraph=desk.happens(0.4))
    if act == "mixed":
        draft.write("« ")
    elif ahead:
        cue = draft.write("selon")
        _said_by(desk, speaker)
        draft.write(", ")
    else:
        desk.name(speaker)
        draft.write(" ")
        cue = draft.write("a affirmé")
        draft.write(f" {elided('que', opening)}")
    begin = draft.at
    events = clause()
    content = draft.write("")._replace(begin=begin)
    if act == "mixed":
        draft.write(" », ")
        cue = draft.write("a déclaré")
        draft.write(" ")
        desk.name(speaker)
    claim = _claim(cue, content, act, events, speaker)
    if act == "mixed":
        claim = replace(claim, quotations=(draft.words(content),))
    draft.claims.append(claim)
    draft.events += [_sourced(event, claim) for event in events]
    return draft.end(paragraph=desk.happens(0.4))


def _said_by(desk: Desk, speaker: Thing) -> None:
    desk.draft.write(" ")
    desk.name(speaker)


def _claim(cue: Span, content: Span, act: SpeechAct, facts: Sequence[Event | Figure], speaker: Thing) -> Claim:
    return Claim(
        key=f"claim/{content.begin}-{content.end}",
        speaker=speaker.key,
        cue=cue,
        contents=(content,),
        act=act,
        states=tuple(f.key for f in facts),
        rule="archive#claim",
    )


def _sourced(fact: Fact, claim: Claim) -> Fact:
    return replace(fact, according_to=(claim.speaker,), claimed_in=(claim.key,))


# --- parts ----------------------------------------------------------------------------------------------------------


def _opening(desk: Desk, thing: Thing) -> str:
    """The words that a clause about `thing` begins with."""
    again = thing.short and desk.draft.knows(thing)
    return thing.article or (thing.short if again else thing.label)


def _event(cls: str, lemma: str, status: Status, trigger: Span, roles: Roles, when: When | None) -> Event:
    return Event(
        key=f"event/{trigger.begin}-{trigger.end}",
        type=cls,
        lemma=lemma,
        status=status,
        mentions=(trigger,),
        roles=tuple(roles),
        when=when[1] if when else None,
        time_expressions=(when[0],) if when else (),
        rule=f"archive#{cls}:{lemma}",
    )


def _when(desk: Desk) -> When | None:
    """A day of the week before, by its name, or one of the month before, by its date."""
    if not desk.happens(DATED):
        return None
    near = desk.happens(0.8)
    day: date = desk.draft.day - timedelta(days=desk.rng.randrange(6) if near else desk.rng.randrange(7, 30))
    words = WEEKDAYS[day.weekday()] if near else f"le {day.day} {MONTHS[day.month - 1]}"
    return words, Interval(day, day)

"""Which things of different dispatches are one: by what the gazetteer knows, by name, by post; and when to say nothing.

A pure function of the distinct profiles and of where each was first told of, so that no order of arrival plays a part.

    reason               score   what it rests on
    known-id             1.00    the gazetteer's entry
    full-name-and-post   0.95    a person's whole name, and a body that another of the profiles holds a post in too
    full-name            0.90    the name of a body, place, document, group; the class does not speak against it
                         0.85    a person's whole name; no post speaks against it
    surname-and-post     0.80    a surname, and the post in the body that exactly one person of that surname has
    decision             1.00    a person said so (`decisions`)
    alone                1.00    nothing: it is an entity of its own in its dispatch

Profiles of one name are one entity as long as no two conflict. Two conflict where the classes do not fit, the gazetteer
knows them as two, one dispatch keeps them apart, or their posts exclude each other: current posts of two states and
none in common, or the same post in two bodies of a kind within a year («maire de Lille» and «maire de Lyon»). Former
posts never conflict, nor do posts of one state: a minister becomes prime minister.

Where two do, the name alone says nothing any more. What has something to be told by (a post, an entry, a special
class) is gathered with what shares it (a body, the entry, the class): in order of first appearance each joins the
clusters that share and with all of whose members it is compatible; such clusters become one if they are compatible
throughout. Where they are not, it could be of either, and so is of neither. No chain can thus tie two that conflict.
What has nothing to be told by joins a cluster only if it shares something with that one alone («l'ancien ministre
belge»); otherwise it stays an entity of its own in each dispatch: better to say nothing than something wrong.

The cluster told of first has the name's slug as its key, unless that is a key of the gazetteer; any other the key
`{dispatch}.{local key}` of its first appearance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from dispatchgraph.iri import slug
from dispatchgraph.linking.conflicts import agree, conflict
from dispatchgraph.linking.facts import Identity
from dispatchgraph.linking.profiles import Appearance, Profile

__all__ = ["ALONE", "Assigned", "identities", "identity", "own_key"]

_Appearances = Mapping[Profile, Appearance]
_Cluster = frozenset[Profile]


@dataclass(frozen=True, kw_only=True)
class Assigned:
    """Which entity the things of a profile are."""

    entity: str | None  #: canonical key; None where each is one of its own in its dispatch
    score: Decimal
    reason: str


ALONE = Assigned(entity=None, score=Decimal("1.0"), reason="alone")


def identity(dispatch: str, key: str, assigned: Assigned = ALONE) -> Identity:
    """The identity of a thing of a dispatch by what its profile was assigned."""
    entity = own_key(dispatch, key) if assigned.entity is None else assigned.entity
    return Identity(dispatch=dispatch, key=key, entity=entity, score=assigned.score, reason=assigned.reason)


def own_key(dispatch: str, key: str) -> str:
    """The key of an entity that only one dispatch tells of; a description has it already.

    >>> own_key("AFP 12", "lavrov"), own_key("AFP 12", "afp-12.rebelles")
    ('afp-12.lavrov', 'afp-12.rebelles')
    """
    return key if "." in key else f"{slug(dispatch)}.{key}"


def identities(appearances: _Appearances) -> dict[Profile, Assigned]:
    """What each profile is, of all that blocks connect.

    >>> lavrov = Profile(name="serguei-lavrov", type="Person", short="lavrov")
    >>> identities({lavrov: Appearance(dispatch="a", key="serguei-lavrov")})[lavrov].entity
    'serguei-lavrov'
    """
    normal = _with_one_key(appearances)
    first: dict[Profile, Appearance] = {}
    for profile, appearance in appearances.items():
        known = first.get(normal[profile])
        first[normal[profile]] = min(known, appearance) if known else appearance
    clusters = _clusters(first)
    keys = _keys(clusters, first)
    named = {p: _by_name(p, cluster, keys[cluster]) for cluster in clusters for p in cluster}
    return {p: named.get(n) or _by_post(n, clusters, keys, named) for p, n in normal.items()}


# --- what the gazetteer knows


def _with_one_key(profiles: Iterable[Profile]) -> dict[Profile, Profile]:
    """The profiles, those of one entry with one key: the shortest, for reading lengthens one that is taken."""
    ordered = sorted((p for p in profiles if p.known), key=lambda p: (len(p.key), p.key, sorted(p.known)))
    key_of: dict[str, str] = {}
    for profile in ordered:
        key = min((key_of[i] for i in profile.known if i in key_of), key=lambda k: (len(k), k), default=profile.key)
        merged = {key_of[i] for i in profile.known if i in key_of}
        key_of |= {i: key for i, k in key_of.items() if k in merged} | dict.fromkeys(profile.known, key)
    return {p: replace(p, key=key_of[min(p.known)]) if p.known else p for p in profiles}


# --- whole names


def _clusters(first: _Appearances) -> list[_Cluster]:
    """Profiles that are one by entry or name; those that are none of them stay alone."""
    groups: dict[tuple[str, str], set[Profile]] = defaultdict(set)
    for profile in first:
        for name in {profile.name, profile.key or profile.name} if profile.full else ():
            groups[name, profile.branch].add(profile)
    found: set[_Cluster] = set()
    for group in groups.values():
        found.update(_gathered(sorted(group, key=lambda p: (not p.key, first[p], repr(p))), first))
    return _by_entry(found)


def _by_entry(clusters: Iterable[_Cluster]) -> list[_Cluster]:
    """The clusters, those of one entry of the gazetteer (which goes by its key and by its name) as one."""
    joined: dict[str, set[Profile]] = defaultdict(set)
    others = []
    for cluster in clusters:
        key = max(p.key for p in cluster)
        if key:
            joined[key] |= cluster
        else:
            others.append(cluster)
    return [*map(frozenset, joined.values()), *others]


def _gathered(profiles: Sequence[Profile], first: _Appearances) -> list[_Cluster]:
    """The clusters of profiles of one name and branch."""

    def against(a: Profile, b: Profile) -> bool:
        return conflict(a, b, first[a].day, first[b].day)

    if not any(p.faint for p in profiles) and not any(against(a, b) for a, b in combinations(profiles, 2)):
        return [frozenset(profiles)]
    clusters: list[set[Profile]] = []
    for profile in (p for p in profiles if p.is_told_apart):
        _join(profile, clusters, against)
    seeds = [frozenset(c) for c in clusters]
    for profile in (p for p in profiles if not p.is_told_apart and not p.faint):
        near = [c for c, seed in zip(clusters, seeds, strict=True) if any(agree(profile, m) for m in seed)]
        if len(near) == 1 and not any(against(profile, m) for m in near[0]):
            near[0].add(profile)
    return [frozenset(c) for c in clusters]


def _join(profile: Profile, clusters: list[set[Profile]], against: Callable[[Profile, Profile], bool]) -> None:
    """Put a profile to those it is one with, or by itself; nowhere where it could be of two that conflict."""
    near = [c for c in clusters if any(agree(profile, m) for m in c) and not any(against(profile, m) for m in c)]
    if any(against(a, b) for one, other in combinations(near, 2) for a in one for b in other):
        return
    clusters[:] = [c for c in clusters if c not in near]
    clusters.append({profile}.union(*near))


def _keys(clusters: Collection[_Cluster], first: _Appearances) -> dict[_Cluster, str]:
    """The canonical key of each cluster, none twice."""
    taken = {p.key for cluster in clusters for p in cluster if p.key}
    keys: dict[_Cluster, str] = {}
    for cluster in sorted(clusters, key=lambda c: min(first[p] for p in c)):
        start = min(cluster, key=lambda p: (first[p], repr(p)))
        key = max(p.key for p in cluster) or start.name
        if key == start.name and key in taken and not any(p.key for p in cluster):
            key = own_key(first[start].dispatch, first[start].key)
        taken.add(key)
        keys[cluster] = key
    return keys


def _by_name(profile: Profile, cluster: _Cluster, key: str) -> Assigned:
    if profile.key:
        return Assigned(entity=key, score=Decimal("1.0"), reason="known-id")
    person = profile.type == "Person"
    if person and any(profile.bodies & other.bodies for other in cluster - {profile}):
        return Assigned(entity=key, score=Decimal("0.95"), reason="full-name-and-post")
    return Assigned(entity=key, score=Decimal("0.85" if person else "0.9"), reason="full-name")


# --- surnames


def _by_post(
    profile: Profile,
    clusters: Collection[_Cluster],
    keys: Mapping[_Cluster, str],
    named: Mapping[Profile, Assigned],
) -> Assigned:
    """The one person of a surname who has the post that is told of the surname; alone where it is none or several."""
    held = {o for o in profile.offices if o.tells}
    if profile.full or profile.twin or not held:
        return ALONE
    may = [c for c in clusters if any(_is_called(profile, p) and held & p.offices for p in c)]
    if len(may) == 1 and not any(conflict(profile, p) for p in may[0]):
        return Assigned(entity=keys[may[0]], score=Decimal("0.8"), reason="surname-and-post")
    return ALONE


def _is_called(short: Profile, full: Profile) -> bool:
    return full.type == short.type and full.short == short.short

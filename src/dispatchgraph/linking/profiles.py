"""What decides who or what a thing is: its profile, which many dispatches share, and where to look for its equals."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from dispatchgraph.iri import slug
from dispatchgraph.linking.facts import Post, Thing
from dispatchgraph.linking.names import is_shared_post, name_slug, names_one, surname

__all__ = ["Appearance", "Office", "Profile", "blocks", "profile_of"]

_BRANCHES = {
    "Organization": (
        *("Government", "IntergovernmentalOrganization", "ArmedGroup", "MilitaryForce", "PoliticalParty"),
        *("Company", "NewsAgency", "NGO", "Court", "Legislature"),
    ),
    "Place": ("City", "Region", "District", "Facility"),
}
_ROOT = {kind: root for root, kinds in _BRANCHES.items() for kind in kinds}


@dataclass(frozen=True, kw_only=True, order=True)
class Office:
    """A post in a body that has a name."""

    post: str  #: slug
    body: str  #: key
    kind: str  #: class of the body

    @property
    def tells(self) -> bool:
        """Whether few can hold it."""
        return not is_shared_post(self.post)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What decides who or what a thing is: things of one profile are one, where a name is enough to know them by."""

    name: str  #: slug
    type: str
    known: frozenset[str] = frozenset()  #: IRIs that the gazetteer gives it
    key: str = ""  #: of the gazetteer's entry
    short: str = ""  #: the word a person is called by
    full: bool = True  #: the name is enough to know it by
    twin: bool = False  #: its dispatch tells of another of this name
    faint: bool = False  #: and nothing tells the two from each other
    offices: frozenset[Office] = frozenset()
    former: frozenset[Office] = frozenset()

    @property
    def branch(self) -> str:
        """The class under which it has no parent but what is common to all."""
        return _ROOT.get(self.type, self.type)

    @property
    def is_told_apart(self) -> bool:
        """Whether it has something that tells it from others of its name: an entry, a post, a special class."""
        if self.faint:
            return False
        return bool(self.key) or bool(self.offices if self.type == "Person" else self.type in _ROOT)

    @property
    def bodies(self) -> frozenset[str]:
        """The bodies that it holds or held a post in."""
        return frozenset(office.body for office in self.offices | self.former)


@dataclass(frozen=True, kw_only=True, order=True)
class Appearance:
    """Where a profile was first told of: the earliest day, then the first id."""

    day: date = date.max  #: `date.max` where it is not known
    dispatch: str
    key: str  #: local to the reading of the dispatch


def profile_of(thing: Thing, beside: Collection[Thing] = ()) -> Profile | None:
    """The profile of a thing; None where it is only described, not named.

    `beside` are the things of its dispatch. Where another of them has the same name and is of the same branch, reading
    the dispatch kept them apart, and so do we; a surname does not stand for one person where two bear it.
    """
    if "." in thing.key:
        return None
    alone = _profile(thing)
    if alone.known:
        return alone
    others = [_profile(o) for o in beside if o.key != thing.key and "." not in o.key]
    twins = [o for o in others if o.branch == alone.branch and _is_named_alike(alone, o)]
    faint = any(not alone.offices or o.offices == alone.offices for o in twins)
    return replace(alone, twin=bool(twins), faint=faint)


def _is_named_alike(one: Profile, other: Profile) -> bool:
    return one.name == other.name or (one.branch == "Person" and not one.full and one.short == other.short)


@lru_cache(maxsize=1 << 12)  # each thing of a dispatch is compared with all others of it
def _profile(thing: Thing) -> Profile:
    person = thing.type == "Person"
    return Profile(
        name=name_slug(thing.label),
        type=thing.type,
        known=frozenset(thing.known),
        key=thing.key if thing.known else "",
        short=surname(thing.label) if person else "",
        full=bool(thing.known) or names_one(thing.label, thing.type),
        offices=frozenset(_offices(thing.posts, former=False)) if person else frozenset(),
        former=frozenset(_offices(thing.posts, former=True)) if person else frozenset(),
    )


def _offices(posts: Collection[Post], *, former: bool) -> Iterator[Office]:
    """The posts in bodies that are named, and not by a name that many bear: these are other bodies elsewhere."""
    for post in posts:
        named = "." not in post.body and names_one(post.body.replace("-", " "), post.body_type)
        if named and post.former == former:
            yield Office(post=slug(post.post) if post.post else "", body=post.body, kind=post.body_type)


def blocks(profile: Profile | None) -> frozenset[str]:
    """Where profiles that may be of one entity are looked for; none where nothing could be.

    By the gazetteer's id, by the whole name, and for a person by surname with post and body.
    """
    if profile is None:
        return frozenset()
    found = {f"known:{iri}" for iri in profile.known}
    if profile.full:
        found |= {f"name:{profile.name}", f"name:{profile.key or profile.name}"}
    if profile.short and not (profile.twin and not profile.full):
        found |= {f"surname:{profile.short}|{o.post}|{o.body}" for o in profile.offices if o.tells}
    return frozenset(found)

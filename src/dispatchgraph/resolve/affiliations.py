"""Affiliations by key, each member and body once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dispatchgraph.model import Affiliation, AffiliationMention
from dispatchgraph.resolve.claims import Sources
from dispatchgraph.resolve.coreference import Resolution
from dispatchgraph.resolve.keys import keys_at

__all__ = ["resolve_affiliations"]

_STATES = frozenset({"Country", "Government", "IntergovernmentalOrganization"})  #: that have ministers
_NO_BODIES = frozenset({"Person", "Group", "Document", "Thing"})


def resolve_affiliations(
    mentions: Sequence[AffiliationMention], resolution: Resolution, sources: Sources
) -> tuple[Affiliation, ...]:
    """The affiliations whose member and body are known; one told again has more mentions."""
    found: dict[tuple[str, str], Affiliation] = {}
    for mention, key in zip(mentions, keys_at("affiliation", [m.span for m in mentions]), strict=True):
        new = _affiliation(mention, key, resolution, sources)
        if new is not None:
            pair = (new.member, new.organization)
            found[pair] = _told_again(found[pair], new) if pair in found else new
    return tuple(found.values())


def _affiliation(mention: AffiliationMention, key: str, resolution: Resolution, sources: Sources) -> Affiliation | None:
    member = resolution.by_head.get(mention.member)
    body = _body(mention, resolution)
    if member not in resolution.persons or body is None or member is None:
        return None
    source = sources.of(mention.span)
    return Affiliation(
        key=key,
        member=member,
        organization=body,
        mentions=(mention.span,),
        post=mention.post,
        former=mention.former,
        posted_to=resolution.by_head.get(mention.posted_to) if mention.posted_to else None,
        according_to=source.speakers,
        claimed_in=source.claims,
        rule=mention.rule,
    )


def _body(mention: AffiliationMention, resolution: Resolution) -> str | None:
    """The body that a post is held in: of «son ministre» the state, of another aide of a person or a group none."""
    body = resolution.by_head.get(mention.organization) if mention.organization else resolution.home
    if body is None or not mention.rule.endswith(":possessive"):
        return None if body in resolution.persons else body
    kind = resolution.types[body]
    if mention.of_state:
        return body if kind in _STATES else resolution.home
    return None if kind in _NO_BODIES else body


def _told_again(old: Affiliation, new: Affiliation) -> Affiliation:
    return replace(old, mentions=(*old.mentions, *new.mentions), post=old.post or new.post)

"""Whether a name and a description may be of one thing, by their classes."""

from __future__ import annotations

from dispatchgraph.knowledge import ancestors
from dispatchgraph.model import Mention

__all__ = ["agree", "is_body", "may_be_named", "narrower"]

_TOWNS = frozenset({"City", "District", "Region"})
_UNSURE_PLACES = frozenset({"Place", "Thing", "Facility"})  #: classes a guess may give to a building's or a town's name
_UNSURE_PERSONS = frozenset({"Thing", "Place", "Organization"})
_UNSURE_BODIES = frozenset({"Thing", "Place", "Person"})
_UNSURE_TOWNS = frozenset({"Thing", "Organization", "Person"})


def is_body(name: str | None) -> bool:
    """Whether a class is one of organizations."""
    return "Organization" in ancestors(name or "")


def narrower(old: str, new: str, *, known: str | None) -> str:
    """The class of a name beside a description of class `new`; what the gazetteer knows stays."""
    if known or (new in ancestors(old) and new != "Thing"):
        return old
    return new


def agree(found: Mention, name: Mention) -> bool:
    """Whether a description after a comma may be of the thing named."""
    if found.type == "Person":
        return name.type == "Person"
    kinds = set(ancestors(found.type or "")) & set(ancestors(name.type or ""))
    return bool(kinds - {"Thing"}) or (found.type == "Country" and name.type == "Country")


def may_be_named(found: Mention, name: Mention, *, direct: bool, linked: bool, crossed: bool, closed: bool) -> bool:
    """Whether a description may be of the name after it.

    They stand `direct` where no comma parts them, `linked` where a preposition joins them, and are `crossed` by
    another name between them; the name is `closed` by a comma («un fabricant turc, Altek, …»).
    """
    if found.plural or found.type is None or name.type is None:
        return False
    if linked:  # «le quartier de Chaar», «la rébellion du M23»: only places and armed groups are named so
        group = found.type == "ArmedGroup" and (_is_unsure(name, _UNSURE_BODIES) or is_body(name.type))
        return not crossed and (group or (found.type in _TOWNS and _is_like_town(name)))
    touching = not crossed and (direct or (closed and not found.definite))
    if found.type == "Region" and direct and not crossed:  # «la région Franche-Comté»
        return name.type in {"Region", "Place"}
    if found.type == "Person":
        return name.type == "Person" or (touching and _is_unsure(name, _UNSURE_PERSONS))
    if not touching:
        return False
    return _is_body_or_thing(found.type, name)


def _is_unsure(name: Mention, classes: frozenset[str]) -> bool:
    """Whether a name no list knows has one of `classes`."""
    return name.known is None and name.type in classes


def _is_like_town(name: Mention) -> bool:
    return _is_unsure(name, _UNSURE_TOWNS) or "Place" in ancestors(name.type or "")


def _is_body_or_thing(kind: str, name: Mention) -> bool:
    """«la société X», «le navire X», «l'aéroport X»: whether a name right after a noun of that class is its own."""
    line = ancestors(kind)
    if "Place" in line or kind == "Country":
        unsure = _UNSURE_PLACES | {"Person"} if kind == "Facility" else _UNSURE_PLACES  # «l'hôpital Edward Small»
        return kind in {"Facility", "City"} and _is_unsure(name, unsure)
    if "Organization" in line:
        return is_body(name.type) or _is_unsure(name, _UNSURE_BODIES)
    return kind in {"Thing", "Document"} and name.known is None

"""What a name says of who bears it: whether they can be known by it, and by which word they are called for short."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from dispatchgraph.iri import slug

__all__ = ["is_shared_post", "name_slug", "names_one", "surname"]


def name_slug(label: str) -> str:
    """A name as a path segment, without the title before it.

    >>> name_slug("M. Lavrov"), name_slug("Côte d'Ivoire")
    ('lavrov', 'cote-d-ivoire')
    """
    words = label.split()
    while len(words) > 1 and slug(words[0]) in _listed("titles"):
        words = words[1:]
    return slug(" ".join(words))


def names_one(label: str, type: str) -> bool:
    """Whether a name is enough to know its bearer by in other dispatches.

    A person needs two words that are no particles («M. Lavrov», «J. Martin» and «al-Assad» are too little). A body
    must not have a name that every state has one of («le Sénat»), a document not one common noun («la Constitution»).
    """
    name = name_slug(label)
    if type == "Person":
        return len(_telling(label)) > 1
    if type == "Document":
        return "-" in name or name.isdigit() or label.isupper()
    return name not in _listed("bodies") and not any(name.startswith(f"{start}-") for start in _listed("beginnings"))


def surname(label: str) -> str:
    """The word that a person is called by for short; empty for who has no word that could be.

    >>> surname("Sergueï Lavrov"), surname("Bachar al-Assad"), surname("M. de Villepin")
    ('lavrov', 'assad', 'villepin')
    """
    return next(reversed(_telling(label)), "")


def is_shared_post(post: str) -> bool:
    """Whether many hold a post at one time in one body; so for a post without a name.

    >>> is_shared_post("député"), is_shared_post("ministre de la Défense")
    (True, False)
    """
    return not post.strip() or slug(post) in _listed("posts")


def _telling(label: str) -> list[str]:
    """The words of a name but for titles, particles and initials."""
    found = []
    for word in label.split():
        parts = slug(word).split("-")
        while parts and (parts[0] in _listed("particles") or len(parts[0]) == 1):
            parts = parts[1:]
        if parts and slug(word) not in _listed("titles"):
            found.append("-".join(parts))
    return found


@cache
def _listed(what: str) -> frozenset[str]:
    lists = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
    return frozenset(slug(words) for words in lists[what])

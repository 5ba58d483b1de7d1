"""Descriptions put with a name they stand beside, or with an earlier description by the same or a synonymous noun."""

from __future__ import annotations

from dispatchgraph.iri import slug
from dispatchgraph.languages.nominals import Synonyms
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Mention
from dispatchgraph.resolve.coreference.anaphors import is_qualified, taken_up
from dispatchgraph.resolve.coreference.clusters import (
    Board,
    Cluster,
    compatible,
    finer,
    groups_of,
    home_state,
    is_body,
    known_of,
)

__all__ = ["join_description"]

_INDEFINITE_TOO = frozenset({"Group", "MilitaryForce", "Government"})  #: classes that «des X» may take up
_MANY = frozenset({"Group", "ArmedGroup"})  #: classes of many, whatever the number of the noun
_SYNONYMOUS = frozenset({"Group", "Government", "Document", "Person"})  #: classes that any synonym may take up


def join_description(board: Board, mention: Mention) -> None:
    """Put a noun phrase with what it describes, or with nothing."""
    beside = board.of.get(mention.apposed_to) if mention.apposed_to is not None else None
    if beside is None:
        board.put(mention, _bracketed(board, mention) or _described(board, mention))
        return
    earlier = _told_before(board, mention) if mention.type == "Person" else None
    board.put(mention, beside)
    if earlier is not None and earlier is not beside and not earlier.names and earlier.known is None:
        board.merge(beside, earlier)  # «le président … Le chef de l'Etat, X, …»
    if beside.known is None:
        beside.type = finer(beside.type, mention.type)


def _bracketed(board: Board, mention: Mention) -> Cluster | None:
    """«la mission de l'ONU (Minustah)»: a body described, then named in brackets."""
    text, end = board.dispatch.text, mention.span.end
    if text[end : end + 2] != " (" or not is_body(mention.type):
        return None
    names = ((m, c) for c in board.clusters for m in c.mentions if m.kind == "name")
    inside = next((c for m, c in names if m.span.begin == end + 2), None)
    if inside is None or not is_body(inside.type):
        return None
    after = inside.mentions[0].span.end
    return inside if text[after : after + 1] == ")" else None


def _described(board: Board, mention: Mention) -> Cluster | None:
    if not _is_definite(mention) and (mention.type not in _INDEFINITE_TOO or _is_counted(board, mention)):
        return None
    return _short_of_name(board, mention) or _told_before(board, mention) or taken_up(board, mention)


def _is_counted(board: Board, mention: Mention) -> bool:
    """«48 personnes», «deux autres»: a number without article tells of new ones."""
    words = mention.span.of(board.dispatch.text).split()
    before = board.dispatch.text[: mention.span.begin].split()[-2:]
    numerals = grammar(board.dispatch.language).numerals
    return any(w[:1].isdigit() or w.lower() in numerals for w in (*words[:1], *before[-1:]))


def _is_definite(mention: Mention) -> bool:
    return mention.definite or mention.demonstrative


def _short_of_name(board: Board, mention: Mention) -> Cluster | None:
    """«le Conseil» after «le Conseil de sécurité»: the name's first word, with its capital."""
    if mention.plural or not mention.text[:1].isupper():
        return None
    first = mention.text.split()[0]
    fits = [c for c in board.clusters if any(n.split()[0] == first for n in _all_names(board, c))]
    return fits[0] if len(fits) == 1 and compatible(fits[0].type, mention.type) else None


def _all_names(board: Board, cluster: Cluster) -> list[str]:
    known = known_of(cluster, board.gazetteer.entries)
    return [known.label, *cluster.names] if known else cluster.names


# --- earlier descriptions -------------------------------------------------------------------------------------------


def _told_before(board: Board, mention: Mention) -> Cluster | None:
    """The latest description by the same noun, else by a synonym, else the nearest place of the class."""
    same = next(
        (c for c in board.latest_first(mention) if _is_noun_of(c, mention) and _agrees(board, c, mention)), None
    )
    if same is not None:
        return same
    groups = groups_of(mention.lemma, board.lexicon)
    found = next((c for g in groups if (c := _by_synonym(board, mention, g)) is not None), None)
    general = not groups or any(mention.lemma in g.general for g in groups)
    return found or (_place(board, mention) if general else None)


def _by_synonym(board: Board, mention: Mention, group: Synonyms) -> Cluster | None:
    """The latest thing told by another noun of a group, if the noun is general or its class lets any take up any."""
    if mention.lemma not in group.general and mention.type not in _SYNONYMOUS:
        return None
    if mention.lemma in group.general and not mention.complement and is_qualified(mention):
        return None  # «l'administration pénitentiaire» is not the one told of
    told = (c for c in board.latest_first(mention) if not c.nouns.isdisjoint(group.lemmas))
    return next((c for c in told if _agrees(board, c, mention)), None)


def _is_noun_of(cluster: Cluster, mention: Mention) -> bool:
    """Whether a thing was told by the same noun, or by a longer expression that the noun begins: «le ministre»."""
    return any(n == mention.lemma or n.startswith(f"{mention.lemma} ") for n in cluster.nouns)


def _place(board: Board, mention: Mention) -> Cluster | None:
    """«la ville», «la capitale», «le pays»: the nearest place of that class."""
    if mention.plural or mention.type not in {"City", "Country"} or not _is_definite(mention):
        return None
    if len(mention.span.of(board.dispatch.text).split()) > 2:  # «la capitale syrienne» says which
        return None
    home = home_state(board) if mention.type == "Country" else None
    return home or next((c for c in board.latest_first(mention) if c.type == mention.type and c.names), None)


def _are_compatible(one: str, other: str | None) -> bool:
    """Whether one thing may be of both classes; a rebellion is its rebels."""
    return compatible(one, other) or (one == "ArmedGroup" and other == "Group")


def _agrees(board: Board, cluster: Cluster, mention: Mention) -> bool:
    """Whether a description may be of a cluster: number, class and whose it is."""
    if (cluster.plural != mention.plural and cluster.type not in _MANY) or not _are_compatible(
        cluster.type, mention.type
    ):
        return False
    if cluster.type == mention.type == "Person" and not _is_definite(mention):
        return False
    return not mention.complement or all(_is_one_owner(board, mention.complement, c) for c in cluster.complements)


def _is_one_owner(board: Board, one: str, other: str) -> bool:
    """Whether two complements may be of one thing: «syrien» and «de Bachar al-Assad» may, two states may not."""
    if one == other or slug(one).startswith(slug(other)) or slug(other).startswith(slug(one)):
        return True
    entries = board.gazetteer.entries
    a, b = (entries[key].type if key in entries else "" for key in (one, other))
    return a != b

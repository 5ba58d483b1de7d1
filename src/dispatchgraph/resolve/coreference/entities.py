"""Clusters made entities: their keys and labels."""

from __future__ import annotations

from collections.abc import Sequence

from dispatchgraph.iri import slug
from dispatchgraph.model import Entity
from dispatchgraph.resolve.coreference.clusters import Board, Cluster, known_of

__all__ = ["entity", "keys_of"]


def keys_of(board: Board) -> list[str]:
    """The key of each cluster, none twice."""
    used: dict[str, None] = {}
    for cluster in board.clusters:
        key = _key(board, cluster)
        while key in used:
            key += "-" + slug(cluster.type)
        used[key] = None
    return list(used)


def _key(board: Board, cluster: Cluster) -> str:
    """The gazetteer's slug, that of the longest name, or that of the first words in this dispatch."""
    if cluster.known:
        return cluster.known
    if cluster.names:
        return slug(cluster.names[0])
    first = min(cluster.mentions, key=lambda m: m.span)
    return f"{slug(board.dispatch.id)}.{slug(first.text)}"


def entity(board: Board, cluster: Cluster, key: str) -> Entity:
    """The entity of a cluster."""
    known, names = known_of(cluster, board.gazetteer.entries), cluster.names
    described = _texts(cluster, {"nominal"})
    label = known.label if known else (names or described or _texts(cluster, {"adjective"}) or [key])[0]
    others = names if names and known else [*names, *described]
    return Entity(
        key=key,
        type=known.type if known else cluster.type,
        label=label,
        names=tuple(n for n in dict.fromkeys(others) if n != label),
        mentions=tuple(sorted({m.span for m in cluster.mentions})),
        known=cluster.known,
        located_in=(known.located_in,) if known and known.located_in else (),
    )


def _texts(cluster: Cluster, kinds: set[str]) -> Sequence[str]:
    return [m.text for m in sorted((m for m in cluster.mentions if m.kind in kinds), key=lambda m: m.span)]

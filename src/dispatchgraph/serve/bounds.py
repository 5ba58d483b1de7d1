"""How much one request may take, and all of them together."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from dispatchgraph.sparql import QUERY, Limits

__all__ = ["Bounds"]


def _workers() -> int:
    return max(2, min(8, os.cpu_count() or 2))


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """The limits of a service; those of a query end it with a 503 that says which."""

    workers: int = field(default_factory=_workers)  #: queries that run at once before they count as long
    long: int = 32  #: long queries at once, which run only when the processors have nothing else to do
    patience: float = 0.25  #: seconds after which a query is long
    waiting: int = 256  #: requests that wait for a worker
    timeout: float = 30.0  #: seconds for a query, from its start to its last byte
    rows: int = 1_000_000  #: rows or triples of an answer
    size: int = 1 << 30  #: bytes of an answer
    memory: int = 1 << 30  #: bytes that a query may take beyond what its worker has at rest
    query: Limits = QUERY  #: of the query as text
    body: int = 16 << 20  #: bytes of an update; a query's body is bounded by the query's own limit
    kept: int = 32 << 20  #: bytes of answers that are kept for who asks the same again; 0 keeps none
    slow: float = 20.0  #: seconds for a client to send a request

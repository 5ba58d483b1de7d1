"""Keys of what a dispatch tells, made from where it tells it."""

from __future__ import annotations

from collections.abc import Sequence

from dispatchgraph.model import Span

__all__ = ["keys_at"]


def keys_at(kind: str, spans: Sequence[Span]) -> list[str]:
    """«event/12-20» for each span, with a suffix where two share one.

    >>> keys_at("event", [Span(3, 7), Span(3, 7)])
    ['event/3-7', 'event/3-7-2']
    """
    seen: dict[Span, int] = {}
    keys = []
    for span in spans:
        n = seen[span] = seen.get(span, 0) + 1
        keys.append(f"{kind}/{span.begin}-{span.end}" + (f"-{n}" if n > 1 else ""))
    return keys

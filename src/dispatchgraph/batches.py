"""Dispatches to N-Quads: read together, which is faster, and one by one where one of them cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from dispatchgraph import pipeline
from dispatchgraph.deadline import within
from dispatchgraph.errors import InputError
from dispatchgraph.model import Dispatch, lots
from dispatchgraph.settings import Settings

__all__ = ["alone", "in_turn", "together"]

_BATCH = 100_000  # code points of dispatches that are tried together: what a bad one makes read again
_TOO_MUCH = (MemoryError, RecursionError)


def in_turn(dispatches: Iterable[Dispatch], settings: Settings) -> Iterator[tuple[Dispatch, bytes | InputError]]:
    """Each dispatch with its statements, or with why it has none."""
    for batch in lots(dispatches, _BATCH):
        written = together(batch, settings)
        yield from zip(batch, written or (_tried(dispatch, settings) for dispatch in batch), strict=True)


def together(
    dispatches: Sequence[Dispatch], settings: Settings, *, at: Callable[[int], None] = lambda place: None
) -> list[bytes] | None:
    """The statements of each dispatch; None where anything is wrong with any.

    `at` is told of each, by its place, before it is read.
    """
    reading = pipeline.nquads_of_all(dispatches, base=settings.base, text=settings.text)
    written: list[bytes] = []
    try:
        for place, dispatch in enumerate(dispatches):
            at(place)
            with within(settings.time_limit, dispatch.id):
                written.append(next(reading))
    except (InputError, *_TOO_MUCH):
        return None
    return written


def alone(dispatch: Dispatch, settings: Settings) -> bytes:
    """The statements of a dispatch; raises `InputError` where it takes more time or memory than it may."""
    try:
        with within(settings.time_limit, dispatch.id):
            return pipeline.nquads(dispatch, base=settings.base, text=settings.text)
    except _TOO_MUCH as error:
        raise InputError(f"{dispatch.id}: {type(error).__name__}: it takes more memory than there is") from error


def _tried(dispatch: Dispatch, settings: Settings) -> bytes | InputError:
    try:
        return alone(dispatch, settings)
    except InputError as error:
        return error

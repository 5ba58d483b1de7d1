"""What the front and its workers say to each other over a socket pair: frames of a kind, a length and a payload.

The front sends one `Request` at a time; a worker answers with any number of `PLAIN` or `PACKED` frames and then one
`END` or `FAULT`. When a worker has opened its data it says `READY`.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from struct import Struct

__all__ = [
    "END",
    "FAULT",
    "GONE",
    "PACKED",
    "PLAIN",
    "READY",
    "Fault",
    "Frames",
    "Request",
    "fault_of",
    "frame",
    "request_of",
    "written",
]

READY, PLAIN, PACKED, END, FAULT = b"R", b"D", b"G", b"Z", b"E"
GONE = 3  #: the exit code of a worker whose snapshot was removed before it could hold it
_HEAD = Struct(">cI")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question to a worker. Without graphs named and without `dataset`, all graphs count as one."""

    query: str
    media: str  #: the media type that the answer is written in
    rows: int  #: rows or triples after which the answer ends in a fault
    size: int  #: bytes after which it does
    dataset: bool = False  #: the query itself says which graphs it reads
    default: tuple[str, ...] | None = None  #: the graphs that are the default graph, as one
    named: tuple[str, ...] | None = None
    packed: bool = False  #: whether the answer may be compressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why there is no answer, or no more of it: `kind` is syntax, query, rows, size or store."""

    kind: str
    message: str


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """A frame as it travels."""
    return _HEAD.pack(kind, len(payload)) + payload


_REQUEST, _FAULT = (tuple(kind.__dataclass_fields__) for kind in (Request, Fault))
_VALUES = {kind: attrgetter(*names) for kind, names in ((Request, _REQUEST), (Fault, _FAULT))}


def written(value: Request | Fault) -> bytes:
    """The payload that says `value`.

    A request goes in Python's own form, which is quick and which only who trusts the sender may read: a worker trusts
    the front. What a worker says is JSON, for the front trusts no process that has run a query.
    """
    told = _VALUES[type(value)](value)
    return marshal.dumps(told) if isinstance(value, Request) else json.dumps(told, separators=(",", ":")).encode()


def request_of(payload: bytes) -> Request:
    """The request that `written` wrote."""
    return Request(**dict(zip(_REQUEST, marshal.loads(payload), strict=True)))


def fault_of(payload: bytes) -> Fault:
    """The fault that `written` wrote."""
    return Fault(**dict(zip(_FAULT, json.loads(payload), strict=True)))


class Frames:
    """Puts frames together from the pieces that arrive."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, piece: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The frames that are whole with `piece`, as kind and payload."""
        rest = self._rest
        rest += piece
        at = 0
        while len(rest) - at >= _HEAD.size:
            kind, length = _HEAD.unpack_from(rest, at)
            end = at + _HEAD.size + length
            if len(rest) < end:
                break
            yield kind, bytes(rest[at + _HEAD.size : end])
            at = end
        del rest[:at]

"""One writer at a time: who writes says so on the server, says it again while it goes on, and takes it back at the end.

A server knows no locks. So a writer leaves a statement and looks whether there is another's; whoever sees another's
takes the own one back and waits. The statement of a writer that died is passed over: at once on its own machine, which
knows that the process is gone, and elsewhere when its time is up.
"""

from __future__ import annotations

import json
import os
import random
import secrets
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

from pyoxigraph import Literal, NamedNode

from dispatchgraph.archive.endpoint.asking import Questions, pattern
from dispatchgraph.archive.endpoint.wire import Wire
from dispatchgraph.errors import StoreError

__all__ = ["Lease"]

_GRAPH = NamedNode("urn:dispatchgraph:writer")
_LASTS = 120.0  #: seconds that a statement counts
_RENEWED = 30.0  #: seconds after which it is made anew
_ours: set[str] = set()  #: the tokens of the writers in this process


@dataclass(frozen=True, kw_only=True)
class _Claim:
    """What a writer leaves on the server."""

    token: str
    host: str
    process: int
    until: float

    def __str__(self) -> str:
        return f"process {self.process} on {self.host}"

    @classmethod
    def made(cls) -> _Claim:
        token = secrets.token_hex(8)
        return cls(token=token, host=socket.gethostname(), process=os.getpid(), until=time.time() + _LASTS)

    def counts(self) -> bool:
        """Whether the writer may still be at work."""
        if self.until < time.time():
            return False
        if self.host != socket.gethostname():
            return True
        return self.token in _ours if self.process == os.getpid() else _is_running(self.process)


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


class Lease:
    """The right to write at one endpoint. Raises `StoreError`."""

    def __init__(self, *, wire: Wire, questions: Questions, update: str, address: str) -> None:
        self._wire, self._questions = wire, questions
        self._update, self._address = update, address
        self._mine: _Claim | None = None

    def take(self, *, wait: float = 0, waiting: Callable[[str], None] = lambda holder: None) -> None:
        """Begin to write, after up to `wait` seconds; `waiting` is told once who is in the way."""
        end, told = time.monotonic() + wait, False
        while self._mine is None:
            other = self._other() or self._tried()
            if other is None:
                return
            if time.monotonic() >= end:
                raise StoreError(f"{self._address} is being written by {other}: try again when it is done")
            if not told:
                waiting(str(other))
                told = True
            time.sleep(random.uniform(0.1, 0.4))

    def keep(self) -> None:
        """Go on writing; raises where another has taken over, as it may after a long pause."""
        if self._mine is None:
            self.take()
        elif self._mine.until - time.time() < _LASTS - _RENEWED:
            if self._mine not in self._claims():
                self._end()
                raise StoreError(f"{self._address} was taken over by another writer while this one paused: start again")
            renewed = replace(self._mine, until=time.time() + _LASTS)
            self._wire.update(self._update, f"{_insert(renewed)} ;\n{_delete(self._mine)}")
            self._mine = renewed

    def give_back(self) -> None:
        """Let others write. Where the server cannot be told, it finds out by itself."""
        if self._mine is not None:
            with suppress(StoreError):
                self._wire.update(self._update, _delete(self._mine))
            self._end()

    def _tried(self) -> _Claim | None:
        """Claim the right; returns who else does, and then it is taken back."""
        self._mine = _Claim.made()
        _ours.add(self._mine.token)
        try:
            self._wire.update(self._update, _insert(self._mine))
            other = self._other()
        except BaseException:
            self._end()
            raise
        if other is not None:
            self.give_back()
        return other

    def _end(self) -> None:
        if self._mine is not None:
            _ours.discard(self._mine.token)
        self._mine = None

    def _other(self) -> _Claim | None:
        """Another writer at work; what dead ones left is cleared away."""
        others = [c for c in self._claims() if self._mine is None or c.token != self._mine.token]
        for claim in others:
            if not claim.counts():
                self._wire.update(self._update, _delete(claim))
        return next((claim for claim in others if claim.counts()), None)

    def _claims(self) -> list[_Claim]:
        found = [row["o"].value for row in self._questions.rows(pattern(_GRAPH, _GRAPH, None, _GRAPH))]
        try:
            return [_Claim(**json.loads(text)) for text in found]
        except (TypeError, ValueError) as error:
            raise StoreError(f"{self._address}: who writes there cannot be read: empty the graph {_GRAPH}") from error


def _statement(claim: _Claim) -> str:
    told = Literal(json.dumps(asdict(claim), sort_keys=True))
    return f"DATA {{ GRAPH {_GRAPH} {{ {_GRAPH} {_GRAPH} {told} }} }}"


def _insert(claim: _Claim) -> str:
    return f"INSERT {_statement(claim)}"


def _delete(claim: _Claim) -> str:
    return f"DELETE {_statement(claim)}"

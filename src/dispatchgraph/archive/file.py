"""A store in one file of TriG, for small work: read whole, kept in memory, written whole."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, Store

from dispatchgraph import store
from dispatchgraph.archive.embedded import Embedded
from dispatchgraph.archive.graphs import as_dataset
from dispatchgraph.archive.locks import Held, hold
from dispatchgraph.errors import GraphError, InputError, StoreError
from dispatchgraph.iri import DEFAULT_BASE

if TYPE_CHECKING:
    from dispatchgraph.archive.backend import Change

__all__ = ["TrigFile", "base_of"]


class TrigFile(Embedded):
    """The statements of a file; those of a new one are none. Writing holds a lock on a file beside it."""

    def __init__(
        self,
        path: Path,
        *,
        write: bool = False,
        base: str | None = None,
        wait: float = 0,
        waiting: Callable[[str], None] = lambda holder: None,
        prefixes: dict[str, str] | None = None,
    ) -> None:
        self.path = path
        self._lock = _held(path, wait, waiting) if write else None
        self._changed = False
        try:
            super().__init__(_loaded(path, missing_ok=write), prefixes=prefixes)
            self.base = base_of(self.store) or base or DEFAULT_BASE
            if base and base != self.base:
                raise StoreError(f"{path} has the base {self.base}, not {base}")
        except BaseException:
            self._let_go()
            raise

    def commit(self, change: Change) -> None:
        """Make a change, in memory."""
        super().commit(change)
        self._changed = True

    def flush(self) -> None:
        """Write the file, whole or not at all."""
        if self._changed:
            store.save(as_dataset(self.quads()), self.path, format="trig")
            self._changed = False

    def close(self) -> None:
        """Write what is not yet written, and let others write."""
        try:
            self.flush()
        finally:
            self._let_go()

    def _let_go(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _held(path: Path, wait: float, waiting: Callable[[str], None]) -> int:
    beside = path.with_name(f".{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return hold(beside, wait=wait, waiting=waiting, note=f"process {os.getpid()}\n")
    except Held as holder:
        who = str(holder) or "another process"
        raise StoreError(f"{path} is being written by {who}: try again when it is done") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error


def _loaded(path: Path, *, missing_ok: bool) -> Store:
    found = Store()
    if missing_ok and not path.exists():
        return found
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    if not data.strip():
        return found
    try:
        found.bulk_load(data, format=RdfFormat.TRIG)
    except (SyntaxError, ValueError, OSError) as error:
        raise GraphError(f"{path}: no trig: {' '.join(str(error).split())}") from None
    found.bulk_extend([Quad(q.subject, q.predicate, q.object) for q in found])
    return found


def base_of(found: Store) -> str | None:
    """What the IRIs of the dispatches in a store begin with."""
    for name in found.named_graphs():
        base, separator, _ = getattr(name, "value", "").partition("dispatch/")
        if separator:
            return str(base)
    return None

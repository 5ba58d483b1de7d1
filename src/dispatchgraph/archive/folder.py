"""A store in a folder: an Oxigraph that one process writes, and snapshots of it that any number read.

store.json     what this is: format and base
lock           held by the writer
data/          the writer's Oxigraph
snapshots/     what readers open
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from dispatchgraph.archive import snapshots
from dispatchgraph.archive.embedded import FAULTS, Embedded, why
from dispatchgraph.archive.locks import Held, hold
from dispatchgraph.errors import StoreError
from dispatchgraph.iri import DEFAULT_BASE
from dispatchgraph.store import write_text

__all__ = ["FORMAT", "ReadFolder", "WriteFolder", "is_store", "leased"]

FORMAT = 1  #: of the folder's layout; a store of a later one is refused


def is_store(folder: Path) -> bool:
    """Whether `folder` says that it is a store."""
    return (folder / "store.json").is_file()


def about(folder: Path) -> dict[str, Any]:
    """What `store.json` says; raises `StoreError` where `folder` is no store, or one of a later version."""
    if not folder.is_dir():
        raise StoreError(f"{folder} is no store: there is no such folder (dispatchgraph add makes one)")
    try:
        said = json.loads((folder / "store.json").read_text("utf-8"))
        version, base = int(said["format"]), str(said["base"])
    except FileNotFoundError:
        raise StoreError(f"{folder} is no store: it has no store.json") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder} is a damaged store: its store.json cannot be read ({error})") from error
    if version > FORMAT:
        raise StoreError(f"{folder} is a store of a later version ({version}; this program knows {FORMAT}): update it")
    return {"format": version, "base": base}


@contextmanager
def leased(folder: Path) -> Iterator[Path]:
    """The newest snapshot of a store, for another process to open: it stays there as long as the context does."""
    about(folder)
    _catch_up(folder)
    with snapshots.lease(folder) as snapshot:
        yield snapshot


class ReadFolder(Embedded):
    """The newest snapshot of a store, as it is now and stays."""

    def __init__(self, folder: Path, *, prefixes: dict[str, str] | None = None) -> None:
        self.base = about(folder)["base"]
        _catch_up(folder)
        self._lease = ExitStack()
        snapshot = self._lease.enter_context(snapshots.lease(folder))
        try:
            super().__init__(Store.read_only(str(snapshot)), prefixes=prefixes)
        except FAULTS as error:
            self._lease.close()
            raise StoreError(f"{folder} is damaged and cannot be read: {' '.join(str(error).split())}") from error

    def close(self) -> None:
        """Let the snapshot go."""
        self._lease.close()


def _catch_up(folder: Path) -> None:
    """Publish what a killed writer had committed, if no one writes now."""
    if not (folder / "unpublished").exists():
        return
    try:
        WriteFolder(folder, wait=0).close()
    except StoreError:
        return  # someone writes: their newest snapshot is as good


class WriteFolder(Embedded):
    """A store that this process alone may change; it is made where there is none."""

    def __init__(
        self,
        folder: Path,
        *,
        base: str | None = None,
        wait: float = 0,
        waiting: Callable[[str], None] = lambda holder: None,
        prefixes: dict[str, str] | None = None,
    ) -> None:
        self.folder = folder
        _make(folder, base or DEFAULT_BASE)
        self.base = about(folder)["base"]
        if base and base != self.base:
            raise StoreError(f"{folder} has the base {self.base}, not {base}: a store keeps the one it was made with")
        self._lock = _held(folder, wait=wait, waiting=waiting)
        try:
            super().__init__(Store(str(folder / "data")), prefixes=prefixes)
            if not (folder / "snapshots" / "current").exists() or self.unpublished.exists():
                self.flush()
        except FAULTS as error:
            os.close(self._lock)
            raise StoreError(_damage(folder, error)) from error

    @property
    def unpublished(self) -> Path:
        """There while something is committed that readers do not see."""
        return self.folder / "unpublished"

    def commit(self, change: Any) -> None:
        """Make a change in one transaction."""
        self.unpublished.touch()
        super().commit(change)

    def flush(self) -> None:
        """Put on disk what was committed, and show it to readers."""
        try:
            self.store.flush()
            snapshots.publish(self.store, self.folder)
            self.unpublished.unlink(missing_ok=True)
        except FAULTS as error:
            raise StoreError(why(error)) from error

    def close(self) -> None:
        """Publish what is not yet, and let others write."""
        try:
            if self.unpublished.exists():
                self.flush()
        finally:
            del self.store
            os.close(self._lock)


def _make(folder: Path, base: str) -> None:
    """An empty store, where there is nothing yet; raises `StoreError` where there is something else."""
    if is_store(folder):
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} is no store, and it is not empty: name another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_text(folder / "store.json", json.dumps({"format": FORMAT, "base": base}, indent=2) + "\n")
    except OSError as error:
        raise StoreError(f"{folder} cannot be made: {error.strerror or error}") from error


def _held(folder: Path, *, wait: float, waiting: Callable[[str], None]) -> int:
    try:
        return hold(folder / "lock", wait=wait, waiting=waiting, note=f"process {os.getpid()}\n")
    except Held as holder:
        who = str(holder) or "another process"
        raise StoreError(f"{folder} is being written by {who}: try again when it is done") from None
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror or error}") from error


def _damage(folder: Path, error: Exception) -> str:
    if shutil.disk_usage(folder).free < 1 << 20:
        return why(OSError(28, str(error)))
    newest = folder / "snapshots" / "current"
    rest = (
        f"; its last snapshot may be whole: copy {newest.resolve()} over {folder / 'data'}" if newest.exists() else ""
    )
    return f"{folder} is damaged and cannot be opened: {' '.join(str(error).split())}{rest}"

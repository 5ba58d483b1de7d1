"""Where the data is that is served: a store's folder, whose newest snapshot changes, or one file."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from dispatchgraph.errors import StoreError

__all__ = ["FileSource", "FolderSource", "Source", "source_of"]


class Source(Protocol):
    """What is served now. `current` is cheap: it is asked twice a second."""

    def current(self) -> tuple[Path, str]:
        """The snapshot's folder or the file, and a name for its state; raises `StoreError` where there is none."""
        ...


class FolderSource:
    """The store in a folder: what `snapshots/current` points to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def current(self) -> tuple[Path, str]:
        try:
            snapshot = (self._folder / "snapshots" / "current").resolve(strict=True)
            return snapshot, f"{snapshot.name}-{snapshot.stat().st_ino:x}"
        except OSError:
            raise StoreError(f"{self._folder} has nothing to read yet: it was never filled, or it is damaged") from None


class FileSource:
    """A file of quads or triples, read into memory by each worker."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def current(self) -> tuple[Path, str]:
        try:
            told = self._path.stat()
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}") from error
        return self._path, f"{told.st_mtime_ns:x}-{told.st_size:x}-{told.st_ino:x}"


def source_of(where: Path) -> Source:
    """The source at `where`; raises `StoreError` where it is none."""
    source = FolderSource(where) if where.is_dir() else FileSource(where)
    source.current()
    return source

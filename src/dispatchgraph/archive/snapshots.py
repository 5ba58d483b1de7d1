"""Copies of a store that never change: what readers open, while the one writer goes on beside them.

`snapshots/000007/` is a copy made of hard links, `snapshots/current` a link to the newest. A reader holds a shared lock
on `snapshots/000007.lock`; a copy that is neither the newest nor held is removed when the next one is made.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dispatchgraph.archive.locks import lock, try_lock
from dispatchgraph.errors import StoreError
from dispatchgraph.store import sync_folder

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["current", "lease", "publish"]

_CURRENT = "current"


def current(folder: Path) -> Path:
    """The newest snapshot of the store in `folder`; raises `StoreError` where there is none."""
    link = folder / "snapshots" / _CURRENT
    try:
        return link.resolve(strict=True)
    except OSError:
        raise StoreError(f"{folder} has nothing to read yet: it was never filled, or it is damaged") from None


@contextmanager
def lease(folder: Path) -> Iterator[Path]:
    """The newest snapshot, which stays there as long as the context does."""
    while True:
        found = current(folder)
        with lock(_lock_of(found), shared=True):
            if found.exists():  # it may have been removed between the two lines above
                yield found
                return


def publish(store: Store, folder: Path) -> Path:
    """Make what the writer's store holds visible to readers that open it from now on; returns the snapshot."""
    place = folder / "snapshots"
    place.mkdir(exist_ok=True)
    _sweep(place)
    target = place / f"{_last(place) + 1:06}"
    beside = place / f".{target.name}.tmp"
    store.backup(str(beside))
    beside.rename(target)
    _lock_of(target).touch()  # for readers who may not write here
    link = place / f".{_CURRENT}.tmp"
    link.unlink(missing_ok=True)
    link.symlink_to(target.name)
    link.replace(place / _CURRENT)
    sync_folder(place)
    _prune(place, keep=target)
    return target


def _last(place: Path) -> int:
    return max((int(p.name) for p in place.iterdir() if p.name.isdigit()), default=0)


def _sweep(place: Path) -> None:
    """Remove what a killed writer left half-made."""
    for left in place.glob(".[0-9]*.tmp"):
        shutil.rmtree(left, ignore_errors=True)


def _prune(place: Path, *, keep: Path) -> None:
    for old in sorted(p for p in place.iterdir() if p.name.isdigit() and p != keep):
        with try_lock(_lock_of(old)) as free:
            if free:
                shutil.rmtree(old, ignore_errors=True)
                _lock_of(old).unlink(missing_ok=True)


def _lock_of(snapshot: Path) -> Path:
    return snapshot.with_name(f"{snapshot.name}.lock")


def size(folder: Path) -> int:
    """Bytes on disk below `folder`, a file with several names counted once."""
    seen: dict[tuple[int, int], int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            stat = path.stat()
            seen[(stat.st_dev, stat.st_ino)] = stat.st_blocks * 512 if os.name == "posix" else stat.st_size
    return sum(seen.values())

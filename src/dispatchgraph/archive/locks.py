"""Locks between processes on files: one writer, or many readers. They end with the process that holds them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover
    fcntl = None  # type: ignore[assignment]

__all__ = ["Held", "lock", "try_lock"]

_UNWRITABLE = frozenset({EACCES, EPERM, EROFS, ENOSPC, EDQUOT})
_PAUSE = 0.05  # seconds between two tries


class Held(Exception):
    """Another process has the lock; its text is what that process wrote into it."""


@contextmanager
def lock(path: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock, waiting for it as long as it takes.

    Where nothing can be written, a lock that is there can be shared; one that is not there nobody can ask for.
    """
    handle = _open_to_read(path) if shared else _open(path)
    if handle is None:
        yield
        return
    try:
        _flock(handle, shared=shared, wait=True)
        yield
    finally:
        os.close(handle)


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Whether the lock was free; it is held until the context ends."""
    handle = _open(path)
    try:
        yield _flock(handle, shared=False, wait=False)
    finally:
        os.close(handle)


def hold(path: Path, *, wait: float, waiting: Callable[[str], None], note: str) -> int:
    """Take the lock for long; returns its handle, which `os.close` lets go.

    Waits up to `wait` seconds, telling `waiting` once who has it; raises `Held` then.
    """
    handle = _open(path)
    until, told = time.monotonic() + wait, False
    while not _flock(handle, shared=False, wait=False):
        holder = path.read_text("utf-8", errors="replace").strip()[:200]
        if time.monotonic() >= until:
            os.close(handle)
            raise Held(holder)
        if not told:
            waiting(holder)
            told = True
        time.sleep(_PAUSE)
    os.ftruncate(handle, 0)
    os.pwrite(handle, note.encode("utf-8"), 0)
    return handle


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)


def _open_to_read(path: Path) -> int | None:
    """The lock of a reader, who may have no right to write, on a disk that may be read-only or full."""
    try:
        return _open(path)
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
    try:
        return os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError:
        return None


def _flock(handle: int, *, shared: bool, wait: bool) -> bool:
    if fcntl is None:  # pragma: no cover
        return True
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True

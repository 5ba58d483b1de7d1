"""One worker: opens what it is given, answers one query at a time over the socket it inherited, and can be killed.

Run as `python -m dispatchgraph.serve.worker FD PATH BYTES [SUFFIX]`; a file whose name does not tell its form needs the
suffix that would. It imports the standard library and pyoxigraph alone, so
that a new one is ready in a moment. Queries run in a thread with a stack so deep that no query of the length the guard
lets through overflows it; the main thread waits for the front to go away, and ends the worker then, whatever it does.
"""

from __future__ import annotations

import fcntl
import os
import resource
import select
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store

from dispatchgraph.iri import DEFAULT_BASE
from dispatchgraph.serve.answering import answer, lacks_merge
from dispatchgraph.serve.sealed import seal
from dispatchgraph.serve.wire import FAULT, GONE, READY, Fault, frame, request_of, written

__all__ = ["main"]

_STACKS = (512, 128, 32)  #: megabytes, the first that the system gives


def main(arguments: list[str]) -> None:
    """Serve until the other end of the socket is closed."""
    fd, path, memory, *suffix = int(arguments[0]), Path(arguments[1]), int(arguments[2]), *arguments[3:]
    front = socket.socket(fileno=fd)
    for ignored in (signal.SIGINT, signal.SIGTERM):  # the front says when to end; Ctrl-C reaches all of its group
        signal.signal(ignored, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seal()
    _start(front, partial(_opened, path, *suffix), memory)
    _wait_until_left(front)
    os._exit(0)


def _start(front: socket.socket, opened: Callable[[], Store], memory: int) -> None:
    for stack in _STACKS:
        threading.stack_size(stack << 20)
        try:
            return threading.Thread(target=_serve, args=(front, opened, memory, stack << 20), daemon=True).start()
        except RuntimeError:
            continue
    raise MemoryError("no thread can be started")


def _wait_until_left(front: socket.socket) -> None:
    watch = select.poll()
    watch.register(front, 0)  # hang-ups are always told
    watch.poll()


def _serve(front: socket.socket, opened: Callable[[], Store], memory: int, stack: int) -> None:
    code = 1
    try:
        store = opened()
        union = lacks_merge(store)
        _limit(memory, stack)
        front.sendall(frame(READY, str(threading.get_native_id()).encode()))
        while payload := _received(front):
            answer(store, request_of(payload), front, union=union)
        code = 0
    except FileNotFoundError:
        code = GONE
    except OSError as error:
        code = 0 if isinstance(error, BrokenPipeError | ConnectionResetError) else _told(front, error)
    except (ValueError, SyntaxError) as error:  # a file that is no RDF
        code = _told(front, error)
    finally:
        os._exit(code)


def _told(front: socket.socket, error: Exception) -> int:
    front.sendall(frame(FAULT, written(Fault(kind="store", message=" ".join(str(error).split())))))
    return 1


def _opened(path: Path, suffix: str = "") -> Store:
    """A snapshot's folder read-only, its lock held for as long as the process lives; a file into memory."""
    if not path.is_dir():
        store = Store()
        form = RdfFormat.from_extension(suffix.lstrip(".")) if suffix else None
        store.bulk_load(path=str(path), format=form, base_iri=DEFAULT_BASE)
        store.bulk_extend([Quad(q.subject, q.predicate, q.object) for q in store])  # each statement once for queries
        return store
    lock = path.with_name(f"{path.name}.lock")
    held = _lock(lock)
    if held is not None:
        fcntl.flock(held, fcntl.LOCK_SH)
    if not path.exists():
        with suppress(OSError):
            lock.unlink()
        raise FileNotFoundError(path)
    return Store.read_only(str(path))


def _lock(path: Path) -> int | None:
    """The lock's file; one that is only read where nothing can be written, none where there is none."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError:
        with suppress(FileNotFoundError):
            return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    return None


def _limit(memory: int, stack: int) -> None:
    """A backstop: the front measures and kills sooner, unless a query grows faster than it looks."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = memory + memory // 4 + stack + _in_use()
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _in_use() -> int:
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[5]) * resource.getpagesize()
    except OSError:
        return 1 << 30


def _received(front: socket.socket) -> bytes:
    """The next request, or nothing when the front has gone. There is never more than one on its way."""
    data = front.recv(1 << 16)
    if len(data) < 4:
        return b""
    missing = 4 + struct.unpack_from(">I", data)[0] - len(data)
    return data[4:] + (front.recv(missing, socket.MSG_WAITALL) if missing > 0 else b"")


if __name__ == "__main__":
    main(sys.argv[1:])

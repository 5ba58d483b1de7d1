"""A process that gives up, for good, what it never needs: to open a connection and to start a program.

The guard lets no SERVICE through; this is for the one that somebody finds a way around it with. It takes Linux with
seccomp, on a processor whose system calls are known here; elsewhere there is the guard alone.
"""

from __future__ import annotations

import ctypes
import os
import sys
from errno import EACCES
from struct import pack

__all__ = ["seal"]

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # instructions of the classic packet filter
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | EACCES
#: What the kernel calls the processor, and the numbers of socket, connect, execve and execveat on it.
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 59, 322)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def seal() -> bool:
    """Give both up, for this thread and all that it starts; whether the system does that."""
    known = _CALLS.get(os.uname().machine) if sys.platform == "linux" else None
    if known is None:
        return False
    code = _filter(*known)
    program = _Program(len(code) // 8, code)
    try:
        system = ctypes.CDLL(None).prctl
        done = system(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or system(_SECCOMP, _FILTER, ctypes.byref(program))
    except (OSError, AttributeError):
        return False
    return bool(done == 0)


def _filter(machine: int, calls: tuple[int, ...]) -> bytes:
    """Refuse `calls` on `machine`, allow all else. A jump says how many lines it skips, where equal and where not."""
    count = len(calls)
    lines = [
        pack("HBBI", _LOAD, 0, 0, 4),  # the processor
        pack("HBBI", _EQUAL, 0, count + 1, machine),
        pack("HBBI", _LOAD, 0, 0, 0),  # the call
        *(pack("HBBI", _EQUAL, count - number, 0, call) for number, call in enumerate(calls)),
        pack("HBBI", _RETURN, 0, 0, _ALLOW),
        pack("HBBI", _RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(lines)

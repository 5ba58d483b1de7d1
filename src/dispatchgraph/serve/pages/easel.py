"""The interactive page of a graph, made by a process of its own: it takes a second or more, and may be killed.

Run as `python -m dispatchgraph.serve.pages.easel`, it reads from its standard input a line of JSON that says how and
then N-Triples, and writes the page to its standard output.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from weakref import WeakKeyDictionary

from dispatchgraph.serve.refusal import Refusal

__all__ = ["LIMIT", "drawn"]

LIMIT = 1_500  #: names that a picture holds
_SECONDS = 40  #: for a picture to be made
_MEMORY = 2 << 30  #: bytes that making one may take
_AT_ONCE = 2
_HEADING = "<h1>"
_WAITING = 12  #: pictures that are made or waited for
_PIPE = asyncio.subprocess.PIPE
_MODULE = "dispatchgraph.serve.pages.easel"


@dataclass(kw_only=True)
class _Places:
    """Where pictures are made, in one event loop."""

    easels: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    taken: int = 0


_places: WeakKeyDictionary[asyncio.AbstractEventLoop, _Places] = WeakKeyDictionary()


async def drawn(triples: bytes, *, title: str, language: str, back: str) -> str:
    """The page of a graph given as N-Triples, with a link `back`.

    Raises `Refusal` (503) where it takes too long or too much memory.
    """
    places = _places.setdefault(asyncio.get_running_loop(), _Places())
    if places.taken >= _WAITING:
        raise Refusal(503, "too many pictures are drawn already", limit="pictures", retry=10)
    asked = json.dumps({"title": title, "language": language, "back": back}).encode() + b"\n"
    places.taken += 1
    try:
        async with places.easels:
            return await _made(asked + triples)
    finally:
        places.taken -= 1


async def _made(asked: bytes) -> str:
    """The page that a process of its own makes; it does not outlive the wish for it."""
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", _MODULE), stdin=_PIPE, stdout=_PIPE, stderr=_PIPE
    )
    try:
        async with asyncio.timeout(_SECONDS):
            page, said = await worker.communicate(asked)
    except TimeoutError:
        raise Refusal(503, f"drawing takes more than {_SECONDS} s: ask for less", limit="time") from None
    finally:
        with suppress(ProcessLookupError):
            worker.kill()
    if worker.returncode == 0:
        return page.decode()
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2][:300]
    raise Refusal(503, f"the picture cannot be drawn: {last}", limit="memory" if "Memory" in last else "")


def main() -> None:
    """Read, draw, write."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    asked = json.loads(sys.stdin.buffer.readline())
    sys.stdout.buffer.write(_page(sys.stdin.buffer.read(), **asked).encode())


def _page(triples: bytes, *, title: str, language: str, back: str) -> str:
    from dispatchgraph import store
    from dispatchgraph.pipeline import page

    text = page(store.loads(triples, format="nt"), title=title, language=language, limit=LIMIT)
    return text.replace(_HEADING, f'{_HEADING}<a href="{escape(back)}" rel="up">←</a> ', 1)


if __name__ == "__main__":
    main()

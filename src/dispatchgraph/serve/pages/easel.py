"""The interactive page of a graph, made by a process of its own: it takes a second or more, and may be killed.

Run as `python -m dispatchgraph.serve.pages.easel`, it reads N-Triples from its standard input, after a line of JSON that
says how, and writes the page to its standard output.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from contextlib import suppress
from html import escape

from dispatchgraph.serve.refusal import Refusal

__all__ = ["LIMIT", "drawn"]

LIMIT = 1_500  #: names that a picture holds
_SECONDS = 40  #: for a picture to be made
_MEMORY = 2 << 30  #: bytes that making one may take
_AT_ONCE = 2
_HEADING = "<h1>"
_places: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


async def drawn(triples: bytes, *, title: str, language: str, back: str) -> str:
    """The page of a graph given as N-Triples, with a link `back`.

    Raises `Refusal` (503) where it takes too long or too much memory.
    """
    asked = json.dumps({"title": title, "language": language, "back": back}).encode() + b"\n"
    async with _places.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_AT_ONCE)):
        worker = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", __spec__.name),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(_SECONDS):
                page, said = await worker.communicate(asked + triples)
        except TimeoutError:
            raise Refusal(503, f"drawing takes more than {_SECONDS} s: ask for less", limit="time") from None
        finally:
            with suppress(ProcessLookupError):
                worker.kill()
    if worker.returncode != 0:
        last = said.decode("utf-8", "replace").strip().rpartition("\n")[2][:300]
        raise Refusal(503, f"the picture cannot be drawn: {last}", limit="memory" if "Memory" in last else "")
    return page.decode()


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

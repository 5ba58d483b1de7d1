"""What the program says, and where: data to standard output, talk to standard error, one line a matter."""

from __future__ import annotations

import os
import sys

import typer

__all__ = ["FAILED", "INTERRUPTED", "NO", "put", "put_text", "say"]

NO, FAILED, INTERRUPTED, NO_READER = 1, 2, 130, 141  #: exit codes; see `dispatchgraph.cli`


def _one_line(words: object) -> str:
    """`words` without line ends and other signs that a terminal would obey."""
    return "".join(c for c in " ".join(str(words).split()) if c.isprintable())


def say(words: object) -> None:
    """Tell the person at the terminal."""
    print(f"dispatchgraph: {_one_line(words)}", file=sys.stderr)


def put(data: bytes | str) -> None:
    """Write to standard output, UTF-8 wherever the program runs; end quietly when no one reads on."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data.encode("utf-8") if isinstance(data, str) else data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that closing it raises nothing
        raise typer.Exit(NO_READER) from None


def put_text(text: str) -> None:
    """Write text to standard output, with an end of line."""
    put(text if text.endswith("\n") else f"{text}\n")

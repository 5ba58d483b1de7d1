"""Where the entries of the lexicon stand: the lines of a TOML file's `lemmas`, which its parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Entry", "entries"]

_TABLE = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*(?:([\w-]+)|"([^"]*)"|'([^']*)')\s*=""")
_STRING = re.compile(r""""((?:[^"\\]|\\.)*)"|'([^']*)'|(#.*)""")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One lemma of one table."""

    table: str
    type: str  #: the table's class, "" where it has none
    lemma: str
    line: int  #: from 1


@cache
def entries(path: Path) -> tuple[Entry, ...]:
    """The lemmas of all tables of the file at `path`, in its order; none where there is no such file."""
    if not path.is_file():
        return ()
    return tuple(e for table in _tables(path.read_text("utf-8").splitlines()) for e in _of_table(*table))


def _tables(lines: list[str]) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Each table's name with its numbered lines."""
    name, held = "", list[tuple[int, str]]()
    for number, line in enumerate(lines, start=1):
        header = _TABLE.match(line)
        if header:
            yield name, held
            name, held = header[1].strip(), []
        else:
            held.append((number, line))
    yield name, held


def _of_table(name: str, lines: list[tuple[int, str]]) -> Iterator[Entry]:
    strings = list(_strings(lines))
    type_ = next((text for key, _, text in strings if key == "class"), "")
    for key, number, text in strings:
        if key == "lemmas":
            yield Entry(table=name, type=type_, lemma=text, line=number)


def _strings(lines: list[tuple[int, str]]) -> Iterator[tuple[str, int, str]]:
    """Each string of a table with the key that it stands under and its line."""
    key = ""
    for number, line in lines:
        opened = _KEY.match(line)
        if opened:
            key = next(g for g in opened.groups() if g is not None)
        for found in _STRING.finditer(line, opened.end() if opened else 0):
            if found[3] is None:
                yield key, number, found[1] if found[1] is not None else found[2]

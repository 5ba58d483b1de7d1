"""One folder a language: the same TOML files with the same keys; a typed loader beside them for each kind of file.

`table` reads a file as it is; `events`, `nominals`, `speech`, `figures` and `times` give it types and refuse, by file
and entry, what is wrong in it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from dispatchgraph.errors import KnowledgeError, UnknownLanguage

__all__ = ["available", "table"]


def available() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that have a folder here."""
    return tuple(sorted(p.name for p in files(__name__).iterdir() if (p / "language.toml").is_file()))


@cache
def table(language: str, name: str) -> dict[str, Any]:
    """The TOML file `name` of `language` («events/conflict», «times»), parsed.

    Raises `UnknownLanguage` where the language has no such file, `KnowledgeError` where it is no TOML.
    """
    path = files(__name__).joinpath(language, f"{name}.toml")
    if not path.is_file():
        raise UnknownLanguage(f"no {name}.toml for the language {language!r}; there is: {', '.join(available())}")
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"languages/{language}/{name}.toml: {error}") from error

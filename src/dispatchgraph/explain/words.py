"""Our own words around those of a graph, one file a language in `strings/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["LANGUAGES", "words_of"]

LANGUAGES = ("fr", "en")


@cache
def words_of(language: str) -> Mapping[str, Any]:
    """The words in `language`, one of `LANGUAGES`."""
    return tomllib.loads(files(__package__).joinpath("strings", f"{language}.toml").read_text("utf-8"))

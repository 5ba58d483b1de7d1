"""The words around a picture, in the reader's language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["strings"]


@cache
def strings(language: str) -> Mapping[str, Any]:
    """What `strings/` says in `language`; French where it has no such file."""
    folder = files(__package__).joinpath("strings")
    path = folder.joinpath(f"{language}.toml") if re.fullmatch("[a-z]{2,3}", language) else folder.joinpath("fr.toml")
    return tomllib.loads((path if path.is_file() else folder.joinpath("fr.toml")).read_text("utf-8"))

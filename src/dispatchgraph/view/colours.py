"""The colours of the page's style sheet, for what is drawn without a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["light"]


@cache
def light() -> Mapping[str, str]:
    """The custom properties of the light theme by name, without their dashes: what the first `:root` rule says."""
    style = files(__package__).joinpath("style.css").read_text("utf-8")
    rule = re.search(r":root\s*\{(.*?)\}", style, re.DOTALL)
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", rule[1] if rule else ""))

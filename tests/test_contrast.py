"""The page's colours, light and dark: text and signs stand out as WCAG 2.2 asks at level AA."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

CSS = files("dispatchgraph.view").joinpath("style.css").read_text("utf-8")
LIGHT = r"^:root\s*\{([^}]*)\}"
DARK = r"@media\s*\(prefers-color-scheme:\s*dark\)\s*\{\s*:root\s*\{([^}]*)\}"

TEXT = 4.5  #: https://www.w3.org/TR/WCAG22/#contrast-minimum
SIGN = 3.0  #: https://www.w3.org/TR/WCAG22/#non-text-contrast

KINDS = ("person", "body", "state", "place", "group", "document", "event", "thing")

Theme = dict[str, str]


def properties(block: str) -> Theme:
    """The custom properties of one `:root` of the style sheet."""
    found = re.search(block, CSS, re.MULTILINE)
    assert found, f"the style sheet has no {block}"
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", found[1]))


THEMES = {"light": properties(LIGHT), "dark": properties(LIGHT) | properties(DARK)}
STATUSES = tuple(name for name in THEMES["light"] if name.startswith("status-"))

TEXT_PAIRS = [
    *((name, ground) for name in ("ink", "muted", "accent", "denied", *STATUSES) for ground in ("paper", "card")),
    *(("ink", ground) for ground in ("mark", "faint")),
    ("muted", "faint"),
]
SIGN_PAIRS = [(name, "paper") for name in (*KINDS, *STATUSES)]


def channels(theme: Theme, name: str) -> list[float]:
    """Red, green and blue of a colour, from 0 to 1; `var(--other)` is followed."""
    value = theme[name].strip()
    if other := re.fullmatch(r"var\(--([\w-]+)\)", value):
        return channels(theme, other[1])
    assert re.fullmatch(r"#(?:[0-9a-fA-F]{3}){1,2}", value), f"--{name} is {value}, which this test cannot measure"
    digits = value[1:] if len(value) == 7 else "".join(2 * digit for digit in value[1:])
    return [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]


def luminance(theme: Theme, name: str) -> float:
    """Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(theme, name))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: Theme, one: str, other: str) -> float:
    """Contrast ratio, from 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    dark, light = sorted((luminance(theme, one), luminance(theme, other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_contrast_of_the_recommendation():
    theme = {"black": "#000", "white": "#ffffff", "grey": "#777777", "ink": "var(--black)"}
    assert contrast(theme, "black", "white") == pytest.approx(21)
    assert contrast(theme, "white", "ink") == pytest.approx(21)
    assert contrast(theme, "grey", "white") == pytest.approx(4.48, abs=0.005)


def test_the_dark_theme_has_its_own_value_of_every_colour():
    colours = {name for name, value in properties(LIGHT).items() if value.startswith("#")}
    assert colours - properties(DARK).keys() == set()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("name", "ground"), TEXT_PAIRS)
def test_text_can_be_read(theme: str, name: str, ground: str):
    assert contrast(THEMES[theme], name, ground) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("name", "ground"), SIGN_PAIRS)
def test_signs_can_be_seen(theme: str, name: str, ground: str):
    assert contrast(THEMES[theme], name, ground) >= SIGN

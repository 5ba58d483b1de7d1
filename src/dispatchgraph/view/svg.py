"""Elements of an SVG file, and the file as text: legal XML whatever is put in, the same text for the same elements."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from dispatchgraph.network.export import NOT_XML

__all__ = ["Element", "element", "number", "written"]


def element(tag: str, *children: Element, text: str = "", **attributes: str | float | None) -> Element:
    """An element; of its attributes' names `_` is written «-», and those that are None are left out.

    >>> written(element("text", text="a < b\\x00", font_size=12.50, fill=None))
    '<text font-size="12.5">a &lt; b</text>\\n'
    """
    made = Element(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(name.rstrip("_").replace("_", "-"), _legal(value) if isinstance(value, str) else number(value))
    made.text = _legal(text) or None
    made.extend(children)
    return made


def number(value: float) -> str:
    """A number to a hundredth of a pixel, as short as can be.

    >>> number(3.0), number(-0.001), number(1.239)
    ('3', '0', '1.24')
    """
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def written(root: Element) -> str:
    """The element and all in it, one a line."""
    ElementTree.indent(root, space=" ")
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _legal(text: str) -> str:
    return NOT_XML.sub("", text)

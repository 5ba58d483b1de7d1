"""The HTML page: one file with its data, style and scripts inside, and a policy that lets nothing else in.

pyvis holds the network and fills the template; the template is ours, escapes everything it is given, and takes
vis-network from the pyvis wheel. The page's data is JSON in a block of its own that no browser runs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dispatchgraph.view import wording
from dispatchgraph.view.selection import READINGS, select
from dispatchgraph.view.sheet import Sheet, sheet_of

if TYPE_CHECKING:
    import networkx as nx
    from markupsafe import Markup

__all__ = ["render"]

LIMIT = 5000  #: nodes that a page holds unless told otherwise
OPENING = 300  #: nodes that a page opens on

#: What JSON may hold and a block of HTML or UTF-8 may not.
UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")

#: The page's script, in the order in which its modules build on each other.
MODULES = (
    "dom",
    "words",
    "data",
    "statements",
    "filters",
    "address",
    "palette",
    "shapes",
    "room",
    "picture",
    "labels",
    "bands",
    "evidence",
    "panel",
    "intro",
    "reading",
    "figures",
    "timeline",
    "tooltip",
    "search",
    "legend",
    "controls",
    "rdf",
    "saving",
    "keyboard",
    "main",
)


def render(network: nx.MultiDiGraph, *, title: str = "", language: str = "fr", limit: int = LIMIT) -> str:
    """The page for `network` (see `dispatchgraph.network`), as text to be written in UTF-8.

    Holds the `limit` most tied nodes and says so where there are more; opens on the `OPENING` most tied of them, and
    the reader unfolds the rest. The words around the picture are French or English by `language`; names and sentences
    stay as they are.
    """
    strings = wording.strings(language)
    pictures = {
        reading: select(network, limit=limit, statuses=strings["statuses"], reading=reading) for reading in READINGS
    }
    sheet = sheet_of(network, pictures, opening=OPENING)
    return _filled(sheet, title=title or strings["title"], strings=strings, language=language)


def _filled(sheet: Sheet, *, title: str, strings: Mapping[str, Any], language: str) -> str:
    import jinja2
    from pyvis.network import Network

    pyvis = Network(directed=True, heading=title)
    pyvis.nodes, pyvis.edges = sheet.nodes, sheet.edges
    pyvis.templateEnv = jinja2.Environment(loader=jinja2.FunctionLoader(_text), autoescape=True)
    pyvis.templateEnv.globals.update(_page(sheet, strings=strings, language=language))
    pyvis.path = "page.html"
    return str(pyvis.generate_html(notebook=False))


def _page(sheet: Sheet, *, strings: Mapping[str, Any], language: str) -> dict[str, Any]:
    from markupsafe import Markup

    style, library, script = _text("style.css"), _library(), _script()
    return {
        "language": language,
        "strings": strings,
        "total": sheet.total,
        "held": sheet.held,
        "opened": sheet.opened,
        "figured": bool(sheet.more["figures"]),
        "dated": any(node["kind"] == "event" for node in sheet.nodes),
        "texts": bool(sheet.more["dispatches"]),
        "more": {**sheet.more, "strings": strings},
        "policy": _policy(style, library, script),
        "style": Markup(style),
        "library": Markup(library),
        "script": Markup(script),
        "json": _json,
    }


def _json(value: object) -> Markup:
    """JSON that may stand in HTML: nothing in it can end its block or break a line of script.

    >>> str(_json("</script>"))
    '"\\\\u003c/script\\\\u003e"'
    """
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def _policy(style: str, *scripts: str) -> str:
    """A Content-Security-Policy under which only these very texts run."""
    hashes = " ".join(_hash(s) for s in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


@cache
def _library() -> str:
    """vis-network with its licence notice, without the source map that a browser's tools would go and ask for."""
    whole = files("pyvis").joinpath("templates/lib/vis-9.1.2/vis-network.min.js").read_text("utf-8")
    return re.sub(r"^//# sourceMappingURL=.*$", "", whole, flags=re.MULTILINE)


@cache
def _script() -> str:
    """The modules of `script/` as one script: their imports and exports fall away, since they share one scope."""
    parts = [_unwrapped(_text(f"script/{name}.js")) for name in MODULES]
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "\n})();\n"


def _unwrapped(module: str) -> str:
    without = re.sub(r"^import\s[^;]*;\n", "", module, flags=re.MULTILINE)
    return re.sub(r"^export\s+(?=function|const|let|class)", "", without, flags=re.MULTILINE)

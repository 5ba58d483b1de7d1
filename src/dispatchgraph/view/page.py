"""The HTML page: one file with its data, style and scripts inside, and a policy that lets nothing else in.

pyvis holds the network and fills the template; the template is ours, escapes everything it is given, and takes
vis-network from the pyvis wheel. The page's data is JSON in a block of its own that no browser runs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dispatchgraph.view.layout import positions
from dispatchgraph.view.payload import drawn_edge, drawn_node, shared_evidence
from dispatchgraph.view.selection import Picture, select

if TYPE_CHECKING:
    import networkx as nx
    from markupsafe import Markup

__all__ = ["render"]

LIMIT = 400  #: nodes that a page draws unless told otherwise

#: What JSON may hold and a block of HTML or UTF-8 may not.
UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")

#: The page's script, in the order in which its modules build on each other.
MODULES = (
    "dom",
    "data",
    "words",
    "palette",
    "shapes",
    "picture",
    "labels",
    "evidence",
    "panel",
    "tooltip",
    "search",
    "legend",
    "main",
)


def render(network: nx.MultiDiGraph, *, title: str = "", language: str = "fr", limit: int = LIMIT) -> str:
    """The page for `network` (see `dispatchgraph.network`), as text to be written in UTF-8.

    Draws the `limit` most tied nodes and says so where there are more. The words around the picture are French or
    English by `language`; names and sentences stay as they are.
    """
    strings = _strings(language)
    picture = select(network, limit=limit, statuses=strings["statuses"])
    heading = title or strings["title"]
    return _filled(picture, title=heading, strings=strings, language=language)


@cache
def _strings(language: str) -> Mapping[str, Any]:
    """The page's words in `language`; French where there is no such file."""
    folder = files(__package__).joinpath("strings")
    path = folder.joinpath(f"{language}.toml") if re.fullmatch("[a-z]{2,3}", language) else folder.joinpath("fr.toml")
    return tomllib.loads((path if path.is_file() else folder.joinpath("fr.toml")).read_text("utf-8"))


def _filled(picture: Picture, *, title: str, strings: Mapping[str, Any], language: str) -> str:
    import jinja2
    from pyvis.network import Network

    evidence = shared_evidence()
    places = positions(picture)
    pyvis = Network(directed=True, heading=title)
    pyvis.nodes = [drawn_node(spot, places[spot.id], evidence) for spot in picture.spots]
    pyvis.edges = [drawn_edge(line, number, evidence) for number, line in enumerate(picture.lines)]
    pyvis.templateEnv = jinja2.Environment(loader=jinja2.FunctionLoader(_text), autoescape=True)
    pyvis.templateEnv.globals.update(_page(picture, evidence, strings=strings, language=language))
    pyvis.path = "page.html"
    return str(pyvis.generate_html(notebook=False))


def _page(picture: Picture, evidence: Any, *, strings: Mapping[str, Any], language: str) -> dict[str, Any]:
    from markupsafe import Markup

    style, library, script = _text("style.css"), _library(), _script()
    return {
        "language": language,
        "strings": strings,
        "count": _count(picture),
        "total": picture.total,
        "more": {
            "items": evidence.items,
            "sentences": evidence.sentences,
            "dispatches": picture.dispatches,
            "strings": strings,
        },
        "policy": _policy(style, library, script),
        "style": Markup(style),
        "library": Markup(library),
        "script": Markup(script),
        "json": _json,
    }


def _count(picture: Picture) -> dict[str, int]:
    events = sum(s.kind == "event" for s in picture.spots)
    return {
        "nodes": len(picture.spots),
        "entities": len(picture.spots) - events,
        "events": events,
        "ties": len(picture.lines),
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

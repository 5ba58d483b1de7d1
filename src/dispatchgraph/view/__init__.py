"""networkx → one HTML page that holds all it needs and asks no one for anything.

`selection` chooses what is drawn and bundles parallel ties, `layout` places it, `page` fills the template. What the
reader sees and does is in `script/` (one small module a matter), `style.css` and `strings/` (one file a language).
"""

from dispatchgraph.view.page import render

__all__ = ["render"]

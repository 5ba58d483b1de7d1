"""networkx → one HTML page that holds all it needs and asks no one for anything, or one SVG drawing for print.

`selection` chooses what is drawn and bundles parallel ties, `layout` places names and `chronology` events in time,
`sheet` puts all of it together, `page` fills the template. What the reader sees and does is in `script/` (one small
module a matter), `style.css` and `strings/` (one file a language).
`drawing` draws the same without a browser: `scene` sets the words, `strokes` and `signs` know what all looks like.
"""

from dispatchgraph.view.drawing import draw
from dispatchgraph.view.page import LIMIT, render

__all__ = ["LIMIT", "draw", "render"]

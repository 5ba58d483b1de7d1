// Everything together: one state, and what changes it.

import { byId } from "./dom.js";
import { readData } from "./data.js";
import { keepLabels } from "./labels.js";
import { drawLegend } from "./legend.js";
import { palette, whenThemeChanges } from "./palette.js";
import { showEdge, showIntro, showNode } from "./panel.js";
import { focusOn, openPicture } from "./picture.js";
import { keepSearch } from "./search.js";
import { keepTooltip } from "./tooltip.js";

const state = { data: readData(), colours: palette(), focus: null, chosen: null };
const { network, sets, refresh } = openPicture(state);

function changed(show) {
  state.version += 1;
  state.redrawPanel = show;
  show();
  refresh();
}

const act = {
  chooseNode(id, { travel = false } = {}) {
    state.focus = focusOn(state.data, { node: id });
    state.chosen = id;
    network.selectNodes([id], false);
    if (travel) network.focus(id, { scale: Math.max(network.getScale(), 0.9), animation: { duration: 350, easingFunction: "easeInOutQuad" } });
    changed(() => showNode(state, act, id));
  },
  chooseEdge(id) {
    state.focus = focusOn(state.data, { edge: id });
    state.chosen = null;
    network.selectEdges([id]);
    changed(() => showEdge(state, act, id));
  },
  clear() {
    state.focus = state.chosen = null;
    network.unselectAll();
    changed(() => showIntro(state, act));
  },
};

function fit(animated) {
  network.fit({ maxZoomLevel: 1.25, animation: animated ? { duration: 300, easingFunction: "easeInOutQuad" } : false });
}

function zoomBy(factor) {
  network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.05), 6), animation: { duration: 160, easingFunction: "easeOutQuad" } });
}

keepLabels(state, network);
keepTooltip(state, network);
keepSearch(state, act);
drawLegend(state);
showIntro(state, act);
fit(false);

network.on("click", ({ nodes, edges }) => {
  if (nodes.length) act.chooseNode(nodes[0]);
  else if (edges.length) act.chooseEdge(edges[0]);
  else if (state.focus) act.clear();
});
network.on("dragging", () => {
  state.version += 1;
});
byId("zoom-in").addEventListener("click", () => zoomBy(1.3));
byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.3));
byId("fit").addEventListener("click", () => fit(true));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.focus) act.clear();
  if (event.key === "/" && document.activeElement !== byId("search")) {
    event.preventDefault();
    byId("search").focus();
  }
});
whenThemeChanges(() => {
  state.colours = palette();
  drawLegend(state);
  (state.redrawPanel ?? (() => showIntro(state, act)))();
  state.version += 1;
  refresh();
});

// What a test or a reader's console may ask.
window.dispatchgraph = { state, network, sets, act };

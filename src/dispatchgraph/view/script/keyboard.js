// The picture by keyboard: arrows go to the nearest sign that way, plus and minus zoom, Escape lets go.

import { byId } from "./dom.js";

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** The node nearest to `from` in a direction: what lies aside counts double. */
export function nearest(positions, from, [dx, dy]) {
  const start = positions[from];
  let best = null;
  for (const [id, { x, y }] of Object.entries(positions)) {
    const along = (x - start.x) * dx + (y - start.y) * dy;
    const aside = Math.abs((x - start.x) * dy) + Math.abs((y - start.y) * dx);
    const cost = along + 2 * aside;
    if (id !== from && along > 0 && aside < 3 * along && (!best || cost < best.cost)) best = { id, cost };
  }
  return best?.id;
}

/** Let the picture be walked by keys. */
export function keepKeyboard(state, network, act, zoomBy) {
  byId("picture").addEventListener("keydown", (event) => {
    const positions = network.getPositions();
    const way = WAYS[event.key];
    if (way) {
      const from = state.chosen && positions[state.chosen] ? state.chosen : null;
      const next = from ? nearest(positions, from, way) : state.shown.nodes.toSorted((a, b) => b.degree - a.degree)[0]?.id;
      if (next) act.chooseNode(next, { travel: true });
    } else if (event.key === "+") zoomBy(1.3);
    else if (event.key === "-") zoomBy(1 / 1.3);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") act.clear();
    if (event.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement?.tagName)) {
      event.preventDefault();
      byId("search").focus();
    }
  });
}

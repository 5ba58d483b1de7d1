// The key to signs and lines: only what this graph holds. A press leaves a kind out, another brings it back.

import { button, byId, element } from "./dom.js";
import { KINDS } from "./palette.js";
import { signIcon } from "./panel.js";
import { LOOKS, lookOf, stands } from "./statements.js";

function stroke(state, look) {
  const canvas = element("canvas", "stroke");
  const density = window.devicePixelRatio || 1;
  canvas.width = 34 * density;
  canvas.height = 14 * density;
  canvas.style.width = "34px";
  canvas.style.height = "14px";
  const ctx = canvas.getContext("2d");
  ctx.scale(density, density);
  ctx.setLineDash(state.data.dashes[look] ?? []);
  ctx.lineWidth = look === "claimed" ? 1.2 : 2.2;
  ctx.strokeStyle = state.colours.looks[look];
  ctx.beginPath();
  ctx.moveTo(1, 7);
  ctx.lineTo(33, 7);
  ctx.stroke();
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

function toggle(state, act, list, name, icon, words) {
  const key = button("key", () => act.toggle(list, name), icon, words);
  key.dataset.key = name;
  key.setAttribute("aria-pressed", String(!state.filters[list].has(name)));
  key.title = state.data.strings.toggle;
  return element("li", "", key);
}

/** Draw the legend in the colours in force. */
export function drawLegend(state, act) {
  const { data } = state;
  const kinds = new Set(data.nodes.map((node) => node.kind));
  const looks = new Set([...data.nodes.filter(({ kind }) => kind === "event"), ...data.edges.flatMap(({ ties }) => ties.filter((tie) => !stands(tie)))].map(lookOf));
  const signs = KINDS.filter((kind) => kinds.has(kind)).map((kind) => toggle(state, act, "kinds", kind, signIcon(state, kind, "", 18), data.strings.kinds[kind]));
  const lines = LOOKS.filter((look) => looks.has(look)).map((look) => toggle(state, act, "looks", look, stroke(state, look), data.strings.looks[look]));
  byId("legend").replaceChildren(element("ul", "keys", ...signs), element("ul", "keys", ...lines));
}

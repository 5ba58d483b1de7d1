// The key to signs and lines: only what this picture holds.

import { byId, element } from "./dom.js";
import { KINDS } from "./palette.js";
import { signIcon } from "./panel.js";

const STATUSES = ["occurred", "planned", "requested", "hypothetical", "alleged", "negated"];

function stroke(state, status, dashes, attributed) {
  const canvas = element("canvas", "stroke");
  const density = window.devicePixelRatio || 1;
  canvas.width = 34 * density;
  canvas.height = 14 * density;
  canvas.style.width = "34px";
  canvas.style.height = "14px";
  const ctx = canvas.getContext("2d");
  ctx.scale(density, density);
  ctx.setLineDash(dashes || []);
  ctx.lineWidth = attributed ? 1.1 : 2;
  ctx.strokeStyle = status === "negated" ? state.colours.denied : state.colours.muted;
  ctx.beginPath();
  ctx.moveTo(1, 7);
  ctx.lineTo(33, 7);
  ctx.stroke();
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

function kindEntries(state) {
  const held = new Set(state.data.nodes.map((node) => node.kind));
  return KINDS.filter((kind) => held.has(kind)).map((kind) => element("li", "", signIcon(state, kind, "", 18), state.data.strings.kinds[kind]));
}

function lineEntries(state) {
  const { edges, strings } = state.data;
  const first = (status) => edges.find((line) => line.status === status);
  const held = STATUSES.filter(first);
  const entries = held.map((status) => element("li", "", stroke(state, status, first(status).dashes, false), strings.statuses[status]));
  if (edges.some((line) => line.attributed)) entries.push(element("li", "", stroke(state, "", false, true), strings.attributed));
  return entries;
}

/** Draw the legend in the colours in force. */
export function drawLegend(state) {
  byId("legend").replaceChildren(element("ul", "keys", ...kindEntries(state)), element("ul", "keys", ...lineEntries(state)));
}

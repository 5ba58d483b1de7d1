// A line of text beside the pointer.

import { byId } from "./dom.js";
import { namesOf } from "./data.js";
import { filled, period } from "./words.js";

function nodeWords(state, node) {
  const { strings } = state.data;
  const dates = period(strings, node.begins, node.ends);
  const status = node.status && strings.statuses[node.status];
  return [node.told || node.label, [node.class_label || strings.kinds[node.kind], status, dates].filter(Boolean).join(" · ")];
}

function edgeWords(state, line) {
  const { node } = state.data;
  if (!line) return [];
  return [`${node.get(line.from).label} ${line.label.replaceAll("\n", ", ")} ${node.get(line.to).label}`, edgeStatus(state, line)].filter(Boolean);
}

function edgeStatus({ data }, line) {
  const speakers = [...new Set(line.ties.flatMap((tie) => tie.speakers))];
  return speakers.length ? filled(data.strings.according_to, { speaker: namesOf(data, speakers) }) : "";
}

/** Show the tooltip while the pointer rests on a node or a line. */
export function keepTooltip(state, network) {
  const box = byId("tooltip");
  const show = (lines, { x, y }) => {
    if (!lines.length) return;
    box.replaceChildren(...lines.flatMap((line, row) => (row ? [document.createElement("br"), line] : [line])));
    box.hidden = false;
    const room = box.parentElement.clientWidth - box.offsetWidth - 12;
    box.style.left = `${Math.max(8, Math.min(x + 14, room))}px`;
    box.style.top = `${Math.max(8, y - box.offsetHeight - 12)}px`;
  };
  const hide = () => {
    box.hidden = true;
  };
  network.on("hoverNode", ({ node, pointer }) => show(nodeWords(state, state.data.node.get(node)), pointer.DOM));
  network.on("hoverEdge", ({ edge, pointer }) => show(edgeWords(state, state.lineShown.get(edge)), pointer.DOM));
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(event, hide);
}

// The picture itself: vis-network holds nodes and lines at the places that Python computed, at rest.

import { byId } from "./dom.js";
import { drawBacking, drawSign } from "./shapes.js";

const OPTIONS = {
  autoResize: true,
  physics: { enabled: false },
  layout: { improvedLayout: false },
  interaction: { hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, tooltipDelay: 1e9, keyboard: false },
  nodes: { shape: "custom", scaling: { label: { drawThreshold: 1e9 } } },
  // Labels are placed by labels.js, so that none lies on another; vis-network draws none itself.
  edges: { smooth: false, scaling: { label: { drawThreshold: 1e9 } }, selectionWidth: 0, hoverWidth: 0, arrowStrikethrough: false },
};

function lineColour(line, colours, focus) {
  if (focus && !focus.edges.has(line.id)) return { color: colours.line, opacity: 0.18 };
  if (focus) return { color: line.status === "negated" ? colours.denied : colours.accent, opacity: 1 };
  if (line.status === "negated") return { color: colours.denied, opacity: 0.85 };
  return { color: colours.line, opacity: line.kind === "role" || line.kind === "location" ? 0.75 : 1 };
}

function lineLook(line, state) {
  const { color, opacity } = lineColour(line, state.colours, state.focus);
  return { id: line.id, color: { color, highlight: color, hover: color, opacity }, width: line.attributed ? 1.1 : 2 };
}

function painter(state) {
  return ({ ctx, id, x, y }) => {
    const node = state.data.node.get(id);
    const r = node.size;
    return {
      drawNode() {
        ctx.save();
        if (state.focus && !state.focus.nodes.has(id)) {
          drawBacking(ctx, x, y, r, state.colours);
          ctx.globalAlpha = 0.2;
        }
        drawSign(ctx, node.kind, x, y, r, state.colours, { status: node.status, ring: state.chosen === id });
        ctx.restore();
      },
      nodeDimensions: { width: 2 * r, height: 2 * r },
    };
  };
}

/** Put the network on the page. `state` holds data, colours and focus, and is read at each drawing. */
export function openPicture(state) {
  const paint = painter(state);
  const nodes = state.data.nodes.map((node) => ({ id: node.id, label: node.label, kind: node.kind, x: node.x, y: node.y, size: node.size, shape: "custom", ctxRenderer: paint }));
  const edges = state.data.edges.map(({ id, from, to, label, arrows, dashes, smooth, status }) => ({ id, from, to, label, arrows, dashes, smooth: smooth ?? false, status }));
  const sets = { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) };
  sets.edges.update(state.data.edges.map((line) => lineLook(line, state)));
  const network = new vis.Network(byId("picture"), sets, OPTIONS);
  const refresh = () => {
    sets.edges.update(state.data.edges.map((line) => lineLook(line, state)));
    network.redraw();
  };
  return { network, sets, refresh };
}

/** What stays bright while something is chosen: itself, its lines and their ends. */
export function focusOn(data, { node, edge }) {
  const lines = edge ? [data.edge.get(edge)] : data.around.get(node);
  const nodes = new Set(lines.flatMap((line) => [line.from, line.to]));
  if (node) nodes.add(node);
  return { nodes, edges: new Set(lines.map((line) => line.id)) };
}

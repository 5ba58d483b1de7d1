// The picture itself: vis-network holds what is shown at the places that Python computed, at rest.

import { byId } from "./dom.js";
import { overlaps, settled } from "./room.js";
import { drawBacking, drawSign } from "./shapes.js";
import { labelOf, stands } from "./statements.js";

const OPTIONS = {
  autoResize: true,
  physics: { enabled: false },
  layout: { improvedLayout: false },
  interaction: { hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, tooltipDelay: 1e9, keyboard: false },
  nodes: { shape: "custom", scaling: { label: { drawThreshold: 1e9 } } },
  // Labels are placed by labels.js, so that none lies on another; vis-network draws none itself.
  edges: { smooth: false, scaling: { label: { drawThreshold: 1e9 } }, selectionWidth: 0, hoverWidth: 0, arrowStrikethrough: false },
};
const PHYSICS = { enabled: true, solver: "forceAtlas2Based", forceAtlas2Based: { gravitationalConstant: -90, springLength: 90, avoidOverlap: 0.8 }, stabilization: false };
const ARROWS = { negated: "bar", claimed: "vee" };
const TINY = 3.2; // pixels of radius below which a sign is a mere dot
const MANY = 1500; // lines beyond which a drag leaves them out

function lineLook(line, state) {
  const { colours, focus } = state;
  const own = line.ties.every(stands) ? colours.line : colours.looks[line.look];
  const aside = focus && !focus.edges.has(line.id);
  const crowded = state.shown.lines.length > MANY ? 0.4 : 1;
  const opacity = aside ? 0.22 * crowded : focus ? 1 : crowded * (line.kind === "relation" ? 1 : 0.75);
  const color = { color: own, highlight: own, hover: own, opacity };
  return { id: line.id, color, width: line.look === "claimed" ? 1.2 : 2, dashes: state.data.dashes[line.look] ?? false };
}

function newLine(line, state) {
  const arrows = line.directed ? { to: { enabled: true, type: ARROWS[line.look] ?? "arrow", scaleFactor: 0.55 } } : "";
  const smooth = line.bend ? { enabled: true, type: line.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(line.bend) } : false;
  return { ...lineLook(line, state), from: line.from, to: line.to, arrows, smooth };
}

function painter(state) {
  return ({ ctx, id, x, y }) => {
    const node = state.data.node.get(id);
    const r = node.size;
    return {
      drawNode() {
        if (r * ctx.getTransform().a < TINY && !state.focus) {
          ctx.fillStyle = state.colours.kinds[node.kind];
          ctx.fillRect(x - r, y - r, 2 * r, 2 * r);
          return;
        }
        ctx.save();
        if (state.focus && !state.focus.nodes.has(id)) {
          drawBacking(ctx, x, y, r, state.colours);
          ctx.globalAlpha = 0.34;
        }
        drawSign(ctx, node.kind, x, y, r, state.colours, { status: node.status, ring: state.chosen === id });
        ctx.restore();
      },
      nodeDimensions: { width: 2 * r, height: 2 * r },
    };
  };
}

/** Places for all that is shown: those of the layout, those the reader gave, and room for newcomers. */
function placesOf(state) {
  const { shown, reading, data, moved } = state;
  const whole = state.whole && reading === "relations";
  const known = new Map();
  for (const node of shown.nodes) {
    const place = whole ? node.wide ?? node.places[reading] : node.places[reading];
    const own = moved[reading].get(node.id) ?? (place && { x: place[0], y: place[1] });
    if (own) known.set(node.id, own);
  }
  const fresh = shown.nodes.filter((node) => !known.has(node.id)).sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
  const others = (id) => data.around[reading].get(id).map((line) => (line.from === id ? line.to : line.from));
  // An event never takes a place under a date: the columns hold those that the layout put there.
  const mayStand = (id, box) => reading !== "events" || data.node.get(id).kind !== "event" || !data.bands.some((band) => overlaps(band, box));
  const places = fresh.length ? settled(fresh.map((node) => node.id), others, known, mayStand) : known;
  for (const node of fresh) moved[reading].set(node.id, places.get(node.id));
  return places;
}

/** Change a vis data set into `wanted`, touching only what differs. */
function replaced(set, wanted) {
  const keep = new Set(wanted.map(({ id }) => id));
  const gone = set.getIds().filter((id) => !keep.has(id));
  if (gone.length) set.remove(gone);
  set.update(wanted);
}

/** Put the network on the page. `state` holds data, colours and focus, and is read at each drawing. */
export function openPicture(state) {
  const paint = painter(state);
  const sets = { nodes: new vis.DataSet([]), edges: new vis.DataSet([]) };
  const network = new vis.Network(byId("picture"), sets, OPTIONS);
  const refresh = () => {
    sets.edges.update(state.shown.lines.map((line) => lineLook(line, state)));
    network.redraw();
  };
  const sync = () => {
    const { nodes, lines } = state.shown;
    const places = placesOf(state);
    for (const line of lines) line.label = labelOf(state.data.strings, line.ties);
    state.lineShown = new Map(lines.map((line) => [line.id, line]));
    hideWhileMoving(lines.length > MANY);
    replaced(sets.edges, []);
    replaced(sets.nodes, nodes.map(({ id, size }) => ({ id, size, shape: "custom", ctxRenderer: paint, ...places.get(id) })));
    sets.edges.add(lines.map((line) => newLine(line, state)));
  };
  let hidden = false;
  const hideWhileMoving = (many) => {
    if (many !== hidden) network.setOptions({ interaction: { hideEdgesOnDrag: many, hideEdgesOnZoom: many } });
    hidden = many;
  };
  const keepPlaces = () => {
    for (const [id, place] of Object.entries(network.getPositions())) state.moved[state.reading].set(id, place);
  };
  network.on("dragEnd", ({ nodes }) => nodes.length && keepPlaces());
  const loosen = (on) => {
    if (!on) keepPlaces();
    network.setOptions({ physics: on ? PHYSICS : { enabled: false } });
  };
  return { network, sets, refresh, sync, loosen };
}

/** What stays bright while something is chosen: itself, its lines and their ends. */
export function focusOn({ shown }, { node, lines }) {
  const kept = lines ?? shown.lines.filter((line) => line.from === node || line.to === node);
  const nodes = new Set(kept.flatMap((line) => [line.from, line.to]));
  if (node) nodes.add(node);
  return { nodes, edges: new Set(kept.map((line) => line.id)) };
}

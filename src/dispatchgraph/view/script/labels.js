// Labels as a map-maker sets them: always upright and legible, the weightiest first, and none where it would cover
// another. Zooming in makes room for the rest.

import { boxAt, takenRoom } from "./room.js";
import { wrapped } from "./words.js";

const GAP = 3;
const MOST = 700; // labels that are tried at a time: beyond, the weightiest in sight
const RANK = { relation: 0, affiliation: 1, alliance: 1, statement: 2, location: 3, source: 3, role: 4 };

/** Screen pixels of a letter: near its natural size, never too small to read. */
function fontSize(scale, natural, least, most) {
  return Math.min(Math.max(natural * scale, least), most) / scale;
}

function measured(ctx, lines, size) {
  return Math.max(...lines.map((line) => ctx.measureText(line).width)) + size * 0.3;
}

function nodeJobs(ctx, nodes, positions, scale, family) {
  const size = fontSize(scale, 14, 11, 17);
  return nodes.map((node) => {
    const event = node.kind === "event";
    const own = event ? size * 0.94 : size;
    const font = `${event ? "italic 500" : "600"} ${own}px ${family}`;
    ctx.font = font;
    const whole = wrapped(node.label);
    const cut = whole.length > 1 ? [[`${whole[0]} …`]] : [];
    const forms = [whole, ...cut].map((lines) => nodeForm(ctx, lines, own, positions[node.id], node.size));
    return { id: node.id, node: true, forms, font, size: own, rank: -1 - node.degree };
  });
}

/** A label under its sign, or over or beside it. */
function nodeForm(ctx, lines, size, { x, y }, radius) {
  const width = measured(ctx, lines, size);
  const height = lines.length * size * 1.16;
  const down = radius * 1.12 + GAP + height / 2;
  const aside = radius * 1.12 + GAP + width / 2;
  return { lines, width, height, spots: [[x, y + down], [x, y - down], [x + aside, y], [x - aside, y]] };
}

function edgeJobs(ctx, lines, network, scale, family) {
  const size = fontSize(scale, 12, 10, 14);
  const font = `400 ${size}px ${family}`;
  ctx.font = font;
  return lines.filter((line) => line.label && network.body.edges[line.id]?.connected).map((line) => {
    const rows = line.label.split("\n").flatMap((label) => wrapped(label));
    const curve = network.body.edges[line.id].edgeType;
    const spots = [0.5, 0.42, 0.58, 0.34, 0.66].map((share) => curve.getPoint(share)).map(({ x, y }) => [x, y]);
    const form = { lines: rows, width: measured(ctx, rows, size), height: rows.length * size * 1.16, spots };
    return { id: line.id, node: false, forms: [form], font, size, rank: 1000 + (RANK[line.kind] ?? 0), look: line.look };
  });
}

function wanted(state, job) {
  if (!state.focus) return true;
  return job.node ? state.focus.nodes.has(job.id) : state.focus.edges.has(job.id);
}

function freePlace({ forms }, taken) {
  for (const { lines, width, height, spots } of forms) {
    const boxes = spots.map(([x, y]) => boxAt(x, y, width, height));
    const box = boxes.find((one) => taken.isFree(one));
    if (box) return { lines, box };
  }
  return null;
}

/** The jobs that find room, each in the first form and spot that is free. */
function placed(jobs, taken) {
  const set = [];
  for (const job of jobs) {
    const place = freePlace(job, taken);
    if (!place) continue;
    taken.take(place.box);
    set.push({ ...job, ...place });
  }
  return set;
}

/** What can be labelled: all of a small picture, else the weightiest in sight. */
function candidates(state, network, positions) {
  const { lines } = state.shown;
  const nodes = state.shown.nodes.filter(({ id }) => positions[id]);
  if (nodes.length + lines.length <= MOST) return { nodes, lines };
  const { clientWidth, clientHeight } = network.canvas.frame;
  const near = network.DOMtoCanvas({ x: 0, y: 0 });
  const far = network.DOMtoCanvas({ x: clientWidth, y: clientHeight });
  const seen = nodes.filter(({ id }) => positions[id].x > near.x && positions[id].x < far.x && positions[id].y > near.y && positions[id].y < far.y);
  const first = seen.sort((a, b) => wantedNode(state, b) - wantedNode(state, a) || b.degree - a.degree || (a.id < b.id ? -1 : 1)).slice(0, MOST / 2);
  const kept = new Set(first.map(({ id }) => id));
  return { nodes: first, lines: lines.filter(({ from, to }) => kept.has(from) && kept.has(to)).slice(0, MOST / 2) };
}

function wantedNode(state, node) {
  return Number(!state.focus || state.focus.nodes.has(node.id));
}

function arrange(ctx, state, network, scale, family) {
  const positions = network.getPositions();
  const { nodes, lines } = candidates(state, network, positions);
  const taken = takenRoom();
  for (const node of nodes) taken.take(boxAt(positions[node.id].x, positions[node.id].y, node.size * 1.9, node.size * 1.9));
  const jobs = [...nodeJobs(ctx, nodes, positions, scale, family), ...edgeJobs(ctx, lines, network, scale, family)];
  jobs.sort((a, b) => wanted(state, b) - wanted(state, a) || a.rank - b.rank || (a.id < b.id ? -1 : 1));
  return placed(jobs.filter((job) => job.node || wanted(state, job)), taken);
}

function write(ctx, state, job) {
  const { colours } = state;
  const bright = wanted(state, job);
  ctx.globalAlpha = bright ? 1 : 0.36;
  ctx.font = job.font;
  ctx.lineWidth = job.size * 0.34;
  ctx.strokeStyle = colours.paper;
  ctx.fillStyle = job.node ? colours.ink : ["occurred", "claimed"].includes(job.look) ? colours.muted : colours.looks[job.look];
  const x = (job.box.left + job.box.right) / 2;
  job.lines.forEach((line, row) => {
    const y = job.box.top + (row + 0.5) * job.size * 1.16;
    ctx.strokeText(line, x, y);
    ctx.fillText(line, x, y);
  });
}

/** Draw all labels there is room for, after each drawing of the picture. */
export function keepLabels(state, network) {
  let known = { key: "", jobs: [] };
  state.version = 0;
  network.on("afterDrawing", (ctx) => {
    const scale = network.getScale();
    const large = state.shown.nodes.length + state.shown.lines.length > MOST;
    const { x, y } = large && !state.dragging ? network.getViewPosition() : { x: 0, y: 0 };
    const key = state.dragging && large ? known.key : `${scale.toFixed(3)} ${state.version} ${Math.round(x)} ${Math.round(y)}`;
    ctx.save();
    if (key !== known.key) known = { key, jobs: arrange(ctx, state, network, scale, state.colours.text) };
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    for (const job of known.jobs) write(ctx, state, job);
    ctx.restore();
    state.labels = known.jobs;
  });
}

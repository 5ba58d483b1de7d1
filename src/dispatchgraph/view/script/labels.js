// Labels as a map-maker sets them: always upright and legible, the weightiest first, and none where it would cover
// another. Zooming in makes room for the rest.

import { wrapped } from "./words.js";

const GAP = 3;
const RANK = { relation: 0, affiliation: 1, alliance: 1, statement: 2, location: 3, source: 3, role: 4 };

function overlaps(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function boxAt(x, y, width, height) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

/** Screen pixels of a letter: near its natural size, never too small to read. */
function fontSize(scale, natural, least, most) {
  return Math.min(Math.max(natural * scale, least), most) / scale;
}

function measured(ctx, lines, size) {
  return Math.max(...lines.map((line) => ctx.measureText(line).width)) + size * 0.3;
}

function nodeJobs(ctx, state, positions, scale, family) {
  const size = fontSize(scale, 14, 11, 17);
  return state.data.nodes.map((node) => {
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

function edgeJobs(ctx, state, network, scale, family) {
  const size = fontSize(scale, 12, 10, 14);
  const font = `400 ${size}px ${family}`;
  ctx.font = font;
  return state.data.edges.filter((line) => line.label).map((line) => {
    const lines = line.label.split("\n").flatMap((label) => wrapped(label));
    const curve = network.body.edges[line.id].edgeType;
    const spots = [0.5, 0.42, 0.58, 0.34, 0.66].map((share) => curve.getPoint(share)).map(({ x, y }) => [x, y]);
    const form = { lines, width: measured(ctx, lines, size), height: lines.length * size * 1.16, spots };
    return { id: line.id, node: false, forms: [form], font, size, rank: 1000 + (RANK[line.kind] ?? 0), status: line.status };
  });
}

function wanted(state, job) {
  if (!state.focus) return true;
  return job.node ? state.focus.nodes.has(job.id) : state.focus.edges.has(job.id);
}

function freePlace({ forms }, taken) {
  for (const { lines, width, height, spots } of forms) {
    const boxes = spots.map(([x, y]) => boxAt(x, y, width, height));
    const box = boxes.find((one) => !taken.some((other) => overlaps(one, other)));
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
    taken.push(place.box);
    set.push({ ...job, ...place });
  }
  return set;
}

function arrange(ctx, state, network, scale, family) {
  const positions = network.getPositions();
  const signs = state.data.nodes.map((node) => boxAt(positions[node.id].x, positions[node.id].y, node.size * 1.9, node.size * 1.9));
  const jobs = [...nodeJobs(ctx, state, positions, scale, family), ...edgeJobs(ctx, state, network, scale, family)];
  jobs.sort((a, b) => wanted(state, b) - wanted(state, a) || a.rank - b.rank || (a.id < b.id ? -1 : 1));
  return placed(jobs.filter((job) => job.node || wanted(state, job)), signs);
}

function write(ctx, state, job) {
  const { colours } = state;
  const bright = wanted(state, job);
  ctx.globalAlpha = bright ? 1 : 0.22;
  ctx.font = job.font;
  ctx.lineWidth = job.size * 0.34;
  ctx.strokeStyle = colours.paper;
  ctx.fillStyle = job.node ? colours.ink : job.status === "negated" ? colours.denied : colours.muted;
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
    const key = `${scale.toFixed(3)} ${state.version}`;
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

// What is shown: the part of the picture that is open, less what the reader's filters leave out. Filters combine.

import { lookOf, lookOfLine } from "./statements.js";

const ALLOWED = 1500; // nodes that filters bring in from outside the open part

/** No filter: everything that is open is shown. `off` leaves out, `only` keeps where it holds anything. */
export function noFilters() {
  return { kinds: new Set(), looks: new Set(), classes: new Set(), speakers: new Set(), dispatches: new Set(), from: "", to: "", lone: false };
}

/** The speaker of what no one is said to claim. */
export const DISPATCH_ITSELF = "";

/** Whether filters leave out statements, beside kinds of names. */
export function restricts({ looks, classes, speakers, dispatches, from, to }) {
  return Boolean(looks.size || classes.size || speakers.size || dispatches.size || from || to);
}

/** How many filters are set. */
export function countFilters(filters) {
  const sets = [filters.kinds, filters.looks, filters.classes, filters.speakers, filters.dispatches];
  return sets.filter((set) => set.size).length + Number(Boolean(filters.from || filters.to)) + Number(filters.lone);
}

/** Whether a statement happens between two days; one without a date does so only when all days are wanted. */
function within({ begins, ends }, from, to) {
  if (!from && !to) return true;
  if (!begins && !ends) return false;
  return (!to || !begins || begins.slice(0, 10) <= to) && (!from || (ends || (begins > from ? begins : "")).slice(0, 10) >= from);
}

/** Whether a tie, an event or a figure passes all filters. */
export function passes(filters, told) {
  const { looks, classes, speakers, dispatches, from, to } = filters;
  if (looks.has(lookOf(told))) return false;
  if (classes.size && !classes.has(told.class)) return false;
  if (speakers.size && !(told.speakers.length ? told.speakers : [DISPATCH_ITSELF]).some((one) => speakers.has(one))) return false;
  if (dispatches.size && ![...told.dispatches].some((one) => dispatches.has(one))) return false;
  return within(told, from, to);
}

/** The nodes that may be shown in the reading, before filters. */
function openNodes({ data, reading, whole, unfolded, filters }) {
  const held = data.nodes.filter((node) => node.readings.includes(reading));
  if (whole) return held;
  const wide = filters.classes.size || filters.speakers.size || filters.dispatches.size || filters.from || filters.to;
  if (wide) return held.toSorted((a, b) => b.degree - a.degree).slice(0, ALLOWED);
  return held.filter((node) => node.places[reading] || unfolded.has(node.id));
}

function shownLines({ data, reading, filters }, open) {
  const found = [];
  for (const line of data.edges) {
    if (line.reading !== reading || !open.has(line.from) || !open.has(line.to)) continue;
    const ties = line.ties.filter((tie) => passes(filters, tie));
    if (ties.length) found.push({ ...line, ties, look: lookOfLine(ties) });
  }
  return found;
}

/** What the picture shows of `state`: `nodes`, `lines` with the ties that pass, and for each node how many neighbours wait. */
export function visible(state) {
  const { data, reading, filters } = state;
  const admitted = openNodes(state).filter((node) => !filters.kinds.has(node.kind) && (node.kind !== "event" || passes(filters, node)));
  const open = new Set(admitted.map((node) => node.id));
  const lines = shownLines(state, open);
  const tied = new Set(lines.flatMap((line) => [line.from, line.to]));
  const strict = filters.lone || restricts(filters);
  const nodes = admitted.filter((node) => tied.has(node.id) || !(strict && (node.kind !== "event" || filters.lone)));
  return { nodes, lines, ids: new Set(nodes.map((node) => node.id)), waiting: (id) => waiting(data.around[reading].get(id), open, id) };
}

/** How many neighbours of a node are not open. */
function waiting(lines, open, id) {
  return new Set(lines.map((line) => (line.from === id ? line.to : line.from)).filter((other) => !open.has(other))).size;
}

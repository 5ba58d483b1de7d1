// What the page knows: nodes, lines, figures, texts, evidence and the page's own words, as Python wrote them.

import { byId } from "./dom.js";

const EVENT = ["class", "status", "speakers", "begins", "ends", "when", "place", "evidence", "rdf"];

function block(id) {
  return JSON.parse(byId(id).textContent);
}

/** Everything, with lookups by id and by end. */
export function readData() {
  const { nodes, edges } = block("graph-data");
  const { items, sentences, ...more } = block("graph-more");
  for (const line of edges) nameEnds(line, nodes);
  const node = new Map(nodes.map((one) => [one.id, one]));
  const edge = new Map(edges.map((one) => [one.id, one]));
  const data = { ...more, nodes, edges, node, edge, sentences };
  data.evidence = (numbers) => numbers.map((number) => ({ ...items[number], sentence: sentences[items[number].sentence] }));
  data.dispatchesOf = (numbers) => new Set(numbers.map((number) => items[number].in).filter((one) => one !== undefined));
  for (const line of edges) line.ties = line.ties.map((tie) => wholeTie(data, tie));
  for (const one of nodes) one.dispatches = data.dispatchesOf(one.evidence);
  for (const one of data.figures) one.dispatches = data.dispatchesOf(one.evidence);
  data.around = surroundings(nodes, edges);
  return data;
}

/** Lines come with the numbers of their nodes; here they get the names. */
function nameEnds(line, nodes) {
  line.from = nodes[line.from].id;
  line.to = nodes[line.to].id;
  for (const tie of line.ties) if (tie.event !== undefined) tie.event = nodes[tie.event].id;
}

/** A tie of an event tells what its event tells. */
function wholeTie(data, tie) {
  const event = tie.event && data.node.get(tie.event);
  const told = event ? Object.fromEntries(EVENT.map((key) => [key, event[key]])) : {};
  const whole = { speakers: [], evidence: [], rdf: [], ...told, ...tie };
  return { ...whole, dispatches: data.dispatchesOf(whole.evidence) };
}

/** For each reading the lines at each node. */
function surroundings(nodes, edges) {
  const around = { relations: new Map(), events: new Map() };
  for (const one of nodes) for (const lines of Object.values(around)) lines.set(one.id, []);
  for (const line of edges) {
    around[line.reading].get(line.from).push(line);
    if (line.to !== line.from) around[line.reading].get(line.to).push(line);
  }
  return around;
}

/** The node at the other end of a line. */
export function otherEnd(data, line, id) {
  return data.node.get(line.from === id ? line.to : line.from);
}

/** The names of people or bodies by their ids, as a list. */
export function namesOf(data, ids) {
  return ids.map((id) => data.node.get(id)?.label ?? id).join(", ");
}

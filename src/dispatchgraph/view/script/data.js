// What the page knows: nodes, lines, evidence and the page's own words, as Python wrote them.

import { byId } from "./dom.js";

function block(id) {
  return JSON.parse(byId(id).textContent);
}

/** Everything, with lookups by id and by end. */
export function readData() {
  const { nodes, edges } = block("graph-data");
  const { items, sentences, dispatches, strings } = block("graph-more");
  const node = new Map(nodes.map((one) => [one.id, one]));
  const edge = new Map(edges.map((one) => [one.id, one]));
  const around = new Map(nodes.map((one) => [one.id, []]));
  for (const line of edges) {
    around.get(line.from).push(line);
    if (line.to !== line.from) around.get(line.to).push(line);
  }
  const evidence = (numbers) =>
    numbers.map((number) => ({ ...items[number], sentence: sentences[items[number].sentence] }));
  return { nodes, edges, node, edge, around, evidence, sentences, dispatches, strings };
}

/** The node at the other end of a line. */
export function otherEnd(data, line, id) {
  return data.node.get(line.from === id ? line.to : line.from);
}

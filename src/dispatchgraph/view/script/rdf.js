// The visible statements as Turtle and as CSV. The triples are those of the graph that the page was drawn from.

import { figuresShown } from "./figures.js";
import { namesOf } from "./data.js";

const PREFIXES = {
  dg: "https://w3id.org/dispatchgraph/ontology#",
  gaf: "http://groundedannotationframework.org/gaf#",
  nif: "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
  org: "http://www.w3.org/ns/org#",
  owl: "http://www.w3.org/2002/07/owl#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  schema: "https://schema.org/",
  sem: "http://semanticweb.cs.vu.nl/2009/11/sem/",
  skos: "http://www.w3.org/2004/02/skos/core#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};

function short(term) {
  return term.replace(/<([^<>]*)>$/, (whole, iri) => {
    const found = Object.entries(PREFIXES).find(([, base]) => iri.startsWith(base) && /^[A-Za-z]\w*$/.test(iri.slice(base.length)));
    return found ? `${found[0]}:${iri.slice(found[1].length)}` : whole;
  });
}

/** The numbers of the triples behind all that is shown. */
function visibleTriples(state) {
  const numbers = new Set();
  const add = ({ rdf }) => rdf.forEach((number) => numbers.add(number));
  state.shown.nodes.forEach(add);
  for (const { ties } of state.shown.lines) ties.forEach(add);
  figuresShown(state).forEach(add);
  return [...numbers].sort((a, b) => a - b);
}

/** The visible statements as Turtle, a subject at a time. */
export function toTurtle(state) {
  const { terms, triples } = state.data;
  const bySubject = new Map();
  for (const number of visibleTriples(state)) {
    const [s, p, o] = triples[number];
    if (!bySubject.has(s)) bySubject.set(s, []);
    bySubject.get(s).push(`${short(terms[p])} ${short(terms[o])}`);
  }
  const head = Object.entries(PREFIXES).map(([name, base]) => `@prefix ${name}: <${base}> .`);
  const blocks = [...bySubject].map(([s, told]) => `${short(terms[s])}\n    ${told.join(" ;\n    ")} .`);
  return `${head.join("\n")}\n\n${blocks.join("\n\n")}\n`;
}

/** A cell that no spreadsheet runs as a formula. */
function csvCell(value) {
  const words = String(value ?? "");
  const tame = /^[=+\-@\t\r\n]/.test(words) && !/^[+-]?\d+([.,]\d+)?$/.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

function rowsOf(state) {
  const { data, shown } = state;
  return shown.lines.flatMap((line) => line.ties.map((tie) => {
    const [first] = data.evidence(tie.evidence);
    const dispatch = first && (data.dispatches[first.in]?.dispatch ?? first.dispatch);
    return [data.node.get(line.from).label, tie.label, data.node.get(line.to).label, tie.status, namesOf(data, tie.speakers), tie.begins, tie.ends, first?.sentence, dispatch];
  }));
}

/** The visible statements as CSV (RFC 4180). */
export function toCsv(state) {
  const head = ["subject", "predicate", "object", "status", "speaker", "begins", "ends", "sentence", "dispatch"];
  return [head, ...rowsOf(state)].map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

// What the panel says while nothing is chosen: how to begin, who is most tied, which dispatches are read.

import { button, element } from "./dom.js";
import { section, show, signIcon } from "./panel.js";
import { dated } from "./words.js";

const LEADING = 10;

function leadingNames(state, act) {
  const named = state.shown.nodes.filter((node) => node.degree && node.kind !== "event");
  const first = named.sort((a, b) => b.degree - a.degree || (a.label < b.label ? -1 : 1)).slice(0, LEADING);
  return first.map((node) => element("li", "", button("tie", () => act.chooseNode(node.id, { travel: true }), signIcon(state, node.kind, node.status, 16), element("span", "tie-other", node.label), element("span", "degree", String(node.degree)))));
}

function dispatchRow(state, act, one, number) {
  const words = [one.publisher, one.published && dated(one.published)].filter(Boolean).join(", ");
  const title = one.text ? button("dispatch-title", () => act.read({ in: number, begin: 0 }), one.dispatch) : element("span", "dispatch-title", one.dispatch);
  return element("li", "", title, element("span", "origin", words));
}

/** Greet the reader. */
export function showIntro(state, act) {
  const { strings, dispatches } = state.data;
  const names = leadingNames(state, act);
  const items = dispatches.slice(0, 50).map((one, number) => dispatchRow(state, act, one, number));
  show(
    element("p", "intro", strings.intro),
    names.length ? section(strings.most_cited, element("ul", "ties", ...names)) : null,
    items.length ? section(`${strings.dispatches} (${dispatches.length})`, element("ul", "dispatches", ...items)) : null,
  );
}

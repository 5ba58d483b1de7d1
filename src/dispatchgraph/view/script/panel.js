// The reading side: what is chosen, what ties it, and the sentences that say so.

import { button, byId, element } from "./dom.js";
import { otherEnd } from "./data.js";
import { evidenceCard, gathered, statusBadge } from "./evidence.js";
import { drawSign } from "./shapes.js";
import { dated, filled, period } from "./words.js";

const AT_ONCE = 6;

/** The sign of a kind as a small picture beside words. */
export function signIcon(state, kind, status, side = 18) {
  const canvas = element("canvas", "sign");
  const density = window.devicePixelRatio || 1;
  canvas.width = canvas.height = side * density;
  canvas.style.width = canvas.style.height = `${side}px`;
  const ctx = canvas.getContext("2d");
  ctx.scale(density, density);
  drawSign(ctx, kind, side / 2, side / 2, side * 0.4, state.colours, { status });
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

function section(title, ...children) {
  return element("section", "panel-part", element("h3", "", title), ...children);
}

function headed(state, act, kicker, title) {
  const close = button("close", () => act.clear(), "×");
  close.setAttribute("aria-label", state.data.strings.close);
  return element("div", "panel-head", element("p", "kicker", ...kicker), element("h2", "", ...title), close);
}

function evidenceList(state, numbers) {
  const { strings } = state.data;
  const items = gathered(state.data.evidence(numbers));
  if (!items.length) return element("p", "quiet", strings.no_evidence);
  const list = element("div", "evidence-list", ...items.slice(0, AT_ONCE).map((item) => evidenceCard(strings, item)));
  if (items.length > AT_ONCE) {
    const more = button("more", () => {
      more.replaceWith(...items.slice(AT_ONCE).map((item) => evidenceCard(strings, item)));
    }, filled(strings.show_all, { count: items.length }));
    list.append(more);
  }
  return list;
}

function tieRow(state, act, line, id) {
  const other = otherEnd(state.data, line, id);
  const way = line.arrows.to ? (line.from === id ? "→" : "←") : "—";
  const words = element("i", "", line.label.replaceAll("\n", ", "));
  const told = element("span", "tie-words", way, " ", words, " ", element("b", "", other.label));
  const row = button("tie", () => act.chooseEdge(line.id), signIcon(state, other.kind, other.status, 16), told);
  return element("li", "", row);
}

function facts(state, node) {
  const { strings } = state.data;
  const rows = [
    [strings.also_named, node.names],
    [strings.same_as, node.same_as],
  ].filter(([, value]) => value);
  if (!rows.length) return null;
  return element("dl", "facts-table", ...rows.flatMap(([name, value]) => [element("dt", "", name), element("dd", "", value)]));
}

function eventLine(state, node) {
  const { strings } = state.data;
  const parts = [
    statusBadge(strings, node.status),
    period(strings, node.begins, node.ends) || node.when,
    node.speaker && filled(strings.according_to, node),
  ].filter(Boolean);
  return node.kind === "event" && parts.length ? element("p", "facts", ...parts.map((part) => (part instanceof Node ? part : element("span", "", part)))) : null;
}

/** A name, a place, an event. */
export function showNode(state, act, id) {
  const node = state.data.node.get(id);
  const { strings } = state.data;
  const kicker = [signIcon(state, node.kind, node.status), node.class_label || strings.kinds[node.kind]];
  const ties = state.data.around.get(id);
  const rows = element("ul", "ties", ...ties.map((line) => tieRow(state, act, line, id)));
  show(
    headed(state, act, kicker, [node.label]),
    eventLine(state, node),
    facts(state, node),
    ties.length ? section(`${strings.relations} (${ties.length})`, rows) : null,
    section(strings.in_the_text, evidenceList(state, node.evidence)),
  );
}

/** A line between two. */
export function showEdge(state, act, id) {
  const line = state.data.edge.get(id);
  const { strings, node } = state.data;
  const end = (one) => button("end", () => act.chooseNode(one.id), one.label);
  const verb = element("span", "verb", line.label.replaceAll("\n", ", "));
  const status = statusBadge(strings, line.status);
  const kicker = [strings.relation, line.kind === "relation" ? status : null];
  show(
    headed(state, act, kicker, [end(node.get(line.from)), " ", verb, " ", end(node.get(line.to))]),
    section(strings.in_the_text, evidenceList(state, line.evidence)),
  );
}

/** What the panel says while nothing is chosen. */
export function showIntro(state, act) {
  const { strings, nodes, dispatches } = state.data;
  const leading = nodes.filter((node) => node.degree && node.kind !== "event").sort((a, b) => b.degree - a.degree || (a.label < b.label ? -1 : 1)).slice(0, 12);
  const names = leading.map((node) => element("li", "", button("tie", () => act.chooseNode(node.id), signIcon(state, node.kind, node.status, 16), element("span", "tie-other", node.label), element("span", "degree", String(node.degree)))));
  const items = dispatches.map((one) => element("li", "", element("span", "dispatch-title", one.dispatch), element("span", "origin", [one.publisher, one.published && dated(one.published)].filter(Boolean).join(", "))));
  show(
    element("p", "intro", strings.intro),
    leading.length ? section(strings.most_cited, element("ul", "ties", ...names)) : null,
    items.length ? section(`${strings.dispatches} (${items.length})`, element("ul", "dispatches", ...items)) : null,
  );
}

function show(...parts) {
  const panel = byId("panel");
  panel.replaceChildren(...parts.filter(Boolean));
  panel.scrollTop = 0;
}

// The reading side: what is chosen, what ties it, and the sentences that say so.

import { button, byId, element } from "./dom.js";
import { namesOf, otherEnd } from "./data.js";
import { evidenceList, statusBadge } from "./evidence.js";
import { drawSign } from "./shapes.js";
import { figureWords, filled, period, speakerWords } from "./words.js";

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

/** A part of the panel with a title. */
export function section(title, ...children) {
  return element("section", "panel-part", element("h3", "", title), ...children);
}

function headed(state, act, kicker, title) {
  const close = button("close", () => act.clear(), "×");
  close.setAttribute("aria-label", state.data.strings.close);
  return element("div", "panel-head", element("p", "kicker", ...kicker), element("h2", "", ...title), close);
}

function tieRow(state, act, line, id) {
  const other = otherEnd(state.data, line, id);
  const way = line.directed ? (line.from === id ? "→" : "←") : "—";
  const words = element("i", "", line.label.replaceAll("\n", ", "));
  const told = element("span", "tie-words", way, " ", words, " ", element("b", "", other.label));
  return element("li", "", button("tie", () => act.chooseEdge(line.id), signIcon(state, other.kind, other.status, 16), told));
}

/** Only addresses of the web become links; any other stays words. */
function linked(address) {
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) return document.createTextNode(address);
  const { hostname, pathname } = new URL(address);
  const link = element("a", "", `${hostname.replace(/^www\./, "")} ${pathname.split("/").filter(Boolean).at(-1) ?? ""}`.trim());
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function facts(state, node) {
  const { strings } = state.data;
  const links = node.links.flatMap((address, place) => (place ? [", ", linked(address)] : [linked(address)]));
  const rows = [[strings.also_named, node.names ? [node.names] : []], [strings.same_as, links]].filter(([, values]) => values.length);
  if (!rows.length) return null;
  return element("dl", "facts-table", ...rows.flatMap(([name, values]) => [element("dt", "", name), element("dd", "", ...values)]));
}

/** When, how and by whom an event is told. */
export function eventLine(state, node) {
  const { strings } = state.data;
  const parts = [
    statusBadge(strings, node.status),
    period(strings, node.begins, node.ends) || node.when,
    node.speakers.length && filled(strings.according_to, { speaker: namesOf(state.data, node.speakers) }),
  ].filter(Boolean);
  return parts.length ? element("p", "facts", ...parts.map((part) => (part instanceof Node ? part : element("span", "", part)))) : null;
}

function unfolding(state, act, id) {
  const { strings } = state.data;
  const count = state.shown.waiting(id);
  return count ? button("more unfold", () => act.unfold(id), filled(strings.unfold, { count })) : null;
}

function tiesOf(state, id) {
  return state.shown.lines.filter((line) => line.from === id || line.to === id);
}

/** A name, a place, an event. */
export function showNode(state, act, id) {
  const node = state.data.node.get(id);
  const { strings } = state.data;
  const event = node.kind === "event";
  const kicker = [signIcon(state, node.kind, node.status), node.class_label || strings.kinds[node.kind]];
  const ties = tiesOf(state, id);
  const rows = element("ul", "ties", ...ties.map((line) => tieRow(state, act, line, id)));
  show(
    headed(state, act, kicker, [event ? node.told || node.label : node.label]),
    event ? eventLine(state, node) : null,
    facts(state, node),
    ties.length ? section(`${strings.relations} (${ties.length})`, rows) : null,
    unfolding(state, act, id),
    section(strings.in_the_text, evidenceList(state, act, node.evidence)),
  );
}

/** A line between two. */
export function showEdge(state, act, id) {
  const line = state.lineShown.get(id);
  const { strings, node } = state.data;
  const end = (one) => button("end", () => act.chooseNode(one.id), one.label);
  const verb = element("span", "verb", line.label.replaceAll("\n", ", "));
  const kicker = [strings.relation, line.kind === "relation" ? statusBadge(strings, line.look) : null];
  const numbers = [...new Set(line.ties.flatMap((tie) => tie.evidence))];
  show(
    headed(state, act, kicker, [end(node.get(line.from)), " ", verb, " ", end(node.get(line.to))]),
    section(strings.in_the_text, evidenceList(state, act, numbers)),
  );
}

/** A figure: how many of whom, who says so and who says otherwise. */
export function showFigure(state, act, figure, rivals) {
  const { strings } = state.data;
  const row = (one) => element("li", "", button("tie", () => act.chooseFigure(one.id), element("span", "tie-other", figureWords(state.data, one)), element("span", "degree", speakerWords(state.data, one))));
  show(
    headed(state, act, [strings.figure], [figureWords(state.data, figure), " ", element("span", "verb", figure.what ?? "")]),
    element("p", "facts", element("span", "speaker", speakerWords(state.data, figure))),
    rivals.length ? section(strings.disagrees, element("ul", "ties", ...rivals.map(row))) : null,
    section(strings.in_the_text, evidenceList(state, act, figure.evidence)),
  );
}

/** Put something else before the reader. */
export function show(...parts) {
  const panel = byId("details");
  panel.replaceChildren(...parts.filter(Boolean));
  byId("panel").scrollTop = 0;
}

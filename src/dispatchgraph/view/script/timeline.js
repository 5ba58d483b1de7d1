// Events along their dates: what is told as having happened on one side, what is only foreseen, asked or doubted apart.

import { button, byId, element } from "./dom.js";
import { signIcon, eventLine } from "./panel.js";
import { dayHead } from "./words.js";

const HAPPENED = new Set(["occurred", "ongoing", "", undefined]);

function dayOf(node) {
  return (node.begins ?? node.ends ?? "").slice(0, 10);
}

function entry(state, act, node) {
  const words = element("span", "entry-words", node.told || node.label);
  const made = button("entry", () => act.chooseNode(node.id), signIcon(state, "event", node.status, 16), words);
  if (state.chosen === node.id) made.setAttribute("aria-current", "true");
  return element("li", "", made, eventLine(state, node));
}

function cell(state, act, events) {
  return element("ul", "entries", ...events.map((node) => entry(state, act, node)));
}

/** Draw the view of events in time. */
export function drawTimeline(state, act) {
  const { strings } = state.data;
  const events = state.events;
  const days = [...new Set(events.map(dayOf))].sort((a, b) => (a && b ? (a < b ? -1 : 1) : a ? -1 : 1));
  const rows = days.flatMap((one) => {
    const own = events.filter((node) => dayOf(node) === one);
    const head = element("h3", "day", dayHead(strings, one, own));
    return [head, cell(state, act, own.filter(({ status }) => HAPPENED.has(status))), cell(state, act, own.filter(({ status }) => !HAPPENED.has(status)))];
  });
  const heads = [element("span", ""), element("h2", "", strings.told_as_fact), element("h2", "", strings.told_otherwise)];
  byId("timeline").replaceChildren(events.length ? element("div", "days", ...heads, ...rows) : element("p", "quiet", strings.no_events));
}

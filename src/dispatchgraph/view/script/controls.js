// The filters beside the picture: class of event, speaker, dispatch, time.

import { button, byId, element } from "./dom.js";
import { DISPATCH_ITSELF } from "./filters.js";
import { dated, filled, folded } from "./words.js";

const FEW = 12; // choices shown before the rest is asked for
const BARS = 60;

function counts(values) {
  const found = new Map();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

/** What can be chosen, the most told first. */
function choices({ data }) {
  const events = data.nodes.filter(({ kind }) => kind === "event");
  const told = [...events, ...data.figures];
  const listed = (found, label) => [...found].map(([key, count]) => ({ key, count, label: label(key) })).sort((a, b) => b.count - a.count || (folded(a.label) < folded(b.label) ? -1 : 1));
  const names = new Map(events.map((node) => [node.class, node.class_label]));
  return {
    classes: listed(counts(events.map((node) => node.class)), (key) => names.get(key) || key),
    speakers: listed(counts(told.flatMap(({ speakers }) => (speakers?.length ? speakers : [DISPATCH_ITSELF]))), (key) => (key ? data.node.get(key)?.label ?? key : data.strings.dispatch_itself)),
    dispatches: listed(counts(told.flatMap(({ dispatches }) => [...dispatches])), (key) => [data.dispatches[key].dispatch, data.dispatches[key].published].filter(Boolean).join(", ")),
  };
}

function box(state, act, list, { key, count, label }) {
  const tick = element("input");
  tick.type = "checkbox";
  tick.checked = state.filters[list].has(key);
  tick.addEventListener("change", () => act.toggle(list, key));
  return element("label", "choice", tick, element("span", "choice-words", label), element("span", "degree", String(count)));
}

function group(state, act, list, title, all) {
  if (all.length < 2) return null;
  const chosen = all.filter(({ key }, place) => place < FEW || state.filters[list].has(key));
  const rows = element("div", "choices", ...chosen.map((one) => box(state, act, list, one)));
  if (all.length > chosen.length) {
    const more = button("more", () => {
      rows.replaceChildren(...all.map((one) => box(state, act, list, one)));
      more.remove();
    }, filled(state.data.strings.show_all, { count: all.length }));
    return element("fieldset", "", element("legend", "", title), rows, more);
  }
  return element("fieldset", "", element("legend", "", title), rows);
}

/** Days, months or years that hold events: as fine as BARS bars allow. */
export function periods(data) {
  const days = data.nodes.filter(({ kind, begins, ends }) => kind === "event" && (begins || ends)).map(({ begins, ends }) => (begins || ends).slice(0, 10));
  for (const [digits, first, last] of [[10, "", ""], [7, "-01", "-31"], [4, "-01-01", "-12-31"]]) {
    const found = counts(days.map((day) => day.slice(0, digits)));
    if (found.size <= BARS || digits === 4) return [...found].sort().map(([name, count]) => ({ from: name + first, to: name + last, count }));
  }
  return [];
}

function slider(title, value, most, change) {
  const made = element("input", "slider");
  made.type = "range";
  made.min = "0";
  made.max = String(most);
  made.value = String(value);
  made.setAttribute("aria-label", title);
  made.addEventListener("input", () => change(Number(made.value)));
  return made;
}

function timeRange(state, act) {
  const { strings } = state.data;
  const bars = periods(state.data);
  if (bars.length < 2) return null;
  const last = bars.length - 1;
  const at = {
    from: Math.max(0, bars.findIndex(({ to }) => to >= (state.filters.from || ""))),
    to: state.filters.to ? Math.max(0, bars.findLastIndex(({ from }) => from <= state.filters.to)) : last,
  };
  const most = Math.max(...bars.map(({ count }) => count));
  const words = element("p", "range-words", "");
  const drawn = bars.map(({ from, count }) => {
    const bar = element("span", "bar");
    bar.style.height = `${Math.round(8 + (40 * count) / most)}px`;
    bar.title = `${dated(from)} : ${count}`;
    return bar;
  });
  const tell = () => {
    drawn.forEach((bar, place) => bar.classList.toggle("is-in", place >= at.from && place <= at.to));
    words.textContent = filled(strings.range, { from: dated(bars[at.from].from), to: dated(bars[at.to].to) });
  };
  const change = (end) => (value) => {
    at[end] = end === "from" ? Math.min(value, at.to) : Math.max(value, at.from);
    for (const [name, input] of Object.entries(inputs)) input.value = String(at[name]);
    tell();
    act.between(at.from === 0 ? "" : bars[at.from].from, at.to === last ? "" : bars[at.to].to);
  };
  const inputs = { from: slider(strings.from_day, at.from, last, change("from")), to: slider(strings.to_day, at.to, last, change("to")) };
  tell();
  const range = element("div", "range", inputs.from, inputs.to);
  return element("fieldset", "time-range", element("legend", "", strings.time), element("div", "histogram", ...drawn), range, words, element("p", "quiet", strings.undated_left_out));
}

/** Draw the filters as they stand. */
export function drawControls(state, act) {
  const { strings } = state.data;
  const found = choices(state);
  const lone = element("input");
  lone.type = "checkbox";
  lone.id = "lone";
  lone.checked = state.filters.lone;
  lone.addEventListener("change", () => act.hideLone(lone.checked));
  byId("controls").replaceChildren(...[
    element("div", "controls-head", element("h2", "", strings.filters), button("more", () => act.reset(), strings.reset)),
    timeRange(state, act),
    group(state, act, "classes", strings.event_classes, found.classes),
    group(state, act, "speakers", strings.speakers, found.speakers),
    group(state, act, "dispatches", strings.dispatches, found.dispatches),
    element("label", "choice", lone, element("span", "choice-words", strings.hide_lone)),
  ].filter(Boolean));
}

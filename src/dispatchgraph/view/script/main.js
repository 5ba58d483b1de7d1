// Everything together: one state, and what changes it.

import { byId } from "./dom.js";
import { readData } from "./data.js";
import { readAddress, writeAddress } from "./address.js";
import { keepBands } from "./bands.js";
import { drawControls } from "./controls.js";
import { drawFigures, figuresShown } from "./figures.js";
import { countFilters, noFilters, passes, visible } from "./filters.js";
import { showIntro } from "./intro.js";
import { keepKeyboard } from "./keyboard.js";
import { keepLabels } from "./labels.js";
import { drawLegend } from "./legend.js";
import { palette, whenThemeChanges } from "./palette.js";
import { showEdge, showFigure, showNode } from "./panel.js";
import { focusOn, openPicture } from "./picture.js";
import { keepReading } from "./reading.js";
import { keepSaving } from "./saving.js";
import { keepSearch } from "./search.js";
import { drawTimeline } from "./timeline.js";
import { keepTooltip } from "./tooltip.js";
import { filled } from "./words.js";

const READINGS = ["relations", "events"];
const VIEWS = [...READINGS, "timeline", "figures"];
const SIDES = ["details", "text"];
const GLIDE = { duration: 320, easingFunction: "easeInOutQuad" };

const data = readData();
const state = {
  data,
  colours: palette(),
  ...readAddress(data),
  reading: "relations",
  focus: null,
  moved: { relations: new Map(), events: new Map() },
  shown: { nodes: [], lines: [], ids: new Set() },
  version: 0,
};
if (!VIEWS.includes(state.view) || !byId(`view-${state.view}`)) state.view = "relations";
if (!SIDES.includes(state.side) || !byId(`side-${state.side}`)) state.side = "details";
const { network, sets, refresh, sync, loosen } = openPicture(state);

/** Choose the words of the panel anew, for what is chosen now. */
function tell() {
  if (state.figure) showFigure(state, act, figureOf(state.figure), (figureOf(state.figure).disagrees ?? []).map(figureOf).filter(Boolean));
  else if (state.line && state.lineShown.has(state.line)) showEdge(state, act, state.line);
  else if (state.chosen) showNode(state, act, state.chosen);
  else showIntro(state, act);
}

function figureOf(id) {
  return data.figures.find((one) => one.id === id);
}

/** What stays bright for what is chosen: an event that is folded into lines is shown by them. */
function focused() {
  const { shown, chosen, line, figure } = state;
  if (line) return focusOn(state, { lines: shown.lines.filter(({ id }) => id === line) });
  if (figure) {
    const of = (figureOf(figure).of ?? []).filter((id) => shown.ids.has(id));
    return of.length ? { nodes: new Set(of), edges: new Set() } : null;
  }
  if (!chosen) return null;
  if (shown.ids.has(chosen)) return focusOn(state, { node: chosen });
  const lines = shown.lines.filter(({ ties }) => ties.some(({ event }) => event === chosen));
  return lines.length ? focusOn(state, { lines }) : null;
}

function drawView() {
  if (state.view === "figures") drawFigures(state, act);
  if (state.view === "timeline") drawTimeline(state, act);
}

/** After a choice: the same things are shown, others are bright. */
function chosen() {
  state.version += 1;
  state.focus = focused();
  refresh();
  told();
}

/** What else follows from a choice. */
function told() {
  network.selectNodes(state.shown.ids.has(state.chosen) ? [state.chosen] : [], false);
  tell();
  drawView();
  if (state.side === "text" || matchMedia("(min-width: 1560px)").matches) {
    reading?.open();
    reading?.mark();
    reading?.follow();
  }
  writeAddress(state);
}

/** After a change of what is shown. */
function changed() {
  state.version += 1;
  state.shown = visible(state);
  state.events = data.nodes.filter((node) => node.kind === "event" && !state.filters.kinds.has("event") && passes(state.filters, node));
  if (state.line && !state.shown.lines.some(({ id }) => id === state.line)) state.line = null;
  state.focus = focused();
  sync();
  drawLegend(state, act);
  tally();
  told();
}

function tally() {
  const { strings } = data;
  const events = new Set([...state.shown.nodes.filter(({ kind }) => kind === "event").map(({ id }) => id), ...state.shown.lines.flatMap(({ ties }) => ties.map(({ event }) => event).filter(Boolean))]).size;
  const names = state.shown.nodes.filter(({ kind }) => kind !== "event").length;
  const held = data.nodes.filter((node) => node.readings.includes(state.reading)).length;
  const words = { names, events, ties: state.shown.lines.length, figures: figuresShown(state).length, shown: state.shown.nodes.length, total: held };
  const pattern = state.view === "figures" ? strings.count_figures : state.view === "timeline" ? strings.count_events : strings.count_graph;
  byId("tally").textContent = filled(pattern, { ...words, events: state.view === "timeline" ? state.events.length : events });
  const part = READINGS.includes(state.view) && words.shown < held;
  byId("part").textContent = part ? filled(strings.part, words) : "";
  byId("show-all").hidden = !READINGS.includes(state.view) || state.whole || !data.nodes.some((node) => node.readings.includes(state.reading) && !node.places[state.reading]);
  const count = countFilters(state.filters);
  byId("filter-count").textContent = count ? String(count) : "";
}

function drawSwitches() {
  for (const view of VIEWS) byId(`view-${view}`)?.setAttribute("aria-pressed", String(state.view === view));
  for (const side of SIDES) byId(`side-${side}`)?.setAttribute("aria-selected", String(state.side === side));
  byId("sheet").hidden = !READINGS.includes(state.view);
  byId("timeline").hidden = state.view !== "timeline";
  byId("figures").hidden = state.view !== "figures";
  byId("panel").dataset.side = state.side;
}

function letGo() {
  state.chosen = state.figure = state.line = null;
}

const act = {
  choose(id) {
    if (figureOf(id)) act.chooseFigure(id);
    else if (data.node.has(id)) act.chooseNode(id, { travel: true });
  },
  chooseNode(id, { travel = false } = {}) {
    letGo();
    state.chosen = id;
    if (!state.shown.ids.has(id) && data.node.get(id).kind !== "event") {
      state.unfolded.add(id);
      changed();
    } else chosen();
    if (travel && state.shown.ids.has(id) && READINGS.includes(state.view)) network.focus(id, { scale: Math.max(network.getScale(), 0.9), animation: GLIDE });
  },
  chooseEdge(id) {
    letGo();
    state.line = id;
    chosen();
  },
  chooseFigure(id) {
    letGo();
    state.figure = id;
    chosen();
  },
  clear() {
    if (!state.chosen && !state.figure && !state.line) return;
    letGo();
    chosen();
  },
  unfold(id) {
    state.unfolded.add(id);
    for (const line of data.around[state.reading].get(id)) for (const end of [line.from, line.to]) state.unfolded.add(end);
    changed();
  },
  toggle(list, name) {
    const set = state.filters[list];
    if (!set.delete(name)) set.add(name);
    changed();
    if (!["kinds", "looks"].includes(list)) drawControls(state, act);
  },
  between(from, to) {
    Object.assign(state.filters, { from, to });
    changed();
  },
  hideLone(lone) {
    state.filters.lone = lone;
    changed();
  },
  reset() {
    state.filters = noFilters();
    changed();
    drawControls(state, act);
  },
  whole() {
    state.whole = true;
    state.moved.relations.clear();
    changed();
    fit(false);
  },
  view(view) {
    const before = state.reading;
    if (READINGS.includes(view) && view !== before) {
      rest();
      state.line = null;
      state.reading = view;
    }
    state.view = view;
    drawSwitches();
    changed();
    if (state.reading !== before) fit(false);
  },
  side(side) {
    state.side = side;
    drawSwitches();
    if (side === "text") {
      reading?.open();
      reading?.mark();
      reading?.follow();
    }
    writeAddress(state);
  },
  read(item) {
    act.side("text");
    reading?.read(item);
  },
};

/** Stop what moves. */
function rest() {
  if (byId("loosen").getAttribute("aria-pressed") !== "true") return;
  byId("loosen").setAttribute("aria-pressed", "false");
  loosen(false);
}

const reading = byId("text") ? keepReading(state, act) : null;

function fit(animated) {
  network.fit({ maxZoomLevel: 1.25, animation: animated ? GLIDE : false });
}

function zoomBy(factor) {
  network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.02), 6), animation: { duration: 160, easingFunction: "easeOutQuad" } });
}

keepBands(state, network);
keepLabels(state, network);
keepTooltip(state, network);
keepSearch(state, act);
keepSaving(state, network);
keepKeyboard(state, network, act, zoomBy);
if (READINGS.includes(state.view)) state.reading = state.view;
drawSwitches();
changed();
fit(false);

network.on("click", ({ nodes, edges }) => {
  if (nodes.length) act.chooseNode(nodes[0]);
  else if (edges.length) act.chooseEdge(edges[0]);
  else act.clear();
});
network.on("doubleClick", ({ nodes }) => nodes.length && act.unfold(nodes[0]));
network.on("dragStart", ({ nodes }) => {
  state.dragging = true;
  state.carried = nodes.length > 0;
});
network.on("dragging", () => {
  if (state.carried) state.version += 1;
});
network.on("dragEnd", () => {
  state.dragging = false;
});
for (const view of VIEWS) byId(`view-${view}`)?.addEventListener("click", () => act.view(view));
for (const side of SIDES) byId(`side-${side}`)?.addEventListener("click", () => act.side(side));
byId("zoom-in").addEventListener("click", () => zoomBy(1.3));
byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.3));
byId("fit").addEventListener("click", () => fit(true));
byId("show-all").addEventListener("click", () => act.whole());
byId("loosen").addEventListener("click", () => {
  if (byId("loosen").getAttribute("aria-pressed") === "true") return rest();
  byId("loosen").setAttribute("aria-pressed", "true");
  loosen(true);
});
byId("filters-open").addEventListener("click", () => {
  const open = byId("controls").hidden;
  byId("controls").hidden = !open;
  byId("filters-open").setAttribute("aria-expanded", String(open));
  if (open) drawControls(state, act);
  setTimeout(() => fit(true), 100); // the sheet has another width now
});
whenThemeChanges(() => {
  state.colours = palette();
  drawLegend(state, act);
  chosen();
});

// What a test or a reader's console may ask.
window.dispatchgraph = { state, network, sets, act };

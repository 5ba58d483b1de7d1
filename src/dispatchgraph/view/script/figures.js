// Figures as a table that can be sorted; those that cannot hold together stand side by side above it.

import { button, byId, element } from "./dom.js";
import { passes } from "./filters.js";
import { figureWords, filled, period, speakerWords } from "./words.js";

const order = { by: "", down: false };

function columns({ data }) {
  const { strings } = data;
  return [
    { name: "what", title: strings.counted, words: (row) => row.what ?? "", key: (row) => (row.what ?? "").toLowerCase() },
    { name: "value", title: strings.how_many, words: (row) => figureWords(data, row), key: (row) => Number(row.value) },
    { name: "measure", title: strings.measure, words: (row) => row.measure ?? "", key: (row) => row.measure ?? "" },
    { name: "speaker", title: strings.who_says, words: (row) => speakerWords(data, row), key: (row) => row.speaker ?? "" },
    { name: "date", title: strings.when, words: (row) => period(strings, row.begins, row.ends) || row.when || "", key: (row) => row.begins ?? row.ends ?? "" },
    { name: "place", title: strings.where, words: (row) => row.place ?? "", key: (row) => row.place ?? "" },
  ];
}

/** Figures that cannot hold together, as groups: each figure stands in one. */
function quarrels(rows) {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const seen = new Set();
  const groups = [];
  for (const row of rows.filter(({ disagrees }) => disagrees)) {
    if (seen.has(row.id)) continue;
    const group = [];
    const queue = [row.id];
    while (queue.length) {
      const id = queue.shift();
      if (seen.has(id) || !byId.has(id)) continue;
      seen.add(id);
      group.push(byId.get(id));
      queue.push(...(byId.get(id).disagrees ?? []));
    }
    if (group.length > 1) groups.push(group);
  }
  return groups;
}

function quarrelCard(state, act, group) {
  const sides = group.map((row) => button("side", () => act.chooseFigure(row.id), element("b", "", figureWords(state.data, row)), element("span", "", row.what ?? ""), element("span", "speaker", speakerWords(state.data, row))));
  const parted = sides.flatMap((side, place) => (place ? [element("span", "versus", "≠"), side] : [side]));
  return element("div", "quarrel", ...parted);
}

function headCell(state, draw, { name, title }) {
  const sort = button("", () => {
    order.down = order.by === name && !order.down;
    order.by = name;
    draw();
  }, title, element("span", "arrow", order.by === name ? (order.down ? " ↓" : " ↑") : ""));
  const cell = element("th", "", sort);
  cell.scope = "col";
  cell.setAttribute("aria-sort", order.by === name ? (order.down ? "descending" : "ascending") : "none");
  return cell;
}

function sorted(rows, shown) {
  const column = shown.find(({ name }) => name === order.by);
  if (!column) return rows;
  const way = order.down ? -1 : 1;
  const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));
  return rows.toSorted((a, b) => way * compare(column.key(a), column.key(b)));
}

function tableRow(state, act, shown, row) {
  const cells = shown.map(({ name, words }) => element("td", `of-${name}`, name === "value" ? button("", () => act.chooseFigure(row.id), words(row)) : words(row)));
  const made = element("tr", state.figure === row.id ? "is-chosen" : "", ...cells);
  if (row.disagrees) made.classList.add("is-disputed");
  return made;
}

/** The figures that pass the filters. */
export function figuresShown({ data, filters }) {
  return data.figures.filter((row) => passes({ ...filters, classes: new Set() }, row));
}

/** Draw the view of figures. */
export function drawFigures(state, act) {
  const { strings } = state.data;
  const rows = figuresShown(state);
  const shown = columns(state);
  const draw = () => drawFigures(state, act);
  const groups = quarrels(rows);
  const head = element("thead", "", element("tr", "", ...shown.map((column) => headCell(state, draw, column))));
  const body = element("tbody", "", ...sorted(rows, shown).map((row) => tableRow(state, act, shown, row)));
  const caption = element("caption", "", filled(strings.figures_shown, { count: rows.length }));
  byId("figures").replaceChildren(
    ...(groups.length ? [element("h2", "", strings.disagreements), ...groups.map((group) => quarrelCard(state, act, group))] : []),
    rows.length ? element("table", "figures-table", caption, head, body) : element("p", "quiet", strings.no_figures),
  );
}

// The view as the part of the address behind the «#»: sent to someone else, it opens the same view.

import { noFilters } from "./filters.js";

const LISTS = ["kinds", "looks", "classes", "speakers"];
const SEPARATOR = "|";

/** What can be said of a view, from the address; anything in it that the page does not know is left out. */
export function readAddress(data) {
  const asked = new URLSearchParams(window.location.hash.slice(1));
  const filters = noFilters();
  for (const list of LISTS) for (const one of (asked.get(list)?.split(SEPARATOR) ?? []).filter((word) => word || list === "speakers")) filters[list].add(one);
  for (const one of asked.get("dispatches")?.split(SEPARATOR) ?? []) if (data.dispatches[Number(one)]) filters.dispatches.add(Number(one));
  for (const end of ["from", "to"]) if (/^\d{4}-\d{2}-\d{2}$/.test(asked.get(end) ?? "")) filters[end] = asked.get(end);
  filters.lone = asked.has("lone");
  const unfolded = (asked.get("unfolded")?.split(SEPARATOR) ?? []).filter((id) => data.node.has(id));
  return { filters, unfolded: new Set(unfolded), whole: asked.has("all"), view: asked.get("view") ?? "relations", side: asked.get("side") ?? "details", ...chosenIn(data, asked.get("chosen")) };
}

/** What is chosen: a node, a figure, a line, or nothing. */
function chosenIn(data, id) {
  const figure = data.figures.some((one) => one.id === id) ? id : null;
  return { chosen: data.node.has(id) ? id : null, figure, line: data.edge.has(id) ? id : null };
}

/** Write the view into the address, without a step in the browser's history. */
export function writeAddress({ filters, unfolded, whole, view, side, chosen, figure, line }) {
  const told = new URLSearchParams();
  if (view !== "relations") told.set("view", view);
  if (side !== "details") told.set("side", side);
  for (const list of [...LISTS, "dispatches"]) if (filters[list].size) told.set(list, [...filters[list]].join(SEPARATOR));
  for (const end of ["from", "to"]) if (filters[end]) told.set(end, filters[end]);
  if (filters.lone) told.set("lone", "");
  if (whole) told.set("all", "");
  if (unfolded.size) told.set("unfolded", [...unfolded].join(SEPARATOR));
  if (chosen || figure || line) told.set("chosen", chosen || figure || line);
  const words = told.toString();
  window.history.replaceState(null, "", words ? `#${words}` : window.location.pathname + window.location.search);
}

// Finding by name: accents and case do not matter, other names count.

import { byId, element } from "./dom.js";
import { signIcon } from "./panel.js";
import { folded } from "./words.js";

const SHOWN = 8;

function matches(data, words) {
  const wanted = folded(words.trim());
  if (!wanted) return [];
  const scored = data.nodes.map((node) => {
    const label = folded(node.label);
    const at = label.indexOf(wanted);
    const found = at === 0 ? 0 : at > 0 ? 1 : folded(node.names ?? "").includes(wanted) ? 2 : 3;
    return { node, found };
  });
  return scored.filter(({ found }) => found < 3).sort((a, b) => a.found - b.found || b.node.degree - a.node.degree).slice(0, SHOWN).map(({ node }) => node);
}

/** Make the search box find. */
export function keepSearch(state, act) {
  const box = byId("search");
  const list = byId("found");
  let nodes = [];
  let current = 0;
  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
  };
  const choose = (node) => {
    close();
    box.value = node.label;
    act.chooseNode(node.id, { travel: true });
  };
  const option = (node, place) => {
    const row = element("li", "option", signIcon(state, node.kind, node.status, 16), element("span", "", node.label));
    row.setAttribute("role", "option");
    row.id = `found-${place}`;
    row.setAttribute("aria-selected", String(place === current));
    row.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      choose(node);
    });
    return row;
  };
  const draw = () => {
    const rows = nodes.length ? nodes.map(option) : [element("li", "option quiet", state.data.strings.nothing_found)];
    list.replaceChildren(...rows);
    list.hidden = !box.value.trim();
    box.setAttribute("aria-expanded", String(!list.hidden));
    if (nodes.length) box.setAttribute("aria-activedescendant", `found-${current}`);
    else box.removeAttribute("aria-activedescendant");
  };
  box.addEventListener("input", () => {
    nodes = matches(state.data, box.value);
    current = 0;
    draw();
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && nodes.length) {
      event.preventDefault();
      current = (current + step + nodes.length) % nodes.length;
      draw();
    } else if (event.key === "Enter" && nodes[current]) choose(nodes[current]);
    else if (event.key === "Escape") close();
  });
  box.addEventListener("blur", close);
}

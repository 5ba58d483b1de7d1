// The reading pane: a dispatch's text, in which every mention leads to what it denotes.

import { byId, element } from "./dom.js";
import { dated } from "./words.js";

/** For each dispatch the mentions in its text: from, to, and what they denote. */
function mentionsByDispatch(data) {
  const found = data.dispatches.map(() => new Map());
  const add = (numbers, target) => {
    for (const item of data.evidence(numbers)) {
      if (item.in === undefined || !(item.to > item.at)) continue;
      const span = [item.begin, item.begin + item.to - item.at];
      const key = `${span} ${target.id}`;
      if (!found[item.in].has(key)) found[item.in].set(key, { from: span[0], to: span[1], ...target });
    }
  };
  for (const figure of data.figures) add(figure.evidence, { id: figure.id, kind: "figure" });
  for (const node of data.nodes) add(node.evidence.filter((number) => !data.evidence([number])[0].measure), { id: node.id, kind: node.kind });
  return found.map((mentions) => [...mentions.values()].sort((a, b) => a.from - b.from || b.to - a.to));
}

/** The text cut where a mention begins or ends; each piece with the mentions over it, the shortest last. */
function pieces(text, mentions) {
  const letters = Array.from(text);
  const cuts = [...new Set([0, letters.length, ...mentions.flatMap(({ from, to }) => [from, to])])].filter((at) => at <= letters.length).sort((a, b) => a - b);
  let open = [];
  let next = 0;
  return cuts.slice(0, -1).map((from, place) => {
    while (next < mentions.length && mentions[next].from <= from) open.push(mentions[next++]);
    open = open.filter(({ to }) => to > from);
    const over = open.toSorted((a, b) => b.to - b.from - (a.to - a.from));
    return { words: letters.slice(from, cuts[place + 1]).join(""), over, from };
  });
}

function drawnPiece(act, { words, over, from }) {
  const inner = over.at(-1);
  if (!inner) return document.createTextNode(words);
  const mention = element("span", `mention of-${inner.kind}`, words);
  mention.dataset.from = from;
  mention.dataset.over = JSON.stringify(over.map(({ id }) => id));
  mention.setAttribute("role", "button");
  if (inner.from === from) mention.tabIndex = 0;
  const choose = () => act.choose(inner.id);
  mention.addEventListener("click", choose);
  mention.addEventListener("keydown", (event) => event.key === "Enter" && choose());
  return mention;
}

/** Show dispatches in the pane; the answer reads one from a place, and marks what is chosen. */
export function keepReading(state, act) {
  const { data } = state;
  const pane = byId("text");
  const known = { mentions: null, number: -1 };
  const draw = (number) => {
    if (known.number === number) return;
    known.mentions ??= mentionsByDispatch(data);
    known.number = number;
    const { text, dispatch, published, publisher } = data.dispatches[number];
    const head = element("p", "origin", [publisher, published && dated(published)].filter(Boolean).join(", "));
    const body = text ? element("div", "prose", ...pieces(text, known.mentions[number]).map((piece) => drawnPiece(act, piece))) : element("p", "quiet", data.strings.no_text);
    pane.replaceChildren(...chooser(data, number, (other) => { draw(other); mark(); }), text ? "" : element("h2", "", dispatch), head, body);
  };
  const mark = () => {
    const wanted = chosenThings(state);
    for (const one of pane.querySelectorAll(".mention")) one.classList.toggle("is-chosen", JSON.parse(one.dataset.over).some((id) => wanted.has(id)));
  };
  const follow = (from) => {
    const spots = [...pane.querySelectorAll(from === undefined ? ".mention.is-chosen" : ".mention")];
    if (from === undefined && spots.some(inSight)) return;
    const spot = from === undefined ? spots[0] : spots.find((one) => Number(one.dataset.from) >= from);
    spot?.scrollIntoView({ block: "center" });
  };
  const open = () => draw(Math.max(known.number, 0));
  return { open, mark, follow, read({ in: number, begin }) { draw(number); mark(); follow(begin); } };
}

/** What is chosen; of a line, the events that it tells. */
function chosenThings({ chosen, figure, line, lineShown }) {
  const events = lineShown.get(line)?.ties.map(({ event }) => event) ?? [];
  return new Set([chosen, figure, ...events].filter(Boolean));
}

function inSight(spot) {
  const { top, bottom } = spot.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}

/** A choice of dispatch, where there are several. */
function chooser({ dispatches, strings }, number, choose) {
  if (dispatches.length < 2) return [];
  const list = element("select", "chooser", ...dispatches.map((one, place) => {
    const option = element("option", "", [one.dispatch, one.published].filter(Boolean).join(" – "));
    option.value = String(place);
    option.selected = place === number;
    return option;
  }));
  list.setAttribute("aria-label", strings.dispatches);
  list.addEventListener("change", () => choose(Number(list.value)));
  return [list];
}

// The words of the dispatch behind a statement, with who says so and when.

import { button, element } from "./dom.js";
import { dated, filled, period } from "./words.js";

const AT_ONCE = 6;

/** Items that say the same of the same sentence become one, with all its mentions in `marks`. */
export function gathered(items) {
  const found = new Map();
  for (const { at, to, begin, ...rest } of items) {
    const key = JSON.stringify(Object.entries(rest).sort());
    if (!found.has(key)) found.set(key, { ...rest, begin, marks: [] });
    if (to > at) found.get(key).marks.push([at, to]);
  }
  return [...found.values()];
}

/** The sentence with its mentions marked; offsets count code points, as in the graph. */
function quoted({ sentence, marks }) {
  const characters = Array.from(sentence);
  const parts = [];
  let done = 0;
  for (const [at, to] of marks.sort((a, b) => a[0] - b[0])) {
    if (at < done) continue;
    parts.push(characters.slice(done, at).join(""), element("mark", "", characters.slice(at, to).join("")));
    done = to;
  }
  return element("blockquote", "sentence", ...parts, characters.slice(done).join(""));
}

/** A small word for a status; none for what simply happened. */
export function statusBadge(strings, status) {
  return status ? element("span", `badge badge-${status}`, strings.statuses[status] ?? status) : null;
}

/** Which dispatch says so, and the way to its text. */
function origin(state, act, item) {
  const { strings, dispatches } = state.data;
  const known = dispatches[item.in];
  const { dispatch, published } = known ?? item;
  const where = [dispatch, published && dated(published)].filter(Boolean).join(", ");
  const read = known?.text ? button("read", () => act.read(item), strings.read_there) : null;
  return where || read ? element("p", "origin", where && element("span", "", where), read) : null;
}

function circumstances(strings, item) {
  const days = period(strings, item.begins, item.ends);
  const time = [item.when && `« ${item.when} »`, days].filter(Boolean).join(" : ");
  const speaker = item.speaker ? filled(strings.according_to, item) : item.status ? strings.own_voice : "";
  return [
    speaker && element("span", item.speaker ? "speaker" : "own-voice", speaker),
    statusBadge(strings, item.status),
    item.measure && element("span", "", item.measure),
    time && element("span", "time", time),
    item.place && element("span", "where", item.place),
  ].filter(Boolean);
}

/** One piece of evidence. */
function evidenceCard(state, act, item) {
  const { strings } = state.data;
  const facts = element("p", "facts", ...circumstances(strings, item));
  return element("article", "evidence", quoted(item), facts.childNodes.length ? facts : null, origin(state, act, item));
}

/** How many dispatches say so. */
function toldBy({ strings }, items) {
  const count = new Set(items.map((item) => item.in ?? item.dispatch)).size;
  return element("p", "quiet tally-said", filled(count > 1 ? strings.said_by_many : strings.said_by_one, { count }));
}

/** All evidence behind something, a few pieces at once. */
export function evidenceList(state, act, numbers) {
  const { strings } = state.data;
  const items = gathered(state.data.evidence(numbers));
  if (!items.length) return element("p", "quiet", strings.no_evidence);
  const cards = (some) => some.map((item) => evidenceCard(state, act, item));
  const list = element("div", "evidence-list", toldBy(state.data, items), ...cards(items.slice(0, AT_ONCE)));
  if (items.length > AT_ONCE) {
    const more = button("more", () => more.replaceWith(...cards(items.slice(AT_ONCE))), filled(strings.show_all, { count: items.length }));
    list.append(more);
  }
  return list;
}

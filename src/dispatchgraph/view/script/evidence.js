// The words of the dispatch behind a statement, with who says so and when.

import { element } from "./dom.js";
import { dated, filled, period } from "./words.js";

/** Items that say the same of the same sentence become one, with all its mentions in `marks`. */
export function gathered(items) {
  const found = new Map();
  for (const { at, to, mention, ...rest } of items) {
    const key = JSON.stringify(Object.entries(rest).sort());
    if (!found.has(key)) found.set(key, { ...rest, marks: [] });
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

function origin(strings, item) {
  const where = [item.dispatch, item.published && dated(item.published)].filter(Boolean).join(", ");
  return where ? element("span", "origin", where) : null;
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
export function evidenceCard(strings, item) {
  const facts = element("p", "facts", ...circumstances(strings, item));
  const card = element("article", "evidence", quoted(item));
  if (facts.childNodes.length) card.append(facts);
  const source = origin(strings, item);
  if (source) card.append(source);
  return card;
}

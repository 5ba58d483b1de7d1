// The words of the dispatch behind a statement, with who says so and when.

import { element } from "./dom.js";
import { dated, filled, period } from "./words.js";

/** The sentence with its mention marked; offsets count code points, as in the graph. */
function quoted({ sentence, at, to }) {
  const characters = Array.from(sentence);
  const part = (from, until) => characters.slice(from, until).join("");
  const marked = to > at ? element("mark", "", part(at, to)) : "";
  return element("blockquote", "sentence", part(0, at).trimStart(), marked, part(Math.max(to, at)).trimEnd());
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

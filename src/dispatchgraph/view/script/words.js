// Words and dates as the reader's language writes them.

/** "selon {speaker}" with its gap filled. */
export function filled(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
}

/** A label broken at spaces into lines of about 18 characters, as the layout reckoned with. */
export function wrapped(label, width = 18) {
  const lines = [];
  for (const word of label.split(/\s+/).filter(Boolean)) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + 1 + word.length <= width) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Letters without case and accents, for searching. */
export function folded(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

const LANGUAGE = document.documentElement.lang || "fr";
const DAY = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

function day(text) {
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** «5–7 déc. 2016», «depuis le 15 nov. 2016», «2014»; empty where there is no date. */
export function period(strings, begins, ends) {
  const from = begins && day(begins);
  const to = ends && day(ends);
  if (from && to) {
    const whole = /^\d{4}-01-01$/.test(begins) && ends === `${begins.slice(0, 4)}-12-31`;
    return whole ? begins.slice(0, 4) : DAY.formatRange(from, to);
  }
  if (from) return filled(strings.since, { date: DAY.format(from) });
  return to ? filled(strings.until, { date: DAY.format(to) }) : "";
}

/** One day, or the text as it is where it is no date. */
export function dated(text) {
  const date = day(text);
  return date ? DAY.format(date) : text;
}

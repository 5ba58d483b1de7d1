// Words and dates as the reader's language writes them.

/** "selon {speaker}" with its gap filled. */
export function filled(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
}

const ROWS = 4;
const LONG = 28;

/** A label broken at spaces into a few lines of about 18 characters, as the layout reckoned with. */
export function wrapped(label, width = 18) {
  const lines = [];
  for (const whole of label.split(/\s+/).filter(Boolean)) {
    const word = whole.length <= LONG ? whole : `${whole.slice(0, LONG - 1)}…`;
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + 1 + word.length <= width) lines[last] += ` ${word}`;
    else if (lines.length === ROWS) return [...lines.slice(0, -1), `${lines[last]} …`];
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
  if (from) return filled(/^\d{4}-01-01$/.test(begins) ? strings.since_year : strings.since, { date: /^\d{4}-01-01$/.test(begins) ? begins.slice(0, 4) : DAY.format(from) });
  return to ? filled(strings.until, { date: DAY.format(to) }) : "";
}

/** One day, or the text as it is where it is no date. */
export function dated(text) {
  const date = day(text);
  return date ? DAY.format(date) : text;
}

const MONTH = new Intl.DateTimeFormat(LANGUAGE, { month: "short", year: "numeric", timeZone: "UTC" });

/** A day, a month or a year over events that begin then; a year that begins on its first day is named as a year. */
export function dayHead(strings, start, events) {
  if (!start) return strings.undated;
  if (start.length === 7) return MONTH.format(day(`${start}-01`));
  if (start.length === 4) return start;
  const year = start.endsWith("-01-01") && !events.some(({ ends }) => ends?.startsWith(start));
  return year ? start.slice(0, 4) : dated(start);
}

const NUMBER = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 3 });

function counted(value, unit) {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  return isCurrency(unit) ? new Intl.NumberFormat(LANGUAGE, { style: "currency", currency: unit, maximumFractionDigits: 2, minimumFractionDigits: 0 }).format(number) : NUMBER.format(number);
}

/** An ISO 4217 code. */
function isCurrency(unit) {
  return /^[A-Z]{3}$/.test(unit ?? "");
}

/** «au moins 324», «15 à 20 %», «3 jours». */
export function figureWords({ strings }, { value, upper, bound, unit }) {
  const range = upper ? filled(strings.range, { from: counted(value, unit), to: counted(upper, unit) }) : counted(value, unit);
  const measured = unit && !isCurrency(unit) ? `${range} ${strings.units[unit] ?? unit}` : range;
  return [strings.bounds[bound], measured].filter(Boolean).join(" ");
}

/** Who gives a figure, or tells an event: a source, or the dispatch itself. */
export function speakerWords({ strings }, { speaker }) {
  return speaker ? filled(strings.according_to, { speaker }) : strings.own_voice;
}

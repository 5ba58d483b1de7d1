// How a statement is told: as a fact, as someone's word, as a plan, as a doubt, or as denied.

/** The ways of telling, in the order of the legend. */
export const LOOKS = ["occurred", "claimed", "planned", "requested", "hypothetical", "alleged", "negated"];

/** The way a statement is told; what simply happened is someone's claim where someone says so. */
export function lookOf({ status, speakers }) {
  if (LOOKS.includes(status) && status !== "occurred") return status;
  return speakers?.length ? "claimed" : "occurred";
}

/** The one way in which all ties of a line are told: a line bundles ties of one status. */
export function lookOfLine(ties) {
  const looks = new Set(ties.map(lookOf));
  return looks.has("occurred") ? "occurred" : [...looks][0];
}

/** Whether a tie stands (a post, a place) rather than happens. */
export function stands(tie) {
  return !tie.event && tie.kind !== "source" && tie.kind !== "statement" && !tie.status;
}

/** The words on a line: each verb once, with how often and, where it is no fact, how it is told. */
export function labelOf(strings, ties) {
  const counted = new Map();
  for (const { label } of ties) counted.set(label, (counted.get(label) ?? 0) + 1);
  const look = lookOf(ties[0]);
  const doubtful = !["occurred", "claimed"].includes(look) && ties.some(({ kind }) => kind === "relation");
  const tail = doubtful ? ` (${strings.statuses[look]})` : "";
  return [...counted].map(([label, count]) => `${label}${count > 1 ? ` ×${count}` : ""}${tail}`).join("\n");
}

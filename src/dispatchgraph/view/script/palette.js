// Colours live in the style sheet, light and dark; canvas and legend read them from there.

import { LOOKS } from "./statements.js";

export const KINDS = ["person", "body", "state", "place", "group", "document", "event", "thing"];

/** The colours in force now. */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  const kinds = Object.fromEntries(KINDS.map((kind) => [kind, read(kind)]));
  const looks = Object.fromEntries(LOOKS.map((look) => [look, read(`status-${look}`)]));
  return {
    kinds,
    looks,
    band: read("band"),
    paper: read("paper"),
    ink: read("ink"),
    muted: read("muted"),
    line: read("line"),
    faint: read("faint"),
    accent: read("accent"),
    denied: read("denied"),
    text: read("text"),
  };
}

/** Call back when the reader's screen changes between light and dark. */
export function whenThemeChanges(act) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act);
}

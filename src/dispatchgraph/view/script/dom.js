// Building the page: text is always text here. Nothing in these scripts writes markup.

const WORDY = new Set(["h2", "blockquote", "li", "td", "label", "b"]);

/** An element with a class, and children that are elements or strings. */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (WORDY.has(tag)) made.dir = "auto"; // a name or sentence may run from right to left
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** A button that does `action`. */
export function button(className, action, ...children) {
  const made = element("button", className, ...children);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

/** The element of the page with this id. */
export function byId(id) {
  return document.getElementById(id);
}

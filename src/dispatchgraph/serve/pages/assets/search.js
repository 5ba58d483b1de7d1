// Search as you type: names appear beneath the field, which works as a plain form without this.

const DELAY = 120; // milliseconds without a key before the archive is asked

for (const form of document.querySelectorAll("form[data-suggest]")) suggesting(form);

function suggesting(form) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector("ul");
  let asked = "";
  let timer = 0;
  let waiting = null;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, DELAY);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event, event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Escape" && !list.hidden) leave(event);
    else if (event.key === "Enter") choose(event);
  });
  input.addEventListener("blur", close);

  async function ask() {
    const words = input.value.trim();
    if (words === asked) return;
    asked = words;
    waiting?.abort();
    if (words.length < 2) {
      close();
      return;
    }
    waiting = new AbortController();
    const address = new URL(form.dataset.suggest, location.href);
    for (const [name, value] of new FormData(form)) address.searchParams.set(name, value);
    try {
      const answer = await fetch(address, { signal: waiting.signal, headers: { accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function show(found) {
    list.replaceChildren(...(found.length ? found.map(option) : [nothing()]));
    list.hidden = document.activeElement !== input;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  }

  function option(told, number) {
    const item = document.createElement("li");
    item.id = `${list.id}-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.kind = told.kind;
    item.dataset.href = told.href;
    const name = document.createElement("span");
    name.textContent = told.label;
    const kind = document.createElement("span");
    kind.className = "quiet";
    kind.textContent = told.class;
    item.append(name, kind);
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => location.assign(item.dataset.href));
    return item;
  }

  function nothing() {
    const item = document.createElement("li");
    item.className = "quiet";
    item.textContent = form.dataset.none;
    return item;
  }

  function move(event, step) {
    const options = [...list.querySelectorAll("[role=option]")];
    if (list.hidden || !options.length) return;
    event.preventDefault();
    const before = options.findIndex((item) => item.getAttribute("aria-selected") === "true");
    const next = (before + step + options.length + (before < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((item, number) => item.setAttribute("aria-selected", String(number === next)));
    input.setAttribute("aria-activedescendant", options[next].id);
  }

  function choose(event) {
    const chosen = list.hidden ? null : list.querySelector("[aria-selected=true]");
    if (!chosen) return;
    event.preventDefault();
    location.assign(chosen.dataset.href);
  }

  function leave(event) {
    event.preventDefault(); // which would empty the field
    close();
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }
}

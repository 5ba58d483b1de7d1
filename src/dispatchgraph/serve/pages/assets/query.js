// The editor in place of the text area: its text goes into the form, which asks as it does without script.

const LONG = 6000; // characters from which on a question is posted, not put into an address

const form = document.getElementById("ask");
const area = document.getElementById("query");
const place = document.getElementById("editor");
const Yasqe = globalThis.Yasgui?.Yasqe; // not there where the build had no network

// The service knows some prefixes unasked: the editor must not call them wrong.
function knowPrefixes(editor) {
  const known = [...document.querySelectorAll(".prefixes code")].map((code) => [code.textContent.slice(0, -1), code.title]);
  const mode = editor.getMode();
  const begin = mode.startState;
  mode.startState = (...from) => {
    const state = begin(...from);
    Object.assign(state.prefixes, Object.fromEntries(known));
    return state;
  };
  editor.setValue(editor.getValue()); // read again from the beginning
}

form.addEventListener("submit", () => {
  form.method = area.value.length > LONG ? "post" : "get";
});

if (Yasqe) {
  Yasqe.defaults.autocompleters = ["variables"]; // others would ask elsewhere, and lists are merged, not replaced
  const editor = new Yasqe(place, {
    value: area.value,
    persistenceId: null,
    showQueryButton: false,
    createShareableLink: null,
    createShortLink: null,
    collapsePrefixesOnLoad: false,
    editorHeight: "auto",
    resizeable: false,
    autofocus: false,
    prefixCcApi: null,
    requestConfig: { endpoint: new URL("/sparql", location.href).href, method: "GET" },
  });
  knowPrefixes(editor);
  place.hidden = false;
  area.hidden = true;
  editor.refresh();
  const field = editor.getInputField();
  field.setAttribute("aria-label", "SPARQL");
  editor.on("change", () => {
    area.value = editor.getValue();
  });
  const run = () => {
    area.value = editor.getValue();
    form.requestSubmit();
  };
  editor.setOption("extraKeys", {
    ...editor.getOption("extraKeys"),
    "Ctrl-Enter": run,
    "Cmd-Enter": run,
    Tab: false, // the keyboard leaves the editor as it came in
    "Shift-Tab": false,
  });
}

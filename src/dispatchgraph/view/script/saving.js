// Taking something away: the picture, the statements.

import { byId, element } from "./dom.js";
import { toCsv, toTurtle } from "./rdf.js";

function save(name, blob) {
  const link = element("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The picture as it stands, on paper of its colour. */
function savePicture(state, network, name) {
  const drawn = network.canvas.frame.canvas;
  const copy = element("canvas");
  copy.width = drawn.width;
  copy.height = drawn.height;
  const ctx = copy.getContext("2d");
  ctx.fillStyle = state.colours.paper;
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(drawn, 0, 0);
  copy.toBlob((blob) => save(`${name}.png`, blob), "image/png");
}

/** Make the menu of downloads work. */
export function keepSaving(state, network) {
  const menu = byId("save-menu");
  const name = decodeURIComponent(window.location.pathname).split("/").at(-1).replace(/\.html?$/, "") || "dispatchgraph";
  const ways = {
    "save-png": () => savePicture(state, network, name),
    "save-csv": () => save(`${name}.csv`, new Blob(["\ufeff", toCsv(state)], { type: "text/csv" })),
    "save-turtle": () => save(`${name}.ttl`, new Blob([toTurtle(state)], { type: "text/turtle" })),
  };
  for (const [id, way] of Object.entries(ways)) {
    byId(id).addEventListener("click", () => {
      way();
      menu.open = false;
    });
  }
}

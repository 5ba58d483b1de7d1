// The dates over the reading by events: each a column of paper with its day on top.

import { dayHead } from "./words.js";

function heading(ctx, state, band, scale) {
  const { strings, nodes } = state.data;
  const size = Math.min(Math.max(15 * scale, 11), 18) / scale;
  ctx.font = `600 ${size}px ${state.colours.text}`;
  const words = dayHead(strings, band.day, band.day ? nodes.filter(({ begins }) => begins?.startsWith(band.day)) : []);
  ctx.fillStyle = state.colours.muted;
  ctx.textAlign = "center";
  ctx.fillText(words, (band.left + band.right) / 2, band.top - 50);
}

/** Draw the bands beneath everything else while the reading is by events. */
export function keepBands(state, network) {
  network.on("beforeDrawing", (ctx) => {
    if (state.reading !== "events" || !state.shown.nodes.length) return;
    ctx.save();
    for (const band of state.data.bands) {
      ctx.fillStyle = state.colours.band;
      ctx.fillRect(band.left, band.top - 72, band.right - band.left, band.bottom - band.top + 52);
      heading(ctx, state, band, network.getScale());
    }
    ctx.restore();
  });
}

// The dates over the reading by events: each a column of paper with its day on top.

import { dayHead } from "./words.js";

function heading(ctx, state, band, scale) {
  const { strings, nodes } = state.data;
  const size = Math.min(Math.max(15 * scale, 11), 18) / scale;
  ctx.font = `600 ${size}px ${state.colours.text}`;
  const words = dayHead(strings, band.day, nodes.filter(({ begins }) => begins?.startsWith(band.day)));
  ctx.fillStyle = state.colours.muted;
  ctx.textAlign = "center";
  ctx.fillText(words, (band.left + band.right) / 2, band.top);
}

/** Draw the bands beneath everything else while the reading is by events. */
export function keepBands(state, network) {
  network.on("beforeDrawing", (ctx) => {
    if (state.reading !== "events" || !state.shown.nodes.length) return;
    const bottom = Math.max(...state.data.bands.map(({ top }) => top)) + state.depth;
    ctx.save();
    for (const band of state.data.bands) {
      ctx.fillStyle = state.colours.band;
      ctx.fillRect(band.left, band.top - 34, band.right - band.left, bottom - band.top + 34);
      heading(ctx, state, band, network.getScale());
    }
    ctx.restore();
  });
}

// One sign for each kind: told apart by outline first, by colour second.

function disc(ctx, x, y, r) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
}

function polygon(ctx, points) {
  ctx.beginPath();
  points.forEach(([x, y], place) => (place ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  ctx.closePath();
}

const OUTLINES = {
  person: (ctx, x, y, r) => disc(ctx, x, y, r),
  thing: (ctx, x, y, r) => disc(ctx, x, y, r * 0.75),
  body(ctx, x, y, r) {
    const half = r * 0.92;
    ctx.beginPath();
    ctx.roundRect(x - half, y - half, 2 * half, 2 * half, r * 0.22);
  },
  state(ctx, x, y, r) {
    const corner = (turn) => [x + 1.08 * r * Math.cos(turn), y + 1.08 * r * Math.sin(turn)];
    polygon(ctx, [0, 1, 2, 3, 4, 5].map((at) => corner((at * Math.PI) / 3 + Math.PI / 6)));
  },
  place(ctx, x, y, r) {
    const top = y - r * 0.28;
    ctx.beginPath();
    ctx.arc(x, top, r * 0.82, Math.PI * 0.84, Math.PI * 0.16);
    ctx.quadraticCurveTo(x + r * 0.34, y + r * 0.62, x, y + r * 1.1);
    ctx.quadraticCurveTo(x - r * 0.34, y + r * 0.62, x + r * 0.82 * Math.cos(Math.PI * 0.84), top + r * 0.82 * Math.sin(Math.PI * 0.84));
    ctx.closePath();
  },
  group(ctx, x, y, r) {
    ctx.beginPath();
    for (const [dx, dy] of [[-0.5, 0.3], [0.5, 0.3], [0, -0.42]]) {
      ctx.moveTo(x + dx * r + r * 0.56, y + dy * r);
      ctx.arc(x + dx * r, y + dy * r, r * 0.56, 0, 2 * Math.PI);
    }
  },
  document(ctx, x, y, r) {
    const w = r * 0.78;
    polygon(ctx, [[x - w, y - r], [x + w * 0.3, y - r], [x + w, y - r * 0.42], [x + w, y + r], [x - w, y + r]]);
  },
  event: (ctx, x, y, r) => polygon(ctx, [[x, y - 1.1 * r], [x + 1.1 * r, y], [x, y + 1.1 * r], [x - 1.1 * r, y]]),
};

const MARKS = {
  person(ctx, x, y, r) {
    disc(ctx, x, y - r * 0.26, r * 0.28);
    ctx.fill();
    ctx.beginPath();
    ctx.arc(x, y + r * 0.58, r * 0.48, Math.PI, 2 * Math.PI);
    ctx.fill();
  },
  body(ctx, x, y, r) {
    polygon(ctx, [[x - r * 0.56, y - r * 0.2], [x, y - r * 0.58], [x + r * 0.56, y - r * 0.2]]);
    ctx.fill();
    for (const dx of [-0.42, -0.08, 0.26]) ctx.fillRect(x + dx * r, y - r * 0.08, r * 0.16, r * 0.42);
    ctx.fillRect(x - r * 0.54, y + r * 0.42, r * 1.08, r * 0.14);
  },
  state(ctx, x, y, r) {
    ctx.fillRect(x - r * 0.42, y - r * 0.58, r * 0.13, r * 1.16);
    polygon(ctx, [[x - r * 0.3, y - r * 0.56], [x + r * 0.52, y - r * 0.26], [x - r * 0.3, y + r * 0.06]]);
    ctx.fill();
  },
  place(ctx, x, y, r) {
    disc(ctx, x, y - r * 0.28, r * 0.32);
    ctx.fill();
  },
  document(ctx, x, y, r) {
    for (const [at, wide] of [[-0.22, 0.9], [0.14, 0.9], [0.5, 0.6]]) ctx.fillRect(x - r * 0.48, y + at * r, r * wide, r * 0.14);
  },
};

const DOUBTFUL = { planned: [4, 2.5], requested: [2.5, 2.5], hypothetical: [1.2, 2.4], alleged: [5, 2, 1.2, 2], negated: [7, 2] };

/** Draw the sign of `kind` around (x, y). What is no fact is hollow, with the border of its line. */
export function drawSign(ctx, kind, x, y, r, colours, { status = "", ring = false } = {}) {
  const colour = colours.kinds[kind] ?? colours.kinds.thing;
  const outline = OUTLINES[kind] ?? OUTLINES.thing;
  const hollow = status in DOUBTFUL;
  ctx.save();
  ctx.lineJoin = "round";
  if (ring) {
    disc(ctx, x, y, r * 1.5);
    ctx.fillStyle = colours.faint;
    ctx.fill();
  }
  outline(ctx, x, y, r);
  ctx.lineWidth = 3;
  ctx.strokeStyle = colours.paper;
  if (!hollow) ctx.stroke();
  ctx.fillStyle = hollow ? colours.paper : colour;
  ctx.fill();
  if (hollow) {
    ctx.setLineDash(DOUBTFUL[status]);
    ctx.lineWidth = 1.6;
    ctx.strokeStyle = colour;
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.fillStyle = hollow ? colour : colours.paper;
  if (MARKS[kind]) MARKS[kind](ctx, x, y, r);
  if (status === "negated") struck(ctx, x, y, r, colours.denied);
  ctx.restore();
}

/** Hide the lines behind a sign that is drawn faint. */
export function drawBacking(ctx, x, y, r, colours) {
  disc(ctx, x, y, r);
  ctx.fillStyle = colours.paper;
  ctx.fill();
}

function struck(ctx, x, y, r, colour) {
  ctx.beginPath();
  ctx.moveTo(x - r * 0.8, y + r * 0.8);
  ctx.lineTo(x + r * 0.8, y - r * 0.8);
  ctx.lineWidth = 2;
  ctx.strokeStyle = colour;
  ctx.stroke();
}

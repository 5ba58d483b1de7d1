// Free room on the sheet: what is already taken, found fast, and a free place near where something should stand.

const CELL = 120;

/** Whether two boxes share room. */
export function overlaps(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Boxes that are taken, in a grid of cells. */
export function takenRoom() {
  const cells = new Map();
  const keys = (box) => {
    const found = [];
    for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) found.push(`${x} ${y}`);
    return found;
  };
  return {
    take(box) {
      for (const key of keys(box)) {
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(box);
      }
    },
    isFree: (box) => !keys(box).some((key) => cells.get(key)?.some((other) => overlaps(box, other))),
  };
}

/** A box of a size around a point. */
export function boxAt(x, y, width, height) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

const WIDE = 150;
const HIGH = 74;

/** Places for nodes that come in: each beside its neighbours, where nothing stands and it `mayStand`; the same each time. */
export function settled(ids, neighbours, places, mayStand = () => true) {
  const room = takenRoom();
  for (const { x, y } of places.values()) room.take(boxAt(x, y, WIDE, HIGH));
  const bottom = Math.max(0, ...[...places.values()].map(({ y }) => y)) + 2 * HIGH;
  const found = new Map(places);
  for (const id of ids) {
    const near = neighbours(id).map((other) => found.get(other)).filter(Boolean);
    const centre = near.length ? { x: mean(near.map(({ x }) => x)), y: mean(near.map(({ y }) => y)) } : { x: 0, y: bottom };
    const place = nextPlace(room, centre, (box) => mayStand(id, box));
    room.take(boxAt(place.x, place.y, WIDE, HIGH));
    found.set(id, place);
  }
  return found;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The first free place on a spiral outwards. */
function nextPlace(room, { x, y }, allowed) {
  for (let step = 0; step < 6000; step += 1) {
    const reach = 17 * Math.sqrt(step);
    const turn = step * 2.399963; // the golden angle leaves no direction out
    const place = { x: Math.round(x + 1.5 * reach * Math.cos(turn)), y: Math.round(y + reach * Math.sin(turn)) };
    const box = boxAt(place.x, place.y, WIDE, HIGH);
    if (room.isFree(box) && allowed(box)) return place;
  }
  return { x: Math.round(x), y: Math.round(y) };
}

// Put into each page before its own scripts: says when it is drawn, where to drag it, and how long a move takes.

(() => {
  const marks = {};
  const now = () => performance.now();

  /** Two frames on: what the next one draws is painted when the one after it begins. */
  const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(now()))));

  /** Call `then` with the value once a page gives itself the global `name`. */
  function whenSet(name, then) {
    let held;
    Object.defineProperty(window, name, {
      configurable: true,
      enumerable: true,
      get: () => held,
      set(value) {
        held = value;
        then(value);
      },
    });
  }

  async function markDrawn() {
    marks.drawn = await painted();
  }

  // Ours tells by this name that it is there; pyvis names its network so, and hides it while the physics run.
  whenSet("dispatchgraph", markDrawn);
  whenSet("network", (network) => {
    network?.once?.("afterDrawing", markDrawn);
    network?.once?.("stabilized", () => {
      marks.stabilised = now();
    });
  });

  const network = () => window.dispatchgraph?.network ?? window.network;
  const canvas = () => document.querySelector("canvas");

  /** Whether a press at this point of the window meets the picture itself. */
  const isFree = (x, y) => document.elementFromPoint(x, y) === canvas();

  /** The direction in which there is room to drag. */
  const way = (x, box) => (x < box.left + box.width / 2 ? 1 : -1);

  function emptySpot() {
    const box = canvas().getBoundingClientRect();
    for (let y = box.top + 40; y < Math.min(box.bottom, innerHeight) - 40; y += 11) {
      for (let x = box.left + 40; x < box.right - 40; x += 11) {
        const at = { x: x - box.left, y: y - box.top };
        if (isFree(x, y) && network().getNodeAt(at) === undefined && network().getEdgeAt(at) === undefined) {
          return { x, y, way: way(x, box) };
        }
      }
    }
    return null;
  }

  /** The node with the most ties that can be pressed. */
  function nodeSpot() {
    const box = canvas().getBoundingClientRect();
    const degree = new Map(network().body.nodeIndices.map((id) => [id, network().getConnectedEdges(id).length]));
    const places = network().getPositions();
    for (const id of [...degree.keys()].sort((a, b) => degree.get(b) - degree.get(a))) {
      const at = network().canvasToDOM(places[id]);
      const [x, y] = [box.left + at.x, box.top + at.y];
      if (x > 0 && y > 0 && x < innerWidth && y < innerHeight && isFree(x, y) && network().getNodeAt(at) === id) {
        return { x, y, id, way: way(x, box) };
      }
    }
    return null;
  }

  /** Where the node is that is dragged, or else what the picture is centred on. */
  const whereabouts = ({ id }) => JSON.stringify(id === undefined ? network().getViewPosition() : network().getPositions([id]));

  /** From now on `heard` is the time that the next move of the mouse takes until it is painted. */
  function listen() {
    window.benchmark.heard = new Promise((done) => {
      const options = { capture: true, once: true };
      addEventListener("pointermove", async (event) => done((await painted()) - event.timeStamp), options);
    });
  }

  const count = () => ({ nodes: network().body.nodeIndices.length, lines: network().body.edgeIndices.length });
  const button = () => document.getElementById("show-all");
  const canShowAll = () => Boolean(button()?.checkVisibility());

  /** Milliseconds from a press of the button until more is drawn; null where that takes more than `limit`. */
  async function showAll(limit) {
    const [start, before] = [now(), count().nodes];
    button().click();
    while (count().nodes === before) {
      if (now() - start > limit) return null;
      await new Promise(requestAnimationFrame);
    }
    return (await painted()) - start;
  }

  window.benchmark = { marks, heard: null, count, emptySpot, nodeSpot, whereabouts, listen, canShowAll, showAll };
})();

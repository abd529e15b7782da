// The graph of a single file: vis-network with the positions and the words that the file holds. Every word is set as text.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const said = document.getElementById("said");
  const choice = document.getElementById("choice");
  const buttons = { graph: document.getElementById("as-graph"), picture: document.getElementById("as-picture") };
  let network = null;
  let pick = null;

  /** Writes what is known of a thing or step into the panel. */
  function read(id) {
    const item = data.items[id];
    if (!item) return;
    said.replaceChildren();
    const heading = document.createElement("h2");
    heading.textContent = item.name;
    const list = document.createElement("dl");
    for (const [name, value] of item.facts) {
      const term = document.createElement("dt");
      const told = document.createElement("dd");
      term.textContent = name;
      told.textContent = value;
      list.append(term, told);
    }
    said.append(heading, list);
    choice.value = id;
  }

  /** Makes the graph when it is first shown: a hidden board has no size. */
  function draw() {
    if (network) return;
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    let ink = data.inks.light;
    const nodes = new vis.DataSet(data.nodes);
    const edges = new vis.DataSet(data.edges);
    /** Gives everything the colours of the light or of the dark. */
    const paint = () => {
      const theme = dark.matches ? "dark" : "light";
      ink = data.inks[theme];
      nodes.update(data.nodes.filter((node) => node.group).map((node) => {
        const [ground, text, border] = node.group === "seed" ? [ink.seed, ink.seedInk, ink.seed] : [ink.card, ink.ink, ink.edge];
        return { id: node.id, color: { border, background: ground, highlight: { border: ink.ink, background: ground } }, font: { color: text, size: 13, face: "Noto Sans, sans-serif", align: "left", multi: false } };
      }));
      edges.update(data.edges.map((edge) => ({ id: edge.id, color: { color: edge.colours[theme], highlight: ink.ink, hover: ink.ink } })));
    };
    paint();
    network = new vis.Network(document.getElementById("board"), { nodes, edges }, data.options);
    dark.addEventListener("change", paint);
    // Stages are lanes, drawn under everything else.
    network.on("beforeDrawing", (board) => {
      board.textAlign = "left";
      for (const lane of data.lanes) {
        board.fillStyle = ink.lane;
        board.fillRect(lane.x, -56, lane.width, lane.height + 72);
        board.fillStyle = ink.ink;
        board.font = "600 15px Noto Sans, sans-serif";
        board.fillText(lane.name, lane.x + 30, -28);
      }
    });
    // A step is drawn bend by bend: e3.0, e3.1 … are parts of e3, and w3.0 is a bend of it. A thing has its steps with it.
    const steps = (id) => Object.keys(data.items).filter((name) => name === id || data.items[name].ends?.includes(id));
    const mark = (id) => {
      const names = new Set(steps(id));
      const parts = edges.getIds().filter((part) => names.has(part.split(".")[0]));
      network.setSelection({ nodes: id.startsWith("n") ? [id] : [], edges: parts }, { highlightEdges: false });
    };
    network.on("select", (event) => {
      const [node] = event.nodes;
      const id = node?.startsWith("n") ? node : (node ?? event.edges[0] ?? "").split(".")[0].replace("w", "e");
      if (!id) return;
      mark(id);
      read(id);
    });
    pick = (id) => {
      mark(id);
      if (id.startsWith("n")) network.focus(id, { scale: 0.9, animation: false });
    };
    network.fit({ animation: false });
    // Better a part that can be read, about the thing that the lineage is of, than all of it too small.
    if (network.getScale() < 0.7) network.moveTo({ scale: 0.7, position: network.getPosition(data.focus) });
  }

  function show(moving) {
    root.classList.toggle("moving", moving);
    buttons.graph.setAttribute("aria-pressed", String(moving));
    buttons.picture.setAttribute("aria-pressed", String(!moving));
    if (moving) draw();
  }

  buttons.graph.addEventListener("click", () => show(true));
  buttons.picture.addEventListener("click", () => show(false));
  choice.addEventListener("change", () => {
    const id = choice.value;
    if (!id) return;
    show(true);
    read(id);
    pick(id);
  });
  root.classList.add("js");
})();

// The graph of a single file: vis-network with the positions and the words that the file holds. Every word is set as text.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const said = document.getElementById("said");
  const choice = document.getElementById("choice");
  const buttons = { graph: document.getElementById("as-graph"), picture: document.getElementById("as-picture") };
  let network = null;

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
    const nodes = new vis.DataSet(data.nodes);
    const edges = new vis.DataSet(data.edges);
    network = new vis.Network(document.getElementById("board"), { nodes, edges }, data.options);
    network.on("selectNode", (event) => read(event.nodes[0]));
    network.on("selectEdge", (event) => { if (!event.nodes.length) read(event.edges[0]); });
    network.fit({ animation: false });
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
    if (id.startsWith("n")) { network.selectNodes([id]); network.focus(id, { scale: 0.9, animation: false }); }
    else network.setSelection({ nodes: [], edges: [id] });
  });
  root.classList.add("js");
})();

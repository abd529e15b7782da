// The picture of a lineage, made movable. Without this script its links lead to the evidence below it.
// State stands in the address: #step-3~path~x,y,w,h is the choice, whether its path is shown, and the part in sight.
const panel = document.querySelector(".panel");
const canvas = document.querySelector(".canvas");
const picture = canvas?.querySelector("svg");
const script = document.querySelector("script[data-copied]");

/** Steps and things as the sections of the page tell them: fragment → { from, to }. */
const steps = new Map();
for (const section of panel?.querySelectorAll(".detail[data-from]") ?? []) {
  steps.set(`#${section.id}`, { from: `#${section.dataset.from}`, to: `#${section.dataset.to}` });
}
const links = new Map();
for (const link of picture?.querySelectorAll("a[href^='#']") ?? []) {
  if (!links.has(link.getAttribute("href"))) links.set(link.getAttribute("href"), link);
}
const state = { chosen: "", path: false, box: null };

/** Returns the steps that leave or reach a thing, in the order of the page. */
const out = (thing) => [...steps].filter(([, step]) => step.from === thing).map(([name]) => name);
const into = (thing) => [...steps].filter(([, step]) => step.to === thing).map(([name]) => name);

// ---- choosing ----

/** Opens the section of a fragment and marks its counterparts in the picture and the tables. */
function choose(fragment, focus) {
  const section = fragment ? document.getElementById(fragment.slice(1)) : null;
  if (!section?.classList.contains("detail")) return false;
  state.chosen = fragment;
  for (const open of panel.querySelectorAll(".detail.open")) open.classList.remove("open");
  section.classList.add("open");
  panel.classList.add("chosen");
  for (const old of document.querySelectorAll("[aria-current='true']")) old.removeAttribute("aria-current");
  links.get(fragment)?.setAttribute("aria-current", "true");
  document.querySelector(`tr[data-for="${fragment.slice(1)}"]`)?.setAttribute("aria-current", "true");
  if (links.has(fragment)) rove(links.get(fragment));
  showPath();
  if (focus) section.focus({ preventScroll: window.matchMedia("(min-width: 90rem)").matches });
  return true;
}

/** Returns everything before and after a thing or step. */
function pathOf(fragment) {
  const found = new Set([fragment]);
  const walk = (thing, back) => {
    for (const name of back ? into(thing) : out(thing)) {
      if (found.has(name)) continue;
      found.add(name);
      const next = back ? steps.get(name).from : steps.get(name).to;
      found.add(next);
      walk(next, back);
    }
  };
  const step = steps.get(fragment);
  for (const [thing, back] of [[step?.from ?? fragment, true], [step?.to ?? fragment, false]]) {
    found.add(thing);
    walk(thing, back);
  }
  return found;
}

function showPath() {
  const kept = state.path && state.chosen ? pathOf(state.chosen) : null;
  for (const [fragment, link] of links) link.classList.toggle("dim", Boolean(kept) && !kept.has(fragment));
  document.querySelector("[data-path]")?.setAttribute("aria-pressed", String(state.path));
}

// ---- moving ----

const whole = () => picture.getAttribute("data-whole").split(" ").map(Number);

function see(box) {
  state.box = box;
  picture.setAttribute("viewBox", (box ?? whole()).map((part) => part.toFixed(1)).join(" "));
  picture.classList.toggle("moved", Boolean(box));
}

/** Zooms about a point of the picture, never so far out that nothing is left, nor so far in that nothing is. */
function zoom(factor, at) {
  const [x, y, w, h] = state.box ?? whole();
  const width = Math.min(whole()[2] * 1.5, Math.max(whole()[2] / 12, w / factor));
  const [cx, cy] = at ?? [x + w / 2, y + h / 2];
  const by = width / w;
  see([cx - (cx - x) * by, cy - (cy - y) * by, width, h * by]);
  remember();
}

/** Returns the place in the picture under a pointer. */
function placeOf(event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
  return [point.x, point.y];
}

function movable() {
  const [, , w, h] = (picture.getAttribute("viewBox") ?? "0 0 1 1").split(" ").map(Number);
  picture.setAttribute("data-whole", `0 0 ${w} ${h}`);
  let from = null;
  let dragged = false;
  canvas.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (event.pointerType === "mouse" && event.button === 0) from = { at: placeOf(event), x: event.clientX, y: event.clientY };
  });
  window.addEventListener("pointermove", (event) => {
    if (!from) return;
    if (!dragged && Math.hypot(event.clientX - from.x, event.clientY - from.y) < 5) return;
    dragged = true;
    const [x, y] = placeOf(event);
    const [left, top, width, height] = state.box ?? whole();
    see([left + from.at[0] - x, top + from.at[1] - y, width, height]);
  });
  window.addEventListener("pointerup", () => {
    if (from && dragged) remember();
    from = null;
  });
  // A drag that ends on a link is no choice of it.
  canvas.addEventListener("click", (event) => { if (dragged) { event.preventDefault(); event.stopImmediatePropagation(); } }, true);
  canvas.addEventListener("dragstart", (event) => event.preventDefault());
  // Plain wheels scroll the page; with Ctrl or a pinch they zoom.
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, placeOf(event));
  }, { passive: false });
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "fit") { see(null); remember(); } else zoom(button.dataset.zoom === "in" ? 1.4 : 1 / 1.4);
    });
  }
}

// ---- the keyboard: along the steps ----

/** Makes one link the one that Tab reaches. */
function rove(link) {
  for (const other of links.values()) other.setAttribute("tabindex", other === link ? "0" : "-1");
}

/** Returns where an arrow key leads from a thing or step. */
function along(here, key) {
  const step = steps.get(here);
  if (key === "ArrowRight") return step ? step.to : out(here)[0];
  if (key === "ArrowLeft") return step ? step.from : into(here)[0];
  // Up and down: among the steps that leave the same thing, else among those that reach the same, else all of a kind.
  let row = step ? out(step.from) : [...links.keys()].filter((name) => name.startsWith("#node-"));
  if (step && row.length < 2) row = into(step.to);
  const next = row[row.indexOf(here) + (key === "ArrowDown" ? 1 : -1)];
  return next ?? here;
}

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "+" || event.key === "=") zoom(1.4);
  else if (event.key === "-") zoom(1 / 1.4);
  else if (event.key === "0") { see(null); remember(); }
  else if (event.key === "Escape") { state.path = false; showPath(); remember(); }
  else if (event.key.startsWith("Arrow")) {
    const here = event.target.closest("a")?.getAttribute("href");
    const next = here ? along(here, event.key) : links.keys().next().value;
    if (!links.has(next)) return;
    rove(links.get(next));
    links.get(next).focus();
    reveal(links.get(next));
  } else return;
  event.preventDefault();
}

/** Moves the part in sight so that a link is within it. */
function reveal(link) {
  if (!state.box) { link.scrollIntoView({ block: "nearest", inline: "nearest" }); return; }
  const inner = link.getBBox();
  const offset = picture.querySelector(".sl-graph")?.transform.baseVal.consolidate()?.matrix;
  const [x, y] = [inner.x + (offset?.e ?? 0), inner.y + (offset?.f ?? 0)];
  const [left, top, width, height] = state.box;
  if (x >= left && y >= top && x + inner.width <= left + width && y + inner.height <= top + height) return;
  see([x + inner.width / 2 - width / 2, y + inner.height / 2 - height / 2, width, height]);
}

// ---- the address ----

function remember() {
  const parts = [state.chosen || "#graph"];
  if (state.path) parts.push("path");
  if (state.box) parts.push(state.box.map((part) => Math.round(part)).join(","));
  history.replaceState(null, "", parts.length > 1 || state.chosen ? parts.join("~") : location.pathname + location.search);
}

function recall() {
  const [fragment, ...rest] = location.hash.split("~");
  state.path = rest.includes("path");
  const box = rest.map((part) => part.split(",").map(Number)).find((part) => part.length === 4 && part.every(Number.isFinite));
  if (box && box[2] > 0 && box[3] > 0) see(box);
  if (!choose(fragment, false)) showPath();
}

// ---- copying ----

async function copied(button, write) {
  const before = button.textContent;
  try { await write(); button.textContent = script.dataset.copied; } catch { button.textContent = before; }
  setTimeout(() => { button.textContent = before; }, 1500);
}

function readyToCopy() {
  // Who reads knows the day; what the server sends does not depend on it.
  const today = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" }).format(new Date());
  const pinned = document.querySelector("a.pinned")?.textContent ?? "";
  for (const id of ["copy-1", "copy-2"]) {
    const text = document.getElementById(id);
    if (text && pinned) text.textContent = text.textContent.replace(pinned, `${pinned}, ${script.dataset.accessed.replace("DATE", today)}`);
  }
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button.copy")) button.hidden = false;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copied(button, () => navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim())));
  }
  for (const button of document.querySelectorAll("[data-copy-figure]")) {
    button.addEventListener("click", () => copied(button, () => copyFigure(button.dataset.copyFigure)));
  }
}

/** Puts the picture and its caption on the clipboard, as word processors paste them. */
async function copyFigure(address) {
  const caption = document.getElementById("copy-1").textContent.trim();
  const blob = await (await fetch(new URL(address).pathname + new URL(address).search)).blob();
  const data = await new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(blob);
  });
  const figure = document.createElement("figure");
  const image = document.createElement("img");
  const text = document.createElement("figcaption");
  image.src = data;
  image.alt = document.getElementById("copy-3").textContent.trim();
  text.textContent = caption;
  figure.append(image, text);
  await navigator.clipboard.write([new ClipboardItem({
    "text/html": new Blob([figure.outerHTML], { type: "text/html" }),
    "text/plain": new Blob([caption], { type: "text/plain" }),
  })]);
}

// ---- setting out ----

if (panel && picture) {
  document.documentElement.classList.add("js");
  for (const tools of document.querySelectorAll(".tools")) tools.hidden = false;
  movable();
  rove(picture.querySelector(".sl-seedProject")?.closest("a") ?? links.values().next().value);
  canvas.addEventListener("keydown", onKey);
  document.querySelector("[data-path]")?.addEventListener("click", () => { state.path = !state.path; showPath(); remember(); });
  document.addEventListener("click", (event) => {
    const fragment = event.target.closest("a")?.getAttribute("href") ?? "";
    if (!fragment.startsWith("#") || !choose(fragment, true)) return;
    event.preventDefault();
    remember();
  });
  window.addEventListener("hashchange", recall);
  recall();
  readyToCopy();
}

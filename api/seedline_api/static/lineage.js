// The picture of a lineage, made movable. Without this script its links lead to the evidence below it.
// State stands in the address: ?more= holds what was opened, #step-3~path~x,y,w,h the choice, whether its path is shown,
// and the part in sight. A choice enters the history; what only moves the picture does not.
import { readyToCopy, turn } from "./copying.js";
import { Sight } from "./moving.js";

let panel;
let canvas;
let sight;
/** Steps and things as the sections of the page tell them: fragment → { from, to }, and fragment → link in the picture. */
let steps;
let links;
/** The IRI of each thing and step → its fragment. */
let fragments;
const state = { chosen: "", path: false };

/** Returns the steps that leave or reach a thing, in the order of the page. */
const out = (thing) => [...steps].filter(([, step]) => step.from === thing).map(([name]) => name);
const into = (thing) => [...steps].filter(([, step]) => step.to === thing).map(([name]) => name);
const fragmentOf = (element) => element?.closest("a")?.getAttribute("href") ?? "";
const cardOf = (iri) => links.get(fragments.get(iri));
/** Returns the fragments of all that a link of the picture stands for: a row or a line may be of several. */
const standsFor = (link) => (link.querySelector("g").dataset.folded ?? "").split(" ").map((iri) => fragments.get(iri)).filter(Boolean);
/** Returns where the picture shows something: its own link, one that stands for it, or what the step leads to. */
const shownAt = (fragment) => links.get(fragment) ?? [...links.values()].find((link) => standsFor(link).includes(fragment)) ?? links.get(steps.get(fragment)?.to);

// ---- choosing ----

/** Shows nothing as chosen. */
function unchoose() {
  state.chosen = "";
  for (const open of panel.querySelectorAll(".detail.open")) open.classList.remove("open");
  panel.classList.remove("chosen");
  for (const old of document.querySelectorAll("main [aria-current='true']")) old.removeAttribute("aria-current");
}

/** Opens the section of a fragment and marks its counterparts in the picture and the tables; nothing moves unasked. */
function choose(fragment, { focus = false, reveal = true } = {}) {
  const section = fragment ? document.getElementById(fragment.slice(1)) : null;
  if (!section?.classList.contains("detail")) return false;
  unchoose();
  state.chosen = fragment;
  section.classList.add("open");
  panel.classList.add("chosen");
  panel.scrollTop = 0;
  document.querySelector(`tr[data-for="${fragment.slice(1)}"]`)?.setAttribute("aria-current", "true");
  const link = shownAt(fragment);
  if (link) {
    link.setAttribute("aria-current", "true");
    rove(link);
    if (reveal) sight.reveal(link);
  }
  showPath();
  // Where the panel stands beside the picture, reading in it moves nothing.
  if (focus) section.focus({ preventScroll: window.matchMedia("(min-width: 1100px)").matches });
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

/** Dims in picture and tables what is neither before nor after the choice, where that is asked for. */
function showPath() {
  const kept = state.path && state.chosen ? pathOf(state.chosen) : null;
  for (const [fragment, link] of links) link.classList.toggle("dim", Boolean(kept) && ![fragment, ...standsFor(link)].some((name) => kept.has(name)));
  for (const row of document.querySelectorAll("tr[data-for]")) row.classList.toggle("dim", Boolean(kept) && !kept.has(`#${row.dataset.for}`));
  document.querySelector("[data-path]")?.setAttribute("aria-pressed", String(state.path));
}

/** Leaves the choice, as "Back to the picture" does; who read of it is at its place in the picture or the list again. */
function leave() {
  const shown = [shownAt(state.chosen), ...document.querySelectorAll(`.listed a[href="${state.chosen}"]`)];
  const reading = panel.contains(document.activeElement);
  state.path = false;
  unchoose();
  showPath();
  remember(true);
  if (reading) shown.find((link) => link?.checkVisibility())?.focus();
}

// ---- one step further ----

/** Shows the page of another address in place of this one: what was opened, or what the reader goes back to. */
async function turnTo(address, iri, push) {
  const place = new URL(address, location.href);
  const path = place.pathname + place.search;
  canvas.setAttribute("aria-busy", "true");
  let made;
  try {
    const answer = await fetch(path, { headers: { accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    made = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    location.assign(path);
    return;
  }
  turn(made, "main");
  if (push) history.pushState(null, "", path);
  state.chosen = "";
  setOut();
  const card = iri && cardOf(iri);
  if (card) {
    choose(fragmentOf(card));
    card.focus();
    remember();
  }
  document.getElementById("told").textContent = document.getElementById("graph").dataset.told;
}

// ---- the keyboard: along the steps ----

/** Makes one link the one that Tab reaches, and after it the mark of what more it leads to. */
function rove(link) {
  for (const other of links.values()) other.setAttribute("tabindex", other === link ? "0" : "-1");
  const { iri } = link.querySelector("g").dataset;
  for (const mark of canvas.querySelectorAll("a.sl-more")) mark.setAttribute("tabindex", mark.dataset.of === iri ? "0" : "-1");
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
  const here = fragmentOf(event.target);
  const link = shownAt(here);
  if (event.key === "+" || event.key === "=") sight.zoom(1.4);
  else if (event.key === "-") sight.zoom(1 / 1.4);
  else if (event.key === "0") sight.fit();
  else if (event.key === "c" && link) sight.centre(link);
  else if (event.key === "m" && link) canvas.querySelector(`a.sl-more[data-of="${CSS.escape(link.querySelector("g").dataset.iri ?? "")}"]`)?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  else if (event.key.startsWith("Arrow")) {
    const next = shownAt(link ? along(here, event.key) : links.keys().next().value);
    if (!next) return;
    rove(next);
    next.focus({ preventScroll: true });
    sight.reveal(next);
  } else return;
  event.preventDefault();
}

// ---- finding in the picture ----

/** Returns text as it is compared: without accents, in small letters. */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Marks what has a text in it, and shows the next of it, the one before, or the first. */
function find(text, by) {
  const wanted = plain(text.trim());
  const found = wanted ? [...links.values()].filter((link) => plain(`${link.textContent} ${link.querySelector("g").getAttribute("aria-label") ?? ""}`).includes(wanted)) : [];
  for (const link of links.values()) link.classList.toggle("found", found.includes(link));
  const now = found.findIndex((link) => link.classList.contains("seen"));
  for (const link of links.values()) link.classList.remove("seen");
  const at = found.length ? (by && now >= 0 ? (now + by + found.length) % found.length : 0) : -1;
  document.querySelector("output[data-found]").textContent = wanted ? `${at + 1} / ${found.length}` : "";
  if (at < 0) return;
  found[at].classList.add("seen");
  rove(found[at]);
  sight.reveal(found[at]);
  if (by) choose(fragmentOf(found[at]), { reveal: false });
}

// ---- the address ----

function remember(push) {
  const parts = [state.chosen || "#graph"];
  if (state.path) parts.push("path");
  if (sight.box) parts.push(sight.box.map((part) => Math.round(part)).join(","));
  const address = parts.length > 1 || state.chosen ? parts.join("~") : location.pathname + location.search;
  if (push === true && address !== location.hash) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

function recall() {
  const [fragment, ...rest] = location.hash.split("~");
  state.path = rest.includes("path");
  const box = rest.map((part) => part.split(",").map(Number)).find((part) => part.length === 4 && part.every(Number.isFinite));
  const seen = box && box[2] > 0 && box[3] > 0 ? box : null;
  sight.see(seen);
  if (choose(fragment, { reveal: !seen })) return;
  unchoose();
  showPath();
}

// ---- setting out ----

/** Makes what is on the page movable; returns whether there is a picture. */
function setOut() {
  panel = document.querySelector(".panel");
  canvas = document.querySelector(".canvas");
  const picture = canvas?.querySelector("svg");
  if (!panel || !picture) return false;
  steps = new Map();
  fragments = new Map();
  for (const section of panel.querySelectorAll(".detail")) {
    if (!fragments.has(section.dataset.iri)) fragments.set(section.dataset.iri, `#${section.id}`);
  }
  for (const section of panel.querySelectorAll(".detail[data-from]")) {
    steps.set(`#${section.id}`, { from: `#${section.dataset.from}`, to: `#${section.dataset.to}` });
  }
  links = new Map();
  for (const link of picture.querySelectorAll("a[href^='#']")) {
    if (!links.has(link.getAttribute("href"))) links.set(link.getAttribute("href"), link);
  }
  sight = new Sight(canvas, picture, remember);
  for (const tools of document.querySelectorAll(".tools")) tools.hidden = false;
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "fit") sight.fit();
      else sight.zoom(button.dataset.zoom === "in" ? 1.4 : 1 / 1.4);
    });
  }
  document.querySelector("[data-centre]")?.addEventListener("click", () => {
    const link = shownAt(state.chosen) ?? picture.querySelector("a[tabindex='0']");
    if (link) sight.centre(link);
  });
  document.querySelector("[data-path]")?.addEventListener("click", () => { state.path = !state.path; showPath(); remember(); });
  canvas.addEventListener("keydown", onKey);
  const full = document.querySelector("[data-full]");
  const figure = document.getElementById("graph");
  if (full && !figure.requestFullscreen) full.hidden = true;
  full?.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen()));
  const seek = document.querySelector("[data-find]");
  seek?.addEventListener("input", () => find(seek.value, 0));
  seek?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    find(seek.value, event.shiftKey ? -1 : 1);
  });
  const first = picture.querySelector(".sl-seed")?.closest("a") ?? links.values().next().value;
  if (first) rove(first);
  recall();
  readyToCopy();
  return true;
}

if (setOut()) {
  document.documentElement.classList.add("js");
  const told = document.createElement("p");
  told.id = "told";
  told.setAttribute("role", "status");
  told.className = "visually-hidden";
  document.body.append(told);
  let shown = location.pathname + location.search;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const fragment = link?.getAttribute("href") ?? "";
    if (link?.matches("a.sl-more") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      turnTo(fragment, link.dataset.of, true).then(() => { shown = location.pathname + location.search; });
    } else if (fragment.startsWith("#") && choose(fragment, { focus: true, reveal: !canvas.contains(link) })) {
      event.preventDefault();
      remember(true);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.target.matches("input") || !(state.chosen || state.path)) return;
    event.preventDefault();
    leave();
  });
  window.addEventListener("popstate", () => {
    const now = location.pathname + location.search;
    if (now !== shown) turnTo(location.href, "", false);
    shown = now;
  });
  window.addEventListener("hashchange", recall);
}

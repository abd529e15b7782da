// Passages in a copy of the source: the reader's own file, which only this page reads, or the server's, where it has one.
// A passage is found by the hash of its words, or in long lists by its first 10 digits; its first and last words say where to look.
import { sha256 } from "./sha256.js";

const script = document.querySelector("script[data-passages]");
const said = script.dataset;
const AROUND = 25;
/** The reader's copy: its text and its words, each with its place; nothing of it leaves the page. */
let copy = null;

/** Returns a text's words, normalised as the builder does it: quotes, case, spacing and ligatures do not matter. */
export function wordsOf(text) {
  const found = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const plain = match[0].normalize("NFKC").toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");
    for (const [word] of plain.matchAll(/[\p{L}\p{N}]+/gu)) found.push({ word, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** Returns where a passage begins among a copy's words, or -1. */
export function find(words, { words: count, wordsSha256, begins, ends }) {
  const size = Number(count);
  const first = wordsOf(begins ?? "").map((each) => each.word);
  const last = wordsOf(ends ?? "").map((each) => each.word);
  const stand = (wanted, at) => wanted.every((word, step) => words[at + step].word === word);
  for (let at = 0; at + size <= words.length; at += 1) {
    if (stand(first, at) && stand(last, at + size - last.length)
      && sha256(words.slice(at, at + size).map((each) => each.word).join(" ")) .startsWith(wordsSha256)) return at;
  }
  return -1;
}

/** Returns what a place says of its passage; where it is short, the first and last words are those that it shows. */
function sought(place) {
  const [begins, ends] = place.querySelector(":scope > q")?.textContent.split(" … ") ?? [];
  return { begins, ends, ...place.dataset };
}

/** Returns the text of a file: a PDF's by PDF.js, which is loaded only now. */
async function read(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (String.fromCharCode(...bytes.slice(0, 5)) !== "%PDF-") return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  let pdf;
  try {
    pdf = await import("./pdf.min.mjs");
  } catch {
    throw new Error(said.noPdf);
  }
  pdf.GlobalWorkerOptions.workerSrc = new URL("./pdf.worker.min.mjs", import.meta.url).href;
  const document_ = await pdf.getDocument({ data: bytes, isEvalSupported: false, useWasm: false }).promise;
  const pages = [];
  for (let number = 1; number <= document_.numPages; number += 1) {
    const { items } = await (await document_.getPage(number)).getTextContent();
    pages.push(items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join(""));
  }
  return pages.join("\n");
}

/** Puts a passage, with what stands around it, under the place that names it. */
function show(place, name, before, passage, after) {
  place.querySelector(`.${name}`)?.remove();
  const shown = document.createElement("blockquote");
  const mark = document.createElement("mark");
  mark.textContent = passage;
  shown.className = name;
  shown.append(before, mark, after);
  place.append(shown);
}

/** Looks every place of the page up in the reader's copy. */
function look() {
  if (!copy) return;
  const places = document.querySelectorAll("li.passage");
  const found = new Map();
  for (const place of places) {
    const key = place.dataset.wordsSha256.slice(0, 10);
    if (!found.has(key)) found.set(key, find(copy.words, sought(place)));
    const at = found.get(key);
    const state = place.querySelector(".copy-state") ?? place.appendChild(document.createElement("p"));
    state.className = "copy-state quiet";
    state.textContent = at < 0 ? said.notFound : said.found;
    place.querySelector(".in-copy")?.remove();
    if (at < 0) continue;
    const end = at + Number(place.dataset.words) - 1;
    const [first, last] = [copy.words[Math.max(0, at - AROUND)], copy.words[Math.min(copy.words.length - 1, end + AROUND)]];
    const [start, stop] = [copy.words[at].start, copy.words[end].end];
    show(place, "in-copy", copy.text.slice(first.start, start), copy.text.slice(start, stop), copy.text.slice(stop, last.end));
  }
  const every = [...found.values()];
  tell(said.count.replace("{found}", every.filter((at) => at >= 0).length).replace("{all}", every.length));
}

function tell(text) {
  const told = document.getElementById("copy-told");
  if (told) told.textContent = text;
}

async function open(file) {
  tell(said.reading);
  try {
    const text = await read(file);
    copy = { text, words: wordsOf(text) };
    look();
  } catch (error) {
    tell(error.message === said.noPdf ? said.noPdf : said.unreadable);
  }
}

/** Shows the server's passage of each place that comes in sight. */
function asked() {
  if (!said.passages) return;
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      watch.unobserve(target);
      fetch(`${said.passages}?words=${target.dataset.words}&sha256=${target.dataset.wordsSha256}`, { cache: "no-store" })
        .then((answer) => {
          if (answer.status === 403) watch.disconnect();
          return answer.status === 200 ? answer.json() : null;
        })
        .then((told) => {
          if (!told) return;
          show(target, "in-source", told.before, told.passage, told.after);
          target.querySelector(".in-source").title = said.here;
        })
        .catch(() => {});
    }
  });
  for (const place of document.querySelectorAll("li.passage:not([data-watched])")) {
    place.dataset.watched = "";
    watch.observe(place);
  }
}

function setOut() {
  const offered = document.getElementById("copy");
  if (offered) offered.hidden = false;
  look();
  asked();
}

document.addEventListener("change", (event) => {
  if (event.target.id === "copy-file" && event.target.files.length) open(event.target.files[0]);
});
document.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  open(event.dataTransfer.files[0]);
});
// A lineage's page turns without being loaded anew.
new MutationObserver(setOut).observe(document.body, { childList: true });
setOut();

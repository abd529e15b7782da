// The query page: an editor with completion from our own vocabulary, and results without leaving the page.
// Without this script the plain form gives the same table.
import { readyToCopy, turn } from "./copying.js";

const form = document.getElementById("ask"), area = document.getElementById("query"), place = document.getElementById("editor");
const unknown = document.getElementById("unknown"), time = document.getElementById("time");
let view = null, editing = null, words = null, answered = area.value;
for (const hidden of document.querySelectorAll(".js-only")) hidden.hidden = false;

const text = () => (view ? view.state.doc.toString() : area.value);

/** Says which terms the vocabulary does not have: they match nothing, and a query says nothing of it. */
function look() {
  if (!words) return;
  const bare = text().replace(/"[^"\n]*"|'[^'\n]*'|<[^>\s]*>|#[^\n]*/g, (part) => (part[0] === "<" ? part : " "));
  const named = [...bare.matchAll(/(?<![\w:])sl:([A-Za-z]\w*)|<https:\/\/w3id\.org\/seedline\/ontology#(\w+)>/g)].map((m) => `sl:${m[1] ?? m[2]}`);
  const lost = [...new Set(named.filter((name) => !words.known.has(name)))];
  unknown.textContent = lost.length ? unknown.dataset.told.replace("TERMS", lost.join(", ")) : "";
}

/** Marks the word at a line and column, both counted from 1. */
function mark(line, column, message) {
  if (!view) return;
  const doc = view.state.doc;
  if (!line || line > doc.lines) return view.dispatch(editing.setDiagnostics(view.state, []));
  const at = doc.line(line), from = Math.min(at.from + column - 1, at.to);
  const word = /^\S*/.exec(doc.sliceString(from, at.to))[0];
  view.dispatch(editing.setDiagnostics(view.state, [{ from, to: Math.max(from + word.length, Math.min(from + 1, doc.length)), severity: "error", message }]));
}

/** Puts a page's result in place of the present one. */
function show(page) {
  const result = page.getElementById("result");
  if (!result) return;
  turn(page, "#result");
  const wrong = result.querySelector("[data-line]");
  mark(Number(wrong?.dataset.line), Number(wrong?.dataset.column), wrong?.querySelector("p").textContent ?? "");
  readyToCopy();
}

async function get(address, options = {}) {
  const begun = performance.now();
  time.textContent = time.dataset.waits;
  const answer = await fetch(address, { ...options, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  time.textContent = time.dataset.time.replace("TIME", Math.round(performance.now() - begun));
  show(page);
}

async function run() {
  area.value = answered = text();
  const asked = new URLSearchParams(new FormData(form)), spoken = asked.get("lang");
  const address = `${form.action}?${asked}`;
  try {
    if (address.length > 7500) await get(form.action + (spoken ? `?lang=${spoken}` : ""), { method: "POST", body: asked });
    else {
      await get(address);
      history.pushState(null, "", address);
    }
  } catch { time.textContent = ""; area.value = text(); form.submit(); }
}

/** Queries of this browser, each a tab: kept here and told to nobody. */
const drafts = document.getElementById("drafts");
let kept = [], open_ = 0;
/** Names a query by the first words of its comment, else of itself, whole where they fit. */
function title(query) {
  const words = (/^#\s*(.+)$/m.exec(query)?.[1] ?? query).replace(/\s+/g, " ").trim();
  return (words.length > 28 ? words.slice(0, 29).replace(/\s+\S*$/, "").slice(0, 28) + " …" : words) || "…";
}
const save = () => { try { localStorage.setItem("seedline.queries", JSON.stringify({ kept, open_ })); } catch { /* A browser that keeps nothing still asks. */ } };
function write(query) {
  if (view) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: query } });
  area.value = query;
  // What another query gave is not shown below this one.
  document.getElementById("result").hidden = query !== answered;
  look();
}
function button(label, pressed, act, hint) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: label, title: hint ?? "" });
  if (pressed !== null) made.setAttribute("aria-pressed", pressed);
  if (hint) made.setAttribute("aria-label", hint);
  made.addEventListener("click", act);
  return made;
}
function tabs() {
  drafts.replaceChildren(
    ...kept.map((query, n) => button(title(query), n === open_, () => { open_ = n; write(kept[n]); save(); tabs(); })),
    button("+", null, () => { kept.push(""); open_ = kept.length - 1; write(""); save(); tabs(); }, drafts.dataset.new),
    ...(kept.length > 1 ? [button("×", null, () => { kept.splice(open_, 1); open_ = Math.max(0, open_ - 1); write(kept[open_]); save(); tabs(); }, drafts.dataset.close)] : []),
  );
  drafts.hidden = false;
}
function keep() {
  kept[open_] = text();
  save();
  const pressed = drafts.querySelector("[aria-pressed=true]");
  if (pressed) pressed.textContent = title(kept[open_]);
}
function recall() {
  try { ({ kept, open_ } = JSON.parse(localStorage.getItem("seedline.queries")) ?? { kept: [], open_: 0 }); } catch { kept = []; }
  if (!Array.isArray(kept) || !kept.every((query) => typeof query === "string")) kept = [];
  const asked = new URLSearchParams(location.search), here = area.value;
  const known = kept.indexOf(here);
  if (!kept.length) { kept = [here]; open_ = 0; }
  else if (!asked.has("query") && !asked.has("ask")) { open_ = kept[open_] === undefined ? 0 : open_; write(kept[open_]); }
  else if (known >= 0) open_ = known;
  else { kept = [...kept.slice(-19), here]; open_ = kept.length - 1; }
  save();
  tabs();
}

form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
area.addEventListener("input", () => { look(); keep(); });
addEventListener("popstate", () => location.reload());
document.addEventListener("click", (event) => {
  const link = event.target.closest("#result a[href*='&start=']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  get(link.href).then(() => { history.pushState(null, "", link.href); document.getElementById("result").scrollIntoView(); });
});

const find = document.getElementById("find-question");
find.addEventListener("input", () => {
  const typed = find.value.toLowerCase();
  for (const group of document.querySelectorAll(".asks details")) {
    let some = false;
    for (const one of group.querySelectorAll("li")) {
      one.hidden = !one.textContent.toLowerCase().includes(typed);
      some ||= !one.hidden;
    }
    group.hidden = !some;
    if (typed) group.open = some;
  }
});

/** Completes prefixes, classes after "a", and every name by its words or its label; variables, numbers and keywords are nobody's names. */
function complete(context) {
  const before = context.matchBefore(/[?$]?[\w-]*:?[\w.-]*/);
  if (!words || !before || (!context.explicit && /^$|^[?$\d]|^[A-Z]+$/.test(before.text))) return null;
  const typed = before.text.toLowerCase();
  const line = context.state.doc.lineAt(context.pos).text.slice(0, before.from - context.state.doc.lineAt(context.pos).from);
  if (/PREFIX\s+$/i.test(line)) return { from: before.from, options: words.prefixes.map(([name, iri]) => ({ label: `${name}:`, apply: `${name}: <${iri}>`, detail: iri, type: "namespace" })) };
  const wanted = /(^|[\s;{])a\s+$/.test(line) ? new Set(["class"]) : null;
  const found = words.terms
    .filter((term) => (!wanted || wanted.has(term.kind)) && (term.name.toLowerCase().includes(typed) || term.label.toLowerCase().includes(typed.replace(/^[\w-]*:/, ""))));
  const rank = (term) => (term.name.toLowerCase().startsWith(typed) ? 0 : term.name.toLowerCase().includes(typed) ? 1 : 2);
  const options = found.sort((one, other) => rank(one) - rank(other)).slice(0, 100)
    .map((term) => ({ label: term.name, detail: term.label, type: { class: "class", property: "property", concept: "enum", thing: "constant" }[term.kind] }));
  return { from: before.from, options, filter: false };
}

async function edit() {
  try { editing = await import("./codemirror.min.mjs"); } catch { return; }
  const { EditorView, EditorState, tags, HighlightStyle } = editing;
  const colours = HighlightStyle.define([
    { tag: tags.keyword, color: "var(--agreed)", fontWeight: "600" },
    { tag: [tags.variableName, tags.standard(tags.variableName)], color: "var(--ours)" },
    { tag: [tags.atom, tags.propertyName, tags.special(tags.variableName)], color: "var(--accent)" },
    { tag: [tags.string, tags.number, tags.literal], color: "var(--intent)" },
    { tag: tags.comment, color: "var(--ink3)", fontStyle: "italic" },
  ]);
  const look_ = EditorView.theme({
    "&": { border: "1px solid var(--edge)", borderRadius: "8px", background: "var(--card)", color: "var(--ink)", fontSize: ".9375rem" },
    "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "1px" },
    ".cm-content": { fontFamily: "var(--mono)", minHeight: "14rem", caretColor: "var(--ink)" },
    ".cm-gutters": { background: "var(--sunk)", color: "var(--ink3)", border: "0", borderRadius: "8px 0 0 8px" },
    ".cm-activeLine, .cm-activeLineGutter": { background: "transparent" },
    ".cm-cursor": { borderLeftColor: "var(--ink)" },
    ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": { background: "var(--accent-soft) !important" },
    ".cm-tooltip": { background: "var(--raise)", color: "var(--ink)", border: "1px solid var(--line2)" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent-soft)", color: "var(--ink)" },
    ".cm-completionDetail": { color: "var(--ink3)" },
  });
  const runs = { key: "Mod-Enter", run: () => { run(); return true; } };
  view = new EditorView({
    parent: place,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        editing.keymap.of([runs, ...editing.closeBracketsKeymap, ...editing.completionKeymap, ...editing.defaultKeymap, ...editing.historyKeymap]),
        editing.lineNumbers(), editing.history(), editing.drawSelection(), editing.bracketMatching(), editing.closeBrackets(), editing.indentOnInput(),
        editing.StreamLanguage.define(editing.sparql), editing.syntaxHighlighting(colours), editing.autocompletion({ override: [complete] }), look_,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": document.querySelector("label[for=query]").textContent, spellcheck: "false" }),
        EditorView.updateListener.of((update) => { if (update.docChanged) { area.value = text(); look(); keep(); } }),
      ],
    }),
  });
  area.hidden = true;
  place.hidden = false;
  const wrong = document.querySelector("#result [data-line]");
  if (wrong?.dataset.line) mark(Number(wrong.dataset.line), Number(wrong.dataset.column), wrong.querySelector("p").textContent);
}

async function learn() {
  const told = await (await fetch(unknown.dataset.terms)).json();
  words = { terms: told.terms, known: new Set(told.ours), prefixes: Object.entries(told.prefixes) };
  look();
}

readyToCopy();
recall();
edit();
learn();

// Copying of captions, codes and figures for reports; who reads knows the day, what the server sends does not depend on it.
// What names the address of a page, how to cite it among that, follows when the page takes another's place.
const script = document.querySelector("script[data-copied]");

async function copied(button, write) {
  const before = button.textContent;
  try { await write(); button.textContent = script.dataset.copied; } catch { button.textContent = before; }
  setTimeout(() => { button.textContent = before; }, 1500);
}

/** Makes the buttons that copy work. */
export function readyToCopy() {
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

/** Puts parts of a page in place of those that are shown, and with them all that names its address: title, languages, how to cite it. */
export function turn(page, part) {
  for (const each of [part, "footer"]) document.querySelector(each).replaceWith(document.adoptNode(page.querySelector(each)));
  const languages = page.querySelectorAll("a.lang");
  for (const [n, link] of document.querySelectorAll("a.lang").entries()) link.href = languages[n].getAttribute("href");
  document.title = page.title;
}

/* Suggestions while somebody types into a search field; without this script the form leads to Explore all the same. */
for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[name=q]"), box = document.createElement("div");
  box.className = "suggestions";
  box.id = "suggestions-" + Math.random().toString(36).slice(2);
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", input.getAttribute("aria-label"));
  box.hidden = true;
  input.parentElement.append(box);
  const state = { role: "combobox", "aria-autocomplete": "list", "aria-controls": box.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(state)) input.setAttribute(name, value);
  let at = -1, wait = 0, asked = "";
  const options = () => [...box.querySelectorAll("[role=option]")];
  const show = (open) => { box.hidden = !open; input.setAttribute("aria-expanded", String(open)); if (!open) choose(-1); };
  const choose = (to) => {
    at = to;
    for (const [n, option] of options().entries()) option.setAttribute("aria-selected", String(n === at));
    if (at < 0) input.removeAttribute("aria-activedescendant"); else input.setAttribute("aria-activedescendant", options()[at].id);
  };
  const draw = (groups) => {
    box.replaceChildren();
    let number = 0;
    for (const group of groups) {
      const part = document.createElement("div"), head = document.createElement("span");
      part.setAttribute("role", "group");
      part.setAttribute("aria-label", group.name);
      head.className = "head";
      head.setAttribute("aria-hidden", "true");
      head.textContent = group.name;
      part.append(head);
      for (const option of group.options) {
        const link = document.createElement("a"), more = document.createElement("span");
        link.href = inLanguage(option.address);
        link.id = `${box.id}-${number++}`;
        link.tabIndex = -1;
        link.setAttribute("role", "option");
        for (const [text, found] of option.label) { const mark = document.createElement("mark"); mark.textContent = text; link.append(found ? mark : text); }
        more.textContent = ` ${option.more}`;
        link.append(more);
        part.append(link);
      }
      box.append(part);
    }
    at = -1;
    show(number > 0);
  };
  const spoken = document.documentElement.lang;
  const inLanguage = (address) => {
    const [page, part] = address.split("#");
    const language = spoken === "en" ? "" : `${page.includes("?") ? "&" : "?"}lang=${spoken}`;
    return page + language + (part ? `#${part}` : "");
  };
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const text = asked = input.value.trim();
      if (text.length < 2) return show(false);
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(text)}&lang=${spoken}`);
      // What was typed since is not answered by this.
      if (answer.ok && text === asked) draw((await answer.json()).groups);
    }, 120);
  });
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape") { if (!box.hidden) event.preventDefault(); show(false); }
    else if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      show(true);
      choose((at + (event.key === "ArrowDown" ? 1 : count + (at < 0 ? 0 : -1))) % count);
    } else if (event.key === "Enter" && at >= 0) { event.preventDefault(); options()[at].click(); }
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) setTimeout(() => show(false), 150); });
}
document.addEventListener("keydown", (event) => {
  const field = document.querySelector("form[data-suggest] input[name=q]");
  if (event.key === "/" && field && field.offsetParent && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) { event.preventDefault(); field.focus(); }
});

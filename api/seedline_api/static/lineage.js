// A choice in the picture opens its evidence beside it. Without this script the links scroll there instead.
const panel = document.querySelector(".panel");
const picture = document.querySelector(".canvas svg");

/** Opens the section a fragment names and marks its counterpart in the picture. */
function choose(fragment, focus) {
  const section = fragment && document.getElementById(fragment.slice(1));
  if (!section || !section.classList.contains("detail")) return;
  for (const open of panel.querySelectorAll(".detail.open")) open.classList.remove("open");
  section.classList.add("open");
  panel.classList.add("chosen");
  for (const old of picture.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
  const link = [...picture.querySelectorAll("a")].find((a) => a.getAttribute("href") === fragment);
  if (link) link.setAttribute("aria-current", "true");
  if (focus) section.focus({ preventScroll: window.matchMedia("(min-width: 90rem)").matches });
}

if (panel && picture) {
  document.documentElement.classList.add("js");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const fragment = link && (link.getAttribute("href") || "");
    if (!fragment || !fragment.startsWith("#")) return;
    if (!document.getElementById(fragment.slice(1))?.classList.contains("detail")) return;
    event.preventDefault();
    history.replaceState(null, "", fragment);
    choose(fragment, true);
  });
  window.addEventListener("hashchange", () => choose(location.hash, false));
  choose(location.hash, false);
}

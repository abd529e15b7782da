// Tells the page around the frame how high the picture is and what was chosen in it: only the origin that was named.
"use strict";
(() => {
  const target = document.body.dataset.target;
  if (!target || window.parent === window) return;
  const send = (message) => window.parent.postMessage({ source: "seedline", ...message }, target);
  const size = () => send({ type: "size", height: Math.ceil(document.querySelector("main").getBoundingClientRect().height) });
  new ResizeObserver(size).observe(document.querySelector("main"));
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-iri]");
    if (chosen) send({ type: "choose", iri: chosen.dataset.iri, label: chosen.getAttribute("aria-label") });
  });
  size();
})();

// What is folded on a phone is open on a wide screen and on paper. Newer browsers need no script for that (::details-content).
const folds = () => document.querySelectorAll("details.fold");
const wide = window.matchMedia("(min-width: 40.01rem)");
const unfold = () => { for (const fold of folds()) fold.open = true; };
if (wide.matches) unfold();
wide.addEventListener("change", (now) => { if (now.matches) unfold(); });
window.addEventListener("beforeprint", unfold);
// What is only drawn once it comes into sight is on paper, too.
window.addEventListener("beforeprint", () => { for (const late of document.querySelectorAll("img[loading=lazy]")) late.loading = "eager"; });
// Whoever is sent to a place within something folded sees it.
const sent = () => {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = place && place.closest("details.fold");
  if (fold && !fold.open) { fold.open = true; place.scrollIntoView(); }
};
window.addEventListener("hashchange", sent);
sent();

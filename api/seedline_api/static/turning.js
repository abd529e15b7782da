// A page that takes another's place without being loaded anew.

/** Puts parts of a page in place of those that are shown, and with them all that names its address: title, languages, how to cite it. */
export function turn(page, part) {
  for (const each of [part, "footer"]) document.querySelector(each).replaceWith(document.adoptNode(page.querySelector(each)));
  const languages = page.querySelectorAll("a.lang");
  for (const [n, link] of document.querySelectorAll("a.lang").entries()) link.href = languages[n].getAttribute("href");
  document.title = page.title;
}

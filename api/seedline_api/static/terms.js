// Says which terms of a query the vocabulary does not have: they match nothing, and a query says nothing of it.
const known = new Set(JSON.parse(document.getElementById("terms").textContent));
const query = document.getElementById("query");
const unknown = document.getElementById("unknown");

function look() {
  const bare = query.value.replace(/"[^"\n]*"|'[^'\n]*'|<[^>\s]*>|#[^\n]*/g, (part) => (part[0] === "<" ? part : " "));
  const named = [...bare.matchAll(/(?<![\w:])sl:([A-Za-z]\w*)|<https:\/\/w3id\.org\/seedline\/ontology#(\w+)>/g)].map((match) => match[1] ?? match[2]);
  const lost = [...new Set(named.filter((name) => !known.has(name)))];
  unknown.textContent = lost.length ? unknown.dataset.told.replace("TERMS", lost.map((name) => `sl:${name}`).join(", ")) : "";
}

query.addEventListener("input", look);
look();

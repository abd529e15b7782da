// What Comunica makes of the endpoint, of a thing at its own IRI, and of both in one query.
import { QueryEngine } from "@comunica/query-sparql";

const [server] = process.argv.slice(2);
const HOME = "https://w3id.org/seedline", SL = `${HOME}/ontology#`, SEED = `${HOME}/id/CT.0921`;
const endpoint = `${server}/sparql`, engine = new QueryEngine();
const PREFIXES = `PREFIX sl: <${SL}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>`;
// What w3id.org does for everybody: it leads from the data's IRIs to the server that has them.
const context = (sources) => ({ sources, fetch: (address, init) => fetch(String(address).replace(HOME, server), init) });
const rows = async (query, ...sources) =>
  (await (await engine.queryBindings(`${PREFIXES} ${query}`, context(sources))).toArray()).map((row) =>
    Object.fromEntries([...row].map(([name, term]) => [name.value, term.value])));
const quads = await engine.queryQuads(`${PREFIXES} CONSTRUCT WHERE { ?s a sl:SeedProject }`, context([endpoint]));
const afterwards = `SELECT DISTINCT ?l { ?step sl:from <${SEED}> ; sl:to ?to . ?to rdfs:label ?l }`;

console.log(JSON.stringify({
  seeds: (await rows("SELECT ?s { ?s a sl:SeedProject }", endpoint)).length,
  ask: await engine.queryBoolean("ASK { ?s ?p ?o }", context([endpoint])),
  graph: (await quads.toArray()).length,
  thing: await rows(`SELECT ?l { <${SEED}> rdfs:label ?l }`, SEED),
  term: await rows("SELECT ?l { sl:Step rdfs:label ?l FILTER(LANG(?l) = 'fr') }", `${SL}Step`),
  joined: await rows(afterwards, SEED, endpoint),
  service: await rows(`SELECT DISTINCT ?l { ?step sl:from <${SEED}> ; sl:to ?to SERVICE <${endpoint}> { ?to rdfs:label ?l } }`, SEED),
}));

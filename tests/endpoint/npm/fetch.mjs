// What fetch-sparql-endpoint makes of the endpoint, by each way in which it can ask.
import { SparqlEndpointFetcher } from "fetch-sparql-endpoint";

const [server, seeds, graph] = process.argv.slice(2);
const endpoint = `${server}/sparql`, told = [];
for (const options of [{ method: "GET" }, { method: "POST" }, { method: "POST", directPost: true }]) {
  const fetcher = new SparqlEndpointFetcher(options);
  const all = async (stream) => (await (await stream).toArray()).length;
  told.push([
    await all(fetcher.fetchBindings(endpoint, seeds)),
    await all(fetcher.fetchTriples(endpoint, graph)),
    await fetcher.fetchAsk(endpoint, "ASK {}"),
  ]);
}
const refused = await new SparqlEndpointFetcher().fetchBindings(endpoint, "SELECT ?x { ?x ?y }")
  .then((stream) => stream.toArray()).then(() => "", (error) => error.message);
console.log(JSON.stringify({ told, refused }));

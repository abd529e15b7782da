// Reactodia with its settings for OWL over an endpoint: a seed, its lineage and what it is linked with, laid out on the canvas.
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { DefaultWorkspace, OwlStatsSettings, SparqlDataProvider, Workspace, useLoadedWorkspace } from "@reactodia/workspace";
import { blockingDefaultLayout } from "@reactodia/workspace/layout-sync";

// Concepts have a preferred label, as SKOS wants it, where everything else has rdfs:label.
const SETTINGS = { ...OwlStatsSettings, dataLabelProperty: "rdfs:label|skos:prefLabel" };
const asked = new URLSearchParams(location.search);
const thing = asked.get("thing");

function Page() {
  const { onMount } = useLoadedWorkspace(async ({ context, signal }) => {
    const { model, performLayout } = context;
    const dataProvider = new SparqlDataProvider({ endpointUrl: asked.get("endpoint"), queryMethod: "GET" }, SETTINGS);
    await model.createNewDiagram({ dataProvider, signal });
    model.createElement(thing);
    for (const refElementLinkId of ["https://w3id.org/seedline/ontology#memberOf", undefined]) {
      const found = await dataProvider.lookup({ refElementId: thing, refElementLinkId });
      for (const { element } of found) model.createElement(element.id);
    }
    await model.requestData();
    await performLayout({ signal });
    const things = model.elements.map((element) => element.data);
    const classIds = [...new Set(things.flatMap((data) => data.types))];
    const linkTypeIds = [...new Set(model.links.map((link) => link.typeId))];
    const labels = (types) => [...types.values()].map((type) => [type.id, type.label.map((label) => label.value)]);
    window.told = {
      things: things.map((data) => [data.id, model.locale.selectEntityLabel(data).map((label) => label.value)]),
      classes: labels(await dataProvider.elementTypes({ classIds })),
      links: labels(await dataProvider.linkTypes({ linkTypeIds })),
    };
  }, []);
  return createElement(Workspace, { ref: onMount, defaultLayout: blockingDefaultLayout }, createElement(DefaultWorkspace));
}

createRoot(document.getElementById("page")).render(createElement(Page));

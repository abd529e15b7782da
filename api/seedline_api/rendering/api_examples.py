"""An address for each door of the API, of what is served: an example that names other data would lead nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from urllib.parse import quote, quote_plus

from seedline.search import Hit, SearchIndex
from seedline.triples import OURS

_ALWAYS = {
    "/api/lineages": "/api/lineages?count=5",
    "/api/schema/lineage.json": "/api/schema/lineage.json",
    "/api/schema/case.json": "/api/schema/case.json",
    "/api/versions": "/api/versions",
    "/view": "/view?select=kind:policy",
    "/view.{ending}": "/view.csv?select=kind:policy",
    "/embed": "/embed?select=kind:policy",
    "/questions": "/questions",
    "/questions.json": "/questions.json",
    "/api/terms": "/api/terms",
    "/scheme/{path}": "/scheme/status/launched",
    "/skolem/{path}": "/skolem/ontology/seedline/0",
    "/ontology": "/ontology",
    **{f"/data.{ending}.gz{tail}": f"/data.{ending}.gz{tail}" for ending in ("nq", "ttl") for tail in ("", ".sha256")},
    "/ontology/{version}": "/ontology/2026-11-29",
    "/shapes": "/shapes",
    "/ontology.{ending}": "/ontology.ttl",
    "/context.jsonld": "/context.jsonld",
    "/healthz": "/healthz",
    "/readyz": "/readyz",
    "/metrics": "/metrics",
}
_MADE = "products-of-a-seed"


def api_examples(index: SearchIndex, base: str, sources: list[str], asked: Collection[str]) -> dict[str, str]:
    """Return for each path of the API's description an address of it that answers over what is served.

    A door that nothing here goes through has none.
    """
    seed = index.first("seed")
    focus = seed or index.first("thing")
    other = index.first("thing", seed.iri) if seed else focus
    any_thing = focus or index.first("loaded") or index.first("organisation")
    given = [source for source in sources if source != OURS]
    questions = [name for name in ("follow-on", *asked) if name in asked]
    return {
        **_ALWAYS,
        **({"/graph/{path}": f"/graph/source/{quote(given[0])}"} if given else {}),
        **({"/questions/{name}": f"/questions/{questions[0]}.json"} if questions else {}),
        **dict(_of_things(index, any_thing, base) if any_thing else ()),
        **dict(_of_lineages(focus, other or focus, base, seed=seed is not None and _MADE in asked) if focus else ()),
    }


def _of_things(index: SearchIndex, thing: Hit, base: str) -> Iterator[tuple[str, str]]:
    word = quote_plus(thing.label.split()[0])
    yield "/api/search", f"/api/search?q={word}&count=3"
    yield "/api/suggest", f"/api/suggest?q={word}"
    yield "/doc", f"/doc?iri={quote(thing.iri, safe='')}"
    if thing.iri.startswith(f"{base}id/"):
        key = quote(thing.iri.removeprefix(f"{base}id/"))
        yield "/id/{key}", f"/id/{key}"
        yield "/doc/{key}", f"/doc/{key}.ttl"


def _of_lineages(focus: Hit, other: Hit, base: str, *, seed: bool) -> Iterator[tuple[str, str]]:
    name, end = quote(focus.id, safe=""), quote(other.id, safe="")
    yield "/api/lineage", f"/api/lineage?iri={name}"
    yield "/api/paths", f"/api/paths?from={name}&to={end}"
    yield "/api/select", f"/api/select?select={quote(focus.id + '+', safe='')}"
    for door in ("/view", "/embed"):
        yield f"{door}/lineage", f"{door}/lineage?iri={name}"
        yield f"{door}/component", f"{door}/component?iri={name}"
        yield f"{door}/paths", f"{door}/paths?from={name}&to={end}"
    yield "/view/lineage.{ending}", f"/view/lineage.svg?iri={name}"
    yield "/view/component.{ending}", f"/view/component.csv?iri={name}"
    yield "/view/paths.{ending}", f"/view/paths.csv?from={name}&to={end}"
    if focus.iri.startswith(f"{base}id/"):
        yield "/api/lineage/{identifier}", f"/api/lineage/{name}"
        yield "/view/lineage/{identifier}", f"/view/lineage/{name}.svg?for=page"
        yield "/view/component/{identifier}", f"/view/component/{name}.json"
        yield "/embed/lineage/{identifier}", f"/embed/lineage/{name}"
        yield "/embed/component/{identifier}", f"/embed/component/{name}"
    if seed:
        yield "/questions/{name}", f"/questions/{_MADE}.json?seed={name}"

"""Labels that a loaded file gives beside another label of the same language: told, and never shown first."""

from __future__ import annotations

from collections.abc import Iterator

from seedline.errors import Finding
from seedline.pipeline.inputs import Inputs
from seedline.store import Store
from seedline.triples import Literal, NamedNode, Names, term
from seedline.validate.findings import in_languages, warning

_MOST = 1000
_PROPERTIES = ("rdfs:label", "skos:prefLabel")


def rival_labels(store: Store, inputs: Inputs, names: Names) -> Iterator[Finding]:
    """Yield a finding for each thing that a loaded file gives a second label in one language, at most 1,000 a file.

    SKOS (W3C, 2009, section 5.4, S14) lets a thing have one preferred label in a language.
    """
    for graph in inputs.loaded(names):
        file = inputs.file_of(graph) or graph
        for curie in _PROPERTIES:
            rows = store.query(
                f"SELECT ?s ?lang (MIN(STR(?b)) AS ?here) {{ GRAPH <{graph}> {{ ?s {curie} ?b }}"
                f" ?s {curie} ?a FILTER(LANG(?a) = LANG(?b) && STR(?a) != STR(?b)) BIND(LANG(?b) AS ?lang) }}"
                f" GROUP BY ?s ?lang ORDER BY ?s ?lang LIMIT {_MOST}"
            ).rows()
            for subject, language, here in rows:
                beside = [quad.object for quad in store.quads(NamedNode(subject or ""), term(curie))]
                labels = [
                    label for label in beside if isinstance(label, Literal) and (label.language or "") == language
                ]
                other = min(label.value for label in labels if label.value != here)
                labelled = {"thing": f"<{subject}>", "one": repr(here), "two": repr(other), "language": language}
                told = in_languages("finding.labelsIn" if language else "finding.labels", **labelled)
                yield warning(file, 0, 0, curie, told)

"""Loaded files that speak in the name of a source that somebody else declares: told, and never published."""

from __future__ import annotations

from collections.abc import Iterator

from seedline.errors import Finding
from seedline.pipeline.inputs import Inputs
from seedline.store import Store
from seedline.triples import Names, concept

_MOST = 100


def borrowed_voices(store: Store, inputs: Inputs, names: Names) -> Iterator[Finding]:
    """Yield a finding for what a loaded file states with a place in another's source, or says of such a place.

    What it marks as its own reading (``sl:basis`` inferred) may name any place: it claims no more than to have read it.
    """
    reading = concept("basis", "inferred").value
    for graph in inputs.loaded(names):
        others = sorted(set(inputs.portfolio.sources()) - inputs.speaks_as(graph))
        if not others:
            continue
        declared = " ".join(f"(<{names.source(key).value}> <{names.graph(f'source/{key}').value}>)" for key in others)
        in_theirs = f"VALUES (?source ?of) {{ {declared} }} ?place oa:hasSource ?source"
        rows = store.query(
            f"""SELECT DISTINCT ?thing ?place ?source {{
              {{ {in_theirs} GRAPH <{graph}> {{ ?thing sl:evidence ?place }}
                FILTER NOT EXISTS {{ GRAPH ?of {{ ?thing sl:evidence ?place }} }}
                FILTER NOT EXISTS {{ GRAPH <{graph}> {{ ?thing (^sl:statusObservation)?/sl:basis <{reading}> }} }} }}
              UNION {{ {in_theirs} GRAPH <{graph}> {{ ?place ?property ?value }} BIND(?place AS ?thing)
                GRAPH ?of {{ ?place oa:hasSource ?source }}
                FILTER NOT EXISTS {{ GRAPH ?of {{ ?place ?property ?value }} }} }}
            }} ORDER BY ?thing ?place LIMIT {_MOST}"""
        ).rows()
        for thing, place, source in rows:
            key = str(source).removeprefix(names.source("").value)
            message = f"is a place of the source {key!r}, which another file declares: nothing is added to it"
            if thing != place:
                message = (
                    f"is stated with a place in the source {key!r}, which another file declares: name a source of your"
                    " own, or say sl:basis inferred where it is how you read that source"
                )
            yield Finding(inputs.file_of(graph) or graph, 0, 0, f"<{thing}>", message)

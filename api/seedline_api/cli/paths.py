"""``seedline paths``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from seedline_api.cli.application import app, open_tracer
from seedline_api.cli.options import HomeOption, Lang, SnapshotOption, spoken
from seedline_api.cli.output import DIAGRAMS, StepsFormat, StepsOption, diagram, print_rows, say


@app.command()
def paths(
    start: Annotated[str, typer.Argument(help="The earlier thing: a code, identifier, key or IRI.")],
    end: Annotated[str, typer.Argument(help="The later thing.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Most ways to list.")] = 20,
    lang: Lang = "en",
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    *,
    format: StepsOption,
) -> None:
    """List every way from one thing to another, shortest first, and where each step says so.

    Example: seedline paths CT.0921 crest
    """
    from seedline.formats.text import place_words
    from seedline.i18n import words
    from seedline.narrative.sentence import relation_told
    from seedline.views.subject import Subject
    from seedline.views.view import View

    tell, tracer = words(spoken(lang)), open_tracer(home, snapshot)
    if format.value in DIAGRAMS:
        diagram(View.of(tracer, Subject.asked(start=start, end=end)), format.value)
        return
    found = tracer.paths(start, end, limit=limit)
    if format is StepsFormat.json:
        print(json.dumps(found.json(), indent=1, ensure_ascii=False))
        return
    labels = {node.iri: tracer.details.label(node.iri, tell.language) for node in found.nodes}
    steps = {step.iri: step for step in found.steps}
    ways = [(str(number), steps[iri]) for number, way in enumerate(found.paths, 1) for iri in way]
    # A terminal has room for five columns: there the relation is told in the mood of the status that stands behind it.
    reading = format is StepsFormat.table
    columns = ("way", "from", "relation", "to", *(() if reading else ("status",)), "where")
    rows = []
    for number, s in ways:
        relation, status = tell.token("relation", s.relation), tell.token("status", s.status)
        told = {
            "way": number, "from": labels[s.earlier], "to": labels[s.later], "status": status,
            "relation": f"{relation_told(s, tell)} ({status})" if reading else relation,
            "where": place_words(s.evidence, tell),
        }  # fmt: skip
        rows.append([told[column] for column in columns])
    print_rows([tell(f"cli.{column}") for column in columns], rows, format)
    if not found.paths:
        say(tell("cli.noWay", start=labels[found.start], end=labels[found.end]))
    if found.cut:
        listed = len(found.paths)
        say(tell("cli.moreWays", listed) + (" (--limit)" if listed == limit else ""))

"""Commands that ask about the ways, selections, conflicts and differences in the data."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seedline_api.cli.commands import HomeOption, SnapshotOption, app, open_tracer
from seedline_api.cli.options import AsOf, Basis, Down, Relation, Source, Status, Up
from seedline_api.cli.output import RowFormat, print_rows, say, width

if TYPE_CHECKING:
    from seedline.export import View


class QueryFormat(StrEnum):
    """Formats of a query's answer."""

    table = "table"
    json = "json"
    xml = "xml"
    csv = "csv"
    tsv = "tsv"
    ttl = "ttl"
    nt = "nt"
    rdf = "rdf"
    jsonld = "jsonld"


class TraceFormat(StrEnum):
    """Formats of a lineage in the terminal."""

    text = "text"
    json = "json"
    csv = "csv"
    mermaid = "mermaid"
    dot = "dot"


class StepsFormat(StrEnum):
    """Formats of ways and differences: rows, or a diagram."""

    table = "table"
    json = "json"
    csv = "csv"
    mermaid = "mermaid"
    dot = "dot"


_DIAGRAMS = {"mermaid": "mmd", "dot": "dot"}
_CONFLICTS = """
SELECT ?kind ?conflict (SAMPLE(?text) AS ?summary) {
  ?conflict a sl:Conflict ; sl:conflictKind ?kind . OPTIONAL { ?conflict sl:summary ?text }
} GROUP BY ?kind ?conflict ORDER BY ?kind ?conflict"""


@app.command()
def paths(
    start: Annotated[str, typer.Argument(help="The earlier thing: a code, identifier, key or IRI.")],
    end: Annotated[str, typer.Argument(help="The later thing.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Most ways to list.")] = 20,
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    format: Annotated[StepsFormat, typer.Option(help="Format of the answer.")] = StepsFormat.table,
) -> None:
    """List every way from one thing to another, shortest first, and where each step says so.

    Example: seedline paths CT.0921 crest
    """
    from seedline.export import Subject, View
    from seedline.export.text import place_words

    tracer = open_tracer(home, snapshot)
    if format.value in _DIAGRAMS:
        _diagram(View.of(tracer, Subject.asked(start=start, end=end)), format.value)
        return
    found = tracer.paths(start, end, limit=limit)
    if format is StepsFormat.json:
        print(json.dumps(found, indent=1, ensure_ascii=False))
        return
    labels = {node["iri"]: node["label"] for node in found["nodes"]}
    edges = {edge["iri"]: edge for edge in found["edges"]}
    header = ["way", "from", "relation", "to", "status", "where it says so"]
    rows = [
        [str(number), labels[e["from"]], e["relation"], labels[e["to"]], e["status"], place_words(e["evidence"])]
        for number, way in enumerate(found["paths"], 1)
        for e in (edges[iri] for iri in way)
    ]
    print_rows(header, rows, format)
    if found["cut"]:
        listed = len(found["paths"])
        say(f"only {listed} ways are listed; there are more{' (--limit)' if listed == limit else ''}")


@app.command("select")
def select_(
    selection: Annotated[str, typer.Argument(help="As '+CT.0921', 'CT.0921+2', '@CT.0921', 'sdg:8.8,country:VN'.")],
    exclude: Annotated[str | None, typer.Option(help="A selection to take away.")] = None,
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    format: Annotated[RowFormat, typer.Option(help="Format of the answer.")] = RowFormat.table,
) -> None:
    """List the things that a selection names: a space joins, a comma narrows.

    Example: seedline select 'CT.0921+ sdg:8.8' --exclude kind:product
    """
    from seedline.lineage import select

    tracer = open_tracer(home, snapshot)
    header = ["id", "kind", "label"]
    rows = [
        [tracer.details.id(iri), tracer.network.kinds[iri], tracer.details.label(iri)]
        for iri in select(tracer, selection, exclude)
    ]
    print_rows(header, rows, format)


@app.command()
def conflicts(
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    format: Annotated[RowFormat, typer.Option(help="Format of the answer.")] = RowFormat.table,
) -> None:
    """List where sources, or one source with itself, cannot both be right or stand in tension.

    Example: seedline conflicts
    """
    from seedline.store import open_snapshot

    rows = [list(row) for row in open_snapshot(home, snapshot).store.query(_CONFLICTS).rows()]
    header = ["kind", "conflict", "what stands against what"]
    print_rows(header, rows, format)


@app.command()
def top(
    currency: Annotated[str, typer.Argument(help="A currency; sums in several are never added together.")] = "USD",
    count: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 20,
    source: Source = None,
    as_of: AsOf = None,
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    format: Annotated[RowFormat, typer.Option(help="Format of the answer.")] = RowFormat.table,
) -> None:
    """List the seeds with the most follow-on that is reported in a currency: reported, not attributed, no ranking.

    Example: seedline top USD --count 5
    """
    from seedline.export import Choice
    from seedline.lineage.wording import plain

    choice = Choice.of(source=source, as_of=as_of)
    tracer = open_tracer(home, snapshot).view(sources=choice.source, as_of=choice.as_of)
    header = ["seed", "label", "follow-on", "bound", "per seed unit"]
    rows = [
        [tracer.details.id(t.seed), tracer.details.label(t.seed), plain(t.follow_on), t.bound, t.ratio]
        for t in tracer.top(currency, count)
    ]
    print_rows(header, rows, format)
    if rows:
        say(
            "no ranking: this lists what is reported, and of most seeds nobody has looked whether anything followed. "
            "Seeds may share what followed: rows must not be added up"
        )
    else:
        others = ", ".join(tracer.currencies())
        say(f"no follow-on is reported in {currency!r}, {f'but in {others}' if others else 'and in no other currency'}")


@app.command()
def synth(
    count: Annotated[int, typer.Argument(min=1, help="How many projects; one in eight is a seed.")],
    seed: Annotated[int, typer.Option(help="The same seed makes the same portfolio, on every machine.")] = 1,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write, which `build` reads.")] = Path("synthetic"),
) -> None:
    """Make up a portfolio of any size: projects, what followed, with whose money; nothing in it exists.

    Example: seedline synth 10000 --seed 1 --out made-up
    """
    from seedline.synth import synthesise

    for path in synthesise(out, count, seed):
        say(f"wrote {path}")


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="The earlier version, of `snapshots list`.")],
    after: Annotated[str, typer.Argument(help="The later version.")],
    home: HomeOption = None,
    format: Annotated[StepsFormat, typer.Option(help="Format of the answer.")] = StepsFormat.table,
) -> None:
    """Compare two snapshots: things, steps, commitments and sums that came, went or changed.

    A diagram shows the steps. Exit code 1 where anything differs.

    Example: seedline diff 469c1b2ae486 139e7fd3fa58
    """
    from seedline.export.differences import difference_diagram, differences

    old, new = open_tracer(home, before), open_tracer(home, after)
    rows = differences(old, new)
    header = ["what", "where", "before", "after"]
    if format.value in _DIAGRAMS:
        print(difference_diagram(old, new, format.value), end="")
    elif rows or format is not StepsFormat.table:
        print_rows(header, rows, format)
    else:
        print("no difference in things, steps, commitments or sums")
    if rows:
        raise typer.Exit(1)


@app.command()
def query(
    sparql: Annotated[str, typer.Argument(help="A SPARQL query, @FILE, or - for standard input.")],
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    format: Annotated[QueryFormat, typer.Option(help="Format of the answer.")] = QueryFormat.table,
) -> None:
    """Ask the current snapshot a SPARQL query; the ontology's prefixes are known.

    Exit code 3 where an ASK is answered with no.

    Example: seedline query 'SELECT ?project ?amount { ?c sl:recipient ?project ; sl:amount ?amount }'
    """
    from seedline.errors import InputError
    from seedline.store import open_snapshot

    if sparql == "-":
        sparql = sys.stdin.read()
    elif sparql.startswith("@"):
        try:
            sparql = Path(sparql[1:]).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"@FILE names a file that holds a query as UTF-8 text: {error}") from error
    result = open_snapshot(home, snapshot).store.query(sparql)
    if format is not QueryFormat.table:
        sys.stdout.buffer.write(result.serialise(format.value))
        return
    if result.kind == "ask":
        print("yes" if result else "no")
        raise typer.Exit(0 if result else 3)
    if result.kind == "graph":
        sys.stdout.buffer.write(result.serialise("ttl"))
        return
    print_rows(result.variables, list(result.rows()), format)


@app.command()
def trace(
    thing: Annotated[str, typer.Argument(help="A project code, another identifier, a key or an IRI.")],
    up: Up = None,
    down: Down = None,
    status: Status = None,
    relation: Relation = None,
    basis: Basis = None,
    source: Source = None,
    as_of: AsOf = None,
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    format: Annotated[TraceFormat, typer.Option(help="Format of the lineage.")] = TraceFormat.text,
) -> None:
    """Trace what came before a project or product and what followed, with the money.

    Example: seedline trace CT.0921
    """
    from seedline.export import Choice, View
    from seedline.export.text import lineage_rows, lineage_text

    choice = Choice.of(up, down, status, relation, basis=basis, source=source, as_of=as_of)
    view = View.of(open_tracer(home, snapshot), thing, choice=choice)
    document = view.document
    if format is TraceFormat.json:
        print(json.dumps(document, indent=1, ensure_ascii=False))
    elif format is TraceFormat.csv:
        header, rows = lineage_rows(document)
        print_rows(header, rows, format)
    elif format.value in _DIAGRAMS:
        _diagram(view, format.value)
    else:
        print(lineage_text(document, width=width()))


def _diagram(view: View, format: str) -> None:
    from seedline.export import write

    sys.stdout.buffer.write(write(view, _DIAGRAMS[format]))

"""The commands, each with an example in its ``--help``."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from seedline_api.cli.output import RowFormat, csv_text, say, table_text

app = typer.Typer(
    name="seedline",
    help="Trace how a small grant became a platform, a policy or a programme, with whose money, and where it says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
snapshots_app = typer.Typer(no_args_is_help=True, help="List the snapshots of a home, or serve another one.")
app.add_typer(snapshots_app, name="snapshots")

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of the snapshots.", envvar="SEEDLINE_HOME", show_default=False),
]
SnapshotOption = Annotated[str | None, typer.Option("--snapshot", help="A version other than the current one.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print no progress.")]


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


def open_tracer(home: Path | None, version: str | None) -> Any:
    """Return the tracer of a home's current snapshot, or of a named one."""
    from seedline.lineage import Tracer
    from seedline.store import open_snapshot

    return Tracer.of(open_snapshot(home, version))


@app.command()
def build(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Case files, RDF files or folders; none: the shipped data.")
    ] = None,
    home: HomeOption = None,
    base: Annotated[
        str, typer.Option(help="Base IRI of the things described.", envvar="SEEDLINE_BASE")
    ] = "https://w3id.org/seedline/",
    date: Annotated[
        str | None, typer.Option(help="Date of the build, as 2026-11-24; default: the newest source's.")
    ] = None,
    quiet: Quiet = False,
    format: Annotated[RowFormat, typer.Option(help="How to print what was built.")] = RowFormat.table,
) -> None:
    """Build sources into a snapshot and make it the one that is served.

    Example: seedline build default my-case.yaml --home /srv/seedline
    """
    from seedline.build import build as run

    snapshot = run(sources or [], home=home, base=base, date=date, progress=(lambda _: None) if quiet else say)
    if format is RowFormat.json:
        print(json.dumps(snapshot.manifest, indent=1, ensure_ascii=False, sort_keys=True))
        return
    rows = [
        ["version", snapshot.version],
        *[[name, str(count)] for name, count in snapshot.manifest["counts"].items()],
    ]
    print(csv_text(["what", "value"], rows) if format is RowFormat.csv else table_text(["what", "value"], rows))
    for finding in [] if quiet else snapshot.manifest["findings"]:
        say(f"warning: {finding}")


@app.command()
def validate(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Case files, RDF files or folders; none: the shipped data.")
    ] = None,
    source_text: Annotated[
        list[str] | None,
        typer.Option(
            "--source-text",
            help="Your copy of a source, as FILE or KEY=FILE (KEY: booklet): evidence is looked up in it.",
        ),
    ] = None,
    format: Annotated[RowFormat, typer.Option(help="How to print the findings.")] = RowFormat.table,
) -> None:
    """Check sources against the shapes, and their evidence against your copy of the source.

    Prints a line per finding: file, line, column, field, message. Exit code 1 where there is a violation.

    Example: seedline validate my-case.yaml --source-text booklet.txt
    """
    from seedline.build import find, read_inputs
    from seedline.ingest.backing import unbacked
    from seedline.ingest.passages import SourceText, check_texts
    from seedline.triples import Names

    inputs = read_inputs(sources or [])
    findings = find(inputs, Names())
    for given in source_text or []:
        key, _, file = given.rpartition("=")
        text = SourceText.read(Path(file))
        for look in (check_texts, unbacked):
            findings += look(inputs.portfolio.files, key or "booklet", text)
    header = ["severity", "file", "line", "column", "field", "message"]
    rows = [[f.severity, f.file, str(f.line), str(f.column), f.field, f.message] for f in findings]
    if format is RowFormat.json:
        print(json.dumps([dict(zip(header, row, strict=True)) for row in rows], indent=1, ensure_ascii=False))
    elif format is RowFormat.csv:
        print(csv_text(header, rows), end="")
    else:
        for finding in findings:
            print(f"{finding.severity}: {finding}")
        violations = sum(finding.severity == "violation" for finding in findings)
        say(f"{len(inputs.paths)} files, {violations} violations, {len(findings) - violations} warnings")
    if any(finding.severity == "violation" for finding in findings):
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
    from seedline.store import open_snapshot

    text = sys.stdin.read() if sparql == "-" else Path(sparql[1:]).read_text("utf-8") if sparql[:1] == "@" else sparql
    result = open_snapshot(home, snapshot).store.query(text)
    if format is not QueryFormat.table:
        sys.stdout.buffer.write(result.serialise(format.value))
        return
    if result.kind == "ask":
        print("yes" if result else "no")
        raise typer.Exit(0 if result else 3)
    if result.kind == "graph":
        sys.stdout.buffer.write(result.serialise("ttl"))
        return
    variables = result.variables
    print(table_text(variables, [list(row) for row in result.rows()], width=width()))


@app.command()
def trace(
    thing: Annotated[str, typer.Argument(help="A project code, another identifier, a key or an IRI.")],
    up: Annotated[int | None, typer.Option(min=0, help="Steps upstream; default: all.")] = None,
    down: Annotated[int | None, typer.Option(min=0, help="Steps downstream; default: all.")] = None,
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    as_of: Annotated[str | None, typer.Option(help="Only what was known as of a date, as 2021-10.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only what this source says; may be repeated.")] = None,
    status: Annotated[list[str] | None, typer.Option(help="Only steps of this status; may be repeated.")] = None,
    relation: Annotated[list[str] | None, typer.Option(help="Only steps of this relation; may be repeated.")] = None,
    format: Annotated[TraceFormat, typer.Option(help="Format of the lineage.")] = TraceFormat.text,
) -> None:
    """Trace what came before a project or product and what followed, with the money.

    Example: seedline trace CT.0921
    """
    from seedline.export.text import lineage_rows, lineage_text
    from seedline.lineage import step_filter

    tracer = open_tracer(home, snapshot).view(as_of=as_of, sources=source or ())
    keep = step_filter(statuses=status or (), relations=relation or ())
    document = tracer.lineage(thing, up=up, down=down, keep=keep)
    if format is TraceFormat.json:
        print(json.dumps(document, indent=1, ensure_ascii=False))
    elif format is TraceFormat.csv:
        header, rows = lineage_rows(document)
        print(csv_text(header, rows), end="")
    else:
        print(lineage_text(document, width=width()))


@app.command()
def render(
    thing: Annotated[str, typer.Argument(help="A project code, another identifier, a key or an IRI.")],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="File to write; its ending chooses the format (.svg). - is standard output."),
    ] = Path("-"),
    theme: Annotated[str, typer.Option(help="light, dark or print.")] = "light",
    up: Annotated[int | None, typer.Option(min=0, help="Steps upstream; default: all.")] = None,
    down: Annotated[int | None, typer.Option(min=0, help="Steps downstream; default: all.")] = None,
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Draw a lineage as a picture.

    Example: seedline render CT.0921 -o crest.svg
    """
    from seedline.errors import InputError
    from seedline.render import svg

    if str(out) != "-" and out.suffix != ".svg":
        raise InputError(f"{out}: this version draws .svg")
    if theme not in {"light", "dark", "print"}:
        raise InputError(f"theme is light, dark or print, not {theme!r}")
    picture = svg(open_tracer(home, snapshot).lineage(thing, up=up, down=down), theme=theme)
    if str(out) == "-":
        print(picture)
    else:
        out.write_text(picture, encoding="utf-8")
        say(f"wrote {out}")


@app.command()
def cite(
    words: Annotated[str, typer.Argument(help="Words of the passage in a row, or: first words ... last words.")],
    source_text: Annotated[Path, typer.Option("--source-text", help="Your copy of the source, as text.")],
    key: Annotated[str, typer.Option(help="Key of the evidence in the case file.")] = "passage",
    section: Annotated[str | None, typer.Option(help="Section of the source, as evidence names it.")] = None,
    line: Annotated[
        int | None, typer.Option(min=1, help="A line near the passage, where the words occur twice.")
    ] = None,
) -> None:
    """Print the evidence block of a passage, ready for a case file: its place and hashes, not its words.

    Example: seedline cite --source-text booklet.txt --section Sustainability 'CREST is using a systems ... chains'
    """
    from seedline.errors import InputError, NotFound
    from seedline.ingest.passages import SourceText, evidence_block

    found = list(SourceText.read(source_text).find(words))
    if line is not None:
        found = sorted(found, key=lambda passage: abs(passage.first_line - line))[:1]
    if not found:
        raise NotFound(f"these words are nowhere in {source_text}: check a word or two fewer")
    if len(found) > 1:
        lines = ", ".join(str(passage.first_line) for passage in found[:10])
        raise InputError(f"these words occur {len(found)} times (lines {lines}): add words, or --line N")
    more = {"section": section} if section else {}
    print(evidence_block(key, found[0].evidence(**more)))


@app.command()
def new(
    code: Annotated[str, typer.Argument(help="The project's code; it becomes its key and the file's name.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; default: CODE.yaml.")] = None,
    answer: Annotated[
        list[str] | None, typer.Option("--answer", help="NAME=VALUE, instead of being asked; may be repeated.")
    ] = None,
) -> None:
    """Ask a dozen questions about a project and write a commented case file that builds.

    Example: seedline new ZZ.0002
    """
    from seedline.errors import InputError
    from seedline.ingest import read_case_file
    from seedline.ingest.newcase import QUESTIONS, new_case

    path = out or Path(f"{code}.yaml")
    if path.exists():
        raise InputError(f"{path} is there already; give another --out")
    answers = dict(given.split("=", 1) for given in answer or [] if "=" in given)
    if unknown := answers.keys() - {question.name for question in QUESTIONS}:
        raise InputError(f"--answer knows no {sorted(unknown)[0]!r}: {', '.join(q.name for q in QUESTIONS)}")
    if not answer:
        for question in QUESTIONS:
            hint = f"{question.text} (for example: {question.example}{'; may be empty' if question.optional else ''})"
            default = "" if question.optional else None
            answers[question.name] = typer.prompt(hint, default=default, show_default=False, err=True)
    path.write_text(new_case(code, answers), encoding="utf-8")
    read_case_file(path)
    say(f"wrote {path}; next: seedline validate {path}, then seedline build default {path}")


@snapshots_app.command("list")
def snapshots_list(
    home: HomeOption = None, format: Annotated[RowFormat, typer.Option(help="Format.")] = RowFormat.table
) -> None:
    """List the snapshots of a home; the current one has a star.

    Example: seedline snapshots list
    """
    from seedline.store import Home, default_home

    place = Home(home or default_home())
    current = place.current_version()
    header = ["version", "current", "built", "quads"]
    rows = [
        [
            s.version,
            "*" if s.version == current else "",
            s.manifest["dates"]["built"],
            str(s.manifest["counts"]["quads"]),
        ]
        for s in place.list()
    ]
    if format is RowFormat.json:
        print(json.dumps([dict(zip(header, row, strict=True)) for row in rows], indent=1))
    else:
        print(csv_text(header, rows) if format is RowFormat.csv else table_text(header, rows))


@snapshots_app.command("use")
def snapshots_use(
    version: Annotated[str, typer.Argument(help="A version of `snapshots list`.")], home: HomeOption = None
) -> None:
    """Serve another snapshot; running servers follow within a second.

    Example: seedline snapshots use 469c1b2ae486
    """
    from seedline.build import locked, point
    from seedline.store import Home, default_home

    place = Home(home or default_home())
    place.get(version)
    with locked(place):
        point(place, version)
    say(f"{version} is current")


@app.command()
def serve(
    home: HomeOption = None,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on [default: 127.0.0.1].", envvar="SEEDLINE_HOST")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port [default: 8000].", envvar="SEEDLINE_PORT")] = None,
    public_url: Annotated[
        str | None,
        typer.Option(help="Address that readers use, path prefix included.", envvar="SEEDLINE_PUBLIC_URL"),
    ] = None,
) -> None:
    """Serve pages, pictures, the API and the SPARQL endpoint; an empty home is built first.

    Example: seedline serve --port 8080
    """
    from seedline_api.app import serve as run
    from seedline_api.settings import Settings

    run(Settings.read(home=home, host=host, port=port, public_url=public_url))


def width() -> int:
    """Return how wide to write: the terminal's width, 80 columns in a pipe."""
    import shutil

    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80

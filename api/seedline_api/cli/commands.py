"""The commands, each with an example in its ``--help``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from seedline_api.cli.output import RowFormat, print_rows, say

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


def open_tracer(home: Path | None, version: str | None) -> Any:
    """Return the tracer of a home's current snapshot, or of a named one."""
    from seedline.lineage import Tracer
    from seedline.store import open_snapshot

    return Tracer.of(open_snapshot(home, version))


_SHOWN = 50


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
    print_rows(["what", "value"], rows, format)
    warnings = snapshot.manifest["findings"]
    for finding in [] if quiet else warnings[:_SHOWN]:
        say(f"warning: {finding}")
    if not quiet and (more := snapshot.manifest["warnings"] - _SHOWN) > 0:
        say(f"and {more} more warnings")


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
    print_rows(header, rows, format)


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

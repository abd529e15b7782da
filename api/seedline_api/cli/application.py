"""The command line as one application, and the snapshot that a command asks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="seedline",
    help="Trace how a small grant became a platform, a policy or a programme, with whose money, and where it says so.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
snapshots_app = typer.Typer(help="List the snapshots of a home, or serve another one.")
app.add_typer(snapshots_app, name="snapshots")
identity_app = typer.Typer(no_args_is_help=True, help="Judge which records are of one thing, and take that back.")
app.add_typer(identity_app, name="identity")
candidates_app = typer.Typer(
    no_args_is_help=True, help="Judge what may have followed what, which only looks like it, and take that back."
)
app.add_typer(candidates_app, name="candidates")


def _version(asked: bool) -> None:
    if asked:
        import seedline
        from seedline.store import default_home

        print(f"seedline {seedline.__version__}")
        print(f"home: {default_home()}")
        raise typer.Exit


@app.callback()
def seedline(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version, and the home that commands use.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Trace how a small grant became a platform, a policy or a programme, with whose money, and where it says so."""


def open_tracer(home: Path | None, version: str | None) -> Any:
    """Return the tracer of a home's current snapshot, or of a named one."""
    from seedline.store import open_snapshot
    from seedline.views.tracer import Tracer

    return Tracer.of(open_snapshot(home, version))

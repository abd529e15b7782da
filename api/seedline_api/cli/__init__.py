"""The command line: ``seedline``."""

from __future__ import annotations

import sys

import typer

from seedline.errors import SeedlineError


def command_line() -> typer.Typer:
    """Return the application with every command; a command joins it when its module is imported."""
    from seedline_api.cli import (  # noqa: F401
        build,
        cite,
        conflicts,
        diff,
        find,
        new,
        paths,
        pin,
        query,
        render,
        select,
        serve,
        snapshots,
        synth,
        top,
        trace,
        validate,
    )
    from seedline_api.cli.application import app

    return app


def main() -> None:
    """Run the command line; an error of ours is one message and an exit code, never a traceback."""
    from seedline_api.http.problems import kind_of

    try:
        command_line()()
    except SeedlineError as error:
        print(f"seedline: {error}", file=sys.stderr)
        sys.exit(kind_of(error).exit_code)
    except BrokenPipeError:
        # The reader of our pipe has gone, as `| head` does: that is no error.
        sys.stderr.close()
        sys.exit(0)

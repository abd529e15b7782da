"""The command line: ``seedline``."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import typer

from seedline.errors import SeedlineError


def command_line() -> typer.Typer:
    """Return the application with every command; a command joins it when its module is imported."""
    from seedline_api.cli import (  # noqa: F401
        ask,
        build,
        candidates,
        cite,
        conflicts,
        diff,
        export,
        find,
        identity,
        map,
        mcp,
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
    """Run the command line; an error of ours, or of the system, is one sentence and an exit code, never a traceback."""
    from seedline_api.http.problems import kind_of

    try:
        try:
            command_line()()
        finally:
            # What is printed reaches a full disk or a closed pipe only now.
            sys.stdout.flush()
    except SeedlineError as error:
        _end(f"seedline: {error}", kind_of(error).exit_code)
    except BrokenPipeError:
        # The reader of our pipe has gone, as `| head` does: that is no error.
        _end("", 0)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _end(f"seedline: {where}{error.strerror or error}", 7)
    except UnicodeEncodeError as error:
        _end(f"seedline: the output is {error.encoding}, which cannot hold {error.object[error.start]!r}", 7)


def _end(message: str, code: int) -> None:
    if message:
        print(message, file=sys.stderr)
    # What could not be written must not be tried again when the interpreter ends.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)

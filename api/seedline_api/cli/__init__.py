"""The command line: ``seedline``."""

from __future__ import annotations

import sys

from seedline.errors import SeedlineError


def main() -> None:
    """Run the command line; an error of ours is one message and an exit code, never a traceback."""
    # The commands of these join the application when they are imported.
    import seedline_api.cli.asking
    import seedline_api.cli.authoring
    import seedline_api.cli.showing  # noqa: F401
    from seedline_api.cli.commands import app
    from seedline_api.problems import kind_of

    try:
        app()
    except SeedlineError as error:
        print(f"seedline: {error}", file=sys.stderr)
        sys.exit(kind_of(error).exit_code)
    except BrokenPipeError:
        # The reader of our pipe has gone, as `| head` does: that is no error.
        sys.stderr.close()
        sys.exit(0)

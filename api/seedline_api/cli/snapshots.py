"""``seedline snapshots``."""

from __future__ import annotations

from typing import Annotated

import typer

from seedline_api.cli.application import snapshots_app
from seedline_api.cli.options import HomeOption
from seedline_api.cli.output import RowFormat, print_rows, say


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
    from seedline.pipeline import locked, point
    from seedline.store import Home, default_home

    place = Home(home or default_home())
    place.get(version)
    with locked(place):
        point(place, version)
    say(f"{version} is current")

"""``seedline snapshots``."""

from __future__ import annotations

from typing import Annotated

import typer

from seedline_api.cli.application import snapshots_app
from seedline_api.cli.options import HomeOption
from seedline_api.cli.output import RowsOption, fitting_rows, print_rows, say


@snapshots_app.callback(invoke_without_command=True)
def snapshots(context: typer.Context, home: HomeOption = None) -> None:
    """List the snapshots of a home, or serve another one; alone it lists."""
    if context.invoked_subcommand is None:
        snapshots_list(home, format=fitting_rows())


@snapshots_app.command("list")
def snapshots_list(
    home: HomeOption = None,
    *,
    format: RowsOption,
) -> None:
    """List the snapshots of a home; the current one has a star, one that cannot be opened says why.

    Example: seedline snapshots list
    """
    from seedline.errors import HomeError, SnapshotBroken
    from seedline.store import Home, default_home

    place = Home(home or default_home())
    say(f"in {place.path}")
    try:
        current = place.current_version()
    except HomeError as error:
        current = None
        say(str(error))
    rows = []
    for snapshot in place.folders():
        star = "*" if snapshot.version == current else ""
        try:
            manifest = snapshot.check().manifest
            rows.append(
                [snapshot.version, star, manifest["dates"]["built"] or "", str(manifest["counts"]["quads"]), ""]
            )
        except SnapshotBroken as error:
            rows.append([snapshot.version, star, "", "", str(error)])
    print_rows(["version", "current", "built", "quads", "problem"], rows, format)


@snapshots_app.command("verify")
def snapshots_verify(
    version: Annotated[str | None, typer.Argument(help="A version of `snapshots list`; none: all.")] = None,
    home: HomeOption = None,
    *,
    format: RowsOption,
) -> None:
    """Read every file of the snapshots and hold it against the hash recorded when it was built.

    Exit code 1 where one is damaged.

    Example: seedline snapshots verify
    """
    from seedline.errors import SnapshotBroken
    from seedline.store import Home, default_home

    place = Home(home or default_home())
    rows = []
    for snapshot in [place.find(version)] if version else place.folders():
        try:
            snapshot.verify()
            rows.append([snapshot.version, "ok"])
        except SnapshotBroken as error:
            rows.append([snapshot.version, str(error)])
    print_rows(["version", "files"], rows, format)
    if any(state != "ok" for _, state in rows):
        raise typer.Exit(1)


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

"""``seedline diff``."""

from __future__ import annotations

from typing import Annotated

import typer

from seedline_api.cli.application import app, open_tracer
from seedline_api.cli.options import HomeOption
from seedline_api.cli.output import DIAGRAMS, StepsFormat, StepsOption, print_rows


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="The earlier version, of `snapshots list`.")],
    after: Annotated[str, typer.Argument(help="The later version.")],
    home: HomeOption = None,
    *,
    format: StepsOption,
) -> None:
    """Compare two snapshots: things, steps, commitments and sums that came, went or changed.

    A diagram shows the steps. Exit code 1 where anything differs.

    Example: seedline diff 469c1b2ae486 139e7fd3fa58
    """
    from seedline.formats.differences import difference_diagram, differences

    old, new = open_tracer(home, before), open_tracer(home, after)
    rows = differences(old, new)
    header = ["what", "where", "before", "after"]
    if format.value in DIAGRAMS:
        print(difference_diagram(old, new, format.value), end="")
    elif rows or format is not StepsFormat.table:
        print_rows(header, rows, format)
    else:
        print("no difference in things, steps, commitments or sums")
    if rows:
        raise typer.Exit(1)

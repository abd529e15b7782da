"""``seedline export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedline_api.cli.application import app
from seedline_api.cli.options import HomeOption, SnapshotOption
from seedline_api.cli.output import say


@app.command()
def export(
    out: Annotated[
        Path, typer.Argument(help="File to write: .nq has every named graph, .ttl the default graph; .gz packs it.")
    ] = Path("seedline.nq.gz"),
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Write the whole data of a snapshot into a file, and its checksum beside it.

    Example: seedline export seedline.nq.gz && sha256sum -c seedline.nq.gz.sha256
    """
    from seedline.pipeline import dump
    from seedline.store import open_snapshot

    digest = dump(open_snapshot(home, snapshot).store, out)
    say(f"wrote {out}, sha256 {digest}")

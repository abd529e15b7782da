"""``seedline synth``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedline_api.cli.application import app
from seedline_api.cli.output import say


@app.command()
def synth(
    count: Annotated[int, typer.Argument(min=1, help="How many projects; one in eight is a seed.")],
    seed: Annotated[int, typer.Option(help="The same seed makes the same portfolio, on every machine.")] = 1,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write, which `build` reads.")] = Path("synthetic"),
) -> None:
    """Make up a portfolio of any size: projects, what followed, with whose money; nothing in it exists.

    Example: seedline synth 10000 --seed 1 --out made-up
    """
    from seedline.synth import synthesise

    for path in synthesise(out, count, seed):
        say(f"wrote {path}")

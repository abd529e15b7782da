"""Options that mean the same in every command: which part of a lineage is asked for."""

from __future__ import annotations

from typing import Annotated

import typer

Up = Annotated[int | None, typer.Option(min=0, help="Steps upstream; default: all.")]
Down = Annotated[int | None, typer.Option(min=0, help="Steps downstream; default: all.")]
Status = Annotated[str | None, typer.Option(help="Follow steps of these statuses only, with commas between.")]
Relation = Annotated[str | None, typer.Option(help="Follow steps of these relations only, with commas between.")]
Basis = Annotated[str | None, typer.Option(help="Follow steps that are stated, or inferred, only.")]
Source = Annotated[str | None, typer.Option(help="Only what these sources say, with commas between.")]
AsOf = Annotated[str | None, typer.Option(help="Only what was known at the end of a date, as 2021-10.")]

"""``seedline candidates``."""

from __future__ import annotations

from typing import Annotated

import typer

from seedline_api.cli.application import candidates_app
from seedline_api.cli.identity import By, FileOption, On, Why, judge, take_back
from seedline_api.cli.output import RowsOption, print_rows, say

_SHOWN = 50
_Earlier = Annotated[str, typer.Argument(help="The key of the earlier thing, or SOURCE/RECORD.")]
_Later = Annotated[str, typer.Argument(help="The later one.")]


@candidates_app.command("list")
def candidates_list(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Sources as `seedline build` takes them; none: the shipped data.")
    ] = None,
    limit: Annotated[int, typer.Option(help="How many at most.")] = _SHOWN,
    *,
    format: RowsOption,
) -> None:
    """List what may have followed what and nobody has judged yet: a score, and what speaks for it. None is a step.

    Example: seedline candidates list --limit 20
    """
    from seedline.identity import open_candidates
    from seedline.pipeline import read_inputs

    inputs = read_inputs(sources or [])
    found = open_candidates(inputs.portfolio, inputs.records, inputs.judgements)
    rows = [
        [f"{c.score:.2f}", c.earlier, c.later, "; ".join(f"{name}: {told}" for name, told in c.reasons)]
        for c in found[:limit]
    ]
    print_rows(["score", "earlier", "later", "reasons"], rows, format)
    say(f"{len(found)} candidates; none is a step until somebody accepts it (seedline candidates decide)")


@candidates_app.command("decide")
def candidates_decide(
    earlier: _Earlier,
    later: _Later,
    verdict: Annotated[str, typer.Argument(help="follows, unrelated or unclear.")],
    file: FileOption,
    by: By,
    why: Why,
    relation: Annotated[
        str | None, typer.Option(help="How it follows, as scaledInto or nextPhase; with follows alone.")
    ] = None,
    on: On = None,
) -> None:
    """Write a judgement into a file: build with the file, and what follows is a step, by the reading of who judged.

    Example: seedline candidates decide PR.0216 PR.0290 unrelated --file my.identity.yaml --by "A. B." --why "No."
    """
    from seedline.identity.judgements import OF_LINEAGE

    judge((earlier, later), verdict, OF_LINEAGE, file, by=by, why=why, on=on, relation=relation)


@candidates_app.command("undo")
def candidates_undo(earlier: _Earlier, later: _Later, file: FileOption, by: By, why: Why, on: On = None) -> None:
    """Take a judgement back: it stays in the file, and the next build is as if it had not been made.

    Example: seedline candidates undo PR.0216 PR.0290 --file my.identity.yaml --by "C. D." --why "I asked the office."
    """
    take_back((earlier, later), file, by=by, why=why, on=on, of_lineage=True)

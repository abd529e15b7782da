"""``seedline identity``."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from seedline_api.cli.application import identity_app
from seedline_api.cli.output import RowsOption, print_rows, say

_SHOWN = 50
FileOption = Annotated[Path, typer.Option("--file", help="The file of judgements, NAME.identity.yaml.")]
By = Annotated[str, typer.Option("--by", help="Who judges.")]
Why = Annotated[str, typer.Option("--why", help="The reason, in one sentence.")]
On = Annotated[str | None, typer.Option("--on", help="The day, as 2026-11-29; default: today.")]


@identity_app.command("list")
def identity_list(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Sources as `seedline build` takes them; none: the shipped data.")
    ] = None,
    judged: Annotated[bool, typer.Option("--judged", help="List the judgements, those taken back too.")] = False,
    limit: Annotated[int, typer.Option(help="How many proposals at most.")] = _SHOWN,
    *,
    format: RowsOption,
) -> None:
    """List what may be one thing and nobody has judged yet, with a score and reasons; or the judgements that there are.

    Example: seedline identity list default my-projects.map.yaml
    """
    from seedline.identity import open_proposals
    from seedline.pipeline import read_inputs

    inputs = read_inputs(sources or [])
    if judged:
        rows = [
            [j.verdict, *j.of, j.by, j.on, j.why, j.undone.why if j.undone else ""] for j in inputs.judgements.every
        ]
        print_rows(["verdict", "one", "other", "by", "on", "why", "undone"], rows, format)
        return
    found = open_proposals(inputs.portfolio, inputs.records, inputs.judgements)
    rows = [[f"{p.score:.2f}", p.one, p.other, ", ".join(p.reasons)] for p in found[:limit]]
    print_rows(["score", "one", "other", "reasons"], rows, format)
    say(f"{len(found)} proposals; none is a merge until somebody judges it (seedline identity decide)")


@identity_app.command("decide")
def identity_decide(
    one: Annotated[str, typer.Argument(help="SOURCE/RECORD, or the key of a thing.")],
    other: Annotated[str, typer.Argument(help="The other one.")],
    verdict: Annotated[str, typer.Argument(help="same, different or unsure.")],
    file: FileOption,
    by: By,
    why: Why,
    on: On = None,
) -> None:
    """Write a judgement into a file: build with the file, and what it says is in the snapshot.

    Example: seedline identity decide mine/page-1 CT.0921 same --file mine.identity.yaml --by "A. B." --why "Same."
    """
    from seedline.identity.judgements import OF_IDENTITY

    judge((one, other), verdict, OF_IDENTITY, file, by=by, why=why, on=on)


@identity_app.command("undo")
def identity_undo(
    one: Annotated[str, typer.Argument(help="SOURCE/RECORD, or the key of a thing.")],
    other: Annotated[str, typer.Argument(help="The other one.")],
    file: FileOption,
    by: By,
    why: Why,
    on: On = None,
) -> None:
    """Take a judgement back: it stays in the file, and the next build is as if it had not been made.

    Example: seedline identity undo mine/page-1 CT.0921 --file mine.identity.yaml --by "A. B." --why "Two phases."
    """
    take_back((one, other), file, by=by, why=why, on=on)


def judge(
    of: tuple[str, str],
    verdict: str,
    verdicts: Sequence[str],
    file: Path,
    *,
    by: str,
    why: str,
    on: str | None,
    relation: str | None = None,
) -> None:
    """Write a judgement, one of some verdicts, into a file."""
    from pydantic import ValidationError

    from seedline.errors import InputError
    from seedline.identity import JUDGEMENTS_SUFFIX, Judgement, decide
    from seedline.ingest.casefile import message_of

    if verdict not in verdicts:
        raise InputError(f"the verdict is {', '.join(verdicts[:-1])} or {verdicts[-1]}, not {verdict!r}")
    if not file.name.endswith(JUDGEMENTS_SUFFIX):
        raise InputError(f"{file}: a file of judgements is called NAME{JUDGEMENTS_SUFFIX}")
    try:
        told = {"of": of, "verdict": verdict, "by": by, "on": on or _today(), "why": why, "relation": relation}
        judgement = Judgement.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"{'.'.join(map(str, first['loc'])) or 'the judgement'}: {message_of(first)}") from error
    decide(file, judgement)
    say(f"wrote {file}; next: seedline build with it among the sources")


def take_back(of: tuple[str, str], file: Path, *, by: str, why: str, on: str | None, of_lineage: bool = False) -> None:
    """Take back the judgement on two things in a file."""
    from seedline.errors import InputError
    from seedline.identity import Undone, undo

    if not file.is_file():
        raise InputError(f"{file}: there is no such file")
    taken = undo(file, of, Undone(by=by, on=on or _today(), why=why), of_lineage=of_lineage)
    say(f"took back: {taken.verdict}, {taken.on}, {taken.why}")


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()

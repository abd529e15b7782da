"""``seedline build``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from seedline.errors import Finding
from seedline_api.cli.application import app
from seedline_api.cli.options import BaseIri, Contexts, HomeOption, Lenient, Quiet, reading
from seedline_api.cli.output import RowFormat, RowsOption, print_rows, say

_SHOWN = 50


def told_once(findings: Sequence[Finding]) -> list[str]:
    """Return findings, those that say the same of several places as one, with the first place and how many there are.

    >>> told_once([Finding("a.yaml", line, 1, f"steps.{line}", "is missing") for line in (1, 2)])
    ['a.yaml:1:1: steps.1: is missing (here and at 1 place more)']
    """
    alike: dict[str, list[Finding]] = {}
    for finding in findings:
        alike.setdefault(finding.message, []).append(finding)
    return [
        str(first) if not more else f"{first} (here and at {len(more)} place{'s' * (len(more) > 1)} more)"
        for first, *more in alike.values()
    ]


@app.command()
def build(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Case files, RDF in any form, archives, folders or table:FILE; none: the shipped data."),
    ] = None,
    home: HomeOption = None,
    base: Annotated[
        str, typer.Option(help="Base IRI of the things described.", envvar="SEEDLINE_BASE")
    ] = "https://w3id.org/seedline/",
    date: Annotated[
        str | None, typer.Option(help="Date of the build, as 2026-11-24; default: the newest source's.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Build even where equal inputs were built before.")] = False,
    base_iri: BaseIri = None,
    context: Contexts = None,
    lenient: Lenient = False,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="Publish even where nothing was read from any file.")
    ] = False,
    quiet: Quiet = False,
    *,
    format: RowsOption,
) -> None:
    """Build sources into a snapshot and make it the one that is served.

    Example: seedline build default my-case.yaml --home /srv/seedline
    """
    from seedline.pipeline import build as run
    from seedline.store import default_home

    told = (lambda _: None) if quiet else say
    told(f"in {home or default_home()}")
    snapshot = run(
        sources or [], home=home, base=base, date=date, progress=told, again=again,
        options=reading(base_iri, context, lenient=lenient), allow_empty=allow_empty,
    )  # fmt: skip
    if format is RowFormat.json:
        print(json.dumps(snapshot.manifest, indent=1, ensure_ascii=False, sort_keys=True))
        return
    rows = [
        ["version", snapshot.version],
        *[[name, str(count)] for name, count in snapshot.manifest["counts"].items()],
    ]
    print_rows(["what", "value"], rows, format)
    warnings = snapshot.findings
    for report in [] if quiet else snapshot.manifest["read"]:
        if report.get("passedOver"):
            for why in report["why"][:_SHOWN]:
                say(f"passed over: {report['file']}: {why}")
            if (more := report["passedOver"] - _SHOWN) > 0:
                say(f"and {more} more statements of {report['file']}")
    told_of = told_once(warnings)
    for finding in [] if quiet else told_of[:_SHOWN]:
        say(f"warning: {finding}")
    # The manifest keeps some; of the others there is the number.
    more = len(told_of[_SHOWN:]) + snapshot.manifest["warnings"] - len(warnings)
    if more > 0 and not quiet:
        say(f"and {more} more warnings")

"""``seedline cite``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedline_api.cli.application import app


@app.command()
def cite(
    words: Annotated[str, typer.Argument(help="Words of the passage in a row, or: first words ... last words.")],
    source_text: Annotated[Path, typer.Option("--source-text", help="Your copy of the source, as text.")],
    key: Annotated[str, typer.Option(help="Key of the evidence in the case file.")] = "passage",
    section: Annotated[str | None, typer.Option(help="Section of the source, as evidence names it.")] = None,
    line: Annotated[
        int | None, typer.Option(min=1, help="A line near the passage, where the words occur twice.")
    ] = None,
) -> None:
    """Print the evidence block of a passage, ready for a case file: its place and hashes, not its words.

    Example: seedline cite --source-text booklet.txt --section Sustainability 'CREST is using a systems ... chains'
    """
    from seedline.errors import InputError, NotFound
    from seedline.ingest.passages import SourceText, evidence_block

    found = list(SourceText.read(source_text).find(words))
    if line is not None:
        found = sorted(found, key=lambda passage: abs(passage.first_line - line))[:1]
    if not found:
        raise NotFound(f"these words are nowhere in {source_text}: check a word or two fewer")
    if len(found) > 1:
        lines = ", ".join(str(passage.first_line) for passage in found[:10])
        raise InputError(f"these words occur {len(found)} times (lines {lines}): add words, or --line N")
    more = {"section": section} if section else {}
    print(evidence_block(key, found[0].evidence(**more)))
